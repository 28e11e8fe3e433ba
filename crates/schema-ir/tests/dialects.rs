//! Normalising a schema to plain 2020-12 does not change which values are valid: a validator of the original schema and one
//! of the normalised schema both give the verdicts in the table.
#![allow(clippy::unwrap_used, clippy::panic)]

use jsonschema::Draft;
use schema_ir::{NormaliseOptions, Source, normalise};
use serde_json::{Value, json};

struct Case {
    draft: Draft,
    schema: Value,
    valid: Value,
    invalid: Value,
}

fn case(draft: Draft, schema: Value, valid: Value, invalid: Value) -> Case {
    Case { draft, schema, valid, invalid }
}

fn cases() -> Vec<Case> {
    let [four, six, seven, nine, twelve] =
        [Draft::Draft4, Draft::Draft6, Draft::Draft7, Draft::Draft201909, Draft::Draft202012];
    vec![
        case(four, json!({"minimum": 3, "exclusiveMinimum": true}), json!([4, "x"]), json!([3, 2])),
        case(four, json!({"maximum": 3, "exclusiveMaximum": false}), json!([3]), json!([4])),
        case(
            four,
            json!({"id": "http://a.example/root.json", "definitions": {"N": {"id": "n.json", "type": "integer"}},
                "items": {"$ref": "n.json"}}),
            json!([[], [1]]),
            json!([["x"]]),
        ),
        case(four, json!({"const": 1}), json!([1, 2]), json!([])),
        case(six, json!({"const": 1, "contains": {}}), json!([1, 1.0]), json!([2, true])),
        case(six, json!({"if": {"type": "string"}, "then": false}), json!(["x", 1]), json!([])),
        case(six, json!({"propertyNames": {"maxLength": 1}}), json!([{"a": 1}]), json!([{"ab": 1}])),
        case(seven, json!({"if": {"type": "string"}, "then": {"minLength": 2}}), json!(["ab", 1]), json!(["a"])),
        case(
            seven,
            json!({"definitions": {"S": {"type": "string"}}, "$ref": "#/definitions/S", "maxLength": 1}),
            json!(["long"]),
            json!([1]),
        ),
        case(
            seven,
            json!({"definitions": {"A": {"$id": "#name", "type": "boolean"}}, "items": {"$ref": "#name"}}),
            json!([[true]]),
            json!([[1]]),
        ),
        case(
            seven,
            json!({"dependencies": {"a": ["b"], "c": {"required": ["d"]}}}),
            json!([{"a": 1, "b": 1}, {"c": 1, "d": 1}]),
            json!([{"a": 1}, {"c": 1}]),
        ),
        case(
            seven,
            json!({"items": [{"type": "string"}, {"type": "integer"}], "additionalItems": false}),
            json!([["x"], ["x", 1]]),
            json!([[1], ["x", 1, 2]]),
        ),
        case(
            nine,
            json!({"type": "object", "properties": {"next": {"$recursiveRef": "#"}}, "unevaluatedProperties": false}),
            json!([{"next": {"next": {}}}]),
            json!([{"next": {"last": 1}}]),
        ),
        case(
            nine,
            json!({"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"c": false}, "contains": {"const": 1}, "maxContains": 1}),
            json!([{"a": 1, "b": 1}, [1]]),
            json!([{"a": 1}, {"c": 1}, [1, 1]]),
        ),
        case(
            nine,
            json!({"items": [{"type": "string"}], "additionalItems": {"type": "null"}}),
            json!([["x", null]]),
            json!([["x", 1]]),
        ),
        case(
            twelve,
            json!({"$defs": {"a": {"$anchor": "here", "type": "string"}}, "items": {"$ref": "#here", "maxLength": 1}}),
            json!([["x"]]),
            json!([[1], ["xy"]]),
        ),
        case(
            twelve,
            json!({"$id": "https://a.example/root", "properties": {"p": {"$ref": "inner#/$defs/x~1y%25"}},
                "$defs": {"i": {"$id": "inner", "$defs": {"x/y%": {"type": "null"}}}}}),
            json!([{"p": null}]),
            json!([{"p": 1}]),
        ),
        case(
            twelve,
            json!({"$dynamicAnchor": "node", "type": "object", "properties": {"next": {"$dynamicRef": "#node"}}, "required": ["v"]}),
            json!([{"v": 1, "next": {"v": 2}}]),
            json!([{"v": 1, "next": {}}]),
        ),
        // Of two dynamic anchors with one name, the outermost on each path of evaluation is the target.
        case(
            twelve,
            json!({
                "$id": "https://example.com/closed", "$ref": "tree", "$dynamicAnchor": "node", "unevaluatedProperties": false,
                "$defs": {"tree": {
                    "$id": "tree", "$dynamicAnchor": "node", "type": "object",
                    "properties": {"v": true, "next": {"$dynamicRef": "#node"}, "open": {"$ref": "#/$defs/any"}},
                    "$defs": {"any": {"type": "object"}},
                }},
            }),
            json!([{"v": 1, "next": {"v": 2}}, {"open": {"w": 1}}]),
            json!([{"w": 1}, {"next": {"w": 1}}, {"next": {"next": {"w": 1}}}]),
        ),
        case(
            twelve,
            json!({"prefixItems": [{"type": "string"}], "items": {"type": "integer"}, "dependencies": {"a": ["b"]}}),
            json!([["x", 1], {"a": 1, "b": 1}]),
            json!([["x", "y"], {"a": 1}]),
        ),
    ]
}

fn convert_draft(draft: Draft) -> schema_ir::Draft {
    match draft {
        Draft::Draft4 => schema_ir::Draft::Draft04,
        Draft::Draft6 => schema_ir::Draft::Draft06,
        Draft::Draft7 => schema_ir::Draft::Draft07,
        Draft::Draft201909 => schema_ir::Draft::Draft201909,
        _ => schema_ir::Draft::Draft202012,
    }
}

#[test]
fn normalised_schemas_accept_the_same_values() {
    for Case { draft, schema, valid, invalid } in cases() {
        let source = Source::parse("a.json", schema.to_string().into_bytes()).unwrap();
        let options = NormaliseOptions { draft: Some(convert_draft(draft)), ..NormaliseOptions::default() };
        let normal = normalise(&source, &options).unwrap_or_else(|error| panic!("{error}"));
        let original = jsonschema::options().with_draft(draft).build(&schema).unwrap();
        let normalised = jsonschema::draft202012::new(&normal.document.to_json())
            .unwrap_or_else(|error| panic!("{error}: {}", normal.document.to_json()));
        for (instances, expected) in [(valid, true), (invalid, false)] {
            for instance in instances.as_array().unwrap() {
                assert_eq!(original.is_valid(instance), expected, "original: {schema} {instance}");
                assert_eq!(
                    normalised.is_valid(instance),
                    expected,
                    "normalised: {} {instance}",
                    normal.document.to_json()
                );
            }
        }
    }
}

#[test]
fn references_lead_to_other_files_of_the_folder() {
    let parse = |file: &str, text: &str| Source::parse(file, text.as_bytes().to_vec()).unwrap();
    let order = parse(
        "schemas/order.json",
        r#"{"items": {"$ref": "common.json#/$defs/Id"}, "contains": {"$ref": "https://a.example/x"}}"#,
    );
    let siblings = [
        parse("schemas/common.json", r##"{"$defs": {"Id": {"$ref": "#/$defs/Text"}, "Text": {"type": "string"}}}"##),
        parse("schemas/x.json", r#"{"$id": "https://a.example/x", "minLength": 2}"#),
    ];
    let normal = normalise(&order, &NormaliseOptions { siblings: &siblings, ..NormaliseOptions::default() }).unwrap();
    let plain = jsonschema::draft202012::new(&normal.document.to_json()).unwrap();
    assert!(plain.is_valid(&json!(["ab"])));
    assert!(!plain.is_valid(&json!(["ab", 1])));
    assert!(!plain.is_valid(&json!(["a"])));
    let origin = normal.document.origin_of("/$defs/Text/type");
    let (file, pointer) = (origin.file.to_string(), origin.pointer);
    assert_eq!((file.as_str(), pointer.as_str()), ("schemas/common.json", "/$defs/Text/type"));
}
