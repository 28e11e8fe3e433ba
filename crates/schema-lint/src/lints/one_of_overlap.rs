//! `oneOf` accepts a value if exactly one member does (core, 10.2.1.3). Members that overlap reject the values that they share:
//! `{"oneOf": [{"type": "number"}, {"type": "integer"}]}` rejects every integer.

use std::collections::BTreeSet;

use schema_ir::{Document, JsonType, Keyword, Schema, SchemaId, TypeName, Types};

use crate::lint::Found;
use crate::proofs::Proofs;

/// The number of pairs of members that are compared in one `oneOf`.
const MAX_PAIRS: usize = 400;

pub(super) fn find(document: &Document, proofs: &mut Proofs<'_, '_>) -> Vec<Found> {
    document.iter().filter_map(|(_, schema)| judge(document, schema, proofs)).collect()
}

/// One finding for a `oneOf`, at the first member that overlaps with an earlier one.
fn judge(document: &Document, schema: &Schema, proofs: &mut Proofs<'_, '_>) -> Option<Found> {
    let members = schema.logic.one_of.as_deref()?;
    let mut beside = without_one_of(schema);
    if let (None, Some(of)) = (&beside.types, common_subject(document, members)) {
        beside.types = Some(Types::One(TypeName::Json(of)));
    }
    let beside = proofs.add(&beside);
    let pairs = (1..members.len()).flat_map(|later| (0..later).map(move |earlier| (earlier, later))).take(MAX_PAIRS);
    let mut overlaps = pairs.filter_map(|(earlier, later)| {
        let [one, other] = [*members.get(earlier)?, *members.get(later)?];
        if is_choice_of_keys(document, one, other) {
            return None;
        }
        Some((earlier, later, proofs.find_common_value(&[beside, one, other])?))
    });
    let (earlier, later, witness) = overlaps.next()?;
    let more = match overlaps.count() {
        0 => String::new(),
        1 => "; one more pair overlaps".to_owned(),
        count => format!("; {count} more pairs overlap"),
    };
    let at = schema.origin.keyword(Keyword::OneOf).below(&later.to_string());
    let message =
        format!("the members {earlier} and {later} of `oneOf` overlap, and `oneOf` rejects what both accept{more}");
    Some(Found { witness: Some(witness), ..Found::new(at, message, advice(document, schema, [earlier, later])) })
}

/// What applies beside the `oneOf`. `unevaluatedProperties` would judge properties that the members evaluate.
fn without_one_of(schema: &Schema) -> Schema {
    let mut beside = schema.clone();
    for keyword in [Keyword::OneOf, Keyword::UnevaluatedProperties, Keyword::UnevaluatedItems] {
        beside.remove(keyword);
    }
    beside
}

/// The type of values that all members are about, if they name none: `{"required": ["id"]}` is about objects, and its author did
/// not think of the numbers and strings that it accepts, too.
fn common_subject(document: &Document, members: &[SchemaId]) -> Option<JsonType> {
    let target = |id: &SchemaId| document[*id].reference.unwrap_or(*id);
    let mut subjects = members.iter().map(target).flat_map(|id| document[id].asserting()).map(Keyword::about);
    let first = subjects.next()??;
    subjects.all(|subject| subject == Some(first)).then_some(first)
}

/// Whether each of two members requires a key that the other does not declare, so that only a value with the keys of both would
/// overlap. The author means `oneOf` to reject it: `{"oneOf": [{"required": ["file"]}, {"required": ["url"]}]}`.
fn is_choice_of_keys(document: &Document, one: SchemaId, other: SchemaId) -> bool {
    let [one, other] = [Keys::of(document, one), Keys::of(document, other)];
    let differs = |of: &Keys<'_>, from: &Keys<'_>| of.required.difference(&from.declared).next().is_some();
    differs(&one, &other) && differs(&other, &one)
}

/// The keys that a schema requires, and those that it declares.
#[derive(Default)]
struct Keys<'d> {
    required: BTreeSet<&'d str>,
    declared: BTreeSet<&'d str>,
}

impl<'d> Keys<'d> {
    fn of(document: &'d Document, id: SchemaId) -> Self {
        let (mut keys, mut seen, mut open) = (Keys::default(), BTreeSet::new(), vec![id]);
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let Schema { object, logic, reference, .. } = &document[id];
            keys.required.extend(object.required.iter().map(String::as_str));
            keys.declared.extend(object.properties.keys().chain(&object.required).map(String::as_str));
            open.extend(reference.iter().chain(&logic.all_of));
        }
        keys
    }
}

fn advice(document: &Document, schema: &Schema, members: [usize; 2]) -> String {
    let one_of = schema.logic.one_of.as_deref().unwrap_or_default();
    let has_format =
        |index: usize| one_of.get(index).is_some_and(|id| document[*id].annotations.contains_key(&Keyword::Format));
    if schema.annotations.contains_key(&Keyword::Discriminator) {
        return "`discriminator` decides nothing here: require the property in each member, with a `const` of its own"
            .to_owned();
    }
    if members.into_iter().any(has_format) {
        return "`format` rejects nothing: write `anyOf`, or a `pattern` in each member".to_owned();
    }
    "write `anyOf`, or tell the members apart by a required property with a `const` of its own in each".to_owned()
}
