//! `schemas()`: every vendored schema with what schemars regenerates from the type generated from it.

use std::collections::BTreeSet;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json_schema::{note_types, without_constraints};
use crate::outside;

/// A schema file, and the type that was generated from it. The drift check of `schema-drift` reads these.
#[derive(Clone, Debug)]
pub struct VendoredSchema {
    /// The file, relative to the folder of `Cargo.toml`.
    pub file: &'static str,
    /// JSON Pointer of the schema in the file: empty, or that of a component of an OpenAPI document.
    pub pointer: &'static str,
    /// The type's name.
    pub type_name: &'static str,
    /// The file's text when the types were compiled.
    pub source: &'static str,
    /// The files that were read together, to which references may lead, and their texts.
    pub folder: &'static [(&'static str, &'static str)],
    /// SHA-256 of the file that the types were generated from, with Unix line ends, in hexadecimal.
    pub sha256: &'static str,
    /// Whether the file uses `nullable` for values that may be null.
    pub nullable: bool,
    /// The names of the options with which the file was read, if they are not the default; see `schema_ir::Reading`.
    pub reading: Vec<&'static str>,
    /// JSON Pointers into the file: the keywords that code or validators check, and the types do not express.
    pub carried: Vec<&'static str>,
    /// The places at which a type does not do exactly what the schema asks, as an option of the generator wants it. No proof covers
    /// them.
    pub outside: Vec<Outside>,
    /// The schema of what the type alone would read, if there are such keywords.
    pub shape: Option<Schema>,
    /// The schema of what the type reads, regenerated from the type.
    pub deserialize: Schema,
    /// The schema of what the type writes, regenerated from the type.
    pub serialize: Schema,
    /// Reads a JSON text as the type and writes it again, or returns why it does not read.
    pub read: ReadBack,
    /// The same of the type of the profile `open`, if there is one: the schema of what it reads, and how.
    pub open: Option<(Schema, ReadBack)>,
    /// Whether a place of `outside` had a value in the text that this thread read last with `read`.
    pub reads_outside: fn() -> bool,
    /// Whether the type of such a place refused the value.
    pub refuses_outside: fn() -> bool,
}

/// A place at which a type does not do exactly what the schema asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Outside {
    /// JSON Pointer into the file.
    pub pointer: &'static str,
    /// What the type does instead.
    pub why: &'static str,
    /// Whether the type has a schema of its own, which the drift check compares with the vendored one.
    pub is_described: bool,
}

/// Reads a JSON text as a type and writes it again, or returns why it does not read.
pub type ReadBack = fn(&[u8]) -> Result<Vec<u8>, String>;

/// A file of the folder, and the places in it of the constraints of each type.
pub struct VendoredFile {
    /// The file, relative to the folder of `Cargo.toml`.
    pub file: &'static str,
    /// The files that were read together, and their texts.
    pub folder: &'static [(&'static str, &'static str)],
    /// SHA-256 of the file.
    pub sha256: &'static str,
    /// `absolute` if the file's path is, `nullable` if the file uses that keyword, and the names of options for reading it.
    pub flags: &'static [&'static str],
    /// The constraints of each type that has some.
    pub carried: &'static [Carried],
    /// The places outside the proof of each type that has some.
    pub outside: Vec<OutsideOf>,
}

/// The constraints of a type.
pub struct Carried {
    /// The type's name to Rust, which is no constant.
    pub ty: fn() -> &'static str,
    /// JSON Pointers of the constraints in the file.
    pub places: &'static [&'static str],
}

/// The places outside the proof of a type.
pub struct OutsideOf {
    /// The type's name to Rust, which is no constant.
    pub ty: fn() -> &'static str,
    /// The places.
    pub places: Vec<Outside>,
}

/// An open type for the same schema.
pub struct Twin(Schema, ReadBack);

impl Twin {
    /// Describes the type.
    pub fn of<T: JsonSchema + DeserializeOwned + Serialize>() -> Self {
        Twin(schema_for::<T>(SchemaSettings::draft2020_12().for_deserialize()), read_back::<T>)
    }
}

/// The flag of a file that uses `nullable`.
const NULLABLE: &str = "nullable";

/// The flag of a file whose path is absolute.
const ABSOLUTE: &str = "absolute";

impl VendoredFile {
    /// Describes a schema of the file and the type generated from it.
    pub fn describe<T: JsonSchema + DeserializeOwned + Serialize>(
        &self,
        type_name: &'static str,
        pointer: &'static str,
        twin: Option<Twin>,
    ) -> VendoredSchema {
        let reads = || schema_for::<T>(SchemaSettings::draft2020_12().for_deserialize());
        let (deserialize, types) = note_types(reads);
        let of_types = self.carried.iter().filter(|carried| types.contains((carried.ty)()));
        let places: BTreeSet<&'static str> = of_types.flat_map(|carried| carried.places.iter().copied()).collect();
        let carried: Vec<&'static str> = places.into_iter().collect();
        let outside = self.outside.iter().filter(|outside| types.contains((outside.ty)()));
        let outside: BTreeSet<Outside> = outside.flat_map(|outside| outside.places.iter().copied()).collect();
        VendoredSchema {
            file: self.file,
            pointer,
            type_name,
            source: self.folder.iter().find(|(name, _)| *name == self.file).map_or("", |(_, text)| text),
            folder: self.folder,
            sha256: self.sha256,
            nullable: self.flags.contains(&NULLABLE),
            reading: self.flags.iter().copied().filter(|flag| ![NULLABLE, ABSOLUTE].contains(flag)).collect(),
            shape: (!carried.is_empty()).then(|| without_constraints(reads)),
            carried,
            outside: outside.into_iter().collect(),
            deserialize,
            serialize: schema_for::<T>(SchemaSettings::draft2020_12().for_serialize()),
            read: read_back::<T>,
            open: twin.map(|Twin(schema, read)| (schema, read)),
            reads_outside: outside::was_read,
            refuses_outside: outside::was_refused,
        }
    }
}

fn schema_for<T: JsonSchema>(settings: SchemaSettings) -> Schema {
    settings.into_generator().into_root_schema_for::<T>()
}

fn read_back<T: DeserializeOwned + Serialize>(json: &[u8]) -> Result<Vec<u8>, String> {
    outside::start();
    let value: T = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    serde_json::to_vec(&value).map_err(|error| error.to_string())
}
