//! Compares generated source with `golden/*.rs`, and the errors for rejected schemas with `refused/*.txt`.
//!
//! `UPDATE_EXPECT=1 cargo test -p schema-build` rewrites these files.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use schema_build::{Builder, Error, Formats, Integers, MapType, Profile, RustType, Trait, Undeclared};

fn cases(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new("tests").join(folder);
    let mut cases: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|case| case.is_dir());
    cases.sort();
    assert!(!cases.is_empty());
    cases
}

/// The builder for a case; `docs`, `shared` and `values` are generated in both profiles, `operations` with the schemas of
/// operations, and `own` with types of other crates.
fn builder(case: &Path) -> Builder {
    let both = ["docs", "shared", "values"].iter().any(|name| case.ends_with(name));
    let profile = if both { Profile::Both } else { Profile::Exact };
    let builder = Builder::new(case).profile(profile).operations(case.ends_with("operations"));
    if !case.ends_with("own") {
        return builder;
    }
    builder
        .formats(Formats::Jiff)
        .formats(Formats::Uuid)
        .format("uri", "crate::links::Link")
        .integers(Integers::Native)
        .number_type("::rust_decimal::Decimal")
        .string_type("Box<str>")
        .map_type(MapType::IndexMap)
        .undeclared(".", Undeclared::Ignore)
        .extern_type("order::Money", RustType::new("::my::Money").implements([Trait::PartialEq, Trait::Eq]))
        .extern_type("Order.net", "::ipnet::IpNet")
}

/// The file beside the folder of a case, with the same name and this extension.
fn expected_file(case: &Path, extension: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(case).with_extension(extension)
}

#[test]
fn source_is_as_expected() {
    for case in cases("golden") {
        let output = builder(&case).generate().unwrap_or_else(|errors| panic!("{}: {errors:?}", case.display()));
        expect_file![expected_file(&case, "rs")].assert_eq(&output.source);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for case in cases("golden") {
        let source = || builder(&case).generate().map(|output| output.source);
        assert_eq!(source(), source());
    }
}

#[test]
fn source_without_the_drift_check_does_not_include_the_files() {
    for case in cases("golden") {
        let output = builder(&case).drift_check(false).generate().unwrap_or_else(|errors| panic!("{errors:?}"));
        syn::parse_file(&output.source).unwrap();
        assert!(!output.source.contains("schemas!"), "{}", case.display());
    }
}

#[test]
fn errors_of_rejected_schemas_have_a_place_and_help() {
    for case in cases("refused") {
        let errors = match Builder::new(&case).generate() {
            Ok(output) => panic!("{} is not rejected: {}", case.display(), output.source),
            Err(errors) => errors,
        };
        let text: String = errors.iter().map(|error| format!("{error}\n")).collect();
        expect_file![expected_file(&case, "txt")].assert_eq(&text);
        assert!(errors.iter().all(|error| error.help.is_some() || error.pointer.is_none()), "{text}");
    }
}

#[test]
fn a_missing_folder_is_an_error() {
    let Err(errors) = Builder::new("tests/nowhere").generate() else { panic!("generated from nothing") };
    let [Error { file, .. }] = &*errors else { panic!("{errors:?}") };
    assert_eq!(file, "tests/nowhere");
}

#[test]
fn compile_writes_nothing_if_a_schema_is_wrong() {
    let folder = std::env::temp_dir().join(format!("schema-build-compile-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("wrong.json"), "{\n  \"type\": \"text\"\n}").unwrap();
    let builder = Builder::new(&folder).out_dir(&folder);
    // The error of a `main` that uses `?` is printed by `Debug`.
    let error: Box<dyn std::error::Error> = builder.compile().unwrap_err().into();
    let text = format!("{error:?}").replace(&folder.display().to_string(), "schemas");
    assert!(text.starts_with("schemas/wrong.json:2:11: error[keyword-form]: "), "{text}");
    let files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(files, ["wrong.json"]);
    fs::remove_dir_all(folder).unwrap();
}

/// The number of types that are generated for a schema.
fn count_types(name: &str, schema: &serde_json::Value) -> usize {
    let file = std::env::temp_dir().join(format!("schema-build-{name}-{}.json", std::process::id()));
    fs::write(&file, schema.to_string()).unwrap();
    let output = Builder::files([&file]).generate().unwrap_or_else(|errors| panic!("{errors:?}"));
    fs::remove_file(&file).unwrap();
    output.report.types.len()
}

#[test]
fn the_number_of_types_grows_with_the_document_alone() {
    let properties = |count: usize, schema: &serde_json::Value| {
        let all: serde_json::Map<_, _> = (0..count).map(|i| (format!("p{i}"), schema.clone())).collect();
        serde_json::json!({"type": "object", "properties": all})
    };
    // A large document is not rejected for its size.
    let many = properties(30, &properties(700, &serde_json::json!({"type": "boolean"})));
    assert_eq!(count_types("many", &many), 31);
    // Recursion through `allOf` becomes a cycle of types, not one new type for each step.
    let one = serde_json::json!({"properties": {"a": {"$ref": "#/$defs/one"}, "b": {"$ref": "#/$defs/other"}}});
    let other = serde_json::json!({"properties": {"a": {"$ref": "#/$defs/other"}, "b": {"$ref": "#/$defs/one"}}});
    let both = serde_json::json!({
        "type": "object",
        "allOf": [{"$ref": "#/$defs/one"}, {"$ref": "#/$defs/other"}],
        "$defs": {"one": one, "other": other},
    });
    assert!(count_types("both", &both) < 12);
}

/// Every component reaches every other, and has a constraint: the drift check needs the places of all of them.
#[test]
fn source_grows_linearly() {
    let length = |count: usize| {
        let component = |number: usize| {
            let mut properties = serde_json::json!({"text": {"type": "string", "minLength": 1}});
            let others = if number == 0 { 1..count } else { 0..1 };
            for other in others {
                properties[format!("p{other}")] = serde_json::json!({"$ref": format!("#/components/schemas/C{other}")});
            }
            (format!("C{number}"), serde_json::json!({"type": "object", "properties": properties}))
        };
        let components: serde_json::Map<_, _> = (0..count).map(component).collect();
        let document = serde_json::json!({"openapi": "3.1.0", "components": {"schemas": components}});
        let file = std::env::temp_dir().join(format!("schema-build-grows-{count}-{}.json", std::process::id()));
        fs::write(&file, document.to_string()).unwrap();
        let output = Builder::files([&file]).profile(Profile::Both).generate();
        fs::remove_file(&file).unwrap();
        output.unwrap_or_else(|errors| panic!("{errors:?}")).source.len()
    };
    assert!(length(80) < 9 * length(10), "{} for 10 components, {} for 80", length(10), length(80));
}

/// Types are laid out in groups of some hundred. Each of these trees holds itself through a part, and one tree holds all parts of
/// the last ones, so that their group is larger.
#[test]
fn recursive_types_have_a_box_in_every_group() {
    const TREES: usize = 600;
    let tree = |number: usize| {
        let part = serde_json::json!({"$ref": format!("#/components/schemas/Part{number}")});
        let tree = serde_json::json!({"$ref": format!("#/components/schemas/Tree{number}")});
        [
            (format!("Tree{number}"), serde_json::json!({"type": "object", "properties": {"part": part}})),
            (format!("Part{number}"), serde_json::json!({"type": "object", "properties": {"tree": tree}})),
        ]
    };
    let mut components: serde_json::Map<_, _> = (0..TREES).flat_map(tree).collect();
    for number in TREES / 2..TREES {
        components["Tree0"]["properties"][format!("part{number}")] =
            serde_json::json!({"$ref": format!("#/components/schemas/Part{number}")});
    }
    let document = serde_json::json!({"openapi": "3.1.0", "components": {"schemas": components}});
    let source = generate_from("groups", &[("api.json", document)], |builder| builder).unwrap().source;
    assert_eq!(count_definitions(&source, "Tree0"), 1);
    let lines: std::collections::HashSet<&str> = source.lines().map(str::trim).collect();
    for number in 0..TREES {
        let holds = |field: &str, ty: &str| lines.contains(format!("pub {field}: Option<{ty}{number}>,").as_str());
        let boxed = |field: &str, ty: &str| lines.contains(format!("pub {field}: Option<Box<{ty}{number}>>,").as_str());
        assert!(boxed("part", "Part") || boxed("tree", "Tree"), "{number} has no box");
        assert!(holds("part", "Part") || holds("tree", "Tree"), "{number} has no plain part");
    }
}

/// Names and descriptions are untrusted input: for any text, the source parses and contains no item that the text tried to add.
#[test]
fn hostile_text_stays_text() {
    let folder = std::env::temp_dir().join(format!("schema-build-hostile-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let texts = [
        "*/ fn main() {} /*",
        "\"] pub struct Evil; #[doc = \"",
        "a\r\nb\u{0}c\u{202e}d\u{feff}",
        "r#\"raw\"#",
        "'static",
        "//! inner",
        "```\nassert!(false)\n```",
        "    assert!(false)",
        "",
        " ",
        "crate",
        "_",
        "Self",
        "0",
        "🦀",
        "ﬀ",
        "\\",
        "$crate::x!()",
    ];
    for (index, text) in texts.iter().enumerate() {
        let schema = serde_json::json!({
            "title": text,
            "description": text,
            "type": "object",
            "properties": { *text: {"enum": [text], "description": text}, "other": {"type": "string", "format": text} },
            "additionalProperties": false,
        });
        let file = folder.join("a.json");
        fs::write(&file, schema.to_string()).unwrap();
        let output = Builder::new(&folder).generate().unwrap_or_else(|errors| panic!("{index} {text:?}: {errors:?}"));
        let source = output.source;
        let parsed: syn::File = syn::parse_str(&source).unwrap_or_else(|error| panic!("{text:?}: {error}\n{source}"));
        let evil = |item: &syn::Item| matches!(item, syn::Item::Struct(item) if item.ident == "Evil");
        assert!(
            !parsed.items.iter().any(|item| evil(item) || matches!(item, syn::Item::Fn(f) if f.sig.ident == "main"))
        );
        assert!(!source.contains(['\u{202e}', '\u{0}', '\r']), "{source}");
    }
    fs::remove_dir_all(&folder).unwrap();
}

/// Conditions on keys alone become generated checks.
#[test]
fn keys_need_no_validator() {
    let cases = fs::read_to_string("tests/generated/cases/keys.json").unwrap();
    let cases: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&cases).unwrap();
    let file = std::env::temp_dir().join(format!("schema-build-keys-{}.json", std::process::id()));
    for (name, case) in cases {
        fs::write(&file, case["schema"].to_string()).unwrap();
        let report = Builder::files([&file]).generate().unwrap().report;
        assert_eq!(report.count("validated") + report.count("opaque"), 0, "{name}: {report}");
        assert!(report.count("checked") > 0, "{name}: {report}");
    }
    fs::remove_file(file).unwrap();
}

/// Writes documents, and generates from them what `settings` selects.
fn generate_from(
    name: &str,
    documents: &[(&str, serde_json::Value)],
    settings: impl Fn(Builder) -> Builder,
) -> Result<schema_build::Output, schema_build::Errors> {
    let folder = std::env::temp_dir().join(format!("schema-build-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    for (file, document) in documents {
        fs::write(folder.join(file), document.to_string()).unwrap();
    }
    let output = settings(Builder::new(&folder)).generate();
    fs::remove_dir_all(&folder).unwrap();
    output
}

/// How often a type of this name is defined.
fn count_definitions(source: &str, name: &str) -> usize {
    ["struct", "enum"].iter().map(|item| source.matches(&format!("pub {item} {name} ")).count()).sum()
}

#[test]
fn a_schema_of_another_file_is_the_type_of_that_file() {
    let documents = [
        (
            "api.json",
            serde_json::json!({"openapi": "3.1.0", "components": {"schemas": {
                "Cart": {"type": "object", "properties": {"parts": {"type": "array", "items": {"$ref": "part.json"}}}},
            }}}),
        ),
        (
            "common.json",
            serde_json::json!({"$defs": {
                "Money": {"type": "object", "properties": {"unit": {"enum": ["eur", "usd"]}}},
                "Linked": {"type": "object", "properties": {"order": {"$ref": "order.json"}}},
            }}),
        ),
        (
            "order.json",
            serde_json::json!({"title": "Order", "type": "object", "properties": {
                "part": {"$ref": "part.json"}, "size": {"$ref": "part.json#/$defs/Size"}, "price": {"$ref": "common.json#/$defs/Money"},
                "linked": {"$ref": "common.json#/$defs/Linked"},
            }}),
        ),
        (
            "part.json",
            serde_json::json!({"title": "Spare part", "type": "object", "description": "A part.",
                "properties": {"size": {"$ref": "#/$defs/Size"}, "price": {"$ref": "common.json#/$defs/Money"}},
                "$defs": {"Size": {"type": "object", "required": ["w"], "properties": {"w": {"type": "integer", "minimum": 1}}}},
            }),
        ),
    ];
    let output = generate_from("one-type", &documents, |builder| builder).unwrap();
    let source = output.source;
    for name in ["SparePart", "Size", "Money", "Cart", "Unit", "MoneyUnit"] {
        assert!(count_definitions(&source, name) <= 1, "{name}: {source}");
    }
    for field in [
        "pub part: Option<SparePart>,",
        "pub size: Option<spare_part::Size>,",
        "pub price: Option<Money>,",
        "pub parts: Option<Vec<SparePart>>,",
    ] {
        assert!(source.contains(field), "{field}: {source}");
    }
    // A cycle through two files has a type in each, since the layout of each is decided alone.
    assert_eq!(count_definitions(&source, "Linked"), 2, "{source}");
    let files: Vec<&str> = output.report.types.iter().filter(|ty| ty.name == "SparePart").map(|ty| &*ty.file).collect();
    assert!(matches!(files.as_slice(), [file] if file.ends_with("part.json")), "{files:?}");
}

#[test]
fn components_are_selected_from_documents_of_all_kinds() {
    let order = || serde_json::json!({"Order": {"type": "string"}, "Other": {"type": "string"}});
    let documents = [
        ("a.json", serde_json::json!({"swagger": "2.0", "definitions": order()})),
        ("b.json", serde_json::json!({"$defs": {"Id": {"type": "string"}}})),
    ];
    let select = |names: &'static [&str]| {
        generate_from("select", &documents, |builder| builder.components(names.iter().copied()))
    };
    let names =
        |output: schema_build::Output| -> Vec<String> { output.report.types.into_iter().map(|ty| ty.name).collect() };
    assert_eq!(names(select(&["Order"]).unwrap()), ["Order"]);
    assert_eq!(names(select(&["Id", "Other"]).unwrap()), ["Other", "Id"]);
    let errors = select(&["Order", "Missing"]).map(|_| ()).unwrap_err();
    assert_eq!(errors[0].kind, schema_build::ErrorKind::UnusedOption);
    assert!(errors[0].message.contains("\"Missing\""), "{errors:?}");
}

#[test]
fn the_report_says_how_documents_were_read() {
    let documents = [
        ("library.json", serde_json::json!({"$defs": {"Id": {"type": "string"}}})),
        ("old.json", serde_json::json!({"title": "T", "items": [{"type": "string"}], "$defs": {}})),
    ];
    let report = generate_from("notes", &documents, |builder| builder).unwrap().report;
    let [library, old] = report.notes.as_slice() else { panic!("{report}") };
    assert!(library.file.ends_with("library.json") && library.message.contains("asserts nothing"), "{library:?}");
    let reason = "read as 2019-09, because there is no `$schema` and `items` has the form of that dialect";
    assert_eq!((old.pointer.as_str(), old.message.as_str()), ("/items", reason));
    assert!(report.to_string().contains(&format!("note: {reason} (")), "{report}");
    assert_eq!(report.to_json()["notes"][1]["message"], reason);
}

#[test]
fn a_library_has_a_root_type_if_it_is_named() {
    let folder = std::env::temp_dir().join(format!("schema-build-library-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("ids.json"), r#"{"$defs": {"Id": {"type": "string"}}}"#).unwrap();
    let unnamed = Builder::new(&folder).generate().unwrap().source;
    let named = Builder::new(&folder).root("Ids").generate().unwrap().source;
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(unnamed.contains("pub struct Id(pub String);") && !unnamed.contains("struct Ids"), "{unnamed}");
    assert!(named.contains("pub struct Id(pub String);") && named.contains("pub struct Ids("), "{named}");
}

#[test]
fn a_folder_of_the_package_has_one_name() {
    let generate = |folder: &Path| Builder::new(folder).generate().unwrap().source;
    let relative = Path::new("tests/golden/wide");
    assert_eq!(generate(&Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)), generate(relative));
}
