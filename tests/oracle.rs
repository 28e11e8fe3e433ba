//! The types against a validator on a hand-written 2020-12 twin of the schema, over mutated bodies.
//!
//! The twin never goes through this project's own reading of a schema, so that a mistake there shows here.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use kombo_schema::ConnectionFlowFailedWebhookPayload as Payload;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value, json};

fn path(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

fn twin() -> Validator {
    let text = fs::read_to_string(path("oracle/connection-flow-failed.json")).unwrap();
    jsonschema::draft202012::new(&serde_json::from_str(&text).unwrap()).unwrap()
}

fn bodies() -> Vec<Value> {
    let files = fs::read_dir(path("payloads/valid")).unwrap();
    files.map(|file| serde_json::from_slice(&fs::read(file.unwrap().path()).unwrap()).unwrap()).collect()
}

/// One change at one place of a body.
#[derive(Clone, Debug)]
enum Mutation {
    Replace(Value),
    Remove,
    Add(String, Value),
    Rename(String),
    Values,
    Keys,
    Case,
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
        select(vec!["HRIS", "ATS", "ASSESSMENT", "LMS", "connection-flow-failed"]).prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!({"HRIS": null})),
    ]
}

fn key() -> impl Strategy<Value = String> {
    const KNOWN: &[&str] =
        &["id", "type", "data", "end_user", "creator_email", "origin_id", "log_url", "integration_tool", ""];
    prop_oneof![select(KNOWN).prop_map(str::to_owned), ".{0,3}"]
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        leaf().prop_map(Mutation::Replace),
        Just(Mutation::Remove),
        (key(), leaf()).prop_map(|(key, value)| Mutation::Add(key, value)),
        key().prop_map(Mutation::Rename),
        Just(Mutation::Values),
        Just(Mutation::Keys),
        Just(Mutation::Case),
    ]
}

fn places(value: &Value, at: String, out: &mut Vec<String>) {
    if let Value::Object(members) = value {
        for (key, member) in members {
            places(member, format!("{at}/{key}"), out);
        }
    }
    out.push(at);
}

fn mutate(body: &mut Value, place: &Index, mutation: Mutation) {
    let mut all = Vec::new();
    places(body, String::new(), &mut all);
    let at = place.get(&all).clone();
    let (parent, last) = at.rsplit_once('/').unwrap_or(("", ""));
    let (parent, last) = (parent.to_owned(), last.to_owned());
    match mutation {
        Mutation::Remove | Mutation::Rename(_) => {
            let Some(Value::Object(members)) = body.pointer_mut(&parent) else { return };
            if let (Some(value), Mutation::Rename(name)) = (members.shift_remove(&last), mutation) {
                members.insert(name, value);
            }
        }
        other => {
            let Some(target) = body.pointer_mut(&at) else { return };
            match (other, &mut *target) {
                (Mutation::Replace(value), _) => *target = value,
                (Mutation::Add(key, value), Value::Object(members)) => drop(members.insert(key, value)),
                (Mutation::Values, Value::Object(members)) => *target = members.values().cloned().collect(),
                (Mutation::Keys, Value::Object(members)) => {
                    *target = Value::Object(members.clone().into_iter().rev().collect::<Map<_, _>>());
                }
                (Mutation::Case, Value::String(text)) => *target = text.to_lowercase().into(),
                _ => {}
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn reads_exactly_what_is_valid_and_keeps_it(
        body in select(bodies()),
        changes in prop::collection::vec((any::<Index>(), mutation()), 0..4),
    ) {
        thread_local!(static TWIN: Validator = twin());
        let mut body = body;
        for (place, mutation) in changes {
            mutate(&mut body, &place, mutation);
        }
        let text = serde_json::to_string(&body).unwrap();
        let read = serde_json::from_str::<Payload>(&text);
        let valid = TWIN.with(|twin| twin.is_valid(&body));
        prop_assert_eq!(read.is_ok(), valid, "{} {:?}", text, read);
        if let Ok(payload) = read {
            let written = serde_json::to_value(&payload).unwrap();
            prop_assert_eq!(&written, &body);
            prop_assert!(TWIN.with(|twin| twin.is_valid(&written)));
        }
    }
}
