//! Compiles generated types, and the same with serde's derive: crates with nothing else, whose dependencies are built before.

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use schema_build::Builder;
use serde_json::{Map, Value, json};

use crate::bodies::done;
use crate::folder::Folder;
use crate::measure::{Mode, Table};

/// Prints the tables.
pub fn print(mode: &Mode) -> Result<(), Box<dyn Error>> {
    let count = mode.size(1_000, 10);
    let folder = Folder::new("compiling")?;
    let schema = folder.write_json("records.json", &schema_of_records(count))?;
    let crates = [
        Crate::new(&folder, "derive", derived_records(count))?,
        Crate::new(&folder, "generated", Builder::files([schema]).generate()?.source)?,
    ];
    let mut table = Table::of_processes(format!("compiling {count} structs"), mode);
    for one in &crates {
        table.add(one.name, || done(one.build_anew()));
    }
    table.print();
    let mut table = Table::of_processes(format!("compiling {count} structs after an edit"), mode);
    for one in &crates {
        let mut edits = 0;
        table.add(one.name, move || {
            edits += 1;
            done(one.build_edited(edits));
        });
    }
    table.print();
    Ok(())
}

/// A property of each record, which an edit renames.
const EDITED: &str = "is_open";

/// Structs with strings, numbers, a list and a struct, of which some may be absent or null.
fn schema_of_records(count: usize) -> Value {
    let record = |index: usize| {
        let mut properties = json!({
            "id": {"type": "string"}, "name": {"type": "string"}, "note": {"type": ["string", "null"]},
            "rate": {"type": "number"}, EDITED: {"type": "boolean"}, "tags": {"type": "array", "items": {"type": "string"}},
        });
        if let Some(next) = next_record(index) {
            properties["next"] = json!({"$ref": format!("#/$defs/{next}")});
        }
        let schema = json!({
            "type": "object", "properties": properties, "required": ["id", "name", "note"], "additionalProperties": false,
        });
        (format!("Record{index}"), schema)
    };
    let definitions: Map<String, Value> = (0..count).map(record).collect();
    json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions})
}

/// What a record leads to: chains of ten.
fn next_record(index: usize) -> Option<String> {
    (!index.is_multiple_of(10)).then(|| format!("Record{}", index - 1))
}

/// The same, as a person writes it.
fn derived_records(count: usize) -> String {
    let mut source = "use serde::{Deserialize, Deserializer, Serialize};
fn required<'de, D: Deserializer<'de>>(d: D) -> Result<Option<String>, D::Error> { Option::deserialize(d) }
"
    .to_owned();
    for index in 0..count {
        let next = next_record(index).map(|next| format!("pub next: Option<Box<{next}>>,")).unwrap_or_default();
        source += &format!(
            "/// A record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record{index} {{
    pub id: String, pub name: String, #[serde(deserialize_with = \"required\")] pub note: Option<String>,
    pub rate: Option<f64>, pub {EDITED}: Option<bool>, pub tags: Option<Vec<String>>, {next}
}}
"
        );
    }
    source
}

/// A crate of one file, in a workspace of its own.
struct Crate<'f> {
    name: &'static str,
    folder: &'f Folder,
    source: String,
}

impl<'f> Crate<'f> {
    /// Writes it, with the dependencies of this repository, and builds those.
    fn new(folder: &'f Folder, name: &'static str, source: String) -> Result<Self, Box<dyn Error>> {
        let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
        let manifest = format!(
            r#"[package]
name = "{name}"
edition = "2024"
[workspace]
[dependencies]
schema-types = {{ path = '{}' }}
serde = {{ version = "1", features = ["derive"] }}
[profile.dev]
debug = "line-tables-only"
"#,
            root.join("crates/schema-types").display()
        );
        folder.write(&format!("{name}/Cargo.toml"), &manifest)?;
        fs::copy(root.join("Cargo.lock"), folder.path().join(name).join("Cargo.lock"))?;
        let this = Crate { name, folder, source };
        this.build("")?;
        Ok(this)
    }

    /// Compiles all of it, with nothing left of an earlier build.
    fn build_anew(&self) -> Result<(), Box<dyn Error>> {
        fs::remove_dir_all(self.target().join("debug/incremental"))?;
        self.build(&self.source)
    }

    /// Compiles it after another edit of one struct.
    fn build_edited(&self, edits: usize) -> Result<(), Box<dyn Error>> {
        self.build(&self.source.replacen(EDITED, &format!("edited_{edits}"), 1))
    }

    fn build(&self, source: &str) -> Result<(), Box<dyn Error>> {
        self.folder.write(&format!("{}/src/lib.rs", self.name), source)?;
        let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        // With one job, the time on the wall is that of the processor.
        let mut command = Command::new(cargo);
        command.args(["build", "--quiet", "--jobs", "1"]).current_dir(self.folder.path().join(self.name));
        command.env("CARGO_TARGET_DIR", self.target()).env_remove("CARGO_INCREMENTAL");
        command.status()?.success().then_some(()).ok_or_else(|| format!("`{}` does not compile", self.name).into())
    }

    fn target(&self) -> PathBuf {
        self.folder.path().join("target")
    }
}
