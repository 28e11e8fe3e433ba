//! The commands: `cargo drift` of a generated crate, and `schema-drift` on its own.

mod accept;
mod batch;
mod cargo_drift;
mod choice;
mod clock;
mod compare_pairs;
mod day;
mod fingerprint;
mod flags;
mod gather;
mod listing;
mod log;
mod malformed;
mod pairing;
mod phrases;
mod presentation;
mod process;
mod report;
mod request;
mod schema_drift;
mod summary;
mod unchanged;
mod view;
mod worker;
mod write_accept;

pub use cargo_drift::vendored;
pub use schema_drift::main;
