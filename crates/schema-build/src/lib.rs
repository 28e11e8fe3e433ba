//! Schemas to Rust source.
