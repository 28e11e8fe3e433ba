//! The description of a root type, which a generated crate provides.

use schema_ir::{Error, ErrorKind, Errors, NormaliseOptions, Reading, Source};
use serde_json::Value;

use crate::schema::Schema;

/// A vendored schema, the type generated from it, and the schema regenerated from that type.
///
/// A generated crate provides one per root type. The check compares `source` only with `deserialize`, `serialize`, `shape` and
/// `read`, because these come from compiled code. `schema_uri`, `id`, `title` and `spelling` are constants, with which
/// [`regenerate`](crate::regenerate()) writes in the style of the file.
#[derive(Debug, Clone)]
pub struct Vendored {
    /// The schema's file, relative to the generated crate's manifest directory, with `/` between folders.
    pub file: &'static str,
    /// JSON Pointer of the schema in the file: empty, or that of one of several, such as a component of an OpenAPI document.
    pub pointer: &'static str,
    /// The root type's name.
    pub type_name: &'static str,
    /// The text of the file when the crate was compiled.
    pub source: &'static str,
    /// The names and texts of all files that were generated from together, because references may lead to them.
    pub folder: &'static [(&'static str, &'static str)],
    /// SHA-256 of the bytes that the generator read, in lower-case hex.
    pub sha256: &'static str,
    /// The file's `$schema`.
    pub schema_uri: Option<String>,
    /// The file's `$id`, as written.
    pub id: Option<String>,
    /// The file's `title`.
    pub title: Option<String>,
    /// The keywords that the file uses in place of those of 2020-12.
    pub spelling: Spelling,
    /// JSON Pointers, into the file, of keywords that `deserialize` and `serialize` only copy from the file. No Rust type
    /// expresses them, so checks or validators in the generated code enforce them.
    pub carried: Vec<&'static str>,
    /// `deserialize` without the carried keywords; `None` if there are none.
    pub shape: Option<Value>,
    /// The schema that schemars 1 generates from the type for the deserialize contract, in 2020-12.
    pub deserialize: Value,
    /// The schema that schemars 1 generates from the type for the serialize contract, in 2020-12.
    pub serialize: Value,
    /// Reads a JSON text as the type and writes it again.
    pub read: fn(&[u8]) -> Result<Vec<u8>, String>,
    /// The type of the profile open, if there is one.
    pub open: Option<Open>,
    /// The places that the proof does not cover.
    pub outside: Outside,
}

/// The places at which types of the user's own decide which values are read, so that no proof covers them.
#[derive(Debug, Clone)]
pub struct Outside {
    /// JSON Pointer into the file, what the type does there, and whether it has a schema of its own.
    pub places: Vec<OutsidePlace>,
    /// Whether such a place had a value in the text that this thread read last with [`Vendored::read`] or [`Open::read`].
    pub reads: fn() -> bool,
    /// Whether the type of such a place refused the value.
    pub refuses: fn() -> bool,
}

/// A place at which a type of the user's own decides which values are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsidePlace {
    /// JSON Pointer into the file.
    pub pointer: &'static str,
    /// What the type does there.
    pub why: &'static str,
    /// Whether the type has a schema of its own, which the proofs compare with the vendored one.
    pub is_described: bool,
}

impl Default for Outside {
    /// None.
    fn default() -> Self {
        Outside { places: Vec::new(), reads: || false, refuses: || false }
    }
}

/// A type that reads every value that the vendored schema allows, and more, for readers that must survive new versions of
/// the schema.
#[derive(Debug, Clone)]
pub struct Open {
    /// The schema that schemars 1 generates from the type for the deserialize contract, in 2020-12.
    pub deserialize: Value,
    /// Reads a JSON text as the type and writes it again.
    pub read: fn(&[u8]) -> Result<Vec<u8>, String>,
}

/// The keywords that a vendored file uses in place of those of 2020-12, and how the generator read it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spelling {
    /// `"nullable": true` (OpenAPI 3.0) in place of `null` among the types.
    pub nullable: bool,
    /// The [`names`](schema_ir::Reading::names) of the options with which the file was read, if they are not the default.
    pub reading: Vec<&'static str>,
}

impl Vendored {
    /// The string at `pointer` in a schema's file with this name and text, if there is one.
    ///
    /// ```
    /// let title = schema_drift::Vendored::text("a.yaml", "title: Order\n", "/title");
    /// assert_eq!(title.as_deref(), Some("Order"));
    /// ```
    pub fn text(file: &str, source: &str, pointer: &str) -> Option<String> {
        let source = Source::parse(file, source.as_bytes().to_vec()).ok()?;
        source.value().pointer(pointer)?.as_str().map(str::to_owned)
    }

    /// The vendored schema as it was when the crate was compiled.
    ///
    /// # Errors
    ///
    /// The same as for [`Schema::parse`], and an option for reading that this version does not know.
    pub fn schema(&self) -> Result<Schema, Errors> {
        let parse = |file: &str, text: &str| Source::parse(file, text.as_bytes().to_vec());
        let siblings = self.folder.iter().filter(|(file, _)| *file != self.file);
        let siblings = siblings.map(|(file, text)| parse(file, text)).collect::<Result<Vec<_>, _>>()?;
        let options = NormaliseOptions {
            at: self.pointer.to_owned(),
            siblings: &siblings,
            reading: self.reading()?,
            partial: true,
            ..NormaliseOptions::default()
        };
        Schema::new(parse(self.file, self.source)?, &options)
    }

    /// How the file was read.
    pub(crate) fn reading(&self) -> Result<Reading, Error> {
        Reading::from_names(&self.spelling.reading).map_err(|name| {
            let message = format!("the types were generated with an option that is not known: {name:?}");
            let error = Error::new(ErrorKind::UnusedOption, self.file, message);
            error.with_help("generate and check with the same version")
        })
    }
}

/// Converts the result of the function `schemas()` of generated code to a vector of [`Vendored`].
///
/// ```no_run
/// # mod my_types { pub fn schemas() -> Vec<Schema> { Vec::new() }
/// # pub struct Open; impl Open { pub fn to_value(self) -> serde_json::Value { serde_json::Value::Null } }
/// # pub struct Schema { pub file: &'static str, pub pointer: &'static str, pub type_name: &'static str,
/// #   pub source: &'static str, pub folder: &'static [(&'static str, &'static str)], pub sha256: &'static str,
/// #   pub nullable: bool, pub reading: Vec<&'static str>, pub carried: Vec<&'static str>, pub shape: Option<Open>,
/// #   pub deserialize: Open, pub serialize: Open, pub read: fn(&[u8]) -> Result<Vec<u8>, String>,
/// #   pub open: Option<(Open, fn(&[u8]) -> Result<Vec<u8>, String>)>, pub outside: Vec<Outside>,
/// #   pub reads_outside: fn() -> bool, pub refuses_outside: fn() -> bool }
/// # pub struct Outside { pub pointer: &'static str, pub why: &'static str, pub is_described: bool } }
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
                schema_uri: $crate::Vendored::text(schema.file, schema.source, "/$schema"),
                id: $crate::Vendored::text(schema.file, schema.source, "/$id"),
                title: $crate::Vendored::text(schema.file, schema.source, &format!("{}/title", schema.pointer)),
                spelling: $crate::Spelling { nullable: schema.nullable, reading: schema.reading },
                carried: schema.carried,
                shape: schema.shape.map(|shape| shape.to_value()),
                deserialize: schema.deserialize.to_value(),
                serialize: schema.serialize.to_value(),
                read: schema.read,
                open: schema.open.map(|(schema, read)| $crate::Open { deserialize: schema.to_value(), read }),
                outside: $crate::Outside {
                    places: ::std::iter::IntoIterator::into_iter(schema.outside)
                        .map(|place| $crate::OutsidePlace {
                            pointer: place.pointer,
                            why: place.why,
                            is_described: place.is_described,
                        })
                        .collect(),
                    reads: schema.reads_outside,
                    refuses: schema.refuses_outside,
                },
            })
            .collect::<::std::vec::Vec<_>>()
    };
}
