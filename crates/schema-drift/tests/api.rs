//! Documents of APIs: who breaks, the client or the server, follows from the operations that exchange a schema.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod folder;

use folder::Folder;
use serde_json::{Value, json};

/// Compares two documents: the exit code, and the report.
#[track_caller]
fn compare(old: &Value, new: &Value, more: &[&str]) -> (i32, Value) {
    let place = std::panic::Location::caller();
    let folder = Folder::new(&format!("api-{}-{}", place.line(), place.column()));
    folder.file("old.json", old).file("new.json", new);
    let (code, report) = folder.json(&[&["old.json", "new.json"], more].concat());
    folder::valid(&folder::schema("output.schema.json"), &report);
    (code, report)
}

/// The document with another value at a pointer, whose parent exists.
fn with(document: &Value, at: &str, value: Value) -> Value {
    let mut document = document.clone();
    let (parent, name) = at.rsplit_once('/').unwrap();
    document.pointer_mut(parent).unwrap()[name.replace("~1", "/")] = value;
    document
}

fn content(schema: Value) -> Value {
    json!({"content": {"application/json": {"schema": schema}}})
}

fn component(name: &str) -> Value {
    content(json!({"$ref": format!("#/components/schemas/{name}")}))
}

/// `Employee` is only in responses, `Query` only in requests, `Team` in both, and `Unused` in neither.
fn staff() -> Value {
    let language = || json!({"type": "object", "properties": {"language": {"type": "string"}}});
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Staff", "version": "1"},
        "paths": {
            "/employees": {
                "get": {"responses": {"200": component("Employees")}},
                "post": {"requestBody": component("Query"), "responses": {"200": component("Employees")}}
            },
            "/teams": {"put": {"requestBody": component("Team"), "responses": {"200": component("Team")}}}
        },
        "components": {"schemas": {
            "Employees": {"type": "array", "items": {"$ref": "#/components/schemas/Employee"}},
            "Employee": language(), "Query": language(), "Team": language(), "Unused": language()
        }}
    })
}

/// The one change of a report: its home, the peers that break, and the operations.
fn change(report: &Value) -> (String, Value, Value) {
    let components = report["components"].as_array().unwrap().iter();
    let homes: Vec<_> = components.filter(|one| one["changes"] != json!([])).collect();
    let [home] = homes.as_slice() else { panic!("{report:#}") };
    let change = &home["changes"][0];
    (home["name"].as_str().unwrap().to_owned(), change["breaks_peers"].clone(), change["operations"].clone())
}

#[test]
fn a_component_breaks_whom_its_operations_reach() {
    let old = staff();
    let both = json!(["PUT /teams request", "PUT /teams 200"]);
    let responses = json!(["GET /employees 200", "POST /employees 200"]);
    for (component, also_null, only_short, operations) in [
        ("Employee", json!(["client"]), json!(["server"]), responses),
        ("Query", json!(["server"]), json!(["client"]), json!(["POST /employees request"])),
        ("Team", json!(["client", "server"]), json!(["client", "server"]), both),
        ("Unused", json!(["client", "server"]), json!(["client", "server"]), Value::Null),
    ] {
        let at = format!("/components/schemas/{component}/properties/language");
        for (schema, peers) in
            [(json!({"type": ["string", "null"]}), also_null), (json!({"type": "string", "maxLength": 2}), only_short)]
        {
            let new = with(&old, &at, schema);
            let (code, report) = compare(&old, &new, &[]);
            let unused = "no operation leads to `Unused`, so both peers count as its senders";
            assert_eq!(report["notes"] == json!([unused]), component == "Unused", "{report:#}");
            assert_eq!(change(&report), (component.to_owned(), peers.clone(), operations.clone()));
            let breaks = |peer: &str| i32::from(peers.as_array().unwrap().contains(&json!(peer)));
            assert_eq!(code, breaks("client"), "{report:#}");
            assert_eq!(compare(&old, &new, &["--for", "server"]).0, breaks("server"));
            assert_eq!(compare(&old, &new, &["--for", "both"]).0, 1);
        }
    }
}

/// A change breaks the other peer if the server calls, or if the message goes the other way.
#[test]
fn the_server_sends_webhooks_callbacks_and_messages() {
    let webhook = |kind: &str, text: Value| {
        let operation = json!({"post": {"requestBody": content(text.clone()), "responses": {"204": {}}}});
        match kind {
            "webhook" => json!({"openapi": "3.1.0", "webhooks": {"placed": operation}}),
            "callback" => json!({"openapi": "3.0.3", "paths": {"/orders": {"post": {
                "callbacks": {"placed": {"{$request.query.url}": operation}}, "responses": {"204": {}}}}}}),
            "path" => json!({"openapi": "3.0.3", "paths": {"/orders": operation}}),
            "publish" | "subscribe" => {
                json!({"asyncapi": "2.6.0", "channels": {"orders": {kind: {"message": {"payload": text}}}}})
            }
            action => json!({"asyncapi": "3.0.0",
                "channels": {"orders": {"messages": {"placed": {"$ref": "#/components/messages/placed"}}}},
                "operations": {"place": {"action": action, "channel": {"$ref": "#/channels/orders"}}},
                "components": {"messages": {"placed": {"payload": {"$ref": "#/components/schemas/Order"}}}, "schemas": {"Order": text}}}),
        }
    };
    for (kind, narrower, wider) in [
        ("path", 1, 0),
        ("webhook", 0, 1),
        ("callback", 0, 1),
        ("publish", 1, 0),
        ("subscribe", 0, 1),
        ("receive", 1, 0),
        ("send", 0, 1),
    ] {
        let (long, short) =
            (webhook(kind, json!({"type": "string"})), webhook(kind, json!({"type": "string", "maxLength": 9})));
        assert_eq!(compare(&long, &short, &[]).0, narrower, "{kind}");
        assert_eq!(compare(&short, &long, &[]).0, wider, "{kind}");
    }
}

/// If references leave a document, another file may use any of its components.
#[test]
fn components_of_documents_in_parts_have_both_directions() {
    let mut old = staff();
    old["paths"]["/employees"]["get"]["responses"]["404"] = content(json!({"$ref": "errors.json#/Missing"}));
    let new = with(&old, "/components/schemas/Employee/properties/language", json!({"type": "string", "maxLength": 2}));
    let folder = Folder::new("api-parts");
    folder.file("old/api.json", &old).file("new/api.json", &new);
    let errors = json!({"Missing": {"type": "string"}, "$defs": {}});
    folder.file("old/errors.json", &errors).file("new/errors.json", &errors);
    let (code, report) = folder.json(&["old/api.json", "new/api.json"]);
    assert_eq!(code, 1);
    assert_eq!(change(&report).1, json!(["client", "server"]));
}

#[test]
fn many_operations_are_counted_and_not_all_listed() {
    let mut document = staff();
    for number in 0..150 {
        let read = json!({"get": {"responses": {"200": component("Employee")}}});
        document["paths"][format!("/more/{number}")] = read;
    }
    let at = "/components/schemas/Employee/properties/language/type";
    let (_, report) = compare(&document, &with(&document, at, json!(["string", "null"])), &[]);
    let components = report["components"].as_array().unwrap();
    let employee = components.iter().find(|one| one["name"] == json!("Employee")).unwrap();
    // `GET /employees` and `POST /employees` reach it too.
    for listed in [employee, &employee["changes"][0]] {
        assert_eq!(listed["operations"].as_array().unwrap().len(), 100);
        assert_eq!(listed["more_operations"], json!(52));
    }
    let query = components.iter().find(|one| one["name"] == json!("Query")).unwrap();
    assert_eq!((&query["operations"], query.get("more_operations")), (&json!(["POST /employees request"]), None));
}

#[test]
fn the_view_names_peers_and_operations() {
    let old = staff();
    let new = with(&old, "/components/schemas/Employee/properties/language", json!({"type": ["string", "null"]}));
    let folder = Folder::new("api-view");
    folder.file("old.json", &old).file("new.json", &new);
    let output = folder::text(&folder.run(&["compare", "old.json", "new.json"], "").stdout);
    assert!(
        output.contains("   = note: clients break\n   = note: in `[].language` of GET /employees 200 and 1 more\n"),
        "{output}"
    );
    assert!(output.contains("old.json -> new.json: wider, 1 change; clients break"), "{output}");
    let output = folder::text(&folder.run(&["compare", "new.json", "old.json"], "").stdout);
    assert!(output.contains("warning[null-forbidden]: Employee: `language` no longer allows null"), "{output}");
}

/// A value that is added to the known ones of an open enumeration is valid before, too.
#[test]
fn known_values_of_open_enumerations_are_annotations() {
    let language = |known: Value| json!({"anyOf": [{"type": "string"}, {"enum": known}]});
    let at = "/components/schemas/Employee/properties/language";
    let old = with(&staff(), at, language(json!(["de", "en"])));
    let new = with(&staff(), at, language(json!(["en", "fr"])));
    let folder = Folder::new("api-known");
    folder.file("old.json", &old).file("new.json", &new);
    let (code, report) = folder.json(&["old.json", "new.json"]);
    assert_eq!((code, &report["changes"]), (0, &json!([])), "{report:#}");
    let message = "the known values of `language` are also \"fr\" and no longer \"de\"; any string is valid";
    assert_eq!(report["annotations"][0]["message"], message);
    let view =
        |more: &[&str]| folder::text(&folder.run(&[&["compare", "old.json", "new.json"], more].concat(), "").stdout);
    assert!(view(&[]).starts_with("1 annotation changed; --annotations lists them\n"), "{}", view(&[]));
    assert!(
        view(&["--annotations"]).starts_with(&format!("note: Employee: {message}\n")),
        "{}",
        view(&["--annotations"])
    );
}

#[test]
fn the_removal_of_a_deprecated_property_has_its_own_wording() {
    let closed = |properties: Value| json!({"type": "object", "properties": properties, "additionalProperties": false});
    let at = "/components/schemas/Query";
    let both = json!({"a": {"type": "string"}, "b": {"type": "string", "deprecated": true}});
    let (old, new) = (with(&staff(), at, closed(both)), with(&staff(), at, closed(json!({"a": {"type": "string"}}))));
    let (code, report) = compare(&old, &new, &[]);
    let message = "the value no longer has the property `b`; it was deprecated";
    assert_eq!((code, &report["changes"][0]["message"]), (1, &json!(message)), "{report:#}");
}

/// Four components get the same change; the operations of `/a` and `/b` share a parameter that each request now needs.
#[test]
fn the_same_change_at_many_places_is_one_finding() {
    let names = ["A", "B", "C", "D", "E", "F"];
    let api = |key: Value, required: bool| {
        let paths: Value = names
            .iter()
            .map(|name| {
                let parameters = json!([{"name": "tenant", "in": "query", "required": required, "schema": {}}]);
                (format!("/{name}"), json!({"get": {"parameters": parameters, "responses": {"200": component(name)}}}))
            })
            .collect::<serde_json::Map<_, _>>()
            .into();
        let model = json!({"type": "object", "properties": {"key": key, "size": {"type": "integer"}}});
        let schemas: Value =
            names.map(|name| (name.to_owned(), model.clone())).into_iter().collect::<serde_json::Map<_, _>>().into();
        json!({"openapi": "3.1.0", "paths": paths, "components": {"schemas": schemas}})
    };
    let folder = Folder::new("api-grouped");
    let mut new = api(json!({"type": ["string", "null"]}), true);
    new["components"]["schemas"]["F"]["properties"]["size"]["minimum"] = json!(0);
    folder.file("old.json", &api(json!({"type": "string"}), false)).file("new.json", &new);
    let view =
        |more: &[&str]| folder::text(&folder.run(&[&["compare", "old.json", "new.json"], more].concat(), "").stdout);
    let human = view(&[]);
    let titles: Vec<&str> = human.lines().filter(|line| line.contains("error[") || line.contains("warning[")).collect();
    assert_eq!(
        titles,
        [
            "error[null-allowed]: `key` also allows null (6 places in `A` and 5 other schemas)",
            "error[parameter-became-required]: GET /A and 5 more: the parameter `tenant` (query) is now required (6 places)",
            "warning[range-narrowed]: F: `size` now has `minimum` 0",
        ]
    );
    assert!(
        human.starts_with("clients break: 2 changes in 6 operations; servers break: 1 change in 1 operation\n\nerror")
    );
    assert!(
        human.contains("in `key` of GET /A 200 and 5 more\n")
            && human.contains("incomparable, 3 changes at 13 places; "),
        "{human}"
    );
    assert!(
        human.contains("/components/schemas/D/properties/key/type\n") && !human.contains("schemas/E/properties/key")
    );
    assert_eq!(human.matches("and at 2 more places; --verbose lists them\n").count(), 2, "{human}");
    assert!(view(&["--verbose"]).contains("/components/schemas/E/properties/key/type\n"));
    let limited = view(&["--limit", "1"]);
    assert!(
        limited.contains("and 2 more findings; --limit lists more\n") && !limited.contains("warning["),
        "{limited}"
    );
    // A comment begins with the verdict, and folds the table.
    let markdown = view(&["--format", "markdown"]);
    let lines: Vec<&str> = markdown.lines().filter(|line| !line.is_empty()).take(4).collect();
    assert_eq!(
        lines,
        [
            "### `old.json` → `new.json`: incomparable",
            "clients break: 2 changes in 6 operations; servers break: 1 change in 1 operation.",
            "First: `key` also allows null (6 places in `A` and 5 other schemas); clients break.",
            "<details><summary>3 findings</summary>",
        ]
    );
    assert_eq!(markdown.matches("</details>").count(), 1);
    // Each place stays a change of its own in JSON, so that each can be accepted.
    let (_, report) = folder.json(&["old.json", "new.json"]);
    assert_eq!((report["changes"].as_array().unwrap().len(), report["rules"].as_array().unwrap().len()), (7, 6));
}

/// `/a` exchanges only a part of `Wrap`, in which nothing changes, so the place is named from `/b`.
#[test]
fn a_change_names_the_place_of_its_values() {
    let api = |x: Value| {
        let paths = json!({
            "/a": {"get": {"responses": {"200": content(json!({"$ref": "#/components/schemas/Wrap/properties/out"}))}}},
            "/b": {"get": {"responses": {"200": content(json!({"properties": {"data": {"$ref": "#/components/schemas/List"}}}))}}}
        });
        let inner = json!({"type": "object", "properties": {"x y": x}});
        let wrap = json!({"type": "object", "properties": {"in": inner, "out": {"type": "string"}}});
        let list =
            json!({"type": "array", "items": {"anyOf": [{"$ref": "#/components/schemas/Wrap"}, {"type": "null"}]}});
        json!({"openapi": "3.1.0", "paths": paths, "components": {"schemas": {"Wrap": wrap, "List": list}}})
    };
    let (old, new) = (api(json!({"type": "string"})), api(json!({"type": ["string", "null"]})));
    let (_, report) = compare(&old, &new, &[]);
    let (home, _, operations) = change(&report);
    assert_eq!((home.as_str(), operations), ("Wrap", json!(["GET /b 200", "GET /a 200"])), "{report:#}");
    assert_eq!(report["changes"][0]["path"], json!(r#"data[].in["x y"]"#));
    let folder = Folder::new("api-path");
    folder.file("old.json", &old).file("new.json", &new);
    let human = folder::text(&folder.run(&["compare", "old.json", "new.json"], "").stdout);
    assert!(human.contains("in `data[].in[\"x y\"]` of GET /b 200 and 1 more\n"), "{human}");
    // A removed property is where it was.
    let closed = |properties: Value| json!({"items": {"properties": properties, "additionalProperties": false}});
    folder.file("old.json", &closed(json!({"a": {}, "b": {}}))).file("new.json", &closed(json!({"a": {}})));
    let (_, report) = folder.json(&["old.json", "new.json"]);
    assert_eq!(report["changes"][0]["path"], "[].b", "{report:#}");
}
