//! The inputs of the command `schema-build`.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs the command in a folder: its exit code, its standard output and its standard error.
fn run(folder: &Path, arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_schema-build"));
    command.args(arguments).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn files_folders_and_standard_input() {
    let folder = std::env::temp_dir().join(format!("schema-build-command-{}", std::process::id()));
    fs::create_dir_all(folder.join("s/parts")).unwrap();
    fs::write(
        folder.join("s/order.json"),
        r#"{"properties": {"part": {"$ref": "parts/part.yaml"}}, "type": "object"}"#,
    )
    .unwrap();
    fs::write(folder.join("s/parts/part.yaml"), "type: object\nproperties: {sku: {type: string}}\n").unwrap();
    let (code, source, _) = run(&folder, &["s", "--recursive"], "");
    assert_eq!(code, Some(0));
    assert!(source.contains("pub struct Order {") && source.contains("pub struct Part {"), "{source}");
    assert_eq!(run(&folder, &["s/order.json", "s/parts/part.yaml"], "").1, source);
    for yaml_or_json in ["type: boolean\n", "{\"type\": \"boolean\"}"] {
        let (code, source, _) = run(&folder, &["-", "--root", "Flag"], yaml_or_json);
        assert_eq!(code, Some(0));
        assert!(source.contains("pub struct Flag(pub bool);"), "{source}");
    }
    for (arguments, expected) in [
        (&["s"][..], "s/order.json:1:34: error[ref-leaves-folder]"),
        (&["s/order.json", "--recursive"], "error[unused-option]: `--recursive` does not apply"),
        (&["-", "--drift-check"], "error[unused-option]: `--drift-check` does not apply"),
        (&["/dev/zero"], "/dev/zero: error[limit]: more than MAX_BYTES"),
    ] {
        let (code, source, errors) = run(&folder, arguments, "");
        assert_eq!((code, source.as_str()), (Some(2), ""), "{errors}");
        assert!(errors.contains(expected), "{errors}");
    }
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn lints_are_found_allowed_and_denied() {
    let folder = std::env::temp_dir().join(format!("schema-build-command-lint-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(
        folder.join("order.json"),
        r#"{"type": "object", "requried": ["id"], "properties": {"id": {"oneOf": [{"type": "number"}, {"type": "integer"}]}}}"#,
    )
    .unwrap();
    fs::write(folder.join("clean.json"), r#"{"type": "object"}"#).unwrap();
    fs::write(folder.join("wrong.json"), r#"{"type": "objct"}"#).unwrap();
    let order = |arguments: &[&str]| run(&folder, &[&["order.json"], arguments].concat(), "");

    let (code, text, _) = order(&["--lint"]);
    assert_eq!(code, Some(1));
    let first =
        "order.json:1:32: warning[unknown-keyword]: unknown keyword `requried`, which has no effect\n  at /requried\n";
    assert!(text.starts_with(first) && text.contains("warning[one-of-overlap]"), "{text}");
    assert_eq!(run(&folder, &["--lint", "clean.json"], ""), (Some(0), String::new(), String::new()));
    assert_eq!(order(&["--lint", "-A", "all"]), (Some(0), String::new(), String::new()));
    // A later option wins.
    let (code, text, _) = order(&["--lint", "--allow=all", "-Dunknown-keyword"]);
    assert_eq!((code, text.matches("error[unknown-keyword]").count(), text.lines().count()), (Some(1), 1, 3), "{text}");

    let (code, json, _) = order(&["--lint", "--report=json", "-A", "covered-member"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        (code, &json["findings"][1]["lint"], &json["findings"][1]["witness"]),
        (Some(1), &"one-of-overlap".into(), &0.into())
    );

    // Errors leave nothing to lint.
    let (code, text, errors) = run(&folder, &["--lint", "wrong.json"], "");
    assert_eq!((code, text.as_str()), (Some(2), ""));
    assert!(errors.contains("wrong.json:1:10: error[keyword-form]"), "{errors}");
    let (code, _, errors) = order(&["--lint", "-W", "unknown-keywrd"]);
    assert!(code == Some(2) && errors.contains("did you mean `unknown-keyword`?"), "{errors}");

    // A module is written with findings, unless they are denied.
    let (code, source, report) = order(&["--report"]);
    assert!(code == Some(0) && source.contains("pub struct Order"), "{source}");
    assert!(report.contains("warning[unknown-keyword]") && !report.contains("one-of-overlap"), "{report}");
    let (code, source, errors) = order(&["-D", "one-of-overlap"]);
    assert_eq!((code, source.as_str()), (Some(2), ""));
    assert!(
        errors.contains("order.json:1:92: error[denied-lint]: one-of-overlap: ") && errors.contains("witness: 0"),
        "{errors}"
    );
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_readme_shows_a_finding() {
    let order = "{\n  \"type\": \"object\",\n  \"properties\": {\n    \"id\": {\"type\": \"string\", \"minlength\": 1}\n  }\n}\n";
    let folder = std::env::temp_dir().join(format!("schema-build-command-readme-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("order.json"), order).unwrap();
    let (code, text, _) = run(&folder, &["--lint", "order.json"], "");
    fs::remove_dir_all(&folder).unwrap();
    assert_eq!(code, Some(1));
    let shown = format!("$ schema-build --lint order.json\n{text}\n");
    assert!(include_str!("../README.md").contains(&shown), "README.md lacks:\n{shown}");
}
