//! What a schema says of the names of an object's keys.

use serde_json::{Value, json};

use super::constant::{matches, meets};
use super::keywords::{Members, asserts, enumerated, is_any, reference, types};
use super::lower::Walk;
use super::merge::schemas;
use super::presence::{Presence, not};
use super::{Check, Constraint, Name, scalar};
use crate::pointer;

/// What `patternProperties` says together with what is additional, where that is one schema.
pub(super) struct Patterns<'s> {
    /// The schema of every key that is not declared, and its place below the object.
    pub(super) values: &'s Value,
    pub(super) at: String,
    /// What such a key is to match, if it is to match something.
    pub(super) names: Option<Vec<String>>,
}

/// The patterns of `patternProperties`, if one schema is that of every key that is not declared.
pub(super) fn patterns<'s>(members: &'s Members, additional: &Value) -> Option<Patterns<'s>> {
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

/// The schema of a declared property together with those of the patterns that its key matches.
pub(super) fn declared(members: &Members, key: &str, schema: &Value) -> Option<Value> {
    let patterns = members.get("patternProperties").and_then(Value::as_object);
    let mut schema = schema.clone();
    for (pattern, values) in patterns.into_iter().flatten() {
        if matches(pattern, key)? && !is_any(values) {
            schema = schemas(&schema, values);
        }
    }
    Some(schema)
}

/// Whether a key is known to match one of `patterns`.
pub(super) fn matches_one(patterns: &[String], key: &str) -> bool {
    patterns.iter().any(|pattern| matches(pattern, key) == Some(true))
}

/// The check that a key is not there.
pub(super) fn forbidden(key: &str, at: &str) -> Check {
    let said = vec![("not", json!({ "required": [key] }))];
    Check { keyword: "not", constraint: Constraint::Keys(not(Presence::Has(key.to_owned())), said), at: at.to_owned() }
}

/// The check that undeclared keys match one of `patterns`.
pub(super) fn matching(patterns: Vec<String>, at: &str) -> Check {
    let said = patterns.iter().map(String::as_str).collect::<Vec<_>>().into();
    let at = pointer::push(at, "patternProperties");
    Check { keyword: "patternProperties", constraint: Constraint::Undeclared(Name::Matches(patterns), said), at }
}

/// The checks that `propertyNames` makes, if it bounds texts or lists them; `keys` are those that are declared.
pub(super) fn property_names<'k>(
    walk: &Walk<'_>,
    members: &Members,
    keys: impl Iterator<Item = &'k str>,
    at: &str,
) -> Option<Vec<Check>> {
    let at = pointer::push(at, "propertyNames");
    let said = members.get("propertyNames")?;
    let check = |constraint| Check { keyword: "propertyNames", constraint, at: at.clone() };
    if *said == Value::Bool(false) {
        return Some(vec![check(Constraint::Keys(Presence::AtMost(0), vec![("propertyNames", said.clone())]))]);
    }
    let mut schema = said.as_object()?;
    if let Some(reference) = reference(schema) {
        schema = walk.referenced(reference)?.1.as_object()?;
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
        Name::Text(scalar::checks(schema, &["minLength", "maxLength", "pattern"], &at))
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
            misfits.push(not(Presence::Has(key.to_owned())));
        }
    }
    let said = Value::Object(schema.clone());
    let mut checks = Vec::new();
    if name != Name::Text(Vec::new()) {
        checks.push(check(Constraint::Undeclared(name, said.clone())));
    }
    if !misfits.is_empty() {
        checks.push(check(Constraint::Keys(Presence::All(misfits), vec![("propertyNames", said)])));
    }
    Some(checks)
}
