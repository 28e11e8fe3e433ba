//! Lowers arrays to vectors and tuples.

use schema_ir::{Keyword, Schema, SchemaId, pointer};

use super::lower::{Context, Lowered, Walk};
use super::{Check, Constraint, Expected, Items, Ty, scalar};

/// The longest tuple for which the standard library implements `Debug`, `PartialEq` and the like.
const MAX_TUPLE: usize = 12;

/// Lowers an array to a vector or a tuple. Keywords that neither enforces are left to a guard.
pub(super) fn lower(walk: &mut Walk, schema: &Schema, context: &Context) -> Lowered {
    let array = &schema.array;
    let mut left = Vec::new();
    // No Rust type requires some of its items to be of another type. `minContains` and `maxContains` count those items, so
    // they go with `contains` (validation, 6.4.4 and 6.4.5).
    if array.contains.is_some() {
        let with = [Keyword::Contains, Keyword::MinContains, Keyword::MaxContains];
        left.extend(with.into_iter().filter(|keyword| schema.has(*keyword)));
    }
    let (rest_keyword, rest) = match (array.items, array.unevaluated_items) {
        // `items` evaluates all the items that are left, so that `unevaluatedItems` applies to none.
        (Some(items), _) => (Keyword::Items, Some(items)),
        // If only `prefixItems` evaluates items, `unevaluatedItems` means the same as `items` (core, 11.2).
        (None, Some(items)) if array.contains.is_none() && schema.logic.condition.is_none() => {
            (Keyword::UnevaluatedItems, Some(items))
        }
        (None, Some(_)) => {
            left.push(Keyword::UnevaluatedItems);
            (Keyword::Items, None)
        }
        (None, None) => (Keyword::Items, None),
    };
    let unique = array.unique_items == Some(true);
    if !array.prefix_items.is_empty() {
        let length = array.prefix_items.len() as u64;
        let ends = rest.is_some_and(|rest| walk.document[rest].is_false())
            || array.max_items.is_some_and(|most| most <= length);
        // A tuple has a fixed length: `{"prefixItems": [a, b], "items": false, "minItems": 2}`. It has no check of
        // `uniqueItems`.
        let fixed = ends && array.min_items == Some(length) && array.max_items.is_none_or(|most| most >= length);
        if fixed && array.prefix_items.len() <= MAX_TUPLE && !unique {
            let mut items = Vec::with_capacity(array.prefix_items.len());
            for (index, item) in array.prefix_items.iter().enumerate() {
                items.push(walk.lower_type(*item, &context.at(context.place.tuple_item(index))));
            }
            return Lowered::Inline(Ty::Tuple(items)).with_guard(left);
        }
        // `{"prefixItems": [a, a], "items": a}` is a vector, as is `{"prefixItems": [a, a], "items": false}` with a maximum length.
        if let Some(item) = one_schema(walk, schema, rest, ends) {
            let ty = Ty::Array(Box::new(walk.lower_type(item, &context.at(context.place.items()))));
            let mut checks =
                scalar::collect_checks(schema, &[Keyword::MinItems, Keyword::MaxItems, Keyword::UniqueItems]);
            if ends && array.max_items.is_none_or(|most| most > length) {
                let at = pointer::push(&schema.origin.pointer, rest_keyword.name());
                checks.push(Check { keyword: Keyword::MaxItems, constraint: Constraint::Count(length), at });
            }
            return Lowered::Inline(scalar::with_checks(ty, checks)).with_guard(left);
        }
        // Any other array is a vector of any values, because the items of a vector have one type.
        let mut checks = scalar::collect_checks(schema, &[Keyword::MinItems, Keyword::MaxItems, Keyword::UniqueItems]);
        checks.push(check_items(walk, schema, rest, context));
        return Lowered::Inline(scalar::with_checks(Ty::Array(Box::new(Ty::Any)), checks)).with_guard(left);
    }
    let item = rest.map_or(Ty::Any, |rest| walk.lower_type(rest, &context.at(context.place.items())));
    let checks = scalar::collect_checks(schema, &[Keyword::MinItems, Keyword::MaxItems, Keyword::UniqueItems]);
    Lowered::Inline(scalar::with_checks(Ty::Array(Box::new(item)), checks)).with_guard(left)
}

/// The check that each item is what `prefixItems` and `rest` ask for.
fn check_items(walk: &mut Walk, schema: &Schema, rest: Option<SchemaId>, context: &Context) -> Check {
    let first = schema.array.prefix_items.iter().enumerate();
    let first = first.map(|(index, item)| walk.expect(*item, &context.at(context.place.tuple_item(index))));
    let first = first.collect();
    let others = rest.map_or(Expected::Any, |rest| walk.expect(rest, &context.at(context.place.items())));
    let keyword = Keyword::PrefixItems;
    let at = pointer::push(&schema.origin.pointer, keyword.name());
    Check { keyword, constraint: Constraint::Items(Items { first, others }), at }
}

/// The schema of all items, if `prefixItems` and the `rest` are one. Without `rest`, the array `ends`, or more items may be of any
/// type.
fn one_schema(walk: &Walk, schema: &Schema, rest: Option<SchemaId>, ends: bool) -> Option<SchemaId> {
    let rest = rest.filter(|_| !ends);
    if rest.is_none() && !ends {
        return None;
    }
    let (first, others) = schema.array.prefix_items.split_first()?;
    others.iter().copied().chain(rest).all(|other| walk.document.are_alike(*first, other)).then_some(*first)
}
