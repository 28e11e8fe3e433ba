//! Schemas to Rust source.

mod draft;
mod error;
mod normalise;
pub mod pointer;
mod resolve;
mod source;

pub use draft::Draft;
pub use error::Error;
pub use normalise::{NormaliseOptions, Normalised, Note, normalise};
pub use source::{MAX_BYTES, Position, Source};
