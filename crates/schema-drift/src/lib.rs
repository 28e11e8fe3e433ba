//! What changed between two schemas.
