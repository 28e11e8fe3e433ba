//! Prints the schemas of a document that have names, and the properties of each, with their types and lines:
//!
//! ```text
//! cargo run --package schema-ir --example outline -- openapi.yaml
//! ```

use std::path::Path;

use schema_ir::{
    Document, Errors, Keyword, NormaliseOptions, SchemaId, Source, find_schemas, normalise_places, read_file,
};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("give a file")?;
    let source = read_file(file.as_str(), Path::new(&file))?;
    outline(&source)?.iter().for_each(|line| println!("{line}"));
    Ok(())
}

fn outline(source: &Source) -> Result<Vec<String>, Errors> {
    let named: Vec<_> = find_schemas(source)?.places.into_iter().filter(|place| place.is_named()).collect();
    let (normal, ids) = normalise_places(source, &NormaliseOptions::default(), &named)?;
    let document = &normal.document;
    let mut lines = Vec::new();
    for (place, id) in named.iter().zip(ids) {
        lines.push(format!("{}: {}", place.name, describe(document, id)));
        let object = &document[id].object;
        for (name, property) in &object.properties {
            let mark = if object.required.contains(name) { "" } else { "?" };
            let line = source.nearest_position(&document[*property].origin.pointer).line;
            lines.push(format!("  {name}{mark}: {} (line {line})", describe(document, *property)));
        }
    }
    Ok(lines)
}

/// The types of a schema, the schema that it refers to, or the keywords that it has.
fn describe(document: &Document, id: SchemaId) -> String {
    let schema = &document[id];
    if let Some(name) = schema.reference.and_then(|target| document.name_of(target)) {
        return name.to_owned();
    }
    match &schema.types {
        Some(types) => types.names().iter().map(|name| name.name()).collect::<Vec<_>>().join(" or "),
        None if schema.is_any() => "any".to_owned(),
        None => schema.asserting().map(Keyword::name).collect::<Vec<_>>().join(", "),
    }
}

#[test]
fn an_openapi_document_has_an_outline() -> Result<(), Errors> {
    let text = "
openapi: 3.1.0
info: {title: Shop, version: '1'}
components:
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        id: {type: [integer, string]}
        state: {$ref: '#/components/schemas/State'}
    State: {enum: [open, paid]}
";
    let lines = ["Order: object", "  id: integer or string (line 10)", "  state?: State (line 11)", "State: enum"];
    assert_eq!(outline(&Source::parse("shop.yaml", text.into())?)?, lines);
    Ok(())
}
