//! `additionalProperties: false` forbids each property that `properties` and `patternProperties` beside it do not declare (core,
//! 10.3.2.3). A required property that is forbidden is misspelt, or declared in another member of `allOf`.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use schema_ir::{Document, JsonType, Keyword, Origin, Schema, SchemaId, most_similar};

use crate::atoms::parse;
use crate::files::Files;
use crate::lint::Found;

/// Schemas that are read as one.
const MAX_TOGETHER: usize = 100;

pub(super) fn find(document: &Document, _: &Files<'_>) -> Vec<Found> {
    if !document.iter().any(|(_, schema)| is_closed(document, schema)) {
        return Vec::new();
    }
    // One finding for each list of required names.
    let mut forbidden: IndexMap<Origin, Forbidden<'_>> = IndexMap::new();
    for (id, _) in document.iter() {
        let together = find_together(document, id);
        let closed = together.iter().map(|id| &document[*id]).filter(|schema| is_closed(document, schema));
        let closed: Vec<Closed<'_>> = closed.map(Closed::new).collect();
        if closed.is_empty() || !together.iter().all(|id| may_be_object(&document[*id])) {
            continue;
        }
        let unions =
            together.iter().map(|id| &document[*id].logic).flat_map(|logic| logic.any_of.iter().chain(&logic.one_of));
        let in_members = unions.flatten().flat_map(|id| find_together(document, *id)).map(|id| (id, true));
        let requiring: Vec<(SchemaId, bool)> = together.iter().map(|id| (*id, false)).chain(in_members).collect();
        for (requiring, in_member) in requiring {
            let requiring = &document[requiring];
            for (index, name) in requiring.object.required.iter().enumerate() {
                let Some(closed) = closed.iter().find(|closed| !closed.declares(name)) else { continue };
                let found = forbidden.entry(closed.list_of(requiring)).or_insert_with(|| Forbidden {
                    at: closed.place_of(requiring, index),
                    names: Vec::new(),
                    closed: closed.schema,
                    requiring,
                    in_member,
                });
                if !found.names.contains(&name.as_str()) {
                    found.names.push(name);
                }
            }
        }
    }
    forbidden.into_values().map(Forbidden::report).collect()
}

/// Required properties that a schema with `additionalProperties: false` forbids.
struct Forbidden<'d> {
    at: Origin,
    names: Vec<&'d str>,
    closed: &'d Schema,
    requiring: &'d Schema,
    /// Whether only a member of a union requires them.
    in_member: bool,
}

/// A schema with `additionalProperties: false`.
struct Closed<'d> {
    schema: &'d Schema,
    /// The patterns of names that are read quickly.
    patterns: Vec<regress::Regex>,
}

impl<'d> Closed<'d> {
    fn new(schema: &'d Schema) -> Self {
        let patterns = schema.object.pattern_properties.keys().filter(|pattern| is_quick(pattern));
        Closed { schema, patterns: patterns.filter_map(|one| regress::Regex::with_flags(one, "u").ok()).collect() }
    }

    /// The list of required names, or the keyword that forbids them if the list is elsewhere, because others may need the names.
    fn list_of(&self, requiring: &Schema) -> Origin {
        let (here, there) = (&self.schema.origin, &requiring.origin);
        let is_inside = there.file == here.file
            && there.pointer.strip_prefix(&here.pointer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        if is_inside { there.keyword(Keyword::Required) } else { here.keyword(Keyword::AdditionalProperties) }
    }

    /// The place of a required name, or of the keyword that forbids it.
    fn place_of(&self, requiring: &Schema, index: usize) -> Origin {
        let list = self.list_of(requiring);
        if list == requiring.origin.keyword(Keyword::Required) { list.below(&index.to_string()) } else { list }
    }

    fn declares(&self, name: &str) -> bool {
        let object = &self.schema.object;
        object.properties.contains_key(name)
            || self.patterns.iter().any(|pattern| pattern.find(name).is_some())
            // Any other pattern may declare any name.
            || self.patterns.len() < object.pattern_properties.len()
    }
}

/// Whether an engine that tries all choices reads a pattern in little time.
fn is_quick(pattern: &str) -> bool {
    let inner = pattern.strip_prefix('^').unwrap_or(pattern);
    let inner = inner.strip_suffix('$').unwrap_or(inner);
    parse(inner).is_some_and(|atoms| atoms.iter().filter(|atom| atom.has_choice).count() <= 1)
}

fn is_closed(document: &Document, schema: &Schema) -> bool {
    schema.object.additional_properties.is_some_and(|rest| document[rest].is_false())
}

/// The schemas that apply to each value of a schema: itself, the target of its reference, and the members of `allOf`.
fn find_together(document: &Document, id: SchemaId) -> BTreeSet<SchemaId> {
    let mut all = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if all.len() < MAX_TOGETHER && all.insert(id) {
            open.extend(document[id].reference.iter().chain(&document[id].logic.all_of));
        }
    }
    all
}

fn may_be_object(schema: &Schema) -> bool {
    schema.types.as_ref().is_none_or(|types| types.json().contains(&JsonType::Object))
}

impl Forbidden<'_> {
    fn report(self) -> Found {
        let Forbidden { at, names, closed, requiring, in_member } = self;
        let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
        let are =
            if names.len() == 1 { "property {} is" } else { "properties {} are" }.replace("{}", &quoted.join(", "));
        let closing = closed.origin.keyword(Keyword::AdditionalProperties);
        let it = if names.len() == 1 { "it" } else { "them" };
        let accepted = if in_member { "this member accepts no object" } else { "no object is valid" };
        let message = match at == closing {
            true => format!(
                "the {are} required (at `{}`), but forbidden here, because nothing beside declares {it}, so {accepted}",
                requiring.origin.keyword(Keyword::Required).pointer
            ),
            false => format!(
                "the {are} required, but forbidden by `additionalProperties: false` (at `{}`), so {accepted}",
                closing.pointer
            ),
        };
        let declared = || closed.object.properties.keys().map(String::as_str);
        let help = match names.iter().find_map(|name| most_similar(name, declared())) {
            Some(near) => format!("did you mean {near:?}?"),
            None if at == closing => {
                format!("write `unevaluatedProperties: false` beside the `allOf`, or declare {it} here too")
            }
            None => format!("declare {it} in `properties` beside `additionalProperties`, or do not require {it}"),
        };
        Found::new(at, message, help)
    }
}
