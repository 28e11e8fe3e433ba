//! A schema in YAML gives the same source as its spelling in JSON, but for the name and the hash of the file.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use schema_build::{Builder, Profile};
use serde_json::Value;

/// A folder that is removed in the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("schema-build-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, text: &str) -> &Self {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// The source for a folder that has only this file; its name and its hash are replaced.
    fn source(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        let output = Builder::new(&self.0).profile(Profile::Both).generate();
        let source = output.unwrap_or_else(|errors| panic!("{}", errors[0])).source;
        fs::remove_file(&path).unwrap();
        let hash = source.lines().nth(1).and_then(|line| line.split(' ').nth(1)).unwrap().to_owned();
        assert_eq!(hash.len(), 64);
        source.replace(&hash, "HASH").replace(name, "FILE")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn golden(case: &str) -> Vec<(String, String)> {
    let folder = Path::new("tests/golden").join(case);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files
        .map(|file| (file.file_stem().unwrap().to_str().unwrap().to_owned(), fs::read_to_string(file).unwrap()))
        .collect()
}

#[test]
fn yaml_written_by_hand_gives_the_source_of_the_json() {
    for case in ["presence", "recursion", "openapi"] {
        let folder = Folder::new(&format!("yaml-{case}"));
        let [(stem, json)] = golden(case).try_into().unwrap();
        let yaml = fs::read_to_string(format!("tests/yaml/{case}.yaml")).unwrap();
        let expected = folder.source(&format!("{stem}.json"), &json);
        for text in [yaml.clone(), yaml.replace('\n', "\r\n"), format!("\u{feff}{yaml}")] {
            assert_eq!(folder.source(&format!("{stem}.yaml"), &text), expected);
        }
    }
}

/// Writes a value as YAML in block style; strings as in JSON, keys without quotes where they may be.
fn to_yaml(value: &Value, indent: usize, out: &mut String) {
    let margin = " ".repeat(indent);
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (key, value) in members {
                let is_word = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric()) && key != "null";
                let key = if is_word { key.clone() } else { Value::from(key.as_str()).to_string() };
                out.push_str(&format!("\n{margin}{key}:"));
                to_yaml(value, indent + 1, out);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for value in items {
                let is_block = value.to_string().len() > 2 && (value.is_array() || value.is_object());
                out.push_str(&format!("\n{margin}-{}", if is_block { " # an item" } else { "" }));
                to_yaml(value, indent + 2, out);
            }
        }
        scalar => out.push_str(&format!(" {scalar}")),
    }
}

#[test]
fn yaml_written_by_a_program_gives_the_source_of_the_json() {
    for case in ["names", "openapi", "presence", "recursion", "shared", "webhook", "wide"] {
        let folder = Folder::new(&format!("yaml-block-{case}"));
        for (stem, json) in golden(case) {
            let mut yaml = String::new();
            to_yaml(&serde_json::from_str(&json).unwrap(), 0, &mut yaml);
            let expected = folder.source(&format!("{stem}.json"), &json);
            assert_eq!(folder.source(&format!("{stem}.yaml"), &yaml), expected, "{case}");
        }
    }
}

#[test]
fn folders_mix_formats_and_subfolders() {
    let folder = Folder::new("mixed");
    folder.file("order.json", r#"{"type": "object", "properties": {"part": {"$ref": "parts/my%20part.yml"}}}"#);
    folder
        .file("parts/my part.yml", "title: Part\ntype: object\nproperties:\n  id: {$ref: ../common.yaml#/$defs/Id}\n");
    folder.file("common.yaml", "title: Common\n$defs:\n  Id:\n    type: string\n    minLength: 3\n");
    folder.file("parts/notes.md", "no schema");
    let builder = |recursive| Builder::new(&folder.0).recursive(recursive);
    let output = builder(true).generate().unwrap_or_else(|errors| panic!("{}", errors[0]));
    let files: Vec<&str> = output.report.types.iter().map(|ty| &ty.file[folder.0.to_str().unwrap().len()..]).collect();
    assert!(["/order.json", "/common.yaml", "/parts/my part.yml"].iter().all(|file| files.contains(file)), "{files:?}");
    assert_eq!(builder(true).generate().unwrap().source, output.source);
    // The same files, named one by one.
    let names = ["order.json", "parts/my part.yml", "common.yaml"].map(|name| folder.0.join(name));
    Builder::files(names).generate().unwrap_or_else(|errors| panic!("{}", errors[0]));
    // Without the subfolder, the reference leads nowhere, and the error is at its place.
    let errors = builder(false).generate().unwrap_err();
    assert!(errors[0].to_string().contains("order.json:1:52: error[ref-leaves-folder]"), "{}", errors[0]);
}

#[test]
fn errors_have_the_place_in_the_yaml() {
    let folder = Folder::new("yaml-errors");
    folder.file("a.yaml", "title: A\ntype: object\nproperties:\n  a: &a\n    type: strin\n  b: *a\n");
    let errors = Builder::new(&folder.0).generate().unwrap_err();
    assert_eq!((errors[0].line, errors[0].column), (5, 11), "{}", errors[0]);
    folder.file("a.yaml", "title: A\n").file("b.yml", "title: A\n");
    let errors = Builder::new(&folder.0).generate().unwrap_err();
    assert!(errors[0].to_string().contains("b.yml:1:8: error[duplicate-type]"), "{}", errors[0]);
    folder.file("b.yml", "type: [object, !mine null]\n");
    let errors = Builder::new(&folder.0).generate().unwrap_err();
    assert!(errors[0].to_string().contains("b.yml:1:22: error[not-in-json]"), "{}", errors[0]);
}
