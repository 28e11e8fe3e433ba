//! The payments that a bank posts to us, as its schema in `schemas/` has them.

include!(concat!(env!("OUT_DIR"), "/schemas.rs"));
