//! Definitions with errors are left unread if the caller asks for it.
#![allow(clippy::unwrap_used, missing_docs)]

use schema_ir::{ErrorKind, NormaliseOptions, Normalised, Source, normalise};
use serde_json::{Value, json};

fn read(document: &Value, at: &str) -> Normalised {
    let source = Source::parse("a.json", document.to_string().into_bytes()).unwrap();
    let options = NormaliseOptions { at: at.to_owned(), partial: true, ..NormaliseOptions::default() };
    normalise(&source, &options).unwrap()
}

fn kinds(normal: &Normalised) -> Vec<ErrorKind> {
    normal.warnings.iter().map(|error| error.kind).collect()
}

#[test]
fn a_count_of_the_wrong_form_is_an_error() {
    let source = Source::parse("a.json", br#"{"minLength": "3"}"#.to_vec()).unwrap();
    assert_eq!(normalise(&source, &NormaliseOptions::default()).unwrap_err()[0].kind, ErrorKind::KeywordForm);
}

#[test]
fn what_is_not_read_accepts_every_value() {
    let document = json!({
        "properties": {"a": {"$ref": "#/$defs/A"}, "b": {"$ref": "#/$defs/B"}},
        "$defs": {"A": {"title": "A", "pattern": "("}, "B": {"type": "string", "title": 1}, "C": null},
    });
    let normal = read(&document, "");
    assert_eq!(normal.document.to_json()["$defs"], json!({"A": true, "B": {"type": "string"}}));
    assert_eq!(kinds(&normal), [ErrorKind::NotASchema, ErrorKind::Pattern, ErrorKind::KeywordForm]);
    assert_eq!(normal.document.name_of(normal.unread[0]), Some("A"));
    assert_eq!(normal.unread.len(), 1);
    // A definition that is selected itself is left unread, too.
    assert_eq!(read(&document, "/$defs/A").document.to_json(), json!(true));
}

#[test]
fn what_is_not_read_of_a_loop_does_not_depend_on_the_selected_schema() {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let document = json!({"openapi": "3.1.0", "components": {"schemas": {
        "Base": {"required": ["kind"], "allOf": [{"oneOf": [reference("A"), reference("B")]}]},
        "A": {"allOf": [reference("Base"), {"minProperties": 2}]},
        "B": {"allOf": [reference("Base")], "anyOf": [reference("C"), {"maxProperties": 3}]},
        "C": {"not": reference("C"), "minProperties": 1},
        "D": reference("E"),
        "E": reference("D"),
    }}});
    let whole = |at: &str| {
        let at = format!("/components/schemas/{at}");
        let normal = read(&document, &at);
        let json = normal.document.to_json();
        let name = at.rsplit('/').next().unwrap().to_owned();
        (name, json, kinds(&normal))
    };
    let base = json!({"required": ["kind"], "allOf": [{}]});
    for at in ["A", "B"] {
        let (name, json, warnings) = whole(at);
        assert_eq!(json["$defs"]["Base"], base, "{name}");
        assert!(warnings.iter().all(|kind| *kind == ErrorKind::RefLoop) && !warnings.is_empty(), "{name}");
    }
    let (_, json, _) = whole("Base");
    assert_eq!((&json["required"], &json["allOf"]), (&base["required"], &base["allOf"]));
    assert_eq!(json["$defs"]["C"], json!(true));
    for at in ["C", "D", "E"] {
        assert_eq!(whole(at).1, json!(true), "{at}");
    }
}

#[test]
fn a_loop_through_the_root_of_a_file_is_left_as_it_is() {
    let document = json!({"oneOf": [{"$ref": "#/$defs/A"}], "$defs": {"A": {"allOf": [{"$ref": "#"}]}}});
    let normal = read(&document, "");
    assert_eq!(normal.unread, []);
    assert_eq!(normal.document.to_json(), document);
}
