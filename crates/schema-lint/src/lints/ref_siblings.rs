//! Up to draft-07, the members beside `$ref` are ignored (draft-07 core, 8.3): `{"$ref": "#/definitions/Id", "minLength": 1}` accepts
//! an empty string. Descriptions beside `$ref` are no finding, because tools show them.

use schema_ir::{Draft, Keyword, Written};

use crate::lint::Found;

pub(super) fn find(all: &[Written<'_>]) -> Vec<Found> {
    let older = all.iter().filter(|schema| schema.draft <= Draft::Draft07);
    older.filter_map(judge).collect()
}

fn judge(schema: &Written<'_>) -> Option<Found> {
    schema.members.get(Keyword::Ref.name())?.as_str()?;
    let ignored: Vec<Keyword> = schema.members.keys().filter_map(|name| lost_keyword(schema, name)).collect();
    let first = ignored.first()?;
    let names: Vec<String> = ignored.iter().map(|keyword| format!("`{keyword}`")).collect();
    let has = if names.len() == 1 { "has" } else { "have" };
    let message = format!("{} {has} no effect beside `$ref` in {}", names.join(", "), schema.draft.name());
    Some(Found::new(
        schema.origin.keyword(*first),
        message,
        "move the `$ref` into `allOf`, and leave the rest beside `allOf`",
    ))
}

/// The keyword that a member is, if the schema that `$ref` leads to does not have the same.
fn lost_keyword(schema: &Written<'_>, name: &str) -> Option<Keyword> {
    let keyword = Keyword::of(name, schema.draft).filter(|keyword| keyword.asserts() && *keyword != Keyword::Ref)?;
    let there = schema.target.and_then(|target| target.get(name));
    let is_repeated = there == schema.members.get(name);
    // `{"type": "object", "$ref": …}` repeats what the target means in other words, such as by `allOf`.
    let is_implied = keyword == Keyword::Type && there.is_none() && schema.target.is_some();
    (!is_repeated && !is_implied).then_some(keyword)
}
