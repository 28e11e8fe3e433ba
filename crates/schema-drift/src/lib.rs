//! What changed between two JSON Schemas, for whom it breaks, with a value that proves it.

mod annotation;
#[cfg(feature = "cli")]
pub mod cli;
mod compare;
mod decide;
mod dialect;
mod engine;
pub mod limits;
mod names;
mod repair;
mod sample;
mod schema;
mod stack;
mod tree;
mod vendored;
mod view;
mod walk;

pub use compare::{AnnotationChange, Change, Comparison, Options, Party, Side, Verdict, Witness, compare};
pub use decide::{Answer, Why};
pub use repair::Repair;
pub use sample::{Sample, Sampler};
pub use schema::{Place, Schema};
pub use schema_build::Error;
pub use vendored::{Spelling, Vendored};
