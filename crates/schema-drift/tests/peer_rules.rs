//! The rules of other tools: each has a change here, with what schema-drift reports about it, in `peers/rules.json`.
//!
//! `peers/RULES.md` is the table for people; `UPDATE_EXPECT=1` writes it.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[allow(dead_code)]
mod folder;

use std::fs;
use std::path::Path;

use folder::Folder;
use serde_json::{Value, json};

/// Where a value is exchanged: the start of the ids of oasdiff's rules.
const PLACES: [&str; 6] =
    ["request-body", "request-property", "request-parameter", "response-body", "response-property", "response-header"];

/// A change, and the names of the rules that it meets.
struct Case {
    oasdiff: Vec<String>,
    optic: String,
    old: Value,
    new: Value,
    ours: Vec<String>,
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The document in which the client sends a schema, or receives it.
fn exchanging(document: &Value, place: &str, schema: &Value) -> Value {
    let mut document = document.clone();
    let post = &mut document["paths"]["/orders"]["post"];
    let is_property = place.ends_with("-property");
    let body = if is_property { json!({"type": "object", "properties": {"a": schema}}) } else { schema.clone() };
    let content = json!({"application/json": {"schema": body}});
    match place {
        "request-parameter" => post["parameters"] = json!([{"name": "a", "in": "query", "schema": schema}]),
        "response-header" => post["responses"]["201"]["headers"] = json!({"A": {"schema": schema}}),
        _ if place.starts_with("request") => post["requestBody"] = json!({"required": true, "content": content}),
        _ => post["responses"]["201"]["content"] = content,
    }
    document
}

/// The document with a value at a pointer, or without one.
fn with(document: &Value, at: &str, value: Option<&Value>) -> Value {
    let mut document = document.clone();
    let (parent, name) = at.rsplit_once('/').unwrap();
    match (document.pointer_mut(parent).unwrap(), value) {
        (Value::Array(items), value) => items.extend(value.cloned()),
        (object, Some(value)) => object[name.replace("~1", "/")] = value.clone(),
        (_, None) => {}
    }
    document
}

/// What is expected of a change of values: its id with the peers that break, whichever sends them at the place.
fn finding(row: &Value, place: &str) -> String {
    let [sender, receiver] = if place.starts_with("request") { ["client", "server"] } else { ["server", "client"] };
    let peers = match row["breaks"].as_str().unwrap() {
        "sender" => sender,
        "receiver" => receiver,
        "both" => "client, server",
        // An annotation.
        _ => return text(&row["ours"]),
    };
    format!("{}: {peers}", text(&row["ours"]))
}

fn cases() -> Vec<Case> {
    let table: Value = serde_json::from_str(include_str!("../peers/rules.json")).unwrap();
    let document = &table["document"];
    let mut cases = Vec::new();
    for row in table["values"].as_array().unwrap() {
        for place in texts(&row["places"]) {
            assert!(PLACES.contains(&place.as_str()), "{place}");
            cases.push(Case {
                oasdiff: vec![format!("{place}-{}", row["rule"].as_str().unwrap())],
                optic: text(&row["optic"]),
                old: exchanging(document, &place, &row["was"]),
                new: exchanging(document, &place, &row["is"]),
                ours: vec![finding(row, &place)],
            });
        }
    }
    for row in table["objects"].as_array().unwrap() {
        let place = format!("{}-body", row["in"].as_str().unwrap());
        cases.push(Case {
            oasdiff: texts(&row["oasdiff"]),
            optic: text(&row["optic"]),
            old: exchanging(document, &place, &row["was"]),
            new: exchanging(document, &place, &row["is"]),
            ours: texts(&row["ours"]),
        });
    }
    for row in table["operations"].as_array().unwrap() {
        let at = row["at"].as_str().unwrap();
        cases.push(Case {
            oasdiff: texts(&row["oasdiff"]),
            optic: text(&row["optic"]),
            old: with(document, at, row.get("was")),
            new: with(document, at, row.get("is")),
            ours: texts(&row["ours"]),
        });
    }
    cases
}

/// The ids of what a report lists, each with the peers that break.
fn found(report: &Value) -> Vec<String> {
    let named = |finding: &Value, id: &str| {
        let peers = finding["breaks_peers"].as_array().map(|_| texts(&finding["breaks_peers"]).join(", "));
        let peers = peers.filter(|peers| !peers.is_empty()).unwrap_or_else(|| "nobody".to_owned());
        format!("{id}: {peers}")
    };
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let components = list(&report["components"]);
    let changes = components.iter().flat_map(|one| list(&one["changes"]));
    let mut found: Vec<String> = changes.map(|one| named(&one, one["rule"].as_str().unwrap())).collect();
    found.extend(list(&report["rules"]).iter().map(|one| named(one, one["rule"].as_str().unwrap())));
    let removed = list(&report["removed"]).into_iter().filter(|one| one["rule"].is_null());
    found.extend(removed.map(|one| named(&one, "removed")));
    if components.iter().any(|one| !list(&one["annotations"]).is_empty()) {
        found.push("annotation".to_owned());
    }
    found.dedup();
    found
}

#[test]
fn each_rule_of_another_tool_is_known() {
    let folder = Folder::new("peer-rules");
    let mut wrong = Vec::new();
    let mut table = "\
# Rules of other tools

Each row is a change of an API with the rules that oasdiff and optic have for it, and what schema-drift reports: its id, and who
breaks. Made by `UPDATE_EXPECT=1 cargo test -p schema-drift --features cli --test peer_rules` of `rules.json`.

Rules about sunset dates, stability levels and the version of a document have no row: schema-drift compares what is exchanged.

| oasdiff | optic | schema-drift |
|---|---|---|
"
    .to_owned();
    for case in cases() {
        folder.file("old.json", &case.old).file("new.json", &case.new);
        let found = found(&folder.json(&["old.json", "new.json"]).1);
        if found != case.ours {
            wrong.push(format!("{:?} {}: expected {:?}, found {found:?}", case.oasdiff, case.optic, case.ours));
        }
        let ids: Vec<String> = case.oasdiff.iter().map(|id| format!("`{id}`")).collect();
        let ours = if found.is_empty() { "no finding".to_owned() } else { found.join("; ") };
        table.push_str(&format!("| {} | {} | {ours} |\n", ids.join(", "), case.optic));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/RULES.md");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&file, &table).unwrap();
    }
    assert_eq!(fs::read_to_string(file).unwrap(), table);
}
