//! Limits how far merged schemas may grow beyond their document, because merging can double them at each reference.

use std::collections::HashMap;

use schema_ir::{Document, SchemaId, SchemaMap, Writer};

use super::Ty;

/// The work that merging may cost beyond the allowance for the document's own size. When all is spent, `allOf` is no longer
/// merged but left to a guard.
pub(crate) const MAX_MERGED: usize = 50_000;

/// The work that merging may cost for each schema of the document.
const MERGED_PER_SCHEMA: usize = 40;

/// The work that is left for merging, and the types that were met and may be met again.
pub(super) struct Expansion {
    left: usize,
    /// Of the document's own schemas, which merging brings into several others.
    own: SchemaMap<Known>,
    /// Of schemas that merging made inside one root or definition, by their text.
    made: HashMap<String, Known>,
}

enum Known {
    /// The schema is being lowered, to a type of this number if it needs a name.
    Open {
        number: usize,
        is_referred: bool,
    },
    Lowered(Ty),
}

/// What tells that a schema was met before.
pub(super) enum Key {
    Own(SchemaId),
    Made(String),
}

/// Whether the same schema was met before.
pub(super) enum Met {
    /// It was; holds its type.
    Before(Ty),
    /// It was not; holds the key for [`Expansion::leave`].
    First(Key),
    /// The schema merges nothing, so that it is not met again.
    Outside,
}

impl Expansion {
    pub(super) fn new(document: &Document) -> Self {
        let own = document.iter().count().saturating_mul(MERGED_PER_SCHEMA);
        Expansion { left: MAX_MERGED.saturating_add(own), own: SchemaMap::default(), made: HashMap::new() }
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

    /// Forgets what was made for another root or definition, because a type is named after its place there.
    pub(super) fn forget(&mut self) {
        self.made.clear();
    }

    /// The type of a schema that was met before. An own schema is one type, wherever `allOf` brings it; and recursion through
    /// `allOf` becomes a cycle of types, because a schema that merges the same schemas again is the same type.
    pub(super) fn meet(&mut self, document: &Document, schema: SchemaId, is_own: bool, number: usize) -> Met {
        let key = match is_own {
            true => Key::Own(schema),
            // A schema that refers to a definition is the type of that definition.
            false if document[schema].reference.is_none() && document[schema].logic.all_of.is_empty() => {
                return Met::Outside;
            }
            false => Key::Made(Writer::new(document).schema(schema).to_string()),
        };
        match self.known(&key) {
            Some(Known::Lowered(ty)) => return Met::Before(ty.clone()),
            Some(Known::Open { number, is_referred }) => {
                *is_referred = true;
                return Met::Before(Ty::Named(*number));
            }
            None => {}
        }
        self.know(&key, Known::Open { number, is_referred: false });
        Met::First(key)
    }

    fn known(&mut self, key: &Key) -> Option<&mut Known> {
        match key {
            Key::Own(schema) => self.own.get_mut(*schema),
            Key::Made(text) => self.made.get_mut(text),
        }
    }

    fn know(&mut self, key: &Key, known: Known) {
        match key {
            Key::Own(schema) => drop(self.own.insert(*schema, known)),
            Key::Made(text) => drop(self.made.insert(text.clone(), known)),
        }
    }

    /// Whether a schema that is being lowered was met again, so that its type needs a name.
    pub(super) fn is_referred(&mut self, key: &Key) -> bool {
        matches!(self.known(key), Some(Known::Open { is_referred: true, .. }))
    }

    /// Ends what [`meet`](Self::meet) began.
    pub(super) fn leave(&mut self, key: &Key, ty: &Ty) {
        self.know(key, Known::Lowered(ty.clone()));
    }
}
