//! Rejects references that lead back to themselves without a step into the value.

use serde_json::Value;

use schema_ir::{Error, ErrorKind, Normalised, Source, pointer};

/// Rejects a schema that applies itself to the same value again, such as `{"$ref": "#"}`, because no reader and no validator
/// would terminate (core, 9.4.1).
pub(super) fn check(source: &Source, normal: &Normalised) -> Result<(), Error> {
    let definitions = normal.schema.get("$defs").and_then(Value::as_object);
    let mut places = vec![(String::new(), &normal.schema)];
    places.extend(definitions.into_iter().flatten().map(|(name, schema)| (pointer::push("/$defs", name), schema)));
    let number = |reference: &str| match pointer::definition(reference) {
        Some(name) => definitions.and_then(|map| map.keys().position(|key| *key == name)).map_or(0, |index| index + 1),
        None => 0,
    };
    let edges: Vec<Vec<usize>> = places
        .iter()
        .map(|(_, schema)| {
            let mut references = Vec::new();
            same_value(schema, &mut references);
            references.into_iter().map(number).collect()
        })
        .collect();
    // 0: not visited, 1: on the path from the start, 2: leads to no loop.
    let mut state = vec![0u8; places.len()];
    for start in 0..places.len() {
        let mut way = vec![(start, 0)];
        while let Some((node, next)) = way.pop() {
            state[node] = 1;
            match edges[node].get(next) {
                None => state[node] = 2,
                Some(target) => {
                    way.push((node, next + 1));
                    match state[*target] {
                        0 => way.push((*target, 0)),
                        1 => {
                            let at = normal.source_pointer(&places[*target].0);
                            let message = "the schema refers to itself for the same value, without end";
                            let help =
                                "put the reference under a keyword that steps into the value, such as `properties`";
                            return Err(source.error(ErrorKind::RefLoop, &at, message).with_help(help));
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    Ok(())
}

/// Collects the references that apply to the same value as the schema.
fn same_value<'s>(schema: &'s Value, out: &mut Vec<&'s str>) {
    let Value::Object(members) = schema else { return };
    for (keyword, value) in members {
        match (keyword.as_str(), value) {
            ("$ref", Value::String(reference)) => out.push(reference),
            ("not" | "if" | "then" | "else", schema) => same_value(schema, out),
            ("allOf" | "anyOf" | "oneOf", Value::Array(schemas)) => {
                schemas.iter().for_each(|schema| same_value(schema, out));
            }
            ("dependentSchemas", Value::Object(schemas)) => schemas.values().for_each(|schema| same_value(schema, out)),
            _ => {}
        }
    }
}
