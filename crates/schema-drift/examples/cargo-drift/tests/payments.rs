//! `cargo drift` passes, and finds what the bank has changed since.

use std::path::Path;
use std::process::{Command, Output};

fn drift(arguments: &[&str]) -> std::io::Result<(Option<i32>, String)> {
    let Output { status, stdout, .. } = Command::new(env!("CARGO_BIN_EXE_check-types")).args(arguments).output()?;
    Ok((status.code(), String::from_utf8_lossy(&stdout).into_owned()))
}

#[test]
fn the_types_are_what_the_schema_says() -> std::io::Result<()> {
    let (code, text) = drift(&["--verbose"])?;
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("deserialize  equivalent: both directions proved by cases"), "{text}");
    Ok(())
}

#[test]
fn a_newer_schema_of_the_bank_breaks_us() -> std::io::Result<()> {
    let (code, text) = drift(&["upstream", "tests/upstream.json", "--for", "reader"])?;
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains(r#"error[enum-value-added]: `currency` also allows "GBP""#), "{text}");
    assert!(text.contains(r#"only new accepts: {"cents": 0, "currency": "GBP", "id": ""}"#), "{text}");
    Ok(())
}

#[test]
fn types_of_an_older_schema_are_found() -> Result<(), schema_drift::Errors> {
    for mut vendored in schema_drift::vendored!(payments::schemas()) {
        vendored.source = include_str!("upstream.json");
        let checked = schema_drift::check(&vendored, Path::new(env!("CARGO_MANIFEST_DIR")))?;
        let messages: Vec<_> = checked.findings.iter().map(|finding| finding.message.as_str()).collect();
        assert!(
            messages.contains(&"the type's schema (deserialize) differs: `currency` no longer allows \"GBP\""),
            "{messages:#?}"
        );
    }
    Ok(())
}
