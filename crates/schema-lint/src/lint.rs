//! What a lint is.

use schema_ir::{Document, Origin, Written};
use serde_json::Value;

use crate::Level;
use crate::files::Files;
#[cfg(feature = "proofs")]
use crate::proofs::Proofs;

/// A lint: a check for what a schema probably does not mean.
#[derive(Debug)]
pub struct Lint {
    /// The id, as in `warning[unknown-keyword]`. It is stable.
    pub id: &'static str,
    /// The level unless another one is [set](crate::Levels::set).
    pub level: Level,
    /// What it finds.
    pub summary: &'static str,
    /// A schema in which it finds something.
    pub example: &'static str,
    pub(crate) find: Find,
}

impl Lint {
    /// Whether the lint needs proofs or witnesses, and with them the feature `proofs` and more time than other lints.
    pub const fn needs_proofs(&self) -> bool {
        #[cfg(feature = "proofs")]
        return matches!(self.find, Find::Proofs(_));
        #[cfg(not(feature = "proofs"))]
        return matches!(self.find, Find::Unavailable);
    }
}

/// The search of a lint, by what it reads.
#[derive(Debug)]
pub(crate) enum Find {
    /// Reads schemas as they are written.
    Written(fn(&[Written<'_>]) -> Vec<Found>),
    /// Reads a document in plain 2020-12.
    Document(fn(&Document, &Files<'_>) -> Vec<Found>),
    /// Asks about a document in plain 2020-12.
    #[cfg(feature = "proofs")]
    Proofs(fn(&Document, &mut Proofs<'_, '_>) -> Vec<Found>),
    /// Would ask, but the feature `proofs` is off.
    #[cfg(not(feature = "proofs"))]
    Unavailable,
}

/// What a lint found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub at: Origin,
    pub message: String,
    pub help: String,
    pub witness: Option<Value>,
}

impl Found {
    pub fn new(at: Origin, message: impl Into<String>, help: impl Into<String>) -> Self {
        Found { at, message: message.into(), help: help.into(), witness: None }
    }
}
