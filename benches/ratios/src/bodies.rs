//! The bodies that are read and written.

use std::hint::black_box;

use serde::de::DeserializeOwned;

/// A body of the seed's schema.
pub const SEED: &[u8] = include_bytes!("../../../tests/payloads/connection-flow-failed/valid/all-known.json");
/// An assessment order.
pub const ORDER: &[u8] = include_bytes!("../../../tests/payloads/assessment-order-received/valid/all-known.json");

/// An order with many people in the hiring team.
pub fn long_order() -> Result<Vec<u8>, serde_json::Error> {
    let mut order: serde_json::Value = serde_json::from_slice(ORDER)?;
    if let Some(serde_json::Value::Array(team)) = order.pointer_mut("/data/job/hiring_team") {
        let member = team.first().cloned().unwrap_or_default();
        team.resize(150, member);
    }
    Ok(order.to_string().into_bytes())
}

/// A long array of orders.
pub fn array_of_orders() -> Vec<u8> {
    [b"[".as_slice(), &[ORDER; 800].join(&b","[..]), b"]"].concat()
}

/// The value of a body.
pub fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, serde_json::Error> {
    serde_json::from_slice(body)
}

/// Drops what the work made, where it was made. Work that fails takes less time, and must not count.
pub fn done<T, E>(result: Result<T, E>) {
    assert!(black_box(&result).is_ok(), "the work fails");
}
