//! Options that add derives and attributes, and what is wrong with them.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::fs;

use schema_build::{Builder, ErrorKind, Errors, Profile};

const SHOP: &str = r##"{
    "title": "Shop",
    "type": "object",
    "properties": {
        "type": {"enum": ["small", "large"]},
        "stock": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
        "owner": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/Part"}]},
        "code": {"$ref": "#/$defs/Code"}
    },
    "additionalProperties": false,
    "$defs": {
        "Part": {"type": "object", "properties": {"name": {"type": "string"}}, "additionalProperties": false},
        "Code": {"type": "string"}
    }
}"##;

fn generate(name: &str, options: impl FnOnce(Builder) -> Builder) -> Result<String, Errors> {
    let folder = std::env::temp_dir().join(format!("schema-build-options-{name}-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("shop.json"), SHOP).unwrap();
    let output = options(Builder::new(&folder)).generate();
    fs::remove_dir_all(&folder).unwrap();
    output.map(|output| output.source)
}

/// What is written above the definition of a type, without documentation.
fn above(source: &str, definition: &str) -> Vec<String> {
    let lines: Vec<&str> = source.lines().map(str::trim).collect();
    let end = lines.iter().position(|line| line.starts_with(definition)).unwrap_or_else(|| panic!("{source}"));
    let start = lines[..end].iter().rposition(|line| line.starts_with("///")).unwrap();
    lines[start + 1..end].iter().map(|line| (*line).to_owned()).collect()
}

#[test]
fn derives_are_added_to_those_of_the_type() {
    let source = generate("derive", |builder| {
        let builder = builder.profile(Profile::Both).derive(".", "Clone, std::hash::Hash, PartialOrd");
        builder.derive("shop::Part", "::bon::Builder").derive("shop.json#/$defs/Code", "Ord")
    });
    let source = source.unwrap();
    let (exact, open) = source.split_once("pub mod open {").unwrap();
    for source in [exact, open] {
        assert!(above(source, "pub struct Part {")[0].ends_with("Hash, PartialOrd, ::bon::Builder)]"), "{source}");
        assert_eq!(above(source, "pub enum Owner {")[0], "#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd)]");
        let code = &above(source, "pub struct Code(")[0];
        assert_eq!((code.matches("PartialOrd").count(), code.matches(" Ord").count()), (1, 1), "{code}");
    }
    assert_eq!(above(exact, "pub enum Type {")[0].matches("PartialOrd").count(), 1);
}

#[test]
fn attributes_are_put_where_the_selector_says() {
    let source = generate("attribute", |builder| {
        let builder = builder.attribute("Shop", "#[non_exhaustive] #[cfg_attr(test, derive(PartialOrd))]");
        let builder = builder.field_attribute("Shop.type", "#[builder(default = vec![1, 2])]");
        let builder = builder.field_attribute("Part", "#[cfg(all())]");
        let builder = builder.field_attribute("shop.json#/properties/owner", "#[doc(alias = \"keeper\")]");
        let long = "#[cfg_attr(feature = \"sqlx\", derive(::sqlx::Type), sqlx(rename_all = \"lowercase\", a = \"b\"))]";
        builder.variant_attribute("Type.Large", "#[default]").attribute("Type", long)
    });
    let source = source.unwrap();
    let derive = "#[derive(Clone, Debug, ";
    let shop = above(&source, "pub struct Shop {");
    assert!(shop[0].starts_with(derive), "{shop:?}");
    assert_eq!(shop[1..], ["#[non_exhaustive]", "#[cfg_attr(test, derive(PartialOrd))]"]);
    assert_eq!(above(&source, "pub r#type:"), ["#[builder(default = vec![1, 2])]"]);
    assert_eq!(above(&source, "pub name:"), ["#[cfg(all())]"]);
    assert_eq!(above(&source, "pub owner:"), ["#[doc(alias = \"keeper\")]"]);
    assert_eq!(above(&source, "Large,"), ["#[default]"]);
    assert_eq!(above(&source, "Small,"), Vec::<String>::new());
    let long = [
        "#[cfg_attr(",
        "feature = \"sqlx\",",
        "derive(::sqlx::Type),",
        "sqlx(rename_all = \"lowercase\", a = \"b\")",
        ")]",
    ];
    assert_eq!(above(&source, "pub enum Type {")[1..], long);
}

/// rustfmt leaves the file as it is, also where a line is broken.
#[test]
fn rustfmt_leaves_long_attributes_as_they_are() {
    let source = generate("rustfmt", |builder| {
        let long = "::a_crate_with_a_long_name::ATraitWithALongName, ::another_crate::AnotherTraitWithALongName";
        let builder = builder.drift_check(false).derive(".", long).derive("Shop", "::third::Third, Fourth, Fifth");
        let long =
            "#[cfg_attr(all(), allow(dead_code, unused_variables, unused_imports, clippy::all, clippy::pedantic))]";
        let only =
            "#[allow(dead_code, unused_variables, unused_imports, clippy::all, clippy::pedantic, clippy::nursery)]";
        builder.field_attribute(".", long).attribute(".", only).variant_attribute(".", only)
    });
    let file = std::env::temp_dir().join(format!("schema-build-options-{}.rs", std::process::id()));
    fs::write(&file, source.unwrap()).unwrap();
    let mut command = std::process::Command::new("rustfmt");
    command.args(["--check", "--edition", "2021", "--config", "max_width=100,use_small_heuristics=Default"]);
    let output = command.arg(&file).output().unwrap();
    fs::remove_file(&file).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn wrong_options_are_errors_that_show_them() {
    type Options = fn(Builder) -> Builder;
    let wrong: [(Options, ErrorKind, &str); 11] = [
        (|builder| builder.derive(".", "Ord,, Eq"), ErrorKind::InvalidOption, "\"Ord,, Eq\": expected identifier"),
        (|builder| builder.derive(".", "fn main() {}"), ErrorKind::InvalidOption, "\"fn main() {}\""),
        (|builder| builder.derive(".", ""), ErrorKind::InvalidOption, "`Builder::derive`: \"\": is empty"),
        (
            |builder| builder.derive(".", "serde::Deserialize"),
            ErrorKind::InvalidOption,
            "`serde::Deserialize` is implemented",
        ),
        (|builder| builder.derive(".", "JsonSchema"), ErrorKind::InvalidOption, "every generated type has it"),
        (
            |builder| builder.attribute(".", "#[a] struct S;"),
            ErrorKind::InvalidOption,
            "\"#[a] struct S;\": unexpected token",
        ),
        (|builder| builder.attribute(".", "#![a]"), ErrorKind::InvalidOption, "\"#![a]\""),
        (|builder| builder.field_attribute(".", "#[serde(skip)]"), ErrorKind::InvalidOption, "nothing reads `serde`"),
        (
            |builder| builder.derive("shop::Prat", "Ord"),
            ErrorKind::UnusedOption,
            "selects no type by \"shop::Prat\"\n  help: like it are shop::Part,",
        ),
        (|builder| builder.field_attribute("Shop.kind", "#[a]"), ErrorKind::UnusedOption, "Shop.code"),
        (
            |builder| builder.variant_attribute("Shop", "#[a]"),
            ErrorKind::UnusedOption,
            "selects no variant by \"Shop\"",
        ),
    ];
    for (index, (options, kind, expected)) in wrong.into_iter().enumerate() {
        let errors = generate(&format!("wrong-{index}"), options).map(|_| ()).unwrap_err();
        assert_eq!((errors.len(), errors[0].kind), (1, kind), "{errors:?}");
        assert!(errors[0].to_string().contains(expected), "{}", errors[0]);
        assert!(errors[0].help.is_some());
    }
}
