//! An `example`, or one of the `examples`, that its schema rejects (validation, 9.5; OpenAPI 3.0.3, Schema Object).

use schema_ir::{Document, Keyword, Origin, Schema};
use serde_json::Value;

use crate::lint::Found;
use crate::proofs::Proofs;

pub(super) fn find(document: &Document, proofs: &mut Proofs<'_, '_>) -> Vec<Found> {
    let mut all = Vec::new();
    for (id, schema) in document.iter() {
        for (at, example) in find_examples(schema, proofs) {
            if let Some(reason) = proofs.why_rejected(id, &example) {
                let message = format!("the schema rejects its example: {reason}");
                let found = Found::new(at, message, "correct the example, or the schema");
                all.push(Found { witness: Some(example), ..found });
            }
        }
    }
    all
}

/// The examples as they are written, each with its place.
fn find_examples(schema: &Schema, proofs: &Proofs<'_, '_>) -> Vec<(Origin, Value)> {
    if schema.annotation(Keyword::Examples).is_none() {
        return Vec::new();
    }
    let Some(members) = proofs.files.members(&schema.origin) else { return Vec::new() };
    let of = |keyword: Keyword| Some((schema.origin.keyword(keyword), members.get(keyword.name())?));
    let list = of(Keyword::Examples).and_then(|(at, list)| Some((at, list.as_array()?)));
    let listed = list.into_iter().flat_map(|(at, list)| {
        list.iter().enumerate().map(move |(index, example)| (at.below(&index.to_string()), example.clone()))
    });
    listed.chain(of(Keyword::Example).map(|(at, example)| (at, example.clone()))).collect()
}
