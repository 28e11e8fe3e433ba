//! `{"minimum": 0, "exclusiveMinimum": true}` is draft-04 (validation, 5.1.3). From draft-06 on, the keyword is the bound itself.

use schema_ir::{Draft, Keyword, Written};
use serde_json::Value;

use crate::lint::Found;

pub(super) fn find(all: &[Written<'_>]) -> Vec<Found> {
    let newer = all.iter().filter(|schema| schema.draft > Draft::Draft04);
    newer.flat_map(|schema| BOUNDS.into_iter().filter_map(|bound| judge(schema, bound))).collect()
}

/// The keyword, and the one that it changes in draft-04.
const BOUNDS: [(Keyword, Keyword); 2] =
    [(Keyword::ExclusiveMinimum, Keyword::Minimum), (Keyword::ExclusiveMaximum, Keyword::Maximum)];

fn judge(schema: &Written<'_>, (exclusive, inclusive): (Keyword, Keyword)) -> Option<Found> {
    let is_exclusive = schema.members.get(exclusive.name())?.as_bool()?;
    let message = format!("`{exclusive}` is a number in {}, but here it is {is_exclusive}", schema.draft.name());
    let help = match (is_exclusive, schema.members.get(inclusive.name())) {
        (true, Some(Value::Number(bound))) => {
            format!("write `\"{exclusive}\": {bound}` in place of `\"{inclusive}\": {bound}` and the boolean")
        }
        (true, _) => format!("write the bound as the value of `{exclusive}`"),
        (false, _) => "remove it".to_owned(),
    };
    Some(Found::new(schema.origin.keyword(exclusive), message, help))
}
