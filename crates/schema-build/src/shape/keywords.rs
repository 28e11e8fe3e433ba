//! Questions about the keywords of a schema that several steps of lowering ask.

use std::collections::{BTreeMap, BTreeSet};

use schema_ir::{Document, JsonType, Keyword, Schema, SchemaId, TypeName, Types, equal};
use serde_json::Value;

/// The keywords that become a union.
pub(crate) const UNIONS: [Keyword; 2] = [Keyword::AnyOf, Keyword::OneOf];

/// The members of a union, if the schema has it.
pub(super) fn members_of(schema: &Schema, keyword: Keyword) -> Option<&[SchemaId]> {
    match keyword {
        Keyword::AnyOf => schema.logic.any_of.as_deref(),
        Keyword::OneOf => schema.logic.one_of.as_deref(),
        _ => None,
    }
}

/// Sets or removes the members of a union.
pub(super) fn set_members(schema: &mut Schema, keyword: Keyword, members: Option<Vec<SchemaId>>) {
    match keyword {
        Keyword::AnyOf => schema.logic.any_of = members,
        Keyword::OneOf => schema.logic.one_of = members,
        _ => {}
    }
}

/// The target of the reference of a schema that asserts nothing else: `{"$ref": "#/$defs/a"}`, or
/// `{"allOf": [{"$ref": "#/$defs/a"}]}`.
pub(super) fn reference(document: &Document, schema: &Schema) -> Option<SchemaId> {
    let mut asserting = schema.asserting();
    let (Some(keyword), None) = (asserting.next(), asserting.next()) else { return None };
    let all = match keyword {
        Keyword::Ref => return schema.reference,
        Keyword::AllOf => schema.logic.all_of.as_slice(),
        _ => members_of(schema, keyword)?,
    };
    match all {
        // Only without annotations, because no type would carry those of the member.
        [one] if document[*one].keywords().len() == 1 => reference(document, &document[*one]),
        _ => None,
    }
}

/// The types in the keyword `type`; empty if the schema has no such keyword.
pub(super) fn types(schema: &Schema) -> &[TypeName] {
    schema.types.as_ref().map_or(&[], Types::names)
}

/// The JSON types of the values that `names` allow.
pub(super) fn json_types(names: &[TypeName]) -> Vec<JsonType> {
    JsonType::ALL.into_iter().filter(|json| names.iter().any(|name| name.json() == *json)).collect()
}

/// Whether the keyword applies subschemas that may evaluate properties or items, or depends on them.
pub(super) fn has_unevaluated(schema: &Schema) -> bool {
    schema.array.unevaluated_items.is_some() || schema.object.unevaluated_properties.is_some()
}

/// The keywords that reject what other keywords do not evaluate.
pub(super) const UNEVALUATED: [Keyword; 2] = [Keyword::UnevaluatedItems, Keyword::UnevaluatedProperties];

/// Whether a keyword lists values or types.
pub(super) fn lists_values(keyword: Keyword) -> bool {
    matches!(keyword, Keyword::Type | Keyword::Enum | Keyword::Const)
}

/// The values that `enum`, `const` and `type` together allow, without duplicates.
pub(super) fn enumerated(schema: &Schema) -> Option<Vec<Value>> {
    let mut values: Vec<Value> = match (&schema.values, &schema.constant) {
        (Some(values), None) => values.clone(),
        (Some(values), Some(one)) => values.iter().filter(|value| equal(value, one)).cloned().collect(),
        (None, Some(one)) => vec![one.clone()],
        (None, None) => return None,
    };
    let types = types(schema);
    values.retain(|value| types.is_empty() || types.iter().any(|name| name.admits(value)));
    // Sets keep this linear for strings and numbers, because enumerations may have many thousands of them.
    let mut strings = BTreeSet::new();
    let mut others: BTreeMap<Option<u64>, Vec<Value>> = BTreeMap::new();
    values.retain(|value| match value {
        Value::String(text) => strings.insert(text.clone()),
        other => {
            // Adding 0 turns -0.0 into 0.0, which equals it.
            let alike = others.entry(other.as_f64().map(|number| (number + 0.0).to_bits())).or_default();
            let new = !alike.iter().any(|known| equal(known, other));
            if new {
                alike.push(other.clone());
            }
            new
        }
    });
    Some(values)
}

/// Whether an asserting keyword accepts everything, as in `{"anyOf": [true, {"type": "null"}]}`.
pub(super) fn is_idle(document: &Document, schema: &Schema, keyword: Keyword) -> bool {
    match keyword {
        // A union of one member is merged.
        Keyword::AnyOf => members_of(schema, keyword)
            .is_some_and(|all| all.len() > 1 && all.iter().any(|member| document[*member].is_any())),
        // `{"type": "string"}` accepts every name, because names are strings.
        Keyword::PropertyNames => schema.object.property_names.is_some_and(|names| {
            let names = &document[names];
            !names.is_false()
                && names.asserting().all(|keyword| keyword == Keyword::Type && types(names).contains(&TypeName::STRING))
        }),
        _ => false,
    }
}

/// Whether a schema is `false` or `{"not": {}}`, and so accepts no value.
pub(super) fn is_never(document: &Document, schema: &Schema) -> bool {
    schema.is_false()
        || (schema.keywords().len() == 1 && schema.logic.not.is_some_and(|inner| document[inner].is_any()))
}

/// Whether the types `outer` include all of `inner`; an integer is a number.
pub(super) fn covers_all(outer: &[TypeName], inner: &[TypeName]) -> bool {
    inner.iter().all(|inner| outer.iter().any(|outer| outer.includes(*inner)))
}

/// Whether a schema accepts every value, because it lists all types and asserts nothing else.
pub(super) fn lists_all_types(schema: &Schema) -> bool {
    let mut asserting = schema.asserting();
    (asserting.next(), asserting.next()) == (Some(Keyword::Type), None)
        && JsonType::ALL.into_iter().all(|json| types(schema).contains(&TypeName::Json(json)))
}
