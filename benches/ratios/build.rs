//! Generates the types of `schemas/`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    schema_build::Builder::new("schemas").compile()?;
    Ok(())
}
