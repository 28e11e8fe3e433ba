//! A `default` that its schema rejects (validation, 9.2). Defaults beside it that apply to parts are filled in first, because
//! some readers do so.

use schema_ir::{Document, Keyword, SchemaId};
use serde_json::Value;

use crate::lint::Found;
use crate::proofs::Proofs;

/// Properties that are filled into one default, because a schema may lead to itself.
const MAX_FILLED: usize = 200;

pub(super) fn find(document: &Document, proofs: &mut Proofs<'_, '_>) -> Vec<Found> {
    let mut all = Vec::new();
    for (id, schema) in document.iter() {
        let Some(default) = schema.annotation(Keyword::Default) else { continue };
        let Some(reason) = proofs.why_rejected(id, default) else { continue };
        let mut filled = default.clone();
        fill_in(document, id, &mut filled, &mut { MAX_FILLED });
        if filled == *default || proofs.why_rejected(id, &filled).is_some() {
            let message = format!("the schema rejects its default: {reason}");
            let found =
                Found::new(schema.origin.keyword(Keyword::Default), message, "correct the default, or the schema");
            all.push(Found { witness: Some(default.clone()), ..found });
        }
    }
    all
}

/// Adds the properties that an object lacks and that have a default, at most `left`.
fn fill_in(document: &Document, id: SchemaId, value: &mut Value, left: &mut usize) {
    let Value::Object(members) = value else { return };
    let schema = &document[id];
    let target = schema.reference.map_or(schema, |target| &document[target]);
    for (name, property) in &target.object.properties {
        if let (false, Some(default)) = (members.contains_key(name), document[*property].annotation(Keyword::Default)) {
            if *left == 0 {
                return;
            }
            *left -= 1;
            members.insert(name.clone(), default.clone());
        }
        if let Some(member) = members.get_mut(name) {
            fill_in(document, *property, member, left);
        }
    }
}
