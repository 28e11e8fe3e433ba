//! `Received` keeps every body that is JSON.
#![allow(clippy::unwrap_used, clippy::panic)]

mod mutation;

use std::fs;
use std::path::{Path, PathBuf};

use kombo_schema::{EventKind, Received};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use crate::mutation::{mutate, mutation, words_of};

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn body(file: &str) -> Value {
    serde_json::from_slice(&fs::read(tests().join("payloads").join(file)).unwrap()).unwrap()
}

fn receive(body: &Value) -> Received {
    Received::from_slice(body.to_string().as_bytes()).unwrap()
}

/// Reads the body as an open event, asserts that it keeps the body, and returns the departures.
fn read_open(body: &Value) -> Vec<(String, String)> {
    let Received::Open { event, departures, text } = receive(body) else { panic!("{:?}", receive(body)) };
    assert_eq!(serde_json::to_value(&event).unwrap(), *body);
    assert_eq!(text.get(), body.to_string());
    departures.0.into_iter().map(|departure| (departure.pointer, departure.message)).collect()
}

/// Reads the text as a raw body, asserts that it keeps the text, and returns the reason, the id and the type.
fn read_raw(text: &str) -> (String, String, Option<String>, Option<String>) {
    let received = Received::from_slice(text.as_bytes()).unwrap();
    let Received::Raw { text: kept, reason, id, kind } = received else { panic!("{received:?}") };
    assert_eq!(kept.get(), text.trim());
    (reason.pointer, reason.message, id, kind)
}

#[test]
fn keys_and_values_that_upstream_added_are_read_with_their_departures() {
    let mut category = body("connection-flow-failed/valid/all-known.json");
    category["data"]["integration_category"] = json!("PAYROLL");
    let departures = read_open(&category);
    assert_eq!(departures.len(), 1);
    assert_eq!(departures[0].0, "/data/integration_category");
    assert!(departures[0].1.contains("PAYROLL"), "{departures:?}");

    let mut fields = body("integration-created/valid/all-known.json");
    fields["data"]["end_user"]["locale"] = json!({"language": "de", "numbers": [1, 2.5, null]});
    fields["sent_at"] = json!("2026-05-01T00:00:00Z");
    let pointers: Vec<String> = read_open(&fields).into_iter().map(|(pointer, _)| pointer).collect();
    assert_eq!(pointers, ["/data/end_user/locale", "/sent_at"]);
}

#[test]
fn all_departures_are_reported_at_once() {
    let mut body = body("sync-finished/valid/succeeded.json");
    body["data"]["integration_category"] = json!("PAYROLL");
    body["data"]["sync_duration_seconds"] = json!(-1);
    body["data"]["region"] = json!("eu");
    body["sent_at"] = json!("2026-05-01T00:00:00Z");
    let departures = read_open(&body);
    let pointers: Vec<&str> = departures.iter().map(|(pointer, _)| pointer.as_str()).collect();
    assert_eq!(pointers, ["/data/integration_category", "/data/sync_duration_seconds", "/data/region", "/sent_at"]);
    assert!(departures[1].1.contains("sync_duration_seconds/minimum"), "{departures:?}");
}

#[test]
fn an_unknown_event_is_kept_with_its_id() {
    let (pointer, message, id, kind) = read_raw(r#"{"data": {"a": 1}, "type": "integration-paused", "id": "whe_1"}"#);
    assert_eq!(
        (pointer.as_str(), id.as_deref(), kind.as_deref()),
        ("/type", Some("whe_1"), Some("integration-paused"))
    );
    assert_eq!(message, "no event that this build knows: \"integration-paused\"");
}

#[test]
fn a_body_that_breaks_the_schema_is_kept_with_the_place() {
    let documented = body("sync-finished/broken/duration-with-a-fraction.json");
    let (pointer, message, _, kind) = read_raw(&documented.to_string());
    assert_eq!((pointer.as_str(), kind.as_deref()), ("/data/sync_duration_seconds", Some("sync-finished")));
    assert!(message.starts_with("invalid type: floating point `14.509`, expected an integer"), "{message}");

    let mut nested = body("connection-flow-failed/valid/all-known.json");
    nested["data"]["end_user"]["organization_name"] = json!(["Nordlicht"]);
    assert_eq!(read_raw(&nested.to_string()).0, "/data/end_user/organization_name");
}

#[test]
fn texts_at_the_edge_of_json_are_kept() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let tail = r#""type":"integration-created","data":{"id":"1","tool":"t","category":"HRIS","end_user":null}"#;
    for text in [
        "null".to_owned(),
        " [1, 2]\n".to_owned(),
        r#""\ud800""#.to_owned(),
        "1e999999".to_owned(),
        deep.clone(),
        format!(r#"{{"id":"1",{tail},"deep":{deep}}}"#),
        format!(r#"{{"id":"1",{tail},"big":123456789012345678901234567890}}"#),
        format!(r#"{{"id":"1",{tail},"\ud800":1}}"#),
        format!(r#"{{"id":"1","id":"2",{tail}}}"#),
        format!(r#"{{"id":"\ud800",{tail}}}"#),
    ] {
        read_raw(&text);
    }
    assert_eq!(
        read_raw(
            &format!(r#"{{"id":"1",{tail},"new":{{"a":1,"a":2}}}}"#)
                .replace("null}", r#"{"organization_name":"o","creator_email":null,"origin_id":null}}"#)
        )
        .0,
        "/new"
    );
    assert_eq!(read_raw(r#"{"id":"1","id":"2","type":"sync-finished"}"#).2, None);
    assert_eq!(read_raw(r#"{"id":7,"type":"sync-finished"}"#).2, None);
    assert_eq!(read_raw(r#"{"id":"1","type":"sync-finished"}"#).2.as_deref(), Some("1"));
}

#[test]
fn a_number_that_a_value_cannot_hold_is_in_the_text() {
    let mut body = body("integration-created/valid/all-known.json").to_string();
    body.insert_str(body.len() - 1, r#","n":123456789012345678901234567890"#);
    let received = Received::from_slice(body.as_bytes()).unwrap();
    let Received::Open { text, .. } = received else { panic!("{received:?}") };
    assert_eq!(text.get(), body);
}

#[test]
fn bytes_that_are_not_json_are_an_error() {
    for bytes in [&b""[..], b"{", b"{}x", b"\xef\xbb\xbf{}", b"\"\xff\"", b"{'id':1}", b"NaN", b"\0", b"[1,]"] {
        let error = Received::from_slice(bytes).unwrap_err().to_string();
        assert!(error.starts_with("not JSON: "), "{error}");
    }
}

/// The texts of all payloads, including those that break their schema.
fn texts() -> Vec<Vec<u8>> {
    let mut texts = Vec::new();
    for kind in EventKind::ALL {
        let folder = tests().join("payloads").join(kind.as_str().replace(':', "-"));
        for files in fs::read_dir(folder).unwrap() {
            let files = fs::read_dir(files.unwrap().path()).unwrap().map(|file| file.unwrap().path());
            let bodies = files.filter(|file| file.extension().is_some_and(|extension| extension == "json"));
            texts.extend(bodies.map(|file| fs::read(file).unwrap()).filter(|text| !text.is_empty()));
        }
    }
    texts
}

fn bodies() -> Vec<Value> {
    texts().iter().filter_map(|text| serde_json::from_slice(text).ok()).collect()
}

fn words() -> Vec<String> {
    let mut words = Vec::new();
    bodies().iter().for_each(|body| words_of(body, &mut words));
    words.extend(EventKind::ALL.iter().map(|kind| kind.as_str().to_owned()));
    words
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_mutated_body_is_never_lost(
        body in select(bodies()),
        changes in prop::collection::vec((any::<Index>(), mutation(words())), 0..4),
        turned in any::<bool>(),
    ) {
        let mut body = body;
        for (place, change) in changes {
            mutate(&mut body, &place, change);
        }
        if let (true, Value::Object(members)) = (turned, &mut body) {
            *members = std::mem::take(members).into_iter().rev().collect();
        }
        let text = body.to_string();
        let received = Received::from_slice(text.as_bytes()).unwrap();
        prop_assert_eq!(&serde_json::to_value(&received).unwrap(), &body);
        prop_assert_eq!(received.id(), body["id"].as_str());
        prop_assert_eq!(received.kind(), body["type"].as_str());
        match &received {
            Received::Exact(event) => prop_assert_eq!(&serde_json::to_value(event).unwrap(), &body),
            Received::Open { event, departures, .. } => {
                prop_assert_eq!(&serde_json::to_value(event).unwrap(), &body);
                prop_assert!(!departures.0.is_empty());
                for departure in &departures.0 {
                    prop_assert!(body.pointer(&departure.pointer).is_some(), "{} of {}", departure, text);
                }
            }
            Received::Raw { reason, .. } => {
                prop_assert!(body.pointer(&reason.pointer).is_some(), "{} of {}", reason, text);
            }
        }
    }

    #[test]
    fn a_damaged_text_is_an_error_or_kept(
        text in select(texts()),
        damage in prop::collection::vec((any::<Index>(), 0..7u8, any::<u8>(), select(&b"\"{}[]:,\\.-+eE0 \n"[..])), 1..4),
    ) {
        let mut bytes = text;
        for (place, how, byte, mark) in damage {
            let at = place.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                // Characters of JSON's syntax leave more of the texts valid JSON.
                2 => bytes[at] = mark,
                3 => bytes.insert(at, mark),
                4 => bytes[at] ^= 1 << (byte % 8),
                5 if bytes.len() > 1 => drop(bytes.remove(at)),
                _ => bytes.truncate(at + 1),
            }
        }
        check_bytes(&bytes)?;
    }

    #[test]
    fn any_bytes_are_an_error_or_kept(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        check_bytes(&bytes)?;
    }
}

/// Asserts that the bytes are kept, or that they are not JSON.
fn check_bytes(bytes: &[u8]) -> Result<(), TestCaseError> {
    let value = serde_json::from_slice::<Value>(bytes);
    let received = match Received::from_slice(bytes) {
        Ok(received) => received,
        Err(error) => {
            prop_assert!(value.is_err(), "{}", error);
            return Ok(());
        }
    };
    let text = std::str::from_utf8(bytes).unwrap().trim_matches([' ', '\t', '\r', '\n']);
    match &received {
        Received::Exact(event) => prop_assert_eq!(serde_json::to_value(event).unwrap(), value.unwrap()),
        Received::Open { event, text: kept, .. } => {
            prop_assert_eq!(serde_json::to_value(event).unwrap(), value.unwrap());
            prop_assert_eq!(kept.get(), text);
        }
        // A text may contain values that `Value` cannot hold, such as half a surrogate pair.
        Received::Raw { text: kept, .. } => prop_assert_eq!(kept.get(), text),
    }
    Ok(())
}
