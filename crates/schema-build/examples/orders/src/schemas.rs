//! The types of `schemas/orders.yaml`.

include!(concat!(env!("OUT_DIR"), "/schemas.rs"));
