#![doc = include_str!("../README.md")]

mod document;
mod draft;
mod equality;
mod error;
mod file_uri;
mod folder;
mod keyword;
mod model;
mod normalise;
mod note;
mod pattern;
pub mod pointer;
mod resolve;
mod similar;
mod source;
pub mod text;
mod types;
mod written;

pub use document::{
    Aspect, AspectKind, Deprecation, Dialect, DocumentKind, MARKS, MAX_ASPECTS, MAX_PLACES, Operation, OperationKind,
    Part, Peer, SchemaPlace, Schemas, Use, document_kind, find_schemas,
};
pub use draft::Draft;
pub use equality::equal;
pub use error::{Error, ErrorKind, Errors, MAX_MESSAGE};
pub use folder::{
    Depth, MAX_FILES, read_bytes, read_file, read_files, read_folder, read_folder_and_skipped, read_text,
};
pub use keyword::{Form, Keyword, Role};
pub use model::{
    Array, Document, Equality, Group, Logic, Number, Object, Origin, ROOT, Schema, SchemaId, SchemaMap, Text, Token,
    Writer, definition_uri,
};
pub use normalise::{
    Discriminator, MAX_ERRORS, Malformed, NormaliseOptions, Normalised, Reading, discriminator_links, normalise,
    normalise_places,
};
pub use note::Note;
pub use similar::most_similar;
pub use source::{MAX_BYTES, MAX_DEPTH, MAX_REPEATED, Position, Source, has_schema_extension};
pub use types::{JsonType, TypeName, Types};
pub use written::{Written, find_written};
