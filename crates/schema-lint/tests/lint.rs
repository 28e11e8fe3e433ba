//! Each lint on schemas that a person wrote: a folder for each lint in `tests/lint`, with files in which it finds something and
//! `silent…` files, in which it must not, because what they contain is meant.
//!
//! `UPDATE_EXPECT=1 cargo test -p schema-lint --test lint` writes the expected findings.
#![cfg(feature = "proofs")]
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use schema_ir::{Source, read_file};
use schema_lint::{ALL, LINTS, Level, Levels, Lint, Linted, Options, run};

/// Runs one lint over one file.
fn run_alone(lint: &Lint, source: Source) -> Linted {
    let mut levels = Levels::default();
    levels.set(ALL, Level::Off).unwrap();
    levels.set(lint.id, Level::Warn).unwrap();
    run(&[source], &Options { levels, ..Options::default() })
}

/// The schema files of a lint.
fn files(lint: &Lint) -> Vec<PathBuf> {
    let folder = Path::new("tests/lint").join(lint.id);
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension != "txt"));
    files.sort();
    files
}

fn name(file: &Path) -> String {
    file.file_name().unwrap().to_string_lossy().into_owned()
}

#[test]
fn findings_are_as_expected() {
    for lint in LINTS {
        let mut text = String::new();
        let found = files(lint).into_iter().filter(|file| !name(file).starts_with("silent"));
        for file in found {
            let linted = run_alone(lint, read_file(name(&file), &file).unwrap());
            assert!(!linted.findings.is_empty(), "{} finds nothing in {}", lint.id, file.display());
            assert_eq!(linted.errors, [], "{}", file.display());
            linted.findings.iter().for_each(|finding| text += &format!("{finding}\n\n"));
        }
        let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint").join(lint.id).join("found.txt");
        expect_file![expected].assert_eq(text.trim_end());
    }
}

#[test]
fn what_is_meant_is_silent() {
    for lint in LINTS {
        let silent: Vec<PathBuf> = files(lint).into_iter().filter(|file| name(file).starts_with("silent")).collect();
        assert!(!silent.is_empty(), "{} has no near miss", lint.id);
        for file in silent {
            let linted = run_alone(lint, read_file(name(&file), &file).unwrap());
            let text: String = linted.findings.iter().map(|finding| format!("{finding}\n")).collect();
            assert_eq!(text, "", "{}", file.display());
            assert_eq!(linted.errors, [], "{}", file.display());
        }
    }
}

/// The README's table is made of the lints, and each example has the finding and no other.
#[test]
fn the_table_is_true() {
    let row = |lint: &Lint| {
        let level = match lint.level {
            Level::Off => "off",
            Level::Warn => "warn",
            Level::Deny => "deny",
        };
        format!("| `{}` | {level} | {} | `{}` |\n", lint.id, lint.summary, lint.example)
    };
    let rows: String = LINTS.iter().map(row).collect();
    let table = format!("| lint | default | finding | example |\n|---|---|---|---|\n{rows}");
    assert!(include_str!("../README.md").contains(&table), "README.md lacks this table:\n{table}");
    for lint in LINTS {
        let source = Source::parse("example.json", lint.example.as_bytes().to_vec()).unwrap();
        let found: Vec<_> = run(&[source], &Options::default()).findings.iter().map(|finding| finding.lint).collect();
        assert_eq!(found, [lint.id], "{}", lint.example);
    }
    assert!(LINTS.is_sorted_by_key(|lint| lint.id));
}
