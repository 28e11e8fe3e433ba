//! Lowers arrays to vectors and tuples.

use serde_json::Value;

use super::keywords::{Members, is_any};
use super::lower::{Context, Lowered, Walk};
use super::{Ty, scalar};
use schema_ir::pointer;

/// The longest tuple for which the standard library implements `Debug`, `PartialEq` and the like.
const MAX_TUPLE: usize = 12;

/// Lowers an array to a vector or a tuple. Keywords that neither enforces are left to a guard.
pub(super) fn lower(walk: &mut Walk<'_>, at: &str, members: &Members, context: &Context) -> Lowered {
    let mut left = Vec::new();
    // No Rust type requires some of its items to be of another type. `minContains` and `maxContains` count those items, so
    // they go with `contains` (validation, 6.4.4 and 6.4.5).
    if members.contains_key("contains") {
        left.push("contains".to_owned());
        left.extend(
            ["minContains", "maxContains"].iter().filter(|k| members.contains_key(**k)).map(|k| (*k).to_owned()),
        );
    }
    let any = Value::Bool(true);
    let (rest_keyword, rest) = match (members.get("items"), members.get("unevaluatedItems")) {
        // `items` evaluates all the items that are left, so that `unevaluatedItems` applies to none.
        (Some(items), _) => ("items", items),
        // If only `prefixItems` evaluates items, `unevaluatedItems` means the same as `items` (core, 11.2).
        (None, Some(items)) if !members.contains_key("contains") && !members.contains_key("if") => {
            ("unevaluatedItems", items)
        }
        (None, Some(_)) => {
            left.push("unevaluatedItems".to_owned());
            ("items", &any)
        }
        (None, None) => ("items", &any),
    };
    let place = walk.source_pointer(at);
    let prefix = members.get("prefixItems").and_then(Value::as_array).filter(|prefix| !prefix.is_empty());
    let count = |keyword: &str| members.get(keyword).and_then(Value::as_u64);
    if let Some(prefix) = prefix {
        let length = prefix.len() as u64;
        let ends = *rest == Value::Bool(false) || count("maxItems").is_some_and(|most| most <= length);
        // A tuple has a fixed length: `{"prefixItems": [a, b], "items": false, "minItems": 2}`. It has no check of
        // `uniqueItems`.
        let fixed = ends && count("minItems") == Some(length) && count("maxItems").is_none_or(|most| most >= length);
        if fixed && prefix.len() <= MAX_TUPLE && members.get("uniqueItems") != Some(&Value::Bool(true)) {
            let mut items = Vec::with_capacity(prefix.len());
            for (index, item) in prefix.iter().enumerate() {
                let place = format!("{}/{index}", pointer::push(at, "prefixItems"));
                items.push(walk.lower_type(&place, item, &context.part(&format!("item{index}"))));
            }
            return Lowered::Inline(Ty::Tuple(items)).with_guard(left);
        }
        // Any other array is a vector of any values, because the items of a vector have one type.
        left.push("prefixItems".to_owned());
        if !is_any(rest) {
            left.push(rest_keyword.to_owned());
        }
        let checks = scalar::collect_checks(members, &["minItems", "maxItems"], &place);
        if members.get("uniqueItems") == Some(&Value::Bool(true)) {
            left.push("uniqueItems".to_owned());
        }
        return Lowered::Inline(scalar::with_checks(Ty::Array(Box::new(Ty::Any)), checks)).with_guard(left);
    }
    let item = walk.lower_type(&pointer::push(at, rest_keyword), rest, &context.part("item"));
    let checks = scalar::collect_checks(members, &["minItems", "maxItems", "uniqueItems"], &place);
    Lowered::Inline(scalar::with_checks(Ty::Array(Box::new(item)), checks)).with_guard(left)
}
