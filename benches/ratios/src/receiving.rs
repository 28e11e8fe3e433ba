//! Verifies the signature of a body and reads it.

use std::error::Error;
use std::hint::black_box;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use kombo_schema::verify::Secret;
use kombo_schema::{ConnectionFlowFailedWebhookPayload, Received};
use schema_types::json;
use sha2::Sha256;

use crate::bodies::{SEED, done};
use crate::measure::{Mode, Table};

const SECRET: &str = "a secret";

/// Prints the table.
pub fn print(mode: &Mode) -> Result<(), Box<dyn Error>> {
    let key = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes())?;
    let mac = |body: &[u8]| key.clone().chain_update(body).finalize().into_bytes();
    let signature = URL_SAFE_NO_PAD.encode(mac(SEED));
    let secret = Secret::new(SECRET)?;
    let mut table = Table::new("receiving the seed body".to_owned(), mode);
    table.add("its HMAC, and its exact type", || {
        black_box(mac(black_box(SEED)));
        done(json::from_slice::<ConnectionFlowFailedWebhookPayload>(black_box(SEED)));
    });
    table.add("verify, and Received", || {
        done(secret.verify(black_box(SEED), [&signature]));
        done(Received::from_slice(black_box(SEED)));
    });
    table.print();
    Ok(())
}
