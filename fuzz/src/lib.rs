//! What must hold for every input, one module for each fuzz target.
//!
//! Each `check` panics if its input shows a defect. The targets call it with the inputs that libFuzzer makes, and
//! `tests/corpus.rs` of the workspace calls it with those that are kept.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod compare;
pub mod document;
pub mod generate;
pub mod readers;
pub mod received;
