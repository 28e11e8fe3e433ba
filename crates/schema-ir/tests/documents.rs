//! The kinds of documents: how they are told apart, which dialect they have, and where their schemas are.
#![allow(clippy::unwrap_used, clippy::panic)]

use schema_ir::{
    Dialect, DocumentKind, Draft, ErrorKind, NormaliseOptions, Part, Schemas, Source, document_kind, find_schemas,
    normalise, normalise_places,
};
use serde_json::{Value, json};

fn source(document: &Value) -> Source {
    Source::parse("a.json", format!("{document:#}").into_bytes()).unwrap()
}

fn schemas(document: &Value) -> Schemas {
    find_schemas(&source(document)).unwrap()
}

/// The name of each schema with its pointer; each pointer leads to a value.
#[track_caller]
fn check(document: &Value, expected: &[(&str, &str)]) -> Schemas {
    let found = schemas(document);
    let names: Vec<(&str, &str)> =
        found.places.iter().map(|place| (place.name.as_str(), place.pointer.as_str())).collect();
    assert_eq!(names, expected);
    assert!(found.places.iter().all(|place| document.pointer(&place.pointer).is_some()));
    found
}

#[test]
fn the_kind_follows_from_what_the_document_contains() {
    let kinds = [
        (json!({"openapi": "3.0.3"}), DocumentKind::OpenApi30),
        (json!({"openapi": "3.1.0", "type": "object"}), DocumentKind::OpenApi31),
        (json!({"openapi": "3.2.0"}), DocumentKind::OpenApi32),
        (json!({"openapi": 3.1}), DocumentKind::OpenApi31),
        (json!({"openapi": "4.0.0"}), DocumentKind::Unknown),
        (json!({"openapi": "3.10"}), DocumentKind::Unknown),
        (json!({"swagger": "2.0"}), DocumentKind::Swagger20),
        (json!({"swagger": 2.0}), DocumentKind::Swagger20),
        (json!({"asyncapi": "2.6.0"}), DocumentKind::AsyncApi2),
        (json!({"asyncapi": "3.0.0"}), DocumentKind::AsyncApi3),
        (json!({"kind": "CustomResourceDefinition", "spec": {}}), DocumentKind::Crd),
        (json!({"kind": "Pod", "spec": {}}), DocumentKind::Unknown),
        (json!({"definitions": {"A": {}}}), DocumentKind::Library),
        (json!({"title": "Common", "$defs": {"A": {}}, "version": 1}), DocumentKind::Library),
        (json!({"$defs": {"A": {}}, "$ref": "#/$defs/A"}), DocumentKind::JsonSchema),
        (json!({"$defs": {}}), DocumentKind::JsonSchema),
        (json!({}), DocumentKind::JsonSchema),
        (json!(true), DocumentKind::JsonSchema),
        (json!([]), DocumentKind::JsonSchema),
        (json!({"title": "Any"}), DocumentKind::JsonSchema),
        (json!({"$schema": "https://json-schema.org/draft/2020-12/schema"}), DocumentKind::JsonSchema),
        (json!({"$comment": "x", "x-owner": "us"}), DocumentKind::JsonSchema),
        (json!({"id": "http://example.com/any"}), DocumentKind::JsonSchema),
        (json!({"type": "object", "propertys": {}}), DocumentKind::JsonSchema),
        (json!({"nullable": true}), DocumentKind::JsonSchema),
        (json!({"menu": {"type": "object"}}), DocumentKind::Unknown),
        (json!({"id": "f", "menu": 1}), DocumentKind::Unknown),
    ];
    for (document, kind) in kinds {
        assert_eq!(DocumentKind::of(&document), kind, "{document}");
    }
}

#[test]
fn a_document_of_no_kind_is_an_error_that_says_what_was_looked_for() {
    let error = |document: Value| document_kind(&source(&document)).unwrap_err();
    let found = error(json!({"menu": {"id": "f"}, "tpye": "object", "requried": []}));
    assert_eq!(found.kind, ErrorKind::UnknownDocument);
    for part in ["`openapi`", "`swagger`", "`asyncapi`", "CustomResourceDefinition", "`definitions`", "`menu`"] {
        assert!(found.message.contains(part), "{found}");
    }
    let help = "did you mean `type` in place of `tpye`, `required` in place of `requried`?";
    assert_eq!(found.help.as_deref(), Some(help));
    let found = error(json!({"swagger": "1.2", "apis": []}));
    assert_eq!(found.pointer.as_deref(), Some("/swagger"));
    assert!(found.to_string().contains("2.0"), "{found}");
    assert_eq!(error(json!({"$schema": "http://json-schema.org/draft-03/schema#"})).kind, ErrorKind::UnknownDialect);
    // The same error comes from reading the schema; a part of such a document may be a schema.
    let document = source(&json!({"menu": {"type": "string"}}));
    assert_eq!(normalise(&document, &NormaliseOptions::default()).unwrap_err()[0].kind, ErrorKind::UnknownDocument);
    let part = NormaliseOptions { at: "/menu".to_owned(), ..NormaliseOptions::default() };
    assert_eq!(normalise(&document, &part).unwrap().document.to_json(), json!({"type": "string"}));
}

#[test]
fn sure_signs_of_a_dialect_win_over_probable_ones() {
    let cases = [
        (json!({"type": "string"}), Draft::Draft202012, false),
        (json!({"definitions": {"A": {}}, "type": "string"}), Draft::Draft07, false),
        (json!({"$defs": {"A": {}}, "dependencies": {}}), Draft::Draft202012, false),
        (json!({"items": [{}]}), Draft::Draft07, true),
        (json!({"title": "T", "items": [{"type": "string"}], "$defs": {}}), Draft::Draft201909, true),
        (json!({"prefixItems": [{"items": [{}]}]}), Draft::Draft201909, true),
        (json!({"dependentSchemas": {"a": {"items": [{}]}}}), Draft::Draft201909, true),
        (json!({"exclusiveMinimum": true, "$defs": {}}), Draft::Draft04, true),
        (json!({"items": [{"exclusiveMaximum": false}]}), Draft::Draft04, true),
        (json!({"$ref": "http://json-schema.org/draft-06/schema#"}), Draft::Draft06, false),
        (json!({"$ref": "http://json-schema.org/draft-06/schema#", "items": [{}]}), Draft::Draft06, false),
        (json!({"$schema": "http://json-schema.org/draft-06/schema#", "items": [{}]}), Draft::Draft06, false),
        (
            json!({"openapi": "3.1.0", "jsonSchemaDialect": "http://json-schema.org/draft-07/schema#"}),
            Draft::Draft07,
            false,
        ),
        (
            json!({"openapi": "3.2.0", "jsonSchemaDialect": "https://spec.openapis.org/oas/3.2/dialect/2025-09-17"}),
            Draft::Draft202012,
            false,
        ),
        (json!({"swagger": "2.0", "$schema": "https://json-schema.org/draft/2020-12/schema"}), Draft::OpenApi30, false),
        (json!({"asyncapi": "3.0.0"}), Draft::Draft07, false),
    ];
    for (document, draft, sure) in cases {
        let dialect = Dialect::of(&document, None);
        assert_eq!((dialect.draft, dialect.sign.is_some()), (draft, sure), "{document}");
    }
    let sign = Dialect::of(&json!({"items": {"exclusiveMinimum": true}, "const": 1, "if": {}}), None).sign.unwrap();
    assert_eq!(sign.pointer, "/items/exclusiveMinimum");
    let message = "read as draft-04, because there is no `$schema` and `exclusiveMinimum` has the form of that dialect; \
                   `const`, `if` have no effect in it";
    assert_eq!(sign.message, message);
    // An option replaces the guess, and no declaration.
    assert_eq!(Dialect::of(&json!({"items": [{}]}), Some(Draft::Draft06)).draft, Draft::Draft06);
    assert_eq!(Dialect::of(&json!({"openapi": "3.0.0"}), Some(Draft::Draft06)).draft, Draft::OpenApi30);
}

#[test]
fn openapi() {
    let schema = || json!({"schema": {"type": "string"}});
    let json_content = || json!({"application/json": schema()});
    let document = json!({
        "openapi": "3.2.0",
        "paths": {"/orders/{id}": {
            "parameters": [{"name": "id", "in": "path", "schema": {"type": "string"}}],
            "get": {
                "operationId": "getOrder",
                "parameters": [{"$ref": "#/components/parameters/Limit"}, {"name": "f", "in": "query", "content": json_content()}],
                "responses": {
                    "200": {"content": {"application/jsonl": {"itemSchema": {"type": "object"}}}, "headers": {"ETag": schema()}},
                    "default": {"$ref": "#/components/responses/Error"},
                    "x-more": {"content": json_content()}
                }
            },
            "post": {
                "requestBody": {"content": {"multipart/form-data": {"schema": {}, "encoding": {"file": {"headers": {"X-A": schema()}}}}}},
                "callbacks": {"paid": {"{$request.body#/url}": {"post": {"requestBody": {"content": json_content()}}}}}
            },
            "additionalOperations": {"COPY": {"requestBody": {"content": json_content()}}}
        }},
        "webhooks": {"shipped": {"post": {"requestBody": {"content": json_content()}}}},
        "components": {
            "schemas": {"Order": {}},
            "parameters": {"Limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}},
            "responses": {"Error": {"content": json_content()}}
        }
    });
    let limit = "/components/parameters/Limit/schema";
    let error = "/components/responses/Error/content/application~1json/schema";
    let path = "/paths/~1orders~1{id}";
    let at = |rest: &str| format!("{path}{rest}");
    let found = check(
        &document,
        &[
            ("Order", "/components/schemas/Order"),
            ("parameter Limit", limit),
            ("response Error application/json", error),
            ("/orders/{id} parameter id (path)", &at("/parameters/0/schema")),
            ("GET /orders/{id} parameter limit (query)", limit),
            (
                "GET /orders/{id} parameter f (query) application/json",
                &at("/get/parameters/1/content/application~1json/schema"),
            ),
            (
                "GET /orders/{id} response 200 application/jsonl item",
                &at("/get/responses/200/content/application~1jsonl/itemSchema"),
            ),
            ("GET /orders/{id} response 200 header ETag", &at("/get/responses/200/headers/ETag/schema")),
            ("GET /orders/{id} response default application/json", error),
            (
                "POST /orders/{id} request body multipart/form-data",
                &at("/post/requestBody/content/multipart~1form-data/schema"),
            ),
            (
                "POST /orders/{id} request body multipart/form-data part file header X-A",
                &at("/post/requestBody/content/multipart~1form-data/encoding/file/headers/X-A/schema"),
            ),
            (
                "POST /orders/{id} callback paid POST {$request.body#/url} request body application/json",
                &at("/post/callbacks/paid/{$request.body#~1url}/post/requestBody/content/application~1json/schema"),
            ),
            (
                "COPY /orders/{id} request body application/json",
                &at("/additionalOperations/COPY/requestBody/content/application~1json/schema"),
            ),
            (
                "webhook POST shipped request body application/json",
                "/webhooks/shipped/post/requestBody/content/application~1json/schema",
            ),
        ],
    );
    let operations: Vec<&str> = found.operations.iter().map(|operation| operation.name.as_str()).collect();
    let callback = "POST /orders/{id} callback paid POST {$request.body#/url}";
    assert_eq!(
        operations,
        ["GET /orders/{id}", "POST /orders/{id}", callback, "COPY /orders/{id}", "webhook POST shipped"]
    );
    let limit = &found.places[4];
    assert_eq!(limit.part, Part::Parameter { name: "limit".to_owned(), location: "query".to_owned() });
    assert_eq!(limit.operation.as_ref().unwrap().id.as_deref(), Some("getOrder"));
}

#[test]
fn swagger() {
    let document = json!({
        "swagger": "2.0",
        "paths": {"/orders": {"post": {
            "parameters": [
                {"name": "order", "in": "body", "schema": {"$ref": "#/definitions/Order"}},
                {"$ref": "#/parameters/page"},
                {"name": "scan", "in": "formData", "type": "file"}
            ],
            "responses": {
                "201": {"schema": {"$ref": "#/definitions/Order"}, "headers": {"X-Rate": {"type": "integer"}}},
                "202": {"schema": {"type": "file"}}
            }
        }}},
        "parameters": {"page": {"name": "page", "in": "query", "type": "integer", "required": true}},
        "definitions": {"Order": {"type": "object", "discriminator": "kind", "properties": {"kind": {"type": "string", "x-nullable": true}}}}
    });
    let post = "/paths/~1orders/post";
    check(
        &document,
        &[
            ("Order", "/definitions/Order"),
            ("parameter page", "/parameters/page"),
            ("POST /orders request body", &format!("{post}/parameters/0/schema")),
            ("POST /orders parameter page (query)", "/parameters/page"),
            ("POST /orders response 201", &format!("{post}/responses/201/schema")),
            ("POST /orders response 201 header X-Rate", &format!("{post}/responses/201/headers/X-Rate")),
        ],
    );
    // The parameter's own `required` is about its presence.
    let source = source(&document);
    let at = |at: &str| {
        let options = NormaliseOptions { at: at.to_owned(), ..NormaliseOptions::default() };
        normalise(&source, &options).unwrap().document.to_json()
    };
    assert_eq!(at("/parameters/page"), json!({"type": "integer"}));
    assert_eq!(at("/definitions/Order")["properties"]["kind"], json!({"type": "string"}));
}

#[test]
fn asyncapi() {
    let avro = "application/vnd.apache.avro;version=1.9.0";
    let two = json!({
        "asyncapi": "2.6.0",
        "channels": {"orders/{id}": {
            "parameters": {"id": {"schema": {"type": "string"}}},
            "publish": {"operationId": "onOrder", "message": {"oneOf": [
                {"$ref": "#/components/messages/Placed"},
                {"name": "Cancelled", "schemaFormat": avro, "payload": {"type": "record"}},
                {"name": "Paid", "schemaFormat": "application/vnd.oai.openapi;version=3.0.0", "payload": {"type": "string", "minimum": 1, "exclusiveMinimum": true}}
            ]}},
            "subscribe": {"message": {"payload": {"type": "null"}}}
        }},
        "components": {"schemas": {"Order": {}}, "messages": {"Placed": {"payload": {"type": "object"}, "headers": {"type": "object"}}}}
    });
    let channel = "/channels/orders~1{id}";
    let at = |rest: &str| format!("{channel}{rest}");
    let placed = "/components/messages/Placed";
    let found = check(
        &two,
        &[
            ("Order", "/components/schemas/Order"),
            ("message Placed payload", &format!("{placed}/payload")),
            ("message Placed headers", &format!("{placed}/headers")),
            ("channel orders/{id} parameter id", &at("/parameters/id/schema")),
            ("channel orders/{id} publish message Placed payload", &format!("{placed}/payload")),
            ("channel orders/{id} publish message Placed headers", &format!("{placed}/headers")),
            ("channel orders/{id} publish message Paid payload", &at("/publish/message/oneOf/2/payload")),
            ("channel orders/{id} subscribe message payload", &at("/subscribe/message/payload")),
        ],
    );
    assert_eq!(found.notes.len(), 1, "{:?}", found.notes);
    assert_eq!(found.notes[0].pointer, at("/publish/message/oneOf/1/payload"));
    assert!(found.notes[0].message.contains("avro"));
    assert_eq!(found.places[6].draft, Some(Draft::OpenApi30));
    let options = NormaliseOptions { at: at("/publish/message/oneOf/2/payload"), ..NormaliseOptions::default() };
    assert_eq!(
        normalise(&source(&two), &options).unwrap().document.to_json(),
        json!({"type": "string", "exclusiveMinimum": 1})
    );

    let three = json!({
        "asyncapi": "3.0.0",
        "channels": {"orders": {"messages": {
            "placed": {"payload": {"$ref": "#/components/schemas/Wrapped"}},
            "raw": {"payload": {"schemaFormat": avro, "schema": {}}}
        }}},
        "operations": {"onOrder": {"action": "receive", "channel": {"$ref": "#/channels/orders"}}},
        "components": {"schemas": {
            "Wrapped": {"schemaFormat": "application/schema+json;version=draft-04", "schema": {"type": "string"}},
            "Plain": {"type": "integer"}
        }}
    });
    let wrapped = "/components/schemas/Wrapped/schema";
    let found = check(
        &three,
        &[
            ("Wrapped", wrapped),
            ("Plain", "/components/schemas/Plain"),
            ("channel orders message placed payload", wrapped),
        ],
    );
    assert_eq!((found.notes.len(), found.places[0].draft), (1, Some(Draft::Draft04)));
    assert_eq!(found.operations[0].name, "operation onOrder");
}

#[test]
fn kubernetes() {
    let crd = |versions: Value| json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "spec": {"names": {"kind": "CronTab"}, "versions": versions}});
    let version = |name: &str, schema: Value| json!({"name": name, "schema": {"openAPIV3Schema": schema}});
    let one = "/spec/versions/0/schema/openAPIV3Schema";
    let port = json!({"type": "object", "properties": {
        "port": {"x-kubernetes-int-or-string": true},
        "host": {"x-kubernetes-int-or-string": true, "anyOf": [{"type": "integer"}, {"type": "string"}]},
        "rest": {"x-kubernetes-preserve-unknown-fields": true}
    }});
    let found = check(&crd(json!([version("v1", port)])), &[("CronTab", one)]);
    assert_eq!(found.notes.len(), 1, "{:?}", found.notes);
    assert_eq!(found.notes[0].pointer, format!("{one}/properties/port/x-kubernetes-int-or-string"));
    let two = "/spec/versions/1/schema/openAPIV3Schema";
    check(
        &crd(json!([version("v1", json!({})), version("v2", json!({}))])),
        &[("CronTab v1", one), ("CronTab v2", two)],
    );
    let beta = json!({"kind": "CustomResourceDefinition", "spec": {"names": {"kind": "Job"}, "version": "v1", "validation": {"openAPIV3Schema": {}}}});
    check(&beta, &[("Job", "/spec/validation/openAPIV3Schema")]);
}

#[test]
fn definitions_of_a_library() {
    let document = json!({"$defs": {"Id": {"type": "string"}}, "definitions": {"Id": {"type": "integer"}, "Odd": 3}});
    let found = check(&document, &[("Id", "/$defs/Id"), ("Id", "/definitions/Id"), ("Odd", "/definitions/Odd")]);
    let (normal, names) =
        normalise_places(&source(&document), &NormaliseOptions::default(), &found.places[..2]).unwrap();
    let names: Vec<_> = names.iter().filter_map(|id| normal.document.name_of(*id)).collect();
    assert_eq!(names, ["Id", "Id_2"]);
    assert_eq!(normal.document.to_json()["$defs"]["Id_2"], json!({"type": "integer"}));
    let error = normalise_places(&source(&document), &NormaliseOptions::default(), &found.places).unwrap_err();
    assert_eq!((error[0].kind, error[0].pointer.as_deref()), (ErrorKind::NotASchema, Some("/definitions/Odd")));
}

#[test]
fn identifiers_and_anchors_are_found_in_all_documents() {
    let document = json!({
        "asyncapi": "2.0.0",
        "channels": {"a": {"publish": {"message": {"payload": {"$id": "https://a.example/b", "$ref": "#/nothing"}}}}},
        "components": {"schemas": {
            "A": {"$ref": "https://a.example/c"},
            "B": {"items": {"$id": "https://a.example/c", "type": "null"}}
        }}
    });
    let options = NormaliseOptions { at: "/components/schemas/A".to_owned(), ..NormaliseOptions::default() };
    let normal = normalise(&source(&document), &options).unwrap();
    assert!(
        normal.document.to_json()["$defs"]
            .as_object()
            .unwrap()
            .values()
            .any(|schema| *schema == json!({"type": "null"}))
    );
}

/// Every member of a document is replaced by values of other forms in turn; nothing panics, and each schema is a value.
#[test]
fn malformed_documents_have_fewer_schemas() {
    let documents = [
        json!({"openapi": "3.2.0", "paths": {"/a": {"parameters": [{"name": "n", "in": "query", "schema": {}}], "post": {
            "requestBody": {"content": {"x/y": {"schema": {}, "encoding": {"a": {"headers": {"H": {"schema": {}}}}}}}},
            "responses": {"200": {"headers": {"H": {"schema": {}}}}},
            "callbacks": {"c": {"{$url}": {"get": {}}}}}, "additionalOperations": {"COPY": {}}}},
            "webhooks": {"w": {}}, "components": {"schemas": {"A": {}}, "pathItems": {"P": {}}, "callbacks": {"C": {}}}}),
        json!({"swagger": "2.0", "paths": {"/a": {"get": {"parameters": [{"in": "body", "schema": {}}],
            "responses": {"200": {"schema": {"type": "file"}, "headers": {"H": {"type": "string"}}}}}}}, "definitions": {"A": {}}}),
        json!({"asyncapi": "2.0.0", "channels": {"a": {"publish": {"message": {"oneOf": [{"payload": {}, "traits": [{"headers": {}}]}]}}}}}),
        json!({"asyncapi": "3.0.0", "channels": {"a": {"messages": {"m": {"payload": {"schema": {}, "schemaFormat": "x"}}}}}, "operations": {"o": {"channel": {"$ref": "#"}}}}),
        json!({"kind": "CustomResourceDefinition", "spec": {"names": {"kind": "A"}, "versions": [{"name": "v", "schema": {"openAPIV3Schema": {}}}]}}),
        json!({"$defs": {"A": {}}, "definitions": {"B": {}}}),
    ];
    let odd = [
        json!(3),
        json!(null),
        json!([]),
        json!([[3]]),
        json!("x"),
        json!({"": {"": 1}}),
        json!({"$ref": "#"}),
        json!({"$ref": 3}),
    ];
    for document in &documents {
        for at in pointers(document) {
            for value in &odd {
                let mut broken = document.clone();
                *broken.pointer_mut(&at).unwrap() = value.clone();
                for place in schemas(&broken).places {
                    assert!(broken.pointer(&place.pointer).is_some(), "{broken} {}", place.pointer);
                }
                let _ = normalise(&source(&broken), &NormaliseOptions::default());
            }
        }
    }
    // References that lead in a circle end.
    let circle = json!({"openapi": "3.1.0", "components": {"parameters": {"A": {"$ref": "#/components/parameters/B"}, "B": {"$ref": "#/components/parameters/A"}}}});
    let found = schemas(&circle);
    assert!(found.places.is_empty() && found.notes.len() == 2, "{found:?}");
}

fn pointers(value: &Value) -> Vec<String> {
    let mut out = vec![String::new()];
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(i, item)| (i.to_string(), item)).collect(),
        _ => Vec::new(),
    };
    for (name, child) in children {
        let at = schema_ir::pointer::push("", &name);
        out.extend(pointers(child).into_iter().map(|rest| format!("{at}{rest}")));
    }
    out
}

/// `n` operations that refer to a path item with `n` operations: the list would grow with the square.
#[test]
fn the_number_of_schemas_has_a_limit() {
    let parameters: Vec<Value> =
        (0..700).map(|i| json!({"name": i.to_string(), "in": "query", "schema": {}})).collect();
    let paths: serde_json::Map<String, Value> =
        (0..700).map(|i| (format!("/{i}"), json!({"$ref": "#/components/pathItems/P"}))).collect();
    let document = json!({"openapi": "3.1.0", "paths": paths, "components": {"pathItems": {"P": {"get": {"parameters": parameters}}}}});
    let error = find_schemas(&source(&document)).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Limit);
    assert!(error.message.contains("MAX_PLACES"), "{error}");
}

/// The README's table is made of the kinds.
#[test]
fn the_readme_lists_the_kinds() {
    let row = |kind: &DocumentKind| {
        let (name, specification) = (kind.name(), kind.specification());
        format!("| [{name}]({specification}) | {} | {} |\n", kind.mark(), kind.contents())
    };
    let rows: String = DocumentKind::ALL.iter().filter(|kind| **kind != DocumentKind::Unknown).map(row).collect();
    let table = format!("| document | marked by | schemas |\n|---|---|---|\n{rows}");
    let readme = include_str!("../README.md");
    assert!(readme.contains(&table), "README.md lacks this table:\n{table}");
}
