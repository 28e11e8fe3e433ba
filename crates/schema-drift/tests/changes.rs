//! Every kind of change: its verdict, pointer, message and the party that breaks.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use schema_drift::{Comparison, Options, Party, Schema, Side, Verdict, compare};
use schema_ir::{NormaliseOptions, Source};
use serde_json::{Value, json};

const READER: &[Party] = &[Party::Reader];
const WRITER: &[Party] = &[Party::Writer];
const BOTH: &[Party] = &[Party::Reader, Party::Writer];
const SEED: &str = include_str!("../../../schemas/kombo-connectionflowfailedwebhookpayload-schema.json");

fn compared(old: &Value, new: &Value) -> Comparison {
    let (old, new) = (Schema::from_value("old.json", old).unwrap(), Schema::from_value("new.json", new).unwrap());
    let comparison = compare(&old, &new, &Options::default()).unwrap();
    for change in &comparison.changes {
        for witness in change.witnesses.iter().filter(|witness| witness.whole) {
            for (side, schema) in [(Side::Old, &old), (Side::New, &new)] {
                let valid = schema.validator(false).unwrap().is_valid(&witness.value);
                assert_eq!(valid, side == witness.accepted_by, "{}: {}", change.message, witness.value);
            }
        }
    }
    comparison
}

/// Asserts that one change is found, with this pointer and message, and that it breaks these parties.
fn one(old: Value, new: Value, pointer: &str, message: &str, breaks: &[Party]) {
    let comparison = compared(&old, &new);
    let found: Vec<_> = comparison.changes.iter().map(|change| (change.message.as_str(), change)).collect();
    let [(found_message, change)] = found.as_slice() else { panic!("{message}: {:#?}", comparison) };
    assert_eq!(*found_message, message);
    assert!([&change.old.pointer, &change.new.pointer].contains(&&pointer.to_owned()), "{message}: {change:#?}");
    assert_eq!(change.breaks, breaks, "{message}");
    assert_eq!(comparison.breaks(), breaks, "{message}");
    assert_eq!(change.witnesses.len(), breaks.len(), "{message}");
    assert!(change.witnesses.iter().all(|witness| witness.whole), "{message}: {:?}", change.witnesses);
}

#[test]
fn bounds() {
    let string = |keyword: &str, value: Value| json!({"properties": {"a": {"type": "string", keyword: value}}});
    let number = |keyword: &str, value: Value| json!({"properties": {"a": {"type": "number", keyword: value}}});
    let array = |keyword: &str, value: Value| json!({"properties": {"a": {"type": "array", keyword: value}}});
    let object = |keyword: &str, value: Value| json!({"properties": {"a": {"type": "object", keyword: value}}});
    let now = |keyword, was: &str, is: &str| format!("`{keyword}` of `a` is now {is}, was {was}");
    for (make, keyword, low, high) in [
        (&string as &dyn Fn(&str, Value) -> Value, "minLength", json!(1), json!(3)),
        (&number, "minimum", json!(1), json!(3.5)),
        (&number, "exclusiveMinimum", json!(1), json!(3)),
        (&array, "minItems", json!(1), json!(3)),
        (&object, "minProperties", json!(1), json!(3)),
    ] {
        let (low_text, high_text) = (low.to_string(), high.to_string());
        let at = format!("/properties/a/{keyword}");
        one(make(keyword, low.clone()), make(keyword, high.clone()), &at, &now(keyword, &low_text, &high_text), WRITER);
        one(make(keyword, high), make(keyword, low), &at, &now(keyword, &high_text, &low_text), READER);
    }
    for (make, keyword) in [
        (&string as &dyn Fn(&str, Value) -> Value, "maxLength"),
        (&number, "maximum"),
        (&number, "exclusiveMaximum"),
        (&array, "maxItems"),
        (&object, "maxProperties"),
    ] {
        let at = format!("/properties/a/{keyword}");
        one(make(keyword, json!(3)), make(keyword, json!(1)), &at, &now(keyword, "3", "1"), WRITER);
        one(make(keyword, json!(1)), make(keyword, json!(3)), &at, &now(keyword, "1", "3"), READER);
    }
    one(
        number("multipleOf", json!(2)),
        number("multipleOf", json!(4)),
        "/properties/a/multipleOf",
        &now("multipleOf", "2", "4"),
        WRITER,
    );
    one(
        number("multipleOf", json!(2)),
        number("multipleOf", json!(3)),
        "/properties/a/multipleOf",
        &now("multipleOf", "2", "3"),
        BOTH,
    );
    one(
        array("uniqueItems", json!(false)),
        array("uniqueItems", json!(true)),
        "/properties/a/uniqueItems",
        &now("uniqueItems", "false", "true"),
        WRITER,
    );
    one(
        string("pattern", json!("^a")),
        string("minLength", json!(0)),
        "/properties/a/pattern",
        "`a` no longer has `pattern` \"^a\"",
        READER,
    );
}

#[test]
fn types_and_values() {
    let of = |schema: Value| json!({"type": "object", "properties": {"a": schema}, "required": ["a"]});
    let at = "/properties/a/type";
    one(of(json!({"type": "string"})), of(json!({"type": ["string", "null"]})), at, "`a` also allows null", READER);
    one(
        of(json!({"type": ["string", "null"]})),
        of(json!({"type": "string"})),
        at,
        "`a` no longer allows null",
        WRITER,
    );
    one(of(json!({"type": "string"})), of(json!({"type": "integer"})), at, "`a` is now integer, was string", BOTH);
    one(of(json!({"type": "integer"})), of(json!({"type": "number"})), at, "`a` also allows number", READER);
    one(of(json!({})), of(json!({"type": "boolean"})), at, "`a` is now boolean, was any type", WRITER);
    let at = "/properties/a/enum";
    one(of(json!({"enum": ["A"]})), of(json!({"enum": ["A", "B"]})), at, "`a` also allows \"B\"", READER);
    one(of(json!({"enum": ["A", "B"]})), of(json!({"enum": ["A"]})), at, "`a` no longer allows \"B\"", WRITER);
    one(
        of(json!({"type": "string"})),
        of(json!({"type": "string", "enum": ["A"]})),
        at,
        "`a` now allows only \"A\"",
        WRITER,
    );
    one(of(json!({"const": 1})), of(json!({"enum": [1, 2]})), at, "`a` also allows 2", READER);
}

#[test]
fn objects() {
    let closed = |properties: Value, required: Value| json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false});
    let open = |properties: Value| json!({"type": "object", "properties": properties});
    one(
        closed(json!({"a": {}}), json!(["a"])),
        closed(json!({"a": {}}), json!([])),
        "/required/0",
        "`a` is no longer required",
        READER,
    );
    one(
        closed(json!({"a": {}}), json!([])),
        closed(json!({"a": {}}), json!(["a"])),
        "/required/0",
        "`a` is now required",
        WRITER,
    );
    one(
        closed(json!({"a": {}}), json!([])),
        closed(json!({"a": {}, "b": {}}), json!([])),
        "/properties/b",
        "the value has the new property `b`",
        READER,
    );
    one(
        closed(json!({"a": {}, "b": {}}), json!([])),
        closed(json!({"a": {}}), json!([])),
        "/properties/b",
        "the value no longer has the property `b`",
        WRITER,
    );
    one(
        open(json!({})),
        open(json!({"a": {"type": "string"}})),
        "/properties/a",
        "the value has the new property `a`, which could be any value before",
        WRITER,
    );
    one(
        open(json!({"a": {"type": "string"}})),
        open(json!({})),
        "/properties/a",
        "the value no longer describes `a`, which may now be any value",
        READER,
    );
    one(
        closed(json!({"a": {}}), json!([])),
        open(json!({"a": {}})),
        "/additionalProperties",
        "the value now allows any other key",
        READER,
    );
    one(
        open(json!({"a": {}})),
        closed(json!({"a": {}}), json!([])),
        "/additionalProperties",
        "the value no longer allows other keys",
        WRITER,
    );
    let more = |kind| json!({"type": "object", "additionalProperties": {"type": kind}});
    one(
        more("integer"),
        more("number"),
        "/additionalProperties/type",
        "each member of the value also allows number",
        READER,
    );
}

#[test]
fn arrays() {
    let list = |item: Value| json!({"properties": {"tags": {"type": "array", "items": item}}});
    let at = "/properties/tags/items/type";
    one(
        list(json!({"type": "string"})),
        list(json!({"type": ["string", "null"]})),
        at,
        "each member of `tags` also allows null",
        READER,
    );
    let pair = |second: Value| json!({"type": "array", "prefixItems": [{"type": "string"}, second], "items": false});
    one(
        pair(json!({"type": "integer"})),
        pair(json!({"type": "string"})),
        "/prefixItems/1/type",
        "`1` is now string, was integer",
        BOTH,
    );
    let contains = |schema: Value| json!({"type": "array", "contains": schema});
    one(
        contains(json!({"const": 1})),
        contains(json!({"enum": [1, 2]})),
        "/contains/enum",
        "each member of the value also allows 2, inside `contains`",
        READER,
    );
}

#[test]
fn unions_and_negations() {
    let any = |members: Value| json!({"properties": {"a": {"anyOf": members}}});
    let (cat, dog) = (
        json!({"properties": {"kind": {"const": "cat"}}, "required": ["kind"]}),
        json!({"properties": {"kind": {"const": "dog"}}, "required": ["kind"]}),
    );
    one(
        any(json!([cat, dog])),
        any(json!([cat])),
        "/properties/a/anyOf",
        "`a` no longer has the alternative `kind=\"dog\"`",
        WRITER,
    );
    one(
        any(json!([cat])),
        any(json!([dog, cat])),
        "/properties/a/anyOf/0",
        "`a` has the new alternative `kind=\"dog\"`",
        READER,
    );
    let tame = json!({"properties": {"kind": {"const": "cat"}, "name": {"type": "string"}}, "required": ["kind"]});
    let named =
        json!({"properties": {"kind": {"const": "cat"}, "name": {"type": "string"}}, "required": ["kind", "name"]});
    one(
        any(json!([dog, tame])),
        any(json!([named, dog])),
        "/properties/a/anyOf/0/required/1",
        "`name` is now required",
        WRITER,
    );
    let not = |schema: Value| json!({"type": "string", "not": schema});
    one(
        not(json!({"enum": ["A"]})),
        not(json!({"enum": ["A", "B"]})),
        "/not/enum",
        "the value also allows \"B\", inside `not`",
        WRITER,
    );
}

#[test]
fn changes_inside_applicators_have_the_direction_of_the_whole() {
    // Below `not`, accepting less means accepting more as a whole; below two of them it means less again.
    let not = |size: u64| json!({"type": "object", "not": {"properties": {"a": {"maxLength": size, "type": "string"}}, "required": ["a"]}});
    one(not(5), not(4), "/not/properties/a/maxLength", "`maxLength` of `a` is now 4, was 5, inside `not`", READER);
    let twice = |size: u64| json!({"type": "string", "not": {"not": {"maxLength": size}}});
    one(twice(5), twice(4), "/not/not/maxLength", "`maxLength` of the value is now 4, was 5, inside `not`", WRITER);
    // A condition that holds less often enforces `then` less often.
    let condition =
        |least: u64, most: u64| json!({"type": "integer", "if": {"minimum": least}, "then": {"maximum": most}});
    one(
        condition(10, 5),
        condition(15, 5),
        "/if/minimum",
        "`minimum` of the value is now 15, was 10, inside `if`",
        READER,
    );
    one(
        condition(30, 20),
        condition(25, 20),
        "/if/minimum",
        "`minimum` of the value is now 25, was 30, inside `if`",
        WRITER,
    );
    one(
        condition(10, 20),
        condition(10, 19),
        "/then/maximum",
        "`maximum` of the value is now 19, was 20, inside `then`",
        WRITER,
    );
    let contains =
        |most: u64| json!({"type": "array", "contains": {"type": "integer", "maximum": most}, "maxContains": 1});
    one(
        contains(5),
        contains(6),
        "/contains/maximum",
        "`maximum` of each member of the value is now 6, was 5, inside `contains`",
        BOTH,
    );
    let names = |size: u64| json!({"type": "object", "propertyNames": {"maxLength": size}});
    one(names(5), names(4), "/propertyNames/maxLength", "`maxLength` of each key of the value is now 4, was 5", WRITER);
    let dependent =
        |kind: &str| json!({"type": "object", "dependentSchemas": {"a": {"properties": {"b": {"type": kind}}}}});
    one(
        dependent("string"),
        dependent("integer"),
        "/dependentSchemas/a/properties/b/type",
        "`b` is now integer, was string, inside `dependentSchemas`",
        BOTH,
    );
    let others = |most: u64| json!({"type": "object", "properties": {"a": true}, "unevaluatedProperties": {"type": "integer", "maximum": most}});
    one(
        others(5),
        others(6),
        "/unevaluatedProperties/maximum",
        "`maximum` of each member of the value is now 6, was 5, inside `unevaluatedProperties`",
        READER,
    );
    // A difference that no single keyword causes is reported at the deepest place whose keywords cause it together.
    let evaluated = |properties: Value| {
        let either = json!([{"properties": properties}, {"required": ["b"]}]);
        json!({"properties": {"p": {"type": "object", "anyOf": either, "unevaluatedProperties": false}}})
    };
    one(
        evaluated(json!({"a": {"type": "string"}})),
        evaluated(json!({})),
        "/properties/p",
        "the combined keywords of `p` accept different values",
        WRITER,
    );
    // A member of `oneOf` that accepts more may overlap with another, which makes the whole accept less.
    let one_of = |most: u64| json!({"type": "integer", "oneOf": [{"maximum": most}, {"minimum": 10}]});
    one(one_of(5), one_of(6), "/oneOf/0/maximum", "`maximum` of the value is now 6, was 5", READER);
    one(one_of(15), one_of(16), "/oneOf/0/maximum", "`maximum` of the value is now 16, was 15", WRITER);
}

#[test]
fn spelling_is_no_change() {
    let inline = json!({"type": "object", "properties": {"a": {"type": ["string", "null"], "minLength": 1}, "b": {"type": "integer", "minimum": 1}}, "required": ["b", "a"]});
    for other in [
        json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "required": ["a", "b"], "type": ["object"], "properties": {"b": {"minimum": 1.0, "type": "integer"}, "a": {"type": ["null", "string"], "minLength": 1}}}),
        json!({"$ref": "#/$defs/X", "$defs": {"X": {"type": "object", "properties": {"a": {"anyOf": [{"$ref": "#/$defs/S"}, {"type": "null"}]}, "b": {"allOf": [{"type": "integer"}, {"minimum": 1}]}}, "required": ["a", "b"]}, "S": {"type": "string", "minLength": 1}}}),
        json!({"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "properties": {"a": {"type": "string", "nullable": true, "minLength": 1}, "b": {"type": "integer", "minimum": 0, "exclusiveMinimum": true}}, "required": ["a", "b"]}),
    ] {
        let comparison = compared(&inline, &other);
        assert_eq!(comparison.verdict(), Verdict::Equivalent, "{other}");
        assert!(comparison.changes.is_empty() && comparison.annotations.is_empty(), "{comparison:#?}");
    }
}

#[test]
fn annotations_are_listed_separately() {
    let old = json!({"properties": {"a": {"type": "string", "format": "email", "description": "A."}}});
    let new = json!({"properties": {"a": {"$ref": "#/$defs/A", "description": "Another."}}, "$defs": {"A": {"type": "string", "description": "Hidden.", "deprecated": true}}});
    let comparison = compared(&old, &new);
    assert_eq!(comparison.verdict(), Verdict::Equivalent);
    let messages: Vec<_> = comparison.annotations.iter().map(|change| change.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`description` of `a` is now \"Another.\", was \"A.\"",
            "`a` now has `deprecated` true",
            "`a` no longer has `format` \"email\"",
        ]
    );
    assert_eq!(comparison.annotations[0].new.as_ref().unwrap().pointer, "/properties/a/description");
}

#[test]
fn a_discriminator_is_an_annotation() {
    let pet = |property: &str| json!({"anyOf": [{"type": "object", "discriminator": {"propertyName": property}}, {"type": "null"}]});
    let comparison = compared(&pet("kind"), &pet("type"));
    assert_eq!(comparison.verdict(), Verdict::Equivalent);
    let messages: Vec<_> = comparison.annotations.iter().map(|change| change.message.as_str()).collect();
    let expected = "`discriminator` of the value is now {\"propertyName\":\"type\"}, was {\"propertyName\":\"kind\"}";
    assert_eq!(messages, [expected]);
    // It does not keep null from being found among the types.
    let comparison = compared(&pet("kind"), &json!({"type": "object"}));
    let messages: Vec<_> = comparison.changes.iter().map(|change| change.message.as_str()).collect();
    assert_eq!(messages, ["the value no longer allows null"]);
}

#[test]
fn places_are_those_of_the_dialect() {
    let old = json!({"type": "array", "items": [{"type": "string"}], "additionalItems": false});
    let new = json!({"type": "array", "items": [{"type": "string"}]});
    one(old, new, "/additionalItems", "`items` of the value changed", READER);
    let tree = |kind: &str| json!({"$ref": "#/definitions/a b", "definitions": {"a b": {"type": "object", "minProperties": 1, "properties": {"c": {"$ref": "#/definitions/a b"}, "d": {"type": kind}}}}});
    let (old, new) = (tree("string"), tree("null"));
    one(old, new, "/definitions/a b/properties/d/type", "`d` is now null, was string", BOTH);
    // The meta-schema forbids an empty list, which accepts nothing.
    let (old, new) = (json!({"items": {"anyOf": []}}), json!({"items": {"type": "null"}}));
    let comparison = compared(&old, &new);
    assert!(comparison.changes.iter().all(|change| change.old.file == "old.json"), "{comparison:#?}");
}

#[test]
fn places_in_other_files_have_the_lines_of_those_files() {
    let schema = |most: u32| {
        let part = format!("{{\n  \"type\": \"string\",\n  \"maxLength\": {most}\n}}");
        let siblings = [Source::parse("part.json", part.into_bytes()).unwrap()];
        let order = Source::parse("order.json", br#"{"items": {"$ref": "part.json"}}"#.to_vec()).unwrap();
        Schema::new(order, &NormaliseOptions { siblings: &siblings, ..NormaliseOptions::default() }).unwrap()
    };
    let comparison = compare(&schema(3), &schema(2), &Options::default()).unwrap();
    let places: Vec<String> = comparison.changes.iter().map(|change| change.new.to_string()).collect();
    assert_eq!(places, ["part.json:3:16"], "{:#?}", comparison.changes);
}

#[test]
fn recursive_schemas_are_compared_and_located() {
    let tree = |kind: &str| json!({"type": "object", "properties": {"value": {"type": kind}, "children": {"type": "array", "items": {"$ref": "#"}}}, "required": ["value"]});
    assert_eq!(compared(&tree("string"), &tree("string")).verdict(), Verdict::Equivalent);
    let comparison = compared(&tree("string"), &tree("integer"));
    assert_eq!(comparison.changes.len(), 1, "{comparison:#?}");
    assert_eq!(comparison.changes[0].new.pointer, "/properties/value/type");
    assert_eq!(comparison.verdict(), Verdict::Incomparable);
    let named = json!({"$ref": "#/$defs/Tree", "$defs": {"Tree": {"type": "object", "properties": {"value": {"type": "string"}, "children": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}}, "required": ["value"]}}});
    assert_eq!(compared(&tree("string"), &named).verdict(), Verdict::Equivalent);
}

#[test]
fn edits_of_the_seed_are_found() {
    let seed: Value = serde_json::from_str(SEED).unwrap();
    let edited = |at: &str, value: Value| {
        let mut edited = seed.clone();
        *edited.pointer_mut(at).unwrap() = value;
        edited
    };
    let user = "/properties/data/properties/end_user";
    let at = format!("{user}/required");
    one(
        seed.clone(),
        edited(&at, json!(["organization_name", "origin_id"])),
        &format!("{user}/required/1"),
        "`creator_email` is no longer required",
        READER,
    );
    let at = "/properties/data/properties/integration_category/enum";
    one(
        edited(at, json!(["HRIS", "ATS", "ASSESSMENT"])),
        seed.clone(),
        at,
        "`integration_category` also allows \"LMS\"",
        READER,
    );
    let at = format!("{user}/properties/creator_email/nullable");
    one(
        seed.clone(),
        edited(&at, json!(false)),
        &format!("{user}/properties/creator_email/type"),
        "`creator_email` no longer allows null",
        WRITER,
    );
}

#[test]
fn renames_are_only_suggested() {
    let object = |name: &str, values: Value| json!({"properties": {name: {"type": "string", "maxLength": 9}, "k": {"enum": values}}, "additionalProperties": false});
    let comparison = compared(&object("mail", json!(["a", "b"])), &object("email", json!(["a", "c"])));
    assert_eq!(comparison.verdict(), Verdict::Incomparable);
    let suggestions: Vec<_> =
        comparison.changes.iter().map(|change| (change.keyword, change.suggestion.as_deref())).collect();
    let (property, value) = ("perhaps `mail` was renamed to `email`", "perhaps `b` was renamed to `c`");
    for (keyword, suggestion) in [("properties", property), ("enum", value)] {
        assert_eq!(suggestions.iter().filter(|one| **one == (keyword, Some(suggestion))).count(), 2, "{suggestions:?}");
    }
    let unlike =
        compared(&json!({"properties": {"a": {"type": "string"}}}), &json!({"properties": {"b": {"type": "integer"}}}));
    assert!(unlike.changes.iter().all(|change| change.suggestion.is_none()), "{unlike:#?}");
}

#[test]
fn dynamic_references_keep_their_places() {
    let list = |size: u64| {
        json!({
            "$id": "https://example.com/names", "$ref": "list",
            "$defs": {
                "item": {"$dynamicAnchor": "item", "type": "string", "title": "name", "maxLength": size},
                "list": {
                    "$id": "list", "type": "array", "items": {"$dynamicRef": "#item"},
                    "$defs": {"any": {"$dynamicAnchor": "item"}}
                }
            }
        })
    };
    one(list(9), list(8), "/$defs/item/maxLength", "`maxLength` of each member of the value is now 8, was 9", WRITER);
}
