//! The generated file of `examples/checked-in` is fresh, and the command finds one that is not.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// Checks the file in a package: the exit code, and what is printed.
fn check(package: &Path) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_schema-build"));
    let arguments = ["--config", "schema-build.toml", "--check"];
    let Output { status, stderr, .. } = command.args(arguments).current_dir(package).output().unwrap();
    (status.code(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_checked_in_file_is_fresh_until_its_schema_changes() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/checked-in");
    assert_eq!(check(&package), (Some(0), String::new()));

    let copy = std::env::temp_dir().join(format!("schema-build-checked-in-{}", std::process::id()));
    fs::create_dir_all(copy.join("src")).unwrap();
    fs::create_dir_all(copy.join("schemas")).unwrap();
    for file in ["schema-build.toml", "src/schemas.rs", "schemas/reading.json"] {
        fs::copy(package.join(file), copy.join(file)).unwrap();
    }
    assert_eq!(check(&copy).0, Some(0));
    let schema = fs::read_to_string(copy.join("schemas/reading.json")).unwrap();
    fs::write(copy.join("schemas/reading.json"), schema.replace(r#""percent""#, r#""percent", "lux""#)).unwrap();
    let (code, text) = check(&copy);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.starts_with("src/schemas.rs:2: differs from what the schemas generate"), "{text}");
    assert!(text.ends_with("help: run the command without `--check`, which writes the file\n"), "{text}");
    fs::remove_file(copy.join("src/schemas.rs")).unwrap();
    let (code, text) = check(&copy);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.ends_with("help: run the command without `--check`, which writes the file\n"), "{text}");
    fs::remove_dir_all(&copy).unwrap();
}
