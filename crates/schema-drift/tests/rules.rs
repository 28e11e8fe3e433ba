//! The rules for changes of an API that are not changes of a schema: each edit of `rules.json`, in both directions.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod folder;

use folder::Folder;
use serde_json::{Value, json};

/// A document of each kind, with edits.
fn documents() -> Vec<Value> {
    serde_json::from_str(include_str!("rules.json")).unwrap()
}

/// The OpenAPI document.
fn openapi() -> Value {
    documents()[0]["old"].take()
}

/// The document with another value at a pointer, whose parent exists.
fn with(document: &Value, at: &str, value: &Value) -> Value {
    let mut document = document.clone();
    let (parent, name) = at.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Array(items) => items.push(value.clone()),
        object => object[name.replace("~1", "/")] = value.clone(),
    }
    document
}

/// The rules that a comparison reports, each with the peers that break.
fn found(report: &Value) -> Vec<String> {
    let peers = |finding: &Value| {
        let peers: Vec<&str> =
            finding["breaks_peers"].as_array().unwrap().iter().map(|peer| peer.as_str().unwrap()).collect();
        if peers.is_empty() { "nobody".to_owned() } else { peers.join(", ") }
    };
    let findings = report["rules"].as_array().unwrap().iter();
    findings.map(|one| format!("{}: {}", one["rule"].as_str().unwrap(), peers(one))).collect()
}

#[test]
fn each_edit_meets_its_rules() {
    let folder = Folder::new("rules");
    let validator = folder::schema("output.schema.json");
    let documents = documents();
    let edits =
        documents.iter().flat_map(|one| one["edits"].as_array().unwrap().iter().map(|edit| (&one["old"], edit)));
    for (old, edit) in edits {
        let new = with(old, edit["at"].as_str().unwrap(), &edit["is"]);
        folder.file("old.json", old).file("new.json", &new);
        for (sides, direction) in [(["old.json", "new.json"], "forth"), (["new.json", "old.json"], "back")] {
            let (code, report) = folder.json(&sides);
            folder::valid(&validator, &report);
            assert_eq!(json!(found(&report)), edit[direction], "{direction} {edit:#}\n{report:#}");
            let breaks_clients = edit[direction].to_string().contains("client");
            assert_eq!(code, i32::from(breaks_clients), "{direction} {edit:#}\n{report:#}");
        }
    }
}

/// A part that several operations share is one finding, and the last line of the view counts it.
#[test]
fn a_shared_part_is_one_finding() {
    let old = openapi();
    let new = with(&old, "/security", &json!([{"key": ["admin"]}]));
    let folder = Folder::new("rules-shared");
    folder.file("old.json", &old).file("new.json", &new);
    let (_, report) = folder.json(&["old.json", "new.json"]);
    let findings = report["rules"].as_array().unwrap();
    assert_eq!(findings[0]["operations"], json!(["GET /orders", "POST /orders", "GET /orders/{id}"]));
    let output = folder::text(&folder.run(&["compare", "old.json", "new.json"], "").stdout);
    let expected = "\
error[security-narrowed]: GET /orders and 2 more: requests are now authorised by `key` for admin, were by `key`
--> old.json:8:15
::: new.json:8:15
 = note: at /security
 = note: clients break
";
    assert!(output.starts_with(expected), "{output}");
    assert!(output.ends_with("narrower, 1 change; clients break (from the components)\n"), "{output}");
}

#[test]
fn a_rule_can_be_accepted() {
    let old = openapi();
    let new = with(&old, "/paths/~1orders/get/parameters/0/required", &json!(true));
    let folder = Folder::new("rules-accepted");
    let entry = json!({"pointer": "/paths/~1orders/get/parameters/0", "keyword": "parameter-became-required", "reason": "agreed"});
    folder.file("old.json", &old).file("new.json", &new).file("accept.json", &json!({"accepted": [entry]}));
    let (code, report) = folder.json(&["old.json", "new.json", "--accept", "accept.json"]);
    assert_eq!((code, &report["rules"][0]["accepted"]), (0, &json!("agreed")), "{report:#}");
}
