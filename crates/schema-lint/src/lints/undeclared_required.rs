//! `additionalProperties: false` forbids each property that `properties` and `patternProperties` beside it do not declare (core,
//! 10.3.2.3). A required property that is forbidden is misspelt, or declared in another member of `allOf`.

use std::collections::{BTreeSet, HashSet};

use schema_ir::{Document, JsonType, Keyword, Origin, Schema, SchemaId, most_similar};

use crate::files::Files;
use crate::lint::Found;

pub(super) fn find(document: &Document, _: &Files<'_>) -> Vec<Found> {
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for (id, _) in document.iter() {
        let together = find_together(document, id);
        let is_object =
            |id: &SchemaId| document[*id].types.as_ref().is_none_or(|types| types.json().contains(&JsonType::Object));
        let closed = together.iter().map(|id| &document[*id]).filter(|schema| is_closed(document, schema));
        let closed: Vec<Closed<'_>> = closed.map(Closed::new).collect();
        if closed.is_empty() || !together.iter().all(is_object) {
            continue;
        }
        let members =
            together.iter().flat_map(|id| document[*id].logic.any_of.iter().chain(&document[*id].logic.one_of));
        let in_members = members.flatten().flat_map(|id| find_together(document, *id)).map(|id| (id, true));
        let requiring: Vec<(SchemaId, bool)> = together.iter().map(|id| (*id, false)).chain(in_members).collect();
        for (requiring, is_member) in requiring {
            for (index, name) in document[requiring].object.required.iter().enumerate() {
                let Some(closed) = closed.iter().find(|closed| !closed.declares(name)) else { continue };
                let at = document[requiring].origin.keyword(Keyword::Required).below(&index.to_string());
                if seen.insert(at.clone()) {
                    all.push(report(name, at, closed, is_member));
                }
            }
        }
    }
    all
}

/// A schema with `additionalProperties: false`.
struct Closed<'d> {
    schema: &'d Schema,
    patterns: Vec<regress::Regex>,
}

impl<'d> Closed<'d> {
    fn new(schema: &'d Schema) -> Self {
        let patterns = schema.object.pattern_properties.keys();
        Closed { schema, patterns: patterns.filter_map(|one| regress::Regex::with_flags(one, "u").ok()).collect() }
    }

    fn declares(&self, name: &str) -> bool {
        let object = &self.schema.object;
        object.properties.contains_key(name)
            || self.patterns.iter().any(|pattern| pattern.find(name).is_some())
            // A pattern that this engine does not read may declare any name.
            || self.patterns.len() < object.pattern_properties.len()
    }
}

fn is_closed(document: &Document, schema: &Schema) -> bool {
    schema.object.additional_properties.is_some_and(|rest| document[rest].is_false())
}

/// The schemas that apply to each value of a schema: itself, the target of its reference, and the members of `allOf`.
fn find_together(document: &Document, id: SchemaId) -> BTreeSet<SchemaId> {
    let mut all = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if all.insert(id) {
            open.extend(document[id].reference.iter().chain(&document[id].logic.all_of));
        }
    }
    all
}

fn report(name: &str, at: Origin, closed: &Closed<'_>, is_member: bool) -> Found {
    let forbidden = closed.schema.origin.keyword(Keyword::AdditionalProperties);
    let accepted = if is_member { "this member accepts no object" } else { "no object is valid" };
    let message = format!(
        "the property {name:?} is required, but `additionalProperties: false` (at `{}`) forbids it, so {accepted}",
        forbidden.pointer
    );
    let declared = closed.schema.object.properties.keys().map(String::as_str);
    let help = match most_similar(name, declared) {
        Some(near) => format!("did you mean {near:?}?"),
        None => "declare it in `properties` beside `additionalProperties`, or do not require it".to_owned(),
    };
    Found::new(at, message, help)
}
