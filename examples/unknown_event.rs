//! Reads events that this build does not know, or not in this form: none is lost.
//!
//!     cargo run --example unknown_event

use kombo_schema::{Event, NotJson, OpenEvent, Received};

const KNOWN: &str = r#"{"id":"whe_1","type":"integration-created","data":{"id":"personio:1","tool":"personio",
    "category":"HRIS","end_user":{"organization_name":"Nordlicht GmbH","creator_email":null,"origin_id":null}}}"#;
const NEW_CATEGORY_AND_KEY: &str = r#"{"id":"whe_2","type":"integration-created","data":{"id":"close:1","tool":"close",
    "category":"CRM","region":"eu","end_user":{"organization_name":"Hafen AG","creator_email":null,"origin_id":null}}}"#;
const NEW_EVENT: &str = r#"{"id":"whe_3","type":"integration-paused","data":{"until":"2030-01-31"}}"#;

fn main() -> Result<(), NotJson> {
    for body in [KNOWN, NEW_CATEGORY_AND_KEY, NEW_EVENT] {
        println!("{}", describe(body)?);
    }
    Ok(())
}

fn describe(body: &str) -> Result<String, NotJson> {
    Ok(match Received::from_slice(body.as_bytes())? {
        Received::Exact(Event::IntegrationCreated(created)) => format!("{} is connected", created.data.tool),
        Received::Exact(event) => format!("nothing to do for {}", event.kind()),
        Received::Open { event: OpenEvent::IntegrationCreated(created), departures, .. } => {
            let category = created.data.category;
            format!("{} is connected, of the category {category}; new to the schema: {departures}", created.data.tool)
        }
        Received::Open { event, departures, .. } => format!("{}, which departs: {departures}", event.kind()),
        Received::Raw { text, kind, .. } => {
            format!("kept {}: {text}", kind.as_deref().unwrap_or("a body without a type"))
        }
    })
}

#[test]
fn no_event_is_lost() -> Result<(), NotJson> {
    assert_eq!(describe(KNOWN)?, "personio is connected");
    assert_eq!(
        describe(NEW_CATEGORY_AND_KEY)?,
        "close is connected, of the category CRM; new to the schema: unknown value \"CRM\" at /data/category; unknown key at /data/region"
    );
    assert_eq!(describe(NEW_EVENT)?, format!("kept integration-paused: {NEW_EVENT}"));
    Ok(())
}
