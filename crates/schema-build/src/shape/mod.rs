//! What Rust types say of a schema, and what is left for a guard to say.
//!
//! A shape never rejects what the schema accepts. Where it accepts more, its type is guarded: by checks that are
//! generated code, or by a validator that is compiled from the schema.

mod array;
mod chain;
mod constant;
mod expansion;
mod keywords;
mod lower;
mod merge;
mod names;
mod object;
mod open;
mod presence;
mod reference;
mod scalar;
mod share;
mod union;
mod validator_limits;

use std::collections::BTreeMap;

use serde_json::{Number, Value};

pub(crate) use keywords::UNIONS;
pub(crate) use lower::{Root, shape};
pub(crate) use open::open;
pub(crate) use presence::Presence;
pub(crate) use share::{move_annotations, shared};

use crate::Source;
use crate::normalise::rooted;
use crate::resolve::document_draft;

/// The named types of one document.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// By number; a number may stand for no type.
    pub(crate) types: Vec<Option<Type>>,
    /// The types at the top level, each with a module of its own for those inside it.
    pub(crate) roots: Vec<usize>,
    /// The type of each definition.
    pub(crate) definitions: BTreeMap<String, usize>,
}

impl Shape {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &Type)> {
        self.types.iter().enumerate().filter_map(|(index, ty)| Some((index, ty.as_ref()?)))
    }

    pub(crate) fn get(&self, index: usize) -> Option<&Type> {
        self.types.get(index)?.as_ref()
    }
}

/// A schema that is beyond the shape altogether: one type that holds any value, which a validator of the whole document
/// admits.
pub(crate) fn opaque(source: &Source, root: &str, keyword: String) -> Shape {
    let mut schema = source.value().clone();
    if let Value::Object(members) = &mut schema
        && !members.contains_key("$schema")
    {
        members.insert("$schema".to_owned(), document_draft(source.value()).uri().into());
    }
    let ty = Type {
        path: vec![root.to_owned()],
        root: 0,
        at: String::new(),
        notes: Vec::new(),
        kind: Kind::Newtype(Ty::Any),
        guard: Some(Guard { keywords: vec![keyword], schema, whole: true }),
    };
    Shape { types: vec![Some(ty)], roots: vec![0], definitions: BTreeMap::new() }
}

/// A type with a name of its own.
#[derive(Clone, Debug)]
pub(crate) struct Type {
    /// What the schema calls it, after what it calls the types around it.
    pub(crate) path: Vec<String>,
    /// The root in whose module it stands; itself, if it is one.
    pub(crate) root: usize,
    /// JSON Pointer into the source.
    pub(crate) at: String,
    pub(crate) notes: Vec<Annotation>,
    pub(crate) kind: Kind,
    pub(crate) guard: Option<Guard>,
}

/// What the kind of a type does not say: a validator of the whole schema says it.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    pub(crate) keywords: Vec<String>,
    pub(crate) schema: Value,
    /// Whether the schema is a document as it was found, and refers to nothing outside it.
    pub(crate) whole: bool,
}

impl Guard {
    fn new(mut keywords: Vec<String>, schema: &Value) -> Option<Self> {
        keywords.sort();
        keywords.dedup();
        // Definitions are embedded beside it.
        let mut schema = schema.clone();
        if let Value::Object(members) = &mut schema {
            members.remove("$defs");
        }
        (!keywords.is_empty()).then(|| Guard { keywords, schema: rooted(&schema), whole: false })
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Object { fields: Vec<Field>, additional: Option<Ty>, checks: Vec<Check> },
    StringEnum(Vec<String>),
    Literals(Vec<Value>),
    Newtype(Ty),
    Union { variants: Vec<Variant>, keyword: &'static str, discriminator: Discriminator },
}

/// What decides which member of a union a value belongs to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Discriminator {
    /// The value's JSON type: the types of each member.
    Types(Vec<Vec<&'static str>>),
    /// The value of a property: the key, and each member's value.
    Tag(String, Vec<String>),
    /// The first member that reads the value.
    First,
    /// The only member that reads the value.
    ExactlyOne,
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) key: String,
    pub(crate) ty: Ty,
    pub(crate) required: bool,
    pub(crate) at: String,
    pub(crate) notes: Vec<Annotation>,
}

#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) preferred_name: String,
    pub(crate) ty: Ty,
    pub(crate) at: String,
    pub(crate) notes: Vec<Annotation>,
}

/// An annotation, or a keyword that a check asserts, of a schema that has no type of its own to carry it.
#[derive(Clone, Debug)]
pub(crate) struct Annotation {
    /// JSON Pointer from the schema that carries it.
    pub(crate) at: String,
    pub(crate) keyword: String,
    pub(crate) value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ty {
    Any,
    /// Any value of one of these JSON types.
    Of(Vec<&'static str>),
    Null,
    Bool,
    String,
    /// A string with a `format`.
    Format(String),
    /// A number that is whole, of any size.
    Integer,
    /// A whole number that one of Rust's integers holds.
    Int(&'static str),
    Number,
    Array(Box<Ty>),
    /// As many items as types.
    Tuple(Vec<Ty>),
    Map(Box<Ty>),
    /// The value or null.
    Nullable(Box<Ty>),
    /// One of [`Shape::types`].
    Named(usize),
    /// With checks on the value itself.
    Checked(Box<Ty>, Vec<Check>),
}

impl Ty {
    /// Whether it, or a type without a name in it, has checks.
    pub(crate) fn is_checked(&self) -> bool {
        match self {
            Ty::Checked(..) => true,
            Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) => inner.is_checked(),
            Ty::Tuple(items) => items.iter().any(Ty::is_checked),
            _ => false,
        }
    }

    /// The type without its own checks.
    pub(crate) fn unchecked(&self) -> &Ty {
        match self {
            Ty::Checked(ty, _) => ty.unchecked(),
            ty => ty,
        }
    }
}

/// One keyword that a check asserts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Check {
    pub(crate) keyword: &'static str,
    pub(crate) constraint: Constraint,
    /// JSON Pointer of the keyword in the source.
    pub(crate) at: String,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Constraint {
    Count(u64),
    Number(Number),
    Pattern(String),
    Unique,
    /// What the keys of an object are to be, as the keywords with these values say it.
    Keys(Presence, Vec<(&'static str, Value)>),
    /// What each key of an object that is not declared is to be, as the keyword with this value says it.
    Undeclared(Name, Value),
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Name {
    /// It matches one of these patterns.
    Matches(Vec<String>),
    OneOf(Vec<String>),
    Text(Vec<Check>),
}

/// The description among annotations, that of the schema itself.
pub(crate) fn description(notes: &[Annotation]) -> Option<&str> {
    notes.iter().find(|note| note.at.is_empty() && note.keyword == "description")?.value.as_str()
}
