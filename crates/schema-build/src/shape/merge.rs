//! `allOf`, and `$ref` with siblings, as one schema.

use serde_json::{Value, json};

use super::keywords::{Members, asserts, enumerated};
use super::lower::{Context, Lowered, Walk};
use crate::equal;

/// How deep merged schemas may hold merged schemas; recursion through `allOf` has no end.
pub(crate) const MAX_MERGED_DEPTH: usize = 8;

/// How long a chain of references from one merged schema to the next may be.
pub(crate) const MAX_MERGED_REFERENCES: usize = 64;

impl Walk<'_> {
    /// The schema with its references and `allOf` merged into it, or with `keyword` left to a guard.
    pub(super) fn merged(&mut self, at: &str, members: &Members, keyword: &str, context: &Context) -> Lowered {
        let mut deeper = context.clone();
        deeper.merged += 1;
        let merged = if deeper.merged > MAX_MERGED_DEPTH { None } else { self.one_schema(members, &mut Vec::new()) };
        match merged {
            Some(merged) => self.lower(at, &Value::Object(merged), &deeper),
            None => self.without(at, members, keyword, context),
        }
    }

    /// `members` without `$ref`, `allOf` and unions of one, if they and the rest can be said as one.
    fn one_schema(&mut self, members: &Members, seen: &mut Vec<String>) -> Option<Members> {
        let mut parts: Vec<Value> = Vec::new();
        let mut rest = members.clone();
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let one =
                keyword == "allOf" || rest.get(keyword).and_then(Value::as_array).is_some_and(|all| all.len() == 1);
            if one && let Some(Value::Array(all)) = rest.remove(keyword) {
                parts.extend(all);
            }
        }
        let unevaluated = ["unevaluatedProperties", "unevaluatedItems"];
        if unevaluated.iter().any(|keyword| rest.contains_key(*keyword)) {
            return None;
        }
        if let Some(Value::String(reference)) = rest.remove("$ref") {
            if seen.contains(&reference) || seen.len() >= MAX_MERGED_REFERENCES {
                return None;
            }
            let target = self.referenced(&reference)?.1.clone();
            seen.push(reference);
            let Value::Object(target) = target else { return None };
            // Its name and words are its own, not those of who refers to it.
            let mut target = self.one_schema(&target, seen)?;
            seen.pop();
            target.retain(|keyword, _| asserts(keyword) || keyword == "format");
            parts.insert(0, Value::Object(target));
        }
        let mut merged = Members::new();
        for part in parts {
            let Value::Object(part) = part else {
                if part == Value::Bool(true) {
                    continue;
                }
                return None;
            };
            let part = self.one_schema(&part, seen)?;
            merged = self.both(merged, part)?;
        }
        self.both(merged, rest)
    }

    /// The schema of the values that both accept, if one schema object can say it exactly.
    fn both(&mut self, mut one: Members, other: Members) -> Option<Members> {
        let properties =
            |members: &Members| members.get("properties").and_then(Value::as_object).map_or(0, Members::len);
        if !self.expansion.spend(1 + properties(&one) + properties(&other)) {
            return None;
        }
        if one.keys().chain(other.keys()).any(|keyword| keyword.starts_with("unevaluated")) {
            return None;
        }
        if one.contains_key("properties")
            || other.contains_key("properties")
            || one.contains_key("additionalProperties")
        {
            objects(&mut one, &other)?;
        }
        let arrays = |members: &Members| members.contains_key("prefixItems");
        if (arrays(&one) && other.contains_key("items")) || (arrays(&other) && one.contains_key("items")) {
            return None;
        }
        for (keyword, value) in other {
            if ["properties", "additionalProperties"].contains(&keyword.as_str()) && one.contains_key(&keyword) {
                continue;
            }
            let Some(mine) = one.remove(&keyword) else {
                one.insert(keyword, value);
                continue;
            };
            let value = conjunction(&keyword, mine, value)?;
            one.insert(keyword, value);
        }
        if let (Some(values), true) = (enumerated(&one), one.contains_key("const") && one.contains_key("enum")) {
            one.remove("const");
            one.insert("enum".to_owned(), values.into());
        }
        Some(one)
    }
}

/// What two values of one keyword say together.
fn conjunction(keyword: &str, one: Value, other: Value) -> Option<Value> {
    if one == other {
        return Some(one);
    }
    let greater = |one: &Value, other: &Value| one.as_f64().zip(other.as_f64()).map(|(one, other)| one > other);
    Some(match keyword {
        "type" => {
            let list = |value: &Value| match value {
                Value::Array(list) => list.clone(),
                one => vec![one.clone()],
            };
            let (one, other) = (list(&one), list(&other));
            let within = |name: &Value, list: &[Value]| {
                list.contains(name) || (*name == json!("integer") && list.contains(&json!("number")))
            };
            let mut both: Vec<Value> = one.iter().filter(|name| within(name, &other)).cloned().collect();
            both.extend(other.iter().filter(|name| within(name, &one) && !one.contains(name)).cloned());
            match both.as_slice() {
                [] => return None,
                [one] => one.clone(),
                _ => both.into(),
            }
        }
        "enum" => {
            let (one, other) = (one.as_array()?, other.as_array()?);
            one.iter().filter(|value| other.iter().any(|known| equal(known, value))).cloned().collect()
        }
        "required" => {
            let mut all = one.as_array()?.clone();
            all.extend(other.as_array()?.iter().filter(|name| !all.contains(name)).cloned().collect::<Vec<_>>());
            all.into()
        }
        "minimum" | "exclusiveMinimum" | "minLength" | "minItems" | "minProperties" => {
            if greater(&one, &other)? {
                one
            } else {
                other
            }
        }
        "maximum" | "exclusiveMaximum" | "maxLength" | "maxItems" | "maxProperties" => {
            if greater(&one, &other)? {
                other
            } else {
                one
            }
        }
        "uniqueItems" => Value::Bool(true),
        "items" | "propertyNames" => schemas(&one, &other),
        keyword if !asserts(keyword) => other,
        _ => return None,
    })
}

/// `properties` and `additionalProperties` of both: what one does not declare is additional to it.
fn objects(one: &mut Members, other: &Members) -> Option<()> {
    if one.contains_key("patternProperties") || other.contains_key("patternProperties") {
        return None;
    }
    let all = |members: &Members| members.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    let rest = |members: &Members| members.get("additionalProperties").cloned().unwrap_or(Value::Bool(true));
    let (mine, theirs) = (all(one), all(other));
    let (my_rest, their_rest) = (rest(one), rest(other));
    let mut properties = Members::new();
    for (key, schema) in &mine {
        let also = theirs.get(key).unwrap_or(&their_rest);
        properties.insert(key.clone(), schemas(schema, also));
    }
    for (key, schema) in theirs {
        if !mine.contains_key(&key) {
            properties.insert(key, schemas(&my_rest, &schema));
        }
    }
    let rest = schemas(&my_rest, &their_rest);
    if !properties.is_empty() {
        one.insert("properties".to_owned(), properties.into());
    }
    if rest != Value::Bool(true) {
        one.insert("additionalProperties".to_owned(), rest);
    } else {
        one.remove("additionalProperties");
    }
    Some(())
}

/// The schema of the values that both accept.
pub(super) fn schemas(one: &Value, other: &Value) -> Value {
    match (one, other) {
        (Value::Bool(true), schema) | (schema, Value::Bool(true)) => schema.clone(),
        (Value::Bool(false), _) | (_, Value::Bool(false)) => Value::Bool(false),
        (one, other) if one == other => one.clone(),
        (one, other) => {
            // Each once, so that recursion comes back to the same schemas.
            let mut all = Vec::new();
            for schema in parts(one).iter().chain(parts(other)) {
                if !all.contains(schema) {
                    all.push(schema.clone());
                }
            }
            json!({ "allOf": all })
        }
    }
}

/// What a schema that is nothing but `allOf` says, one by one.
fn parts(schema: &Value) -> &[Value] {
    match schema {
        Value::Object(members) if members.len() == 1 => match members.get("allOf") {
            Some(Value::Array(all)) => all,
            _ => std::slice::from_ref(schema),
        },
        _ => std::slice::from_ref(schema),
    }
}
