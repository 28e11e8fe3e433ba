//! What fuzzing found stays mended: the checks of the fuzz targets hold for the inputs in `corpus/`. Those of
//! `readers` are read in schema-build, whose tests have the generated types.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../fuzz/src/compare.rs"]
mod compare;
#[path = "../fuzz/src/document.rs"]
mod document;
#[path = "../fuzz/src/generate.rs"]
mod generate;
#[path = "corpus/inputs.rs"]
mod inputs;
#[path = "../fuzz/src/received.rs"]
mod received;

use std::path::Path;

use schema_ir::Keyword;

#[test]
fn documents() {
    inputs::check_all("document", document::check);
}

#[test]
fn generated_source() {
    inputs::check_all("generate", generate::check);
}

#[test]
fn comparisons() {
    inputs::check_all("compare", compare::check);
}

#[test]
fn received_events() {
    inputs::check_all("received", received::check);
}

#[test]
fn the_dictionary_has_every_keyword() {
    let dictionary =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/json-schema.dict")).unwrap();
    let missing = |keyword: &&Keyword| !dictionary.contains(&format!("\"\\\"{}\\\"\"\n", keyword.name()));
    let missing: Vec<_> = Keyword::ALL.iter().filter(missing).collect();
    assert!(missing.is_empty(), "fuzz/json-schema.dict lacks {missing:?}");
}
