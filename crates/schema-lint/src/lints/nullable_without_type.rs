//! `nullable: true` adds null to the `type` in the same schema object, and means nothing without one (OpenAPI 3.0.3, Schema
//! Object). `{"$ref": "#/components/schemas/Pet", "nullable": true}` does not accept null.

use schema_ir::{Document, Keyword, SchemaId, TypeName};
use serde_json::Value;

use crate::files::Files;
use crate::lint::Found;

/// References and members that are followed from one schema.
const MAX_DEPTH: usize = 32;

pub(super) fn find(document: &Document, files: &Files<'_>) -> Vec<Found> {
    // To look up each schema takes longer than to read all files.
    if !files.sources.iter().any(|source| source.has(Keyword::Nullable)) {
        return Vec::new();
    }
    document.iter().filter_map(|(id, _)| judge(document, id, files)).collect()
}

fn judge(document: &Document, id: SchemaId, files: &Files<'_>) -> Option<Found> {
    let origin = &document[id].origin;
    let members = files.members(origin)?;
    let is_nullable = members.get(Keyword::Nullable.name()) == Some(&Value::Bool(true));
    if !is_nullable || members.contains_key(Keyword::Type.name()) || may_be_null(document, id, MAX_DEPTH) {
        return None;
    }
    let (message, help) = match members.contains_key(Keyword::Ref.name()) {
        true => (
            "`nullable` has no effect beside `$ref`, so null is not accepted",
            "put `nullable: true` beside the `type` of the schema that `$ref` leads to, or write `anyOf` with the `$ref` and a \
             schema of null",
        ),
        false => {
            ("`nullable` has no effect without `type` beside it, so null is not accepted", "write a `type` beside it")
        }
    };
    Some(Found::new(origin.keyword(Keyword::Nullable), message, help))
}

/// False if the schema certainly rejects null.
fn may_be_null(document: &Document, id: SchemaId, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return true };
    let schema = &document[id];
    let may = |id: &SchemaId| may_be_null(document, *id, depth);
    let has_null = schema.types.as_ref().is_none_or(|types| types.names().contains(&TypeName::NULL));
    let lists_null = schema.values.as_ref().is_none_or(|values| values.contains(&Value::Null));
    let is_null = schema.constant.as_ref().is_none_or(Value::is_null);
    let mut unions = [&schema.logic.any_of, &schema.logic.one_of].into_iter().flatten();
    !schema.is_false()
        && has_null
        && lists_null
        && is_null
        && schema.reference.iter().chain(&schema.logic.all_of).all(may)
        && unions.all(|members| members.iter().any(may))
}
