//! Prints how long reading and writing takes, in ratios to hand-written types with serde's derive and serde_json.
//!
//! `cargo run --release -p ratios` measures for about a minute; `-- --instructions` counts instructions instead, by valgrind;
//! `-- --quick` only shows that everything runs. Each time is the least of many rounds, in which the candidates take turns, so that
//! whatever else the machine does meets them alike.

mod hand;
mod measure;

use std::hint::black_box;

use kombo_schema::{AssessmentOrderReceivedWebhookPayload, ConnectionFlowFailedWebhookPayload, Event, Received, open};
use measure::{Mode, Table};
use schema_types::json;
use serde::Serialize;
use serde::de::DeserializeOwned;

const SEED: &[u8] = include_bytes!("../../../../../tests/payloads/connection-flow-failed/valid/all-known.json");
const ORDER: &[u8] = include_bytes!("../../../../../tests/payloads/assessment-order-received/valid/all-known.json");

fn main() {
    let mode = &Mode::from_args();
    let long = order_with_team(150);
    let array = [b"[".as_slice(), &[ORDER; 800].join(&b","[..]), b"]"].concat();
    read::<hand::FlowFailed, ConnectionFlowFailedWebhookPayload>(mode, "seed body", SEED);
    read::<hand::Order, AssessmentOrderReceivedWebhookPayload>(mode, "order", ORDER);
    read::<hand::Order, AssessmentOrderReceivedWebhookPayload>(mode, "long order", &long);
    read::<Vec<hand::Order>, Vec<AssessmentOrderReceivedWebhookPayload>>(mode, "array of orders", &array);
    others(mode);
    write(mode, "seed body", &parse::<hand::FlowFailed>(SEED), &parse::<ConnectionFlowFailedWebhookPayload>(SEED));
    write(mode, "long order", &parse::<hand::Order>(&long), &parse::<AssessmentOrderReceivedWebhookPayload>(&long));
}

/// Reads a body as a hand-written and as a generated type.
fn read<H: DeserializeOwned, G: DeserializeOwned>(mode: &Mode, name: &str, body: &[u8]) {
    let mut table = Table::new(format!("reading, {name}, {} bytes", body.len()), mode);
    table.add("hand-written, serde_json", || drop(black_box(serde_json::from_slice::<H>(black_box(body)))));
    table.add("generated, serde_json", || drop(black_box(serde_json::from_slice::<G>(black_box(body)))));
    table.add("generated, json", || drop(black_box(json::from_slice::<G>(black_box(body)))));
    table.add("hand-written, json", || drop(black_box(json::from_slice::<H>(black_box(body)))));
    table.add("hand-written, sonic-rs", || drop(black_box(sonic_rs::from_slice::<H>(black_box(body)))));
    table.add("hand-written, simd-json", || {
        let mut copy = body.to_vec();
        drop(black_box(simd_json::from_slice::<H>(black_box(&mut copy))));
    });
    table.print();
}

/// Reads the seed body as everything else that kombo-schema has for it.
fn others(mode: &Mode) {
    let mut table = Table::new("reading the seed body, ratio to its exact type".to_owned(), mode);
    table
        .add("exact type", || drop(black_box(json::from_slice::<ConnectionFlowFailedWebhookPayload>(black_box(SEED)))));
    table.add("open type", || {
        drop(black_box(json::from_slice::<open::ConnectionFlowFailedWebhookPayload>(black_box(SEED))))
    });
    table.add("Event", || drop(black_box(json::from_slice::<Event>(black_box(SEED)))));
    table.add("Received", || drop(black_box(Received::from_slice(black_box(SEED)))));
    table.print();
}

/// Writes a value of a hand-written and of a generated type.
fn write<H: Serialize, G: Serialize>(mode: &Mode, name: &str, hand: &H, generated: &G) {
    let mut table = Table::new(format!("writing, {name}"), mode);
    table.add("hand-written, serde_json", || drop(black_box(serde_json::to_vec(black_box(hand)))));
    table.add("generated, serde_json", || drop(black_box(serde_json::to_vec(black_box(generated)))));
    table.add("generated, json", || drop(black_box(json::to_vec(black_box(generated)))));
    table.add("hand-written, json", || drop(black_box(json::to_vec(black_box(hand)))));
    table.add("hand-written, sonic-rs", || drop(black_box(sonic_rs::to_vec(black_box(hand)))));
    table.print();
}

#[expect(clippy::expect_used, reason = "the bodies are valid, by the tests of kombo-schema")]
fn parse<T: DeserializeOwned>(body: &[u8]) -> T {
    serde_json::from_slice(body).expect("a valid body")
}

/// An order with so many people in the hiring team.
fn order_with_team(members: usize) -> Vec<u8> {
    let mut order: serde_json::Value = parse(ORDER);
    if let Some(serde_json::Value::Array(team)) = order.pointer_mut("/data/job/hiring_team") {
        let member = team.first().cloned().unwrap_or_default();
        team.resize(members, member);
    }
    order.to_string().into_bytes()
}
