//! Schemas that break other generators: each gives source that parses, or an error with its place and reason.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;

use schema_build::{Builder, Error, ErrorKind};
use serde_json::{Value, json};

/// Generates from one file with this text; returns the source or the first error.
fn generate(name: &str, text: &str) -> Result<String, Error> {
    let folder = std::env::temp_dir().join(format!("schema-build-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("root.json");
    fs::write(&file, text).unwrap();
    let result = Builder::files([&file]).root("Root").generate();
    fs::remove_dir_all(&folder).unwrap();
    result.map(|output| output.source).map_err(schema_build::Errors::into_first)
}

fn check(name: &str, text: &str) {
    let shown: String = text.chars().take(200).collect();
    match generate(name, text) {
        Ok(source) => {
            if let Err(error) = syn::parse_str::<syn::File>(&source) {
                panic!("{shown}: {error}");
            }
        }
        Err(error) => {
            assert!(error.file.ends_with("root.json"), "{shown}: {error}");
            assert!(error.line > 0, "{shown}: {error}");
            assert!(!error.message.contains("typify refuses"), "{shown}: {error}");
        }
    }
}

/// One schema per line.
const LINES: &str = include_str!("hostile.jsonl");

#[test]
fn odd_schemas_give_source_or_an_error() {
    assert!(LINES.lines().count() >= 150);
    for line in LINES.lines() {
        check("odd", line);
    }
}

fn nested(depth: usize, wrap: impl Fn(Value) -> Value) -> Value {
    (0..depth).fold(json!({"type": "string"}), |inner, _| wrap(inner))
}

fn definitions(count: usize, schema: impl Fn(usize) -> Value) -> Value {
    let definitions: serde_json::Map<String, Value> = (0..count).map(|i| (format!("d{i}"), schema(i))).collect();
    json!({"$ref": "#/$defs/d0", "$defs": definitions})
}

#[test]
fn large_schemas_give_source_or_an_error() {
    let words = |count: usize| (0..count).map(|i| format!("v{i}")).collect::<Vec<_>>();
    let reference = |i: usize| json!({"$ref": format!("#/$defs/d{i}")});
    let many = |keyword: &str, count: usize| json!({keyword: (0..count).map(|i| json!({"required": [format!("p{i}")], "type": "object"})).collect::<Vec<_>>()});
    let four = |i: usize| json!({"oneOf": (0..4).map(|k| json!({"type": "object", "properties": {format!("a{i}"): {"const": k}}})).collect::<Vec<_>>()});
    let cases = [
        ("50k-values", json!({"enum": words(50_000)})),
        ("10k-numbers", json!({"enum": (0..10_000).collect::<Vec<_>>()})),
        (
            "10k-properties",
            json!({"type": "object", "properties": words(10_000).into_iter().map(|word| (word, json!({"type": "string"}))).collect::<serde_json::Map<_, _>>()}),
        ),
        ("10k-required", json!({"type": "object", "required": words(10_000)})),
        (
            "10k-references",
            definitions(10_000, |i| if i == 9_999 { json!({"type": "string"}) } else { reference(i + 1) }),
        ),
        (
            "10k-objects",
            definitions(10_000, |i| json!({"type": "object", "properties": {"next": reference((i + 1) % 10_000)}})),
        ),
        (
            "2k-all-of",
            definitions(2_000, |i| {
                if i == 1_999 {
                    json!({"type": "object"})
                } else {
                    json!({"allOf": [reference(i + 1), {"required": ["a"]}]})
                }
            }),
        ),
        (
            "doubling",
            definitions(40, |i| {
                if i == 39 { json!({"type": "object"}) } else { json!({"allOf": [reference(i + 1), reference(i + 1)]}) }
            }),
        ),
        (
            "doubling-any",
            definitions(40, |i| {
                if i == 39 {
                    json!({"type": "object"})
                } else {
                    json!({"anyOf": [reference(i + 1), {"properties": {"a": reference(i + 1)}}]})
                }
            }),
        ),
        (
            "doubling-properties",
            definitions(24, |i| {
                if i == 23 {
                    json!({"type": "string"})
                } else {
                    json!({"allOf": [{"properties": {"a": reference(i + 1), "b": reference(i + 1)}}, {"properties": {"a": {"title": "x"}, "b": {"minLength": 1}}}]})
                }
            }),
        ),
        ("product", json!({"allOf": (0..12).map(four).collect::<Vec<_>>()})),
        ("200-members", many("anyOf", 200)),
        ("200-one-of", many("oneOf", 200)),
        ("500-all-of", many("allOf", 500)),
        ("deep-properties", nested(60, |inner| json!({"properties": {"a": inner}, "type": "object"}))),
        ("deep-items", nested(120, |inner| json!({"items": inner}))),
        ("deep-all-of", nested(60, |inner| json!({"allOf": [inner, {"minLength": 1}]}))),
        ("deep-any-of", nested(60, |inner| json!({"anyOf": [inner, {"type": "null"}]}))),
        ("deep-one-of", nested(60, |inner| json!({"oneOf": [inner, {"type": "null"}]}))),
        ("deep-not", nested(120, |inner| json!({"not": inner}))),
        ("deep-if", nested(60, |inner| json!({"if": inner, "then": {"minLength": 1}, "else": {"type": "null"}}))),
        (
            "deep-if-objects",
            nested(
                60,
                |inner| json!({"type": "object", "if": inner, "then": {"required": ["a"]}, "else": {"required": ["b"]}}),
            ),
        ),
        ("deep-const", json!({"const": nested(100, |inner| json!([inner]))})),
        (
            "100-item-tuple",
            json!({"prefixItems": vec![json!({"type": "integer"}); 100], "items": false, "minItems": 100}),
        ),
        ("long-names", {
            let long = "x".repeat(10_000);
            json!({"title": long, "description": long, "type": "object", "properties": {&long: {"enum": [long, format!("{long}y")]}, format!("{long}y"): {"pattern": long}}})
        }),
        ("unions-of-8", {
            let eight = |i: usize| json!({"oneOf": (0..8).map(|k| json!({"type": "object", "required": [format!("p{i}_{k}")]})).collect::<Vec<_>>()});
            json!({"allOf": (0..12).map(eight).collect::<Vec<_>>()})
        }),
    ];
    for (name, schema) in cases {
        check(name, &schema.to_string());
        println!("{name}");
    }
}

/// A chain of types that exceeds rustc's default `recursion_limit` is rejected.
#[test]
fn a_chain_of_types_has_a_limit() {
    let chain = |length: usize| {
        definitions(length, |i| match i + 1 == length {
            true => json!({"type": "string"}),
            false => json!({"type": "object", "properties": {"next": {"$ref": format!("#/$defs/d{}", i + 1)}}}),
        })
    };
    assert!(generate("chain", &chain(40).to_string()).is_ok());
    let error = generate("chain", &chain(1_000).to_string()).map(|_| ()).unwrap_err();
    assert!(error.message.contains("MAX_CHAIN") && error.help.is_some(), "{error}");
    // Aliases of aliases are one type each, whatever their number.
    let aliases = definitions(1_000, |i| match i + 1 == 1_000 {
        true => json!({"type": "string"}),
        false => json!({"$ref": format!("#/$defs/d{}", i + 1)}),
    });
    let source = generate("aliases", &aliases.to_string()).unwrap();
    assert!(source.contains("pub struct D0(pub D999);"), "{source}");
    // Long chains beside short ones, as in documents whose components refer to one another densely.
    let dense = definitions(500, |i| {
        let refer = |step: usize| json!({"$ref": format!("#/$defs/d{}", (i * 31 + step) % 500)});
        json!({"type": "object", "properties": {"a": refer(1), "b": refer(2), "c": refer(3)}})
    });
    assert!(generate("dense", &dense.to_string()).is_ok());
}

/// A type on which rustc would spend minutes or gibibytes is rejected, and one at the limit is not.
#[test]
fn the_size_of_a_type_has_a_limit() {
    let strings = |count: usize| json!({"enum": (0..count).map(|i| format!("v{i}")).collect::<Vec<_>>()});
    let integers = |count: usize| json!({"enum": (0..count).collect::<Vec<_>>()});
    let object = |count: usize| {
        let properties: serde_json::Map<String, Value> = (0..count).map(|i| (format!("p{i}"), json!(true))).collect();
        json!({"type": "object", "properties": properties})
    };
    for (schema, larger, limit) in [
        (strings(10_000), strings(10_001), "MAX_VALUES = 10000"),
        (integers(10_000), integers(10_001), "MAX_VALUES = 10000"),
        (object(2_000), object(2_001), "MAX_PROPERTIES = 2000"),
    ] {
        assert!(generate("size", &schema.to_string()).is_ok(), "{limit}");
        let error = generate("size", &larger.to_string()).map(|_| ()).unwrap_err();
        assert!(error.kind == ErrorKind::Limit && error.message.contains(limit) && error.help.is_some(), "{error}");
    }
}

/// Beyond some size, `Debug` is a table, because rustc's memory for the derived one is quadratic.
#[test]
fn a_large_enumeration_does_not_derive_debug() {
    let strings = |count: usize| json!({"enum": (0..count).map(|i| format!("v{i}")).collect::<Vec<_>>()}).to_string();
    let (small, large) = (generate("debug", &strings(256)).unwrap(), generate("debug", &strings(257)).unwrap());
    assert!(small.contains("Debug,") && !small.contains("debug_names!"));
    assert!(
        !large.contains("Debug,") && large.contains("::schema_types::debug_names! {\n    Root {\n        \"V0\""),
        "{large}"
    );
}

#[test]
fn text_that_is_not_a_json_schema_is_an_error() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_schema = format!("{}true{}", r#"{"not":"#.repeat(5_000), "}".repeat(5_000));
    for text in [
        "",
        " ",
        "{",
        "[]",
        "1",
        "null",
        "\"a\"",
        "nul",
        "{\"a\": 1,}",
        "{'a': 1}",
        "{\"minimum\": 1e400}",
        "{\"minimum\": NaN}",
        r#"{"title": "\ud800"}"#,
        r#"{"properties": {"\udc00": {}}}"#,
        "{\"a\": 1, \"a\": 2}",
        "\u{feff}{}",
        &deep,
        &deep_schema,
    ] {
        let error = generate("no-json", text).map(|_| ()).unwrap_err();
        assert!(error.file.ends_with("root.json"), "{error}");
    }
}
