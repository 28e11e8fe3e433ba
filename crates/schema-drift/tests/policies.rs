//! Comparisons under assumptions: undeclared keys are not sent, and `readOnly` properties not by clients.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod folder;

use folder::Folder;
use serde_json::{Value, json};

/// Each pair in both directions, under the policy; the names of a library are the numbers of the pairs.
#[test]
fn undeclared_keys_are_never_sent() {
    let pairs: Vec<(String, String, Value, Value)> = serde_json::from_str(include_str!("policies.json")).unwrap();
    let folder = Folder::new("policies");
    for (index, (.., old, new)) in pairs.iter().enumerate() {
        folder.file(&format!("old/{index}.json"), old).file(&format!("new/{index}.json"), new);
    }
    for (sides, swap) in [(["old", "new"], false), (["new", "old"], true)] {
        let (_, report) = folder.json(&[sides[0], sides[1], "--undeclared", "never-sent"]);
        folder::valid(&folder::schema("output.schema.json"), &report);
        assert_eq!(report["policies"], json!({"undeclared": "never-sent"}));
        let found = |index: usize| {
            let name = format!("{index}.json");
            report["components"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()
        };
        for (index, (title, verdict, ..)) in pairs.iter().enumerate() {
            let expected = match (verdict.as_str(), swap) {
                ("narrower", true) => "wider",
                ("wider", true) => "narrower",
                (verdict, _) => verdict,
            };
            assert_eq!(found(index)["verdict"], expected, "{title}: {:#}", found(index));
        }
    }
    // Plain schemas are compared strictly unless the user asks for the policy.
    let (_, report) = folder.json(&["old/0.json", "new/0.json"]);
    assert_eq!((&report["verdict"], &report["policies"]), (&json!("narrower"), &Value::Null));
}

/// An API whose `Item` is in requests and responses.
fn api(item: &Value) -> Value {
    let content = json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}});
    json!({
        "openapi": "3.1.0",
        "paths": {"/items": {"post": {"requestBody": content, "responses": {"200": content}}}},
        "components": {"schemas": {"Item": item}}
    })
}

/// The peers that break if one item becomes another.
#[track_caller]
fn breaks(old: &Value, new: &Value, more: &[&str]) -> Value {
    let folder = Folder::new(&format!("policies-{}", std::panic::Location::caller().line()));
    folder.file("old.json", &api(old)).file("new.json", &api(new));
    let (code, report) = folder.json(&[&["old.json", "new.json"], more].concat());
    folder::valid(&folder::schema("output.schema.json"), &report);
    let client = report["breaks_peers"].as_array().unwrap().contains(&json!("client"));
    assert_eq!(code, i32::from(client), "{report:#}");
    report["breaks_peers"].clone()
}

#[test]
fn documents_of_apis_do_not_send_undeclared_keys() {
    let item = |properties: Value| json!({"type": "object", "properties": properties});
    let (old, new) =
        (item(json!({"n": {"type": "string"}})), item(json!({"n": {"type": "string"}, "tax": {"type": "number"}})));
    assert_eq!(breaks(&old, &new, &[]), json!([]));
    assert_eq!(breaks(&new, &old, &[]), json!([]));
    assert_eq!(breaks(&old, &new, &["--undeclared", "anything"]), json!(["client", "server"]));
    let typed = item(json!({"n": {"type": "integer"}, "tax": {"type": "number"}}));
    assert_eq!(breaks(&old, &typed, &[]), json!(["client", "server"]));
}

/// That a new property is required is one finding. Strictly, its values are another.
#[test]
fn a_new_required_property_is_one_finding() {
    let old = json!({"type": "object", "properties": {"n": {"type": "string"}}});
    let mut new = old.clone();
    new["properties"]["a/b"] = json!({"type": "number"});
    new["required"] = json!(["a/b"]);
    let folder = Folder::new("policies-implied");
    folder.file("old.json", &api(&old)).file("new.json", &api(&new));
    let keywords = |more: &[&str]| {
        let (code, report) = folder.json(&[&["old.json", "new.json"], more].concat());
        let changes = report["changes"].as_array().unwrap().iter();
        (code, changes.map(|change| change["keyword"].as_str().unwrap().to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(keywords(&[]), (1, vec!["required".to_owned()]));
    assert_eq!(keywords(&["--undeclared", "anything"]), (1, vec!["required".to_owned(), "properties".to_owned()]));
}

#[test]
fn properties_in_one_direction() {
    let item = |mark: &str, required: bool| {
        let mut item =
            json!({"type": "object", "properties": {"n": {"type": "string"}, "id": {"type": "string", mark: true}}});
        item["required"] = if required { json!(["n", "id"]) } else { json!(["n"]) };
        item
    };
    // No client has to send it, and no server may leave it out.
    assert_eq!(breaks(&item("readOnly", false), &item("readOnly", true), &[]), json!(["server"]));
    assert_eq!(breaks(&item("readOnly", true), &item("readOnly", false), &[]), json!(["client"]));
    assert_eq!(breaks(&item("writeOnly", false), &item("writeOnly", true), &[]), json!(["client"]));
    assert_eq!(breaks(&item("writeOnly", true), &item("writeOnly", false), &[]), json!(["server"]));
    // A client that sends a property breaks if it may not do so any more.
    assert_eq!(breaks(&item("title", false), &item("readOnly", false), &[]), json!(["client"]));
    assert_eq!(breaks(&item("readOnly", false), &item("title", false), &[]), json!(["server"]));
    // The list of required names, and the mark, may be in other schemas.
    let apart = |required: Value| {
        json!({"allOf": [{"type": "object", "properties": {"id": {"$ref": "#/components/schemas/Item/$defs/Id"}}}, {"required": required}],
            "$defs": {"Id": {"type": "string", "readOnly": true}}})
    };
    assert_eq!(breaks(&apart(json!([])), &apart(json!(["id"])), &[]), json!(["server"]));
}

#[test]
fn a_change_in_both_directions_is_listed_once() {
    let item = |kind: Value| json!({"type": "object", "properties": {"n": {"type": kind}, "id": {"type": "string", "readOnly": true}}});
    let folder = Folder::new("policies-once");
    folder.file("old.json", &api(&item(json!("string")))).file("new.json", &api(&item(json!(["string", "null"]))));
    let (code, report) = folder.json(&["old.json", "new.json"]);
    assert_eq!((code, report["changes"].as_array().unwrap().len()), (1, 1), "{report:#}");
    assert_eq!(report["changes"][0]["breaks_peers"], json!(["client", "server"]));
    let output = folder::text(&folder.run(&["compare", "old.json", "new.json"], "").stdout);
    let last: Vec<&str> = output.lines().rev().take(4).collect();
    assert!(last[3].starts_with("assumed: keys that an open object does not declare"), "{output}");
    assert!(last[2].starts_with("assumed: `readOnly` properties"), "{output}");
}

/// `Item` has a `readOnly` property, and refers to `Name`, which has none and so is compared once for both senders.
#[test]
fn a_change_is_listed_where_it_is_and_not_where_it_is_referred_to() {
    let with_name = |name: &Value, id: Value| {
        let name_of_item = json!({"$ref": "#/components/schemas/Name"});
        let mut document = api(&json!({"type": "object", "properties": {"name": name_of_item, "id": id}}));
        document["components"]["schemas"]["Name"] = name.clone();
        document
    };
    let folder = Folder::new("policies-referred");
    let id = json!({"type": "string", "readOnly": true});
    let homes = |name: Value, new_id: &Value| {
        folder.file("old.json", &with_name(&json!({"type": "string"}), id.clone()));
        folder.file("new.json", &with_name(&name, new_id.clone()));
        let (_, report) = folder.json(&["old.json", "new.json"]);
        folder::valid(&folder::schema("output.schema.json"), &report);
        let components = report["components"].as_array().unwrap().clone().into_iter();
        let changed = components.flat_map(|one| {
            let changes = one["changes"].as_array().unwrap().clone();
            changes.into_iter().map(move |change| (one["name"].clone(), change["breaks_peers"].clone()))
        });
        changed.collect::<Vec<_>>()
    };
    let (of_name, of_item) = ((json!("Name"), json!(["client", "server"])), (json!("Item"), json!(["client"])));
    let short = || json!({"type": "string", "maxLength": 9});
    // The server alone sends the property.
    let nullable = json!({"type": ["string", "null"], "readOnly": true});
    for (name, id, expected) in [
        (short(), &id, vec![&of_name]),
        (json!({"type": "string"}), &nullable, vec![&of_item]),
        (short(), &nullable, vec![&of_item, &of_name]),
    ] {
        assert_eq!(homes(name, id).iter().collect::<Vec<_>>(), expected);
    }
}

/// A schema outside of an API has no sender, unless the user names one.
#[test]
fn the_user_names_the_sender_of_plain_schemas() {
    let item = |required: Value| json!({"type": "object", "properties": {"n": {"type": "string"}, "id": {"type": "string", "readOnly": true}}, "required": required});
    let folder = Folder::new("policies-sent-by");
    folder.file("old.json", &item(json!(["n"]))).file("new.json", &item(json!(["n", "id"])));
    let run = |more: &[&str]| {
        let (code, report) = folder.json(&[&["old.json", "new.json"], more].concat());
        folder::valid(&folder::schema("output.schema.json"), &report);
        (code, report["verdict"].clone(), report["breaks_peers"].clone())
    };
    assert_eq!(run(&[]), (1, json!("narrower"), Value::Null));
    assert_eq!(run(&["--sent-by", "client"]), (0, json!("equivalent"), json!([])));
    assert_eq!(run(&["--sent-by", "server"]), (1, json!("narrower"), json!(["server"])));
    assert_eq!(run(&["--sent-by", "server", "--for", "client"]).0, 0);
}

/// The assumptions also hold where a pair is compared in another way: by counts, with malformed keywords, or a change alone.
#[test]
fn assumptions_hold_for_each_way_to_compare() {
    let item = |a: Value, more: Value| {
        let mut properties = json!({"a": a, "known": {"anyOf": [{"type": "string"}, {"enum": ["x"]}]}});
        properties.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"type": "object", "properties": properties})
    };
    let nothing = || json!({});
    let tax = || json!({"tax": {"type": "number"}});
    let long = |limit: u64| json!({"type": "string", "maxLength": limit});
    let malformed = || json!({"type": "int"});
    for (old, new, peers) in [
        (item(long(20_971_520), nothing()), item(long(20_971_520), tax()), json!([])),
        (item(long(10_485_760), nothing()), item(long(20_971_520), tax()), json!(["client", "server"])),
        (item(malformed(), nothing()), item(malformed(), tax()), json!([])),
        (item(malformed(), json!({"tax": {}})), item(malformed(), tax()), json!(["client", "server"])),
    ] {
        assert_eq!(breaks(&old, &new, &[]), peers, "{old}\n{new}");
        assert_eq!(breaks(&new, &old, &[]), peers, "{old}\n{new}");
        assert_ne!(breaks(&old, &new, &["--undeclared", "anything"]), json!([]));
    }
    let mut new = item(json!({"type": ["string", "null"]}), tax());
    new["properties"]["known"]["anyOf"][1]["enum"] = json!(["x", "y"]);
    let folder = Folder::new("policies-alone");
    folder.file("old.json", &api(&item(json!({"type": "string"}), nothing()))).file("new.json", &api(&new));
    let (_, report) = folder.json(&["old.json", "new.json"]);
    let changes = report["changes"].as_array().unwrap();
    assert_eq!((changes.len(), &changes[0]["message"]), (1, &json!("`a` also allows null")), "{report:#}");
    assert_eq!(changes[0]["witnesses"][0]["value"], json!({"a": null}));
}
