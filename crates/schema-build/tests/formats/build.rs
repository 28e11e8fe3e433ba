//! Generates the types, with derives of other crates.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    schema_build::Builder::new("schemas")
        .drift_check(false)
        .derive("Order", "::bon::Builder")
        .field_attribute("Order.note", "#[builder(into)]")
        .derive("Search", "::derive_builder::Builder")
        .attribute("Search", "#[builder(setter(into, strip_option), default)]")
        .derive("Search", "Default")
        .derive("Sort", "Default")
        .variant_attribute("Sort.Up", "#[default]")
        .compile()?;
    Ok(())
}
