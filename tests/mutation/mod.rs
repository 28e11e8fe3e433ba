//! Mutates bodies, from changes that upstream might make to changes that no sender would.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

/// Collects the keys and strings of a schema, because a body that is valid or nearly valid contains some of them.
pub(crate) fn words_of(schema: &Value, words: &mut Vec<String>) {
    match schema {
        Value::Object(members) => members.iter().for_each(|(key, member)| {
            words.push(key.clone());
            words_of(member, words);
        }),
        Value::Array(items) => items.iter().for_each(|item| words_of(item, words)),
        Value::String(text) => words.push(text.clone()),
        _ => {}
    }
}

/// One change at one place of a body.
#[derive(Clone, Debug)]
pub(crate) enum Mutation {
    Replace(Value),
    Remove,
    Repeat,
    Add(String, Value),
    Rename(String),
    Values,
    Reverse,
    Case,
}

fn leaf(words: Vec<String>) -> impl Strategy<Value = Value> {
    let numbers = [json!(0), json!(-1), json!(7.0), json!(14.509), json!(1e3), json!(-0.0), json!(u64::MAX)];
    let word = select(words);
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(numbers.to_vec()),
        ".*".prop_map(Value::from),
        word.clone().prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        word.clone().prop_map(|word| json!([word])),
        word.prop_map(|word| json!({word: null})),
    ]
}

pub(crate) fn mutation(words: Vec<String>) -> impl Strategy<Value = Mutation> {
    let key = prop_oneof![select(words.clone()), ".{0,3}"];
    let leaf = leaf(words).boxed();
    prop_oneof![
        leaf.clone().prop_map(Mutation::Replace),
        Just(Mutation::Remove),
        Just(Mutation::Repeat),
        (key.clone(), leaf).prop_map(|(key, value)| Mutation::Add(key, value)),
        key.prop_map(Mutation::Rename),
        Just(Mutation::Values),
        Just(Mutation::Reverse),
        Just(Mutation::Case),
    ]
}

/// Collects the JSON Pointers of `value` and of all values inside it.
fn collect_pointers(value: &Value, at: String, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                collect_pointers(member, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), out);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect_pointers(item, format!("{at}/{index}"), out);
            }
        }
        _ => {}
    }
    out.push(at);
}

pub(crate) fn mutate(body: &mut Value, place: &Index, mutation: Mutation) {
    let mut all = Vec::new();
    collect_pointers(body, String::new(), &mut all);
    let at = place.get(&all);
    let (parent, last) = at.rsplit_once('/').unwrap_or(("", ""));
    match mutation {
        Mutation::Remove | Mutation::Repeat | Mutation::Rename(_) => match body.pointer_mut(parent).unwrap() {
            Value::Object(members) => {
                let Some(value) = members.shift_remove(&last.replace("~1", "/").replace("~0", "~")) else { return };
                if let Mutation::Rename(name) = mutation {
                    members.insert(name, value);
                }
            }
            Value::Array(items) => {
                let Ok(index) = last.parse::<usize>() else { return };
                match mutation {
                    Mutation::Repeat => items.push(items[index].clone()),
                    _ => drop(items.remove(index)),
                }
            }
            _ => {}
        },
        other => {
            let target = body.pointer_mut(at).unwrap();
            match (other, &mut *target) {
                (Mutation::Replace(value), _) => *target = value,
                (Mutation::Add(key, value), Value::Object(members)) => drop(members.insert(key, value)),
                (Mutation::Add(_, value), Value::Array(items)) => items.push(value),
                (Mutation::Values, Value::Object(members)) => *target = members.values().cloned().collect(),
                (Mutation::Reverse, Value::Object(members)) => {
                    *target = Value::Object(members.clone().into_iter().rev().collect::<Map<_, _>>());
                }
                (Mutation::Reverse, Value::Array(items)) => items.reverse(),
                (Mutation::Case, Value::String(text)) => *target = text.to_lowercase().into(),
                _ => {}
            }
        }
    }
}
