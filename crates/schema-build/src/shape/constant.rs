//! Evaluates keywords on values that are known when types are generated, such as the values of an `enum`.

use std::cmp::Ordering;

use schema_ir::{JsonType, Keyword, Schema};
use serde_json::{Number, Value};

/// Whether a value is valid under a keyword of a schema; `None` if this module does not evaluate the keyword.
pub(super) fn meets(value: &Value, keyword: Keyword, schema: &Schema) -> Option<bool> {
    let concerned = keyword.about()?;
    // A keyword accepts all values of other types (core, 7.6.1).
    if JsonType::of(value) != concerned {
        return Some(true);
    }
    let Schema { number: of_number, text: of_text, array, object, .. } = schema;
    let at_least = |count: usize, limit: Option<u64>| Some(count as u64 >= limit?);
    let at_most = |count: usize, limit: Option<u64>| Some(count as u64 <= limit?);
    match (keyword, value) {
        (Keyword::MinLength, Value::String(text)) => at_least(text.chars().count(), of_text.min_length),
        (Keyword::MaxLength, Value::String(text)) => at_most(text.chars().count(), of_text.max_length),
        (Keyword::Pattern, Value::String(text)) => {
            patterns(schema).try_fold(true, |met, one| Some(met && matches(one, text)?))
        }
        (Keyword::MinItems, Value::Array(items)) => at_least(items.len(), array.min_items),
        (Keyword::MaxItems, Value::Array(items)) => at_most(items.len(), array.max_items),
        (Keyword::MinProperties, Value::Object(members)) => at_least(members.len(), object.min_properties),
        (Keyword::MaxProperties, Value::Object(members)) => at_most(members.len(), object.max_properties),
        (Keyword::Required, Value::Object(members)) => {
            Some(object.required.iter().all(|key| members.contains_key(key)))
        }
        (Keyword::Minimum, Value::Number(number)) => Some(compare(number, of_number.minimum.as_ref()?)?.is_ge()),
        (Keyword::Maximum, Value::Number(number)) => Some(compare(number, of_number.maximum.as_ref()?)?.is_le()),
        (Keyword::ExclusiveMinimum, Value::Number(number)) => {
            Some(compare(number, of_number.exclusive_minimum.as_ref()?)?.is_gt())
        }
        (Keyword::ExclusiveMaximum, Value::Number(number)) => {
            Some(compare(number, of_number.exclusive_maximum.as_ref()?)?.is_lt())
        }
        _ => None,
    }
}

/// All patterns of a schema.
pub(super) fn patterns(schema: &Schema) -> impl Iterator<Item = &String> {
    schema.text.pattern.iter().chain(&schema.text.more_patterns)
}

/// Whether a regular expression in the grammar of [`schema_ir`] matches a part of a text (validation, 6.3.3: patterns are
/// not anchored).
pub(crate) fn matches(pattern: &str, text: &str) -> Option<bool> {
    let regex = regress::Regex::with_flags(pattern, "u").ok()?;
    Some(regex.find(text).is_some())
}

pub(crate) fn compare(number: &Number, limit: &Number) -> Option<Ordering> {
    match (number.as_i128(), limit.as_i128()) {
        (Some(number), Some(limit)) => Some(number.cmp(&limit)),
        _ => number.as_f64()?.partial_cmp(&limit.as_f64()?),
    }
}
