//! What a generated crate tells about one of its root types.

use schema_build::{Error, NormaliseOptions, Source};
use serde_json::Value;

use crate::schema::Schema;

/// A vendored schema, the type generated from it, and the schema regenerated from that type.
///
/// A generated crate fills one per root type. What is checked against `source` comes only from `deserialize`, `serialize`,
/// `shape` and `read`, that is from compiled code. `schema_uri`, `id`, `title` and `spelling` are constants that let
/// [`regenerate`](crate::regenerate()) print in the file's own manner.
#[derive(Debug, Clone)]
pub struct Vendored {
    /// The schema's file, relative to the generated crate's manifest directory, with `/` between folders.
    pub file: &'static str,
    /// JSON Pointer of the schema in the file: empty, or that of a component of an OpenAPI document.
    pub pointer: &'static str,
    /// The root type's name.
    pub type_name: &'static str,
    /// The text of the file when the crate was compiled.
    pub source: &'static str,
    /// The files that were generated from together, to which references may lead, and their texts.
    pub folder: &'static [(&'static str, &'static str)],
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
    /// JSON Pointers, into the file, of keywords that `deserialize` and `serialize` only carry: checks or validators assert
    /// them, and no type says them.
    pub carried: &'static [&'static str],
    /// `deserialize` without what it carries; `None` where it carries nothing.
    pub shape: Option<Value>,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spelling {
    /// `"nullable": true` (OpenAPI 3.0) where 2020-12 has `null` among the types.
    pub nullable: bool,
    /// Whether it adds null to an `enum` without it, too.
    pub nullable_enum: bool,
}

impl Default for Spelling {
    fn default() -> Self {
        Spelling { nullable: false, nullable_enum: true }
    }
}

impl Vendored {
    /// The vendored schema as it was when the crate was compiled.
    ///
    /// # Errors
    ///
    /// As [`Schema::parse`].
    pub fn schema(&self) -> Result<Schema, Error> {
        let parse = |file: &str, text: &str| Source::parse(file, text.as_bytes().to_vec());
        let siblings = self.folder.iter().filter(|(file, _)| *file != self.file);
        let siblings = siblings.map(|(file, text)| parse(file, text)).collect::<Result<Vec<_>, _>>()?;
        let options = NormaliseOptions {
            at: self.pointer.to_owned(),
            siblings: &siblings,
            nullable_enum: self.spelling.nullable_enum,
            ..NormaliseOptions::default()
        };
        Schema::new(parse(self.file, self.source)?, &options)
    }
}

/// What the function `schemas()` of generated code answers with, as a vector of [`Vendored`].
///
/// ```no_run
/// # mod my_types { pub fn schemas() -> Vec<Schema> { Vec::new() }
/// # pub struct Open; impl Open { pub fn to_value(self) -> serde_json::Value { serde_json::Value::Null } }
/// # pub struct Schema { pub file: &'static str, pub pointer: &'static str, pub type_name: &'static str,
/// #   pub source: &'static str, pub folder: &'static [(&'static str, &'static str)], pub sha256: &'static str,
/// #   pub schema_uri: Option<&'static str>, pub id: Option<&'static str>, pub title: Option<&'static str>,
/// #   pub nullable: bool, pub nullable_enum: bool, pub carried: &'static [&'static str], pub shape: Option<Open>,
/// #   pub deserialize: Open, pub serialize: Open, pub read: fn(&[u8]) -> Result<Vec<u8>, String>,
/// #   pub open: Option<(Open, fn(&[u8]) -> Result<Vec<u8>, String>)> } }
/// fn main() -> std::process::ExitCode {
///     schema_drift::cli::vendored(env!("CARGO_MANIFEST_DIR"), schema_drift::vendored!(my_types::schemas()))
/// }
/// ```
#[macro_export]
macro_rules! vendored {
    ($schemas:expr) => {
        ::std::iter::IntoIterator::into_iter($schemas)
            .map(|schema| $crate::Vendored {
                file: schema.file,
                pointer: schema.pointer,
                type_name: schema.type_name,
                source: schema.source,
                folder: schema.folder,
                sha256: schema.sha256,
                schema_uri: schema.schema_uri,
                id: schema.id,
                title: schema.title,
                spelling: $crate::Spelling { nullable: schema.nullable, nullable_enum: schema.nullable_enum },
                carried: schema.carried,
                shape: schema.shape.map(|shape| shape.to_value()),
                deserialize: schema.deserialize.to_value(),
                serialize: schema.serialize.to_value(),
                read: schema.read,
                open: schema.open.map(|(schema, read)| $crate::Open { deserialize: schema.to_value(), read }),
            })
            .collect::<::std::vec::Vec<_>>()
    };
}
