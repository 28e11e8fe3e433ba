//! The versions of a schema in a repository: its history, and the tags with which it must be compatible.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod folder;
mod repository;

use serde_json::{Value, json};

use folder::{code, schema, text, valid};
use repository::Repository;

fn user(email: &Value, required: &[&str]) -> Value {
    json!({"title": "User", "type": "object", "properties": {"email": email}, "required": required})
}

/// A repository whose schema was widened, narrowed, broken, removed, and added again.
fn released(test: &str) -> Option<Repository> {
    let repository = Repository::new(test)?;
    let write = |email: Value, required: &[&str], subject: &str| {
        repository.folder.file("schemas/user.json", &user(&email, required));
        repository.commit(subject);
    };
    write(json!({"type": "string"}), &[], "First");
    repository.git(&["tag", "v1.9"]);
    write(json!({"type": ["string", "null"]}), &[], "Let email be null");
    repository.git(&["tag", "v1.10"]);
    repository.folder.file("other.json", &json!({}));
    repository.commit("Something else");
    write(json!({"type": ["string", "null"]}), &["email"], "Require email");
    repository.git(&["tag", "v2.0"]);
    std::fs::write(repository.folder.0.join("schemas/user.json"), "{").unwrap();
    repository.commit("A mistake");
    repository.git(&["rm", "--quiet", "-r", "schemas"]);
    repository.commit("Remove it");
    write(json!({"type": ["string", "null"]}), &[], "Bring it back");
    Some(repository)
}

/// Runs the command: the exit code, and the events, verdicts and breaking parties of the versions.
fn rows(repository: &Repository, arguments: &[&str]) -> (i32, Vec<Value>) {
    let output = repository.folder.run(&[arguments, &["--format", "json"]].concat(), "");
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)));
    valid(&schema("versions.schema.json"), &json);
    let row = |row: &Value| json!([row["event"], row["verdict"], row["breaks"], row["fails"]]);
    (code(&output), json["versions"].as_array().unwrap().iter().map(row).collect())
}

#[test]
fn a_history_has_the_verdict_of_each_commit() {
    let Some(repository) = released("history") else { return };
    let all = [
        json!(["added", "wider", ["reader"], true]),
        json!(["removed", "narrower", ["writer"], true]),
        json!(["compared", "unknown", [], true]),
        json!(["compared", "narrower", ["writer"], true]),
        json!(["compared", "wider", ["reader"], true]),
        json!(["added", null, [], false]),
    ];
    for path in ["schemas/user.json", "schemas", "HEAD:schemas/user.json", "./schemas/"] {
        assert_eq!(rows(&repository, &["history", path]), (1, all.to_vec()), "{path}");
    }
    assert_eq!(rows(&repository, &["history", "--limit", "2", "schemas"]), (1, all[..2].to_vec()));
    assert_eq!(rows(&repository, &["history", "--limit", "1", "v1.10:schemas"]), (1, all[4..5].to_vec()));
    assert_eq!(rows(&repository, &["history", "v1.9:schemas"]), (0, all[5..].to_vec()));
    assert_eq!(rows(&repository, &["history", "schemas", "--fail-on", "never"]).0, 0);
    assert_eq!(rows(&repository, &["history", "v1.10:schemas", "--for", "writer"]).0, 0);
}

#[test]
fn a_history_is_a_table_for_people() {
    let Some(repository) = released("table") else { return };
    let output = repository.folder.run(&["history", "v2.0:schemas/user.json"], "");
    let table = text(&output.stdout);
    // The ids and the days of commits are those of this run.
    let lines: Vec<String> = table
        .lines()
        .map(|line| match line.split_once("  2") {
            Some((_, rest)) => rest.split_once("  ").unwrap().1.to_owned(),
            None => line.to_owned(),
        })
        .collect();
    let expected = [
        "narrower  the writer breaks  Require email",
        "    `email` is now required; the writer breaks",
        "wider     the reader breaks  Let email be null",
        "    `email` also allows null; the reader breaks",
        "added                        First",
        "v2.0:schemas/user.json: 3 versions, 2 failing",
    ];
    assert_eq!(lines, expected, "{table}");
    // The README shows the same table.
    let readme = include_str!("../README.md");
    assert!(expected.iter().all(|line| readme.contains(line)));
}

#[test]
fn a_change_of_a_neighbour_is_one_of_the_schema() {
    let Some(repository) = Repository::new("neighbour") else { return };
    repository.folder.file("s/name.json", &json!({"type": "string"}));
    repository.folder.file("s/user.json", &json!({"properties": {"name": {"$ref": "name.json"}}}));
    repository.folder.file("s/else.json", &json!({"type": "string"}));
    repository.commit("First");
    repository.folder.file("s/else.json", &json!({"type": "null"}));
    repository.commit("Not referred to");
    repository.folder.file("s/name.json", &json!({"type": "integer"}));
    repository.commit("The neighbour");
    let expected = [json!(["compared", "incomparable", ["reader", "writer"], true]), json!(["added", null, [], false])];
    assert_eq!(rows(&repository, &["history", "s/user.json"]), (1, expected.to_vec()));
}

#[test]
fn a_shallow_clone_is_no_beginning() {
    let Some(repository) = released("shallow") else { return };
    let url = format!("file://{}", repository.folder.0.display());
    repository.git(&["clone", "--quiet", "--depth", "1", &url, "clone"]);
    let output = repository.folder.run(&["history", "clone/schemas"], "");
    let out = text(&output.stdout);
    assert!(out.contains("the clone is shallow and has no earlier commit") && !out.contains("added"), "{out}");
}

#[test]
fn every_released_version_is_compared() {
    let Some(repository) = released("transitive") else { return };
    let tags = |arguments: &[&str]| {
        let output = repository.folder.run(&[&["compare", "schemas/user.json"], arguments].concat(), "");
        (code(&output), text(&output.stdout), text(&output.stderr))
    };
    let (code, out, _) = tags(&["--transitive", "--tags", "v*"]);
    let starts: Vec<&str> = out.lines().filter_map(|line| line.strip_prefix('v')?.split(' ').next()).collect();
    assert_eq!((code, starts.as_slice()), (1, ["1.9", "1.10", "2.0"].as_slice()), "{out}");
    // The present schema accepts all that any version did, and more than some.
    let compared = |verdict: &str, breaks: &[&str], fails: bool| json!(["compared", verdict, breaks, fails]);
    let arguments = ["compare", "--transitive", "schemas/user.json", "--for"];
    let expected = |fails| {
        vec![
            compared("wider", &["reader"], fails),
            compared("equivalent", &[], false),
            compared("wider", &["reader"], fails),
        ]
    };
    assert_eq!(rows(&repository, &[&arguments[..], &["reader"]].concat()), (1, expected(true)));
    assert_eq!(rows(&repository, &[&arguments[..], &["writer"]].concat()), (0, expected(false)));
    assert_eq!(tags(&["--transitive", "--tags", "v1.1*"]).0, 0);
    // A version that cannot be read is not safe, and nothing to compare with neither.
    repository.git(&["tag", "v3", "HEAD:schemas/user.json"]);
    let (code, out, _) = tags(&["--transitive", "--tags", "v3", "--for", "writer"]);
    assert!(code == 1 && out.contains("not decided: v3: error[io]: the repository has no such revision"), "{out}");
    let (code, _, error) = tags(&["--transitive", "--tags", "w*"]);
    assert!(code == 2 && error.contains("no tag that matches"), "{error}");
    assert_eq!(tags(&["--tags", "v*", "--against", "HEAD"]).0, 2);
    assert_eq!(tags(&["--transitive", "--format", "sarif"]).0, 2);
    assert_eq!(tags(&["schemas", "--transitive"]).0, 2);
}

#[test]
fn modes_are_names_of_flags() {
    let Some(repository) = released("modes") else { return };
    let against = |revision: &str, mode: &str| {
        repository.folder.json(&["schemas/user.json", "--against", revision, "--mode", mode]).0
    };
    // Against 1.9, the present schema is wider.
    assert_eq!(["BACKWARD", "FORWARD", "FULL", "forward"].map(|mode| against("v1.9", mode)), [0, 1, 1, 1]);
    assert_eq!(["BACKWARD", "FORWARD", "FULL"].map(|mode| against("v1.10", mode)), [0, 0, 0]);
    let all = |mode: &str| code(&repository.folder.run(&["compare", "schemas/user.json", "--mode", mode], ""));
    assert_eq!(["BACKWARD_TRANSITIVE", "FORWARD_TRANSITIVE", "FULL_TRANSITIVE"].map(all), [0, 1, 1]);
    // Without a version, and with two ways to name the audience.
    assert_eq!(all("FULL"), 2);
    assert_eq!(code(&repository.folder.run(&["compare", "a", "b", "--mode", "FULL", "--for", "both"], "")), 2);
}
