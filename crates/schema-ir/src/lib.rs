#![doc = include_str!("../README.md")]

mod draft;
mod equality;
mod error;
mod folder;
mod keyword;
mod model;
mod normalise;
mod pattern;
pub mod pointer;
mod resolve;
mod source;
mod spans;
pub mod text;
mod types;

pub use draft::Draft;
pub use equality::equal;
pub use error::{Error, ErrorKind, Errors, MAX_MESSAGE};
pub use folder::{read_files, read_folder};
pub use keyword::{Form, Keyword, Role};
pub use model::{
    Array, Document, Group, Logic, Number, Object, Origin, Schema, SchemaId, Text, Token, Writer, definition_uri,
};
pub use normalise::{MAX_ERRORS, NormaliseOptions, Normalised, Note, ROOT, convert_components, normalise, rooted};
pub use resolve::{components, document_draft, is_openapi};
pub use source::{MAX_BYTES, MAX_DEPTH, Position, Source};
pub use types::{JsonType, TypeName, Types};
