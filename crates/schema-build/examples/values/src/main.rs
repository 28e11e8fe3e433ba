//! Builds values of generated types, and reads events that are newer than their schema.

mod build;
mod read;
mod schemas;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    build::run()?;
    read::run()?;
    Ok(())
}
