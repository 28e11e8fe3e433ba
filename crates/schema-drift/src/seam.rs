//! The JSON that the walk reads until it reads the model.

use schema_ir::{Document, Keyword, pointer};
use serde_json::Value;

use crate::plain::write_with_names;

/// A name that no definition has.
fn name_of_root(document: &Document) -> String {
    let mut name = "root".to_owned();
    while document.definition(&name).is_some() {
        name.push('_');
    }
    name
}

/// A document as JSON in which a recursive root is a definition, so that schemas can be cut out.
pub(crate) fn walked(document: &Document) -> Value {
    let definitions = document.definitions().iter().map(|(name, id)| (*id, name.clone()));
    write_with_names(document, &definitions.chain([(document.root(), name_of_root(document))]).collect())
}

/// Translates a pointer into [`walked`] to one into the document as JSON.
pub(crate) fn without_moved_root<'p>(document: &Document, pointer: &'p str) -> &'p str {
    let root = pointer::push(&pointer::push("", Keyword::Defs.name()), &name_of_root(document));
    match pointer.strip_prefix(&root) {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => rest,
        _ => pointer,
    }
}
