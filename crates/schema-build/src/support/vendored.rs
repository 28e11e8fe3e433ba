/// A schema file and what was made of it.
#[derive(Clone, Debug)]
pub struct VendoredSchema {
    /// The file, from the folder of `Cargo.toml`.
    pub file: &'static str,
    /// JSON Pointer of the schema in the file: empty, or that of a component of an OpenAPI document.
    pub pointer: &'static str,
    /// The type's name.
    pub type_name: &'static str,
    /// The file's text when this was compiled.
    pub source: &'static str,
    /// All files that were read together, to which references may lead, and their texts.
    pub folder: &'static [(&'static str, &'static str)],
    /// SHA-256 of the file that the types were generated from, in hexadecimal.
    pub sha256: &'static str,
    /// The file's `$schema`.
    pub schema_uri: Option<&'static str>,
    /// The file's `$id`.
    pub id: Option<&'static str>,
    /// The file's `title`.
    pub title: Option<&'static str>,
    /// Whether the file says by `nullable` that a value may be null.
    pub nullable: bool,
    /// Whether `nullable` was read to add null to an `enum` without it.
    pub nullable_enum: bool,
    /// JSON Pointers into the file: the keywords that the regenerated schemas only carry, since checks or validators assert
    /// them and the types do not say them.
    pub carried: &'static [&'static str],
    /// The schema of what the type would read without those, if there are any.
    pub shape: Option<::schemars::Schema>,
    /// The schema of what the type reads, regenerated from the type.
    pub deserialize: ::schemars::Schema,
    /// The schema of what the type writes, regenerated from the type.
    pub serialize: ::schemars::Schema,
    /// Reads a JSON text as the type and writes it again, or says why it does not read.
    pub read: Read,
    /// The same of the type of the profile `open`, if there is one: the schema of what it reads, and how.
    pub open: Option<(::schemars::Schema, Read)>,
}

/// Reads a JSON text as a type and writes it again, or says why it does not read.
pub type Read = fn(&[u8]) -> Result<Vec<u8>, String>;

fn schema_for<T: ::schemars::JsonSchema>(settings: ::schemars::generate::SchemaSettings) -> ::schemars::Schema {
    settings.into_generator().into_root_schema_for::<T>()
}

pub(in super::super) fn deserialize_schema<T: ::schemars::JsonSchema>() -> ::schemars::Schema {
    schema_for::<T>(::schemars::generate::SchemaSettings::draft2020_12().for_deserialize())
}

pub(in super::super) fn shape_schema<T: ::schemars::JsonSchema>() -> ::schemars::Schema {
    super::json_schema::without_guards(deserialize_schema::<T>)
}

pub(in super::super) fn serialize_schema<T: ::schemars::JsonSchema>() -> ::schemars::Schema {
    schema_for::<T>(::schemars::generate::SchemaSettings::draft2020_12().for_serialize())
}

pub(in super::super) fn read<T: ::serde::de::DeserializeOwned + ::serde::Serialize>(json: &[u8]) -> Result<Vec<u8>, String> {
    let value: T = ::serde_json::from_slice(json).map_err(|error| error.to_string())?;
    ::serde_json::to_vec(&value).map_err(|error| error.to_string())
}
