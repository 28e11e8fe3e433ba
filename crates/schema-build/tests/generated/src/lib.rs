//! Types generated from the schemas of `cases/`: they compile without a warning, with or without documentation asked for.
#![deny(warnings, missing_docs)]

use serde::Serialize;
use serde::de::DeserializeOwned;

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

/// Reads a JSON text as a type, and writes the value again.
pub type Reread = fn(&str) -> Result<String, String>;

fn reread<T: DeserializeOwned + Serialize>(text: &str) -> Result<String, String> {
    let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
    serde_json::to_string(&value).map_err(|error| format!("reads, but does not write: {error}"))
}
