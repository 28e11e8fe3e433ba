//! Completes a value for one place to a whole instance.

use jsonschema::Validator;
use schema_ir::pointer;
use serde_json::{Value, json};

use crate::instance_path::{EACH, KEYS};
use crate::prove::{Pair, Solution};

/// Steps for all instances of one comparison.
const MAX_STEPS: usize = 120_000;
/// Steps for one instance.
const MAX_STEPS_EACH: usize = 8_000;
/// The highest index of an item in an instance.
const MAX_INDEX: usize = 64;

/// Builds instances that one of two schemas accepts and the other rejects.
pub(crate) struct Embedder {
    pair: Pair,
    validators: [Validator; 2],
    steps: usize,
}

impl Embedder {
    pub fn new(pair: Pair, validators: [Validator; 2]) -> Self {
        Embedder { pair, validators, steps: MAX_STEPS }
    }

    /// Finds an instance with something like `value` at `path` that old accepts and new rejects, or the other way round.
    /// Both validators confirm it.
    pub fn embed(&mut self, path: &str, value: &Value, old_accepts: bool) -> Option<Value> {
        let tokens: Vec<String> = pointer::tokens(path).collect();
        let like = tokens.iter().rev().try_fold(schema_like(value), |inner, token| schema_around(token, &inner))?;
        let mut steps = self.steps.min(MAX_STEPS_EACH);
        self.steps -= steps;
        let found = self.pair.solve_difference_with(old_accepts, &like, &mut steps);
        self.steps += steps;
        let Solution::Value(whole) = found else { return None };
        let [old, new] = &self.validators;
        (old.is_valid(&whole) == old_accepts && new.is_valid(&whole) != old_accepts).then_some(whole)
    }
}

/// A schema for `value`; for an object, also with more members, because its neighbours may require them.
fn schema_like(value: &Value) -> Value {
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

/// A schema for the values with a member, item or key `token` that meets `inner`.
fn schema_around(token: &str, inner: &Value) -> Option<Value> {
    Some(match token {
        KEYS => json!({"type": "object", "not": {"propertyNames": {"not": inner}}}),
        EACH => json!({"anyOf": [
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
