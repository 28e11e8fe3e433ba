//! Generates types, beside typify's library.

use std::error::Error;
use std::path::PathBuf;

use schema_build::{Builder, Errors, Profile};
use serde_json::json;
use typify::{TypeSpace, TypeSpaceSettings};

use crate::bodies::done;
use crate::documents::{COMPONENTS, components, document, flat};
use crate::folder::Folder;
use crate::measure::{Mode, Table};

/// Prints the tables.
pub fn print(mode: &Mode) -> Result<(), Box<dyn Error>> {
    let folder = Folder::new("generating")?;
    generate_components(mode, &folder)?;
    generate_flat(mode, &folder)
}

fn generate(file: &PathBuf, profile: Profile) -> Result<String, Errors> {
    Ok(Builder::files([file]).profile(profile).generate()?.source)
}

fn generate_by_typify(definitions: &str) -> Result<String, Box<dyn Error>> {
    let mut space = TypeSpace::new(&TypeSpaceSettings::default());
    space.add_root_schema(serde_json::from_str(definitions)?)?;
    Ok(prettyplease::unparse(&syn::parse2(space.to_stream())?))
}

fn generate_components(mode: &Mode, folder: &Folder) -> Result<(), Box<dyn Error>> {
    let count = mode.size(540, 20);
    let file = folder.write_json("components.json", &document(components(count, COMPONENTS)))?;
    let definitions = json!({"definitions": components(count, "#/definitions/")}).to_string();
    let mut table = Table::new(format!("generating {count} components"), mode);
    table.add("typify", || done(generate_by_typify(&definitions)));
    table.add("schema-build", || done(generate(&file, Profile::Exact)));
    table.add("schema-build, both profiles", || done(generate(&file, Profile::Both)));
    table.print();
    Ok(())
}

/// The work for a type, which should be the same in small and in large documents.
fn generate_flat(mode: &Mode, folder: &Folder) -> Result<(), Box<dyn Error>> {
    let [few, many] = [mode.size(1_000, 20), mode.size(20_000, 100)];
    let mut table = Table::new(format!("generating a type of {few}, and one of {many}"), mode);
    for (name, count) in [("of few", few), ("of many", many)] {
        let file = folder.write_json(&format!("{count}.json"), &document(flat(count)))?;
        table.add_share(name, count, move || done(generate(&file, Profile::Exact)));
    }
    table.print();
    Ok(())
}
