//! Types with numbers in every kind of place.

include!(concat!(env!("OUT_DIR"), "/schemas.rs"));
