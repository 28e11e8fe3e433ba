//! Values that are worth trying at a place: listed values, bounds and their neighbours, values of other types.

use schema_ir::Keyword;
use serde_json::{Number, Value, json};

use super::facets::{Bound, EXCLUSIVE_MAXIMUM, EXCLUSIVE_MINIMUM, Facets, MAXIMUM, MINIMUM, MULTIPLE_OF};
use crate::limits::MAX_SAMPLE_CHARS;

/// Strings that meet common patterns and formats.
const STOCK: [&str; 12] = [
    "a",
    "",
    "A",
    "0",
    "abc",
    "a b",
    "2024-02-29",
    "12:30:00Z",
    "2024-02-29T12:30:00Z",
    "a@example.com",
    "https://example.com/a?b=c",
    "01234567-89ab-4cde-8f01-23456789abcd",
];

/// A typical string for each `format` of 2020-12 (validation, 7.3).
fn example_of_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "date-time" => "2024-02-29T12:30:00Z",
        "date" => "2024-02-29",
        "time" => "12:30:00Z",
        "duration" => "P1DT2H",
        "email" | "idn-email" => "a@example.com",
        "hostname" | "idn-hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uri" | "uri-reference" | "iri" | "iri-reference" => "https://example.com/a",
        "uri-template" => "https://example.com/{a}",
        "uuid" => "01234567-89ab-4cde-8f01-23456789abcd",
        "json-pointer" => "/a/0",
        "relative-json-pointer" => "1/a",
        "regex" => "^a$",
        _ => return None,
    })
}

/// Strings for a place, likely valid ones first.
pub(super) fn strings(facets: &Facets<'_>) -> Vec<String> {
    let bounds = [
        facets.count(|schema| schema.text.min_length, u64::max),
        facets.count(|schema| schema.text.max_length, u64::min),
    ];
    strings_of(facets.get(|schema| schema.text_of(Keyword::Format)), bounds)
}

/// Strings to try for a value that has all of `formats`.
pub(crate) fn stock_strings<'f>(formats: impl IntoIterator<Item = &'f str>) -> Vec<String> {
    strings_of(formats, [None; 2])
}

fn strings_of<'f>(formats: impl IntoIterator<Item = &'f str>, bounds: [Option<usize>; 2]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    found.extend(formats.into_iter().filter_map(example_of_format).map(str::to_owned));
    found.extend(STOCK.map(str::to_owned));
    for bound in bounds.into_iter().flatten() {
        for length in [bound, bound.saturating_sub(1), bound.saturating_add(1)] {
            if length <= MAX_SAMPLE_CHARS {
                found.push("a".repeat(length));
                // Lengths count characters, not bytes (validation, 6.3.1).
                found.push("é".repeat(length));
            }
        }
    }
    found.push("a".repeat(300));
    found
}

const BOUNDS: [Bound; 4] = [MINIMUM, EXCLUSIVE_MINIMUM, MAXIMUM, EXCLUSIVE_MAXIMUM];

/// Numbers for a place, likely valid ones first.
pub(super) fn numbers(facets: &Facets<'_>) -> Vec<Number> {
    let mut found: Vec<f64> = Vec::new();
    for keyword in BOUNDS {
        for bound in facets.bounds(keyword).filter_map(Number::as_f64) {
            found.extend([bound, bound + 1.0, bound - 1.0, bound + 0.5, bound - 0.5, bound.floor(), bound.ceil()]);
        }
    }
    let low = facets.number(MINIMUM, f64::max).or(facets.number(EXCLUSIVE_MINIMUM, f64::max)).unwrap_or(0.0);
    for step in facets.bounds(MULTIPLE_OF).filter_map(Number::as_f64).filter(|step| *step > 0.0) {
        let first = (low / step).ceil() * step;
        found.extend([first, first + step, first + 2.0 * step, first + step / 2.0, step, -step]);
    }
    found.extend([0.0, 1.0, -1.0, 7.0, 1.5, 1e15, 1e300, -1e300]);
    let whole = |number: &f64| number.fract() == 0.0 && number.abs() < 9e15;
    let mut numbers: Vec<Number> = Vec::new();
    // Integer bounds are also tried as integers, because a double rounds large ones.
    for keyword in BOUNDS {
        for bound in facets.bounds(keyword).filter_map(Number::as_i64) {
            numbers.extend([bound, bound.saturating_add(1), bound.saturating_sub(1)].map(Number::from));
        }
    }
    for number in found {
        if whole(&number) {
            numbers.push(Number::from(number as i64));
        }
        numbers.extend(Number::from_f64(number));
    }
    numbers.extend([Number::from(i64::MAX), Number::from(i64::MIN), Number::from(u64::MAX)]);
    // Validators disagree about multiples beyond the precision of a double.
    if facets.bounds(MULTIPLE_OF).next().is_some() {
        numbers.retain(|number| number.as_f64().is_some_and(|number| number.abs() < 9e15));
    }
    let mut distinct: Vec<Number> = Vec::new();
    for number in numbers {
        if !distinct.contains(&number) {
            distinct.push(number);
        }
    }
    distinct
}

/// Values to try in place of a valid one: the listed values and look-alikes such as `"a "` for `"a"`, then values of every
/// type.
pub(super) fn replacements(facets: &Facets<'_>) -> Vec<Value> {
    let mut found = Vec::new();
    for listed in facets.listed() {
        found.push(listed.clone());
        if let Value::String(text) = listed {
            let changed = [text.to_lowercase(), text.to_uppercase(), format!("{text} "), format!("{text}x")];
            found.extend(changed.into_iter().filter(|changed| changed != text).map(Value::String));
            found.push(json!({ text: null }));
        }
    }
    found.extend([
        Value::Null,
        json!(true),
        json!(false),
        json!([]),
        json!({}),
        json!([null]),
        json!({"unknown": null}),
    ]);
    found.extend(strings(facets).into_iter().map(Value::String));
    found.extend(numbers(facets).into_iter().map(Value::Number));
    found
}
