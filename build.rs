//! Generates the types from `schemas/`; `src/lib.rs` includes them.

use std::process::ExitCode;

fn main() -> ExitCode {
    schema_build::Builder::new("schemas").compile()
}
