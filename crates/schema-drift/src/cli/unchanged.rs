//! Finds the schemas that two documents have in common, together with all that their references lead to. They need no
//! comparison.

use std::collections::{HashMap, HashSet};

use schema_ir::{MARKS, Source, pointer};
use serde_json::Value;

use super::gather::Input;
use super::listing::InputSchema;
use super::reaching::find_reaching;

/// The unchanged parts of the documents of two inputs.
pub(super) struct Unchanged<'s> {
    pub inputs: [&'s Input; 2],
    /// True if all files of both are the same.
    are_equal: bool,
    /// For each pair of documents, the pointers of parts that differ, or from which references lead to such a part.
    changed: HashMap<(usize, usize), HashSet<String>>,
}

impl<'s> Unchanged<'s> {
    pub fn between(inputs: [&'s Input; 2]) -> Self {
        let [old, new] = inputs;
        let name = |source: &Source| source.file().rsplit('/').next().map(str::to_owned);
        let alone = old.sources.len() == 1;
        let is_same = |(one, other): (&Source, &Source)| {
            (alone || name(one) == name(other)) && are_same(one.value(), other.value())
        };
        let are_equal = old.sources.len() == new.sources.len() && old.sources.iter().zip(&new.sources).all(is_same);
        Unchanged { inputs, are_equal, changed: HashMap::new() }
    }

    /// Whether two schemas are the same. Each pair of documents is searched once, in linear time.
    pub fn holds(&mut self, one: &InputSchema, other: &InputSchema) -> bool {
        let Unchanged { inputs: [old, new], are_equal, changed } = self;
        if *are_equal && one.source == other.source && one.at == other.at {
            return true;
        }
        if one.at != other.at || old.decides_across_files || new.decides_across_files {
            return false;
        }
        let Some((before, after)) = old.document(one).zip(new.document(other)) else { return false };
        // The same keywords may mean something else in another dialect. AsyncAPI declares one beside the schema.
        let beside = one.at.rsplit_once('/').map(|(parent, _)| format!("{parent}/schemaFormat"));
        let is_alike = |at: &str| pointer::find(before, at) == pointer::find(after, at);
        if !MARKS.iter().all(|member| before.get(member) == after.get(member))
            || !beside.is_none_or(|beside| is_alike(&beside))
        {
            return false;
        }
        let changed = changed.entry((one.source, other.source)).or_insert_with(|| {
            let starts = old.schemas.iter().filter(|schema| schema.source == one.source);
            find_reaching(starts.map(|schema| schema.at.clone()).collect(), |at| {
                let now = pointer::find(after, at)?;
                let part = pointer::find(before, at).filter(|part| are_same(part, now))?;
                let is_linked_alike = old.links_of(one.source, at) == new.links_of(other.source, at);
                if is_linked_alike { old.targets_of(one.source, at, part) } else { None }
            })
        });
        !changed.contains(&one.at)
    }
}

/// Whether two values are equal. Most have the same keys in the same order, for which none has to be looked up.
fn are_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Object(members), Value::Object(others)) => {
            let mut pairs = members.iter().zip(others);
            let in_order = members.keys().eq(others.keys());
            if in_order { pairs.all(|((_, one), (_, other))| are_same(one, other)) } else { one == other }
        }
        (Value::Array(items), Value::Array(others)) => {
            items.len() == others.len() && items.iter().zip(others).all(|(one, other)| are_same(one, other))
        }
        _ => one == other,
    }
}
