//! The aligned places that the walk has still to compare.

use schema_ir::{Document, Keyword, SchemaId};

use crate::difference::{Around, Variance};

/// Two aligned schemas; one is missing if only the annotations of the other matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pair {
    pub old: Option<SchemaId>,
    pub new: Option<SchemaId>,
}

/// Two aligned schemas in the queue.
#[derive(Clone, Debug)]
pub(super) struct AlignedPlaces {
    pub pair: Pair,
    pub path: String,
    /// False below a place that only one side has, or that is judged as a whole.
    pub judged: bool,
    pub variance: Variance,
    /// The innermost keyword around the place that does more than step to a member, for messages: "inside `not`".
    pub inside: Option<Keyword>,
    /// The outermost pair for the same value, when both sides have one.
    pub around: Option<Around>,
}

/// A schema that contains nothing but a reference and annotations.
pub(super) struct Alias {
    pub target: SchemaId,
    /// True if it has no annotations.
    pub bare: bool,
}

impl Alias {
    pub fn at(document: &Document, id: SchemaId) -> Option<Self> {
        let schema = &document[id];
        let target = schema.reference?;
        let is_alone = schema.asserting().all(|keyword| keyword == Keyword::Ref);
        is_alone.then(|| Alias { target, bare: schema.annotations.is_empty() })
    }
}
