//! What the command `schema-drift` reads: folders, YAML, standard input.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod folder;

use std::fs;

use serde_json::json;

use folder::{Folder, code, schema, text, valid};

#[test]
fn the_files_of_a_folder_may_refer_to_each_other() {
    let folder = Folder::new("siblings");
    for (side, kind) in [("old", "string"), ("new", "integer")] {
        folder.file(&format!("{side}/name.json"), &json!({
            "$id": "https://example.com/v1/name.schema.json", "type": "object", "properties": {"first": {"type": kind}}
        }));
        folder.file(
            &format!("{side}/person.json"),
            &json!({"type": "object", "properties": {"name": {"$ref": "name.json"}}}),
        );
    }
    let (code, output) = folder.json(&["old", "new"]);
    assert_eq!((code, &output["verdict"]), (1, &json!("incomparable")));
    assert_eq!(output["changes"].as_array().unwrap().len(), 1, "{output:#}");
    assert_eq!(output["changes"][0]["new"]["file"], "new/name.json");
    assert_eq!(output["components"][1]["through"], json!(["name.json"]));
    // A single file may refer to the files beside it.
    let (code, output) = folder.json(&["old/person.json", "new/person.json"]);
    assert_eq!((code, &output["verdict"]), (1, &json!("incomparable")));
    assert_eq!(output["changes"][0]["new"]["file"], "new/name.json");
}

#[test]
fn yaml_is_read_wherever_json_is() {
    let folder = Folder::new("yaml");
    let write = |name: &str, text: &str| {
        fs::create_dir_all(folder.0.join(name).parent().unwrap()).unwrap();
        fs::write(folder.0.join(name), text).unwrap();
    };
    let old = "title: User\ntype: object\nproperties:\n  email: {type: string}\nrequired: [email]\n";
    let new = "# a comment\ntitle: User\ntype: object\nproperties:\n  email:\n    type: [string, 'null']\nrequired:\n- email\n";
    write("old.yaml", old);
    write("new.yml", new);
    folder.file(
        "old.json",
        &json!({"title": "User", "type": "object", "properties": {"email": {"type": "string"}}, "required": ["email"]}),
    );
    let (exit, output) = folder.json(&["old.yaml", "new.yml"]);
    valid(&schema("output.schema.json"), &output);
    assert_eq!((exit, &output["verdict"]), (1, &json!("wider")));
    let place = json!({"file": "new.yml", "line": 6, "column": 11, "pointer": "/properties/email/type"});
    assert_eq!(output["changes"][0]["new"], place);
    let human = text(&folder.run(&["compare", "old.yaml", "new.yml"], "").stdout);
    assert!(human.contains("6 |     type: [string, 'null']"), "{human}");
    assert_eq!(folder.json(&["old.json", "old.yaml"]).1["verdict"], "equivalent");
    assert_eq!(code(&folder.run(&["compare", "old.json", "-"], old)), 0);
    assert_eq!(code(&folder.run(&["compare", "old.json", "-"], new)), 1);
    write("accept.yaml", "accepted:\n- pointer: /properties/email/type\n  keyword: type\n  reason: agreed\n");
    assert_eq!(code(&folder.run(&["compare", "old.yaml", "new.yml", "--accept", "accept.yaml"], "")), 0);
    // A line of a batch is JSON.
    let line = text(&folder.run(&["batch"], "old: {}\n").stdout);
    assert!(line.contains("not JSON"), "{line}");
    write("wrong.yaml", "type: string\nmaxLength: .inf\n");
    let error = text(&folder.run(&["compare", "old.json", "wrong.yaml"], "").stderr);
    assert!(error.starts_with("wrong.yaml:2:12: error[not-in-json]: JSON has no number .inf"), "{error}");
}

#[test]
fn folders_may_mix_formats_and_subfolders() {
    let folder = Folder::new("mixed");
    let write = |name: &str, text: &str| {
        fs::create_dir_all(folder.0.join(name).parent().unwrap()).unwrap();
        fs::write(folder.0.join(name), text).unwrap();
    };
    for (side, kind) in [("old", "string"), ("new", "integer")] {
        write(
            &format!("{side}/parts/my part.yaml"),
            &format!("properties:\n  id:\n    $ref: ../common/id.json\n  n: {{type: {kind}}}\n"),
        );
        folder.file(&format!("{side}/common/id.json"), &json!({"type": "string", "minLength": 1}));
    }
    folder.file("old/order.json", &json!({"properties": {"part": {"$ref": "parts/my%20part.yaml"}}}));
    // The same schema in the other format is no new one.
    write("new/order.yml", "properties:\n  part: {$ref: parts/my%20part.yaml}\n");
    let (exit, output) = folder.json(&["old", "new/"]);
    assert_eq!((exit, &output["verdict"]), (1, &json!("incomparable")), "{output:#}");
    assert_eq!((&output["added"], &output["removed"]), (&json!([]), &json!([])), "{output:#}");
    assert_eq!(output["changes"].as_array().unwrap().len(), 1, "{output:#}");
    assert_eq!(output["changes"][0]["new"]["file"], "new/parts/my part.yaml");
    // A single file leads to those of the subfolders.
    let (exit, output) = folder.json(&["old/order.json", "new/order.yml"]);
    assert_eq!((exit, &output["verdict"]), (1, &json!("incomparable")), "{output:#}");
    assert_eq!(
        output["changes"][0]["new"],
        json!({"file": "new/parts/my part.yaml", "line": 4, "column": 13, "pointer": "/properties/n/type"})
    );
    // But not to one outside of its folder.
    let error = text(&folder.run(&["compare", "old/parts/my part.yaml", "new/parts/my part.yaml"], "").stderr);
    assert!(error.contains("parts/my part.yaml:3:11: error[ref-leaves-folder]"), "{error}");
}
