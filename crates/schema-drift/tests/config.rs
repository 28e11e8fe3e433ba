//! `schema-drift.toml`: the settings of a repository.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[allow(dead_code)]
mod folder;
#[allow(dead_code)]
mod repository;

use std::fs;

use folder::{Folder, code, schema, text, valid};
use repository::Repository;
use serde_json::{Value, json};

fn write(folder: &Folder, file: &str, text: &str) {
    fs::write(folder.0.join(file), text).unwrap();
}

fn compare(folder: &Folder, arguments: &[&str]) -> (i32, String) {
    let output = folder.run(&[&["compare"], arguments].concat(), "");
    (code(&output), text(&output.stdout) + &text(&output.stderr))
}

/// Readers break because of `a`, writers because of `b`.
fn pair(test: &str) -> Folder {
    let folder = Folder::new(test);
    folder.file("old.json", &json!({"properties": {"a": {"type": "string"}, "b": {"type": "string"}}}));
    folder.file("new.json", &json!({"properties": {"a": {"type": ["string", "null"]}, "b": {"enum": ["x"]}}}));
    folder
}

fn api(nullable: bool, parameter: bool) -> Value {
    let schema = if nullable { json!({"type": ["string", "null"]}) } else { json!({"type": "string"}) };
    let operation = |parameters: Value| json!({"parameters": parameters, "responses": {"200": {"content": {"application/json": {"schema": schema}}}}});
    let tenant = json!([{"name": "tenant", "in": "query", "required": true, "schema": {"type": "string"}}]);
    let parameters = if parameter { tenant } else { json!([]) };
    json!({"openapi": "3.1.0", "paths": {"/orders": {"get": operation(json!([]))}, "/internal/jobs": {"get": operation(parameters)}}})
}

#[test]
fn a_level_is_given_by_id_place_and_party() {
    let folder = pair("config-levels");
    let sides = ["old.json", "new.json"];
    for (rules, expected, printed) in [
        ("", 1, "error[null-allowed]"),
        ("[[severity]]\nid = \"null-*\"\nlevel = \"note\"\n", 1, "note[null-allowed]"),
        ("[[severity]]\nbreaks = \"reader\"\nlevel = \"warning\"\n", 1, "warning[null-allowed]"),
        ("[[severity]]\npointer = \"/properties/*\"\nlevel = \"warning\"\n", 0, "warning[enum-added]"),
        ("[[severity]]\nfile = \"new.json\"\nlevel = \"note\"\n", 0, "note[enum-added]"),
        ("[[severity]]\nfile = \"n.json\"\nlevel = \"note\"\n", 1, "error[enum-added]"),
        // The last rule that applies decides.
        (
            "[[severity]]\nlevel = \"note\"\n[[severity]]\nid = \"enum-added\"\nlevel = \"error\"\n",
            1,
            "error[enum-added]",
        ),
        // All conditions have to hold.
        ("[[severity]]\nid = \"enum-added\"\nbreaks = \"reader\"\nlevel = \"note\"\n", 1, "error[enum-added]"),
    ] {
        write(&folder, "schema-drift.toml", rules);
        let (code, out) = compare(&folder, &sides);
        assert!(code == expected && out.contains(printed), "{rules} {code} {out}");
    }
    // A finding that breaks nobody whom `for` names can be an error all the same.
    let raised = "for = \"reader\"\n[[severity]]\nid = \"enum-added\"\nlevel = \"error\"\n[[severity]]\nid = \"null-allowed\"\nlevel = \"note\"\n";
    write(&folder, "schema-drift.toml", raised);
    let (code, out) = compare(&folder, &sides);
    assert!(code == 1 && out.contains("error[enum-added]") && out.contains("note[null-allowed]"), "{out}");
}

#[test]
fn an_operation_is_a_place() {
    let folder = Folder::new("config-operations");
    folder.file("old.json", &api(false, false)).file("new.json", &api(false, true));
    let rule = "[[severity]]\noperation = \"GET /internal/*\"\nlevel = \"warning\"\n";
    write(&folder, "schema-drift.toml", rule);
    let (code, out) = compare(&folder, &["old.json", "new.json"]);
    assert!(code == 0 && out.contains("warning[required-parameter-added]"), "{out}");
    // The other operation breaks too, so the finding about both keeps its level.
    folder.file("new.json", &api(true, true));
    let (code, out) = compare(&folder, &["old.json", "new.json"]);
    assert!(code == 1 && out.contains("error[null-allowed]"), "{out}");
}

#[test]
fn a_removal_an_annotation_and_an_open_question_have_levels() {
    let folder = Folder::new("config-others");
    let library = |names: &[&str]| {
        let schemas: serde_json::Map<String, Value> =
            names.iter().map(|name| ((*name).to_owned(), json!({"type": "string"}))).collect();
        json!({"$defs": schemas})
    };
    folder.file("old.json", &library(&["A", "B"])).file("new.json", &library(&["A"]));
    write(&folder, "schema-drift.toml", "[[severity]]\nid = \"removed\"\nlevel = \"note\"\n");
    assert_eq!(compare(&folder, &["old.json", "new.json"]).0, 0);
    folder.file("old.json", &json!({"title": "a"})).file("new.json", &json!({"title": "b"}));
    write(&folder, "schema-drift.toml", "[[severity]]\nid = \"annotation\"\nlevel = \"error\"\n");
    assert_eq!(compare(&folder, &["old.json", "new.json"]).0, 1);
    let open = |pattern: &str| json!({"type": "string", "pattern": pattern});
    folder.file("old.json", &open("^(a|b)\\1$")).file("new.json", &open("^(b|a)\\1$"));
    write(&folder, "schema-drift.toml", "");
    assert_eq!(compare(&folder, &["old.json", "new.json"]).0, 1);
    write(&folder, "schema-drift.toml", "[[severity]]\nid = \"unknown\"\nlevel = \"warning\"\n");
    let (code, out) = compare(&folder, &["old.json", "new.json"]);
    assert!(code == 0 && out.contains("not decided"), "{out}");
}

/// A program reads the level from JSON and needs no copy of the settings.
#[test]
fn json_has_the_level_of_each_finding() {
    let folder = pair("config-json");
    let report = |old: &Value, new: &Value| {
        folder.file("old.json", old).file("new.json", new);
        let report = folder.json(&["old.json", "new.json"]).1;
        valid(&schema("output.schema.json"), &report);
        report
    };
    let rules = ["null-allowed", "removed", "annotation", "unknown", "required-parameter-added"];
    let rules: String = rules.iter().map(|id| format!("[[severity]]\nid = \"{id}\"\nlevel = \"warning\"\n")).collect();
    write(&folder, "schema-drift.toml", &rules);
    let schema =
        |a: Value, b: Value| json!({"title": a.to_string(), "properties": {"a": {"type": a}, "b": {"type": b}}});
    let (old, new) = (schema(json!("string"), json!("string")), schema(json!(["string", "null"]), json!("integer")));
    let library = |schemas: Value| json!({"$defs": schemas});
    let open = |pattern: &str| json!({"type": "string", "pattern": pattern});
    let (a, b) = (open("^(a|b)\\1$"), open("^(b|a)\\1$"));
    for (report, at, level) in [
        (report(&old, &new), vec!["/changes/0", "/annotations/0"], "warning"),
        (report(&old, &new), vec!["/changes/1"], "error"),
        (
            report(&library(json!({"A": old, "B": a})), &library(json!({"A": new}))),
            vec!["/changes/0", "/components/0/changes/0", "/components/0/annotations/0", "/removed/0"],
            "warning",
        ),
        (report(&a, &b), vec![""], "warning"),
        (
            report(&library(json!({"A": old, "B": a})), &library(json!({"A": old, "B": b}))),
            vec!["/components/1"],
            "warning",
        ),
        (report(&api(false, false), &api(false, true)), vec!["/rules/0"], "warning"),
    ] {
        for at in at {
            assert_eq!(report.pointer(at).unwrap()["level"], level, "{at} {report:#}");
        }
    }
    let equal = report(&old, &old);
    assert!(equal["level"].is_null() && equal["verdict"] == "equivalent", "{equal:#}");
}

#[test]
fn flags_replace_the_settings() {
    let folder = pair("config-flags");
    let sides = |more: &[&'static str]| [&["old.json", "new.json"], more].concat();
    write(&folder, "schema-drift.toml", "for = \"reader\"\nfail-on = \"never\"\nundeclared = \"never-sent\"\n");
    let (code, out) = compare(&folder, &sides(&[]));
    assert!(code == 0 && out.contains("never sent") && out.contains("warning[enum-added]"), "{out}");
    assert_eq!(compare(&folder, &sides(&["--fail-on", "breaking"])).0, 1);
    let (_, out) = compare(&folder, &sides(&["--for", "writer", "--undeclared", "anything"]));
    assert!(out.contains("error[enum-added]") && !out.contains("never sent"), "{out}");
    let (_, out) = compare(&folder, &sides(&["--mode", "backward"]));
    assert!(out.contains("error[enum-added]"), "{out}");
    assert_eq!(compare(&folder, &sides(&["--config", "/dev/null"])).0, 1);
    // Accepted findings are beside the settings.
    folder.run(&["compare", "old.json", "new.json", "--write-accept", "accepted.json"], "");
    let accepted = fs::read_to_string(folder.0.join("accepted.json")).unwrap();
    fs::create_dir_all(folder.0.join("settings")).unwrap();
    write(&folder, "settings/a.json", &accepted.replace("\"reason\": \"\"", "\"reason\": \"agreed\""));
    write(&folder, "settings/drift.toml", "accept = \"a.json\"\n");
    let (code, out) = compare(&folder, &sides(&["--config", "settings/drift.toml"]));
    assert!(code == 0 && out.contains("accepted: agreed"), "{out}");
}

#[test]
fn an_invalid_file_is_an_error_with_its_line() {
    let folder = pair("config-invalid");
    for (file, place, message) in [
        ("for = \"reader\"\nfial-on = \"any\"\n", "2:1", "unknown field `fial-on`"),
        ("for = \"nobody\"\n", "1:7", "\"nobody\" is none of `client`, `server`, `reader`, `writer`, `both`"),
        ("\n[[severity]]\nid = \"enum-vlaue\"\nlevel = \"note\"\n", "3:6", "no finding has such an id"),
        ("[[severity]]\nlevel = \"off\"\n", "2:9", "unknown variant `off`"),
        ("[[severity]]\nid = \"enum-added\"\n", "1:1", "missing field `level`"),
        ("[[severity]]\nbreaks = \"me\"\nlevel = \"note\"\n", "2:10", "\"me\" is none of `client`"),
        ("[[compare]]\nold = \"old.json\"\n", "1:1", "a comparison needs `old` and `new`"),
        ("accept = 1\n", "1:10", "invalid type: integer"),
        ("for = \n", "1:7", ""),
    ] {
        write(&folder, "schema-drift.toml", file);
        let output = folder.run(&["compare", "old.json", "new.json"], "");
        let error = text(&output.stderr);
        let start = format!("schema-drift.toml:{place}: error[config]: ");
        assert!(code(&output) == 2 && error.starts_with(&start) && error.contains(message), "{file} {error}");
    }
    let (code, out) = compare(&folder, &["old.json", "new.json", "--config", "nowhere.toml"]);
    assert!(code == 2 && out.contains("nowhere.toml: error[io]"), "{out}");
    let (code, out) = compare(&folder, &["old.json", "new.json", "--config", "nowhere.toml", "--format", "github"]);
    assert!(code == 2 && out.contains("::error title=schema-drift::nowhere.toml"), "{out}");
}

#[test]
fn a_bare_command_compares_the_pairs_of_the_file() {
    let folder = pair("config-pairs");
    let (code, out) = compare(&folder, &[]);
    assert!(code == 2 && out.contains("no side is named"), "{out}");
    let pairs = "[[compare]]\nname = \"one\"\nold = \"old.json\"\nnew = \"new.json\"\n[[compare]]\nold = \"old.json\"\nnew = \"old.json\"\n";
    write(&folder, "schema-drift.toml", pairs);
    let (code, out) = compare(&folder, &[]);
    assert!(code == 1 && out.contains("old.json -> new.json") && out.contains("old.json -> old.json"), "{out}");
    assert_eq!(compare(&folder, &["--pair", "old.json"]).0, 0);
    assert_eq!(folder.json(&["--pair", "one"]).1["verdict"], "incomparable");
    let (code, out) = compare(&folder, &["--pair", "two"]);
    assert!(code == 2 && out.contains("one of: one, old.json"), "{out}");
    // A pair that cannot be read does not hide the others.
    write(&folder, "schema-drift.toml", &pairs.replace("new = \"new.json\"", "new = \"nowhere.json\""));
    let (code, out) = compare(&folder, &[]);
    assert!(code == 2 && out.contains("nowhere.json") && out.contains("old.json -> old.json"), "{out}");
}

/// Each format prints all pairs in one valid document, and says which pair could not be compared.
#[test]
fn each_format_holds_all_pairs() {
    let folder = pair("config-formats");
    let pairs = "[[compare]]\nname = \"one\"\nold = \"old.json\"\nnew = \"new.json\"\n[[compare]]\nold = \"new.json\"\nnew = \"old.json\"\n";
    write(&folder, "schema-drift.toml", pairs);
    let read = |file: &str| fs::read_to_string(folder.0.join(file)).unwrap();
    let files = [
        "json=a.json",
        "sarif=a.sarif",
        "junit=a.xml",
        "gitlab=a.gitlab",
        "html=a.html",
        "markdown=a.md",
        "changelog=a.txt",
    ];
    let outputs: Vec<&str> = files.iter().flat_map(|file| ["--output", *file]).collect();
    let parse = |file: &str| serde_json::from_str::<Value>(&read(file)).unwrap();
    assert_eq!(compare(&folder, &outputs).0, 1);
    let list = parse("a.json");
    valid(&schema("output.schema.json"), &list);
    let names: Vec<&Value> = list["comparisons"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
    assert_eq!((names, &list["failures"]), (vec![&json!("one"), &json!("old.json")], &json!([])));
    let sarif = parse("a.sarif");
    let findings: usize =
        list["comparisons"].as_array().unwrap().iter().map(|one| one["changes"].as_array().unwrap().len()).sum();
    assert_eq!(sarif["runs"].as_array().unwrap().len(), 1);
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), findings);
    assert_eq!(parse("a.gitlab").as_array().unwrap().len(), findings);
    assert!(read("a.xml").matches("<?xml").count() == 1 && read("a.xml").matches("<testsuite ").count() == 2);
    assert!(read("a.html").matches("<!doctype").count() == 1 && read("a.html").matches("<h2>").count() == 2);
    // A name that is that of the file is not repeated.
    assert!(
        read("a.html").contains("<h2>one: old.json → new.json") && read("a.html").contains("<h2>new.json → old.json")
    );
    assert_eq!(read("a.md").matches("### ").count(), 2);
    assert_eq!(read("a.txt").lines().filter(|line| line.starts_with("## ")).count(), 2);
    // A pair that cannot be read is named in each.
    write(&folder, "schema-drift.toml", &pairs.replacen("new = \"new.json\"", "new = \"nowhere.json\"", 1));
    assert_eq!(compare(&folder, &outputs).0, 2);
    valid(&schema("output.schema.json"), &parse("a.json"));
    assert_eq!(parse("a.json")["failures"][0]["name"], "one");
    assert_eq!(parse("a.sarif")["runs"][0]["invocations"][0]["executionSuccessful"], false);
    assert!(read("a.xml").contains("errors=\"1\""));
    assert!(read("a.html").contains("<h1>1 comparison, 1 not compared</h1>"));
    for file in ["a.gitlab", "a.html", "a.md", "a.txt"] {
        assert!(read(file).to_lowercase().contains("not compared"), "{file}: {}", read(file));
    }
}

/// A list of accepted findings belongs to all pairs, so no entry is reported that another pair has.
#[test]
fn accepted_findings_are_those_of_all_pairs() {
    let folder = pair("config-accepted");
    let pairs = "accept = \"accepted.json\"\n[[compare]]\nold = \"old.json\"\nnew = \"new.json\"\n[[compare]]\nname = \"back\"\nold = \"new.json\"\nnew = \"old.json\"\n";
    let entry = |pointer: &str| json!({"pointer": pointer, "keyword": "type", "reason": "agreed"});
    folder.file("accepted.json", &json!({"accepted": [entry("/properties/a/type"), entry("/nowhere")]}));
    write(&folder, "schema-drift.toml", pairs);
    let (_, out) = compare(&folder, &[]);
    assert_eq!(out.matches("matches no finding").count(), 1, "{out}");
    let (_, out) = compare(&folder, &["--pair", "back"]);
    assert_eq!(out.matches("matches no finding").count(), 0, "{out}");
}

#[test]
fn the_file_is_that_of_the_repository() {
    let Some(repository) = Repository::new("config-repository") else { return };
    let folder = &repository.folder;
    folder.file("schemas/user.json", &json!({"type": "string"}));
    write(folder, "schema-drift.toml", "[[compare]]\npath = \"schemas\"\n");
    repository.commit("first");
    folder.file("schemas/user.json", &json!({"type": ["string", "null"]}));
    let (code, out) = compare(folder, &[]);
    assert!(code == 1 && out.contains("HEAD:schemas -> schemas: wider"), "{out}");
    repository.commit("second");
    assert_eq!(compare(folder, &[]).0, 0);
    assert_eq!(compare(folder, &["--against", "HEAD~"]).0, 1);
    // From a folder below, the paths are still those of the file.
    let below = folder.run(&["compare", "--config", "../schema-drift.toml"], "");
    assert_eq!(text(&below.stderr).matches("error[io]").count(), 1);
    let inside = Folder(folder.0.join("schemas"));
    let (code, out) = compare(&inside, &["--against", "HEAD~"]);
    assert!(code == 1 && out.contains("HEAD~:schemas -> ../schemas: wider"), "{out}");
    std::mem::forget(inside);
    // Above the top of a repository, a file is anybody's.
    repository.git(&["init", "--quiet", "schemas"]);
    let inside = Folder(folder.0.join("schemas"));
    let (code, out) = compare(&inside, &[]);
    assert!(code == 2 && out.contains("no side is named"), "{out}");
    std::mem::forget(inside);
}
