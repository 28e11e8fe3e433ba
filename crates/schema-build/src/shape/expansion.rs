//! How far merged schemas may grow beyond the document that they are merged from.

use std::collections::BTreeMap;

use serde_json::Value;

use super::lower::Context;

/// How much work merging may cost a document beside what its own size allows; beyond it, a guard says what `allOf` says.
pub(crate) const MAX_MERGED: usize = 50_000;

/// How much work merging may cost for each object of a document.
const MERGED_PER_OBJECT: usize = 20;

/// What merging has cost so far, and the types inside merged schemas by what is merged into them.
pub(super) struct Expansion {
    left: usize,
    met: BTreeMap<String, Known>,
}

struct Known {
    id: usize,
    /// Whether another schema refers to it.
    referred: bool,
}

/// Whether a schema was met before inside merged schemas.
pub(super) enum Met {
    Before(usize),
    First(String),
    /// It merges nothing, or stands in the document itself.
    Outside,
}

impl Expansion {
    pub(super) fn of(schema: &Value) -> Self {
        let own = objects(schema).saturating_mul(MERGED_PER_OBJECT);
        Expansion { left: MAX_MERGED.saturating_add(own), met: BTreeMap::new() }
    }

    /// Whether so much work may still be done.
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

    /// Ties recursion through `allOf` to a cycle: what merges the same schemas again is the same type.
    pub(super) fn meet(&mut self, schema: &Value, context: &Context, id: usize) -> Met {
        if context.merged == 0 || !["allOf", "$ref"].iter().any(|keyword| schema.get(*keyword).is_some()) {
            return Met::Outside;
        }
        let key = schema.to_string();
        if let Some(known) = self.met.get_mut(&key) {
            known.referred = true;
            return Met::Before(known.id);
        }
        self.met.insert(key.clone(), Known { id, referred: false });
        Met::First(key)
    }

    /// Ends what [`meet`](Self::meet) began, and forgets it unless it becomes a type. Whether another schema refers to it.
    pub(super) fn leave(&mut self, key: &str, inline: bool) -> bool {
        let referred = self.met.get(key).is_some_and(|known| known.referred);
        if inline && !referred {
            self.met.remove(key);
        }
        referred
    }
}

fn objects(value: &Value) -> usize {
    match value {
        Value::Object(members) => 1 + members.values().map(objects).sum::<usize>(),
        Value::Array(items) => items.iter().map(objects).sum(),
        _ => 0,
    }
}
