//! Generates both profiles of `measurement.json`.

use schema_build::{Builder, CompileError, Profile};

fn main() -> Result<(), CompileError> {
    Builder::files(["measurement.json"]).profile(Profile::Both).compile()?;
    Ok(())
}
