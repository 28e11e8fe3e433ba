//! Large lengths and sizes are decided without values of that size, as small ones in the same order are.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use schema_drift::{Comparison, Options, Schema, Side, Verdict, compare};
use serde_json::{Value, json};

fn compared(old: &Value, new: &Value) -> Comparison {
    let (old, new) = (Schema::from_value("old", old).unwrap(), Schema::from_value("new", new).unwrap());
    compare(&old, &new, &Options { samples: 40, ..Options::default() }).unwrap()
}

/// The only witness, in words, and who accepts it.
fn described(comparison: &Comparison) -> (&str, Side) {
    let [change] = comparison.changes.as_slice() else { panic!("{comparison:#?}") };
    let [witness] = change.witnesses.as_slice() else { panic!("{comparison:#?}") };
    assert!(witness.whole && witness.value.is_null(), "{witness:?}");
    (witness.described.as_deref().unwrap(), witness.accepted_by)
}

#[test]
fn a_value_that_is_too_large_is_described() {
    for (old, new, words) in [
        (
            json!({"type": "string", "maxLength": 10_485_760}),
            json!({"type": "string", "maxLength": 20_971_520}),
            "a string of 10,485,761 characters",
        ),
        (
            json!({"type": "array", "maxItems": 100_000}),
            json!({"type": "array", "maxItems": 100_001}),
            "an array of 100,001 items such as \"a\"",
        ),
        (
            json!({"type": "object", "maxProperties": 1_000}),
            json!({"type": "object", "maxProperties": 1_001}),
            "an object of 1,001 members",
        ),
        (
            json!({"type": "string", "minLength": 20_971_520}),
            json!({"type": "string", "minLength": 10_485_760}),
            "a string of 10,485,760 characters",
        ),
        (
            json!({"type": "array", "minItems": 100_001}),
            json!({"type": "array", "minItems": 100_000}),
            "an array of 100,000 items such as \"a\"",
        ),
        (
            json!({"type": "object", "minProperties": 1_001}),
            json!({"type": "object", "minProperties": 1_000}),
            "an object of 1,000 members",
        ),
    ] {
        let forth = compared(&old, &new);
        assert_eq!((forth.verdict(), described(&forth)), (Verdict::Wider, (words, Side::New)));
        let back = compared(&new, &old);
        assert_eq!((back.verdict(), described(&back)), (Verdict::Narrower, (words, Side::Old)));
        assert_eq!(back.decided(), "decided by counts, without a value of that size");
    }
}

#[test]
fn the_rest_of_the_value_is_shown() {
    let schema = |length: u64| {
        let properties = json!({"name": {"type": "string", "maxLength": length}, "of": {"const": [1]}});
        json!({"type": "object", "properties": properties, "required": ["name", "of"], "additionalProperties": false})
    };
    let comparison = compared(&schema(10_000_000), &schema(9_000_000));
    let words = "{\"name\":a string of 9,000,001 characters,\"of\":[1]}";
    assert_eq!(described(&comparison), (words, Side::Old));
}

/// Schemas with bounds of about this size.
fn schemas(size: u64) -> Vec<Value> {
    vec![
        json!({"maxLength": size}),
        json!({"maxLength": size + 1}),
        json!({"minLength": size + 1}),
        json!({"minLength": size, "maxLength": size + 1, "type": "string"}),
        json!({"not": {"minLength": size + 1}}),
        json!({"anyOf": [{"maxLength": size}, {"minLength": size + 2}]}),
        json!({"maxLength": size, "enum": ["a", "bb"]}),
        json!({"maxItems": size, "items": {"type": "null"}}),
        json!({"minItems": size, "maxItems": size, "prefixItems": [{"type": "string"}]}),
        json!({"not": {"items": {"type": "null"}}, "maxItems": size + 1}),
        json!({"minItems": size + 1, "items": false}),
        json!({"maxItems": size, "items": {"maxLength": size}}),
        json!({"maxProperties": size}),
        json!({"maxProperties": size + 1}),
        json!({"maxProperties": size, "properties": {"a": true, "b": true}, "additionalProperties": false}),
        json!({"minProperties": size, "required": ["a"], "additionalProperties": {"type": "null"}}),
        json!({"dependentRequired": {"a": ["b"]}, "minProperties": size, "maxProperties": size}),
        json!({"properties": {"a": {"maxProperties": size}}, "required": ["a"]}),
        json!(true),
    ]
}

#[test]
fn large_bounds_are_decided_as_small_ones() {
    let (small, large) = (schemas(12), schemas(5_000_000));
    // All pairs take minutes, so these have one of each kind of bound.
    for (one, other) in [(1, 5), (9, 7), (14, 13)] {
        let expected = compared(&small[one], &small[other]).verdict();
        assert_ne!(expected, Verdict::Unknown, "{one} {other}");
        assert_eq!(compared(&large[one], &large[other]).verdict(), expected, "{one} {other}");
    }
}

#[test]
fn bounds_are_left_as_they_are_beside_keywords_that_look_at_what_they_count() {
    for (old, new) in [
        (json!({"maxLength": 5_000_000, "pattern": "^(aa)*$"}), json!({"maxLength": 5_000_001, "pattern": "^(aa)*$"})),
        (
            json!({"maxItems": 5_000_001, "uniqueItems": true, "items": {"type": "boolean"}}),
            json!({"maxItems": 5_000_000, "uniqueItems": true, "items": {"type": "boolean"}}),
        ),
        (
            json!({"maxProperties": 5_000_001, "propertyNames": {"enum": ["a"]}}),
            json!({"maxProperties": 5_000_000, "propertyNames": {"enum": ["a"]}}),
        ),
    ] {
        // These are equivalent, so a difference would be wrong.
        assert!(matches!(compared(&old, &new).verdict(), Verdict::Equivalent | Verdict::Unknown), "{old} {new}");
    }
}
