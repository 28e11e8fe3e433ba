//! Types for Kombo's webhook payloads.

include!(concat!(env!("OUT_DIR"), "/schemas.rs"));
