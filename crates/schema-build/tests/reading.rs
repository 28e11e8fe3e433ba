//! Options that decide what schemas mean where their specification and their authors differ.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;

use schema_build::{Builder, Error, Output, Profile};
use serde_json::{Value, json};

/// Generates from one document.
fn generate(name: &str, document: &Value, settings: impl Fn(Builder) -> Builder) -> Result<Output, Vec<Error>> {
    let file = std::env::temp_dir().join(format!("schema-build-reading-{name}-{}.json", std::process::id()));
    fs::write(&file, format!("{document:#}")).unwrap();
    let output = settings(Builder::files([&file])).generate();
    fs::remove_file(&file).unwrap();
    output
}

fn openapi(schemas: Value) -> Value {
    json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": schemas}})
}

#[test]
fn nullable_without_type_has_no_effect_and_a_note() {
    let document = openapi(json!({
        "Lid": {"type": "object", "properties": {"a": {"type": "string"}}},
        "Box": {"type": "object", "properties": {
            "all": {"nullable": true, "allOf": [{"$ref": "#/components/schemas/Lid"}]},
            "ref": {"nullable": true, "$ref": "#/components/schemas/Lid"},
            "any": {"nullable": true},
        }},
    }));
    let output = generate("nullable", &document, |builder| builder).unwrap();
    assert!(output.source.contains("pub all: Option<Lid>,"), "{}", output.source);
    let places: Vec<&str> = output.report.notes.iter().map(|note| note.pointer.as_str()).collect();
    let place = |key: &str| format!("/components/schemas/Box/properties/{key}/nullable");
    assert_eq!(places, [place("all"), place("ref")]);
    assert!(output.report.notes[0].message.contains("no effect"), "{}", output.report);

    let output = generate("nullable-read", &document, |builder| builder.nullable_without_type(true)).unwrap();
    for field in
        ["pub all: Option<Option<Lid>>,", "pub r#ref: Option<Option<Lid>>,", "pub any: Option<::schema_types::Value>"]
    {
        assert!(output.source.contains(field), "{field}: {}", output.source);
    }
    assert_eq!(output.report.notes, []);
    assert!(output.source.contains(", nullable, nullable_without_type {"), "{}", output.source);
}

#[test]
fn nullable_adds_null_to_unions_and_enumerations() {
    let document = openapi(json!({
        "Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"type": "string"}]},
        "Cat": {"type": "object"},
        "Box": {"type": "object", "properties": {
            "pet": {"nullable": true, "allOf": [{"$ref": "#/components/schemas/Pet"}]},
            "size": {"nullable": true, "enum": ["s", "m"]},
        }},
    }));
    let output = generate("nullable-union", &document, |builder| builder.nullable_without_type(true)).unwrap();
    for field in ["pub pet: Option<Option<Pet>>,", "pub size: Option<Option<"] {
        assert!(output.source.contains(field), "{field}: {}", output.source);
    }
}

#[test]
fn properties_without_type_mean_an_object() {
    let document = openapi(json!({
        "Loose": {"properties": {"a": {"type": "string"}, "b": {"properties": {}}}, "required": ["a"], "nullable": true},
        "Mixed": {"properties": {"a": {"type": "string"}}, "minLength": 1},
        "Required": {"required": ["a"]},
    }));
    for profile in [Profile::Exact, Profile::Open] {
        let exact = generate("untyped", &document, |builder| builder.profile(profile)).unwrap();
        assert!(exact.source.contains("pub enum Loose {"), "{}", exact.source);
        let output = generate("untyped", &document, |builder| builder.untyped_objects(true).profile(profile)).unwrap();
        for part in
            ["pub struct Loose(pub Option<", "pub enum Mixed {", "pub enum Required {", ", nullable, untyped_objects {"]
        {
            assert!(output.source.contains(part), "{part}: {}", output.source);
        }
    }
}
