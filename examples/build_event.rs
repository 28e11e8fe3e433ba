//! Builds the body of an event, such as for a test of your own receiver.
//!
//!     cargo run --example build_event

use kombo_schema::integration_deleted_webhook_payload::{Data, DataEndUser, IntegrationCategory};
use kombo_schema::{Event, IntegrationDeletedWebhookPayload};

fn main() -> Result<(), serde_json::Error> {
    println!("{}", serde_json::to_string_pretty(&deleted())?);
    Ok(())
}

/// `new` takes what can differ, and the key `type` is set.
fn deleted() -> Event {
    let mut end_user = DataEndUser::new("Nordlicht GmbH", None, None);
    end_user.creator_email = Some("ada@nordlicht.example".into());
    let data = Data::new("personio:1", "personio", IntegrationCategory::Hris, end_user, "2030-01-31T12:00:00Z");
    IntegrationDeletedWebhookPayload::new("whe_1", data).into()
}

#[test]
fn the_body_is_one_that_kombo_could_send() -> Result<(), serde_json::Error> {
    let body = serde_json::to_value(deleted())?;
    assert_eq!(body["type"], "integration-deleted");
    assert_eq!(serde_json::from_value::<Event>(body)?, deleted());
    Ok(())
}
