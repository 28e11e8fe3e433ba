//! Patterns of keys that a guard's validator would not read: its engine takes less than ECMA-262 has.

use serde_json::Value;

use super::{Guard, Shape};
use crate::{Error, Source};

/// Refuses a type whose guard would refuse every value.
pub(super) fn check(source: &Source, shape: &Shape, definitions: Option<&Value>) -> Result<(), Error> {
    for (_, ty) in shape.iter() {
        let Some(Guard { schema, whole: false, .. }) = &ty.guard else { continue };
        let mut pattern = beyond(schema);
        if pattern.is_none() && refers(schema) {
            pattern = definitions.and_then(beyond);
        }
        if let Some(pattern) = pattern {
            let message = format!("the validator that guards the type does not read the pattern {pattern:?}");
            let help = "write the key of `patternProperties` without named groups, lone surrogates and large repeats";
            return Err(source.error(&ty.at, message).with_help(help));
        }
    }
    Ok(())
}

/// A key of `patternProperties` that is beyond the engine.
fn beyond(schema: &Value) -> Option<&str> {
    match schema {
        Value::Object(members) => {
            let patterns = members.get("patternProperties").and_then(Value::as_object);
            let found = patterns.into_iter().flatten().map(|(pattern, _)| pattern.as_str()).find(|key| is_beyond(key));
            found.or_else(|| members.values().find_map(beyond))
        }
        Value::Array(items) => items.iter().find_map(beyond),
        _ => None,
    }
}

fn refers(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => members.contains_key("$ref") || members.values().any(refers),
        Value::Array(items) => items.iter().any(refers),
        _ => false,
    }
}

fn is_beyond(pattern: &str) -> bool {
    let named = pattern.split("(?<").skip(1).any(|rest| !rest.starts_with(['=', '!']));
    let surrogate = pattern.split("\\u").skip(1).any(|rest| {
        let digits = rest.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
        digits.is_some_and(|unit| (0xD800..0xE000).contains(&unit))
    });
    // What repeats repeats is repeated as often as both say.
    let counts = pattern.split('{').skip(1).filter_map(|rest| {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
        let count = &rest[..rest.len() - digits.len()];
        count.rsplit(',').find(|count| !count.is_empty())?.parse::<u64>().ok()
    });
    let repeats = counts.fold(1, |all: u64, count| all.saturating_mul(count.max(1)));
    named || surrogate || repeats > MAX_REPEATS
}

/// Repeats of a class of characters that the engine takes.
const MAX_REPEATS: u64 = 500;

#[cfg(test)]
mod tests {
    use super::is_beyond;

    #[test]
    fn what_the_engine_does_not_take() {
        for pattern in [r"(?<n>a)\k<n>", r"[\uD800-\uDBFF]", "(?:a{1000}){1000}", r"\p{L}{1000}", "(?:a{20,30}){30}"] {
            assert!(is_beyond(pattern), "{pattern}");
        }
        for pattern in ["^x-", "(?<=a)b(?<!c)", r"\u0041{1,64}", r"^\p{L}{3}$", "a{", "{5", "[{}]"] {
            assert!(!is_beyond(pattern), "{pattern}");
        }
    }
}
