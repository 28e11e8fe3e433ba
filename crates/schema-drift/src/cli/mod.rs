//! The command of a generated crate.

use std::{path::Path, process::ExitCode};

use crate::Vendored;

/// Runs `cargo drift` for a generated crate: reads the process's arguments, prints, and answers
/// the exit code. `root` is the generated crate's `CARGO_MANIFEST_DIR`, where its schema files are.
pub fn vendored(root: impl AsRef<Path>, schemas: Vec<Vendored>) -> ExitCode {
    let _ = (root, schemas);
    ExitCode::from(2)
}
