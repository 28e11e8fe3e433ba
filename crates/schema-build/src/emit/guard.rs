//! The validator of a type, as its macro is given it.

use std::collections::BTreeSet;

use schema_ir::{Keyword, pointer};
use serde_json::Value;

use super::{Item, literal};
use crate::print::Clause;
use crate::shape::Guard;

/// The clause `validated`, if a validator guards the type.
pub(super) fn clause(item: &Item<'_>) -> Option<Clause> {
    let guard = item.ty.guard.as_ref()?;
    let references = find_references(guard);
    let mut entries =
        vec![format!("at: {}", literal(&item.ty.at)), format!("schema: {}", literal(&guard.schema.to_string()))];
    if !references.is_empty() {
        entries.push(format!("definitions: {}", item.paths.definitions(item.emitter.definitions)));
    }
    let keywords: Vec<String> = guard.keywords.iter().map(|keyword| literal(keyword)).collect();
    entries.push(format!("keywords: [{}]", keywords.join(", ")));
    // A whole document replaces the schema of its type; any other guard is added to it.
    if !guard.whole {
        let references = references.iter().filter_map(|reference| {
            let of = match item.emitter.shape.copies.get(&pointer::definition(reference)?) {
                Some(copy) => format!("= {}", literal(copy)),
                None => item.paths.ty(item.emitter.names.definition(reference)?),
            };
            Some(format!("{}: {of}", literal(reference)))
        });
        let references: Vec<String> = references.collect();
        let references =
            if references.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", references.join(", ")) };
        entries.push(format!("references: {references}"));
    }
    Some(Clause::Lines("validated".to_owned(), entries))
}

/// The references of a guard to definitions of its document; a whole document has its own.
pub(super) fn find_references(guard: &Guard) -> BTreeSet<String> {
    let mut references = BTreeSet::new();
    if !guard.whole {
        collect(&guard.schema, &mut references);
    }
    references
}

/// The references in a schema.
fn collect(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get(Keyword::Ref.name()) {
                out.insert(reference.clone());
            }
            members.values().for_each(|member| collect(member, out));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
        _ => {}
    }
}
