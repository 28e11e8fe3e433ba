//! Documents as JSON and back, for what speaks JSON: validators and the algebra.

use std::collections::HashMap;

use schema_ir::{
    Document, Draft, Error, Keyword, NormaliseOptions, SchemaId, Source, Writer, definition_uri, normalise,
};
use serde_json::{Map, Value};

use crate::classes::is_recursive;

/// Writes a document with the given names of its definitions. A root that a reference leads to becomes a definition too,
/// because `#` means something else in each document.
pub(crate) fn write_with_names(document: &Document, names: &HashMap<SchemaId, String>) -> Value {
    let references = names.iter().map(|(id, name)| (*id, definition_uri(name))).collect();
    let writer = Writer::with_references(document, references);
    let recursive = is_recursive(document);
    let named = document.definitions().values().copied().chain(recursive.then(|| document.root()));
    let definitions: Map<String, Value> =
        named.filter_map(|id| Some((names.get(&id)?.clone(), writer.schema(id)))).collect();
    let mut root = match names.get(&document.root()).filter(|_| recursive) {
        Some(name) => Value::Object(Map::from_iter([(Keyword::Ref.name().to_owned(), definition_uri(name).into())])),
        None => writer.schema(document.root()),
    };
    if let (Value::Object(members), false) = (&mut root, definitions.is_empty()) {
        members.insert(Keyword::Defs.name().to_owned(), definitions.into());
    }
    root
}

/// Reads JSON in plain 2020-12.
pub(crate) fn read(schema: &Value) -> Result<Document, Error> {
    let source = Source::parse("-", schema.to_string().into_bytes())?;
    let options = NormaliseOptions { draft: Some(Draft::Draft202012), lenient: true, ..NormaliseOptions::default() };
    normalise(&source, &options).map(|normal| normal.document).map_err(|errors| errors.into_first())
}
