//! `schemas()`: every vendored schema with what schemars regenerates from the type generated from it.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde::Serialize;
use serde::de::DeserializeOwned;

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
    /// SHA-256 of the file that the types were generated from, in hexadecimal.
    pub sha256: &'static str,
    /// Whether the file uses `nullable` for values that may be null.
    pub nullable: bool,
    /// Whether `nullable` was read to add null to an `enum` without it.
    pub nullable_enum: bool,
    /// JSON Pointers into the file: the keywords that code or validators check, and the types do not express.
    pub carried: &'static [&'static str],
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
}

/// Reads a JSON text as a type and writes it again, or returns why it does not read.
pub type ReadBack = fn(&[u8]) -> Result<Vec<u8>, String>;

fn schema_for<T: JsonSchema>(settings: SchemaSettings) -> Schema {
    settings.into_generator().into_root_schema_for::<T>()
}

/// The schema of what a type reads.
pub fn deserialize_schema<T: JsonSchema>() -> Schema {
    schema_for::<T>(SchemaSettings::draft2020_12().for_deserialize())
}

/// The schema of what a type alone would read, without the constraints that code or validators check.
pub fn shape_schema<T: JsonSchema>() -> Schema {
    crate::json_schema::without_constraints(deserialize_schema::<T>)
}

/// The schema of what a type writes.
pub fn serialize_schema<T: JsonSchema>() -> Schema {
    schema_for::<T>(SchemaSettings::draft2020_12().for_serialize())
}

/// Reads a JSON text as a type and writes it again.
pub fn read_back<T: DeserializeOwned + Serialize>(json: &[u8]) -> Result<Vec<u8>, String> {
    let value: T = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    serde_json::to_vec(&value).map_err(|error| error.to_string())
}

/// The text of a file of the folder.
pub fn source_of(folder: &[(&'static str, &'static str)], file: &str) -> &'static str {
    folder.iter().find(|(name, _)| *name == file).map_or("", |(_, text)| text)
}
