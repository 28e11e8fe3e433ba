//! Under `--undeclared never-sent`, no value with declared keys only contradicts a verdict. `FUZZ_PAIRS` sets the number of pairs.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[allow(dead_code)]
mod folder;
#[allow(dead_code)]
#[path = "random/mod.rs"]
mod random;

use std::ops::ControlFlow;

use folder::Folder;
use schema_drift::{Sampler, Schema};
use serde_json::{Map, Value, json};

/// Keywords whose schemas apply to the value itself.
const IN_PLACE: [&str; 9] = ["allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "$ref"];

/// The schemas in a keyword's value.
fn inside<'v>(keyword: &str, value: &'v mut Value) -> Vec<&'v mut Value> {
    match (keyword, value) {
        ("enum" | "const" | "required" | "dependentRequired", _) => Vec::new(),
        ("properties" | "patternProperties" | "dependentSchemas" | "$defs", Value::Object(map)) => {
            map.values_mut().collect()
        }
        (_, Value::Array(items)) => items.iter_mut().collect(),
        (_, value) => vec![value],
    }
}

/// Whether a schema declares a property of the value itself.
fn declares(schema: &Value, definition: &Value) -> bool {
    let Value::Object(members) = schema else { return false };
    members.contains_key("properties")
        || members.iter().filter(|(keyword, _)| IN_PLACE.contains(&keyword.as_str())).any(|(keyword, value)| {
            let mut value = if keyword == "$ref" { definition.clone() } else { value.clone() };
            inside(keyword, &mut value).into_iter().any(|schema| declares(schema, definition))
        })
}

/// Forbids the keys that no schema of a place declares, if one declares any. `is_place` is false for a schema that applies beside
/// others.
fn close(schema: &mut Value, definition: &Value, is_place: bool) {
    let declares = declares(schema, definition);
    let Value::Object(members) = schema else { return };
    for (keyword, value) in members.iter_mut() {
        let is_place = !IN_PLACE.contains(&keyword.as_str()) && keyword != "$defs";
        inside(keyword, value).into_iter().for_each(|schema| close(schema, definition, is_place));
    }
    let is_any = |members: &Map<String, Value>, keyword: &str| {
        members.get(keyword).is_none_or(|schema| *schema == json!(true) || *schema == json!({}))
    };
    if is_any(members, "additionalProperties") {
        members.remove("additionalProperties");
    }
    if is_place && declares && is_any(members, "unevaluatedProperties") {
        members.insert("unevaluatedProperties".to_owned(), json!(false));
    }
}

fn validator(schema: &Value) -> Option<jsonschema::Validator> {
    jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(schema).ok()
}

/// A value with declared keys only that one schema accepts and the other rejects.
fn lost(sender: &Value, receiver: &Value) -> Option<Value> {
    let mut closed = sender.clone();
    close(&mut closed, &sender["$defs"]["D"], true);
    // Below `contains` and `if`, a closed schema may accept what the open one rejects.
    let (valid, sent, received) = (validator(sender)?, validator(&closed)?, validator(receiver)?);
    let mut found = None;
    let mut look = |value: &Value| {
        if valid.is_valid(value) && sent.is_valid(value) && !received.is_valid(value) {
            found = Some(value.clone());
        }
        if found.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let mut random = random::Random::new(sender.to_string().len() as u64);
    for _ in 0..200 {
        let _ = look(&random.value(3));
    }
    for schema in [sender, receiver] {
        let schema = Schema::from_value("a.json", schema).ok()?;
        Sampler::new(schema.document()).each(400, &mut |sample| look(sample.value));
    }
    found
}

/// A schema of objects and of unions of objects, with a definition that it may refer to.
fn objects(random: &mut random::Random) -> Value {
    let mut schema = object(random, 2);
    schema["$defs"] = json!({"D": object(random, 0)});
    schema
}

fn object(random: &mut random::Random, depth: usize) -> Value {
    let names = ["a", "b", "ab"];
    let mut properties = Map::new();
    for name in names {
        let schema = match random.below(if depth == 0 { 5 } else { 8 }) {
            0 | 1 => continue,
            2 => json!({"type": "string"}),
            3 => json!({"type": ["integer", "string"]}),
            4 => json!({"const": "a"}),
            5 => json!({"$ref": "#/$defs/D"}),
            _ => object(random, depth - 1),
        };
        properties.insert(name.to_owned(), schema);
    }
    let mut schema = json!({"type": "object", "properties": properties});
    if random.below(4) == 0 {
        schema["required"] = json!([names[random.below(3)]]);
    }
    if random.below(6) == 0 {
        schema["additionalProperties"] = json!(random.below(2) == 0);
    }
    if depth > 0 && random.below(2) == 0 {
        let union = ["anyOf", "oneOf", "allOf"][random.below(3)];
        let member = |random: &mut random::Random| match random.below(4) {
            0 => json!({"$ref": "#/$defs/D"}),
            _ => object(random, depth - 1),
        };
        schema[union] = json!([member(random), member(random)]);
        if random.below(2) == 0 {
            schema.as_object_mut().unwrap().remove("properties");
        }
    }
    schema
}

#[test]
fn no_value_with_declared_keys_contradicts_a_verdict() {
    let pairs: u64 = std::env::var("FUZZ_PAIRS").ok().and_then(|pairs| pairs.parse().ok()).unwrap_or(150);
    let folder = Folder::new("never-sent");
    let pair = |seed: u64| {
        let mut random = random::Random::new(seed);
        match seed % 3 {
            0 => random.pair(&[]),
            1 => (objects(&mut random), objects(&mut random)),
            _ => {
                let old = objects(&mut random);
                let mut new = old.clone();
                random.mutate(&mut new);
                if random.below(2) == 0 { (old, new) } else { (new, old) }
            }
        }
    };
    let pairs: Vec<(Value, Value)> = (0..pairs).map(pair).collect();
    for (index, (old, new)) in pairs.iter().enumerate() {
        folder.file(&format!("old/{index}.json"), old).file(&format!("new/{index}.json"), new);
    }
    let (_, report) = folder.json(&["old", "new", "--undeclared", "never-sent"]);
    for component in report["components"].as_array().unwrap() {
        // A schema that asserts nothing is a library, of which the definition is compared.
        let Ok(index) = component["name"].as_str().unwrap().trim_end_matches(".json").parse::<usize>() else {
            continue;
        };
        let (old, new) = &pairs[index];
        let is_denied =
            |party: &str| component["verdict"] != "unknown" && !component["breaks"].to_string().contains(party);
        for (party, sender, receiver) in [("writer", old, new), ("reader", new, old)] {
            if let Some(value) = lost(sender, receiver).filter(|_| is_denied(party)) {
                panic!("the {party} breaks: {value}\n{old}\n{new}");
            }
        }
    }
}
