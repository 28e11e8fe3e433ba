#![doc = include_str!("../README.md")]
// docs.rs builds with nightly and shows the feature that an item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod atoms;
mod files;
mod finding;
mod levels;
mod lint;
mod lints;
#[cfg(feature = "proofs")]
mod proofs;
mod run;

pub use finding::Finding;
pub use levels::{ALL, Level, Levels};
pub use lint::Lint;
pub use lints::LINTS;
pub use run::{Linted, Options, run};
