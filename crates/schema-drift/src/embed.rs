//! A whole instance around what stands at one place.

use jsonschema::Validator;
use schema_build::pointer;
use serde_json::{Value, json};

use crate::prove::{Found, Pair};
use crate::walk::KEYS;

/// Steps for all instances of one comparison, and for one of them.
const MAX_STEPS: (usize, usize) = (120_000, 8_000);
/// The highest index of an item that an instance is built around.
const MAX_INDEX: usize = 64;

/// Builds instances that one of two schemas accepts and the other rejects.
pub(crate) struct Embedder {
    pair: Pair,
    judges: [Validator; 2],
    steps: usize,
}

impl Embedder {
    pub fn new(pair: Pair, judges: [Validator; 2]) -> Self {
        Embedder { pair, judges, steps: MAX_STEPS.0 }
    }

    /// An instance with something like `value` at `place` that old accepts and new rejects, or the other way round;
    /// validators were asked.
    pub fn embed(&mut self, place: &str, value: &Value, old_accepts: bool) -> Option<Value> {
        let tokens: Vec<String> = pointer::tokens(place).collect();
        let like = tokens.iter().rev().try_fold(like(value), |inner, token| around(token, &inner))?;
        let mut steps = self.steps.min(MAX_STEPS.1);
        self.steps -= steps;
        let found = self.pair.difference_with(old_accepts, &like, &mut steps);
        self.steps += steps;
        let Found::Value(whole) = found else { return None };
        let [old, new] = &self.judges;
        (old.is_valid(&whole) == old_accepts && new.is_valid(&whole) != old_accepts).then_some(whole)
    }
}

/// The values that are `value`; of an object, those with more members too.
fn like(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let names: Vec<&String> = members.keys().collect();
            let properties: serde_json::Map<String, Value> =
                members.iter().map(|(name, value)| (name.clone(), json!({ "const": value }))).collect();
            json!({"type": "object", "required": names, "properties": properties})
        }
        other => json!({ "const": other }),
    }
}

/// The values that have one that meets `inner` under `token`.
fn around(token: &str, inner: &Value) -> Option<Value> {
    Some(match token {
        KEYS => json!({"type": "object", "not": {"propertyNames": {"not": inner}}}),
        "*" => json!({"anyOf": [
            {"type": "array", "contains": inner},
            {"type": "object", "not": {"additionalProperties": {"not": inner}}},
        ]}),
        token => {
            let property = json!({"type": "object", "required": [token], "properties": { token: inner }});
            match token.parse::<usize>() {
                Ok(index) if index <= MAX_INDEX => {
                    let mut items = vec![Value::Bool(true); index];
                    items.push(inner.clone());
                    let item = json!({"type": "array", "minItems": index + 1, "prefixItems": items});
                    json!({"anyOf": [item, property]})
                }
                _ => property,
            }
        }
    })
}
