//! Texts of schemas, names of files and broken outputs: none of them commands a terminal or the runner of a workflow, or hides
//! an error.
#![cfg(all(feature = "cli", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod folder;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt as _;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use folder::{Folder, code, schema, text, valid};

const HOSTILE: &str = "a\n::set-output name=ok::true\u{1b}[2J\u{202e}\u{2028}##[command]x\u{9b}";

/// No line that a runner obeys, and no character that changes how a terminal shows the text.
#[track_caller]
fn assert_harmless(output: &Output) {
    for stream in [&output.stdout, &output.stderr] {
        let text = text(stream);
        assert!(!text.contains("##[") && !text.contains("\n::set-output"), "{text}");
        assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{text}");
        assert!(!text.contains(['\u{202e}', '\u{2028}']), "{text}");
    }
}

#[test]
fn no_output_repeats_a_command_that_a_schema_contains() {
    let folder = Folder::new("commands");
    let one =
        |of: Value| json!({"title": HOSTILE, "properties": {HOSTILE: of}, "pattern": "^a", "examples": [HOSTILE]});
    folder.file("old.json", &one(json!({"enum": [HOSTILE]})));
    folder.file("new.json", &one(json!({"enum": [HOSTILE, 1], "description": HOSTILE})));
    folder.file("bad.json", &one(json!({"type": HOSTILE, "$ref": HOSTILE})));
    for format in ["human", "json", "github", "sarif", "markdown", "html", "junit", "gitlab"] {
        for new in ["new.json", "bad.json"] {
            let output = folder.run(&["compare", "old.json", new, "--format", format], "");
            assert_eq!(code(&output), if new == "bad.json" { 2 } else { 1 });
            assert_harmless(&output);
            if (format, new) == ("json", "new.json") {
                valid(&schema("output.schema.json"), &serde_json::from_slice(&output.stdout).unwrap());
            }
        }
    }
    let line = json!({"id": HOSTILE, "old": {"type": HOSTILE}, "new": {}}).to_string();
    let output = folder.run(&["batch"], &line);
    assert_harmless(&output);
    assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap()["id"], HOSTILE);
}

/// Names of operations, parameters, servers and components, and a reviewer's reason.
#[test]
fn no_output_repeats_a_command_that_a_document_of_an_api_contains() {
    let folder = Folder::new("commands-api");
    let api = |required: bool, of: Value| {
        let parameter = json!({"name": HOSTILE, "in": "query", "required": required, "schema": of});
        let operation = json!({"parameters": [parameter], "responses": {HOSTILE: {"description": HOSTILE}}});
        let path = json!({"get": operation, "servers": [{"url": if required { HOSTILE } else { "/" }}]});
        json!({"openapi": "3.1.0", "paths": {format!("/{HOSTILE}"): path}, "components": {"schemas": {HOSTILE: of}}})
    };
    folder.file("old.json", &api(false, json!({}))).file("new.json", &api(true, json!({"enum": [HOSTILE]})));
    let entry = json!({"keyword": "parameter-became-required", "reason": HOSTILE,
        "pointer": format!("/paths/~1{}/get/parameters/0", HOSTILE.replace('/', "~1"))});
    folder.file("accept.json", &json!({"accepted": [entry]}));
    for format in ["human", "json", "github", "sarif", "markdown", "html", "junit", "gitlab"] {
        let arguments = ["compare", "old.json", "new.json", "--accept", "accept.json", "--format", format];
        let output = folder.run(&arguments, "");
        assert_eq!(code(&output), 1, "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains("parameter"));
        assert_harmless(&output);
    }
}

#[test]
fn no_output_repeats_a_command_that_is_the_name_of_a_file() {
    let folder = Folder::new("names");
    let name = "::set-output name=a::b\u{1b}##[x].json";
    folder.file(name, &json!({"type": "string"})).file("new.json", &json!({}));
    for format in ["human", "github", "sarif", "markdown", "html", "junit", "gitlab"] {
        let output = folder.run(&["compare", name, "new.json", "--format", format], "");
        assert_eq!(code(&output), 1);
        assert_harmless(&output);
        assert!(!text(&output.stdout).starts_with("::set-output"));
    }
    let output = folder.run(&["compare", "new.json", "::set-output name=a::b\n::set-output name=c::d"], "");
    assert_eq!(code(&output), 2);
    assert_harmless(&output);
    assert!(!text(&output.stderr).starts_with("::"));
    assert_harmless(&folder.run(&["compare", "new.json", "new.json", "--for", "a\n::set-output name=c::d"], ""));
}

#[test]
fn long_texts_of_a_schema_are_cut_for_people() {
    let folder = Folder::new("bounded");
    let name = "n".repeat(100_000);
    let one = |of: Value| json!({"properties": {&name: of}});
    folder.file("old.json", &one(json!({"type": "string"}))).file("new.json", &one(json!({})));
    folder.file("bad.json", &one(json!({"type": 5})));
    folder.file("a/x.json", &json!({})).file(&format!("b/{}.json", "n".repeat(200)), &json!({}));
    let unmatched = json!({"keyword": "k", "pointer": "/p", "reason": "r"});
    folder.file("accept.json", &json!({"accepted": vec![unmatched; 3_000]}));
    for format in ["human", "github", "sarif", "markdown", "html", "junit", "gitlab"] {
        let arguments = ["compare", "old.json", "new.json", "--format", format, "--accept", "accept.json"];
        let output = folder.run(&arguments, "");
        assert_eq!(code(&output), 1);
        if format != "sarif" {
            assert!(output.stdout.len() < 12_000, "{format}: {}", output.stdout.len());
        }
        assert!(text(&output.stdout).contains("2980 more entries have expired or match no finding"), "{format}");
    }
    let output = folder.run(&["compare", "old.json", "bad.json"], "");
    assert!(code(&output) == 2 && output.stderr.len() < 3_000, "{}", output.stderr.len());
}

#[test]
fn addresses_in_a_schema_are_no_links_in_a_comment() {
    let folder = Folder::new("links");
    folder.file("old.json", &json!({"properties": {"a": {"title": "t"}}, "enum": [1]}));
    let title = "see https://evil.example www.evil.example GH-3 me@evil.example #7";
    folder.file("new.json", &json!({"properties": {"a": {"title": title}}, "enum": [1, title]}));
    let markdown = text(&folder.run(&["compare", "old.json", "new.json", "--format", "markdown"], "").stdout);
    let row = markdown.lines().find(|line| line.contains("also allows")).unwrap();
    let prose = row.split('`').next().unwrap();
    assert!(prose.contains("evil.example"), "{row}");
    for link in ["://", "www.", "GH-", "@evil", "#7"] {
        assert!(!prose.contains(link), "{link}: {row}");
    }
}

#[test]
fn sarif_has_no_links_or_placeholders_from_a_schema() {
    let folder = Folder::new("sarif-links");
    folder.file("old.json", &json!({"enum": [1]})).file("new.json", &json!({"enum": [1, "[click](1) {0}"]}));
    let output = folder.run(&["compare", "old.json", "new.json", "--format", "sarif"], "");
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    let message = log["runs"][0]["results"][0]["message"]["text"].as_str().unwrap();
    assert!(message.contains(r"\[click\](1) {{0}}"), "{message}");
}

#[test]
fn an_output_that_cannot_be_written_is_an_error() {
    let folder = Folder::new("full");
    folder.file("a.json", &json!({}));
    let run = |out: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_schema-drift"));
        command.args(["compare", "a.json", "a.json", "--format", "json"]).current_dir(&folder.0);
        command.stdout(out).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap()
    };
    let full = run(File::options().write(true).open("/dev/full").unwrap().into());
    assert_eq!(code(&full), 2);
    assert!(text(&full.stderr).starts_with("error: the output cannot be written: "), "{}", text(&full.stderr));
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let closed = run(writer.into());
    assert_eq!((code(&closed), text(&closed.stderr).as_str()), (0, ""));
}

#[test]
fn what_is_no_file_is_skipped_with_a_note() {
    let folder = Folder::new("fifo");
    folder.file("old/a.json", &json!({})).file("new/a.json", &json!({}));
    assert!(Command::new("mkfifo").arg(folder.0.join("new/z.json")).status().unwrap().success());
    let (code, output) = folder.json(&["old", "new"]);
    assert_eq!((code, &output["verdict"]), (0, &json!("equivalent")));
    assert_eq!(output["notes"], json!(["new/z.json: skipped, because it is not a file"]));
}

#[test]
fn a_name_that_is_not_utf_8_is_compared() {
    let folder = Folder::new("bytes");
    let name = OsStr::from_bytes(b"o\xffd.json");
    fs::write(folder.0.join(name), "{}").unwrap();
    folder.file("new.json", &json!({"type": "string"}));
    let mut command = Command::new(env!("CARGO_BIN_EXE_schema-drift"));
    let output = command.arg("compare").arg(name).arg("new.json").current_dir(&folder.0).output().unwrap();
    assert_eq!(code(&output), 1);
    assert!(text(&output.stdout).contains("o\u{fffd}d.json -> new.json: narrower"), "{}", text(&output.stdout));
}
