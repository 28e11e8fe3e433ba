//! Lowers keywords that constrain keys by their names: `patternProperties` and `propertyNames`.

use serde_json::{Value, json};

use super::constant::{matches, meets};
use super::keywords::{Members, asserts, enumerated, is_any, reference, types};
use super::lower::Walk;
use super::merge::intersect_schemas;
use super::presence::{Presence, negate};
use super::{Check, Constraint, Name, scalar};
use schema_ir::pointer;

/// `patternProperties` and `additionalProperties`, if together they are one schema for all undeclared keys.
pub(super) struct Patterns<'s> {
    /// The schema of every undeclared key, and its JSON Pointer from the object's schema.
    pub(super) values: &'s Value,
    pub(super) at: String,
    /// The patterns of which an undeclared key must match at least one; `None` if it may be any key.
    pub(super) names: Option<Vec<String>>,
}

/// Reads `patternProperties`, if all undeclared keys have one schema, because a Rust map has one type of value:
/// `{"patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false}`.
pub(super) fn find_patterns<'s>(members: &'s Members, additional: &Value) -> Option<Patterns<'s>> {
    let patterns = members.get("patternProperties")?.as_object()?;
    let (first, values) = patterns.iter().next()?;
    if patterns.values().any(|other| other != values) {
        return None;
    }
    let closed = *additional == Value::Bool(false);
    if !closed && additional != values && !(is_any(additional) && is_any(values)) {
        return None;
    }
    let names = closed.then(|| patterns.keys().cloned().collect());
    Some(Patterns { values, at: pointer::push("/patternProperties", first), names })
}

/// The schema of a declared property, merged with the schemas of the patterns that its key matches, because both apply to it
/// (core, 10.3.2.2). `None` if a pattern cannot be evaluated.
pub(super) fn merge_patterns(members: &Members, key: &str, schema: &Value) -> Option<Value> {
    let patterns = members.get("patternProperties").and_then(Value::as_object);
    let mut schema = schema.clone();
    for (pattern, values) in patterns.into_iter().flatten() {
        if matches(pattern, key)? && !is_any(values) {
            schema = intersect_schemas(&schema, values);
        }
    }
    Some(schema)
}

/// Whether a key is known to match one of `patterns`.
pub(super) fn matches_one(patterns: &[String], key: &str) -> bool {
    patterns.iter().any(|pattern| matches(pattern, key) == Some(true))
}

/// The check that a key is absent.
pub(super) fn check_absent(key: &str, at: &str) -> Check {
    let origin = vec![("not", json!({ "required": [key] }))];
    let constraint = Constraint::Keys(negate(Presence::Has(key.to_owned())), origin);
    Check { keyword: "not", constraint, at: at.to_owned() }
}

/// The check that each undeclared key matches at least one of `patterns`.
pub(super) fn check_matching(patterns: Vec<String>, at: &str) -> Check {
    let origin = patterns.iter().map(String::as_str).collect::<Vec<_>>().into();
    let at = pointer::push(at, "patternProperties");
    Check { keyword: "patternProperties", constraint: Constraint::Undeclared(Name::Matches(patterns), origin), at }
}

/// The checks for `propertyNames`, if it constrains names by length and pattern, or lists them. `keys` are the declared ones,
/// which are checked here already: one that does not fit must be absent.
pub(super) fn check_names<'k>(
    walk: &Walk<'_>,
    members: &Members,
    keys: impl Iterator<Item = &'k str>,
    at: &str,
) -> Option<Vec<Check>> {
    let at = pointer::push(at, "propertyNames");
    let value = members.get("propertyNames")?;
    let check = |constraint| Check { keyword: "propertyNames", constraint, at: at.clone() };
    // `false` accepts no name, so only the object without keys is valid.
    if *value == Value::Bool(false) {
        return Some(vec![check(Constraint::Keys(Presence::AtMost(0), vec![("propertyNames", value.clone())]))]);
    }
    let mut schema = value.as_object()?;
    if let Some(reference) = reference(schema) {
        schema = walk.follow(reference)?.1.as_object()?;
    }
    let of_text = |keyword: &String| ["type", "minLength", "maxLength", "pattern"].contains(&keyword.as_str());
    let listed = |keyword: &String| ["type", "enum", "const"].contains(&keyword.as_str());
    let named = types(schema);
    if !named.is_empty() && !named.contains(&"string") {
        return None;
    }
    let asserting: Vec<&String> = schema.keys().filter(|keyword| asserts(keyword)).collect();
    let values = enumerated(schema);
    let name = if asserting.iter().all(|keyword| of_text(keyword)) {
        Name::Text(scalar::collect_checks(schema, &["minLength", "maxLength", "pattern"], &at))
    } else if asserting.iter().all(|keyword| listed(keyword)) {
        Name::OneOf(values.iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
    } else {
        return None;
    };
    let fits = |key: &str| match &name {
        Name::OneOf(values) => Some(values.iter().any(|value| value == key)),
        _ => {
            let key = Value::from(key);
            let met = asserting.iter().filter(|keyword| **keyword != "type");
            met.map(|keyword| meets(&key, keyword, &schema[*keyword])).try_fold(true, |all, met| Some(all && met?))
        }
    };
    let mut misfits = Vec::new();
    for key in keys {
        if !fits(key)? {
            misfits.push(negate(Presence::Has(key.to_owned())));
        }
    }
    let origin = Value::Object(schema.clone());
    let mut checks = Vec::new();
    if name != Name::Text(Vec::new()) {
        checks.push(check(Constraint::Undeclared(name, origin.clone())));
    }
    if !misfits.is_empty() {
        checks.push(check(Constraint::Keys(Presence::All(misfits), vec![("propertyNames", origin)])));
    }
    Some(checks)
}
