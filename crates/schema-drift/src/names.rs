//! Gives equal definitions of two documents the same name.
//!
//! The names in `$defs` are private to a document (core, 8.2.4). With common names, `{"$ref": "#/$defs/User"}` and
//! `{"$ref": "#/$defs/Person"}` are the same schema if the two definitions are, even if they refer to themselves.

use std::collections::{BTreeMap, HashMap};

use schema_ir::pointer::definition;
use serde_json::{Map, Value};

use crate::dialect;

/// Rounds of refinement. Beyond them the names stay as they are, which costs proofs but never makes a verdict wrong.
const MAX_ROUNDS: usize = 64;

/// Renames the definitions of both documents to common names.
pub(crate) fn unify(mut old: Value, mut new: Value) -> (Value, Value) {
    if let Some(classes) = classify(&[&old, &new]) {
        for (side, document) in [&mut old, &mut new].into_iter().enumerate() {
            rename(document, side, &classes);
        }
    }
    (old, new)
}

/// A definition: the index of its document, and its name there.
type Key = (usize, String);

/// The class of each definition. Two definitions are in one class if they are equal when each reference is replaced by the
/// class of its target. All start in one class, and rounds split the classes until none changes (partition refinement).
fn classify(documents: &[&Value]) -> Option<BTreeMap<Key, usize>> {
    let mut bodies: BTreeMap<Key, (Value, Vec<String>)> = BTreeMap::new();
    for (side, document) in documents.iter().enumerate() {
        for (name, body) in document.get("$defs").and_then(Value::as_object).into_iter().flatten() {
            // The order of keys has no meaning (RFC 8259, 4).
            let mut body = body.clone();
            body.sort_all_objects();
            let places = dialect::schema_pointers(&body)
                .into_iter()
                .filter(|at| body.pointer(at).is_some_and(|schema| schema.get("$ref").is_some()));
            let places = places.collect();
            bodies.insert((side, name.clone()), (body, places));
        }
    }
    let mut classes: BTreeMap<Key, usize> = bodies.keys().map(|key| (key.clone(), 0)).collect();
    let mut count = 1;
    for _ in 0..MAX_ROUNDS {
        let mut known: HashMap<String, usize> = HashMap::new();
        let mut next = BTreeMap::new();
        for (key, (body, places)) in &bodies {
            let mut body = body.clone();
            for at in places {
                let Some(reference) = body.pointer_mut(at).and_then(|schema| schema.get_mut("$ref")) else { continue };
                let class = reference.as_str().and_then(definition).and_then(|name| classes.get(&(key.0, name)));
                *reference = Value::from(*class?);
            }
            let fresh = known.len();
            next.insert(key.clone(), *known.entry(body.to_string()).or_insert(fresh));
        }
        let stable = known.len() == count;
        count = known.len();
        classes = next;
        if stable {
            return Some(classes);
        }
    }
    None
}

fn rename(document: &mut Value, side: usize, classes: &BTreeMap<Key, usize>) {
    let name = |name: String| classes.get(&(side, name)).map(|class| format!("d{class}"));
    for at in dialect::schema_pointers(document) {
        if let Some(reference) = document.pointer_mut(&at).and_then(|schema| schema.get_mut("$ref"))
            && let Some(renamed) = reference.as_str().and_then(definition).and_then(name)
        {
            *reference = format!("#/$defs/{renamed}").into();
        }
    }
    if let Some(Value::Object(definitions)) = document.get_mut("$defs") {
        let renamed: Map<String, Value> = std::mem::take(definitions)
            .into_iter()
            .map(|(known, body)| (name(known.clone()).unwrap_or(known), body))
            .collect();
        *definitions = renamed;
    }
}
