//! A schema with bounds and a pattern: its generated types, and what a person would write.

use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

/// The schema.
pub const SCHEMA: &str = include_str!("../schemas/readings.json");

/// The generated types.
pub mod generated {
    include!(concat!(env!("OUT_DIR"), "/schemas.rs"));
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    pub meter: String,
    pub place: String,
    pub degrees: f64,
    pub count: u32,
    pub tags: Option<Vec<String>>,
}

static METER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new("^m-[0-9a-f]{8}$").ok());

impl Reading {
    fn is_valid(&self) -> bool {
        METER.as_ref().is_some_and(|meter| meter.is_match(&self.meter))
            && (2..=40).contains(&self.place.chars().count())
            && (-90.0..=150.0).contains(&self.degrees)
            && self.count <= 1_000_000
            && self.tags.as_ref().is_none_or(|tags| tags.len() <= 5 && tags.iter().all(|tag| !tag.is_empty()))
    }
}

/// Reads and checks them by hand.
pub fn read_by_hand(body: &[u8]) -> Option<Vec<Reading>> {
    let readings: Vec<Reading> = serde_json::from_slice(body).ok()?;
    (!readings.is_empty() && readings.iter().all(Reading::is_valid)).then_some(readings)
}

/// A body of so many readings.
pub fn body(count: usize) -> Vec<u8> {
    let reading = |index: usize| {
        let (meter, degrees) = (index * 7919 % 0xffff_ffff, index % 239);
        format!(
            r#"{{"meter":"m-{meter:08x}","place":"boiler room {index}","degrees":{}.5,"count":{index},"tags":["raw","north"]}}"#,
            degrees as i64 - 89
        )
    };
    format!("[{}]", (0..count).map(reading).collect::<Vec<_>>().join(",")).into_bytes()
}
