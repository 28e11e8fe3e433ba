//! Lowers objects to structs and maps.

use std::collections::BTreeSet;

use serde_json::Value;

use super::keywords::{Members, is_any, is_never};
use super::lower::{Context, Lowered, Walk, collect_deep_annotations};
use super::names::{self, Patterns};
use super::{Constraint, Field, Kind, Ty, scalar};
use schema_ir::pointer;

/// Lowers an object to a struct or a map. Keywords that neither enforces are left to a guard.
pub(super) fn lower(walk: &mut Walk<'_>, at: &str, members: &Members, context: &Context) -> Lowered {
    let mut left = Vec::new();
    let none = Members::new();
    let properties = members.get("properties").and_then(Value::as_object).unwrap_or(&none);
    let place = walk.source_pointer(at);
    let mut checks = scalar::collect_checks(members, &["minProperties", "maxProperties"], &place);
    let required: BTreeSet<&str> =
        members.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let undeclared = || required.iter().copied().filter(|key| !properties.contains_key(*key));
    // Without these, only the keywords of keys evaluate properties, so that `unevaluatedProperties` means the same as
    // `additionalProperties` (core, 11.3).
    let alone = !["dependentSchemas", "if", "not"].iter().any(|keyword| members.contains_key(*keyword));
    let rest = members.get("additionalProperties").or(members.get("unevaluatedProperties").filter(|_| alone));
    let mut patterned = names::find_patterns(members, rest.unwrap_or(&Value::Bool(true)));
    let mut declared = Members::with_capacity(properties.len());
    for (key, schema) in properties {
        match names::merge_patterns(members, key, schema) {
            Some(schema) => drop(declared.insert(key.clone(), schema)),
            None => patterned = None,
        }
    }
    // An undeclared required key becomes a field, and the generated code does not match fields against patterns, so the key
    // must match here.
    let matches = |Patterns { names, .. }: &Patterns<'_>| {
        names.as_ref().is_none_or(|names| undeclared().all(|key| names::matches_one(names, key)))
    };
    patterned = patterned.filter(matches);
    let patterns = patterned.is_none()
        && members.get("patternProperties").and_then(Value::as_object).is_some_and(|map| !map.is_empty());
    let properties = if patterns { properties } else { &declared };
    let mut leave = |keyword: &str| {
        if members.get(keyword).is_some_and(|value| !value.as_object().is_some_and(Members::is_empty)) {
            left.push(keyword.to_owned());
        }
    };
    if patterns {
        leave("patternProperties");
    }
    leave("dependentRequired");
    leave("dependentSchemas");
    match names::check_names(walk, members, properties.keys().map(String::as_str).chain(undeclared()), &place) {
        Some(more) => checks.extend(more),
        None => leave("propertyNames"),
    }
    let alone = alone && !patterns;
    let (keyword, additional) = match (members.get("additionalProperties"), members.get("unevaluatedProperties")) {
        (Some(schema), _) => ("additionalProperties", schema),
        (None, Some(schema)) if alone => ("unevaluatedProperties", schema),
        (None, Some(_)) => {
            left.push("unevaluatedProperties".to_owned());
            ("additionalProperties", &Value::Bool(true))
        }
        (None, None) => ("additionalProperties", &Value::Bool(true)),
    };
    let additional = if let Some(Patterns { values, at: below, names }) = patterned {
        checks.extend(names.map(|patterns| names::check_matching(patterns, &place)));
        Some(walk.lower_type(&format!("{at}{below}"), values, &context.part("value")))
    } else if *additional == Value::Bool(false) && !patterns {
        None
    } else if patterns || is_any(additional) {
        if patterns && !is_any(additional) {
            left.push(keyword.to_owned());
        }
        Some(Ty::Any)
    } else {
        Some(walk.lower_type(&pointer::push(at, keyword), additional, &context.part("value")))
    };
    let mut fields = Vec::with_capacity(properties.len());
    for (key, schema) in properties {
        // `{"properties": {"a": false}}` forbids the key. A closed struct without the field rejects it anyway.
        if is_never(schema) && !required.contains(key.as_str()) {
            if additional.is_some() {
                checks.push(names::check_absent(key, &pointer::push(&pointer::push(&place, "properties"), key)));
            }
            continue;
        }
        let place = pointer::push(&pointer::push(at, "properties"), key);
        let ty = walk.lower_type(&place, schema, &context.inside(key));
        let mut notes = Vec::new();
        collect_deep_annotations(schema, &ty, "", &mut notes);
        let at = walk.source_pointer(&place);
        fields.push(Field { key: key.clone(), ty, required: required.contains(key.as_str()), at, notes });
    }
    for key in required.iter().filter(|key| !properties.contains_key(**key)) {
        if patterns {
            // As a field, the key would not be matched against the patterns, which may give it a schema.
            left.push("required".to_owned());
            continue;
        }
        let Some(ty) = additional.clone() else {
            // The key is required and forbidden: no object is valid, and the guard rejects all.
            left.extend(["required", keyword].map(str::to_owned));
            return Lowered::Inline(Ty::Map(Box::new(Ty::Any))).with_guard(left);
        };
        let at = walk.source_pointer(&pointer::push(at, "required"));
        fields.push(Field { key: (*key).to_owned(), ty, required: true, at, notes: Vec::new() });
    }
    // A closed struct has no undeclared keys to check.
    if additional.is_none() {
        checks.retain(|check| !matches!(check.constraint, Constraint::Undeclared(..)));
    }
    // Without fields, `{"additionalProperties": {"type": "string"}}` is a map.
    if let (Some(values), true) = (&additional, fields.is_empty()) {
        return Lowered::Inline(scalar::with_checks(Ty::Map(Box::new(values.clone())), checks)).with_guard(left);
    }
    Lowered::Named(Kind::Object { fields, additional, checks }, left)
}
