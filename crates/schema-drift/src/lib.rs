#![doc = include_str!("../README.md")]
// docs.rs builds with nightly, where each item then tells its feature.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod annotation;
mod check;
#[cfg(feature = "cli")]
pub mod cli;
mod compare;
mod decide;
mod dialect;
mod embed;
mod engine;
mod finding;
mod judge;
pub mod limits;
mod names;
mod prove;
mod regenerate;
mod repair;
mod sample;
mod schema;
mod stack;
mod suggest;
mod tree;
mod upstream;
mod vendored;
mod view;
mod walk;

pub use check::{Checked, Samples, check};
pub use compare::{AnnotationChange, Change, Comparison, Options, Party, Side, Verdict, Witness, compare};
pub use decide::{Answer, Why};
pub use finding::{Check, Finding};
pub use regenerate::regenerate;
pub use repair::Repair;
pub use sample::{Sample, Sampler};
pub use schema::{Place, Schema};
pub use schema_build::Error;
pub use upstream::{Upstream, upstream};
pub use vendored::{Open, Spelling, Vendored};
