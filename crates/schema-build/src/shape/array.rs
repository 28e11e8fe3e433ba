//! Arrays: vectors and tuples.

use serde_json::Value;

use super::keywords::{Members, is_any};
use super::lower::{Context, Walk};
use super::{Ty, scalar};
use crate::pointer;

/// The longest tuple for which the standard library has the traits.
const MAX_TUPLE: usize = 12;

/// What a vector or a tuple says of an array; the keywords that neither says go to `left`.
pub(super) fn array(walk: &mut Walk<'_>, at: &str, members: &Members, context: &Context, left: &mut Vec<String>) -> Ty {
    if members.contains_key("contains") {
        left.push("contains".to_owned());
        left.extend(
            ["minContains", "maxContains"].iter().filter(|k| members.contains_key(**k)).map(|k| (*k).to_owned()),
        );
    }
    let any = Value::Bool(true);
    let (rest_keyword, rest) = match (members.get("items"), members.get("unevaluatedItems")) {
        (Some(items), _) => ("items", items),
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
        let fixed = ends && count("minItems") == Some(length) && count("maxItems").is_none_or(|most| most >= length);
        if fixed && prefix.len() <= MAX_TUPLE && members.get("uniqueItems") != Some(&Value::Bool(true)) {
            let mut items = Vec::with_capacity(prefix.len());
            for (index, item) in prefix.iter().enumerate() {
                let place = format!("{}/{index}", pointer::push(at, "prefixItems"));
                items.push(walk.ty(&place, item, &context.part(&format!("item{index}"))));
            }
            return Ty::Tuple(items);
        }
        left.push("prefixItems".to_owned());
        if !is_any(rest) {
            left.push(rest_keyword.to_owned());
        }
        let checks = scalar::checks(members, &["minItems", "maxItems"], &place);
        if members.get("uniqueItems") == Some(&Value::Bool(true)) {
            left.push("uniqueItems".to_owned());
        }
        return scalar::checked(Ty::Array(Box::new(Ty::Any)), checks);
    }
    let item = walk.ty(&pointer::push(at, rest_keyword), rest, &context.part("item"));
    let checks = scalar::checks(members, &["minItems", "maxItems", "uniqueItems"], &place);
    scalar::checked(Ty::Array(Box::new(item)), checks)
}
