//! The command compares documents of all kinds: their named schemas, and those of operations.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Compares two documents: the exit code, standard output (as JSON if it is) and standard error.
fn compare(test: &str, old: &Value, new: &Value, more: &[&str]) -> (i32, Value, String) {
    let folder = Folder(std::env::temp_dir().join(format!("schema-drift-documents-{test}-{}", std::process::id())));
    fs::create_dir_all(&folder.0).unwrap();
    for (file, value) in [("old.json", old), ("new.json", new)] {
        fs::write(folder.0.join(file), format!("{value:#}")).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_schema-drift"));
    let output = command
        .args(["compare", "--format", "json", "--for", "both", "old.json", "new.json"])
        .args(more)
        .current_dir(&folder.0)
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    if report.is_object() {
        let schema: Value = serde_json::from_str(include_str!("../output.schema.json")).unwrap();
        let errors: Vec<String> =
            jsonschema::validator_for(&schema).unwrap().iter_errors(&report).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
    (output.status.code().unwrap(), report, String::from_utf8(output.stderr).unwrap())
}

/// The name and the verdict of each schema that is not equivalent, and the names of those that were removed.
fn found(report: &Value) -> Vec<String> {
    let list = |key: &str| report[key].as_array().into_iter().flatten();
    let verdict = |one: &Value| format!("{}: {}", one["name"].as_str().unwrap(), one["verdict"].as_str().unwrap());
    let changed = list("components").filter(|one| one["verdict"] != "equivalent").map(verdict);
    let removed = list("removed").map(|one| format!("{}: removed", one["name"].as_str().unwrap()));
    changed.chain(removed).collect()
}

/// Replaces the value at a pointer.
fn with(document: &Value, at: &str, value: Value) -> Value {
    let mut document = document.clone();
    *document.pointer_mut(at).unwrap() = value;
    document
}

#[track_caller]
fn check(test: &str, old: &Value, new: &Value, expected: &[&str]) -> Value {
    let (code, report, error) = compare(test, old, new, &[]);
    assert_eq!(found(&report), expected, "{error}");
    assert_eq!(code, i32::from(!expected.is_empty()), "{report:#}");
    report
}

fn openapi() -> Value {
    json!({
        "openapi": "3.0.3",
        "paths": {
            "/orders/{id}": {
                "parameters": [{"name": "id", "in": "path", "schema": {"type": "string"}}],
                "get": {"responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}},
                    "404": {"$ref": "#/components/responses/Missing"}
                }}
            },
            "/health": {"get": {"responses": {"204": {"description": "well"}}}}
        },
        "components": {
            "schemas": {"Order": {"type": "object", "properties": {"size": {"type": "integer"}}}},
            "responses": {"Missing": {"content": {"application/json": {"schema": {"type": "string"}}}}}
        }
    })
}

#[test]
fn schemas_of_operations() {
    let old = openapi();
    check("same", &old, &old, &[]);
    // A change of a component is listed there once, and named at the operations that refer to it.
    let new = with(&old, "/components/schemas/Order/properties/size", json!({"type": "integer", "minimum": 1}));
    let report = check(
        "component",
        &old,
        &new,
        &["Order: narrower", "GET /orders/{id} response 200 application/json: narrower"],
    );
    assert_eq!(report["changes"].as_array().unwrap().len(), 1);
    let response = report["components"].as_array().unwrap().iter().find(|one| one["through"].is_array()).unwrap();
    assert_eq!(response["through"], json!(["Order"]));
    // A response that was shared is now written at the operation.
    let inline = json!({"content": {"application/json": {"schema": {"type": "string"}}}});
    check("inline", &old, &with(&old, "/paths/~1orders~1{id}/get/responses/404", inline), &[]);
    let missing = "/components/responses/Missing/content/application~1json/schema";
    let expected =
        ["response Missing application/json: wider", "GET /orders/{id} response 404 application/json: wider"];
    check("shared", &old, &with(&old, missing, json!({"type": ["string", "null"]})), &expected);
    // An operation without any schema is missed as well; the parameters of a path go with its last operation.
    let (code, report, _) = compare("gone", &old, &with(&old, "/paths", json!({})), &[]);
    assert_eq!((code, found(&report)), (1, vec!["GET /orders/{id}: removed".into(), "GET /health: removed".into()]));
    let (code, report, _) = compare("added", &with(&old, "/paths", json!({})), &old, &[]);
    assert_eq!((code, report["added"].as_array().unwrap().len()), (0, 2));
    let parameters = with(&old, "/paths/~1orders~1{id}/parameters", json!([]));
    check("parameter", &old, &parameters, &["/orders/{id} parameter id (path): removed"]);
}

#[test]
fn a_change_that_is_accepted_at_its_component_is_accepted_at_operations() {
    let old = openapi();
    let new = with(&old, "/components/schemas/Order/properties/size", json!({"type": "integer", "minimum": 1}));
    let accept = std::env::temp_dir().join(format!("schema-drift-accept-{}.json", std::process::id()));
    let pointer = "/components/schemas/Order/properties/size/minimum";
    fs::write(
        &accept,
        json!({"accepted": [{"pointer": pointer, "keyword": "minimum", "reason": "agreed"}]}).to_string(),
    )
    .unwrap();
    let (code, report, error) = compare("accepted", &old, &new, &["--accept", accept.to_str().unwrap()]);
    fs::remove_file(accept).unwrap();
    assert_eq!(code, 0, "{error}{report:#}");
}

#[test]
fn swagger_documents() {
    let old = json!({
        "swagger": "2.0",
        "paths": {"/pods": {"post": {
            "parameters": [
                {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Pod"}},
                {"name": "pretty", "in": "query", "type": "string", "required": true, "uniqueItems": true}
            ],
            "responses": {"200": {"schema": {"$ref": "#/definitions/Pod"}}}
        }}},
        "definitions": {"Pod": {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "number", "maximum": 9, "exclusiveMaximum": true}}}}
    });
    check("swagger-same", &old, &old, &[]);
    let new = with(&old, "/definitions/Pod/properties/name", json!({"type": "boolean"}));
    check(
        "swagger",
        &old,
        &new,
        &["Pod: incomparable", "POST /pods request body: incomparable", "POST /pods response 200: incomparable"],
    );
    let mut new = with(&old, "/paths/~1pods/post/parameters/1", json!({"$ref": "#/parameters/pretty"}));
    new["parameters"] = json!({"pretty": {"name": "pretty", "in": "query", "type": "integer"}});
    check("swagger-parameter", &old, &new, &["POST /pods parameter pretty (query): incomparable"]);
    let new = with(&old, "/definitions", json!({"Pods": {}}));
    let (code, report, _) = compare("swagger-gone", &old, &new, &[]);
    assert_eq!(
        (code, &found(&report)[..]),
        (
            1,
            &[
                "POST /pods request body: unknown".to_owned(),
                "POST /pods response 200: unknown".to_owned(),
                "Pod: removed".to_owned(),
            ][..]
        )
    );
}

#[test]
fn asyncapi_documents() {
    let openapi = "application/vnd.oai.openapi;version=3.0.0";
    let old = json!({
        "asyncapi": "2.6.0",
        "channels": {"orders": {"publish": {"message": {"$ref": "#/components/messages/Placed"}}}},
        "components": {"messages": {"Placed": {
            "schemaFormat": openapi, "payload": {"type": "integer", "minimum": 1, "exclusiveMinimum": true}
        }}}
    });
    check("async-same", &old, &old, &[]);
    let at = "/components/messages/Placed/payload";
    let new = with(&old, at, json!({"type": "integer", "minimum": 1}));
    let expected = ["message Placed payload: wider", "channel orders publish message payload: wider"];
    check("async", &old, &new, &expected);
    // A payload in another language is noted, and the operation is still there.
    let avro = with(&old, "/components/messages/Placed/schemaFormat", json!("application/vnd.apache.avro"));
    let (code, report, _) = compare("avro", &avro, &avro, &[]);
    assert_eq!(code, 0);
    assert!(report["notes"][0].as_str().unwrap().contains("avro"), "{report:#}");
    check("channel", &old, &with(&old, "/channels", json!({})), &["channel orders publish: removed"]);
}

#[test]
fn versions_of_a_kubernetes_resource() {
    let crd = |versions: Value| json!({"kind": "CustomResourceDefinition", "spec": {"names": {"kind": "Kettle"}, "versions": versions}});
    let version = |name: &str, kind: &str| json!({"name": name, "schema": {"openAPIV3Schema": {"type": "object", "properties": {"litres": {"type": kind, "nullable": true}}}}});
    let old = crd(json!([version("v1", "integer")]));
    // The first version has another name beside a second one, and is still paired.
    let (code, report, _) =
        compare("crd-added", &old, &crd(json!([version("v1", "integer"), version("v2", "string")])), &[]);
    assert_eq!((code, found(&report).len(), &report["added"][0]["name"]), (0, 0, &json!("Kettle v2")));
    check("crd", &old, &crd(json!([version("v1", "number")])), &["Kettle: wider"]);
    check("crd-gone", &crd(json!([version("v1", "integer"), version("v2", "string")])), &old, &["Kettle v2: removed"]);
}

#[test]
fn libraries_are_compared_by_definition() {
    let old = json!({"$defs": {"A": {"type": "string"}, "B": {"$ref": "#/$defs/A"}}});
    let report = check(
        "library",
        &old,
        &with(&old, "/$defs/A", json!({"type": "integer"})),
        &["A: incomparable", "B: incomparable"],
    );
    assert!(report["notes"][0].as_str().unwrap().contains("definitions are compared one by one"), "{report:#}");
    check("library-gone", &old, &json!({"$defs": {"A": {"type": "string"}}}), &["B: removed"]);
    // The dialect is that of the whole library, whatever the part of it that is compared.
    let tuple = |last: &str| json!({"$defs": {"T": {"items": [{"type": "string"}]}, "N": {"type": last}}});
    let report = check("library-dialect", &tuple("string"), &tuple("integer"), &["N: incomparable"]);
    assert!(report["notes"].to_string().contains("read as 2019-09, because there is no `$schema`"), "{report:#}");
    check(
        "library-tuple",
        &tuple("string"),
        &with(&tuple("string"), "/$defs/T/items/0", json!({"type": "null"})),
        &["T: incomparable"],
    );
    // A root that asserts is compared beside the definitions.
    let mut rooted = old.clone();
    rooted["$ref"] = json!("#/$defs/A");
    let (code, report, _) = compare("library-root", &old, &rooted, &[]);
    assert_eq!((code, found(&report).len(), &report["added"][0]["name"]), (0, 0, &json!("new.json")));
}

#[test]
fn documents_of_no_kind_are_an_error() {
    for (test, old, new) in [
        ("data", json!({"menu": {"id": "f"}}), json!({"menu": {"id": "g"}})),
        ("same-data", json!({"menu": 1}), json!({"menu": 1})),
        ("one-side", json!({"type": "string"}), json!({"propertys": {}})),
    ] {
        let (code, _, error) = compare(test, &old, &new, &[]);
        assert_eq!(code, 2, "{error}");
        assert!(error.contains("error[unknown-document]"), "{error}");
    }
    // These are schemas.
    for (test, schema) in [("empty", json!({})), ("title", json!({"title": "Any"})), ("true", json!(true))] {
        assert_eq!(compare(test, &schema, &schema, &[]).0, 0);
    }
}

/// schema-build reads the same dialect; see its test `the_report_says_how_documents_were_read`.
#[test]
fn a_guessed_dialect_is_reported() {
    let schema = json!({"title": "T", "items": [{"type": "string"}], "$defs": {}});
    let (code, report, _) = compare("guess", &schema, &schema, &[]);
    assert_eq!(code, 0);
    let reason = "read as 2019-09, because there is no `$schema` and `items` has the form of that dialect";
    assert_eq!(report["repairs"]["old"], json!([{"pointer": "/items", "message": reason}]));
}

/// An event with a discriminator, and two subtypes; `born` is a property of one.
fn events(born: &str) -> Value {
    json!({"openapi": "3.0.3", "paths": {}, "components": {"schemas": {
        "Event": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}},
            "discriminator": {"propertyName": "kind", "mapping": {"born": "Born"}}},
        "Born": {"allOf": [{"$ref": "#/components/schemas/Event"}, {"type": "object", "properties": {"at": {"type": born}}}]},
        "Log": {"type": "object", "properties": {"last": {"$ref": "#/components/schemas/Event"}}},
        "Other": {"type": "string"},
    }}})
}

#[test]
fn a_discriminator_decides_if_it_is_asked_to() {
    let (old, new) = (events("string"), events("integer"));
    let (_, report, _) = compare("annotates", &old, &new, &[]);
    assert_eq!(found(&report), ["Born: incomparable"]);
    // A change of a subtype is one of its base.
    let decides = ["--discriminator", "decides"];
    let (_, report, error) = compare("decides", &old, &new, &decides);
    assert_eq!(found(&report), ["Event: incomparable", "Born: incomparable", "Log: incomparable"], "{error}");
    let (code, report, _) = compare("decides-same", &old, &old, &decides);
    assert_eq!((code, found(&report)), (0, Vec::new()));
    // So is one of the mapping.
    let mapping = "/components/schemas/Event/discriminator/mapping";
    let renamed = with(&old, mapping, json!({"birth": "Born"}));
    assert_eq!(found(&compare("mapping-annotates", &old, &renamed, &[]).1), Vec::<String>::new());
    let (_, report, _) = compare("mapping", &old, &renamed, &decides);
    assert_eq!(found(&report), ["Event: incomparable", "Born: incomparable", "Log: incomparable"]);
}

#[test]
fn options_for_schemas_without_type() {
    let schemas = |lid: Value| json!({"openapi": "3.0.3", "paths": {}, "components": {"schemas": {"Lid": lid}}});
    let untyped = schemas(json!({"properties": {"a": {"type": "string"}}}));
    let typed = schemas(json!({"type": "object", "properties": {"a": {"type": "string"}}}));
    assert_eq!(found(&compare("untyped", &untyped, &typed, &[]).1), ["Lid: narrower"]);
    assert_eq!(found(&compare("untyped-read", &untyped, &typed, &["--untyped-objects"]).1), Vec::<String>::new());
    let all = |nullable: bool| schemas(json!({"allOf": [{"type": "string"}], "nullable": nullable}));
    assert_eq!(found(&compare("nullable", &all(false), &all(true), &[]).1), Vec::<String>::new());
    let read = ["--nullable-without-type"];
    assert_eq!(found(&compare("nullable-read", &all(false), &all(true), &read).1), ["Lid: wider"]);
}

/// Components that refer to a changed one, by one reference, by several, in a loop, and where the change has another effect.
#[test]
fn a_change_through_references() {
    let old = json!({"openapi": "3.1.0", "paths": {}, "components": {"schemas": {
        "Name": {"type": "string"},
        "Person": {"type": "object", "properties": {"name": {"$ref": "#/components/schemas/Name"}}},
        "Couple": {"type": "object", "properties": {
            "one": {"$ref": "#/components/schemas/Person"}, "other": {"$ref": "#/components/schemas/Person"},
            "next": {"$ref": "#/components/schemas/Couple"}
        }},
        "Short": {"allOf": [{"$ref": "#/components/schemas/Name"}, {"maxLength": 3}]},
        "NoName": {"not": {"$ref": "#/components/schemas/Name"}},
        "Impossible": {
            "type": "object", "properties": {"person": {"$ref": "#/components/schemas/Person"}, "never": false},
            "required": ["person", "never"]
        },
        "Other": {"type": "integer"}
    }}});
    let new = with(&old, "/components/schemas/Name", json!({"type": "string", "maxLength": 9}));
    let expected = ["Name: narrower", "Person: narrower", "Couple: narrower", "NoName: wider"];
    let report = check("through", &old, &new, &expected);
    let component =
        |name: &str| report["components"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap().clone();
    assert_eq!(component("Name")["changes"][0]["witnesses"][0]["value"], "aaaaaaaaaa");
    assert_eq!(component("Couple")["changes"], json!([]));
    for user in ["Person", "Couple"] {
        assert_eq!(component(user)["through"], json!(["Name"]), "{user}");
        assert_eq!(component(user)["breaks"], json!(["writer"]), "{user}");
    }
    // The same change has the opposite effect here, so this component shows it.
    assert_eq!(component("NoName")["changes"][0]["breaks"], json!(["reader"]));
}

#[test]
fn a_change_of_which_only_a_part_has_an_effect() {
    let old = json!({"openapi": "3.1.0", "paths": {}, "components": {"schemas": {
        "Size": {"type": "integer", "minimum": 0, "maximum": 5},
        "Small": {"allOf": [{"$ref": "#/components/schemas/Size"}], "maximum": 3},
        "Box": {"type": "object", "properties": {"size": {"$ref": "#/components/schemas/Size"}}}
    }}});
    let new = with(&old, "/components/schemas/Size", json!({"type": "integer", "minimum": 1, "maximum": 9}));
    let report = check("part", &old, &new, &["Size: incomparable", "Small: narrower", "Box: incomparable"]);
    assert_eq!(report["components"][1]["breaks"], json!(["writer"]));
    assert_eq!(report["components"][2]["through"], json!(["Size"]));
}

#[test]
fn what_refers_to_an_undecided_schema_is_undecided_through_it() {
    let old = json!({"openapi": "3.1.0", "paths": {}, "components": {"schemas": {
        "Code": {"type": "string", "pattern": "^(?=a).*(?<!b)c$"},
        "Part": {"type": "object", "properties": {"code": {"$ref": "#/components/schemas/Code"}}},
        "Whole": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}}
    }}});
    let new = with(&old, "/components/schemas/Code/pattern", json!("^(?=a).*(?<!b)(?:c)$"));
    let report = check("undecided", &old, &new, &["Code: unknown", "Part: unknown", "Whole: unknown"]);
    assert_eq!(report["components"][1]["reason"], "undecided through `Code`");
    assert_eq!(report["components"][2]["reason"], "undecided through `Code`");
}

/// A keyword that depends on the dynamic scope does not make each component a comparison of its own.
#[test]
fn components_with_dynamic_references() {
    let node = json!({"$id": "node", "$dynamicAnchor": "node", "type": "object", "properties": {"child": {"$dynamicRef": "#node"}}});
    let old = json!({"openapi": "3.1.0", "paths": {}, "components": {"schemas": {
        "Node": node,
        "Name": {"type": "string"},
        "Tree": {"type": "object", "properties": {"root": {"$ref": "node"}, "name": {"$ref": "#/components/schemas/Name"}}}
    }}});
    check("dynamic-same", &old, &old, &[]);
    let new = with(&old, "/components/schemas/Name", json!({"type": "string", "minLength": 1}));
    let report = check("dynamic", &old, &new, &["Name: narrower", "Tree: narrower"]);
    assert_eq!(report["components"][2]["through"], json!(["Name"]));
}

/// `Event` has both alternatives, so what changed in `Order` has no effect there, and is no open question beside the answer.
#[test]
fn a_change_that_another_schema_decides_is_listed_there_only() {
    let library = |total: &str, id: &str| {
        let order = json!({"$ref": "#/$defs/Order"});
        json!({"$defs": {
            "Order": {"properties": {"total": {"type": total}}},
            "Event": {"oneOf": [order, {"not": order}], "properties": {"id": {"type": id}}},
        }})
    };
    let (old, new) = (library("integer", "integer"), library("number", "string"));
    let (_, report, _) = compare("decided", &old, &new, &[]);
    let changes = report["changes"].as_array().unwrap();
    let found: Vec<(&Value, &Value)> = changes.iter().map(|one| (&one["old"]["pointer"], &one["direction"])).collect();
    let [event, order] = ["/$defs/Event/properties/id/type", "/$defs/Order/properties/total/type"].map(Value::from);
    assert_eq!(found, [(&order, &json!("wider")), (&event, &json!("incomparable"))]);
}
