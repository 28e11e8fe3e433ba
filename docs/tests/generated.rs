//! The pages in `src/rules` are made of what `schema-drift explain` prints and of the table of lints, and `shop/order.rs` of its
//! schema.
//!
//! `UPDATE_EXPECT=1 cargo test -p docs --test generated` writes them.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::fmt::Write as _;
use std::process::Command;

use expect_test::expect_file;
use schema_drift::ChangeKind;
use schema_ir::Source;
use schema_lint::{LINTS, Level, Lint, Options};

/// An id of schema-drift, as `explain` prints it.
struct Explained {
    id: String,
    summary: String,
    example: String,
    who_breaks: String,
    remedy: String,
}

#[test]
fn the_pages_of_schema_drift_are_fresh() {
    let (schemas, others): (Vec<_>, Vec<_>) =
        all_explained().into_iter().partition(|one| ChangeKind::from_id(&one.id).is_some());
    let head = "# Changes of schemas\n\nThe ids of the changes that `schema-drift` finds inside schemas. Each example is a pair of \
                schemas with that change and no other.\n";
    expect_file!["../src/rules/schemas.md"].assert_eq(&page(head, &schemas));
    let head = "# Changes of APIs\n\nThe ids of the changes that `schema-drift` finds beside schemas: in operations, parameters, \
                responses, headers, security and servers, and of schemas as a whole.\n";
    expect_file!["../src/rules/operations.md"].assert_eq(&page(head, &others));
}

#[test]
fn the_page_of_lints_is_fresh() {
    let head = "# Lints\n\nWhat `schema-build --lint` and `schema_lint::run` find. Each example has the finding that is shown \
                below it, and no other.\n";
    let sections: String = LINTS.iter().map(lint_section).collect();
    expect_file!["../src/rules/lints.md"].assert_eq(&format!("{head}{sections}"));
}

#[test]
fn the_types_of_the_shop_are_fresh() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_docs-schema-build"));
    let output = command.arg("schemas/order.json").current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/shop")).output();
    expect_file!["../shop/order.rs"].assert_eq(&String::from_utf8(output.unwrap().stdout).unwrap());
}

fn all_explained() -> Vec<Explained> {
    let list = explain(&[]);
    list.lines().map(|line| explained(line.split(' ').next().unwrap())).collect()
}

fn explained(id: &str) -> Explained {
    let text = explain(&[id]);
    let part = |from: &str, to: &str| {
        let (_, rest) = text.split_once(from).unwrap();
        rest.split_once(to).unwrap().0.to_owned()
    };
    Explained {
        id: id.to_owned(),
        summary: part(&format!("{id}: "), "\n"),
        example: part("\nExample:\n", "\n\n"),
        who_breaks: part("\nWho breaks: ", "\n"),
        remedy: part("\nRemedy: ", "\n"),
    }
}

fn explain(arguments: &[&str]) -> String {
    let program = env!("CARGO_BIN_EXE_docs-schema-drift");
    let output = Command::new(program).arg("explain").args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// A page with a table of the ids and a section for each.
fn page(head: &str, all: &[Explained]) -> String {
    let mut page = format!("{head}\n| id | |\n|---|---|\n");
    for one in all {
        writeln!(page, "| [`{0}`](#{0}) | {1} |", one.id, one.summary).unwrap();
    }
    page.extend(all.iter().map(section));
    page
}

fn section(one: &Explained) -> String {
    let Explained { id, summary, example, who_breaks, remedy } = one;
    let example = match example.trim_start() {
        pair if pair.starts_with("old: ") => format!("```text\n{}\n```", pair.replace("\n  ", "\n")),
        sentence => format!("Example: {sentence}."),
    };
    format!("\n## {id}\n\n{summary}\n\n{example}\n\n**Who breaks:** {who_breaks}\n\n**Remedy:** {remedy}\n")
}

fn lint_section(lint: &Lint) -> String {
    let source = Source::parse("example.json", lint.example.as_bytes().to_vec()).unwrap();
    let findings = schema_lint::run(&[source], &Options::default()).findings;
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    let default = match lint.level {
        Level::Off => "It is off by default.",
        Level::Warn => "It warns by default.",
        Level::Deny => "It is an error by default.",
    };
    let (id, summary, example) = (lint.id, lint.summary, lint.example);
    let summary = summary[..1].to_uppercase() + &summary[1..];
    format!("\n## {id}\n\n{summary}. {default}\n\n```json\n{example}\n```\n\n```text\n{finding}\n```\n")
}
