//! Mutates JSON as values, because most mutated bytes are not JSON.
// Each target uses some of it.
#![allow(dead_code)]

use kombo_schema_fuzz::compare::random::Random;
use libfuzzer_sys::fuzzer_mutate;
use serde_json::{Value, json};

/// Mutates the first `size` bytes of `data`, mostly as a value; returns the new size.
pub fn json(
    data: &mut [u8],
    size: usize,
    max_size: usize,
    seed: u32,
    mutate_value: fn(&mut Random, &mut Value),
) -> usize {
    let mut random = Random::new(seed.into());
    if random.below(4) > 0
        && let Ok(mut value) = serde_json::from_slice(&data[..size])
    {
        (0..1 + random.below(2)).for_each(|_| mutate_value(&mut random, &mut value));
        let text = value.to_string();
        if text.len() <= max_size {
            data[..text.len()].copy_from_slice(text.as_bytes());
            return text.len();
        }
    }
    fuzzer_mutate(data, size, max_size)
}

/// Changes a pair of schemas.
pub fn pair(random: &mut Random, pair: &mut Value) {
    let (mine, other) = if random.below(2) == 0 { ("old", "new") } else { ("new", "old") };
    match random.below(8) {
        0 => pair[mine] = pair[other].clone(),
        1 => pair[mine] = random.document(),
        _ => schema(random, &mut pair[mine]),
    }
}

/// Sets, removes or changes a keyword of a schema, or any value in it.
pub fn schema(random: &mut Random, schema: &mut Value) {
    match random.below(3) {
        0 => value(random, schema),
        _ => random.mutate(schema),
    }
}

/// Changes any value inside a value.
pub fn value(random: &mut Random, root: &mut Value) {
    let mut pointers = Vec::new();
    collect_pointers(root, String::new(), &mut pointers);
    let mut pick = || pointers[random.below(pointers.len())].clone();
    let (to, from) = (pick(), pick());
    let copy = root.pointer(&from).cloned().unwrap_or_default();
    let fresh = random.value(2);
    let (how, index) = (random.below(7), random.below(16));
    let Some(target) = root.pointer_mut(&to) else { return };
    match (how, target) {
        (0, target) => *target = fresh,
        (1, target) => *target = copy,
        (2, target) => *target = unusual(index),
        (3, Value::Object(members)) => drop(members.insert(last_token(&from), copy)),
        (4, Value::Object(members)) => drop(members.insert(last_token(&from), fresh)),
        (_, Value::Object(members)) => {
            let key = members.keys().nth(index).cloned();
            key.map(|key| members.shift_remove(&key));
        }
        (3 | 4, Value::Array(items)) => items.push(copy),
        (_, Value::Array(items)) if !items.is_empty() => drop(items.remove(index % items.len())),
        (_, Value::String(text)) => text.push(['a', '"', '\u{0}', 'é', '😀', '~', '/', '\u{202e}'][index % 8]),
        (_, target) => *target = json!([copy]),
    }
}

/// Values at the edges of what readers hold.
fn unusual(index: usize) -> Value {
    match index {
        0 => json!(u64::MAX),
        1 => json!(i64::MIN),
        2 => json!(-0.0),
        3 => json!(1e300),
        4 => json!(5e-324),
        5 => json!(1.0),
        6 => json!(9_007_199_254_740_993_u64),
        7 => json!(-1),
        8 => json!({}),
        9 => json!([]),
        10 => json!(""),
        11 => json!("\u{10ffff}"),
        12 => json!({"$ref": "#"}),
        13 => json!(true),
        14 => json!(false),
        _ => Value::Null,
    }
}

/// The last token of a pointer, as the key of a member.
fn last_token(pointer: &str) -> String {
    let token = pointer.rsplit('/').next().unwrap_or_default();
    token.replace("~1", "/").replace("~0", "~")
}

fn collect_pointers(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let key = key.replace('~', "~0").replace('/', "~1");
                collect_pointers(member, format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                collect_pointers(item, format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
    found.push(at);
}
