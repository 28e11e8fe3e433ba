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
mod roots;
mod rust_annotation;
mod rust_type;
mod select;
mod shape;
mod undecided;
mod unread;

pub use builder::{Builder, CompileError, Deny, Formats, Integers, MapType, Numbers, Output, Profile, Undeclared};
pub use report::{Class, Note, Outside, Report, Rounding, SharedType, TypeReport, Why};
pub use rust_type::{RustType, Trait};
pub use schema_ir::{Discriminator, Error, ErrorKind, Errors, Reading};
pub use schema_lint::{Finding, Level};
