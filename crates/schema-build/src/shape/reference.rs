//! Rejects references that lead back to themselves without a step into the value.

use schema_ir::{Document, Error, ErrorKind, Keyword, Role, SchemaId, SchemaMap, Source};

/// Rejects a schema that applies itself to the same value again, such as `{"$ref": "#"}`, because no reader and no validator
/// would terminate (core, 9.4.1).
pub(super) fn check(source: &Source, document: &Document) -> Result<(), Error> {
    let starts: Vec<SchemaId> =
        std::iter::once(document.root()).chain(document.definitions().values().copied()).collect();
    let mut edges: SchemaMap<Vec<SchemaId>> = SchemaMap::default();
    for id in &starts {
        edges.insert(*id, references_for_same_value(document, *id));
    }
    let edges = |id: SchemaId| edges.get(id).map_or(&[][..], Vec::as_slice);
    // Whether a schema is on the path from the start (`true`), or leads to no loop (`false`).
    let mut state: SchemaMap<bool> = SchemaMap::default();
    for start in starts {
        let mut way = vec![(start, 0)];
        while let Some((node, next)) = way.pop() {
            state.insert(node, true);
            let Some(target) = edges(node).get(next) else {
                state.insert(node, false);
                continue;
            };
            way.push((node, next + 1));
            match state.get(*target) {
                None => way.push((*target, 0)),
                Some(false) => {}
                Some(true) => {
                    let message = "the schema refers to itself for the same value, without end";
                    let help = "put the reference under a keyword that steps into the value, such as `properties`";
                    let error = source.error(ErrorKind::RefLoop, &document[*target].origin.pointer, message);
                    return Err(error.with_help(help));
                }
            }
        }
    }
    Ok(())
}

/// The targets of the references that apply to the same value as the schema.
fn references_for_same_value(document: &Document, id: SchemaId) -> Vec<SchemaId> {
    let (mut found, mut open) = (Vec::new(), vec![id]);
    while let Some(id) = open.pop() {
        let schema = &document[id];
        found.extend(schema.reference);
        let in_place = |keyword: Keyword| keyword.role() == Role::InPlace;
        open.extend(schema.subschemas().filter(|(keyword, ..)| in_place(*keyword)).map(|(_, _, id)| id));
    }
    found
}
