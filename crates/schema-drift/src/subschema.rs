//! Small self-contained schemas cut out of a document.

use schema_ir::pointer::definition;
use serde_json::{Map, Value, json};

use crate::dialect;

/// The schema at `pointer`, with the definitions that it needs.
pub(crate) fn cut_out(document: &Value, pointer: &str) -> Value {
    with_definitions(document, document.pointer(pointer).cloned().unwrap_or(Value::Bool(true)))
}

/// `schema` with the entries of `$defs` that it needs from the document it was written in.
pub(crate) fn with_definitions(document: &Value, schema: Value) -> Value {
    let mut needed: Map<String, Value> = Map::new();
    let mut open: Vec<&Value> = Vec::new();
    let mut wanted = referenced_names(&schema);
    while let Some(name) = wanted.pop() {
        let Some(body) = document.get("$defs").and_then(|definitions| definitions.get(&name)) else { continue };
        if !needed.contains_key(&name) {
            needed.insert(name, body.clone());
            open.push(body);
        }
        while let Some(body) = open.pop() {
            wanted.extend(referenced_names(body));
        }
    }
    if needed.is_empty() {
        return schema;
    }
    match schema {
        Value::Object(mut members) => {
            members.insert("$defs".to_owned(), needed.into());
            members.into()
        }
        other => json!({"allOf": [other], "$defs": needed}),
    }
}

/// The names of definitions that `schema` refers to, outside of its own `$defs`.
fn referenced_names(schema: &Value) -> Vec<String> {
    let mut names = Vec::new();
    let mut open = vec![schema];
    while let Some(schema) = open.pop() {
        names.extend(schema.get("$ref").and_then(Value::as_str).and_then(definition));
        open.extend(dialect::children(schema).filter(|child| child.keyword != "$defs").map(|child| child.schema));
    }
    names
}
