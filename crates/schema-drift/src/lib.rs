//! What changed between two JSON Schemas, for whom it breaks, with a value that proves it.

#[cfg(feature = "cli")]
pub mod cli;
mod vendored;

pub use vendored::{Spelling, Vendored};
