//! Checks of values that are held as any value, because no Rust type holds them together: each reads as a type.

use schema_ir::{Keyword, SchemaId, pointer};

use super::keywords::is_never;
use super::lower::{Context, Walk};
use super::{Check, Constraint, Ty};

/// What a value is to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Expected {
    Any,
    Never,
    /// It reads as this type, one of [`Shape::types`](super::Shape::types).
    As(usize),
}

/// What the values of undeclared keys are to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entries {
    /// By a pattern of the keys; all that a key matches hold for its value.
    pub(crate) patterns: Vec<(String, Expected)>,
    /// Of the keys that match no pattern.
    pub(crate) others: Expected,
}

/// What the items of an array are to be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Items {
    pub(crate) first: Vec<Expected>,
    pub(crate) others: Expected,
}

impl Constraint {
    /// What values inside the checked one are to be, by the pointers of their schemas from its own.
    pub(crate) fn expected(&self) -> Vec<(String, Expected)> {
        match self {
            Constraint::Entries(Entries { patterns, others }) => {
                let place = |pattern: &str| pointer::push(&format!("/{}", Keyword::PatternProperties), pattern);
                let patterns = patterns.iter().map(|(pattern, expected)| (place(pattern), *expected));
                patterns.chain([(format!("/{}", Keyword::AdditionalProperties), *others)]).collect()
            }
            Constraint::Items(Items { first, others }) => {
                let first = first.iter().enumerate();
                let first = first.map(|(index, expected)| (format!("/{}/{index}", Keyword::PrefixItems), *expected));
                first.chain([(format!("/{}", Keyword::Items), *others)]).collect()
            }
            _ => Vec::new(),
        }
    }

    fn expected_mut(&mut self) -> Vec<&mut Expected> {
        match self {
            Constraint::Entries(Entries { patterns, others }) => {
                patterns.iter_mut().map(|(_, expected)| expected).chain([others]).collect()
            }
            Constraint::Items(Items { first, others }) => first.iter_mut().chain([others]).collect(),
            _ => Vec::new(),
        }
    }
}

impl Check {
    /// The check with 0 for the number of each type.
    pub(super) fn without_types(&self) -> Check {
        let mut check = self.clone();
        for expected in check.constraint.expected_mut() {
            if let Expected::As(number) = expected {
                *number = 0;
            }
        }
        check
    }
}

/// The types that checks read values as.
pub(crate) fn types_of_checks(checks: &[Check]) -> impl Iterator<Item = usize> {
    let all = checks.iter().flat_map(|check| check.constraint.expected());
    all.filter_map(|(_, expected)| if let Expected::As(number) = expected { Some(number) } else { None })
}

impl Walk {
    /// What a value is to be that is held as any value. A type without a name is wrapped in one with a name.
    pub(super) fn expect(&mut self, id: SchemaId, context: &Context) -> Expected {
        let schema = &self.document[id];
        if schema.is_any() {
            return Expected::Any;
        }
        if is_never(&self.document, schema) {
            return Expected::Never;
        }
        match self.lower_type(id, context) {
            Ty::Any => Expected::Any,
            Ty::Named(number) => Expected::As(number),
            ty => {
                let context = self.place(id, || context.clone());
                Expected::As(self.wrap_once(id, ty, context))
            }
        }
    }
}
