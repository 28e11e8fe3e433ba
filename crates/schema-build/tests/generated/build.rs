//! Writes a module for each case of `cases/`, and a table that leads from the case's name to the type in it; and one for
//! `folder/`, whose files refer to each other.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use schema_build::Builder;
use serde_json::Value;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=cases");
    println!("cargo::rerun-if-changed=folder");
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
            let source = Builder::files([&schema]).root("Root").generate();
            let source = source.map_err(|errors| format!("{theme}: {name}: {}", errors[0]))?.source;
            fs::write(folder.join(format!("{module}.rs")), source).map_err(text)?;
            modules.push_str(&format!(
                "/// {theme}\npub mod {module} {{ include!(concat!(env!(\"OUT_DIR\"), \"/{module}.rs\")); }}\n"
            ));
            table.push_str(&format!("Case {{ theme: {theme:?}, name: {name:?}, vendored: || schema_drift::vendored!({module}::schemas()) }},\n"));
        }
    }
    let source = Builder::new("folder").generate().map_err(|errors| format!("folder: {}", errors[0]))?.source;
    fs::write(folder.join("folder.rs"), source).map_err(text)?;
    modules.push_str("/// `folder/`\npub mod folder { include!(concat!(env!(\"OUT_DIR\"), \"/folder.rs\")); }\n");
    let source = format!("{modules}\n/// The type of each case.\npub const CASES: &[Case] = &[\n{table}];\n");
    fs::write(folder.join("cases.rs"), source).map_err(text)
}

fn text(error: impl ToString) -> String {
    error.to_string()
}
