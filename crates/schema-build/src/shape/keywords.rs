//! Readings of a schema object that several stages of lowering share.

use serde_json::{Map, Value};

use crate::equal;

pub(super) type Members = Map<String, Value>;

/// Keywords that annotate and assert nothing.
pub(super) const ANNOTATIONS: [&str; 13] = [
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "discriminator",
    "$comment",
    "format",
];

/// The JSON types; an integer is a number.
pub(crate) const TYPES: [&str; 6] = ["null", "boolean", "number", "string", "array", "object"];

/// The one type whose values a keyword asserts something of; `None` for those that speak of any value.
pub(super) fn concerns(keyword: &str) -> Option<&'static str> {
    Some(match keyword {
        "minLength" | "maxLength" | "pattern" => "string",
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => "number",
        "items" | "prefixItems" | "contains" | "minContains" | "maxContains" | "minItems" | "maxItems"
        | "uniqueItems" | "unevaluatedItems" => "array",
        "properties"
        | "patternProperties"
        | "additionalProperties"
        | "propertyNames"
        | "required"
        | "minProperties"
        | "maxProperties"
        | "dependentRequired"
        | "dependentSchemas"
        | "unevaluatedProperties" => "object",
        _ => return None,
    })
}

/// The keywords whose members are a union.
pub(crate) const UNIONS: [&str; 2] = ["anyOf", "oneOf"];

pub(super) fn asserts(keyword: &str) -> bool {
    keyword != "$defs" && !ANNOTATIONS.contains(&keyword)
}

/// The reference that a schema is nothing but, or that is the only member of the composition that it is nothing but.
pub(super) fn reference(members: &Members) -> Option<&str> {
    let mut asserting = members.iter().filter(|(keyword, _)| asserts(keyword));
    let (Some((keyword, value)), None) = (asserting.next(), asserting.next()) else { return None };
    match (keyword.as_str(), value) {
        ("$ref", Value::String(reference)) => Some(reference),
        ("allOf" | "anyOf" | "oneOf", Value::Array(all)) => match all.as_slice() {
            // Annotations of the member would have no place.
            [Value::Object(one)] if one.len() == 1 => reference(one),
            _ => None,
        },
        _ => None,
    }
}

/// The types that `type` names; none if it is not there.
pub(super) fn types(members: &Members) -> Vec<&str> {
    match members.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The JSON types that names of types stand for.
pub(super) fn json_types(names: &[impl AsRef<str>]) -> Vec<&'static str> {
    let names = |json: &&str| {
        names.iter().any(|name| name.as_ref() == *json || (name.as_ref() == "integer" && *json == "number"))
    };
    TYPES.into_iter().filter(names).collect()
}

/// Whether a value is of a type, as `type` counts: a number without a fraction is an integer.
pub(super) fn is_of(value: &Value, name: &str) -> bool {
    match (value, name) {
        (Value::Null, "null")
        | (Value::Bool(_), "boolean")
        | (Value::Number(_), "number")
        | (Value::String(_), "string")
        | (Value::Array(_), "array")
        | (Value::Object(_), "object") => true,
        (Value::Number(number), "integer") => number.as_f64().is_none_or(|number| number.fract() == 0.0),
        _ => false,
    }
}

/// The values that `enum` and `const` allow together with `type`, each once.
pub(super) fn enumerated(members: &Members) -> Option<Vec<Value>> {
    let mut values: Vec<Value> = match (members.get("enum"), members.get("const")) {
        (Some(Value::Array(values)), None) => values.clone(),
        (Some(Value::Array(values)), Some(one)) => values.iter().filter(|value| equal(value, one)).cloned().collect(),
        (_, Some(one)) => vec![one.clone()],
        _ => return None,
    };
    let types = types(members);
    values.retain(|value| types.is_empty() || types.iter().any(|name| is_of(value, name)));
    // Linear for the strings and numbers that make a large enumeration.
    let mut strings = std::collections::BTreeSet::new();
    let mut others: std::collections::BTreeMap<Option<u64>, Vec<Value>> = std::collections::BTreeMap::new();
    values.retain(|value| match value {
        Value::String(text) => strings.insert(text.clone()),
        other => {
            // Adding 0 makes one of the two zeros.
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

/// Whether a keyword that asserts has a value with which it asserts nothing.
pub(super) fn is_idle(keyword: &str, value: &Value) -> bool {
    match (keyword, value) {
        ("anyOf", Value::Array(all)) => all.len() > 1 && all.iter().any(is_any),
        // A name is a string.
        ("propertyNames", Value::Object(names)) => {
            names.keys().all(|keyword| !asserts(keyword) || (keyword == "type" && types(names).contains(&"string")))
        }
        ("propertyNames", Value::Bool(any)) => *any,
        _ => false,
    }
}

/// Whether a schema says nothing but that it accepts no value.
pub(super) fn is_never(schema: &Value) -> bool {
    *schema == Value::Bool(false)
        || schema.as_object().is_some_and(|members| members.len() == 1 && members.get("not").is_some_and(is_any))
}

/// Whether a schema accepts every value.
pub(super) fn is_any(schema: &Value) -> bool {
    match schema {
        Value::Bool(any) => *any,
        Value::Object(members) => !members.keys().any(|keyword| asserts(keyword)),
        _ => false,
    }
}
