//! The assumption that clients do not send `readOnly` properties and servers do not send `writeOnly` ones (OpenAPI 3.0.4, Schema
//! Object): such a property is not required there, and no value is valid for it.
//!
//! It is forbidden rather than ignored, because a client that sends a property breaks if that becomes `readOnly`.

use std::collections::{BTreeSet, HashSet};

use schema_ir::{Document, Keyword, Peer, Schema, SchemaId};
use serde_json::Value;

/// Forbids the properties that `sender` does not send.
pub(super) fn exclude(document: &mut Document, sender: Peer) {
    let keyword = match sender {
        Peer::Client => Keyword::ReadOnly,
        Peer::Server => Keyword::WriteOnly,
    };
    // The marks are read before any property is replaced.
    let all: Vec<(SchemaId, BTreeSet<String>)> = document
        .iter()
        .map(|(id, _)| (id, excluded_names(document, id, keyword)))
        .filter(|(_, names)| !names.is_empty())
        .collect();
    for (id, names) in &all {
        forbid(document, *id, names);
        // A member that is written in `allOf` itself applies nowhere else.
        for member in document[*id].logic.all_of.clone() {
            document[member].object.required.retain(|name| !names.contains(name));
        }
    }
}

fn forbid(document: &mut Document, id: SchemaId, names: &BTreeSet<String>) {
    for name in names.iter().filter(|name| document[id].object.properties.contains_key(*name)).collect::<Vec<_>>() {
        let origin = document[id].object.properties.get(name).map(|at| document[*at].origin.clone());
        let never = Schema { boolean: Some(false), origin: origin.unwrap_or_default(), ..Schema::default() };
        // References may lead to the schema of the property, so it is not changed itself.
        let never = document.add(never);
        document[id].object.properties.insert(name.clone(), never);
    }
    document[id].object.required.retain(|name| !names.contains(name));
}

/// The names of the properties with the mark, of a schema and of those that apply with it.
fn excluded_names(document: &Document, root: SchemaId, keyword: Keyword) -> BTreeSet<String> {
    let together = applied_together(document, root);
    let properties = together.iter().flat_map(|id| &document[*id].object.properties);
    properties.filter(|(_, id)| is_marked(document, **id, keyword)).map(|(name, _)| name.clone()).collect()
}

/// Whether the schema of a property, or one that applies with it, has the mark.
fn is_marked(document: &Document, id: SchemaId, keyword: Keyword) -> bool {
    let is_true = |id: &SchemaId| document[*id].annotation(keyword) == Some(&Value::Bool(true));
    applied_together(document, id).iter().any(is_true)
}

/// A schema, and those that `$ref` and `allOf` lead to from it.
fn applied_together(document: &Document, root: SchemaId) -> HashSet<SchemaId> {
    let mut found = HashSet::new();
    let mut open = vec![root];
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(document[id].reference);
            open.extend(&document[id].logic.all_of);
        }
    }
    found
}
