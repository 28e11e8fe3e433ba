//! Questions about the keywords of a schema object that several steps of lowering ask.

use serde_json::{Map, Value};

use schema_ir::equal;

pub(super) type Members = Map<String, Value>;

/// Keywords that annotate and assert nothing; `format` annotates too (validation, 7.2.1).
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

/// The JSON types. `integer` is not among them, because an integer is a number (core, 4.2.1).
pub(crate) const TYPES: [&str; 6] = ["null", "boolean", "number", "string", "array", "object"];

/// The one type that a keyword constrains (core, 7.6.1); `None` if it constrains values of any type.
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

/// The keywords that become a union.
pub(crate) const UNIONS: [&str; 2] = ["anyOf", "oneOf"];

pub(super) fn asserts(keyword: &str) -> bool {
    keyword != "$defs" && !ANNOTATIONS.contains(&keyword)
}

/// The reference of a schema that asserts nothing else: `{"$ref": "#/$defs/a"}`, or `{"allOf": [{"$ref": "#/$defs/a"}]}`.
pub(super) fn reference(members: &Members) -> Option<&str> {
    let mut asserting = members.iter().filter(|(keyword, _)| asserts(keyword));
    let (Some((keyword, value)), None) = (asserting.next(), asserting.next()) else { return None };
    match (keyword.as_str(), value) {
        ("$ref", Value::String(reference)) => Some(reference),
        ("allOf" | "anyOf" | "oneOf", Value::Array(all)) => match all.as_slice() {
            // Only without annotations, because no type would carry those of the member.
            [Value::Object(one)] if one.len() == 1 => reference(one),
            _ => None,
        },
        _ => None,
    }
}

/// The types in the keyword `type`; empty if the schema has no such keyword.
pub(super) fn types(members: &Members) -> Vec<&str> {
    match members.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The JSON types of the values that `names`, the value of a `type`, allow.
pub(super) fn json_types(names: &[impl AsRef<str>]) -> Vec<&'static str> {
    let names = |json: &&str| {
        names.iter().any(|name| name.as_ref() == *json || (name.as_ref() == "integer" && *json == "number"))
    };
    TYPES.into_iter().filter(names).collect()
}

/// Whether a value is valid under `{"type": name}`; a number without a fraction is an integer (validation, 6.1.1).
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

/// The values that `enum`, `const` and `type` together allow, without duplicates.
pub(super) fn enumerated(members: &Members) -> Option<Vec<Value>> {
    let mut values: Vec<Value> = match (members.get("enum"), members.get("const")) {
        (Some(Value::Array(values)), None) => values.clone(),
        (Some(Value::Array(values)), Some(one)) => values.iter().filter(|value| equal(value, one)).cloned().collect(),
        (_, Some(one)) => vec![one.clone()],
        _ => return None,
    };
    let types = types(members);
    values.retain(|value| types.is_empty() || types.iter().any(|name| is_of(value, name)));
    // Sets keep this linear for strings and numbers, because enumerations may have many thousands of them.
    let mut strings = std::collections::BTreeSet::new();
    let mut others: std::collections::BTreeMap<Option<u64>, Vec<Value>> = std::collections::BTreeMap::new();
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

/// Whether the value of an asserting keyword accepts everything, as in `{"anyOf": [true, {"type": "null"}]}`.
pub(super) fn is_idle(keyword: &str, value: &Value) -> bool {
    match (keyword, value) {
        // A union of one member is merged.
        ("anyOf", Value::Array(all)) => all.len() > 1 && all.iter().any(is_any),
        // `{"type": "string"}` accepts every name, because names are strings.
        ("propertyNames", Value::Object(names)) => {
            names.keys().all(|keyword| !asserts(keyword) || (keyword == "type" && types(names).contains(&"string")))
        }
        ("propertyNames", Value::Bool(any)) => *any,
        _ => false,
    }
}

/// Whether a schema is `false` or `{"not": {}}`, and so accepts no value.
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
