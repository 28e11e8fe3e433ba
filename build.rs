//! Generates the types from `schemas/`; `src/lib.rs` includes them. Without the feature it includes a snapshot of them.

#[cfg(feature = "generate")]
fn main() -> Result<(), schema_build::CompileError> {
    builder(cfg!(feature = "open")).compile()?;
    Ok(())
}

/// Generates the exact types, and with `open` also those of the module `open`.
#[cfg(feature = "generate")]
pub fn builder(open: bool) -> schema_build::Builder {
    use schema_build::{Builder, Deny, Profile};
    let category = |event| format!("kombo-{event}webhookpayload-schema.json#/properties/data/properties/category");
    Builder::new("schemas")
        .profile(if open { Profile::Both } else { Profile::Exact })
        .name(category("integrationcreated"), "IntegrationCategory")
        .name(category("integrationdeleted"), "IntegrationCategory")
        .deny(Deny::Validated)
}

#[cfg(not(feature = "generate"))]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
