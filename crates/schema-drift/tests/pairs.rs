//! Labelled pairs over all keywords and dialects, with the verdict that reasoning gives.
#![allow(clippy::unwrap_used, missing_docs)]

use std::path::Path;

use schema_drift::{Options, Schema, compare};
use schema_ir::{Draft, NormaliseOptions, Source};
use serde_json::Value;

fn read(side: &str, schema: &Value, draft: Option<&str>) -> Schema {
    let draft = draft.map(|uri| Draft::of_uri(uri).unwrap());
    let source = Source::parse(side, schema.to_string().into_bytes()).unwrap();
    Schema::new(source, &NormaliseOptions { draft, ..NormaliseOptions::default() }).unwrap()
}

#[test]
fn every_pair_has_its_labelled_verdict() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pairs");
    let mut count = 0;
    let mut wrong = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let file: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let options = Options { formats: file["formats"] == "assert", ..Options::default() };
        for pair in file["pairs"].as_array().unwrap() {
            count += 1;
            let draft = pair["draft"].as_str().or(file["draft"].as_str());
            let (old, new) = (read("old", &pair["old"], draft), read("new", &pair["new"], draft));
            let expected = pair["verdict"].as_str().unwrap();
            let mirrored = match expected {
                "narrower" => "wider",
                "wider" => "narrower",
                same => same,
            };
            for (before, after, expected) in [(&old, &new, expected), (&new, &old, mirrored)] {
                let comparison = compare(before, after, &options).unwrap();
                let verdict = comparison.verdict();
                if verdict.as_str() != expected {
                    let file = path.file_name().unwrap().to_string_lossy().into_owned();
                    let (one, other) = (before.document().to_json(), after.document().to_json());
                    let why = comparison.reason().unwrap_or_default();
                    wrong.push(format!("{file}: {verdict}, not {expected}: {one} -> {other} {why}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 300, "{count} pairs");
}
