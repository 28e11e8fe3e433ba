//! The commands: `cargo drift` of a generated crate, and `schema-drift` on its own.

mod accept;
mod batch;
mod by_sender;
mod cargo_drift;
mod choice;
mod clock;
mod compare_pairs;
mod day;
mod files;
mod fingerprint;
mod flags;
mod gather;
mod git;
mod implied;
mod listing;
mod log;
mod malformed;
mod pairing;
mod peers;
mod phrases;
mod policies;
mod presentation;
mod process;
mod report;
mod request;
mod rules;
mod schema_drift;
mod singles;
mod summary;
mod unchanged;
mod uses;
mod view;
mod worker;
mod write_accept;

pub use cargo_drift::vendored;
pub use schema_drift::main;
