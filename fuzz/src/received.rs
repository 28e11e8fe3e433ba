//! `Received` keeps every body that is JSON, and `verify` accepts the signature of a body and no other.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use kombo_schema::verify::Secrets;
use kombo_schema::{Event, Received};
use schema_ir::equal;
use serde_json::Value;
use sha2::Sha256;

pub const SECRETS: [&str; 2] = ["the new secret", "the old secret"];

/// `input` is a signature, the end of its line, and a body.
pub fn check(input: &[u8]) {
    let (signature, body) = split(input);
    check_signature(signature, body);
    check_body(body);
}

pub fn split(input: &[u8]) -> (&[u8], &[u8]) {
    match input.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&input[..end], &input[end + 1..]),
        None => (b"", input),
    }
}

/// The signature of a body under a secret.
pub fn sign(secret: &str, body: &[u8]) -> String {
    let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(body);
    BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
}

fn check_signature(signature: &[u8], body: &[u8]) {
    let secrets = Secrets::new(SECRETS).unwrap();
    let right = SECRETS.map(|secret| sign(secret, body));
    for (index, right) in right.iter().enumerate() {
        assert_eq!(secrets.verify(body, [right]), Ok(index));
    }
    let expected = right.iter().position(|right| right.as_bytes() == signature);
    assert_eq!(secrets.verify(body, [signature]).ok(), expected);
    assert!(secrets.verify(body, [signature, right[0].as_bytes()]).is_err());
}

fn check_body(body: &[u8]) {
    let value = serde_json::from_slice::<Value>(body);
    let received = match Received::from_slice(body) {
        Ok(received) => received,
        Err(error) => return assert!(value.is_err(), "{error}"),
    };
    let text = std::str::from_utf8(body).unwrap().trim_matches([' ', '\t', '\r', '\n']);
    // An integer that is written `-0` is 0. The text has numbers that `to_value` cannot make.
    let is_kept = |event: String| {
        let written: Value = serde_json::from_str(&event).unwrap();
        assert!(equal(&written, value.as_ref().unwrap()), "{event}");
    };
    match &received {
        Received::Exact(event) => is_kept(serde_json::to_string(event).unwrap()),
        Received::Open { event, departures, text: kept } => {
            is_kept(serde_json::to_string(event).unwrap());
            assert_eq!(kept.get(), text);
            assert!(!departures.0.is_empty());
        }
        // A text may have values that `Value` cannot hold, such as half a surrogate pair.
        Received::Raw { text: kept, reason, .. } => {
            assert_eq!(kept.get(), text);
            assert!(!reason.message.is_empty());
        }
    }
    check_repetition(&received);
    let is_exact = matches!(received, Received::Exact(_));
    assert_eq!(serde_json::from_slice::<Event>(body).is_ok(), is_exact, "serde_json reads it otherwise");
}

/// A body that is written again is the same event.
fn check_repetition(received: &Received) {
    let written = serde_json::to_string(received).unwrap();
    let again = Received::from_slice(written.as_bytes()).unwrap();
    assert_eq!(serde_json::to_string(&again).unwrap(), written);
    assert_eq!((again.id(), again.kind()), (received.id(), received.kind()));
}
