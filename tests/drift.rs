//! Runs `cargo drift` and checks its output and exit codes, on this repository and on edited copies of its schema.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const SEED: &str = "schemas/kombo-connectionflowfailedwebhookpayload-schema.json";
const END_USER: &str = "/properties/data/properties/end_user";
const CATEGORY: &str = "/properties/data/properties/integration_category";

fn run_drift(arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drift"));
    let mut child =
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // Ignored, because the command may exit before it reads its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn seed() -> Value {
    serde_json::from_slice(&fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(SEED)).unwrap()).unwrap()
}

/// The text of the seed schema after `edit`.
fn edit_seed(edit: impl FnOnce(&mut Value)) -> String {
    let mut schema = seed();
    edit(&mut schema);
    schema.to_string()
}

/// The exit code and the report of `cargo drift upstream` for an edited schema.
fn run_upstream(schema: &str) -> (i32, Value) {
    let output =
        run_drift(&["upstream", "--format", "json", "--schema", "ConnectionFlowFailedWebhookPayload", "-"], schema);
    (code(&output), serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr))))
}

#[track_caller]
fn assert_reported(schema: &str, verdict: &str, pointer: &str, breaks: &[&str]) {
    let (code, report) = run_upstream(schema);
    assert_eq!(code, 1, "{report:#}");
    let component = &report["schemas"][0];
    assert_eq!(component["verdict"], verdict, "{report:#}");
    let changes = component["changes"].as_array().unwrap();
    let change =
        changes.iter().find(|change| change["old"]["pointer"] == pointer || change["new"]["pointer"] == pointer);
    let change = change.unwrap_or_else(|| panic!("nothing at {pointer}: {report:#}"));
    assert_eq!(change["breaks"], json!(breaks), "{change:#}");
    assert!(!change["witnesses"].as_array().unwrap().is_empty(), "{change:#}");
}

#[test]
fn types_and_schemas_are_equivalent() {
    let lines = text(&run_drift(&[], "").stdout).lines().count();
    let output = run_drift(&["--verbose"], "");
    let stdout = text(&output.stdout);
    assert_eq!(code(&output), 0, "{stdout}{}", text(&output.stderr));
    assert_eq!(lines, kombo_schema::schemas().len() + 1, "a line for each schema, and the last one");
    for expected in [SEED, "ConnectionFlowFailedWebhookPayload", "deserialize  equivalent", "serialize    equivalent"] {
        assert!(stdout.contains(expected), "{stdout}");
    }
    let json: Value = serde_json::from_slice(&run_drift(&["--format", "json"], "").stdout).unwrap();
    assert_eq!(json["drift"], false);
}

#[test]
fn a_regenerated_schema_equals_its_file() {
    let file = Path::new(SEED).file_name().unwrap().to_str().unwrap();
    for name in ["ConnectionFlowFailedWebhookPayload", file] {
        let output = run_drift(&["regenerate", name], "");
        assert_eq!(code(&output), 0, "{}", text(&output.stderr));
        assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap(), seed());
    }
    let output = run_drift(&["regenerate", "Nobody"], "");
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).contains("Nobody"), "{}", text(&output.stderr));
}

#[test]
fn an_unchanged_upstream_schema_is_equivalent() {
    let (code, report) = run_upstream(&seed().to_string());
    assert_eq!(code, 0, "{report:#}");
    assert_eq!(report["schemas"][0]["verdict"], "equivalent");
}

#[test]
fn edits_of_the_schema_are_reported_at_their_pointer() {
    assert_reported(
        &edit_seed(|schema| {
            drop(schema.pointer_mut(&format!("{CATEGORY}/enum")).unwrap().as_array_mut().unwrap().pop())
        }),
        "narrower",
        &format!("{CATEGORY}/enum"),
        &["writer"],
    );
    assert_reported(
        &edit_seed(|schema| {
            schema.pointer_mut(&format!("{CATEGORY}/enum")).unwrap().as_array_mut().unwrap().push("PAYROLL".into());
        }),
        "wider",
        &format!("{CATEGORY}/enum"),
        &["reader"],
    );
    assert_reported(
        &edit_seed(|schema| {
            let email = schema.pointer_mut(&format!("{END_USER}/properties/creator_email")).unwrap();
            email.as_object_mut().unwrap().remove("nullable");
        }),
        "narrower",
        &format!("{END_USER}/properties/creator_email/type"),
        &["writer"],
    );
    assert_reported(
        &edit_seed(|schema| {
            schema.pointer_mut(&format!("{END_USER}/required")).unwrap().as_array_mut().unwrap().remove(1);
        }),
        "wider",
        &format!("{END_USER}/required/1"),
        &["reader"],
    );
    assert_reported(
        &edit_seed(|schema| {
            schema.pointer_mut(END_USER).unwrap().as_object_mut().unwrap().remove("additionalProperties");
        }),
        "wider",
        &format!("{END_USER}/additionalProperties"),
        &["reader"],
    );
}

#[test]
fn an_openapi_document_is_searched_by_the_vendored_id() {
    let mut component = seed();
    component.as_object_mut().unwrap().retain(|key, _| key != "$schema" && key != "$id");
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Webhooks", "version": "1"},
        "components": {"schemas": {"ConnectionFlowFailedWebhookPayload": component}},
    });
    let (code, report) = run_upstream(&document.to_string());
    assert_eq!((code, &report["schemas"][0]["verdict"]), (0, &json!("equivalent")), "{report:#}");
}

#[test]
fn a_component_that_is_gone_is_a_finding() {
    let document = json!({"openapi": "3.1.0", "info": {}, "components": {"schemas": {"Other": {"type": "string"}}}});
    // It is another document, unless a schema is named that it may lack.
    let output = run_drift(&["upstream", "-"], &document.to_string());
    assert_eq!(code(&output), 2, "{}", text(&output.stderr));
    let named = ["upstream", "-", "--schema", "ConnectionFlowFailedWebhookPayload"];
    let output = run_drift(&named, &document.to_string());
    assert_eq!(code(&output), 1, "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("removed"), "{}", text(&output.stdout));
}

#[test]
fn input_that_cannot_be_compared_exits_with_2() {
    let folder = std::env::temp_dir().join(format!("kombo-schema-drift-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    for (name, bytes, expected) in [
        ("not.json", "{\n  \"type\":\n}".as_bytes(), "not.json:3:1"),
        ("bom.json", b"\xef\xbb\xbf{}", "byte-order mark"),
        ("other.json", br#"{"title": "Other", "type": "string"}"#, "other.json"),
        ("missing.json", b"", "missing.json"),
    ] {
        let path = file(name, bytes);
        if name == "missing.json" {
            fs::remove_file(&path).unwrap();
        }
        let output = run_drift(&["upstream", path.to_str().unwrap()], "");
        let stderr = text(&output.stderr);
        assert_eq!(code(&output), 2, "{name}: {stderr}{}", text(&output.stdout));
        assert!(stderr.contains(expected), "{name}: {stderr}");
    }
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(code(&run_drift(&["downstream"], "")), 2);
}
