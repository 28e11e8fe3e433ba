//! The keys that choose the types of fields.

use schema_build::{Formats, Integers, MapType, Numbers, RustType, Trait, Undeclared};
use serde::Deserialize;

/// A Rust type by its path, or with the traits that it implements.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Type {
    Path(String),
    Full { path: String, implements: Vec<Traits> },
}

impl Type {
    pub(super) fn rust(&self) -> RustType {
        match self {
            Type::Path(path) => RustType::new(path),
            Type::Full { path, implements } => {
                let traits = implements.iter().map(|of| match of {
                    Traits::PartialEq => Trait::PartialEq,
                    Traits::Eq => Trait::Eq,
                    Traits::Hash => Trait::Hash,
                });
                RustType::new(path).implements(traits)
            }
        }
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) enum Traits {
    PartialEq,
    Eq,
    Hash,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum FormatSet {
    Chrono,
    Jiff,
    Time,
    Std,
    Uuid,
    Url,
}

impl From<FormatSet> for Formats {
    fn from(set: FormatSet) -> Self {
        match set {
            FormatSet::Chrono => Formats::Chrono,
            FormatSet::Jiff => Formats::Jiff,
            FormatSet::Time => Formats::Time,
            FormatSet::Std => Formats::Std,
            FormatSet::Uuid => Formats::Uuid,
            FormatSet::Url => Formats::Url,
        }
    }
}

/// The types of numbers.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum NumberKind {
    #[default]
    Exact,
    Native,
}

impl From<NumberKind> for Integers {
    fn from(kind: NumberKind) -> Self {
        match kind {
            NumberKind::Exact => Integers::Exact,
            NumberKind::Native => Integers::Native,
        }
    }
}

impl From<NumberKind> for Numbers {
    fn from(kind: NumberKind) -> Self {
        match kind {
            NumberKind::Exact => Numbers::Exact,
            NumberKind::Native => Numbers::Native,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(super) enum Maps {
    #[default]
    #[serde(rename = "BTreeMap")]
    BTree,
    #[serde(rename = "HashMap")]
    Hash,
    #[serde(rename = "IndexMap")]
    Index,
}

impl From<Maps> for MapType {
    fn from(map: Maps) -> Self {
        match map {
            Maps::BTree => MapType::BTreeMap,
            Maps::Hash => MapType::HashMap,
            Maps::Index => MapType::IndexMap,
        }
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum UndeclaredKeys {
    Keep,
    Ignore,
    Deny,
}

impl From<UndeclaredKeys> for Undeclared {
    fn from(keys: UndeclaredKeys) -> Self {
        match keys {
            UndeclaredKeys::Keep => Undeclared::Keep,
            UndeclaredKeys::Ignore => Undeclared::Ignore,
            UndeclaredKeys::Deny => Undeclared::Deny,
        }
    }
}
