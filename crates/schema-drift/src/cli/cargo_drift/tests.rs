#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::respond;
use crate::cli::process::Response;
use crate::vendored::{Open, Outside, Spelling, Vendored};

const FILE: &str = "schemas/ping.json";
const SOURCE: &str = r##"{
  "$id": "#/components/schemas/Ping",
  "title": "Ping",
  "type": "object",
  "properties": {
    "id": {
      "type": "string",
      "nullable": true,
      "description": "Unique."
    }
  },
  "required": [
    "id"
  ],
  "additionalProperties": false
}"##;

/// A temporary folder for one test.
struct Folder(PathBuf);

impl Folder {
    fn new(test: &str) -> Self {
        let path = std::env::temp_dir().join(format!("schema-drift-cli-{test}-{}", std::process::id()));
        fs::create_dir_all(path.join("schemas")).unwrap();
        fs::write(path.join(FILE), SOURCE).unwrap();
        Folder(path)
    }

    fn file(&self, text: &str) -> String {
        let path = self.0.join("upstream.json");
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn run(&self, args: &[&str]) -> Response {
        let args = ["drift"].iter().chain(args).map(Into::into);
        respond(args, &self.0, &[ping()])
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn read(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let source = schema_ir::Source::parse("-", bytes.to_vec()).map_err(|error| error.to_string())?;
    match source.value().as_object() {
        Some(ping) if ping.len() == 1 && ping.get("id").is_some_and(|id| id.is_string() || id.is_null()) => {
            Ok(source.value().to_string().into_bytes())
        }
        _ => Err("no ping".to_owned()),
    }
}

fn ping() -> Vendored {
    let schema = json!({
        "type": "object",
        "properties": {"id": {"type": ["string", "null"], "description": "Unique."}},
        "required": ["id"],
        "additionalProperties": false,
        "title": "Ping",
    });
    Vendored {
        file: FILE,
        pointer: "",
        folder: &[],
        carried: Vec::new(),
        outside: Outside::default(),
        shape: None,
        type_name: "Ping",
        source: SOURCE,
        sha256: Box::leak(
            Sha256::digest(SOURCE).iter().map(|byte| format!("{byte:02x}")).collect::<String>().into_boxed_str(),
        ),
        schema_uri: None,
        id: Some("#/components/schemas/Ping".to_owned()),
        title: Some("Ping".to_owned()),
        spelling: Spelling { nullable: true, ..Spelling::default() },
        deserialize: schema.clone(),
        serialize: schema,
        read,
        open: Some(Open {
            deserialize: json!({"type": "object", "properties": {"id": {"type": ["string", "null"]}}, "required": ["id"]}),
            read: |bytes| Ok(bytes.to_vec()),
        }),
    }
}

fn parsed(response: &Response) -> Value {
    serde_json::from_str(&response.out).unwrap()
}

#[test]
fn check_reports_a_changed_file() {
    let folder = Folder::new("check");
    let response = folder.run(&[]);
    let expected = "schemas/ping.json  Ping: equivalent\n1 schema: no drift; --verbose prints the proofs\n";
    assert_eq!((response.out.as_str(), response.code), (expected, 0));
    let response = folder.run(&["--verbose"]);
    assert_eq!(response.code, 0, "{}", response.out);
    assert!(response.out.starts_with("schemas/ping.json  Ping\n  deserialize  equivalent: "), "{}", response.out);
    let open =
        "\n  open         wider: accepts all that the schema accepts, and more at 1 place (undeclared keys at 1)\n";
    assert!(response.out.contains(open), "{}", response.out);
    assert!(response.out.ends_with("1 schema: no drift\n"), "{}", response.out);
    fs::write(folder.0.join(FILE), SOURCE.replace("Unique", "Once")).unwrap();
    let response = folder.run(&[]);
    assert_eq!(response.code, 1);
    assert!(response.out.contains("\n  deserialize  equivalent: "), "{}", response.out);
    assert!(response.out.contains("schemas/ping.json:1:1: the file differs from the text"), "{}", response.out);
    let response = folder.run(&["--format", "json"]);
    let output = parsed(&response);
    assert_eq!((response.code, &output["drift"], &output["command"]), (1, &json!(true), &json!("check")));
    let one = &output["schemas"][0];
    assert_eq!((&one["type"], &one["serialize"]["verdict"]), (&json!("Ping"), &json!("equivalent")));
    assert_eq!(one["open"]["verdict"], "wider");
    assert_eq!((&one["findings"][0]["check"], &one["findings"][0]["line"]), (&json!("file"), &json!(1)));
}

/// The views are those of `schema-drift compare`, whose own tests check the details.
#[test]
fn upstream_prints_every_view() {
    let folder = Folder::new("upstream-views");
    let file = folder.file(&SOURCE.replace("\"required\": [\n    \"id\"\n  ],\n", "").replace("Unique.", "Once."));
    let response = folder.run(&["upstream", &file]);
    let expected = format!(
        "\
error[property-optional]: `id` is no longer required
  --> schemas/ping.json:13:5
   |
13 |     \"id\"
   |     ---- old
   |
  ::: {file}:1:1
   |
 1 | {{
   | ^ new
   |
   = note: at /required/0, now at the root
   = note: the reader breaks
   = note: only new accepts: {{}}

note: `description` of `id` is now \"Once.\", was \"Unique.\"
--> {file}:9:22

schemas/ping.json -> {file}: wider, 1 change; the reader breaks (one direction proved by cases, the other demonstrated by a value)
"
    );
    assert_eq!((response.out, response.code), (expected, 1));
    for (format, expected) in [
        ("github", format!("::error file={file},line=1,col=1,")),
        ("sarif", "\"ruleId\": \"property-optional\"".to_owned()),
        ("markdown", "| `id` is no longer required | reader |".to_owned()),
    ] {
        let response = folder.run(&["upstream", &file, "--format", format]);
        assert_eq!(response.code, 1);
        assert!(response.out.contains(&expected), "{}", response.out);
    }
}

#[test]
fn upstream_exit_codes_follow_the_flags() {
    let folder = Folder::new("upstream-codes");
    let file = folder.file(&SOURCE.replace("\"required\": [\n    \"id\"\n  ],\n", ""));
    let accepted = folder.0.join("accepted.json");
    fs::write(&accepted, r#"{"accepted": [{"pointer": "/required/0", "keyword": "required", "reason": "agreed"}]}"#)
        .unwrap();
    let settings = folder.0.join("settings.toml");
    fs::write(&settings, "for = \"writer\"\naccept = \"nowhere.json\"\n").unwrap();
    let settings = settings.to_str().unwrap();
    for (flags, code) in [
        (vec!["--config", settings], 2),
        (vec!["--config", settings, "--accept", accepted.to_str().unwrap()], 0),
        (vec!["--config", "nowhere.toml"], 2),
        (vec!["--for", "reader"], 1),
        (vec!["--for", "writer"], 0),
        (vec!["--for", "writer", "--fail-on", "any"], 1),
        (vec!["--fail-on", "never"], 0),
        (vec!["--accept", accepted.to_str().unwrap()], 0),
        (vec!["--accept", "nowhere.json"], 2),
    ] {
        assert_eq!(folder.run(&[&["upstream", &file], flags.as_slice()].concat()).code, code, "{flags:?}");
    }
}

#[test]
fn upstream_prints_json() {
    let folder = Folder::new("upstream-json");
    let file = folder.file(&SOURCE.replace("\"nullable\": true", "\"nullable\": false"));
    let response = folder.run(&["upstream", &file, "--format", "json", "--schema", "ping"]);
    let output = parsed(&response);
    let one = &output["schemas"][0];
    assert_eq!(response.code, 1);
    assert_eq!(
        (&one["verdict"], &one["breaks"], &one["reason"]),
        (&json!("narrower"), &json!(["writer"]), &Value::Null)
    );
    assert_eq!(
        one["changes"][0]["witnesses"],
        json!([{"value": {"id": null}, "accepted_by": "old", "whole": true, "point": "/id"}])
    );
    assert_eq!(one["changes"][0]["old"]["line"], json!(7));
    let response = folder.run(&["upstream", &folder.file(SOURCE), "--format", "json"]);
    assert_eq!((response.code, &parsed(&response)["schemas"][0]["verdict"]), (0, &json!("equivalent")));
}

#[test]
fn a_missing_component_that_is_named_is_removed() {
    let folder = Folder::new("removed");
    let file = folder.file(r#"{"openapi": "3.1.0", "components": {"schemas": {"Pong": {}}}}"#);
    let run = |flags: &[&str]| folder.run(&[&["upstream", &file], flags].concat());
    let response = run(&["--schema", "ping"]);
    assert_eq!(response.code, 1);
    assert!(response.out.contains("`Ping` was removed"), "{}", response.out);
    assert_eq!(run(&["--schema", "ping", "--for", "reader"]).code, 0);
    let output = parsed(&run(&["--schema", "ping", "--format", "json"]));
    assert_eq!((&output["schemas"][0]["removed"], &output["added"]), (&json!(true), &json!([])));
    // Without the name, it is probably another document.
    let response = run(&[]);
    assert_eq!(response.code, 2);
    assert!(response.err.contains("matches no vendored schema"), "{}", response.err);
}

/// The names of what is added if a document has `PingEvent` and `PongEvent`, which are vendored.
fn added(document: Value) -> Value {
    let folder = Folder::new("added");
    let file = folder.file(&document.to_string());
    let vendored = ["PingEvent", "PongEvent"].map(|name| {
        let id = format!("#/components/schemas/{name}");
        let source = SOURCE.replace("#/components/schemas/Ping", &id);
        Vendored { type_name: name, source: Box::leak(source.into_boxed_str()), id: Some(id), title: None, ..ping() }
    });
    let args = ["drift", "upstream", &file, "--format", "json"];
    let response = respond(args.map(Into::into), &folder.0, &vendored);
    let output = parsed(&response);
    output["added"].as_array().unwrap().iter().map(|one| one["name"].clone()).collect()
}

#[test]
fn upstreams_new_schemas_of_the_same_kind_are_added() {
    let mut schema: Value = serde_json::from_str(SOURCE).unwrap();
    schema.as_object_mut().unwrap().remove("$id");
    schema.as_object_mut().unwrap().remove("title");
    let schemas = |more: &[&str]| {
        let names = ["PingEvent", "PongEvent"].iter().chain(more);
        let schemas: serde_json::Map<_, _> = names.map(|name| ((*name).to_owned(), schema.clone())).collect();
        json!({"openapi": "3.0.3", "components": {"schemas": schemas}})
    };
    assert_eq!(added(schemas(&["Employee", "Eventual", "PangEvent"])), json!(["PangEvent"]));
    assert_eq!(added(schemas(&["Employee"])), json!([]));
    let mut document = schemas(&["Employee", "Message"]);
    let webhook = |name: &str| {
        let schema = json!({"$ref": format!("#/components/schemas/{name}")});
        json!({"post": {"requestBody": {"content": {"application/json": {"schema": schema}}}}})
    };
    document["openapi"] = json!("3.1.0");
    document["webhooks"] = json!({"ping": webhook("PingEvent"), "message": webhook("Message")});
    assert_eq!(added(document), json!(["Message"]));
}

#[test]
fn regenerate_keeps_the_style_of_the_file() {
    let response = Folder::new("regenerate").run(&["regenerate", "ping.json"]);
    assert_eq!((response.out.as_str(), response.code), (format!("{SOURCE}\n").as_str(), 0));
}

#[test]
fn errors_exit_with_2() {
    let folder = Folder::new("two");
    for (args, expected) in [
        (vec!["--fromat", "json"], "--format"),
        (vec!["regenerate", "Pong"], "one of: Ping"),
        (vec!["upstream"], "<FILE>"),
        (vec!["upstream", "nowhere.json"], "nowhere.json: error[io]: cannot be read"),
        (vec!["upstream", &folder.file("{\"title\": \"Pong\"}")], "matches no vendored schema"),
    ] {
        let response = folder.run(&args);
        assert_eq!(response.code, 2, "{args:?}");
        assert!(response.err.contains(expected) && response.out.is_empty(), "{args:?}: {}", response.err);
    }
    let response = folder.run(&["upstream", &folder.file("{\"title\": \"Ping\",\n\"type\": }")]);
    assert!(response.err.contains("upstream.json:2:9: error[syntax]: not JSON"), "{}", response.err);
    assert_eq!(response.code, 2);
}

#[test]
fn help_lists_the_exit_codes() {
    let folder = Folder::new("help");
    for (args, one) in [
        (vec!["--help"], "1  drift or findings"),
        (vec!["upstream", "--help"], "1  something breaks or is not decided"),
        (vec!["regenerate", "--help"], "1  drift or findings"),
    ] {
        let response = folder.run(&args);
        assert_eq!(response.code, 0);
        assert!(response.out.contains(one), "{}", response.out);
    }
}
