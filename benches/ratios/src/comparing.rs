//! Compares documents that differ in one component, beside reading them.

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::{env, fs, io};

use serde_json::{Map, Value, json};

use crate::bodies::done;
use crate::documents::{COMPONENTS, components, document};
use crate::folder::Folder;
use crate::measure::{Mode, Table};

/// Whether this program is asked to be schema-drift, or the child process in which that compares.
pub fn is_command(arguments: &[String]) -> bool {
    arguments.first().is_some_and(|first| ["compare", "worker"].contains(&first.as_str()))
}

/// Prints the tables.
pub fn print(mode: &Mode) -> Result<(), Box<dyn Error>> {
    let (count, many) = (mode.size(540, 20), mode.size(969, 40));
    compare(mode, &format!("{count} components, one change"), count, components(count, COMPONENTS))?;
    compare(mode, &format!("{many} components, a change that reaches most"), many, deep_components(many))
}

/// Components of which nearly all lead to the first.
fn deep_components(count: usize) -> Map<String, Value> {
    let mut all = components(count, COMPONENTS);
    for (number, (_, component)) in all.iter_mut().enumerate().skip(1) {
        component["properties"]["parent"] = json!({"$ref": format!("{COMPONENTS}C{}", number / 2)});
    }
    all
}

fn compare(mode: &Mode, name: &str, count: usize, old: Map<String, Value>) -> Result<(), Box<dyn Error>> {
    let mut new = old.clone();
    // The first component has a string of this name.
    new["C0"]["properties"]["note"] = json!({"type": "string", "maxLength": 39});
    let mut old = old;
    old["C0"]["properties"]["note"] = json!({"type": "string"});
    let folder = Folder::new("comparing")?;
    #[cfg(feature = "jsoncompat")]
    let alone = [one_schema(&old), one_schema(&new)];
    let files = [folder.write_json("old.json", &document(old))?, folder.write_json("new.json", &document(new))?];
    let mut table = Table::of_processes(format!("comparing {name}"), mode);
    table.add("reading both, serde_json", || files.iter().for_each(|file| done(read(file))));
    table.add("schema-drift compare", || done(run_compare(folder.path(), count)));
    #[cfg(feature = "jsoncompat")]
    table.add("jsoncompat", || done(jsoncompat(&alone)));
    table.print();
    Ok(())
}

fn read(file: &Path) -> io::Result<Value> {
    Ok(serde_json::from_slice(&fs::read(file)?)?)
}

/// Compares in a process of its own, as a user does.
fn run_compare(folder: &Path, count: usize) -> Result<(), Box<dyn Error>> {
    let arguments = ["compare", "--fail-on", "never", "old.json", "new.json"];
    let output = Command::new(env::current_exe()?).args(arguments).current_dir(folder).output()?;
    let told = String::from_utf8(output.stdout)?;
    let is_compared = output.status.success() && told.contains(&format!("{count} schemas: "));
    is_compared.then_some(()).ok_or_else(|| told.into())
}

/// The components as the definitions and properties of one schema: jsoncompat reads no documents.
#[cfg(feature = "jsoncompat")]
fn one_schema(components: &Map<String, Value>) -> Value {
    let reference = |name: &String| (name.clone(), json!({"$ref": format!("#/$defs/{name}")}));
    let properties: Map<String, Value> = components.keys().map(reference).collect();
    let schema = json!({"type": "object", "properties": properties, "$defs": components});
    serde_json::from_str(&schema.to_string().replace(COMPONENTS, "#/$defs/")).unwrap_or_default()
}

/// Whether each side's values are all of the other's.
#[cfg(feature = "jsoncompat")]
fn jsoncompat([old, new]: &[Value; 2]) -> Result<[bool; 2], Box<dyn Error>> {
    use jsoncompat::{Role, SchemaDocument, check_compat};
    let (old, new) = (SchemaDocument::from_json(old)?, SchemaDocument::from_json(new)?);
    Ok([check_compat(&new, &old, Role::Serializer)?, check_compat(&old, &new, Role::Serializer)?])
}
