//! `--accept` and `--write-accept`: a reviewer accepts a finding, and no other one at the same place.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod folder;

use std::fs;

use serde_json::{Value, json};

use folder::{Folder, code, schema, text, valid};

fn role(values: &[&str]) -> Value {
    json!({"title": "User", "properties": {"role": {"enum": values}, "next": {"$ref": "#/$defs/B"}}, "$defs": {"B": {}}})
}

fn pair(test: &str) -> Folder {
    let folder = Folder::new(test);
    folder.file("old.json", &role(&["a", "b", "c", "d"])).file("new.json", &role(&["a", "b", "c"]));
    folder
}

/// Writes the findings into `accept.json` and gives a reason for each.
fn review(folder: &Folder, arguments: &[&str]) {
    let output = folder.run(&[&["compare", "--write-accept", "accept.json"], arguments].concat(), "");
    assert_eq!(code(&output), 1, "{}", text(&output.stderr));
    let mut file = written(folder);
    for entry in file["accepted"].as_array_mut().unwrap().iter_mut().filter(|entry| entry["reason"] == "") {
        entry["reason"] = json!("agreed");
    }
    folder.file("accept.json", &file);
}

fn written(folder: &Folder) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.0.join("accept.json")).unwrap()).unwrap()
}

/// The exit code and the report with the accepted findings.
fn accepting(folder: &Folder, arguments: &[&str]) -> (i32, Value) {
    let (code, report) = folder.json(&[arguments, &["--accept", "accept.json"]].concat());
    valid(&schema("output.schema.json"), &report);
    (code, report)
}

#[test]
fn an_accepted_finding_is_not_another_one_at_the_same_place() {
    let folder = pair("accept-other");
    review(&folder, &["old.json", "new.json"]);
    let (code, report) = accepting(&folder, &["old.json", "new.json"]);
    assert_eq!((code, &report["changes"][0]["accepted"]), (0, &json!("agreed")));
    let entry = &written(&folder)["accepted"][0];
    assert_eq!(entry["fingerprint"], report["changes"][0]["fingerprint"]);
    assert_eq!(entry["message"], "`role` no longer allows \"d\"");
    // Values that are removed later are not accepted.
    folder.file("new.json", &role(&["a"]));
    let (code, report) = accepting(&folder, &["old.json", "new.json"]);
    assert_eq!((code, &report["changes"][0]["accepted"]), (1, &Value::Null));
    assert!(report["notes"][0].as_str().unwrap().contains("matches no finding: enum at /properties/role/enum"));
}

#[test]
fn a_fingerprint_does_not_depend_on_lines_or_folders() {
    let folder = pair("accept-moved");
    review(&folder, &["old.json", "new.json"]);
    let shifted = format!("\n\n{}", fs::read_to_string(folder.0.join("new.json")).unwrap());
    fs::create_dir_all(folder.0.join("sub")).unwrap();
    fs::write(folder.0.join("sub/renamed.json"), shifted).unwrap();
    assert_eq!(accepting(&folder, &["old.json", "sub/renamed.json"]).0, 0);
    folder.file("a/x.json", &role(&["a", "b"])).file("b/x.json", &role(&["a"])).file("a/y.json", &json!({}));
    review(&folder, &["a", "b"]);
    folder.file("c/a/x.json", &role(&["a", "b"])).file("c/b/x.json", &role(&["a"])).file("c/a/y.json", &json!({}));
    let (code, report) = accepting(&folder, &["c/a", "c/b"]);
    assert_eq!((code, &report["removed"][0]["accepted"]), (0, &json!("agreed")), "{report:#}");
    // In another file, the same change is another finding.
    folder.file("c/a/z.json", &role(&["a", "b"])).file("c/b/z.json", &role(&["a"]));
    assert_eq!(accepting(&folder, &["c/a", "c/b"]).0, 1);
}

#[test]
fn a_reference_is_accepted_with_what_it_refers_to() {
    let folder = Folder::new("accept-reference");
    let one = |list: &[&str], to: Value| {
        let members: Vec<Value> = list.iter().map(|name| json!({"$ref": format!("#/$defs/{name}")})).collect();
        json!({"anyOf": members, "$defs": {"A": {"type": "string"}, "B": to}})
    };
    folder.file("old.json", &one(&["A"], json!({"type": "null"})));
    folder.file("new.json", &one(&["A", "B"], json!({"type": "null"})));
    review(&folder, &["old.json", "new.json"]);
    assert_eq!(accepting(&folder, &["old.json", "new.json"]).0, 0);
    folder.file("new.json", &one(&["A", "B"], json!({"type": ["null", "object"]})));
    assert_eq!(accepting(&folder, &["old.json", "new.json"]).0, 1);
}

#[test]
fn findings_are_added_to_the_entries_of_a_file() {
    let folder = pair("accept-add");
    let loose =
        json!({"pointer": "/properties/role/enum", "keyword": "enum", "reason": "mine", "expires": "9999-12-31"});
    folder.file("accept.json", &json!({"accepted": [loose]}));
    let (code, report) = accepting(&folder, &["old.json", "new.json"]);
    assert_eq!(code, 0);
    let note = "entries without a fingerprint, which accept any change of their keyword at their place: 1";
    assert!(report["notes"][0].as_str().unwrap().contains(note), "{report:#}");
    // The entry gets the fingerprint, and a second run adds nothing.
    review(&folder, &["old.json", "new.json"]);
    review(&folder, &["old.json", "new.json"]);
    let file = written(&folder);
    assert_eq!((file["accepted"].as_array().unwrap().len(), &file["accepted"][0]["reason"]), (1, &json!("mine")));
    assert_eq!(accepting(&folder, &["old.json", "new.json"]).1["notes"], Value::Null);
}

/// A rule is accepted by its fingerprint, or by its id and pointer in files of earlier versions.
#[test]
fn a_change_of_an_operation_is_accepted_like_one_of_a_schema() {
    let folder = Folder::new("accept-rule");
    let api = |parameters: Value, key: Value| {
        let operation = json!({"parameters": parameters, "responses": {"204": {}}, "security": [{"key": []}]});
        json!({"openapi": "3.1.0", "paths": {"/orders": {"get": operation}}, "components": {"securitySchemes": {"key": key}}})
    };
    let key = |name: &str| json!({"type": "apiKey", "in": "header", "name": name});
    let page = |required: bool| json!([{"name": "page", "in": "query", "required": required, "schema": {}}]);
    folder.file("old.json", &api(page(false), key("Key"))).file("new.json", &api(page(true), key("Api-Key")));
    review(&folder, &["old.json", "new.json"]);
    let (code, report) = accepting(&folder, &["old.json", "new.json"]);
    assert_eq!((code, &report["notes"]), (0, &Value::Null), "{report:#}");
    assert_eq!(report["rules"][0]["fingerprint"], written(&folder)["accepted"][0]["fingerprint"]);
    // The scheme changes once more, which nobody accepted.
    folder.file("new.json", &api(page(true), key("Token")));
    let (code, report) = accepting(&folder, &["old.json", "new.json"]);
    let accepted: Vec<bool> =
        report["rules"].as_array().unwrap().iter().map(|one| one["accepted"].is_string()).collect();
    assert_eq!((code, accepted), (1, vec![true, false]), "{report:#}");
    let loose = |keyword: &str, pointer: &str| json!({"keyword": keyword, "pointer": pointer, "reason": "agreed"});
    let entries = [
        loose("parameter-became-required", "/paths/~1orders/get/parameters/0"),
        loose("security-scheme-changed", "/components/securitySchemes/key"),
    ];
    folder.file("accept.json", &json!({"accepted": entries}));
    assert_eq!(accepting(&folder, &["old.json", "new.json"]).0, 0);
}

/// What was removed with an operation is accepted with it.
#[test]
fn a_removed_operation_is_one_entry() {
    let folder = Folder::new("accept-operation");
    let operation = json!({"get": {"responses": {"200": {"content": {"application/json": {"schema": {}}}}}}});
    let api = |paths: Value| json!({"openapi": "3.1.0", "paths": paths});
    folder
        .file("old.json", &api(json!({"/a": operation, "/b": operation})))
        .file("new.json", &api(json!({"/a": operation})));
    review(&folder, &["old.json", "new.json"]);
    assert_eq!(written(&folder)["accepted"].as_array().unwrap().len(), 1);
    assert_eq!(accepting(&folder, &["old.json", "new.json", "--fail-on", "any"]).0, 0);
}

#[test]
fn an_invalid_file_is_an_error_with_its_place() {
    let folder = pair("accept-invalid");
    let entry = |more: Value| {
        let mut entry = json!({"pointer": "/a", "keyword": "type", "reason": "agreed"});
        entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"accepted": [entry]})
    };
    for (file, place, message) in [
        (entry(json!({"expires": "2026-13-45"})), "accept.json:7:18: ", "/accepted/0/expires"),
        (entry(json!({"reason": " "})), "accept.json:6:17: ", "/accepted/0/reason"),
        (entry(json!({"until": "2026-12-31"})), "accept.json:3:5: ", "unknown field `until`"),
        (json!({"accepted": [["a"]]}), "accept.json:3:5: ", "not an object"),
        (json!([]), "accept.json:1:1: ", "not an object with the array `accepted`"),
    ] {
        folder.file("accept.json", &file);
        let output = folder.run(&["compare", "old.json", "new.json", "--accept", "accept.json"], "");
        let error = text(&output.stderr);
        assert_eq!(code(&output), 2, "{error}");
        assert!(error.starts_with(place) && error.contains(message), "{error}");
    }
    let output = folder.run(&["compare", "old.json", "new.json", "--write-accept", "accept.json"], "");
    assert_eq!((code(&output), written(&folder)), (2, json!([])));
    let output = folder.run(&["compare", "old.json", "new.json", "--write-accept", "nowhere/accept.json"], "");
    assert!(code(&output) == 2 && text(&output.stderr).contains("cannot be written"), "{}", text(&output.stderr));
}
