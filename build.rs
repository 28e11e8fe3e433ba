//! Generates the types from `schemas/`; `src/lib.rs` includes them. Without the feature it includes `src/snapshot.rs`.

#[cfg(feature = "generate")]
fn main() -> std::process::ExitCode {
    use schema_build::{Builder, Profile};
    Builder::new("schemas").profile(Profile::Both).compile()
}

#[cfg(not(feature = "generate"))]
fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
