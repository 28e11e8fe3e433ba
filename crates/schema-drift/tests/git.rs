//! What the command reads from a repository: revisions, their neighbours, and what is not there.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod folder;
mod repository;

use std::fs;
use std::process::Command;

use serde_json::{Value, json};

use folder::{code, schema, text, valid};
use repository::Repository;

fn name(kind: &Value) -> Value {
    json!({"title": "Name", "type": "object", "properties": {"first": {"type": kind}}})
}

/// A repository in which a person's file refers to another one, whose change is not committed.
fn people(test: &str) -> Option<Repository> {
    let repository = Repository::new(test)?;
    let person = json!({"title": "Person", "type": "object", "properties": {"name": {"$ref": "parts/name.json"}}});
    repository.folder.file("schemas/person.json", &person).file("schemas/parts/name.json", &name(&json!("string")));
    repository.commit("one");
    repository.folder.file("schemas/parts/name.json", &name(&json!(["string", "null"])));
    Some(repository)
}

#[test]
fn a_revision_is_read_with_the_files_beside_it() {
    let Some(repository) = people("git-rev") else { return };
    let json = |arguments: &[&str]| repository.folder.json(arguments);
    for sides in [
        ["main:schemas/person.json", "schemas/person.json"],
        ["main@{0}:./schemas/../schemas/person.json", "schemas/person.json"],
        ["--against=HEAD", "schemas/person.json"],
    ] {
        let (code, output) = json(&sides);
        assert_eq!((code, &output["verdict"]), (1, &json!("wider")), "{sides:?}: {output:#}");
        let old = output["changes"][0]["old"]["file"].as_str().unwrap();
        assert!(old.ends_with(":schemas/parts/name.json"), "{old}");
        assert_eq!(output["changes"][0]["new"]["file"], "schemas/parts/name.json");
    }
    let (code, output) = json(&["schemas/person.json", "HEAD:schemas/person.json"]);
    assert_eq!((code, &output["verdict"]), (1, &json!("narrower")));
    // Folders, from below the top, and two revisions.
    for sides in [["HEAD:schemas", "schemas"], ["--against=HEAD", "schemas"], ["HEAD:", "."]] {
        let (_, output) = json(&sides);
        assert_eq!(output["components"].as_array().unwrap().len(), 2, "{sides:?}: {output:#}");
        assert_eq!((&output["verdict"], &output["added"]), (&json!("wider"), &json!([])), "{sides:?}");
    }
    assert_eq!(json(&["HEAD:schemas", "main:schemas"]).1["verdict"], "equivalent");
    let human = text(&repository.folder.run(&["compare", "--against", "HEAD", "schemas"], "").stdout);
    assert!(human.contains(" --> HEAD:schemas/parts/name.json:"), "{human}");
    assert!(human.lines().last().unwrap().starts_with("HEAD:schemas -> schemas: wider"), "{human}");
    valid(&schema("output.schema.json"), &json(&["--against=HEAD", "schemas"]).1);
    // The same change has the same fingerprint, however the old side is named.
    let fingerprint = |sides: &[&str]| json(sides).1["changes"][0]["fingerprint"].clone();
    assert_eq!(fingerprint(&["HEAD:schemas", "schemas"]), fingerprint(&["--against=main", "schemas"]));
}

/// The index is neither the last commit nor the working tree.
#[test]
fn the_index_is_read_as_git_writes_it() {
    let Some(repository) = people("git-index") else { return };
    repository.git(&["add", "--all"]);
    repository.folder.file("schemas/parts/name.json", &name(&json!(["string", "null", "integer"])));
    for index in [":schemas", ":./schemas", ":0:schemas"] {
        let (_, output) = repository.folder.json(&["HEAD:schemas", index]);
        assert_eq!(output["components"][0]["changes"][0]["message"], "`first` also allows null", "{output:#}");
        assert_eq!(repository.folder.json(&[index, "schemas"]).0, 1);
    }
    let (_, output) = repository.folder.json(&["HEAD:schemas/person.json", ":schemas/person.json"]);
    assert_eq!(output["changes"][0]["new"]["file"], ":schemas/parts/name.json", "{output:#}");
}

/// The same file is found again in the working tree and in a revision.
#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf_8_is_that_of_a_file() {
    use std::os::unix::ffi::OsStrExt as _;
    let Some(repository) = people("git-names") else { return };
    let path = repository.folder.0.join("schemas").join(std::ffi::OsStr::from_bytes(b"caf\xe9.json"));
    fs::write(&path, json!({"type": "string"}).to_string()).unwrap();
    repository.commit("name");
    fs::write(&path, json!({"type": "integer"}).to_string()).unwrap();
    let (code, output) = repository.folder.json(&["--against=HEAD", "schemas"]);
    let change = &output["components"][0]["changes"][0];
    assert_eq!((code, &output["added"], &output["removed"]), (1, &json!([]), &json!([])), "{output:#}");
    assert_eq!(
        (&change["old"]["file"], &change["new"]["file"]),
        (&json!("HEAD:schemas/caf\\xE9.json"), &json!("schemas/caf\\xE9.json"))
    );
}

#[test]
fn a_local_file_of_that_name_comes_first() {
    let Some(repository) = people("git-local") else { return };
    repository.folder.file("HEAD:x.json", &name(&json!("string")));
    let (code, output) = repository.folder.json(&["HEAD:x.json", "HEAD:x.json"]);
    assert_eq!((code, &output["verdict"]), (0, &json!("equivalent")));
}

#[cfg(unix)]
#[test]
fn links_lead_to_files_of_the_revision() {
    let Some(repository) = people("git-links") else { return };
    let link = |to: &str, at: &str| std::os::unix::fs::symlink(to, repository.folder.0.join(at)).unwrap();
    fs::write(repository.folder.0.join("outside.json"), "{}").unwrap();
    link("parts/name.json", "schemas/link.json");
    link("/outside.json", "schemas/out.json");
    link("nowhere.json", "schemas/dangling.json");
    repository.commit("links");
    repository.folder.file("schemas/parts/name.json", &json!(false));
    let (_, output) = repository.folder.json(&["HEAD:schemas/link.json", "schemas/link.json"]);
    assert_eq!(output["verdict"], "narrower", "{output:#}");
    let (_, output) = repository.folder.json(&["HEAD:schemas", "HEAD:schemas"]);
    let notes = output["notes"].to_string();
    assert_eq!(output["components"].as_array().unwrap().len(), 3);
    assert!(notes.contains("HEAD:schemas/out.json: skipped") && notes.contains("dangling.json: skipped"), "{notes}");
}

#[test]
fn what_git_does_not_have_is_an_error() {
    let Some(repository) = people("git-errors") else { return };
    let error = |arguments: &[&str]| {
        let output = repository.folder.run(&[&["compare"], arguments].concat(), "");
        assert_eq!((code(&output), text(&output.stdout).as_str()), (2, ""), "{arguments:?}");
        text(&output.stderr)
    };
    let old = |old: &str| error(&[old, "schemas"]);
    assert!(old("nowhere:schemas").contains("nowhere: error[io]: the repository has no such revision"));
    assert!(old("--upload-pack=x:schemas").contains("unexpected argument"));
    assert!(old("HEAD:nowhere").contains("HEAD:nowhere: error[io]: the revision has no such file or folder"));
    assert!(old("HEAD:../..").contains("the path leaves the repository"));
    assert!(old("HEAD\n:schemas").contains("line break"));
    assert!(old(":nowhere").contains(":nowhere: error[io]: the revision has no such file or folder"));
    assert!(error(&["--against", "", "schemas"]).contains("a value is required"));
    let history = repository.folder.run(&["history", ":schemas"], "");
    assert!(code(&history) == 2 && text(&history.stderr).contains("the index of git has no history"));
    assert!(error(&["--", "-x:schemas", "schemas"]).contains("no such revision"));
    assert!(error(&["--against", "nowhere", "schemas"]).contains("no such revision"));
    assert!(error(&["--against", "HEAD", "nowhere"]).contains("cannot be read"));
    assert!(error(&["--against", "HEAD", "-"]).contains("cannot be read"));
    assert!(error(&["--against", "HEAD", "schemas", "schemas"]).contains("cannot be used with"));
    fs::write(repository.folder.0.join("schemas/broken.json"), "{").unwrap();
    repository.commit("broken");
    assert!(old("HEAD:schemas").contains("HEAD:schemas/broken.json:1:"));
    // Outside a repository, and without git.
    fs::remove_dir_all(repository.folder.0.join(".git")).unwrap();
    assert!(old("HEAD:schemas").contains("not a git repository"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_schema-drift"));
    command.args(["compare", "HEAD:schemas", "schemas"]).current_dir(&repository.folder.0).env("PATH", "");
    let output = command.output().unwrap();
    assert!(text(&output.stderr).contains("the program `git` is not installed"), "{output:?}");
}

#[test]
fn a_file_that_a_partial_clone_lacks_is_not_absent() {
    let Some(repository) = people("git-partial") else { return };
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    let url = format!("file://{}", repository.folder.0.display());
    repository.git(&["clone", "--quiet", "--no-checkout", "--filter=blob:none", &url, "clone"]);
    repository.folder.file("clone/schemas/person.json", &json!({}));
    for path in ["clone/schemas", "clone/schemas/person.json"] {
        let output = repository.folder.run(&["compare", "--against", "HEAD", path], "");
        assert!(code(&output) == 2 && text(&output.stderr).contains("the clone lacks it"), "{output:?}");
        let output = repository.folder.run(&["history", path], "");
        let shown = text(&output.stdout) + &text(&output.stderr);
        assert!(code(&output) != 0 && shown.contains("the clone lacks it"), "{output:?}");
    }
}
