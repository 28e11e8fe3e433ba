//! The types of `schemas/`.

include!(concat!(env!("OUT_DIR"), "/schemas.rs"));
