//! The rules of other tools: each has a change here, with what schema-drift reports about it, in `peers/rules.json`.
//!
//! `peers/RULES.md` is the table for people; `UPDATE_EXPECT=1` writes it.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[allow(dead_code)]
mod folder;

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use folder::Folder;
use serde_json::{Value, json};

/// Where a value is exchanged: the start of the ids of oasdiff's rules.
const PLACES: [&str; 8] = [
    "request-body",
    "request-property",
    "request-parameter",
    "request-parameter-property",
    "request-header-property",
    "response-body",
    "response-property",
    "response-header",
];

const HEAD: &str = "\
# Rules of other tools

Each row is a change of an API with the rules that oasdiff and optic have for it, and what schema-drift reports: its id, and who
breaks. Made by `UPDATE_EXPECT=1 cargo test -p schema-drift --features cli --test peer_rules` of `rules.json`.

These rules of oasdiff have no row: those about sunset dates and stability levels of properties, about `itemSchema`, about media types in which any
value is a text, and about how a parameter is written, which `parameter-style-changed` reports.

| oasdiff | optic | schema-drift |
|---|---|---|
";

/// A change, and the names of the rules that it meets.
struct Case {
    /// The row of `rules.json` that it is of.
    row: Value,
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
        "request-parameter" | "request-parameter-property" => {
            post["parameters"] = json!([{"name": "a", "in": "query", "schema": body}]);
        }
        "request-header-property" => post["parameters"] = json!([{"name": "a", "in": "header", "schema": body}]),
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
fn expect(row: &Value, place: &str) -> Vec<String> {
    let [sender, receiver] = if place.starts_with("request") { ["client", "server"] } else { ["server", "client"] };
    let peers = match row["breaks"].as_str().unwrap() {
        "sender" => sender,
        "receiver" => receiver,
        "both" => "client, server",
        // An annotation, or nothing.
        _ => return row["ours"].as_str().map(str::to_owned).into_iter().collect(),
    };
    vec![format!("{}: {peers}", text(&row["ours"]))]
}

fn cases() -> Vec<Case> {
    let table: Value = serde_json::from_str(include_str!("../peers/rules.json")).unwrap();
    let document = &table["document"];
    let mut cases = Vec::new();
    for row in table["values"].as_array().unwrap() {
        for place in texts(&row["places"]) {
            assert!(PLACES.contains(&place.as_str()), "{place}");
            cases.push(Case {
                row: row.clone(),
                oasdiff: vec![format!("{place}-{}", row["rule"].as_str().unwrap())],
                optic: text(&row["optic"]),
                old: exchanging(document, &place, &row["was"]),
                new: exchanging(document, &place, &row["is"]),
                ours: expect(row, &place),
            });
        }
    }
    for row in table["objects"].as_array().unwrap() {
        let place = format!("{}-body", row["in"].as_str().unwrap());
        cases.push(Case {
            row: row.clone(),
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
            row: row.clone(),
            oasdiff: texts(&row["oasdiff"]),
            optic: text(&row["optic"]),
            old: with(document, at, row.get("was")),
            new: with(document, at, row.get("is")),
            ours: texts(&row["ours"]),
        });
    }
    cases
}

/// What a report about folders lists: by file, the ids with the peers that break.
fn found(report: &Value) -> HashMap<String, Vec<String>> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let components = list(&report["components"]);
    let inside = |name: &str| components.iter().flat_map(|one| list(&one[name])).collect::<Vec<Value>>();
    let mut found: HashMap<String, Vec<String>> = HashMap::new();
    let mut add = |place: &Value, finding: &Value, id: &str| {
        let peers = finding["breaks_peers"].as_array().map(|_| texts(&finding["breaks_peers"]).join(", "));
        let peers = peers.filter(|peers| !peers.is_empty()).unwrap_or_else(|| "nobody".to_owned());
        let name = if id == "annotation" { id.to_owned() } else { format!("{id}: {peers}") };
        let file = text(&place["file"]).rsplit('/').next().unwrap().to_owned();
        let known = found.entry(file).or_default();
        if !known.contains(&name) {
            known.push(name);
        }
    };
    let place = |one: &Value| if one["new"].is_null() { one["old"].clone() } else { one["new"].clone() };
    inside("changes")
        .iter()
        .chain(&list(&report["rules"]))
        .for_each(|one| add(&place(one), one, one["rule"].as_str().unwrap()));
    list(&report["removed"]).iter().filter(|one| one["rule"].is_null()).for_each(|one| add(one, one, "removed"));
    inside("annotations").iter().for_each(|one| add(&place(one), one, "annotation"));
    found
}

/// The table for people; one row for each change of values that has the same findings at several places.
fn write_table(cases: &[(Case, Vec<String>)]) -> String {
    let mut rows: Vec<(Vec<String>, &str, String, &Value)> = Vec::new();
    for (case, found) in cases {
        let ids: Vec<String> = case.oasdiff.iter().map(|id| format!("`{id}`")).collect();
        let ours = if found.is_empty() { "no finding".to_owned() } else { found.join("; ") };
        match rows.last_mut() {
            Some((known, _, same, row)) if *same == ours && **row == case.row => known.extend(ids),
            _ => rows.push((ids, &case.optic, ours, &case.row)),
        }
    }
    let rows: String =
        rows.iter().map(|(ids, optic, ours, _)| format!("| {} | {optic} | {ours} |\n", ids.join(", "))).collect();
    format!("{HEAD}{rows}")
}

#[test]
fn each_rule_of_another_tool_is_known() {
    let folder = Folder::new("peer-rules");
    for (number, case) in cases().iter().enumerate() {
        folder.file(&format!("old/{number}.json"), &case.old).file(&format!("new/{number}.json"), &case.new);
    }
    let mut found = found(&folder.json(&["old", "new"]).1);
    let found = |number: usize| found.remove(&format!("{number}.json")).unwrap_or_default();
    let all: Vec<(Case, Vec<String>)> = cases().into_iter().zip((0..).map(found)).collect();
    let wrong = all.iter().filter(|(case, found)| *found != case.ours);
    let wrong: Vec<String> = wrong
        .map(|(case, found)| format!("{:?} {}: expected {:?}, found {found:?}", case.oasdiff, case.optic, case.ours))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let (file, table) = (Path::new(env!("CARGO_MANIFEST_DIR")).join("peers/RULES.md"), write_table(&all));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&file, &table).unwrap();
    }
    assert_eq!(fs::read_to_string(file).unwrap(), table);
}
