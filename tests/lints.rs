//! The vendored schemas mean what they say: no lint finds anything in them.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use schema_ir::{Depth, read_folder};

#[test]
fn the_schemas_have_no_findings() {
    let sources = read_folder(Path::new("schemas"), Depth::Folder).unwrap();
    let linted = schema_lint::run(&sources, &schema_lint::Options::default());
    let text: String = linted.findings.iter().map(|finding| format!("{finding}\n")).collect();
    assert_eq!((text.as_str(), linted.errors.as_slice()), ("", [].as_slice()));
}
