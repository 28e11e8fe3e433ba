//! Limits how far merged schemas may grow beyond their document, because merging can double them at each reference.

use std::collections::BTreeMap;

use schema_ir::{Document, SchemaId, Writer};

use super::lower::Context;

/// The work that merging may cost beyond the allowance for the document's own size. When all is spent, `allOf` is no longer
/// merged but left to a guard.
pub(crate) const MAX_MERGED: usize = 50_000;

/// The work that merging may cost for each schema of the document.
const MERGED_PER_SCHEMA: usize = 40;

/// The work that is left for merging, and the types inside merged schemas, by the text of the schema.
pub(super) struct Expansion {
    left: usize,
    met: BTreeMap<String, Known>,
}

struct Known {
    id: usize,
    /// Whether the same schema was met again, so that its type needs a name.
    referred: bool,
}

/// Whether the same schema was met before inside merged schemas.
pub(super) enum Met {
    /// It was; holds the number of its type.
    Before(usize),
    /// It was not; holds the key for [`Expansion::leave`].
    First(String),
    /// The schema merges nothing, or is not inside a merged schema.
    Outside,
}

impl Expansion {
    pub(super) fn new(document: &Document) -> Self {
        let own = document.iter().count().saturating_mul(MERGED_PER_SCHEMA);
        Expansion { left: MAX_MERGED.saturating_add(own), met: BTreeMap::new() }
    }

    /// Spends work; `false` if not so much is left.
    pub(super) fn spend(&mut self, work: usize) -> bool {
        match self.left.checked_sub(work) {
            Some(left) => {
                self.left = left;
                true
            }
            None => {
                self.left = 0;
                false
            }
        }
    }

    /// Turns recursion through `allOf` into a cycle of types: a schema that merges the same schemas again is the same type.
    pub(super) fn meet(&mut self, document: &Document, schema: SchemaId, context: &Context, id: usize) -> Met {
        let merges = document[schema].reference.is_some() || !document[schema].logic.all_of.is_empty();
        if context.merged == 0 || !merges {
            return Met::Outside;
        }
        let key = Writer::new(document).schema(schema).to_string();
        if let Some(known) = self.met.get_mut(&key) {
            known.referred = true;
            return Met::Before(known.id);
        }
        self.met.insert(key.clone(), Known { id, referred: false });
        Met::First(key)
    }

    /// Ends what [`meet`](Self::meet) began, and forgets the schema unless it becomes a named type. Returns whether the schema
    /// was met again in between.
    pub(super) fn leave(&mut self, key: &str, inline: bool) -> bool {
        let referred = self.met.get(key).is_some_and(|known| known.referred);
        if inline && !referred {
            self.met.remove(key);
        }
        referred
    }
}
