//! Compares documents that differ in one component, beside reading them: each in a process of its own, as a user does.

use std::error::Error;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs};

use serde_json::{Map, Value, json};

use crate::bodies::done;
use crate::documents::{COMPONENTS, components, document};
use crate::folder::Folder;
use crate::measure::{Mode, Table};

/// Reads or compares the documents, as the program that the first argument names; `None` if it names none.
pub fn run_command(arguments: &[String]) -> Option<ExitCode> {
    let work = match arguments.first()?.as_str() {
        "compare" | "worker" => return Some(schema_drift::cli::main()),
        "read" => read,
        #[cfg(feature = "jsoncompat")]
        "jsoncompat" => jsoncompat,
        _ => return None,
    };
    Some(match work() {
        Ok(told) => {
            println!("{told}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("ratios: {error}");
            ExitCode::from(2)
        }
    })
}

/// Prints the tables.
pub fn print(mode: &Mode) -> Result<(), Box<dyn Error>> {
    let (count, many) = (mode.size(540, 20), mode.size(969, 40));
    compare(mode, &format!("{count} components, one change"), components(count, COMPONENTS))?;
    compare(mode, &format!("{many} components, a change that reaches most"), deep_components(many))
}

/// Components of which nearly all lead to the first.
fn deep_components(count: usize) -> Map<String, Value> {
    let mut all = components(count, COMPONENTS);
    for (number, (_, component)) in all.iter_mut().enumerate().skip(1) {
        component["properties"]["parent"] = json!({"$ref": format!("{COMPONENTS}C{}", number / 2)});
    }
    all
}

const FILES: [&str; 2] = ["old.json", "new.json"];

fn compare(mode: &Mode, name: &str, components: Map<String, Value>) -> Result<(), Box<dyn Error>> {
    let folder = Folder::new("comparing")?;
    let schemas = format!("{} schemas: ", components.len());
    for (file, note) in FILES.iter().zip([json!({"type": "string"}), json!({"type": "string", "maxLength": 39})]) {
        let mut components = components.clone();
        components["C0"]["properties"]["note"] = note;
        folder.write_json(file, &document(components))?;
    }
    let run = |arguments: &[&str], told: &str| done(run_in(folder.path(), arguments, told));
    let mut table = Table::of_processes(format!("comparing {name}"), mode);
    table.add("reading both, serde_json", || run(&["read"], "2 objects"));
    table.add("schema-drift compare", || run(&["compare", "--fail-on", "never", FILES[0], FILES[1]], &schemas));
    #[cfg(feature = "jsoncompat")]
    table.add("jsoncompat", || run(&["jsoncompat"], "[true, false]"));
    table.print();
    Ok(())
}

/// Runs this program with such arguments, which has to print what is expected.
fn run_in(folder: &Path, arguments: &[&str], expected: &str) -> Result<(), Box<dyn Error>> {
    let output = Command::new(env::current_exe()?).args(arguments).current_dir(folder).output()?;
    let told = String::from_utf8(output.stdout)?;
    let is_expected = output.status.success() && told.contains(expected);
    is_expected.then_some(()).ok_or_else(|| format!("{arguments:?} printed {told:?}").into())
}

fn read_both() -> Result<[Value; 2], Box<dyn Error>> {
    let read = |file: &str| Ok::<_, Box<dyn Error>>(serde_json::from_slice(&fs::read(file)?)?);
    Ok([read(FILES[0])?, read(FILES[1])?])
}

fn read() -> Result<String, Box<dyn Error>> {
    let objects = read_both()?.iter().filter(|value| value.is_object()).count();
    Ok(format!("{objects} objects"))
}

/// Whether all values of new are values of old, and the reverse.
#[cfg(feature = "jsoncompat")]
fn jsoncompat() -> Result<String, Box<dyn Error>> {
    use jsoncompat::{Role, SchemaDocument, check_compat};
    let [old, new] = read_both()?.map(|document| one_schema(&document));
    let (old, new) = (SchemaDocument::from_json(&old)?, SchemaDocument::from_json(&new)?);
    Ok(format!("{:?}", [check_compat(&old, &new, Role::Serializer)?, check_compat(&new, &old, Role::Serializer)?]))
}

/// The components as the definitions and properties of one schema: jsoncompat reads no documents.
#[cfg(feature = "jsoncompat")]
fn one_schema(document: &Value) -> Value {
    let definitions = document["components"]["schemas"].to_string().replace(COMPONENTS, "#/$defs/");
    let definitions: Map<String, Value> = serde_json::from_str(&definitions).unwrap_or_default();
    let reference = |name: &String| (name.clone(), json!({"$ref": format!("#/$defs/{name}")}));
    let properties: Map<String, Value> = definitions.keys().map(reference).collect();
    json!({"type": "object", "properties": properties, "$defs": definitions})
}
