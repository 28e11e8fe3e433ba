//! Generates both profiles of each golden schema.

use schema_build::{Builder, CompileError, Profile};

fn main() -> Result<(), CompileError> {
    for name in ["docs", "documents", "names", "openapi", "presence", "recursion", "shared", "values", "wide"] {
        let schemas = format!("../golden/{name}");
        Builder::new(schemas).profile(Profile::Both).file_name(format!("{name}.rs")).compile()?;
    }
    Ok(())
}
