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
