//! The result of a walk over two schemas: the places where they are written differently.
//!
//! A difference is not a change yet, because it may leave the accepted values alone: `{"minimum": 0}` and
//! `{"minimum": 0.0}`. [`judge`](crate::judge) decides that.

use std::collections::BTreeSet;

use schema_ir::{Document, Keyword, Origin, SchemaId};
use serde_json::Value;

/// What two schemas write differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Keyword(Keyword),
    /// One of the schemas is `false`.
    Never,
}

impl Subject {
    pub fn name(self) -> &'static str {
        match self {
            Subject::Keyword(keyword) => keyword.name(),
            Subject::Never => "false",
        }
    }
}

/// A keyword that two schemas write differently at aligned places.
#[derive(Clone, Debug)]
pub(crate) struct Difference {
    pub subject: Subject,
    pub message: String,
    pub old_origin: Origin,
    pub new_origin: Origin,
    pub was: Option<Value>,
    pub is: Option<Value>,
    /// Self-contained schemas that differ in this keyword only, for a value at `path`.
    pub old: Document,
    pub new: Document,
    /// Where the values are that the keyword applies to; see [`instance_path`](crate::instance_path).
    pub path: String,
    pub variance: Variance,
    /// The outermost schemas for the same value, and the effect of a difference between them.
    pub around: Around,
}

/// The aligned schemas that decide about all of a value. For a difference inside a union, these are the unions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Around {
    pub pair: [SchemaId; 2],
    pub variance: Variance,
}

impl Difference {
    /// Whether the other is this difference, reached by another way.
    pub fn is_same(&self, other: &Difference) -> bool {
        self.subject == other.subject
            && self.old_origin == other.old_origin
            && self.new_origin == other.new_origin
            && self.old.to_json() == other.old.to_json()
            && self.new.to_json() == other.new.to_json()
    }

    /// Whether both places are inside the schemas at these pointers.
    pub fn is_inside(&self, [old, new]: [&str; 2]) -> bool {
        let inside = |at: &Origin, home: &str| {
            at.pointer.strip_prefix(home).is_some_and(|below| below.is_empty() || below.starts_with('/'))
        };
        inside(&self.old_origin, old) && inside(&self.new_origin, new)
    }
}

/// The effect of a difference below some keywords on the schema as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Variance {
    /// Accepting less here means accepting less as a whole.
    Covariant,
    /// Accepting less here means accepting more as a whole: below `not`.
    Contravariant,
    /// Accepting less here may mean accepting less or more, because exactly one member of `oneOf` must match.
    OneOf,
    /// Only an instance of the whole shows the effect: below `if`.
    Undetermined,
}

impl Variance {
    /// Whether the place alone decides the effect on the whole.
    pub fn is_determined(self) -> bool {
        matches!(self, Variance::Covariant | Variance::Contravariant)
    }

    pub fn below_not(self) -> Self {
        match self {
            Variance::Covariant => Variance::Contravariant,
            Variance::Contravariant => Variance::Covariant,
            Variance::OneOf | Variance::Undetermined => Variance::Undetermined,
        }
    }

    pub fn below_one_of(self) -> Self {
        match self {
            Variance::Covariant | Variance::OneOf => Variance::OneOf,
            Variance::Contravariant | Variance::Undetermined => Variance::Undetermined,
        }
    }
}

/// An annotation that differs at aligned places.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AnnotationDifference {
    pub keyword: Keyword,
    pub old_origin: Option<Origin>,
    pub new_origin: Option<Origin>,
    pub was: Option<Value>,
    pub is: Option<Value>,
    pub message: String,
}

/// Two aligned schemas whose keywords have to be judged together.
#[derive(Debug)]
pub(crate) struct Combination {
    pub old: SchemaId,
    pub new: SchemaId,
    pub path: String,
}

/// Everything that a walk finds.
#[derive(Debug, Default)]
pub(crate) struct Differences {
    pub keywords: Vec<Difference>,
    pub annotations: Vec<AnnotationDifference>,
    /// Places with a keyword that may accept less where its subschema accepts more, outermost first.
    pub combinations: Vec<Combination>,
    /// The listed pairs to which the walk came and that it did not enter.
    pub through: BTreeSet<usize>,
    /// True if [`MAX_CHANGES`](crate::limits::MAX_CHANGES) cut the walk short.
    pub cut: bool,
}
