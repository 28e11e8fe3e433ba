//! Reads bodies as hand-written and as generated types.

use std::error::Error;
use std::hint::black_box;

use kombo_schema::{AssessmentOrderReceivedWebhookPayload, ConnectionFlowFailedWebhookPayload, Event, Received, open};
use schema_types::json;
use serde::de::DeserializeOwned;

use crate::bodies::{ORDER, SEED, array_of_orders, done, long_order};
use crate::measure::{Mode, Table};
use crate::{checked, hand, peer};

/// Prints the tables.
pub fn print(mode: &Mode) -> Result<(), Box<dyn Error>> {
    read::<hand::FlowFailed, ConnectionFlowFailedWebhookPayload>(mode, "seed body", SEED);
    read::<hand::Order, AssessmentOrderReceivedWebhookPayload>(mode, "order", ORDER);
    read::<hand::Order, AssessmentOrderReceivedWebhookPayload>(mode, "long order", &long_order()?);
    let array = array_of_orders();
    read::<Vec<hand::Order>, Vec<AssessmentOrderReceivedWebhookPayload>>(mode, "array of orders", &array);
    read_checked(mode)?;
    read_otherwise(mode);
    Ok(())
}

fn read<H: DeserializeOwned, G: DeserializeOwned>(mode: &Mode, name: &str, body: &[u8]) {
    let mut table = Table::new(format!("reading, {name}, {} bytes", body.len()), mode);
    table.add("hand-written, serde_json", || done(serde_json::from_slice::<H>(black_box(body))));
    table.add("generated, serde_json", || done(serde_json::from_slice::<G>(black_box(body))));
    table.add("generated, json", || done(json::from_slice::<G>(black_box(body))));
    table.add("hand-written, json", || done(json::from_slice::<H>(black_box(body))));
    table.add("hand-written, sonic-rs", || done(sonic_rs::from_slice::<H>(black_box(body))));
    table.add("hand-written, simd-json", || {
        let mut copy = body.to_vec();
        done(simd_json::from_slice::<H>(black_box(&mut copy)));
    });
    table.print();
}

const REFUSED: &str = "a valid body is refused";

/// A body whose schema has bounds and a pattern.
fn read_checked(mode: &Mode) -> Result<(), Box<dyn Error>> {
    let body = &checked::body(9_000);
    let validator = jsonschema::validator_for(&serde_json::from_str(checked::SCHEMA)?)?;
    let mut table = Table::new(format!("reading with bounds and a pattern, {} bytes", body.len()), mode);
    table.add("hand-written, serde_json", || done(checked::read_by_hand(black_box(body)).ok_or(REFUSED)));
    table.add("generated, json", || {
        done(json::from_slice::<checked::generated::Readings>(black_box(body)));
    });
    table.add("jsonschema, hand-written", || {
        let value: Option<serde_json::Value> = serde_json::from_slice(black_box(body)).ok();
        let valid = value.filter(|value| validator.is_valid(value));
        done(valid.and_then(|value| serde_json::from_value::<Vec<checked::Reading>>(value).ok()).ok_or(REFUSED));
    });
    table.print();
    Ok(())
}

/// The seed body as everything else that kombo-schema has for it.
fn read_otherwise(mode: &Mode) {
    let mut table = Table::new("reading the seed body, ratio to its exact type".to_owned(), mode);
    table.add("exact type", || done(json::from_slice::<ConnectionFlowFailedWebhookPayload>(black_box(SEED))));
    // Its types for the order refuse the order's nulls, because typify does not read `nullable`.
    table.add("typify, serde_json", || done(serde_json::from_slice::<peer::Seed>(black_box(SEED))));
    table.add("open type", || done(json::from_slice::<open::ConnectionFlowFailedWebhookPayload>(black_box(SEED))));
    table.add("Event", || done(json::from_slice::<Event>(black_box(SEED))));
    table.add("Received", || done(Received::from_slice(black_box(SEED))));
    table.print();
}
