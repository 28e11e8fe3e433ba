//! Generates the types of both profiles, with a builder for one of them.

use schema_build::{Builder, Profile};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    Builder::new("schemas")
        .profile(Profile::Both)
        .derive("Ticket", "::bon::Builder")
        .field_attribute("Ticket.note", "#[builder(into)]")
        .compile()?;
    Ok(())
}
