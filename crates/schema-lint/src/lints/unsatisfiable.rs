//! A schema that accepts no value: its keywords contradict each other, or it requires a part that no value satisfies. `false` and
//! `{"not": {}}` are meant. Only the innermost schema is reported.

use std::collections::BTreeSet;

use schema_ir::{Document, Keyword, Origin, Schema, SchemaId};

use crate::lint::Found;
use crate::lints::undeclared_required;
use crate::proofs::Proofs;

pub(super) fn find(document: &Document, proofs: &mut Proofs<'_, '_>) -> Vec<Found> {
    let explained: Vec<_> =
        undeclared_required::find(document, proofs.files).into_iter().map(|found| found.at).collect();
    let is_explained = |schema: &Schema| {
        let Origin { file, pointer } = &schema.origin;
        let is_inside = |at: &Origin| {
            at.file == *file && at.pointer.strip_prefix(pointer).is_some_and(|rest| rest.starts_with('/'))
        };
        explained.iter().any(is_inside)
    };
    let mut impossible = BTreeSet::new();
    let mut all = Vec::new();
    for id in parts_first(document) {
        let schema = &document[id];
        // A reference is as possible as its target, which is the one to report.
        if let (Some(target), true) = (schema.reference, schema.asserting().eq([Keyword::Ref])) {
            if impossible.contains(&target) {
                impossible.insert(id);
            }
            continue;
        }
        if is_meant(document, schema) || !proofs.is_impossible(id) {
            continue;
        }
        let mut parts = schema.subschemas().map(|(.., part)| part).chain(schema.reference);
        let has_cause = parts.any(|part| impossible.contains(&part)) || is_explained(schema);
        impossible.insert(id);
        if !has_cause {
            let message = "no value satisfies this schema";
            all.push(Found::new(schema.origin.clone(), message, advice(document, id)));
        }
    }
    all
}

/// All schemas, each after its parts and the target of its reference, except where a reference leads back.
fn parts_first(document: &Document) -> Vec<SchemaId> {
    let (mut order, mut seen) = (Vec::new(), BTreeSet::new());
    for (start, _) in document.iter() {
        let mut open = vec![(start, false)];
        while let Some((id, is_done)) = open.pop() {
            if is_done {
                order.push(id);
            } else if seen.insert(id) {
                open.push((id, true));
                open.extend(
                    document[id]
                        .subschemas()
                        .map(|(.., part)| part)
                        .chain(document[id].reference)
                        .map(|id| (id, false)),
                );
            }
        }
    }
    order
}

/// Whether the form of a schema shows that it is meant to accept nothing: `false`, `{"not": {}}`, or a reference to such a schema.
fn is_meant(document: &Document, schema: &Schema) -> bool {
    let is_not_any = |schema: &Schema| schema.logic.not.is_some_and(|inner| document[inner].is_any());
    let target = schema.reference.map(|target| &document[target]);
    [Some(schema), target].into_iter().flatten().any(|schema| schema.is_false() || is_not_any(schema))
}

fn advice(document: &Document, id: SchemaId) -> String {
    if leads_to_itself(document, id) {
        return "if each value needs another one inside, allow an end of it, such as null or an empty list".to_owned();
    }
    let keywords: Vec<String> = document[id].asserting().map(|keyword| format!("`{keyword}`")).collect();
    match keywords.as_slice() {
        [one] => format!("change {one}, or write `false` if nothing is meant to be valid"),
        [] => "write `false` if nothing is meant to be valid".to_owned(),
        [before @ .., last] => format!(
            "{} and {last} contradict each other; change one of them, or write `false` if nothing is meant to be valid",
            before.join(", ")
        ),
    }
}

/// Whether references lead from the parts of a schema to the schema.
fn leads_to_itself(document: &Document, id: SchemaId) -> bool {
    let parts = |id: SchemaId| document[id].subschemas().map(|(.., part)| part).chain(document[id].reference);
    let (mut seen, mut open) = (BTreeSet::new(), parts(id).collect::<Vec<_>>());
    while let Some(part) = open.pop() {
        if part == id {
            return true;
        }
        if seen.insert(part) {
            open.extend(parts(part));
        }
    }
    false
}
