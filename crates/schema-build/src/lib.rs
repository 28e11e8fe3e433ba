#![doc = include_str!("../README.md")]
//!
//! # Stages
//!
//! load ([`Source`]) → normalise ([`normalise()`]) → shape → layout (typify) → emit → print, a module each.

// docs.rs builds with nightly, where each item then tells its feature.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "generate")]
mod builder;
#[cfg(feature = "generate")]
mod doc;
mod draft;
#[cfg(feature = "generate")]
mod emit;
mod equality;
mod error;
#[cfg(feature = "generate")]
mod folder;
#[cfg(feature = "generate")]
mod layout;
#[cfg(feature = "generate")]
mod manifest;
#[cfg(feature = "generate")]
mod names;
mod normalise;
mod pattern;
pub mod pointer;
#[cfg(feature = "generate")]
mod print;
#[cfg(feature = "generate")]
mod report;
mod resolve;
#[cfg(feature = "generate")]
mod shape;
mod source;
mod spans;

#[cfg(feature = "generate")]
pub use builder::{Builder, Deny, Output, Profile};
pub use draft::Draft;
pub use equality::equal;
pub use error::Error;
pub use normalise::{NormaliseOptions, Normalised, Note, normalise};
#[cfg(feature = "generate")]
pub use report::{Class, Report, Rounding, SharedType, TypeReport};
pub use source::{MAX_BYTES, MAX_DEPTH, Position, Source};
