//! Small schemas of the model as JSON, for what does not read the model yet.

use schema_ir::Document;
use serde_json::Value;

use crate::repair::Repaired;

/// The document as the algebra can read it.
pub(crate) fn to_json(document: &Document) -> Value {
    Repaired::new(&document.to_json()).document
}
