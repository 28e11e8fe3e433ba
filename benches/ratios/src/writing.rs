//! Writes values of hand-written and of generated types.

use std::error::Error;
use std::hint::black_box;

use kombo_schema::{AssessmentOrderReceivedWebhookPayload, ConnectionFlowFailedWebhookPayload};
use schema_types::json;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::bodies::{SEED, done, long_order, parse};
use crate::hand;
use crate::measure::{Mode, Table};

/// Prints the tables.
pub fn print(mode: &Mode) -> Result<(), Box<dyn Error>> {
    write::<hand::FlowFailed, ConnectionFlowFailedWebhookPayload>(mode, "seed body", SEED)?;
    write::<hand::Order, AssessmentOrderReceivedWebhookPayload>(mode, "long order", &long_order()?)?;
    Ok(())
}

fn write<H, G>(mode: &Mode, name: &str, body: &[u8]) -> Result<(), serde_json::Error>
where
    H: Serialize + DeserializeOwned,
    G: Serialize + DeserializeOwned,
{
    let (hand, generated): (H, G) = (parse(body)?, parse(body)?);
    let mut table = Table::new(format!("writing, {name}"), mode);
    table.add("hand-written, serde_json", || done(serde_json::to_vec(black_box(&hand))));
    table.add("generated, serde_json", || done(serde_json::to_vec(black_box(&generated))));
    table.add("generated, json", || done(json::to_vec(black_box(&generated))));
    table.add("hand-written, json", || done(json::to_vec(black_box(&hand))));
    table.add("hand-written, sonic-rs", || done(sonic_rs::to_vec(black_box(&hand))));
    table.print();
    Ok(())
}
