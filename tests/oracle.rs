//! Compares the types with a validator of hand-written 2020-12 twins of the schemas, on mutated bodies, and the two readers.
//!
//! The twins never go through this project's own normaliser, because otherwise a mistake in it would affect both sides.
#![allow(clippy::unwrap_used, clippy::panic)]

mod events;
mod mutation;

use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::mutation::{mutate, mutation, words_of};

events::each_event!(reads_exactly_what_is_valid_and_keeps_it);

fn reads_exactly_what_is_valid_and_keeps_it<T: DeserializeOwned + Serialize + Debug>(event: &str) {
    let schema = json(&tests().join(format!("oracle/{event}.json")));
    let twin = jsonschema::draft202012::new(&schema).unwrap();
    let mut words = Vec::new();
    words_of(&schema, &mut words);
    let config = ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() };
    let changes = prop::collection::vec((any::<Index>(), mutation(words)), 0..4);
    proptest!(config, |(body in select(bodies(event)), changes in changes)| {
        let mut body = body;
        for (place, mutation) in changes {
            mutate(&mut body, &place, mutation);
        }
        let text = serde_json::to_string(&body).unwrap();
        let read = serde_json::from_str::<T>(&text);
        prop_assert_eq!(read.is_ok(), twin.is_valid(&body), "{} {:?}", text, read);
        match (kombo_schema::json::from_str::<T>(&text), &read) {
            (Ok(same), Ok(read)) => prop_assert_eq!(format!("{:?}", same), format!("{:?}", read)),
            (Err(same), Err(error)) => prop_assert_eq!(same.to_string(), error.to_string()),
            (same, _) => prop_assert!(false, "{} {:?}", text, same),
        }
        if let Ok(payload) = read {
            let written = serde_json::to_value(&payload).unwrap();
            prop_assert_eq!(kombo_schema::json::to_string(&payload).unwrap(), serde_json::to_string(&payload).unwrap());
            prop_assert_eq!(&written, &body);
            prop_assert!(twin.is_valid(&written));
        }
    });
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn bodies(event: &str) -> Vec<Value> {
    let files = fs::read_dir(tests().join("payloads").join(event).join("valid")).unwrap();
    files.map(|file| json(&file.unwrap().path())).collect()
}
