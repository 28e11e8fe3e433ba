#![doc = include_str!("../README.md")]

mod document;
mod draft;
mod equality;
mod error;
mod folder;
mod normalise;
mod pattern;
pub mod pointer;
mod resolve;
mod source;
mod spans;
pub mod text;

pub use document::{
    Dialect, DocumentKind, MARKS, MAX_PLACES, Operation, OperationKind, Part, SchemaPlace, Schemas, document_kind,
    find_schemas,
};
pub use draft::Draft;
pub use equality::equal;
pub use error::{Error, ErrorKind, MAX_MESSAGE};
pub use folder::{read_files, read_folder};
pub use normalise::{NormaliseOptions, Normalised, Note, ROOT, normalise, normalise_places, rooted};
pub use source::{MAX_BYTES, MAX_DEPTH, Position, Source};
