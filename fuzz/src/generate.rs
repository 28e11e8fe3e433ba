//! Any schema gives Rust source that parses, the same each time, or errors with a place.

use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use schema_build::{Builder, ErrorKind, Profile};

/// The file of the schema, because schema-build reads files.
static FILE: LazyLock<PathBuf> =
    LazyLock::new(|| std::env::temp_dir().join(format!("schema-build-fuzz-{}.json", std::process::id())));

pub fn check(schema: &[u8]) {
    fs::write(&*FILE, schema).unwrap();
    let generate = || Builder::files([&*FILE]).root("Root").profile(Profile::Both).generate();
    let result = generate();
    match &result {
        Ok(output) => {
            let again = generate().unwrap_or_else(|errors| panic!("only the second time: {errors}"));
            assert!(output.source == again.source, "another source the second time");
            if let Err(error) = syn::parse_file(&output.source) {
                panic!("{error} in {}", output.source);
            }
        }
        Err(errors) => {
            for error in errors.iter() {
                assert!(error.line > 0 && error.column > 0, "no place: {error}");
                assert!(error.kind != ErrorKind::Defect, "{error}");
            }
        }
    }
}
