//! Whether a schema rejects null, so that `Option` can express null beside it.

use schema_ir::{Document, SchemaId, TypeName};
use serde_json::Value;

use super::keywords::{enumerated, types};

/// The maximum number of references, and levels of `allOf` and of unions, that are followed.
const MAX_DEPTH: usize = 8;

/// Whether a schema rejects null, as its types, its values, or those of the schemas that it applies to the value show.
pub(super) fn rejects_null(document: &Document, id: SchemaId) -> bool {
    rejects(document, id, MAX_DEPTH)
}

fn rejects(document: &Document, id: SchemaId, depth: usize) -> bool {
    let schema = &document[id];
    let Some(depth) = depth.checked_sub(1).filter(|_| !schema.is_false()) else { return schema.is_false() };
    let by_types = !types(schema).is_empty() && !types(schema).contains(&TypeName::NULL);
    let by_values = || enumerated(schema).is_some_and(|values| !values.contains(&Value::Null));
    let below = |id: &SchemaId| rejects(document, *id, depth);
    let by_part = || schema.reference.iter().chain(&schema.logic.all_of).any(below);
    let unions = || schema.logic.any_of.iter().chain(&schema.logic.one_of);
    by_types || by_values() || by_part() || unions().any(|members| members.iter().all(below))
}
