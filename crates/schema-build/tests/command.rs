//! The command `schema-build`.
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
        #[cfg(unix)]
        (&["/dev/zero"], "/dev/zero: error[limit]: more than MAX_BYTES"),
        #[cfg(unix)]
        (&["s", "--config", "/dev/zero"], "/dev/zero: error[limit]: more than MAX_BYTES"),
    ] {
        let (code, source, errors) = run(&folder, arguments, "");
        assert_eq!((code, source.as_str()), (Some(2), ""), "{errors}");
        assert!(errors.contains(expected), "{errors}");
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// A folder for a test, with a schema in it.
fn folder_with_schema(name: &str) -> std::path::PathBuf {
    let folder = std::env::temp_dir().join(format!("schema-build-{name}-{}", std::process::id()));
    fs::create_dir_all(folder.join("s")).unwrap();
    fs::write(folder.join("s/flag.json"), r#"{"title": "Flag", "type": "boolean"}"#).unwrap();
    folder
}

#[test]
fn a_checked_in_file_is_checked() {
    let folder = folder_with_schema("check");
    let check = || run(&folder, &["s", "-o", "flag.rs", "--check"], "");
    assert_eq!(check().0, Some(2));
    assert_eq!(run(&folder, &["s", "-o", "flag.rs"], "").0, Some(0));
    assert_eq!(check(), (Some(0), String::new(), String::new()));
    let source = fs::read_to_string(folder.join("flag.rs")).unwrap();
    fs::write(folder.join("flag.rs"), source.replace('\n', "\r\n")).unwrap();
    assert_eq!(check().0, Some(0));
    fs::write(folder.join("flag.rs"), source.replace("bool", "u8")).unwrap();
    let (code, _, errors) = check();
    assert_eq!(code, Some(1));
    assert!(errors.starts_with("flag.rs:9: differs from what the schemas generate"), "{errors}");
    assert!(errors.contains("pub u8") && errors.contains("pub bool"), "{errors}");
    // A file without end is not read whole.
    #[cfg(unix)]
    assert_eq!(run(&folder, &["s", "-o", "/dev/zero", "--check"], "").0, Some(1));
    // A longer and a shorter file differ too.
    for other in [format!("{source}\n"), source.trim_end().rsplit_once('\n').unwrap().0.to_owned()] {
        fs::write(folder.join("flag.rs"), other).unwrap();
        assert_eq!(check().0, Some(1));
    }
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn settings_are_read_from_a_file() {
    let folder = folder_with_schema("config");
    let config = "input = \"s\"\noutput = \"flag.rs\"\nprofile = \"both\"\n[name]\n\"flag.json#\" = \"Toggle\"\n";
    fs::write(folder.join("schema-build.toml"), config).unwrap();
    let arguments = ["--config", "schema-build.toml"];
    assert_eq!(run(&folder, &arguments, ""), (Some(0), String::new(), String::new()));
    let source = fs::read_to_string(folder.join("flag.rs")).unwrap();
    assert!(source.contains("pub struct Toggle(pub bool);") && source.contains("mod open"), "{source}");
    // An argument comes before the file.
    let exact = [&arguments[..], &["--profile", "exact"]].concat();
    assert_eq!(run(&folder, &exact, "").0, Some(0));
    assert!(!fs::read_to_string(folder.join("flag.rs")).unwrap().contains("mod open"));
    fs::write(folder.join("schema-build.toml"), "input = \"s\"\nprofiles = \"both\"\n").unwrap();
    let (code, _, errors) = run(&folder, &arguments, "");
    assert_eq!(code, Some(2));
    assert!(errors.starts_with("schema-build.toml:2:1: error[config]: unknown field `profiles`, expected"), "{errors}");
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn the_types_of_fields_are_read_from_a_file() {
    let folder = folder_with_schema("types");
    let schema = r#"{"title": "Part", "type": "object", "properties": {
        "id": {"type": "string", "format": "uuid"}, "on": {"type": "string", "format": "date"}, "name": {"type": "string"},
        "count": {"type": "integer"}, "rate": {"type": "number"}, "sizes": {"type": "object"}, "net": {
            "type": "string", "x-rust-type": {"crate": "ipnet", "version": "2", "path": "ipnet::IpNet"}
        }
    }}"#;
    fs::write(folder.join("s/part.json"), schema).unwrap();
    let config = r#"
        input = "s/part.json"
        formats = ["uuid", "chrono"]
        integers = "native"
        number_type = "::rust_decimal::Decimal"
        string_type = "Box<str>"
        map_type = "IndexMap"
        [extern_type]
        "Part.name" = { path = "::my::Name", implements = ["PartialEq", "Eq"] }
        [format]
        date = "::my::Date"
        [crate_version]
        ipnet = "2.9"
        [undeclared]
        "." = "ignore"
    "#;
    fs::write(folder.join("schema-build.toml"), config).unwrap();
    let (code, source, errors) = run(&folder, &["--config", "schema-build.toml"], "");
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    for field in [
        "id: Option<::uuid::Uuid>",
        "on: Option<::my::Date>",
        "name: Option<::my::Name>",
        "count: Option<i64>",
        "rate: Option<::rust_decimal::Decimal>",
        "sizes: Option<::indexmap::IndexMap<String, ::schema_types::Value>>",
        "net: Option<::ipnet::IpNet>",
    ] {
        assert!(source.contains(&format!("pub {field},")), "{field}: {source}");
    }
    assert!(!source.contains("additional_properties"), "{source}");
    fs::write(folder.join("schema-build.toml"), config.replace("Part.name", "Part.nam")).unwrap();
    let (code, _, errors) = run(&folder, &["--config", "schema-build.toml"], "");
    assert_eq!(code, Some(2));
    assert!(errors.contains("error[unused-option]") && errors.contains("`Part.name`"), "{errors}");
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn derives_and_attributes_are_read_from_a_file() {
    let folder = folder_with_schema("traits");
    let schema = r#"{"title": "Part", "type": "object", "properties": {"id": {"type": "string"}, "state": {"enum": ["new", "sold"]}}}"#;
    fs::write(folder.join("s/part.json"), schema).unwrap();
    let config = r##"
        input = "s/part.json"
        [derive]
        Part = ["PartialOrd", "::bon::Builder"]
        [attribute]
        Part = "#[non_exhaustive]"
        [field_attribute]
        "Part.id" = "#[builder(into)]"
        [variant_attribute]
        "State.New" = "#[doc(alias = \"fresh\")]"
    "##;
    fs::write(folder.join("schema-build.toml"), config).unwrap();
    let arguments = ["--config", "schema-build.toml"];
    let (code, source, errors) = run(&folder, &arguments, "");
    assert_eq!((code, errors.as_str()), (Some(0), ""));
    for text in [
        "PartialOrd, ::bon::Builder)]\n#[non_exhaustive]\npub struct Part {",
        "    #[builder(into)]\n    pub id: ",
        "#[doc(alias = \"fresh\")]",
    ] {
        assert!(source.contains(text), "{text}: {source}");
    }
    fs::write(folder.join("schema-build.toml"), config.replace("::bon::Builder", "::bon::")).unwrap();
    let (code, _, errors) = run(&folder, &arguments, "");
    assert_eq!(code, Some(2));
    assert!(errors.contains("error[invalid-option]") && errors.contains("\"::bon::\""), "{errors}");
    fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn writing_leaves_the_neighbours_alone() {
    let folder = folder_with_schema("neighbours");
    fs::write(folder.join("flag.new"), "mine").unwrap();
    assert_eq!(run(&folder, &["s", "-o", "flag.rs"], "").0, Some(0));
    assert_eq!(fs::read_to_string(folder.join("flag.new")).unwrap(), "mine");
    let (code, _, errors) = run(&folder, &["s", "-o", "nowhere/flag.rs"], "");
    assert_eq!(code, Some(2));
    assert!(errors.starts_with("nowhere/flag.rs: error[io]"), "{errors}");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 3);
    fs::remove_dir_all(&folder).unwrap();
}

#[cfg(unix)]
#[test]
fn a_reader_may_close_the_pipe_and_a_disk_may_be_full() {
    let folder = folder_with_schema("pipe");
    let shell = |script: String| Command::new("bash").arg("-c").arg(script).current_dir(&folder).output().unwrap();
    let program = env!("CARGO_BIN_EXE_schema-build");
    let output = shell(format!("{program} s | true; echo ${{PIPESTATUS[0]}}"));
    assert_eq!((output.stdout.as_slice(), output.stderr.as_slice()), (&b"0\n"[..], &b""[..]));
    if Path::new("/dev/full").exists() {
        let output = shell(format!("{program} s > /dev/full"));
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8(output.stderr).unwrap().starts_with("standard output: error[io]"));
        for (arguments, code) in [("s --report > /dev/null", 0), ("no.json", 2)] {
            let output = shell(format!("{program} {arguments} 2> /dev/full"));
            assert_eq!(output.status.code(), Some(code), "{arguments}");
        }
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// Generated code is the same on each machine, and rustc accepts it.
#[test]
fn the_header_has_no_folder_of_this_machine_and_no_line_end_and_no_direction_mark() {
    let folder = folder_with_schema("header");
    let generate = |path: &str| run(&folder, &[path], "").1;
    let relative = generate("s");
    let absolute = generate(folder.join("s").to_str().unwrap());
    assert!(relative.contains(" s/flag.json\n") && absolute.contains(" flag.json\n"), "{relative}{absolute}");
    assert_eq!(absolute, relative.replace("s/flag.json", "flag.json"));
    let text = "{\n  \"title\": \"Flag\",\n  \"type\": \"boolean\"\n}\n";
    fs::write(folder.join("s/flag.json"), text).unwrap();
    let unix = generate("s");
    fs::write(folder.join("s/flag.json"), text.replace('\n', "\r\n")).unwrap();
    assert_eq!(generate("s"), unix);
    fs::rename(folder.join("s/flag.json"), folder.join("s/a\u{202e}b.json")).unwrap();
    let marked = generate("s");
    assert!(marked.contains(" s/a\\u{202e}b.json\n") && !marked.contains('\u{202e}'), "{marked}");
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
