//! Lowers objects to structs and maps.

use std::collections::BTreeSet;

use schema_ir::{Keyword, Schema, pointer};

use super::annotations::collect_deep_annotations;
use super::keywords::is_never;
use super::lower::{Context, Lowered, Walk};
use super::names;
use super::patterns::{self, Patterned};
use super::{Check, Constraint, Field, Kind, Ty, scalar};

/// Lowers an object to a struct or a map. Keywords that neither enforces are left to a guard.
pub(super) fn lower(walk: &mut Walk, schema: &Schema, context: &Context) -> Lowered {
    let object = &schema.object;
    let place = &schema.origin.pointer;
    let mut left = Vec::new();
    let mut checks = scalar::collect_checks(schema, &[Keyword::MinProperties, Keyword::MaxProperties]);
    let required: BTreeSet<&str> = object.required.iter().map(String::as_str).collect();
    let undeclared = || required.iter().copied().filter(|key| !object.properties.contains_key(*key));
    // Without these, only the keywords of keys evaluate properties, so that `unevaluatedProperties` means the same as
    // `additionalProperties` (core, 11.3).
    let alone = ![Keyword::DependentSchemas, Keyword::If, Keyword::Not].iter().any(|keyword| schema.has(*keyword));
    let rest = object.additional_properties.or(object.unevaluated_properties.filter(|_| alone));
    let required_too: Vec<&str> = undeclared().collect();
    let (patterned, declared) = patterns::read(walk, schema, rest, &required_too);
    let patterns = patterned == Patterned::Guarded;
    let properties = if patterns { &object.properties } else { &declared };
    let mut leave = |keyword: Keyword| left.extend(Some(keyword).filter(|keyword| schema.has(*keyword)));
    if patterns {
        leave(Keyword::PatternProperties);
    }
    leave(Keyword::DependentRequired);
    leave(Keyword::DependentSchemas);
    match names::check_names(walk, schema, properties.keys().map(String::as_str).chain(undeclared())) {
        Some(more) => checks.extend(more),
        None => leave(Keyword::PropertyNames),
    }
    let alone = alone && !patterns;
    let (keyword, additional) = match (object.additional_properties, object.unevaluated_properties) {
        (Some(schema), _) => (Keyword::AdditionalProperties, Some(schema)),
        (None, Some(schema)) if alone => (Keyword::UnevaluatedProperties, Some(schema)),
        (None, Some(_)) => {
            left.push(Keyword::UnevaluatedProperties);
            (Keyword::AdditionalProperties, None)
        }
        (None, None) => (Keyword::AdditionalProperties, None),
    };
    let is_any = additional.is_none_or(|additional| walk.document[additional].is_any());
    let additional = match (patterned, additional) {
        (Patterned::Map { values, names }, _) => {
            checks.extend(names.map(|patterns| patterns::check_matching(patterns, place)));
            Some(walk.lower_type(values, &context.at(context.place.values())))
        }
        (Patterned::Entries, _) => {
            checks.push(patterns::check_entries(walk, schema, rest, context));
            Some(Ty::Any)
        }
        (_, Some(additional)) if walk.document[additional].is_false() && !patterns => None,
        (_, Some(additional)) if !patterns && !is_any => {
            Some(walk.lower_type(additional, &context.at(context.place.values())))
        }
        _ => {
            if patterns && !is_any {
                left.push(keyword);
            }
            Some(Ty::Any)
        }
    };
    let mut fields = Vec::with_capacity(properties.len());
    for (key, property) in properties {
        // `{"properties": {"a": false}}` forbids the key. A closed struct without the field rejects it anyway.
        if is_never(&walk.document, &walk.document[*property]) && !required.contains(key.as_str()) {
            if additional.is_some() {
                let at = pointer::push(&pointer::push(place, Keyword::Properties.name()), key);
                checks.push(names::check_absent(key, &at));
            }
            continue;
        }
        let ty = walk.lower_type(*property, &context.inside(key));
        let mut notes = Vec::new();
        collect_deep_annotations(&walk.document, *property, &ty, "", &mut notes);
        let at = walk.document[*property].origin.pointer.clone();
        fields.push(Field { key: key.clone(), ty, required: required.contains(key.as_str()), at, notes });
    }
    for key in undeclared().filter(|key| !properties.contains_key(*key)) {
        if patterns {
            // The key may match a pattern, which may give it a schema.
            left.push(Keyword::Required);
            continue;
        }
        let Some(ty) = additional.clone() else {
            // The key is required and forbidden: no object is valid, and the guard rejects all.
            left.extend([Keyword::Required, keyword]);
            return Lowered::Inline(Ty::Map(Box::new(Ty::Any))).with_guard(left);
        };
        let at = pointer::push(place, Keyword::Required.name());
        fields.push(Field { key: key.to_owned(), ty, required: true, at, notes: Vec::new() });
    }
    // A closed struct has no undeclared keys to check.
    if additional.is_none() {
        checks.retain(is_of_object);
    }
    // Without fields, `{"additionalProperties": {"type": "string"}}` is a map.
    if let (Some(values), true) = (&additional, fields.is_empty()) {
        return Lowered::Inline(scalar::with_checks(Ty::Map(Box::new(values.clone())), checks)).with_guard(left);
    }
    let additional = additional.map(|kept| match left.is_empty() {
        true => walk.choose_undeclared(schema, kept, &checks),
        // A validator judges all keys.
        false => kept,
    });
    if matches!(&additional, Some(Ty::Unkept(_))) {
        checks.retain(is_of_object);
    }
    Lowered::Named(Kind::Object { fields, additional, checks }, left)
}

/// Whether a check is not about undeclared keys.
fn is_of_object(check: &Check) -> bool {
    !matches!(check.constraint, Constraint::Undeclared(..) | Constraint::Entries(_))
}
