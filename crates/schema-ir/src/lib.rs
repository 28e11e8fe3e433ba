#![doc = include_str!("../README.md")]

mod draft;
mod equality;
mod error;
mod file_uri;
mod folder;
mod normalise;
mod pattern;
pub mod pointer;
mod resolve;
mod source;
pub mod text;

pub use draft::Draft;
pub use equality::equal;
pub use error::{Error, ErrorKind, MAX_MESSAGE};
pub use folder::{Depth, MAX_FILES, read_bytes, read_file, read_files, read_folder};
pub use normalise::{NormaliseOptions, Normalised, Note, ROOT, convert_components, normalise, rooted};
pub use resolve::{components, document_draft, is_openapi};
pub use source::{MAX_BYTES, MAX_DEPTH, MAX_REPEATED, Position, Source};
