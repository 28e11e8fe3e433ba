//! `Event` reads exactly what the types of the events read, in both orders of `type` and `data`.
#![allow(clippy::unwrap_used, clippy::panic)]

mod events;

use std::fmt::Debug;
use std::fs;
use std::path::Path;

use kombo_schema::{Event, EventKind, OpenEvent};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

/// The valid and the broken bodies of an event.
fn bodies(event: &str) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/payloads").join(event);
    let mut bodies = Vec::new();
    for file in ["valid", "broken"].into_iter().flat_map(|folder_| fs::read_dir(folder.join(folder_)).unwrap()) {
        let file = file.unwrap().path();
        if file.extension().is_some_and(|extension| extension == "json") {
            // Some of the broken bodies are not JSON.
            bodies.extend(serde_json::from_slice::<Value>(&fs::read(file).unwrap()).ok());
        }
    }
    bodies
}

/// The body with its keys in reverse order.
fn reverse_keys(body: &Value) -> String {
    let Value::Object(members) = body else { return body.to_string() };
    Value::Object(members.clone().into_iter().rev().collect::<Map<_, _>>()).to_string()
}

mod reads_what_the_types_read {
    use super::*;

    events::each_event!(check);

    fn check<T: DeserializeOwned + Serialize + Debug + Into<Event>>(event: &str) {
        let mut read = 0;
        for body in bodies(event) {
            let text = body.to_string();
            match (serde_json::from_str::<T>(&text), serde_json::from_str::<Event>(&text)) {
                (Ok(payload), Ok(event)) => {
                    read += 1;
                    assert_eq!(event, payload.into());
                    assert_eq!(serde_json::to_string(&event).unwrap(), text);
                    assert_eq!(
                        (Some(event.id()), event.kind().as_str()),
                        (body["id"].as_str(), body["type"].as_str().unwrap())
                    );
                    assert_eq!(serde_json::from_str::<Event>(&reverse_keys(&body)).unwrap(), event);
                    // Another deserializer, which has no text.
                    assert_eq!(serde_json::from_value::<Event>(body).unwrap(), event);
                    assert_eq!(Event::try_from(OpenEvent::from(event.clone())).unwrap(), event);
                }
                // The message and the position are the same, except for the `type` of another event, which `Event` accepts.
                (Err(payload), Err(event)) if !payload.to_string().starts_with("unknown variant") => {
                    assert_eq!(event.to_string(), payload.to_string());
                    assert!(serde_json::from_str::<Event>(&reverse_keys(&body)).is_err());
                }
                (Err(_), Ok(read)) => assert_ne!(read.kind().as_str().replace(':', "-"), event),
                (Err(_), Err(_)) => assert!(serde_json::from_str::<Event>(&reverse_keys(&body)).is_err()),
                (payload, event @ Err(_)) => panic!("{text}: {payload:?} and {event:?}"),
            }
        }
        assert!(read > 0);
    }
}

#[track_caller]
fn assert_rejected(body: &str, message: &str) {
    let error = serde_json::from_str::<Event>(body).unwrap_err().to_string();
    assert!(error.starts_with(message), "{error}");
}

#[test]
fn every_key_is_required_and_must_not_repeat() {
    let data = r#""data":{"id":"1","tool":"t","category":"HRIS","end_user":{"organization_name":"o","creator_email":null,"origin_id":null}}"#;
    let kind = r#""type":"integration-created""#;
    assert!(serde_json::from_str::<Event>(&format!(r#"{{"id":"1",{kind},{data}}}"#)).is_ok());
    assert_rejected(&format!("{{{kind},{data}}}"), "missing field `id`");
    assert_rejected(&format!(r#"{{"id":"1",{data}}}"#), "missing field `type`");
    assert_rejected(&format!(r#"{{"id":"1",{kind}}}"#), "missing field `data`");
    assert_rejected(&format!(r#"{{"id":"1","id":"1",{kind},{data}}}"#), "duplicate field `id`");
    assert_rejected(&format!(r#"{{"id":"1",{kind},{kind},{data}}}"#), "duplicate field `type`");
    assert_rejected(&format!(r#"{{"id":"1",{kind},{data},{data}}}"#), "duplicate field `data`");
    assert_rejected(&format!(r#"{{"id":"1",{data},{kind},{data}}}"#), "duplicate field `data`");
    assert_rejected(&format!(r#"{{{data},{data},{kind},"id":"1"}}"#), "duplicate field `data`");
    assert_rejected(
        &format!(r#"{{"id":"1","at":0,{kind},{data}}}"#),
        "unknown field `at`, expected one of `id`, `type`, `data`",
    );
    assert_rejected(
        &format!(r#"{{"id":"1","type":"integration-paused",{data}}}"#),
        "unknown variant `integration-paused`",
    );
    assert_rejected(
        &format!(r#"{{"id":"1","type":{{"integration-created":null}},{data}}}"#),
        "invalid type: map, expected a string",
    );
    assert_rejected(
        &format!(r#"["1","integration-created",{{{data}}}]"#),
        "invalid type: sequence, expected an object",
    );
    assert_rejected(
        &format!(r#"{{"data":{{}},"id":"1",{kind}}}"#),
        "missing field `id` at line 1 column 2, counted from where `data` begins",
    );
}

#[test]
fn an_unknown_key_has_the_place_that_the_type_gives_it() {
    let body = br#"{"id":"whe_1","type":"integration-created","at":1,"data":{}}"#;
    let event = kombo_schema::json::from_slice::<Event>(body).unwrap_err();
    let payload = kombo_schema::json::from_slice::<kombo_schema::IntegrationCreatedWebhookPayload>(body).unwrap_err();
    assert_eq!(event.pointer(), "/at");
    assert_eq!((event.pointer(), event.to_string()), (payload.pointer(), payload.to_string()));
}

#[test]
fn kinds_convert_to_names_and_back() {
    for kind in EventKind::ALL {
        assert_eq!(EventKind::from_name(kind.as_str()), Some(*kind));
        assert_eq!(serde_json::from_value::<EventKind>(json!(kind.as_str())).unwrap(), *kind);
    }
    assert_eq!(EventKind::from_name("Sync-Finished"), None);
    assert_eq!(EventKind::ALL.len(), kombo_schema::schemas().len());
}
