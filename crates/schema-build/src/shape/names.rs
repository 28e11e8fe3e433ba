//! Lowers keywords that constrain keys by their names: `patternProperties` and `propertyNames`.

use schema_ir::{Keyword, Schema, SchemaId, TypeName, Writer, pointer};
use serde_json::{Value, json};

use super::constant::{matches, meets};
use super::keywords::{enumerated, lists_values, reference, types};
use super::lower::Walk;
use super::presence::{Presence, negate};
use super::{Check, Constraint, Name, scalar};

/// `patternProperties` and `additionalProperties`, if together they are one schema for all undeclared keys.
pub(super) struct Patterns {
    /// The schema of every undeclared key.
    pub(super) values: SchemaId,
    /// The patterns of which an undeclared key must match at least one; `None` if it may be any key.
    pub(super) names: Option<Vec<String>>,
}

/// Reads `patternProperties`, if all undeclared keys have one schema, because a Rust map has one type of value:
/// `{"patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false}`.
pub(super) fn find_patterns(walk: &Walk, schema: &Schema, additional: Option<SchemaId>) -> Option<Patterns> {
    let document = &walk.document;
    let patterns = &schema.object.pattern_properties;
    let values = *patterns.values().next()?;
    if patterns.values().any(|other| !document.are_alike(*other, values)) {
        return None;
    }
    let closed = additional.is_some_and(|additional| document[additional].is_false());
    let is_any = |schema: Option<SchemaId>| schema.is_none_or(|schema| document[schema].is_any());
    let alike = additional.is_some_and(|additional| document.are_alike(additional, values));
    if !(closed || alike || is_any(additional) && is_any(Some(values))) {
        return None;
    }
    let names = closed.then(|| patterns.keys().cloned().collect());
    Some(Patterns { values, names })
}

/// The schema of a declared property, merged with the schemas of the patterns that its key matches, because both apply to it
/// (core, 10.3.2.2). `None` if a pattern cannot be evaluated.
pub(super) fn merge_patterns(walk: &mut Walk, schema: &Schema, key: &str, declared: SchemaId) -> Option<SchemaId> {
    let mut merged = declared;
    for (pattern, values) in &schema.object.pattern_properties {
        if matches(pattern, key)? && !walk.document[*values].is_any() {
            merged = walk.intersect_schemas(merged, *values);
        }
    }
    Some(merged)
}

/// Whether a key is known to match one of `patterns`.
pub(super) fn matches_one(patterns: &[String], key: &str) -> bool {
    patterns.iter().any(|pattern| matches(pattern, key) == Some(true))
}

/// The check that a key is absent.
pub(super) fn check_absent(key: &str, at: &str) -> Check {
    let origin = vec![(Keyword::Not, json!({ Keyword::Required.name(): [key] }))];
    let constraint = Constraint::Keys(negate(Presence::Has(key.to_owned())), origin);
    Check { keyword: Keyword::Not, constraint, at: at.to_owned() }
}

/// The check that each undeclared key matches at least one of `patterns`.
pub(super) fn check_matching(patterns: Vec<String>, at: &str) -> Check {
    let keyword = Keyword::PatternProperties;
    let origin = patterns.iter().map(String::as_str).collect::<Vec<_>>().into();
    let at = pointer::push(at, keyword.name());
    Check { keyword, constraint: Constraint::Undeclared(Name::Matches(patterns), origin), at }
}

/// The checks for `propertyNames`, if it constrains names by length and pattern, or lists them. `keys` are the declared ones,
/// which are checked here already: one that does not fit must be absent.
pub(super) fn check_names<'k>(walk: &Walk, schema: &Schema, keys: impl Iterator<Item = &'k str>) -> Option<Vec<Check>> {
    const KEYWORD: Keyword = Keyword::PropertyNames;
    let at = pointer::push(&schema.origin.pointer, KEYWORD.name());
    let mut id = schema.object.property_names?;
    let check = |constraint| Check { keyword: KEYWORD, constraint, at: at.clone() };
    // `false` accepts no name, so only the object without keys is valid.
    if walk.document[id].is_false() {
        return Some(vec![check(Constraint::Keys(Presence::AtMost(0), vec![(KEYWORD, false.into())]))]);
    }
    id = reference(&walk.document, &walk.document[id]).unwrap_or(id);
    let schema = &walk.document[id];
    if schema.boolean.is_some() {
        return None;
    }
    let named = types(schema);
    if !named.is_empty() && !named.contains(&TypeName::STRING) {
        return None;
    }
    let asserting: Vec<Keyword> = schema.asserting().collect();
    let values = enumerated(schema);
    let name = if asserting.iter().all(|keyword| *keyword == Keyword::Type || scalar::TEXT.contains(keyword)) {
        let of = |check: Check| Check { at: pointer::push(&at, check.keyword.name()), ..check };
        Name::Text(scalar::collect_checks(schema, &scalar::TEXT).into_iter().map(of).collect())
    } else if asserting.iter().all(|keyword| lists_values(*keyword)) {
        Name::OneOf(values.iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
    } else {
        return None;
    };
    let fits = |key: &str| match &name {
        Name::OneOf(values) => Some(values.iter().any(|value| value == key)),
        _ => {
            let key = Value::from(key);
            let met = asserting.iter().filter(|keyword| **keyword != Keyword::Type);
            met.map(|keyword| meets(&walk.document, &key, *keyword, schema))
                .try_fold(true, |all, met| Some(all && met?))
        }
    };
    let mut misfits = Vec::new();
    for key in keys {
        if !fits(key)? {
            misfits.push(negate(Presence::Has(key.to_owned())));
        }
    }
    let origin = Writer::new(&walk.document).schema(id);
    let mut checks = Vec::new();
    if name != Name::Text(Vec::new()) {
        checks.push(check(Constraint::Undeclared(name, origin.clone())));
    }
    if !misfits.is_empty() {
        checks.push(check(Constraint::Keys(Presence::All(misfits), vec![(KEYWORD, origin)])));
    }
    Some(checks)
}
