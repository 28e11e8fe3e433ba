//! Discriminators that decide, in documents of all kinds.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use schema_ir::{Discriminator, NormaliseOptions, Normalised, Source, discriminator_links, normalise};
use serde_json::{Value, json};

fn source(file: &str, value: &Value) -> Source {
    Source::parse(file, value.to_string().into_bytes()).unwrap()
}

/// Reads the schema at a pointer of the first file.
fn read(files: &[Source], at: &str, discriminator: Discriminator) -> Normalised {
    let mut options = NormaliseOptions { at: at.to_owned(), siblings: files, ..NormaliseOptions::default() };
    options.reading.discriminator = discriminator;
    normalise(&files[0], &options).unwrap()
}

fn decide(files: &[Source], at: &str) -> Value {
    read(files, at, Discriminator::Decides).document.to_json()
}

fn openapi(schemas: Value) -> Value {
    json!({"openapi": "3.1.0", "components": {"schemas": schemas}})
}

/// The values that a definition, or the root, has for a property.
fn values(json: &Value, name: &str, property: &str) -> Value {
    let schema = if name.is_empty() { json } else { &json["$defs"][name] };
    let schema = &schema["properties"][property];
    schema.get("const").or(schema.get("enum")).unwrap_or(&Value::Null).clone()
}

#[test]
fn a_mapping_names_schemas_in_every_form() {
    let folder = [
        source(
            "api.json",
            &openapi(json!({
                "Pet": {
                    "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"},
                        {"$ref": "fish.json"}, {"$ref": "#/components/schemas/Alias"}, {"$ref": "#/components/schemas/a~1b"}],
                    "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat", "kitten": "#/components/schemas/Cat",
                        "fish": "fish.json", "bird": "Alias", "lost": "Nowhere", "a": "a/b"}}
                },
                "Cat": {"type": "object"}, "Dog": {"type": "object"},
                "Alias": {"$ref": "#/components/schemas/Bird"}, "Bird": {"type": "object"}, "a/b": {"type": "object"}
            })),
        ),
        source("fish.json", &json!({"type": "object"})),
    ];
    let normal = read(&folder, "/components/schemas/Pet", Discriminator::Decides);
    let json = normal.document.to_json();
    for (name, expected) in [
        ("Cat", json!(["cat", "kitten"])),
        ("Dog", json!("Dog")),
        ("fish", json!("fish")),
        ("Bird", json!("bird")),
        ("a/b", json!("a")),
    ] {
        assert_eq!(values(&json, name, "kind"), expected, "{name}");
        assert_eq!(json["$defs"][name]["required"], json!(["kind"]), "{name}");
    }
    let [note] = normal.notes.as_slice() else { panic!("{:?}", normal.notes) };
    assert_eq!(note.pointer, "/components/schemas/Pet/discriminator");
    assert!(note.message.contains("\"lost\""), "{}", note.message);
    // The other file has the same values when it is read itself.
    let [api, fish] = folder;
    assert_eq!(values(&decide(&[fish, api], ""), "", "kind"), "fish");
}

#[test]
fn annotations_by_default() {
    let files = [source(
        "api.json",
        &openapi(json!({
            "Event": {"type": "object", "discriminator": {"propertyName": "kind"}},
            "Born": {"allOf": [{"$ref": "#/components/schemas/Event"}]}
        })),
    )];
    let plain = read(&files, "/components/schemas/Event", Discriminator::Annotates).document.to_json();
    assert_eq!(plain, json!({"type": "object", "discriminator": {"propertyName": "kind"}}));
    let decided = decide(&files, "/components/schemas/Event");
    assert_eq!(decided["oneOf"].as_array().unwrap().len(), 2, "{decided:#}");
    assert_eq!(decided["oneOf"][1], json!({"$ref": "#/$defs/Born"}));
    assert_eq!(values(&decided, "Born", "kind"), "Born");
    assert_eq!(decided["$defs"]["EventBase"], json!({"type": "object"}));
}

#[test]
fn a_schema_used_as_base_and_as_whole() {
    let schemas = json!({
        "Event": {"type": "object", "description": "What happened.", "discriminator": {"propertyName": "kind", "mapping": {"born": "Born"}}},
        "Born": {"allOf": [{"$ref": "#/components/schemas/Event"}, {"properties": {"of": {"allOf": [{"$ref": "#/components/schemas/Event"}]}}}]},
        "Moved": {"allOf": [{"$ref": "#/components/schemas/Event"}]},
    });
    let files = [source("api.json", &openapi(schemas))];
    let born = decide(&files, "/components/schemas/Born");
    assert_eq!(born["allOf"][0], json!({"$ref": "#/$defs/EventBase"}));
    // Inside a property, `allOf` of one reference is a reference.
    assert_eq!(born["allOf"][1]["properties"]["of"]["allOf"], json!([{"$ref": "#/$defs/Event"}]));
    assert_eq!(born["$defs"]["Event"]["oneOf"], json!([{"$ref": "#"}]));
    assert_eq!(born["$defs"]["Event"]["description"], "What happened.");
    // A mapping lists all that is selected.
    let moved = decide(&files, "/components/schemas/Moved");
    assert_eq!(moved, json!({"allOf": [{"$ref": "#/$defs/EventBase"}], "$defs": {"EventBase": {"type": "object"}}}));
}

#[test]
fn the_values_that_a_schema_lists_itself() {
    let schemas = json!({
        "Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}, {"$ref": "#/components/schemas/Cow"}],
            "discriminator": {"propertyName": "kind"}},
        "Kind": {"type": "string", "enum": ["Cat", "Dog"]},
        "Cat": {"type": "object", "properties": {"kind": {"$ref": "#/components/schemas/Kind"}}},
        "Dog": {"type": "object", "properties": {"kind": {"const": "dog"}}},
        "Cow": {"allOf": [{"type": "object", "properties": {"kind": {"enum": ["cow", "bull"]}}}]},
    });
    let json = decide(&[source("api.json", &openapi(schemas))], "/components/schemas/Pet");
    let kind = |name: &str| json["$defs"][name]["properties"]["kind"].clone();
    assert_eq!(kind("Cat"), json!({"$ref": "#/$defs/Kind", "const": "Cat"}));
    assert_eq!(kind("Dog"), json!({"const": "dog"}));
    assert_eq!(kind("Cow"), json!({"enum": ["cow", "bull"]}));
}

#[test]
fn two_unions_may_select_a_schema_by_different_values() {
    let schemas = json!({
        "Pet": {"oneOf": [{"$ref": "#/components/schemas/Dog"}], "discriminator": {"propertyName": "kind", "mapping": {"dog": "Dog"}}},
        "Animal": {"oneOf": [{"$ref": "#/components/schemas/Dog"}], "discriminator": {"propertyName": "kind", "mapping": {"canine": "Dog"}}},
        "Any": {"oneOf": [{"$ref": "#/components/schemas/Dog"}], "discriminator": {"propertyName": "kind"}},
        "Dog": {"type": "object"},
    });
    let files = [source("api.json", &openapi(schemas))];
    let pet = decide(&files, "/components/schemas/Pet");
    assert_eq!(values(&pet["oneOf"][0], "", "kind"), "dog");
    assert_eq!(values(&pet, "Dog", "kind"), json!(["dog", "canine"]));
    assert_eq!(values(&decide(&files, "/components/schemas/Animal")["oneOf"][0], "", "kind"), "canine");
    assert_eq!(decide(&files, "/components/schemas/Any")["oneOf"][0], json!({"$ref": "#/$defs/Dog"}));
}

#[test]
fn a_discriminator_without_subtypes_has_no_effect_and_a_note() {
    let event = json!({"type": "object", "discriminator": {"propertyName": "kind"}});
    let files = [source("api.json", &openapi(json!({"Event": event})))];
    let normal = read(&files, "/components/schemas/Event", Discriminator::Decides);
    assert_eq!(normal.document.to_json(), event);
    assert_eq!(normal.notes[0].pointer, "/components/schemas/Event/discriminator");
}

#[test]
fn swagger_and_loops() {
    let document = json!({"swagger": "2.0", "definitions": {
        "A": {"discriminator": "kind", "allOf": [{"$ref": "#/definitions/B"}], "properties": {"kind": {"type": "string"}}},
        "B": {"discriminator": "kind", "allOf": [{"$ref": "#/definitions/A"}]},
        "C": {"oneOf": [{"$ref": "#/definitions/C"}], "discriminator": "kind"},
        "D": {"allOf": [{"$ref": "#/definitions/D"}], "discriminator": "kind"},
        "E": {"$ref": "#/definitions/E", "discriminator": "kind"},
    }});
    let files = [source("api.json", &document)];
    for name in ["A", "B", "C", "D", "E"] {
        decide(&files, &format!("/definitions/{name}"));
    }
    let links = discriminator_links(&files[0]);
    assert!(links["/definitions/A"].contains("/definitions/B"), "{links:?}");
}

#[test]
fn subtypes_in_another_file_belong_to_the_family() {
    let folder = [
        source("event.json", &json!({"type": "object", "discriminator": {"propertyName": "kind"}})),
        source("born.json", &json!({"allOf": [{"$ref": "event.json"}]})),
        source("log.json", &json!({"items": {"$ref": "event.json"}})),
    ];
    let event = decide(&folder, "");
    assert_eq!(values(&event, "born", "kind"), "born");
    let [event_file, born, log] = folder;
    let log = decide(&[log, born, event_file], "");
    assert_eq!(log["$defs"]["event"]["oneOf"][1], json!({"$ref": "#/$defs/born"}), "{log:#}");
}
