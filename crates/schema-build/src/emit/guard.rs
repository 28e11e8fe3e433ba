//! The validator of a type, as its macro is given it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Item, literal};
use crate::print::Clause;

/// The clause `validated`, if a validator guards the type.
pub(super) fn clause(item: &Item<'_>) -> Option<Clause> {
    let guard = item.ty.guard.as_ref()?;
    let mut entries =
        vec![format!("at: {}", literal(&item.ty.at)), format!("schema: {}", literal(&guard.schema.to_string()))];
    if !guard.whole {
        entries.push(format!("definitions: {}", item.paths.definitions(item.emitter.definitions)));
    }
    let keywords: Vec<String> = guard.keywords.iter().map(|keyword| literal(keyword)).collect();
    entries.push(format!("keywords: [{}]", keywords.join(", ")));
    if !guard.whole {
        let mut references = BTreeSet::new();
        collect(&guard.schema, &mut references);
        let references = references.iter().filter_map(|reference| {
            let ty = item.paths.ty(item.emitter.names.definition(reference)?);
            Some(format!("{}: {ty}", literal(reference)))
        });
        entries.push(format!("references: {{ {} }}", references.collect::<Vec<_>>().join(", ")));
    }
    Some(Clause::Lines("validated".to_owned(), entries))
}

/// The references in a schema.
fn collect(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                out.insert(reference.clone());
            }
            members.values().for_each(|member| collect(member, out));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
        _ => {}
    }
}
