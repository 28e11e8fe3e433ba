//! References between files: by path, across folders and formats.
#![allow(clippy::unwrap_used, clippy::panic)]

use schema_ir::{ErrorKind, Errors, NormaliseOptions, Source, normalise};
use serde_json::{Value, json};

/// The definition to which the reference of the first file leads, among files whose other roots are their names.
fn target(file: &str, schema: Value, others: &[&str]) -> Result<Value, Errors> {
    let source = Source::parse(file, schema.to_string().into_bytes()).unwrap();
    let siblings: Vec<Source> = others
        .iter()
        .map(|name| Source::parse(*name, json!({"const": name}).to_string().into_bytes()).unwrap())
        .collect();
    let normal = normalise(&source, &NormaliseOptions { siblings: &siblings, ..NormaliseOptions::default() })?;
    let schema = normal.document.to_json();
    let definitions = schema["$defs"].as_object().unwrap_or_else(|| panic!("{}", normal.document.to_json()));
    Ok(definitions.values().next().unwrap()["const"].clone())
}

#[test]
fn references_by_path_lead_to_files_of_other_folders() {
    for (file, reference, others, expected) in [
        ("s/order.json", "parts/part.json", &["s/parts/part.json", "s/part.json"][..], "s/parts/part.json"),
        ("s/app/order.json", "../part.json", &["s/part.json", "s/app/part.json"], "s/part.json"),
        ("s/app/order.json", "./part.json", &["s/part.json", "s/app/part.json"], "s/app/part.json"),
        ("s/app/order.json", "../parts/../parts/part.yaml", &["s/parts/part.yaml"], "s/parts/part.yaml"),
        ("/s/app/order.json", "../x/part.json", &["/s/x/part.json", "/s/y/part.json"], "/s/x/part.json"),
        ("../order.json", "x/part.json", &["../x/part.json"], "../x/part.json"),
        ("order.json", "../x/part.json", &["../x/part.json"], "../x/part.json"),
        ("order.json", "part.json", &["../x/part.json", "./part.json"], "./part.json"),
        ("order.json", "my%20part%281%29.json", &["my part(1).json"], "my part(1).json"),
        ("order.json", "(%6dy%20p%61rt).json", &["(my part).json"], "(my part).json"),
        ("order.json", "gr%C3%B6%C3%9Fe/part.json", &["größe/part.json"], "größe/part.json"),
        // Only the name of the file, from another folder.
        ("s/app/order.json", "part.json", &["s/part.json"], "s/part.json"),
        ("s/app/order.json", "my%20part.json", &["s/my part.json"], "s/my part.json"),
    ] {
        let found = target(file, json!({"items": {"$ref": reference}}), others);
        assert_eq!(found.unwrap_or_else(|error| panic!("{error}")), expected, "{reference} from {file}");
        // An `$id` elsewhere does not keep a reference from the file that its author sees beside it.
        let schema = json!({"$id": "https://a.example/schemas/order", "items": {"$ref": reference}});
        let found = target(file, schema, others);
        assert_eq!(found.unwrap_or_else(|error| panic!("{error}")), expected, "{reference} from {file}, with `$id`");
    }
}

#[test]
fn a_name_that_several_files_have_and_a_file_that_is_not_there_are_errors() {
    for (file, reference, others) in [
        ("s/app/order.json", "part.json", &["s/x/part.json", "s/y/part.json"][..]),
        ("s/order.json", "parts/part.json", &["s/part.json"]),
        ("s/order.json", "../part.json", &["s/part.json"]),
        ("s/order.json", "part.json?a=b", &["s/part.json"]),
    ] {
        let error = target(file, json!({"items": {"$ref": reference}}), others).unwrap_err();
        assert_eq!(error[0].kind, ErrorKind::RefLeavesFolder, "{reference} from {file}: {error}");
    }
    let error = target("order.json", json!({"items": {"$ref": "my part.json"}}), &["my part.json"]).unwrap_err();
    assert_eq!(error[0].kind, ErrorKind::RefNotAUri);
}

#[test]
fn a_reference_leads_from_one_format_to_the_other() {
    let parse = |file: &str, text: &str| Source::parse(file, text.as_bytes().to_vec()).unwrap();
    let order = parse("s/order.yaml", "items:\n  $ref: 'common.json#/$defs/Id'\n");
    let siblings = [
        parse("s/common.json", r#"{"$defs": {"Id": {"$ref": "text.yml#/definitions/Text"}}}"#),
        parse("s/text.yml", "definitions:\n  Text:\n    type: string\n    minLength: 2\n"),
    ];
    let normal = normalise(&order, &NormaliseOptions { siblings: &siblings, ..NormaliseOptions::default() }).unwrap();
    assert_eq!(normal.document.to_json()["$defs"]["Text"], json!({"type": "string", "minLength": 2}));
    let origin = normal.document.origin_of("/$defs/Text/minLength");
    let (file, pointer) = (origin.file.to_string(), origin.pointer);
    assert_eq!((file.as_str(), pointer.as_str()), ("s/text.yml", "/definitions/Text/minLength"));
    let position = siblings[1].position(&pointer).unwrap();
    assert_eq!((position.line, position.column), (4, 16));
}
