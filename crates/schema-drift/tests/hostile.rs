//! Hostile files end in a clear error or an answer, never in a panic, a hang or a stack overflow.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use schema_drift::{Options, Schema, Verdict, compare};
use serde_json::{Value, json};

fn few() -> Options {
    Options { samples: 500, ..Options::default() }
}

fn error(text: &str) -> String {
    Schema::parse("a.json", text).unwrap_err().to_string()
}

fn verdict(old: &Value, new: &Value) -> Verdict {
    let (old, new) = (Schema::from_value("old", old).unwrap(), Schema::from_value("new", new).unwrap());
    compare(&old, &new, &few()).unwrap().verdict()
}

#[test]
fn an_invalid_schema_is_an_error_with_its_place() {
    assert!(error("{").starts_with("a.json:1:"));
    assert!(error("\u{feff}{}").contains("byte-order mark"));
    assert!(error("[]").starts_with("a.json:"));
    assert!(error(r#"{"type": "strin"}"#).starts_with("a.json:1:10: "), "{}", error(r#"{"type": "strin"}"#));
    assert!(error(r#"{"pattern": "("}"#).starts_with("a.json:1:"));
    assert!(error(r#"{"minLength": -1}"#).starts_with("a.json:1:"));
    assert!(error(r##"{"$ref": "#/$defs/nowhere"}"##).contains("/$ref"));
    assert!(error(r#"{"$ref": "https://example.com/schema.json"}"#).contains("/$ref"));
    assert!(error(r#"{"maximum": 1e400}"#).starts_with("a.json:1:"));
    assert!(error(r#"{"maximum": NaN}"#).starts_with("a.json:1:"));
    let draft_03 = r#"{"$schema": "http://json-schema.org/draft-03/schema#", "required": true}"#;
    assert!(error(draft_03).contains("older than draft-04"));
}

#[test]
fn endless_reference_loops_are_errors() {
    for text in [
        r##"{"$ref": "#"}"##,
        r##"{"allOf": [{"$ref": "#"}]}"##,
        r##"{"not": {"$ref": "#"}}"##,
        r##"{"$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"anyOf": [{"$ref": "#/$defs/A"}]}}, "$ref": "#/$defs/A"}"##,
        r##"{"properties": {"a": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"if": {"$ref": "#/$defs/A"}}}}"##,
    ] {
        assert!(error(text).contains("without a step into a value"), "{text}");
    }
}

#[test]
fn deep_schemas_are_compared_or_rejected() {
    for depth in [10, 30, 60] {
        let nested =
            |leaf: Value| (0..depth).fold(leaf, |schema, _| json!({"properties": {"a": schema}, "required": ["a"]}));
        let (old, new) = (nested(json!({"type": "string"})), nested(json!({"type": ["string", "null"]})));
        assert_eq!(verdict(&old, &old), Verdict::Equivalent);
        assert!(matches!(verdict(&old, &new), Verdict::Wider | Verdict::Unknown), "{depth}");
    }
    let nested = "{\"items\":".repeat(5_000) + "{}" + &"}".repeat(5_000);
    assert!(error(&nested).starts_with("a.json:"));
}

#[test]
fn unions_that_multiply_are_bounded() {
    let one_of = |number: usize| json!({"oneOf": (0..12).map(|index| json!({"properties": {format!("p{number}"): {"const": index}}})).collect::<Vec<_>>()});
    let schema = json!({"allOf": (0..8).map(one_of).collect::<Vec<_>>()});
    let mut other = schema.clone();
    other["allOf"][7]["oneOf"][11]["properties"]["p7"]["const"] = json!("other");
    let _ = verdict(&schema, &other);
    assert_eq!(verdict(&schema, &schema), Verdict::Equivalent);
}

#[test]
fn definitions_that_double_are_not_inlined() {
    let mut definitions = serde_json::Map::new();
    for index in 0..60 {
        let next = json!({"$ref": format!("#/$defs/d{}", index + 1)});
        definitions.insert(format!("d{index}"), json!({"properties": {"a": next, "b": next}}));
    }
    definitions.insert("d60".to_owned(), json!({"type": "string"}));
    let schema = json!({"$ref": "#/$defs/d0", "$defs": definitions});
    let mut other = schema.clone();
    other["$defs"]["d60"]["type"] = json!("integer");
    assert_eq!(verdict(&schema, &schema), Verdict::Equivalent);
    let _ = verdict(&schema, &other);
}

#[test]
fn extreme_numbers_are_compared() {
    let of = |keyword: &str, value: Value| json!({"type": "number", keyword: value});
    for value in [
        json!(f64::MAX),
        json!(f64::MIN),
        json!(-1.797e308),
        json!(1.797e308),
        json!(5e-324),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(-0.0),
    ] {
        for keyword in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
            assert_eq!(verdict(&of(keyword, value.clone()), &of(keyword, value.clone())), Verdict::Equivalent);
            let _ = verdict(&of(keyword, value.clone()), &of("minimum", json!(0)));
        }
    }
    let free = json!({"type": "number"});
    assert_eq!(verdict(&of("minimum", json!(f64::MIN)), &free), Verdict::Equivalent);
    assert_eq!(verdict(&of("multipleOf", json!(5e-324)), &of("multipleOf", json!(5e-324))), Verdict::Equivalent);
    let _ = verdict(&of("multipleOf", json!(1e-300)), &of("multipleOf", json!(3e-300)));
    let long = json!({"type": "array", "minItems": 1e15, "maxItems": 9_007_199_254_740_993u64});
    let _ = verdict(&long, &json!({"type": "array", "minItems": 1e14}));
    let _ = verdict(&json!({"type": "string", "minLength": 1e15}), &json!({"type": "string"}));
    let _ = verdict(&json!({"minProperties": 1e15}), &json!({"minProperties": 1e14}));
}

#[test]
fn what_a_content_schema_refers_to_is_not_read() {
    let with = json!({"type": "string", "contentSchema": {"$ref": "other.json#/$defs/A", "pattern": "("}});
    assert_eq!(verdict(&with, &json!({"type": "string"})), Verdict::Equivalent);
    assert_eq!(verdict(&with, &json!({"type": "string", "minLength": 1})), Verdict::Narrower);
    assert!(Schema::from_value("with", &with).unwrap().validator(true).unwrap().is_valid(&json!("a")));
}

#[test]
fn a_slow_pattern_is_bounded() {
    let slow = |tail: &str| json!({"type": "string", "pattern": format!("^(a+)+(?=b){tail}$"), "minLength": 300});
    let _ = verdict(&slow("b"), &slow("bb"));
}

#[test]
fn repairs_are_reported() {
    let old = Schema::from_value("old", &json!({"minimum": f64::MIN, "properties": {"next": {"$ref": "#"}}})).unwrap();
    let messages: Vec<_> =
        old.repairs().iter().map(|repair| (repair.pointer.as_str(), repair.message.as_str())).collect();
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert_eq!(old.repairs()[0].pointer, "/minimum");
    let comparison = compare(&old, &old, &few()).unwrap();
    assert_eq!(comparison.repairs.0, old.repairs());
}

#[test]
fn tolerated_violations_of_the_dialect_are_reported_as_repairs() {
    let schema = json!({"allOf": [], "properties": {"a": {"required": true}}});
    let schema = Schema::from_value("a.json", &schema).unwrap();
    let pointers: Vec<&str> = schema.repairs().iter().map(|repair| repair.pointer.as_str()).collect();
    assert_eq!(pointers, ["/allOf", "/properties/a/required"]);
}
