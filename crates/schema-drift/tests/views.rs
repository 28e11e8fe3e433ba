//! The views for systems other than GitHub.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

#[allow(dead_code)]
mod folder;

use folder::{Folder, code, text};
use serde_json::{Value, json};

/// Readers break because of `a`, writers because of `b`.
fn pair(test: &str) -> Folder {
    let folder = Folder::new(test);
    folder.file("old.json", &json!({"properties": {"a": {"type": "string"}, "b": {"type": "string"}}}));
    folder
        .file("new.json", &json!({"properties": {"a": {"type": ["string", "null"]}, "b": {"const": "<&\"]]>\u{0}"}}}));
    folder
}

fn view(folder: &Folder, format: &str, new: &str) -> String {
    let output = folder.run(&["compare", "old.json", new, "--for", "reader", "--format", format], "");
    assert_eq!(code(&output), i32::from(new == "new.json"));
    text(&output.stdout)
}

#[test]
fn a_finding_that_breaks_is_a_test_that_fails() {
    let folder = pair("junit");
    assert_eq!(
        view(&folder, "junit", "new.json"),
        r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="old.json -&gt; new.json" tests="2" failures="1" errors="0" skipped="0">
    <testcase classname="schema-drift.null-allowed" name="`a` also allows null">
      <failure type="null-allowed" message="`a` also allows null; the reader breaks">at new.json:4:15 /properties/a/type
only new accepts: {&quot;a&quot;: null}
</failure>
    </testcase>
    <testcase classname="schema-drift.enum-added" name="`b` now allows only &quot;&lt;&amp;\&quot;]]&gt;\u0000&quot;"/>
    <system-out></system-out>
  </testsuite>
</testsuites>
"#
    );
    let none = view(&folder, "junit", "old.json");
    assert!(none.contains(r#"tests="1" failures="0""#) && none.contains(r#"name="no findings"/>"#), "{none}");
}

#[test]
fn gitlab_has_a_fingerprint_for_each_place() {
    let folder = pair("gitlab");
    let issues = || -> Vec<Value> { serde_json::from_str(&view(&folder, "gitlab", "new.json")).unwrap() };
    let first = issues();
    let short = |one: &Value| (one["check_name"].clone(), one["severity"].clone(), one["location"].clone());
    let place = |line: u64| json!({"path": "new.json", "lines": {"begin": line}});
    assert_eq!(short(&first[0]), (json!("null-allowed"), json!("critical"), place(4)));
    assert_eq!(short(&first[1]), (json!("enum-added"), json!("minor"), place(10)));
    assert_ne!(first[0]["fingerprint"], first[1]["fingerprint"]);
    // The fingerprints stay the same when lines move.
    let moved = "\n\n".to_owned() + &std::fs::read_to_string(folder.0.join("new.json")).unwrap();
    std::fs::write(folder.0.join("new.json"), moved).unwrap();
    let second = issues();
    assert_eq!(short(&second[0]).2, place(6));
    assert_eq!(
        (&first[0]["fingerprint"], &first[1]["fingerprint"]),
        (&second[0]["fingerprint"], &second[1]["fingerprint"])
    );
    assert_eq!(view(&folder, "gitlab", "old.json"), "[]\n");
}

/// A verdict that holds under an assumption is never printed without it.
#[test]
fn each_view_states_the_policy() {
    let folder = pair("views-policy");
    for format in ["human", "json", "github", "sarif", "markdown", "html", "junit", "gitlab", "changelog"] {
        let arguments = ["compare", "old.json", "new.json", "--undeclared", "never-sent", "--format", format];
        let out = text(&folder.run(&arguments, "").stdout);
        assert!(out.contains("never-sent") || out.contains("count as never sent"), "{out}");
    }
}

/// One file without the network, in which no text of a schema is markup.
#[test]
fn a_page_contains_everything_that_it_shows() {
    let folder = pair("html");
    let page = view(&folder, "html", "new.json");
    assert!(page.contains("<details class=\"error\" data-breaks=\"reader\" data-operations=\"\">\n"), "{page}");
    assert!(page.contains("<pre>&quot;type&quot;: <mark>&quot;string&quot;</mark></pre>"), "{page}");
    assert!(
        page.contains("now allows only &quot;&lt;&amp;\\&quot;]]&gt;\\u0000&quot;") && !page.contains("<&"),
        "{page}"
    );
    assert!(
        page.contains("readers break: 1 change; writers break: 1 change")
            && !page.contains("http:")
            && !page.contains("https:")
    );
    for tag in ["html", "main", "details", "summary", "figure", "script", "style", "p"] {
        let (open, close) = (
            page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count(),
            page.matches(&format!("</{tag}>")).count(),
        );
        assert!(open > 0 && open == close, "{tag}: {open} {close}");
    }
    let script = json!({"properties": {"</script><script>alert(1)</script><img src=x onerror=alert(1)>": {"type": "string"}}, "title": "'\"><b>"});
    folder.file("new.json", &script);
    let page = view(&folder, "html", "new.json");
    assert!(page.matches("<script>").count() == 1 && !page.contains("<img") && !page.contains("<b>"), "{page}");
}

/// `oneOf` makes up for what `not` changes, so no instance of the whole shows it.
#[test]
fn a_change_without_a_value_admits_it() {
    let folder = Folder::new("views-alone");
    folder.file("old.json", &json!({"oneOf": [{"maxLength": 0}, {"not": {"type": "integer"}}]}));
    folder.file("new.json", &json!({"oneOf": [{"type": "null"}, {"const": true}]}));
    let human = view(&folder, "human", "new.json");
    let (_, change) = human.split_once("warning[exclusion-narrowed]").unwrap();
    assert!(change.contains("= note: who breaks is not decided\n"), "{human}");
    assert!(change.contains("= note: no whole value was found that shows each direction of this change\n"), "{human}");
    assert!(!view(&pair("views-shown"), "human", "new.json").contains("no whole value was found"));
}

/// One comparison writes several formats, each as it is on standard output.
#[test]
fn several_formats_are_written_at_once() {
    let folder = pair("views-output");
    let sides = ["compare", "old.json", "new.json", "--for", "reader", "--format"];
    let written = [&sides[..], &["github", "--output", "json=a.json", "--output", "human=a.txt"]].concat();
    let output = folder.run(&written, "");
    assert!(code(&output) == 1 && text(&output.stdout).starts_with("::error "), "{}", text(&output.stderr));
    for (format, file) in [("json", "a.json"), ("human", "a.txt")] {
        let printed = text(&folder.run(&[&sides[..], &[format]].concat(), "").stdout);
        assert_eq!(std::fs::read_to_string(folder.0.join(file)).unwrap(), printed);
    }
    let known = "`human`, `json`, `github`";
    for (flag, message) in
        [("xml=a", known), ("json=", "not a format and a file"), ("json=no/a", "no/a: error[io]: cannot be written")]
    {
        let output = folder.run(&["compare", "old.json", "new.json", "--output", flag], "");
        assert!(code(&output) == 2 && text(&output.stderr).contains(message), "{}", text(&output.stderr));
    }
    // Where nothing is compared, an earlier file stays as it is.
    let output = folder.run(&["compare", "old.json", "nowhere.json", "--output", "json=a.json"], "");
    assert!(code(&output) == 2 && std::fs::read_to_string(folder.0.join("a.json")).unwrap().starts_with('{'));
    let names = std::fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.filter(|name| name.starts_with("a.")).count(), 2);
}

/// What a release note needs: who has to act first, and then what is new.
#[test]
fn a_changelog_is_grouped_by_who_breaks() {
    let folder = Folder::new("changelog");
    let text_schema = json!({"type": "string"});
    let response =
        |schema: &Value| json!({"200": {"description": "", "content": {"application/json": {"schema": schema}}}});
    let parameter =
        |name: &str, required: bool| json!({"name": name, "in": "query", "required": required, "schema": text_schema});
    let api = |paths: Value, order: Value| json!({"openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": paths, "components": {"schemas": {"Order": order}}});
    let order = json!({"$ref": "#/components/schemas/Order"});
    let get = |parameters: Value| json!({"get": {"parameters": parameters, "responses": response(&order)}});
    folder.file(
        "old.json",
        &api(
            json!({"/orders": get(json!([])), "/old": get(json!([]))}),
            json!({"type": "object", "properties": {"note_*": {"type": "string"}, "size": {"enum": ["s", "m"]}}}),
        ),
    );
    folder.file(
        "new.json",
        &api(
            json!({"/orders": get(json!([parameter("page", false), parameter("tenant", true)])), "/new": get(json!([]))}),
            json!({"type": "object", "properties": {"note_*": {"type": ["string", "null"]}, "size": {"enum": ["s"]}}}),
        ),
    );
    let out = text(&folder.run(&["compare", "old.json", "new.json", "--format", "changelog"], "").stdout);
    let golden = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/views/changelog.md");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&golden, &out).unwrap();
    }
    assert_eq!(out, std::fs::read_to_string(golden).unwrap());
    folder.file("new.json", &json!({"type": "string"})).file("old.json", &json!({"type": "string"}));
    let none = text(&folder.run(&["compare", "old.json", "new.json", "--format", "changelog"], "").stdout);
    assert_eq!(none, "No changes.\n");
}
