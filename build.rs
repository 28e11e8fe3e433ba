//! Generates the types from `schemas/`; `src/lib.rs` includes them. Without the feature it includes `src/snapshot.rs`.

#[cfg(feature = "generate")]
fn main() -> Result<(), schema_build::CompileError> {
    use schema_build::{Builder, Deny, Profile};
    let category = |event| format!("kombo-{event}webhookpayload-schema.json#/properties/data/properties/category");
    Builder::new("schemas")
        .profile(Profile::Both)
        .name(category("integrationcreated"), "IntegrationCategory")
        .name(category("integrationdeleted"), "IntegrationCategory")
        .deny(Deny::Validated)
        .compile()?;
    Ok(())
}

#[cfg(not(feature = "generate"))]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
