//! The keywords of two schemas that a value must both satisfy, as one.

use schema_ir::{Keyword, Schema, TypeName, Types, equal};
use serde_json::Number;

/// The result of intersecting a keyword.
pub(super) enum Intersect {
    Done,
    /// The schemas inside the keyword have to be intersected.
    Schemas,
    /// No value of the keyword asserts what both values assert.
    Impossible,
}

/// Changes `keyword` in `one` so that it asserts what it asserts in both schemas, which have it with different values.
pub(super) fn intersect_keyword(keyword: Keyword, one: &mut Schema, other: &Schema) -> Intersect {
    match keyword {
        Keyword::Type => match intersect_types(one, other) {
            Some(types) => one.types = Some(types),
            None => return Intersect::Impossible,
        },
        Keyword::Enum => {
            let theirs = other.values.as_deref().unwrap_or_default();
            if let Some(values) = &mut one.values {
                values.retain(|value| theirs.iter().any(|known| equal(known, value)));
            }
        }
        Keyword::Required => {
            let more = other.object.required.iter().filter(|name| !one.object.required.contains(name));
            let more: Vec<String> = more.cloned().collect();
            one.object.required.extend(more);
        }
        Keyword::Minimum => one.number.minimum = greatest(&one.number.minimum, &other.number.minimum),
        Keyword::ExclusiveMinimum => {
            one.number.exclusive_minimum = greatest(&one.number.exclusive_minimum, &other.number.exclusive_minimum);
        }
        Keyword::Maximum => one.number.maximum = least(&one.number.maximum, &other.number.maximum),
        Keyword::ExclusiveMaximum => {
            one.number.exclusive_maximum = least(&one.number.exclusive_maximum, &other.number.exclusive_maximum);
        }
        Keyword::MinLength => one.text.min_length = one.text.min_length.max(other.text.min_length),
        Keyword::MinItems => one.array.min_items = one.array.min_items.max(other.array.min_items),
        Keyword::MinProperties => {
            one.object.min_properties = one.object.min_properties.max(other.object.min_properties);
        }
        // Both have the keyword, so neither is `None`, which would be the least.
        Keyword::MaxLength => one.text.max_length = one.text.max_length.min(other.text.max_length),
        Keyword::MaxItems => one.array.max_items = one.array.max_items.min(other.array.max_items),
        Keyword::MaxProperties => {
            one.object.max_properties = one.object.max_properties.min(other.object.max_properties);
        }
        Keyword::UniqueItems => one.array.unique_items = Some(true),
        // Both apply, and each becomes a check.
        Keyword::Pattern => {
            let text = &mut *one.text;
            for pattern in other.text.pattern.iter().chain(&other.text.more_patterns) {
                if text.pattern.as_ref() != Some(pattern) && !text.more_patterns.contains(pattern) {
                    text.more_patterns.push(pattern.clone());
                }
            }
        }
        Keyword::MultipleOf => {
            let number = &mut *one.number;
            for step in other.number.multiple_of.iter().chain(&other.number.more_multiples) {
                if number.multiple_of.as_ref() != Some(step) && !number.more_multiples.contains(step) {
                    number.more_multiples.push(step.clone());
                }
            }
        }
        Keyword::Not | Keyword::Items | Keyword::PropertyNames => return Intersect::Schemas,
        keyword if keyword.annotates() => one.copy(keyword, other),
        _ => return Intersect::Impossible,
    }
    Intersect::Done
}

/// The types that both schemas allow: `["string", "number"]` and `"integer"` have `"integer"` in common.
fn intersect_types(one: &Schema, other: &Schema) -> Option<Types> {
    let (mine, theirs) = (one.types.as_ref()?.names(), other.types.as_ref()?.names());
    let within = |name: &TypeName, list: &[TypeName]| list.iter().any(|known| known.includes(*name));
    let mut both: Vec<TypeName> = mine.iter().filter(|name| within(name, theirs)).copied().collect();
    both.extend(theirs.iter().filter(|name| within(name, mine) && !mine.contains(name)));
    match both.as_slice() {
        [] => None,
        [one] => Some(Types::One(*one)),
        _ => Some(Types::List(both)),
    }
}

fn greatest(one: &Option<Number>, other: &Option<Number>) -> Option<Number> {
    if is_greater(one, other) { one.clone() } else { other.clone() }
}

fn least(one: &Option<Number>, other: &Option<Number>) -> Option<Number> {
    if is_greater(one, other) { other.clone() } else { one.clone() }
}

fn is_greater(one: &Option<Number>, other: &Option<Number>) -> bool {
    let float = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
    float(one) > float(other)
}
