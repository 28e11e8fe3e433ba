//! Types generated from the schemas of `cases/`: they compile without a warning, with or without documentation asked for.
#![deny(warnings, missing_docs)]

#[allow(missing_docs)]
pub mod model;

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

/// One schema and what was made of it.
pub struct Case {
    /// The file of `cases/`.
    pub theme: &'static str,
    /// The key in it.
    pub name: &'static str,
    /// The type, as the drift check takes it.
    pub vendored: fn() -> Vec<schema_drift::Vendored>,
}
