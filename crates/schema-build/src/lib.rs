#![doc = include_str!("../README.md")]
//!
//! # Stages
//!
//! load ([`schema_ir::Source`]) → normalise ([`schema_ir::normalise()`]) → shape → layout (typify) → emit → print, a module each.

// docs.rs builds with nightly, where each item then tells its feature.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod builder;
mod doc;
mod emit;
mod layout;
mod lint;
mod lowered;
mod manifest;
mod names;
mod operations;
mod print;
mod reading;
mod report;
mod select;
mod shape;
mod undecided;

pub use builder::{Builder, CompileError, Deny, Output, Profile};
pub use report::{Class, Note, Report, Rounding, SharedType, TypeReport};
pub use schema_ir::{Discriminator, Error, ErrorKind, Errors, Reading};
pub use schema_lint::{Finding, Level};
