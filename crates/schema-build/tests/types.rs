//! The options that choose types: what the report tells, and the errors of options that do not apply.
#![allow(clippy::unwrap_used, clippy::panic)]

use schema_build::{Builder, ErrorKind, Integers, Numbers, Output, Undeclared};
use serde_json::{Value, json};

/// Generates from one file, `order.json`, with some options.
fn generate(name: &str, schema: &Value, options: impl Fn(Builder) -> Builder) -> Result<Output, String> {
    let folder = std::env::temp_dir().join(format!("schema-build-types-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("order.json"), schema.to_string()).unwrap();
    let result = options(Builder::new(&folder)).generate();
    std::fs::remove_dir_all(&folder).unwrap();
    result.map_err(|errors| {
        let errors: Vec<String> = errors
            .iter()
            .map(|error| {
                assert!(matches!(error.kind, ErrorKind::UnusedOption | ErrorKind::InvalidOption), "{error:?}");
                error.to_string()
            })
            .collect();
        errors.join("\n")
    })
}

fn order() -> Value {
    json!({
        "title": "Order",
        "type": "object",
        "properties": {
            "price": {"$ref": "#/$defs/money"},
            "old_price": {"$ref": "#/$defs/money"},
            "closed": {"type": "object", "properties": {"x": {"type": "string"}}, "additionalProperties": false},
            "map": {"type": "object", "additionalProperties": {"$ref": "#/$defs/unit"}},
        },
        "$defs": {
            "money": {"type": "object", "properties": {"unit": {"$ref": "#/$defs/unit"}, "cents": {"$ref": "#/$defs/cents"}}},
            "cents": {"type": "object", "properties": {"of": {"$ref": "#/$defs/money"}, "n": {"type": "integer"}}},
            "unit": {"enum": ["EUR", "USD"]},
            "unused": {"enum": ["a", "b"]},
        },
    })
}

#[test]
fn selectors_that_name_nothing_are_errors_with_those_that_are_near() {
    for (option, wrong, near) in [
        ("extern_type", "order::Mony", "`order::Money`"),
        ("extern_type", "Order.prise", "`Order.price`"),
        ("extern_type", "order.json#/properties/prices", "`order.json#/properties/price`"),
        ("extern_type", "order.json#/$defs/mony", "`order.json#/$defs/money`"),
        ("extern_type", "orders.json#/$defs/money", "`order.json#/$defs/money`"),
        ("undeclared", "order::Mony", "`order::Money`"),
        ("undeclared", "order.json#/properties/closed", "`order.json#/properties/closed"),
        ("undeclared", "order.json#/properties/map", "`order.json#/properties/map`"),
    ] {
        let result = generate("near", &order(), |builder| match option {
            "extern_type" => builder.extern_type(wrong, "::my::Money"),
            _ => builder.undeclared(wrong, Undeclared::Deny),
        });
        let error = result.map(|output| output.source).unwrap_err();
        let message = format!("`{option}`: {wrong:?}");
        assert!(error.contains(&message) && error.contains(near), "{error}");
    }
    let error = generate("path", &order(), |builder| builder.format("date", "my::Date").number_type("1")).unwrap_err();
    assert!(error.contains("`format`: \"my::Date\"") && error.contains("`number_type`: \"1\""), "{error}");
}

#[test]
fn types_that_only_the_replaced_one_needs_are_not_generated() {
    let output = generate("prune", &order(), |builder| builder.extern_type("order::Money", "::my::Money")).unwrap();
    let names: Vec<&str> = output.report.types.iter().map(|ty| ty.name.as_str()).collect();
    // The map has units too, and nothing at all needs `unused`.
    assert_eq!(names, ["Order", "order::Unit", "order::Unused", "order::Closed"]);
    assert_eq!(output.source.matches(": Option<::my::Money>").count(), 2);
    let whole = generate("prune-all", &order(), |builder| builder.extern_type("Order", "::my::Order")).unwrap();
    assert!(whole.report.types.is_empty(), "{}", whole.report);
}

#[test]
fn components_are_types_of_ones_own() {
    let document = json!({
        "openapi": "3.0.3",
        "components": {"schemas": {
            "Money": {"type": "object", "nullable": true},
            "Order": {"type": "object", "properties": {"price": {"$ref": "#/components/schemas/Money"}}, "required": ["price"]},
        }},
    });
    let output = generate("components", &document, |builder| builder.extern_type("Money", "::my::Money")).unwrap();
    assert!(output.source.contains("pub price: Option<::my::Money>,"), "{}", output.source);
    assert!(!output.source.contains("struct Money"));
}

/// A validator refers to a definition in whose place a type was chosen.
#[test]
fn validators_know_the_schemas_of_replaced_types() {
    let schema = json!({
        "title": "Order",
        "type": "object",
        "properties": {"price": {"$ref": "#/$defs/money"}},
        "not": {"required": ["other"], "properties": {"other": {"$ref": "#/$defs/money"}}},
        "$defs": {"money": {"type": "object", "properties": {"unit": {"type": "string"}}}},
    });
    let output = generate("guard", &schema, |builder| builder.extern_type("order::Money", "::my::Money")).unwrap();
    assert!(output.source.contains(r##"references: { "#/$defs/money": = "{"##), "{}", output.source);
}

#[test]
fn the_report_lists_the_places_outside_the_proof() {
    let schema = json!({
        "title": "Order",
        "type": "object",
        "properties": {
            "id": {"type": "integer"},
            "small": {"type": "integer", "format": "uint8", "minimum": 0, "maximum": 255},
            "wide": {"type": "integer", "minimum": -1, "maximum": 1e19},
            "at_least": {"type": "integer", "exclusiveMinimum": -1},
            "rate": {"type": "number", "format": "float"},
            "sent": {"type": "string", "format": "date-time"},
        },
    });
    let output = generate("report", &schema, |builder| {
        builder.integers(Integers::Native).numbers(Numbers::Native).format("date-time", "::my::Moment")
    })
    .unwrap();
    for field in
        ["id: Option<i64>", "small: Option<u8>", "wide: Option<i128>", "at_least: Option<u64>", "rate: Option<f32>"]
    {
        assert!(output.source.contains(&format!("pub {field},")), "{field}: {}", output.source);
    }
    let report = output.report.to_json();
    let outside: Vec<(&str, &str)> = report["outside"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| (place["pointer"].as_str().unwrap(), place["why"].as_str().unwrap()))
        .collect();
    let expected = [
        ("/properties/id", "range"),
        ("/properties/at_least", "range"),
        ("/properties/rate", "precision"),
        ("/properties/sent", "format"),
    ];
    assert_eq!(outside, expected);
    assert_eq!(report["crates"], json!(["schema-types", "my"]));
    let text = output.report.to_string();
    assert!(text.contains("Order: outside the proof: rejects integers beyond `i64` at "), "{text}");
    assert!(text.contains("4 places outside the proof; needs schema-types; my"), "{text}");
    // Each format of integers has its type.
    let formats = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"];
    for format in formats {
        let schema = json!({"title": "N", "type": "integer", "format": format});
        let source = generate("format", &schema, |builder| builder.integers(Integers::Native)).unwrap().source;
        let ty = format.replace("uint", "u").replace("int", "i");
        assert!(source.contains(&format!("pub struct N(pub {ty});")), "{source}");
    }
}

#[test]
fn annotations_that_are_not_used_are_noted() {
    let schema = json!({"title": "Net", "properties": {"net": {
        "type": "string", "x-rust-type": {"crate": "ipnet", "version": "3", "path": "ipnet::IpNet"},
    }}});
    let notes = |options: fn(Builder) -> Builder| {
        let report = generate("notes", &schema, options).unwrap().report;
        report.notes.into_iter().map(|note| format!("{}: {}", note.pointer, note.message)).collect::<Vec<_>>()
    };
    let [unasked] = notes(|builder| builder).try_into().unwrap();
    assert!(unasked.starts_with("/properties/net/x-rust-type: ") && unasked.contains("`crate_version`"), "{unasked}");
    let [other] = notes(|builder| builder.crate_version("ipnet", "2")).try_into().unwrap();
    assert!(other.contains("must be of version 3"), "{other}");
    assert_eq!(notes(|builder| builder.crate_version("ipnet", "3")), [""; 0]);
}
