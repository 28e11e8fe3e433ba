//! Rejects patterns in guards that the engine of the validator does not support, because it supports less than ECMA-262 has.

use schema_ir::{Document, Error, ErrorKind, Keyword, Source};
use serde_json::Value;

use super::{Guard, Shape};

/// Rejects a type whose guard would not compile, because it would then reject every value.
pub(super) fn check(source: &Source, shape: &Shape, document: &Document) -> Result<(), Error> {
    for (_, ty) in shape.iter() {
        let Some(Guard { schema, whole: false, .. }) = &ty.guard else { continue };
        let mut pattern = find_unsupported(schema);
        if pattern.is_none() && has_reference(schema) {
            pattern = find_unsupported_of(document);
        }
        if let Some(pattern) = pattern {
            let message = format!("the type needs a validator, which does not support the pattern {pattern:?}");
            let help = "rewrite the key of `patternProperties` without named groups, lone surrogates and large repeats";
            return Err(source.error(ErrorKind::Pattern, &ty.at, message).with_help(help));
        }
    }
    Ok(())
}

/// The first key of a `patternProperties` that the engine does not support.
fn find_unsupported(schema: &Value) -> Option<&str> {
    match schema {
        Value::Object(members) => {
            let patterns = members.get(Keyword::PatternProperties.name()).and_then(Value::as_object);
            let found =
                patterns.into_iter().flatten().map(|(pattern, _)| pattern.as_str()).find(|key| is_unsupported(key));
            found.or_else(|| members.values().find_map(find_unsupported))
        }
        Value::Array(items) => items.iter().find_map(find_unsupported),
        _ => None,
    }
}

/// The same for all schemas of a document.
fn find_unsupported_of(document: &Document) -> Option<&str> {
    let patterns = document.iter().flat_map(|(_, schema)| schema.object.pattern_properties.keys());
    patterns.map(String::as_str).find(|pattern| is_unsupported(pattern))
}

fn has_reference(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => members.contains_key(Keyword::Ref.name()) || members.values().any(has_reference),
        Value::Array(items) => items.iter().any(has_reference),
        _ => false,
    }
}

fn is_unsupported(pattern: &str) -> bool {
    let named = pattern.split("(?<").skip(1).any(|rest| !rest.starts_with(['=', '!']));
    let surrogate = pattern.split("\\u").skip(1).any(|rest| {
        let digits = rest.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
        digits.is_some_and(|unit| (0xD800..0xE000).contains(&unit))
    });
    // Nested quantifiers multiply, so the product of all counts is an upper limit.
    let counts = pattern.split('{').skip(1).filter_map(|rest| {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
        let count = &rest[..rest.len() - digits.len()];
        count.rsplit(',').find(|count| !count.is_empty())?.parse::<u64>().ok()
    });
    let repeats = counts.fold(1, |all: u64, count| all.saturating_mul(count.max(1)));
    named || surrogate || repeats > MAX_REPEATS
}

/// The number of repeats of a character class that the engine supports.
const MAX_REPEATS: u64 = 500;

#[cfg(test)]
mod tests {
    use super::is_unsupported;

    #[test]
    fn unsupported_patterns_are_found() {
        for pattern in [r"(?<n>a)\k<n>", r"[\uD800-\uDBFF]", "(?:a{1000}){1000}", r"\p{L}{1000}", "(?:a{20,30}){30}"] {
            assert!(is_unsupported(pattern), "{pattern}");
        }
        for pattern in ["^x-", "(?<=a)b(?<!c)", r"\u0041{1,64}", r"^\p{L}{3}$", "a{", "{5", "[{}]"] {
            assert!(!is_unsupported(pattern), "{pattern}");
        }
    }
}
