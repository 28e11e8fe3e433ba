//! Lowers strings and numbers with their bounds.

use schema_ir::{Keyword, Schema, pointer};
use serde_json::Number;

use super::constant::patterns;
use super::{Check, Constraint, Ty};

/// The checks for those of `keywords` that the schema has.
pub(super) fn collect_checks(schema: &Schema, keywords: &[Keyword]) -> Vec<Check> {
    let mut out = Vec::new();
    for keyword in keywords {
        let at = pointer::push(&schema.origin.pointer, keyword.name());
        let all = constraints(schema, *keyword).into_iter();
        out.extend(all.map(|constraint| Check { keyword: *keyword, constraint, at: at.clone() }));
    }
    out
}

/// What a keyword demands of a value. Merged schemas may have several patterns and multiples.
fn constraints(schema: &Schema, keyword: Keyword) -> Vec<Constraint> {
    let Schema { number, text, array, object, .. } = schema;
    let count = |limit: Option<u64>| limit.map(Constraint::Count).into_iter().collect();
    // A minimum of 0 asserts nothing.
    let least = |limit: Option<u64>| count(limit.filter(|limit| *limit > 0));
    let bound = |limit: &Option<Number>| limit.clone().map(Constraint::Number).into_iter().collect();
    match keyword {
        Keyword::MinLength => least(text.min_length),
        Keyword::MaxLength => count(text.max_length),
        Keyword::Pattern => patterns(schema).cloned().map(Constraint::Pattern).collect(),
        Keyword::MinItems => least(array.min_items),
        Keyword::MaxItems => count(array.max_items),
        Keyword::UniqueItems if array.unique_items == Some(true) => vec![Constraint::Unique],
        Keyword::MinProperties => least(object.min_properties),
        Keyword::MaxProperties => count(object.max_properties),
        Keyword::Minimum => bound(&number.minimum),
        Keyword::ExclusiveMinimum => bound(&number.exclusive_minimum),
        Keyword::Maximum => bound(&number.maximum),
        Keyword::ExclusiveMaximum => bound(&number.exclusive_maximum),
        Keyword::MultipleOf => {
            number.multiple_of.iter().chain(&number.more_multiples).cloned().map(Constraint::Number).collect()
        }
        _ => Vec::new(),
    }
}

/// The type with checks, beside those that it has.
pub(super) fn with_checks(ty: Ty, checks: Vec<Check>) -> Ty {
    match ty {
        ty if checks.is_empty() => ty,
        Ty::Checked(ty, mut all) => {
            all.extend(checks);
            Ty::Checked(ty, all)
        }
        ty => Ty::Checked(Box::new(ty), checks),
    }
}

/// The keywords that generated code checks for strings.
pub(super) const TEXT: [Keyword; 3] = [Keyword::MinLength, Keyword::MaxLength, Keyword::Pattern];

pub(super) fn lower_string(schema: &Schema) -> Ty {
    let ty = schema.text_of(Keyword::Format).map_or(Ty::String, |format| Ty::Format(format.to_owned()));
    with_checks(ty, collect_checks(schema, &TEXT))
}

const NUMBER: [Keyword; 5] =
    [Keyword::Minimum, Keyword::ExclusiveMinimum, Keyword::Maximum, Keyword::ExclusiveMaximum, Keyword::MultipleOf];

pub(super) fn lower_number(schema: &Schema) -> Ty {
    with_checks(Ty::Number, collect_checks(schema, &NUMBER))
}

/// Lowers an integer. With both bounds, it becomes the smallest integer type of Rust that contains the range, and a bound that
/// equals the limit of that type needs no check: `{"minimum": 0, "maximum": 255}` is a plain `u8`.
pub(super) fn lower_integer(schema: &Schema) -> Ty {
    let ty = range(schema).and_then(|(least, most)| width(least, most)).map_or(Ty::Integer, Ty::Int);
    let checks = collect_checks(schema, &NUMBER);
    let implied = |check: &Check| match (&ty, &check.constraint) {
        (Ty::Int(name), Constraint::Number(limit)) => {
            let (least, most) = limits(name);
            match (check.keyword, whole(limit)) {
                (Keyword::Minimum, Some(limit)) => limit == least,
                (Keyword::Maximum, Some(limit)) => limit == most,
                _ => false,
            }
        }
        _ => false,
    };
    let checks = checks.into_iter().filter(|check| !implied(check)).collect();
    with_checks(ty, checks)
}

/// The least and the greatest integer within the bounds, if there are both bounds.
fn range(schema: &Schema) -> Option<(i128, i128)> {
    let schema_ir::Number { minimum, exclusive_minimum, maximum, exclusive_maximum, .. } = &*schema.number;
    let least = [minimum.as_ref().map(ceiling), exclusive_minimum.as_ref().map(|number| floor(number) + 1)];
    let most = [maximum.as_ref().map(floor), exclusive_maximum.as_ref().map(|number| ceiling(number) - 1)];
    Some((least.into_iter().flatten().max()?, most.into_iter().flatten().min()?))
}

fn whole(number: &Number) -> Option<i128> {
    let float = number.as_f64()?;
    number.as_i128().or_else(|| (float.fract() == 0.0 && float.abs() < 1e30).then_some(float as i128))
}

// `as` saturates, which changes nothing, because such a number exceeds every integer type of `WIDTHS`. The clamp leaves room
// for `+ 1`.
fn floor(number: &Number) -> i128 {
    whole(number).unwrap_or_else(|| number.as_f64().map_or(i128::MIN, |float| float.floor().clamp(-1e37, 1e37) as i128))
}

fn ceiling(number: &Number) -> i128 {
    whole(number).unwrap_or_else(|| number.as_f64().map_or(i128::MAX, |float| float.ceil().clamp(-1e37, 1e37) as i128))
}

const WIDTHS: [&str; 8] = ["u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64"];

fn width(least: i128, most: i128) -> Option<&'static str> {
    WIDTHS.into_iter().find(|name| {
        let (from, to) = limits(name);
        from <= least && most <= to
    })
}

/// The least and the greatest value of an integer type of Rust.
pub(crate) fn limits(name: &str) -> (i128, i128) {
    match name {
        "u8" => (0, u8::MAX.into()),
        "i8" => (i8::MIN.into(), i8::MAX.into()),
        "u16" => (0, u16::MAX.into()),
        "i16" => (i16::MIN.into(), i16::MAX.into()),
        "u32" => (0, u32::MAX.into()),
        "i32" => (i32::MIN.into(), i32::MAX.into()),
        "u64" => (0, u64::MAX.into()),
        _ => (i64::MIN.into(), i64::MAX.into()),
    }
}
