//! Keywords whose value has the wrong form: told, and the rest is compared as far as it does not depend on them.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod folder;

use serde_json::{Value, json};

use folder::{Folder, code, schema, text, valid};

fn compared(test: &str, old: &Value, new: &Value) -> (i32, Value) {
    let folder = Folder::new(test);
    folder.file("old.json", old).file("new.json", new);
    let (code, report) = folder.json(&["old.json", "new.json", "--draft", "draft-07"]);
    valid(&schema("output.schema.json"), &report);
    (code, report)
}

#[test]
fn the_rest_of_a_schema_is_compared() {
    for (keyword, value) in [("exclusiveMinimum", json!(true)), ("maxLength", Value::Null), ("type", json!("int"))] {
        let one = |minimum: u64| json!({"properties": {"a": {keyword: value, "minimum": minimum}}});
        let (code, report) = compared("form", &one(3), &one(2));
        assert_eq!((code, &report["verdict"]), (1, &json!("wider")), "{report:#}");
        assert_eq!(report["changes"][0]["message"], "`minimum` of `a` is now 2, was 3");
        let repair = &report["repairs"]["old"][0];
        assert_eq!(repair["pointer"], format!("/properties/a/{keyword}"));
        assert!(repair["message"].as_str().unwrap().contains(" must be "), "{repair}");
        assert_eq!(compared("form-same", &one(3), &one(3)).1["verdict"], "equivalent");
    }
}

#[test]
fn a_verdict_that_depends_on_a_malformed_keyword_is_unknown() {
    let invalid = json!({"type": "int"});
    // If every value met the keyword, nothing would have changed.
    for keyword in ["items", "not"] {
        let one = |minimum: u64| json!({keyword: {"anyOf": [invalid, {"minimum": minimum}]}});
        let (code, report) = compared("form-open", &one(3), &one(4));
        assert_eq!((code, &report["verdict"]), (1, &json!("unknown")));
        assert!(report["reason"].as_str().unwrap().contains("of the wrong form"), "{report:#}");
    }
}

#[test]
fn the_rest_of_a_schema_with_a_loop_of_references_is_compared() {
    let definitions = json!({"A": {"$ref": "#/definitions/B"}, "B": {"allOf": [{"$ref": "#/definitions/A"}]}});
    let one = |minimum: u64| {
        let properties = json!({"a": {"$ref": "#/definitions/A"}, "b": {"minimum": minimum}});
        json!({"properties": properties, "definitions": definitions})
    };
    let (code, report) = compared("loop", &one(3), &one(4));
    assert_eq!((code, &report["verdict"]), (1, &json!("narrower")), "{report:#}");
    assert_eq!(report["changes"][0]["message"], "`minimum` of `b` is now 4, was 3");
    assert_eq!(report["repairs"]["old"].as_array().unwrap().len(), 2, "{report:#}");
}

#[test]
fn malformed_keywords_that_differ_are_an_error() {
    let folder = Folder::new("form-differs");
    folder.file("old.json", &json!({"type": "int"})).file("new.json", &json!({"type": "integer"}));
    for (old, new) in [("old.json", "new.json"), ("new.json", "old.json")] {
        let output = folder.run(&["compare", old, new], "");
        let error = text(&output.stderr);
        assert!(code(&output) == 2 && error.starts_with("old.json:2:11: error[keyword-form]"), "{error}");
    }
}
