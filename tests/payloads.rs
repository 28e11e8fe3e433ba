//! Example bodies: valid ones are read and written back byte for byte, broken ones are rejected with the expected message.
#![allow(clippy::unwrap_used, clippy::panic)]

mod events;

use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use kombo_schema::connection_flow_failed_webhook_payload::{Data, DataEndUser, DataIntegrationCategory, Type};
use kombo_schema::{ConnectionFlowFailedWebhookPayload, SyncFinishedWebhookPayload};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn payloads() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/payloads")
}

fn bodies(event: &str, folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = payloads().join(event).join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    assert!(!files.is_empty());
    files.into_iter().map(|file| (file.clone(), fs::read(file).unwrap())).collect()
}

mod valid_bodies_round_trip_byte_for_byte {
    use super::*;

    events::each_event!(check);

    fn check<T: DeserializeOwned + Serialize>(event: &str) {
        for (file, body) in bodies(event, "valid") {
            let payload: T =
                serde_json::from_slice(&body).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let written = serde_json::to_vec(&payload).unwrap();
            assert_eq!(String::from_utf8(written), String::from_utf8(body), "{}", file.display());
        }
    }
}

mod broken_bodies_are_rejected_with_a_message {
    use super::*;

    events::each_event!(check);

    fn check<T: DeserializeOwned + Debug>(event: &str) {
        for (file, body) in bodies(event, "broken") {
            match serde_json::from_slice::<T>(&body) {
                Ok(payload) => panic!("{} reads as {payload:?}", file.display()),
                Err(error) => expect_file![file.with_extension("txt")].assert_eq(&format!("{error}\n")),
            }
        }
    }
}

#[test]
fn keys_in_any_order_read_and_are_written_in_the_schemas_order() {
    let body = r#"{"data":{"log_url":"u","end_user":{"origin_id":null,"creator_email":null,"organization_name":"o"},
        "integration_category":"ATS","integration_tool":"t"},"type":"connection-flow-failed","id":"1"}"#;
    let payload: ConnectionFlowFailedWebhookPayload = serde_json::from_str(body).unwrap();
    let written = serde_json::to_string(&payload).unwrap();
    let order = ["id", "type", "data", "integration_tool", "integration_category", "end_user", "organization_name"];
    let places: Vec<_> = order.iter().map(|key| written.find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{written}");
}

#[test]
fn a_value_built_in_code_round_trips() {
    let built = ConnectionFlowFailedWebhookPayload {
        id: "1".to_owned(),
        r#type: Type::ConnectionFlowFailed,
        data: Data {
            integration_tool: "personio".to_owned(),
            integration_category: DataIntegrationCategory::Hris,
            end_user: DataEndUser {
                organization_name: "Nordlicht GmbH".to_owned(),
                creator_email: Some("ada@nordlicht.example".into()),
                origin_id: None,
            },
            log_url: "https://app.kombo.example/logs/1".into(),
        },
    };
    let text = serde_json::to_string(&built).unwrap();
    assert_eq!(serde_json::from_str::<ConnectionFlowFailedWebhookPayload>(&text).unwrap(), built);
    // Another deserializer, which provides owned keys and no text.
    let value = serde_json::to_value(&built).unwrap();
    assert_eq!(serde_json::from_value::<ConnectionFlowFailedWebhookPayload>(value).unwrap(), built);
}

#[test]
fn enumerations_convert_to_strings_and_back() {
    for category in DataIntegrationCategory::ALL {
        assert_eq!(category.as_str().parse(), Ok(category));
        assert_eq!(serde_json::to_value(category).unwrap(), category.as_str());
    }
    let error = "hris".parse::<DataIntegrationCategory>().unwrap_err().to_string();
    assert!(error.contains("`HRIS`"), "{error}");
}

#[test]
fn a_whole_number_reads_in_any_spelling_and_is_written_only_if_the_schema_allows_it() {
    let body = include_str!("payloads/sync-finished/valid/duration-seven-point-zero.json");
    let mut payload: SyncFinishedWebhookPayload = serde_json::from_str(body).unwrap();
    assert_eq!(payload.data.sync_duration_seconds.as_u64(), Some(7));
    assert_eq!(payload.data.sync_duration_seconds, 7);
    payload.data.sync_duration_seconds = (-1).into();
    let error = serde_json::to_string(&payload).unwrap_err().to_string();
    assert!(error.contains("`minimum` is 0, the number is -1"), "{error}");
}

#[test]
fn every_schema_has_its_event() {
    let events = include_str!("events/mod.rs");
    for schema in kombo_schema::schemas() {
        assert!(events.contains(&format!(": {},\n", schema.type_name)), "{} is not in tests/events", schema.file);
    }
}
