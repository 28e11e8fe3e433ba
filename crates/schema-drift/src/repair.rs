//! Rewrites keywords that the algebra cannot handle. The same values stay valid, and each repair is reported.

use schema_ir::{Document, Keyword, Schema, pointer};

/// A keyword that was rewritten for the algebra.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Pointer into the plain 2020-12 schema; into the file if the dialect forbids what is written there.
    pub pointer: String,
    /// A description of the repair.
    pub message: String,
}

/// The repairs that the algebra needs.
pub(crate) fn find_repairs(document: &Document) -> Vec<Repair> {
    if !document.iter().any(|(_, schema)| needs_repair(schema)) {
        return Vec::new();
    }
    let repair = |at: &str, keyword: &str| Repair {
        pointer: pointer::push(at, keyword),
        message: format!("dropped `{keyword}` at the largest double, because every number meets it"),
    };
    let all = document.pointers().into_iter();
    all.flat_map(|(at, id)| {
        useless_bounds(&document[id]).map(|keyword| repair(&at, keyword.name())).collect::<Vec<_>>()
    })
    .collect()
}

/// Whether a schema has something to repair.
pub(crate) fn needs_repair(schema: &Schema) -> bool {
    useless_bounds(schema).next().is_some()
}

/// Repairs a schema.
pub(crate) fn repair(schema: &mut Schema) {
    let useless: Vec<Keyword> = useless_bounds(schema).collect();
    for keyword in useless {
        schema.remove(keyword);
    }
}

/// Bounds at the largest double, because every number that is read meets them and the algebra gives up on them.
fn useless_bounds(schema: &Schema) -> impl Iterator<Item = Keyword> {
    let number = &schema.number;
    let all = [(Keyword::Minimum, &number.minimum, f64::MIN), (Keyword::Maximum, &number.maximum, f64::MAX)];
    let useless =
        |bound: &Option<serde_json::Number>, limit| bound.as_ref().and_then(|bound| bound.as_f64()) == Some(limit);
    all.into_iter().filter(move |(_, bound, limit)| useless(bound, *limit)).map(|(keyword, ..)| keyword)
}
