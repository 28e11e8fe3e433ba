//! Options that decide what schemas mean where their specification and their authors differ.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;

use schema_build::{Builder, Discriminator, Errors, Output, Profile};
use serde_json::{Value, json};

/// Generates from one document.
fn generate(name: &str, document: &Value, settings: impl Fn(Builder) -> Builder) -> Result<Output, Errors> {
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

#[test]
fn a_discriminator_decides_by_its_mapping() {
    let pet = |name: &str| json!({"type": "object", "required": ["pet"], "properties": {"pet": {"type": "string"}, name: {"type": "integer"}}});
    let union = json!({"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "pet", "mapping": {"cat": "#/components/schemas/Cat"}}});
    let document = openapi(json!({"Pet": union, "Cat": pet("lives"), "Dog": pet("age"),
        "Owner": {"type": "object", "properties": {"pet": {"$ref": "#/components/schemas/Pet"}, "cat": {"$ref": "#/components/schemas/Cat"}}}}));
    let decide = |builder: Builder| builder.discriminator(Discriminator::Decides);
    let output = generate("decides", &document, |builder| decide(builder).profile(Profile::Both)).unwrap();
    for part in [
        "Pet = oneOf by \"pet\" { Cat = \"cat\", Dog = \"Dog\" }",
        "Pet = oneOf by \"pet\" { Cat = \"cat\", Dog = \"Dog\", .. Unknown }",
        "pub cat: Option<Cat>,",
        ", discriminator_decides {",
    ] {
        assert!(output.source.contains(part), "{part}: {}", output.source);
    }
    assert_eq!(output.report.count("shape"), output.report.types.len(), "{}", output.report);
    let plain = generate("annotates", &document, |builder| builder).unwrap();
    assert!(plain.source.contains("Pet = oneOf { Cat, Dog }") && !plain.source.contains("discriminator_decides"));
}

#[test]
fn a_base_with_a_discriminator_is_the_union_of_its_subtypes() {
    let base = |discriminator: Value| {
        json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "at": {"properties": {"x": {"type": "string"}}, "type": "object"}},
            "discriminator": discriminator})
    };
    let schemas = |discriminator: Value| {
        json!({
            "Event": base(discriminator),
            "Born": {"allOf": [{"$ref": "#/components/schemas/Event"}, {"type": "object", "properties": {"n": {"type": "integer"}}}]},
            "Died": {"allOf": [{"$ref": "#/components/schemas/Event"}]},
            "Log": {"type": "object", "properties": {"e": {"$ref": "#/components/schemas/Event"}}},
        })
    };
    let decide = |builder: Builder| builder.discriminator(Discriminator::Decides);
    let mapping = json!({"propertyName": "kind", "mapping": {"born": "Born", "died": "#/components/schemas/Died"}});
    let mapped = generate("base", &openapi(schemas(mapping)), decide).unwrap();
    for part in
        ["Event = oneOf by \"kind\" { Born = \"born\", Died = \"died\" }", "pub e: Option<Event>,", "pub n: Option<"]
    {
        assert!(mapped.source.contains(part), "{part}: {}", mapped.source);
    }
    // No type is made of the base, because nothing holds it; those inside it have its name.
    assert!(!mapped.source.contains("struct EventBase {"), "{}", mapped.source);

    let mut swagger = json!({"swagger": "2.0", "paths": {}, "definitions": schemas(json!("kind"))});
    let text = swagger.to_string().replace("/components/schemas/", "/definitions/");
    swagger = serde_json::from_str(&text).unwrap();
    let implicit = generate("base-implicit", &swagger, decide).unwrap();
    let union =
        implicit.source.split("Event = oneOf by \"kind\" {").nth(1).unwrap_or_else(|| panic!("{}", implicit.source));
    let union = union.split('}').next().unwrap();
    for tag in ["= \"Event\"", "Born = \"Born\"", "Died = \"Died\""] {
        assert!(union.contains(tag), "{union}");
    }
}

#[test]
fn a_union_that_a_discriminator_does_not_decide_has_a_note_with_an_example() {
    let pet = |more: Value| json!({"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "required": ["name"], "properties": more}]});
    let document = |cat: Value| {
        openapi(json!({
            "Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
                "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "dog": "Dog"}}},
            "Base": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
            "Cat": cat,
            "Dog": pet(json!({"name": {"type": "string"}, "age": {"type": "integer", "minimum": 3}})),
        }))
    };
    let undecided = document(pet(json!({"name": {"type": "object", "required": ["first"]}})));
    let mut decided = document(pet(json!({"kind": {"enum": ["cat"]}, "name": {"type": "string"}})));
    assert_eq!(generate("lint-other", &undecided, |builder| builder).unwrap().report.notes, []);
    let undecided = document(pet(json!({"name": {"minLength": 1, "type": "string"}})));
    let report = generate("lint", &undecided, |builder| builder).unwrap().report;
    let [note] = report.notes.as_slice() else { panic!("{report}") };
    assert_eq!(note.pointer, "/components/schemas/Pet/discriminator");
    assert!(note.message.starts_with("discriminator-undecided: "), "{}", note.message);
    assert!(note.message.contains(r#"{"name":"a","kind":"cat"}"#), "{}", note.message);
    let decide = |builder: Builder| builder.discriminator(Discriminator::Decides);
    assert_eq!(generate("lint-decides", &undecided, decide).unwrap().report.notes, []);
    // Values that differ decide without the option.
    let dog = json!({"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"kind": {"enum": ["dog"]}}}]});
    decided["components"]["schemas"]["Dog"] = dog;
    assert_eq!(generate("lint-decided", &decided, |builder| builder).unwrap().report.notes, []);
}
