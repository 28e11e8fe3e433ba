//! Generates the types from `schemas/`; `src/lib.rs` includes them.

use std::process::ExitCode;

use schema_build::{Builder, Profile};

fn main() -> ExitCode {
    Builder::new("schemas").profile(Profile::Both).compile()
}
