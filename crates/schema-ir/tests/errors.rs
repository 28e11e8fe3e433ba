//! All errors of a document are found at once.
#![allow(clippy::unwrap_used)]

use schema_ir::{ErrorKind, MAX_ERRORS, NormaliseOptions, Source, normalise};
use serde_json::json;

fn errors(schema: &serde_json::Value) -> Vec<(ErrorKind, String)> {
    let source = Source::parse("a.json", schema.to_string().into_bytes()).unwrap();
    let errors = normalise(&source, &NormaliseOptions::default()).unwrap_err();
    errors.into_iter().map(|error| (error.kind, error.pointer.unwrap_or_default())).collect()
}

#[test]
fn five_wrong_places_are_five_errors() {
    let found = errors(&json!({
        "type": "strng",
        "required": true,
        "properties": {
            "a": 5,
            "b": {"$ref": "#/$defs/B"},
            "c": {"$ref": "#/$defs/C"},
        },
        "$defs": {"C": {"pattern": "["}},
    }));
    let at = |kind, pointer: &str| (kind, pointer.to_owned());
    assert_eq!(
        found,
        [
            at(ErrorKind::KeywordForm, "/type"),
            at(ErrorKind::KeywordForm, "/required"),
            at(ErrorKind::NotASchema, "/properties/a"),
            at(ErrorKind::RefToNowhere, "/properties/b/$ref"),
            at(ErrorKind::Pattern, "/$defs/C/pattern"),
        ]
    );
}

#[test]
fn errors_are_bounded_in_number_and_length() {
    let many: serde_json::Map<_, _> = (0..1_000).map(|i| (format!("p{i}"), json!(null))).collect();
    assert_eq!(errors(&json!({ "properties": many })).len(), MAX_ERRORS);

    let key = "k".repeat(1 << 20);
    let source = Source::parse("a.json", json!({"properties": {key: 1}}).to_string().into_bytes()).unwrap();
    let error = normalise(&source, &NormaliseOptions::default()).unwrap_err();
    assert!(error.to_string().len() < 3_000 && error[0].to_json().to_string().len() < 3_000);
}

#[test]
fn what_could_deceive_a_terminal_or_a_log_is_escaped() {
    let key = "a\n::set-output name=ok::true\u{1b}[2K\u{202e}\u{85}\u{2028}";
    let source = Source::parse("a\u{1b}.json", json!({"properties": {key: 1}}).to_string().into_bytes()).unwrap();
    let shown = normalise(&source, &NormaliseOptions::default()).unwrap_err().to_string();
    assert!(!shown.chars().any(|c| c != '\n' && (c.is_control() || "\u{202e}\u{2028}".contains(c))), "{shown:?}");
    assert!(!shown.lines().any(|line| line.starts_with("::")), "{shown:?}");
}

/// The README's table is made of the kinds.
#[test]
fn readme_lists_the_kinds() {
    let rows = ErrorKind::ALL.iter().map(|kind| format!("| `{}` | {} |\n", kind.id(), kind.description()));
    let table = format!("| kind | meaning |\n|---|---|\n{}", rows.collect::<String>());
    let readme = include_str!("../README.md");
    assert!(readme.contains(&table), "README.md lacks this table:\n{table}");
    for (name, limit) in [("MAX_ERRORS", MAX_ERRORS), ("MAX_MESSAGE", schema_ir::MAX_MESSAGE)] {
        assert!(readme.contains(&format!("`{name}` = {limit}")), "{name}");
    }
}
