//! A member of `anyOf` or `oneOf` is covered if an earlier one accepts all that it accepts. Readers that try the members in order
//! never choose it: of `{"anyOf": [{"type": "object"}, {"$ref": "#/$defs/Order"}]}` they read every order as any object.

use schema_ir::{Document, Keyword, Schema, SchemaId};
use serde_json::Value;

use crate::lint::Found;
use crate::proofs::Proofs;

/// The number of pairs of members that are compared in one union.
const MAX_PAIRS: usize = 400;

pub(super) fn find(document: &Document, proofs: &mut Proofs<'_, '_>) -> Vec<Found> {
    let unions = document.iter().flat_map(|(_, schema)| {
        let of = move |keyword, members| (schema, keyword, members);
        let any_of = schema.logic.any_of.iter().map(move |members| of(Keyword::AnyOf, members));
        any_of.chain(schema.logic.one_of.iter().map(move |members| of(Keyword::OneOf, members)))
    });
    unions.flat_map(|(schema, keyword, members)| judge(document, schema, keyword, members, proofs)).collect()
}

fn judge(
    document: &Document,
    schema: &Schema,
    keyword: Keyword,
    members: &[SchemaId],
    proofs: &mut Proofs<'_, '_>,
) -> Vec<Found> {
    let mut left = MAX_PAIRS;
    let mut report = |(later, id): (usize, &SchemaId)| {
        let earlier = members.iter().take(later).position(|earlier| {
            left = left.saturating_sub(1);
            left > 0 && covers(document, *earlier, *id, proofs)
        })?;
        // A member that accepts nothing is the subject of another lint.
        let witness = proofs.find_common_value(&[*members.get(earlier)?, *id])?;
        Some(describe(schema, keyword, [earlier, later], witness))
    };
    members.iter().enumerate().filter_map(&mut report).collect()
}

/// Whether a schema accepts all that another one accepts, also if `format` asserts.
fn covers(document: &Document, wide: SchemaId, narrow: SchemaId, proofs: &mut Proofs<'_, '_>) -> bool {
    let names_values = |schema: &Schema| schema.constant.is_some() || schema.values.is_some();
    // `{"anyOf": [{"type": "string"}, {"enum": ["a", "b"]}]}` documents the values that are known.
    let is_any_of_type = document[wide].asserting().eq([Keyword::Type]);
    let is_known_values = is_any_of_type && names_values(&document[narrow]);
    !is_known_values && proofs.covers(wide, narrow)
}

fn describe(schema: &Schema, keyword: Keyword, [earlier, later]: [usize; 2], witness: Value) -> Found {
    let at = schema.origin.keyword(keyword).below(&later.to_string());
    let message = format!("the member {earlier} of `{keyword}` accepts all that the member {later} accepts");
    let help = format!("put the member {later} before the member {earlier}, or remove one of the two");
    let help = if keyword == Keyword::OneOf { "narrow the member, or remove one of the two".to_owned() } else { help };
    Found { witness: Some(witness), ..Found::new(at, message, help) }
}
