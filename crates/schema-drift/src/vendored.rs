//! What a generated crate tells about one of its root types.

use serde_json::Value;

/// A vendored schema, the type generated from it, and the schema regenerated from that type.
///
/// A generated crate fills one per root type. What is checked against `source` comes only from
/// `deserialize`, `serialize` and `read`, that is from compiled code. `schema_uri`, `id`, `title`
/// and `spelling` are constants that let [`regenerate`](crate::regenerate()) print in the file's own manner.
#[derive(Debug, Clone)]
pub struct Vendored {
    /// The schema's file, relative to the generated crate's manifest directory, with `/` between folders.
    pub file: &'static str,
    /// The root type's name.
    pub type_name: &'static str,
    /// The text of the file when the crate was compiled.
    pub source: &'static str,
    /// SHA-256 of the bytes that the generator read, in lower-case hex.
    pub sha256: &'static str,
    /// The file's `$schema`.
    pub schema_uri: Option<&'static str>,
    /// The file's `$id`, as it was written.
    pub id: Option<&'static str>,
    /// The file's `title`.
    pub title: Option<&'static str>,
    /// How the file spells what 2020-12 says otherwise.
    pub spelling: Spelling,
    /// What schemars 1 regenerates from the type for the deserialize contract, in 2020-12.
    pub deserialize: Value,
    /// What schemars 1 regenerates from the type for the serialize contract, in 2020-12.
    pub serialize: Value,
    /// Reads a JSON text as the type and writes it again.
    pub read: fn(&[u8]) -> Result<Vec<u8>, String>,
    /// The type of the profile open, if there is one.
    pub open: Option<Open>,
}

/// A type that reads all that the vendored schema allows, and more: what a reader needs that outlives the schema.
#[derive(Debug, Clone)]
pub struct Open {
    /// What schemars 1 regenerates from the type for the deserialize contract, in 2020-12.
    pub deserialize: Value,
    /// Reads a JSON text as the type and writes it again.
    pub read: fn(&[u8]) -> Result<Vec<u8>, String>,
}

/// How a vendored file spells what 2020-12 says otherwise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spelling {
    /// `"nullable": true` (OpenAPI 3.0) where 2020-12 has `null` among the types.
    pub nullable: bool,
}
