//! `cargo drift`: checks that the types and their schemas still accept the same JSON.

use std::process::ExitCode;

fn main() -> ExitCode {
    schema_drift::cli::vendored(env!("CARGO_MANIFEST_DIR"), schema_drift::vendored!(payments::schemas()))
}
