//! Every type reads the valid instances of its case, writes them back equal, and refuses the invalid ones; and a validator
//! of the unchanged schema agrees on each.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;

use generated::{CASES, Case};
use serde_json::Value;

/// The cases by theme and name.
fn cases() -> BTreeMap<(String, String), Value> {
    let mut cases = BTreeMap::new();
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/cases")).unwrap() {
        let path = entry.unwrap().path();
        let theme = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let Value::Object(file) = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap() else {
            panic!("{theme} holds no cases");
        };
        cases.extend(file.into_iter().map(|(name, case)| ((theme.clone(), name), case)));
    }
    cases
}

fn labelled(case: &Value) -> impl Iterator<Item = (&Value, bool)> {
    let list = |key: &str| case[key].as_array().unwrap().iter();
    list("valid").map(|value| (value, true)).chain(list("invalid").map(|value| (value, false)))
}

/// Equality of JSON values (2020-12 core, 4.2.2): `1.0` is `1`.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
        }
        (one, other) => one == other,
    }
}

#[test]
fn types_read_what_is_valid_and_nothing_else() {
    let cases = cases();
    let mut wrong = Vec::new();
    let mut count = 0;
    for Case { theme, name, vendored } in CASES {
        let [vendored] = vendored().try_into().unwrap();
        for (value, valid) in labelled(&cases[&((*theme).to_owned(), (*name).to_owned())]) {
            count += 1;
            match ((vendored.read)(value.to_string().as_bytes()), valid) {
                (Ok(written), true) if same(&serde_json::from_slice(&written).unwrap(), value) => {}
                (Ok(written), true) => {
                    let written = String::from_utf8_lossy(&written);
                    wrong.push(format!("{theme}: {name}: {value} is written as {written}"));
                }
                (Ok(_), false) => wrong.push(format!("{theme}: {name}: {value} reads")),
                (Err(error), true) => wrong.push(format!("{theme}: {name}: {value} is refused: {error}")),
                (Err(error), false) => assert!(!error.contains("does not compile"), "{theme}: {name}: {error}"),
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_validator_agrees_with_the_labels() {
    let mut wrong = Vec::new();
    for ((theme, name), case) in cases() {
        // A schema that says something in a dialect that validators do not know says it again in `twin`.
        let schema = case.get("twin").unwrap_or(&case["schema"]);
        let validator = jsonschema::validator_for(schema).unwrap_or_else(|error| panic!("{theme}: {name}: {error}"));
        for (value, valid) in labelled(&case) {
            if validator.is_valid(value) != valid {
                wrong.push(format!("{theme}: {name}: {value} is not {}", if valid { "valid" } else { "invalid" }));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
