//! Writes a module for each case of `cases/`, with a table from the case's name to the type in it; one for `folder/`, whose
//! files in JSON and YAML refer to each other; one for documents of several kinds; and one for types that are called as the
//! identifiers of the run-time's macros.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

// The model and its schema: for what a user of schemars has.
#[allow(dead_code, missing_docs)]
#[path = "src/model.rs"]
mod model;

use schema_build::{Builder, Discriminator, Profile};
use serde_json::{Map, Value, json};

/// Documents of several kinds, which are those of a golden test.
const DOCUMENTS: &str = "../golden/documents";

/// Documents with operations, likewise.
const OPERATIONS: &str = "../golden/operations";

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=cases");
    println!("cargo::rerun-if-changed=folder");
    println!("cargo::rerun-if-changed={DOCUMENTS}");
    println!("cargo::rerun-if-changed=src/model.rs");
    println!("cargo::rerun-if-changed={OPERATIONS}");
    println!("cargo::rerun-if-changed=build.rs");
    match std::env::var("OUT_DIR").map_err(|error| error.to_string()).and_then(|folder| write(Path::new(&folder))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            message.lines().for_each(|line| println!("cargo::error={line}"));
            ExitCode::FAILURE
        }
    }
}

fn write(folder: &Path) -> Result<(), String> {
    let mut files: Vec<_> = fs::read_dir("cases").map_err(text)?.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let (mut modules, mut table) = (String::new(), String::new());
    for file in files {
        let theme = file.file_stem().and_then(|stem| stem.to_str()).ok_or("a file of `cases` has no name")?;
        let cases: Value = serde_json::from_str(&fs::read_to_string(&file).map_err(text)?).map_err(text)?;
        for (number, (name, case)) in cases.as_object().into_iter().flatten().enumerate() {
            let module = format!("{}_{number}", theme.replace('-', "_"));
            let schema = folder.join(format!("{module}.json"));
            fs::write(&schema, case["schema"].to_string()).map_err(text)?;
            let source = with_options(Builder::files([&schema]).root("Root"), &case["options"])?.generate();
            let source = source.map_err(|errors| format!("{theme}: {name}: {}", errors[0]))?.source;
            fs::write(folder.join(format!("{module}.rs")), source).map_err(text)?;
            modules.push_str(&format!(
                "/// {theme}\npub mod {module} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{module}.rs\")); }}\n"
            ));
            table.push_str(&format!("Case {{ theme: {theme:?}, name: {name:?}, vendored: || schema_drift::vendored!({module}::schemas()) }},\n"));
        }
    }
    let source =
        Builder::new("folder").recursive(true).generate().map_err(|errors| format!("folder: {}", errors[0]))?.source;
    fs::write(folder.join("folder.rs"), source).map_err(text)?;
    modules.push_str("/// `folder/`\npub mod folder { include!(concat!(env!(\"OUT_DIR\"), \"/folder.rs\")); }\n");
    for (name, documents) in [("documents", DOCUMENTS), ("operations", OPERATIONS)] {
        let builder = Builder::new(documents).operations(name == "operations");
        let source = builder.generate().map_err(|errors| format!("{documents}: {}", errors[0]))?.source;
        fs::write(folder.join(format!("{name}.rs")), source).map_err(text)?;
        modules.push_str(&format!(
            "/// `golden/{name}`\npub mod {name} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\")); }}\n"
        ));
    }
    let schema = folder.join("model.json");
    fs::write(&schema, schemars::schema_for!(model::Model).as_value().to_string()).map_err(text)?;
    let source = Builder::files([&schema])
        .profile(Profile::Both)
        .generate()
        .map_err(|errors| format!("model: {}", errors[0]))?
        .source;
    fs::write(folder.join("from_model.rs"), source).map_err(text)?;
    let module = "pub mod from_model { include!(concat!(env!(\"OUT_DIR\"), \"/from_model.rs\")); }\n";
    modules.push_str(&format!("/// The types that are made of the schema of [`model`].\n{module}"));
    modules.push_str(&write_identifiers(folder)?);
    let source = format!("{modules}\n/// The type of each case.\npub const CASES: &[Case] = &[\n{table}];\n");
    fs::write(folder.join("cases.rs"), source).map_err(text)
}

/// The builder with the options of a case.
fn with_options(builder: Builder, options: &Value) -> Result<Builder, String> {
    options.as_array().into_iter().flatten().filter_map(Value::as_str).try_fold(builder, |builder, option| {
        Ok(match option {
            "nullable_without_type" => builder.nullable_without_type(true),
            "untyped_objects" => builder.untyped_objects(true),
            "discriminator_decides" => builder.discriminator(Discriminator::Decides),
            "enum_without_null" => builder.nullable_enum(false),
            _ => return Err(format!("no such option: {option}")),
        })
    })
}

/// Types, properties, variants and definitions that are called as each identifier in the source of the run-time, in both
/// profiles: a name in a macro must not capture that of a type, nor shadow it.
fn write_identifiers(folder: &Path) -> Result<String, String> {
    let mut identifiers = BTreeSet::new();
    collect_identifiers(Path::new("../../../schema-types/src"), &mut identifiers)?;
    if identifiers.len() < 200 {
        return Err(format!("the run-time has only {} identifiers", identifiers.len()));
    }
    let property = |name: &String| (name.clone(), json!({"type": "string", "minLength": 1}));
    let member = |name: &String| json!({"title": name, "type": "object", "required": [name], "properties": {name: {"type": "boolean"}}});
    let component = |name: &String| {
        let properties = json!({"at": {"type": "integer"}, name: {"$ref": format!("#/components/schemas/{name}")}});
        (name.clone(), json!({"type": "object", "properties": properties, "minProperties": 1}))
    };
    let all = || identifiers.iter();
    let schema = json!({
        "title": "Identifiers",
        "type": "object",
        "properties": {
            "object": {"type": "object", "properties": all().map(property).collect::<Map<_, _>>()},
            "enum": {"enum": all().collect::<Vec<_>>()},
            "union": {"oneOf": all().map(member).collect::<Vec<_>>()},
        },
    });
    let document = json!({"openapi": "3.1.0", "components": {"schemas": all().map(component).collect::<Map<_, _>>()}});
    let mut modules = String::new();
    for (name, schema) in [("identifiers", schema), ("identifier_components", document)] {
        let file = folder.join(format!("{name}.json"));
        fs::write(&file, schema.to_string()).map_err(text)?;
        let output = Builder::files([&file]).profile(Profile::Both).generate();
        let source = output.map_err(|errors| format!("{name}: {}", errors[0]))?.source;
        fs::write(folder.join(format!("{name}.rs")), source).map_err(text)?;
        modules.push_str(&format!(
            "/// {name}\npub mod of_{name} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{name}.rs\")); }}\n"
        ));
    }
    Ok(modules)
}

fn collect_identifiers(folder: &Path, out: &mut BTreeSet<String>) -> Result<(), String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder).map_err(text)?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect_identifiers(&path, out)?;
        } else {
            let source = fs::read_to_string(&path).map_err(text)?;
            // A macro ends with the first brace at the margin.
            let macros = source.split("macro_rules!").skip(1).filter_map(|rest| rest.split("\n}").next());
            let code = macros.flat_map(str::lines).filter(|line| !line.trim_start().starts_with("//"));
            // `$name` is replaced by the caller's own.
            let words = code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$'));
            out.extend(words.filter(|word| !word.starts_with(|c: char| c.is_numeric() || c == '$')).map(str::to_owned));
        }
    }
    out.remove("");
    Ok(())
}

fn text(error: impl ToString) -> String {
    error.to_string()
}
