//! What is wrong in one definition does not refuse the document.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;

use schema_build::{Builder, Deny, Error, ErrorKind, Errors, Output, Profile};
use serde_json::{Value, json};

/// Writes files, and generates from them what `settings` selects.
fn generate(name: &str, files: &[(&str, Value)], settings: impl Fn(Builder) -> Builder) -> Result<Output, Errors> {
    let folder = std::env::temp_dir().join(format!("schema-build-partial-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for (file, value) in files {
        fs::write(folder.join(file), format!("{value:#}")).unwrap();
    }
    let output = settings(Builder::new(&folder)).generate();
    fs::remove_dir_all(&folder).unwrap();
    output
}

fn openapi(schemas: Value) -> Value {
    json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": schemas}})
}

/// The kind and the pointer of each warning.
fn warnings(output: &Output) -> Vec<(ErrorKind, &str)> {
    let place = |error: &Error| error.line > 1 && error.help.is_some();
    assert!(output.report.warnings.iter().all(place), "{}", output.report);
    output.report.warnings.iter().map(|error| (error.kind, error.pointer.as_deref().unwrap())).collect()
}

/// The types that are not read as written.
fn unread(output: &Output) -> Vec<&str> {
    output.report.types.iter().filter(|ty| ty.class.as_str() == "unread").map(|ty| ty.name.as_str()).collect()
}

#[test]
fn a_wrong_definition_is_not_read() {
    let document = openapi(json!({
        "Ok": {"type": "object", "description": null, "properties": {"odd": {"$ref": "#/components/schemas/Odd"}}},
        "Odd": {"type": "object", "properties": {"a": {"type": "string", "pattern": "\\p{Graph}("}}},
        "Form": {"type": "array", "items": {"minLength": "3"}},
        "Sub": {"allOf": [{"$ref": "#/components/schemas/Odd"}, {"type": "object", "properties": {"b": {"type": "string"}}}]},
        "Text": "no schema",
    }));
    for profile in [Profile::Exact, Profile::Both] {
        let output = generate("wrong", &[("api.json", document.clone())], |builder| builder.profile(profile)).unwrap();
        let at = |kind, pointer| (kind, pointer);
        let found = warnings(&output);
        for expected in [
            at(ErrorKind::NotASchema, "/components/schemas/Text"),
            at(ErrorKind::KeywordForm, "/components/schemas/Ok/description"),
            at(ErrorKind::Pattern, "/components/schemas/Odd/properties/a/pattern"),
            at(ErrorKind::KeywordForm, "/components/schemas/Form/items/minLength"),
        ] {
            assert!(found.contains(&expected), "{expected:?}: {found:?}");
        }
        assert_eq!(found.len(), 4, "{found:?}");
        assert_eq!(unread(&output), ["Odd", "Form", "Sub"]);
        for part in ["pub struct Odd(pub ::schema_types::Value);", "pub odd: Option<Odd>,", "pub b: Option<String>,"] {
            assert!(output.source.contains(part), "{part}: {}", output.source);
        }
        assert!(output.report.summary().contains("3 not read as written"), "{}", output.report.summary());
        let text = output.report.to_string();
        assert!(text.contains("api.json:") && text.contains("warning[pattern]: not a regular expression"), "{text}");
    }
    let errors = generate("denied", &[("api.json", document)], |builder| builder.deny(Deny::Opaque)).unwrap_err();
    assert_eq!(errors[0].kind, ErrorKind::DeniedClass);
}

#[test]
fn a_wrong_root_is_an_error() {
    let error = |schema: Value| generate("root", &[("a.json", schema)], |builder| builder).unwrap_err()[0].kind;
    assert_eq!(error(json!({"type": "string", "pattern": "["})), ErrorKind::Pattern);
    assert_eq!(error(json!({"type": "object", "properties": {"a": {"required": 1}}})), ErrorKind::KeywordForm);
    assert_eq!(error(json!({"$ref": "#"})), ErrorKind::RefLoop);
    // A reference to nothing is a mistake that a definition cannot keep to itself.
    let dangling = openapi(json!({"A": {"$ref": "#/components/schemas/B"}}));
    assert_eq!(error(dangling), ErrorKind::RefToNowhere);
}

#[test]
fn unused_definitions_of_a_schema() {
    let schema = json!({
        "title": "Root", "type": "object", "properties": {"id": {"$ref": "#/definitions/Id"}},
        "definitions": {
            "Id": {"type": "string"},
            "Text": "no schema",
            "Myself": {"$ref": "#/definitions/Myself"},
        },
    });
    let output = generate("unused", &[("root.json", schema)], |builder| builder).unwrap();
    assert_eq!(
        warnings(&output),
        [(ErrorKind::NotASchema, "/definitions/Text"), (ErrorKind::RefLoop, "/definitions/Myself")]
    );
    assert!(output.source.contains("pub id: Option<"), "{}", output.source);
    assert_eq!(unread(&output).len(), 1);
}

#[test]
fn the_union_in_a_loop_of_base_and_members_is_not_read() {
    let document = openapi(json!({
        "Base": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
            "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]},
        "A": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {"a": {"type": "string"}}}]},
        "B": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"type": "object", "properties": {"b": {"type": "string"}}}]},
        "Other": {"type": "object", "properties": {"base": {"$ref": "#/components/schemas/Base"}}},
    }));
    let output = generate("loop", &[("api.json", document)], |builder| builder).unwrap();
    assert_eq!(warnings(&output), [(ErrorKind::RefLoop, "/components/schemas/Base")]);
    assert_eq!(unread(&output), ["Base", "A", "B"]);
    for part in ["pub struct Base {", "pub base: Option<Base>,", "A { kind, a: optional,", "B { kind, b: optional,"] {
        assert!(output.source.contains(part), "{part}: {}", output.source);
    }
}

#[test]
fn names_of_groups_are_no_obstacle() {
    let schema = json!({"title": "T", "type": "object", "properties": {"a": {"type": "string", "pattern": "^(?<a>[a-z]+)$"}},
        "patternProperties": {"^(?<a>[a-z]+)$": {"type": "string"}, "^[0-9]+$": {"contains": true}}});
    let output = generate("groups", &[("t.json", schema)], |builder| builder).unwrap();
    // Documentation names the place as it is written.
    let code: String = output.source.lines().filter(|line| !line.trim_start().starts_with("///")).collect();
    assert!(code.contains("^([a-z]+)$") && !code.contains("(?<a>"), "{}", output.source);
}

#[test]
fn files_with_one_title() {
    let titled = |more: Value| {
        let mut schema = json!({"title": "Order", "type": "object"});
        schema.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        schema
    };
    let files = [("a.json", titled(json!({"minProperties": 1}))), ("b.json", titled(json!({})))];
    let errors = generate("titles", &files, |builder| builder).unwrap_err();
    assert_eq!(errors[0].kind, ErrorKind::DuplicateType);
    assert!(errors[0].help.as_deref().unwrap().contains("Builder::name(\"b.json#\", …)"), "{errors:?}");
    for place in ["a.json#", "b.json#"] {
        let output = generate("titles-named", &files, |builder| builder.name(place, "Ordered")).unwrap();
        for part in ["pub struct Order(", "pub struct Ordered("] {
            assert!(output.source.contains(part), "{place}, {part}: {}", output.source);
        }
        assert_eq!(output.report.warnings, []);
    }
    // Whichever file comes first, one that others refer to gives way.
    for (first, second) in [("a.json", "z.json"), ("z.json", "a.json")] {
        let files = [(first, titled(json!({"properties": {"part": {"$ref": second}}}))), (second, titled(json!({})))];
        let output = generate("titles-referred", &files, |builder| builder).unwrap();
        let [warning] = output.report.warnings.as_slice() else { panic!("{}", output.report) };
        assert!(warning.file.ends_with(second) && warning.kind == ErrorKind::DuplicateType, "{warning}");
        let stem = second.trim_end_matches(".json").to_uppercase();
        for part in ["pub struct Order {".to_owned(), format!("pub struct {stem}(")] {
            assert!(output.source.contains(&part), "{part}: {}", output.source);
        }
    }
}

#[test]
fn a_name_for_no_type_lists_the_nearest_places() {
    let property = json!({"type": "object", "properties": {"x": {"type": "string"}}});
    let properties: serde_json::Map<_, _> = (0..8).map(|i| (format!("p{i}"), property.clone())).collect();
    let schema = json!({"title": "T", "type": "object", "properties": properties});
    let errors =
        generate("nearby", &[("t.json", schema)], |builder| builder.name("t.json#/properties/p3/properties/x", "X"));
    let help = errors.unwrap_err()[0].help.clone().unwrap();
    let near: Vec<&str> = help.split("the nearest types are at ").nth(1).unwrap().split(", ").collect();
    assert_eq!(near.len(), 5, "{help}");
    assert_eq!(near[0], "t.json#/properties/p3");
    assert!(near.contains(&"t.json#"), "{help}");
}
