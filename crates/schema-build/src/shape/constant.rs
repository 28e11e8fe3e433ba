//! Evaluates keywords on values that are known when types are generated, such as the values of an `enum`.

use serde_json::{Number, Value};

use super::keywords::{concerns, is_of};

/// Whether a value is valid under a keyword; `None` if this module does not evaluate the keyword.
pub(super) fn meets(value: &Value, keyword: &str, limit: &Value) -> Option<bool> {
    // Merged schemas may have several patterns in a list.
    if let ("pattern", Value::Array(all)) = (keyword, limit) {
        return all.iter().try_fold(true, |met, one| Some(met && meets(value, keyword, one)?));
    }
    let concerned = concerns(keyword)?;
    // A keyword accepts all values of other types (core, 7.6.1).
    if !is_of(value, concerned) {
        return Some(true);
    }
    let count = |count: usize| Some((count as u64, limit.as_u64()?));
    Some(match (keyword, value) {
        ("minLength", Value::String(text)) => count(text.chars().count()).map(|(count, limit)| count >= limit)?,
        ("maxLength", Value::String(text)) => count(text.chars().count()).map(|(count, limit)| count <= limit)?,
        ("pattern", Value::String(text)) => matches(limit.as_str()?, text)?,
        ("minItems", Value::Array(items)) => count(items.len()).map(|(count, limit)| count >= limit)?,
        ("maxItems", Value::Array(items)) => count(items.len()).map(|(count, limit)| count <= limit)?,
        ("minProperties", Value::Object(members)) => count(members.len()).map(|(count, limit)| count >= limit)?,
        ("maxProperties", Value::Object(members)) => count(members.len()).map(|(count, limit)| count <= limit)?,
        ("required", Value::Object(members)) => {
            limit.as_array()?.iter().filter_map(Value::as_str).all(|key| members.contains_key(key))
        }
        ("minimum", Value::Number(number)) => compare(number, limit)?.is_ge(),
        ("maximum", Value::Number(number)) => compare(number, limit)?.is_le(),
        ("exclusiveMinimum", Value::Number(number)) => compare(number, limit)?.is_gt(),
        ("exclusiveMaximum", Value::Number(number)) => compare(number, limit)?.is_lt(),
        _ => return None,
    })
}

/// Whether a regular expression in the grammar of [`schema_ir`] matches a part of a text (validation, 6.3.3: patterns are
/// not anchored).
pub(super) fn matches(pattern: &str, text: &str) -> Option<bool> {
    let regex = regress::Regex::with_flags(pattern, "u").ok()?;
    Some(regex.find(text).is_some())
}

fn compare(number: &Number, limit: &Value) -> Option<std::cmp::Ordering> {
    match (number.as_i128(), limit.as_number()?.as_i128()) {
        (Some(number), Some(limit)) => Some(number.cmp(&limit)),
        _ => number.as_f64()?.partial_cmp(&limit.as_f64()?),
    }
}
