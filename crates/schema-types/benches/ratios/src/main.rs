//! Prints how long reading and writing takes, in ratios to hand-written types with serde's derive and serde_json.
//!
//! `cargo run --release -p ratios` measures for about a minute; `-- --instructions` counts instructions instead, by valgrind;
//! `-- --quick` only shows that everything runs. Each time is the least of many rounds, in which the candidates take turns, so that
//! whatever else the machine does meets them alike.

mod checked;
mod hand;
mod measure;
mod peer;

use std::hint::black_box;

use base64::Engine;
use hmac::{KeyInit, Mac};
use kombo_schema::verify::Secret;
use kombo_schema::{AssessmentOrderReceivedWebhookPayload, ConnectionFlowFailedWebhookPayload, Event, Received, open};
use measure::{Mode, Table};
use schema_types::json;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

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
    read_checked(mode);
    others(mode);
    receive(mode);
    write(mode, "seed body", &parse::<hand::FlowFailed>(SEED), &parse::<ConnectionFlowFailedWebhookPayload>(SEED));
    write(mode, "long order", &parse::<hand::Order>(&long), &parse::<AssessmentOrderReceivedWebhookPayload>(&long));
}

/// Reads a body as a hand-written and as a generated type.
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

/// Reads a body whose schema has bounds and a pattern.
fn read_checked(mode: &Mode) {
    let body = &checked::body(9_000);
    let validator =
        serde_json::from_str(checked::SCHEMA).ok().and_then(|schema| jsonschema::validator_for(&schema).ok());
    let mut table = Table::new(format!("reading with bounds and a pattern, {} bytes", body.len()), mode);
    table.add("hand-written, serde_json", || done(checked::read_by_hand(black_box(body)).ok_or(REFUSED)));
    table.add("generated, json", || {
        done(json::from_slice::<checked::generated::Readings>(black_box(body)));
    });
    table.add("jsonschema, hand-written", || {
        let value: Option<serde_json::Value> = serde_json::from_slice(black_box(body)).ok();
        let valid = value.filter(|value| validator.as_ref().is_some_and(|validator| validator.is_valid(value)));
        done(valid.and_then(|value| serde_json::from_value::<Vec<checked::Reading>>(value).ok()).ok_or(REFUSED));
    });
    table.print();
}

/// Verifies the signature of the seed body and reads it.
fn receive(mode: &Mode) {
    let (secret, key) = ("a secret", hmac::Hmac::<Sha256>::new_from_slice(b"a secret").ok());
    let mac = |body: &[u8]| key.clone().map(|key| key.chain_update(body).finalize().into_bytes());
    let signature = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(mac(SEED).unwrap_or_default());
    let secret = Secret::new(secret).ok();
    let verify = |body| secret.as_ref().is_some_and(|secret| secret.verify(body, [&signature]).is_ok());
    assert!(verify(SEED), "the signature is of the body");
    let mut table = Table::new("receiving the seed body".to_owned(), mode);
    table.add("its HMAC, and its exact type", || {
        black_box(mac(black_box(SEED)));
        done(json::from_slice::<ConnectionFlowFailedWebhookPayload>(black_box(SEED)));
    });
    table.add("verify, and Received", || {
        black_box(verify(black_box(SEED)));
        done(Received::from_slice(black_box(SEED)));
    });
    table.print();
}

/// Reads the seed body as everything else that kombo-schema has for it.
fn others(mode: &Mode) {
    let mut table = Table::new("reading the seed body, ratio to its exact type".to_owned(), mode);
    table.add("exact type", || done(json::from_slice::<ConnectionFlowFailedWebhookPayload>(black_box(SEED))));
    // Its types for the order refuse the order's nulls, because typify does not read `nullable`.
    table.add("typify, serde_json", || done(serde_json::from_slice::<peer::Seed>(black_box(SEED))));
    table.add("open type", || done(json::from_slice::<open::ConnectionFlowFailedWebhookPayload>(black_box(SEED))));
    table.add("Event", || done(json::from_slice::<Event>(black_box(SEED))));
    table.add("Received", || done(Received::from_slice(black_box(SEED))));
    table.print();
}

/// Writes a value of a hand-written and of a generated type.
fn write<H: Serialize, G: Serialize>(mode: &Mode, name: &str, hand: &H, generated: &G) {
    let mut table = Table::new(format!("writing, {name}"), mode);
    table.add("hand-written, serde_json", || done(serde_json::to_vec(black_box(hand))));
    table.add("generated, serde_json", || done(serde_json::to_vec(black_box(generated))));
    table.add("generated, json", || done(json::to_vec(black_box(generated))));
    table.add("hand-written, json", || done(json::to_vec(black_box(hand))));
    table.add("hand-written, sonic-rs", || done(sonic_rs::to_vec(black_box(hand))));
    table.print();
}

/// Drops what the work made, where it was made. Work that fails takes less time, and must not count.
fn done<T, E>(result: Result<T, E>) {
    assert!(black_box(&result).is_ok(), "the work fails");
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
