//! The command `schema-drift`: its output in each view, its exit codes, and its limits.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod folder;

use std::fs;

use serde_json::{Value, json};

use folder::{Folder, code, schema, text, valid};

fn user(email: Value, required: Value) -> Value {
    json!({"title": "User", "type": "object", "properties": {"email": email, "role": {"enum": ["a", "b"]}}, "required": required})
}

fn two(test: &str) -> Folder {
    let folder = Folder::new(test);
    folder.file("old.json", &user(json!({"type": "string"}), json!(["email"])));
    folder.file("new.json", &user(json!({"type": ["string", "null"], "description": "d"}), json!(["email"])));
    folder
}

#[test]
fn human_output_shows_the_lines_of_both_files() {
    let folder = two("human");
    let output = folder.run(&["compare", "old.json", "new.json"], "");
    let expected = r#"error[null-allowed]: `email` also allows null
 --> old.json:6:15
  |
6 |       "type": "string"
  |               -------- old
  |
 ::: new.json:6:15
  |
6 |       "type": [
  |               ^ new
  |
  = note: at /properties/email/type
  = note: the reader breaks
  = note: only new accepts: {"email": null}

note: `email` now has `description` "d"
--> new.json:10:22

old.json -> new.json: wider, 1 change; the reader breaks (one direction proved by cases, the other demonstrated by a value)
"#;
    assert_eq!((code(&output), text(&output.stdout).as_str()), (1, expected));
    assert_eq!(text(&output.stderr), "");
    // The README shows the same change and the same last line.
    let readme = include_str!("../README.md");
    let (change, rest) = expected.split_once("\n\n").unwrap();
    assert!(readme.contains(change) && readme.contains(rest.lines().last().unwrap()));
}

#[test]
fn exit_codes_follow_the_flags() {
    let folder = two("codes");
    let code = |arguments: &[&str]| code(&folder.run(&[&["compare", "old.json", "new.json"], arguments].concat(), ""));
    assert_eq!(code(&[]), 1);
    assert_eq!(code(&["--for", "reader"]), 1);
    assert_eq!(code(&["--for", "writer"]), 0);
    assert_eq!(code(&["--for", "writer", "--fail-on", "any"]), 1);
    assert_eq!(code(&["--fail-on", "never"]), 0);
    assert_eq!(code(&["--for", "nobody"]), 2);
    let same =
        |arguments: &[&str]| folder.run(&[&["compare", "old.json", "old.json"], arguments].concat(), "").status.code();
    assert_eq!(same(&["--fail-on", "any"]), Some(0));
    assert_eq!(folder.run(&["compare", "old.json", "nowhere.json"], "").status.code(), Some(2));
    assert_eq!(folder.run(&["compare", "old.json", "-"], "{").status.code(), Some(2));
    assert_eq!(
        folder
            .run(&["compare", "old.json", "-"], &user(json!({"type": "string"}), json!(["email"])).to_string())
            .status
            .code(),
        Some(0)
    );
    assert_eq!(folder.run(&["compare", "-", "-"], "").status.code(), Some(2));
    assert_eq!(folder.run(&["--help"], "").status.code(), Some(0));
}

#[test]
fn json_is_valid_under_its_schema() {
    let output = schema("output.schema.json");
    let folder = two("json");
    folder.file("a/User.json", &user(json!({"type": "string"}), json!([])));
    folder.file("b/User.json", &user(json!({"type": "string"}), json!(["role"])));
    folder.file("a/Gone.json", &json!({"type": "null"})).file("b/Fresh.json", &json!({"type": "null"}));
    let (exit, pair) = folder.json(&["old.json", "new.json"]);
    valid(&output, &pair);
    assert_eq!(
        (exit, &pair["verdict"], &pair["breaks"], &pair["reason"]),
        (1, &json!("wider"), &json!(["reader"]), &Value::Null)
    );
    assert_eq!(
        pair["changes"][0]["new"],
        json!({"file": "new.json", "line": 6, "column": 15, "pointer": "/properties/email/type"})
    );
    assert_eq!(
        pair["changes"][0]["witnesses"],
        json!([{"value": {"email": null}, "accepted_by": "new", "whole": true, "point": "/email"}])
    );
    assert_eq!(pair["annotations"][0]["keyword"], "description");

    let (exit, all) = folder.json(&["a", "b"]);
    valid(&output, &all);
    assert_eq!((exit, &all["verdict"], &all["breaks"]), (1, &json!("narrower"), &json!(["writer"])));
    assert_eq!(all["components"][0]["name"], "User.json");
    assert_eq!((&all["added"][0]["name"], &all["removed"][0]["name"]), (&json!("Fresh.json"), &json!("Gone.json")));
    assert_eq!(all["renamed"], json!([{"old": "Gone.json", "new": "Fresh.json"}]));
}

#[test]
fn documents_are_compared_by_component() {
    let document = |email: Value| {
        json!({"openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "paths": {}, "components": {"schemas": {
            "User": {"type": "object", "properties": {"email": email}},
            "Team": {"type": "object", "properties": {"lead": {"$ref": "#/components/schemas/User"}}},
            "Other": {"type": "string", "nullable": true}
        }}})
    };
    let folder = Folder::new("openapi");
    folder.file("old.json", &document(json!({"type": "string", "nullable": true})));
    folder.file("new.json", &document(json!({"type": "string"})));
    let (exit, all) = folder.json(&["old.json", "new.json"]);
    valid(&schema("output.schema.json"), &all);
    let verdicts: Vec<_> = all["components"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), one["verdict"].as_str().unwrap()))
        .collect();
    assert_eq!(verdicts, [("User", "narrower"), ("Team", "narrower"), ("Other", "equivalent")]);
    assert_eq!((exit, &all["verdict"]), (1, &json!("narrower")));
    let place = &all["components"][0]["changes"][0]["old"];
    assert!(place["pointer"].as_str().unwrap().starts_with("/components/schemas/User/properties/email"), "{place}");
}

#[test]
fn sarif_is_valid_under_its_schema() {
    let folder = two("sarif");
    let output = folder.run(&["compare", "old.json", "new.json", "--format", "sarif"], "");
    let log: Value = serde_json::from_slice(&output.stdout).unwrap();
    valid(&schema("tests/sarif/part.schema.json"), &log);
    let result = &log["runs"][0]["results"][0];
    assert_eq!((&result["ruleId"], &result["level"]), (&json!("null-allowed"), &json!("error")));
    let region = &result["locations"][0]["physicalLocation"]["region"];
    assert_eq!(region, &json!({"startLine": 6, "startColumn": 15}));
}

#[test]
fn github_and_markdown_show_the_change() {
    let folder = two("views");
    let github = text(&folder.run(&["compare", "old.json", "new.json", "--format", "github"], "").stdout);
    let error = "::error file=new.json,line=6,col=15,title=schema-drift::`email` also allows null; the reader breaks%0Aonly new accepts: {\"email\": null}";
    assert_eq!(github.lines().next(), Some(error));
    assert!(github.lines().nth(1).unwrap().starts_with("::notice file=new.json,line=10"), "{github}");
    let markdown = text(&folder.run(&["compare", "old.json", "new.json", "--format", "markdown"], "").stdout);
    assert!(markdown.contains("| `email` also allows null | reader | line 6 `/properties/email/type` | only new accepts `{\"email\": null}` |"), "{markdown}");
}

/// More changes than GitHub shows, with long strings.
#[test]
fn views_fit_into_the_limits_of_github() {
    let folder = Folder::new("long");
    let wide = |length: usize| {
        let name = |at: usize| format!("{at}-{}", "long".repeat(400));
        let component = |at: usize| (name(at), json!({"type": "string", "maxLength": length + at}));
        let components: serde_json::Map<_, _> = (0..60).map(component).collect();
        json!({"openapi": "3.1.0", "info": {}, "components": {"schemas": components}})
    };
    folder.file("old.json", &wide(900)).file("new.json", &wide(1000));
    let view = |format: &str| text(&folder.run(&["compare", "old.json", "new.json", "--format", format], "").stdout);

    let github = view("github");
    let errors: Vec<&str> = github.lines().filter(|line| line.starts_with("::error")).collect();
    assert_eq!(errors.len(), 10, "{github}");
    assert_eq!(errors.last(), Some(&"::error title=schema-drift::and 51 more; --format human lists all"));
    assert!(github.len() < 16_000 && github.contains("… (901 characters)"), "{github}");

    let markdown = view("markdown");
    assert!((50_000..=65_536).contains(&markdown.len()), "{}", markdown.len());
    let rows = markdown.lines().filter(|line| line.starts_with("| ") && line.contains("`maxLength` of")).count();
    assert!(markdown.contains(&format!("\nAnd {} findings more.\n", 60 - rows)), "{rows}");

    let human = view("human");
    assert_eq!(human.matches("error[length-widened]").count(), 60);
    assert!(human.contains("… (901 characters)") && !human.contains(&"a".repeat(100)));
}

/// A file in one long line is shown as it is when formatted, and a large value around the point.
#[test]
fn what_is_shown_can_be_read() {
    let folder = Folder::new("readable");
    let item = |status: Value| {
        let text = || json!({"type": "string", "minLength": 20});
        json!({"properties": {"id": text(), "more": {"type": "array", "items": text(), "minItems": 3}, "status": status},
            "required": ["id", "more", "status"]})
    };
    let page = |status: Value| json!({"type": "object", "properties": {"results": {"type": "array", "items": item(status), "minItems": 1}}, "required": ["results"]});
    for (file, status) in [("old.json", json!({"enum": ["a", "b"]})), ("new.json", json!({"enum": ["a", "b", "c"]}))] {
        fs::write(folder.0.join(file), page(status).to_string()).unwrap();
    }
    let human = text(&folder.run(&["compare", "old.json", "new.json"], "").stdout);
    assert!(human.contains("\n  --> old.json (formatted):") && human.contains("\"enum\": ["), "{human}");
    assert!(human.contains("= note: in `results[].status`\n"), "{human}");
    assert!(human.contains("only new accepts: {\"results\": [{…, \"status\": \"c\"}]}\n"), "{human}");
    let (_, report) = folder.json(&["old.json", "new.json"]);
    valid(&schema("output.schema.json"), &report);
    let witness = &report["changes"][0]["witnesses"][0];
    assert_eq!(
        (&witness["point"], &witness["value"]["results"][0]["status"]),
        (&json!("/results/0/status"), &json!("c"))
    );
    // Places keep the line of the file itself.
    assert_eq!(report["changes"][0]["new"]["line"], 1);
}

#[test]
fn a_schema_cannot_write_markup_into_a_comment() {
    let folder = Folder::new("markup");
    let schema = |names: Value| json!({"properties": {"a_b_c": {"enum": names}}});
    folder.file("old.json", &schema(json!(["a"])));
    folder.file("new.json", &schema(json!(["a", "@all", "<img src=x>", "[x](y)", "x|y", "`code` and ``more``"])));
    let markdown = text(&folder.run(&["compare", "old.json", "new.json", "--format", "markdown"], "").stdout);
    let row = markdown.lines().find(|line| line.starts_with("| ") && line.contains("also allows")).unwrap();
    for markup in ["@all", "<img", "[x](y)", "x|y"] {
        assert!(!row.replace("``` ", "").split("only new accepts").next().unwrap().contains(markup), "{row}");
    }
    assert_eq!(row.replace("\\|", "").matches('|').count(), 5, "{row}");
    folder.file("new.json", &schema(json!(["a", "b"])));
    let markdown = text(&folder.run(&["compare", "old.json", "new.json", "--format", "markdown"], "").stdout);
    assert!(markdown.contains("| `a_b_c` also allows \"b\" | reader |"), "{markdown}");
}

#[test]
fn accepted_findings_do_not_fail() {
    let folder = two("accept");
    let accept = |expires: &str| json!({"accepted": [{"pointer": "/properties/email/type", "keyword": "type", "reason": "agreed", "expires": expires}]});
    folder.file("later.json", &accept("9999-12-31")).file("before.json", &accept("2001-01-01"));
    folder.file("other.json", &json!({"accepted": [{"pointer": "/a", "keyword": "type", "reason": "agreed"}]}));
    folder.file("bad.json", &json!({"accepted": [{"pointer": "/a", "keyword": "type"}]}));
    let run = |file: &str| folder.run(&["compare", "old.json", "new.json", "--accept", file], "");
    assert_eq!(code(&run("later.json")), 0);
    assert!(text(&run("later.json").stdout).contains("accepted: agreed"));
    // The id of the kind is a keyword too, and that of another kind is not.
    for (id, expected) in [("null-allowed", 0), ("null-forbidden", 1)] {
        folder.file(
            "kind.json",
            &json!({"accepted": [{"pointer": "/properties/email/type", "keyword": id, "reason": "agreed"}]}),
        );
        assert_eq!(code(&run("kind.json")), expected);
    }
    assert_eq!(code(&run("before.json")), 1);
    assert!(text(&run("before.json").stdout).contains("expired on 2001-01-01"));
    assert_eq!(code(&run("other.json")), 1);
    assert!(text(&run("other.json").stdout).contains("matches no finding"));
    assert_eq!(code(&run("bad.json")), 2);
}

#[test]
fn a_removal_can_be_accepted() {
    let folder = Folder::new("accept-removal");
    folder.file("old/Gone.json", &json!({"type": "null"})).file("old/Kept.json", &json!({}));
    folder.file("new/Kept.json", &json!({}));
    folder.file(
        "yes.json",
        &json!({"accepted": [{"file": "old/Gone.json", "pointer": "", "keyword": "removed", "reason": "agreed"}]}),
    );
    let (code, output) = folder.json(&["old", "new"]);
    assert_eq!((code, &output["removed"][0]["accepted"]), (1, &Value::Null));
    assert_eq!(folder.json(&["old", "new", "--for", "reader"]).0, 0);
    let (code, output) = folder.json(&["old", "new", "--accept", "yes.json", "--fail-on", "any"]);
    valid(&schema("output.schema.json"), &output);
    assert_eq!((code, &output["removed"][0]["accepted"]), (0, &json!("agreed")));
    let human = text(&folder.run(&["compare", "old", "new", "--accept", "yes.json"], "").stdout);
    assert!(human.starts_with("note[removed]: `Gone.json` was removed\n"), "{human}");
}

/// The README shows the explanation.
#[test]
fn the_id_of_a_finding_is_explained() {
    let folder = Folder::new("explain");
    let run = |arguments: &[&str]| folder.run(&[&["explain"], arguments].concat(), "");
    let one = run(&["null-allowed"]);
    assert_eq!(code(&one), 0);
    assert!(include_str!("../README.md").contains(&text(&one.stdout)), "{}", text(&one.stdout));
    let all = text(&run(&[]).stdout);
    for id in ["enum-value-added", "required-parameter-added", "removed", "unknown"] {
        assert!(all.lines().any(|line| line.starts_with(&format!("{id} "))), "{all}");
    }
    let wrong = run(&["type\n::error::x"]);
    assert_eq!((code(&wrong), text(&wrong.stderr).lines().count()), (2, 1), "{}", text(&wrong.stderr));
}

#[test]
fn batch_answers_every_line() {
    let folder = Folder::new("batch");
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let lines = [
        r#"{"id": 1, "old": {"type": "string"}, "new": {"type": ["string", "null"]}}"#,
        "no json",
        r#"{"old": {}}"#,
        r#"{"old": 3, "new": {}}"#,
        &deep,
        "{\"old\": {\"type\": \"string\"}, \"new\": {\"$ref\": \"#\"}}",
        r#"{"old": {"minimum": 1, "exclusiveMinimum": true}, "new": {"minimum": 1}, "draft": "draft-04"}"#,
        r#"{"old": {}, "new": {}, "draft": "draft-99"}"#,
        r#"{"old": true, "new": {}}"#,
    ];
    let output = folder.run(&["batch"], &lines.join("\n"));
    assert_eq!(code(&output), 0);
    let answers: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let verdicts: Vec<&str> = answers.iter().map(|answer| answer["verdict"].as_str().unwrap()).collect();
    let (no, yes) = ("unknown", "wider");
    assert_eq!(verdicts, [yes, no, no, no, no, no, yes, no, "equivalent"]);
    assert_eq!(answers[0]["id"], 1);
    let output = schema("output.schema.json");
    answers.iter().for_each(|answer| valid(&output, answer));
}

/// Compares `old.json` with `new.json`: the exit code and the report.
fn answer(folder: &Folder, flags: &[&str]) -> (i32, Value) {
    let (code, output) = folder.json(&[&["old.json", "new.json"], flags].concat());
    valid(&schema("output.schema.json"), &output);
    (code, output)
}

#[test]
fn a_pair_that_exceeds_the_time_limit_is_unknown() {
    let folder = two("time");
    // The process cannot even start in this time.
    let (code, output) = answer(&folder, &["--time-limit", "0.000001"]);
    assert_eq!((code, &output["verdict"], &output["changes"]), (1, &json!("unknown"), &json!([])));
    assert_eq!(output["reason"], "exceeded the 0.000001 s limit for this pair; --time-limit raises it");
    let human = text(&folder.run(&["compare", "old.json", "new.json", "--time-limit", "0.000001"], "").stdout);
    assert!(human.contains("unknown, 0 changes; who breaks is not decided"), "{human}");
    assert_eq!(answer(&folder, &["--time-limit", "60"]).1["verdict"], "wider");
    // Equal texts are equivalent whatever the limit.
    let (code, output) = folder.json(&["old.json", "old.json", "--time-limit", "0.000001"]);
    assert_eq!((code, &output["verdict"], &output["cut"]), (0, &json!("equivalent"), &json!(false)));
    for wrong in ["0", "-1", "NaN", "1e9", "soon"] {
        let output = folder.run(&["compare", "old.json", "new.json", "--time-limit", wrong], "");
        assert_eq!(self::code(&output), 2, "{wrong}");
    }
}

/// An automaton of 2^15 states, and strings so long that no memory is left for a stack, under the smallest memory limit.
#[cfg(target_os = "linux")]
#[test]
fn a_pair_that_exceeds_the_memory_limit_is_unknown() {
    let folder = Folder::new("memory");
    let pattern = |letter: char| json!({"type": "string", "pattern": format!("^[ab]*{letter}[ab]{{14}}$")});
    let long = |letter: &str| json!({"const": letter.repeat(8 << 20)});
    let lines = [
        json!({"old": pattern('a'), "new": pattern('b')}),
        json!({"old": {"type": "string"}, "new": {}}),
        json!({"old": long("a"), "new": long("b")}),
        json!({"old": {}, "new": {"type": "string"}}),
    ];
    let input = lines.map(|line| line.to_string()).join("\n");
    let output = folder.run(&["batch", "--time-limit", "600", "--memory-limit", "64"], &input);
    assert_eq!(code(&output), 0);
    let answers: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let verdict_and_reason = |at: usize| (answers[at]["verdict"].as_str().unwrap(), answers[at]["reason"].as_str());
    let exceeded = Some("exceeded the 64 MiB limit for this pair; --memory-limit raises it");
    assert_eq!((verdict_and_reason(0), verdict_and_reason(2)), (("unknown", exceeded), ("unknown", exceeded)));
    // The next pair is not affected.
    assert_eq!((verdict_and_reason(1), verdict_and_reason(3)), (("wider", None), ("narrower", None)));
}

#[test]
fn a_change_in_a_shared_component_is_listed_once() {
    let document = |user: Value| {
        let by_user = json!({"type": "object", "properties": {"user": {"$ref": "#/components/schemas/user"}}});
        json!({"openapi": "3.0.3", "paths": {}, "components": {"schemas": {
            "comment": by_user, "issue": by_user, "user": user,
            "review": {"type": "object", "properties": {"by": {"$ref": "#/components/schemas/comment"}, "stars": {"type": "integer"}}},
        }}})
    };
    let folder = Folder::new("embedded");
    folder.file("old.json", &document(json!({"type": "string"})));
    let mut new = document(json!({"type": ["string"], "maxLength": 9}));
    new["components"]["schemas"]["user"]["type"] = json!("string");
    new["components"]["schemas"]["review"]["properties"]["stars"]["minimum"] = json!(1);
    folder.file("new.json", &new);
    let (code, output) = folder.json(&["old.json", "new.json"]);
    assert_eq!((code, &output["verdict"]), (1, &json!("narrower")));
    assert!(schema("output.schema.json").is_valid(&output));
    let pointers = |report: &Value| -> Vec<Value> {
        report["changes"].as_array().unwrap().iter().map(|change| change["new"]["pointer"].clone()).collect()
    };
    assert_eq!(
        pointers(&output),
        ["/components/schemas/user/maxLength", "/components/schemas/review/properties/stars/minimum"]
    );
    for component in output["components"].as_array().unwrap() {
        let expected = match component["name"].as_str().unwrap() {
            "user" => (json!(null), 1),
            "review" => (json!(["user"]), 1),
            _ => (json!(["user"]), 0),
        };
        assert_eq!((component["through"].clone(), pointers(component).len()), expected, "{component:#}");
        assert_eq!(component["verdict"], "narrower");
    }
    // Lines refer to the whole document, although the worker received a part.
    let text = fs::read_to_string(folder.0.join("new.json")).unwrap();
    let line = output["changes"][0]["new"]["line"].as_u64().unwrap() as usize;
    assert!(text.lines().nth(line - 1).unwrap().contains("maxLength"));
    // A change that is accepted at its component is accepted in all components that refer to it.
    let accepted = |keyword: &str, pointer: &str| json!({"keyword": keyword, "pointer": pointer, "reason": "agreed"});
    let user = accepted("maxLength", "/components/schemas/user/maxLength");
    let stars = accepted("minimum", "/components/schemas/review/properties/stars/minimum");
    folder.file("one.json", &json!({"accepted": [user]}));
    folder.file("both.json", &json!({"accepted": [user, stars]}));
    assert_eq!(folder.json(&["old.json", "new.json", "--accept", "one.json"]).0, 1);
    assert_eq!(folder.json(&["old.json", "new.json", "--accept", "both.json"]).0, 0);
}

#[test]
fn an_invalid_component_does_not_hide_the_others() {
    let document = |size: u64| {
        json!({"openapi": "3.0.3", "components": {"schemas": {
            "bad": {"type": format!("text{size}"), "maxLength": size},
            "good": {"type": "string", "maxLength": size},
        }}})
    };
    let folder = Folder::new("unreadable");
    folder.file("old.json", &document(1)).file("new.json", &document(2));
    let (code, output) = folder.json(&["old.json", "new.json"]);
    assert_eq!((code, &output["verdict"]), (1, &json!("wider")));
    let reason = output["components"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("old.json:6:17: error[keyword-form]: `type` must be one of the seven types"), "{reason}");
}

#[test]
fn an_unreadable_schema_is_equivalent_to_itself() {
    let elsewhere = json!({"$ref": "https://example.com/schema.json"});
    let input = [(&elsewhere, &elsewhere), (&elsewhere, &json!({})), (&json!(3), &json!(3))]
        .map(|(old, new)| json!({"old": old, "new": new}).to_string() + "\n")
        .concat();
    let output = Folder::new("same").run(&["batch"], &input);
    let output: Vec<Value> = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let verdicts: Vec<&Value> = output.iter().map(|output| &output["verdict"]).collect();
    assert_eq!(verdicts, ["equivalent", "unknown", "unknown"]);
    assert!(output[1]["error"].as_str().unwrap().contains("/$ref"));
}
