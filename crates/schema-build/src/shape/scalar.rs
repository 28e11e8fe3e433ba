//! Lowers strings and numbers with their bounds.

use serde_json::{Number, Value};

use super::keywords::{Members, concerns};
use super::{Check, Constraint, Ty};
use schema_ir::pointer;

/// The checks for those of `keywords` that the schema has.
pub(super) fn collect_checks(members: &Members, keywords: &[&'static str], at: &str) -> Vec<Check> {
    let mut out = Vec::new();
    for keyword in keywords {
        // Merged schemas may have several values of a keyword in a list.
        let values = match members.get(*keyword) {
            Some(Value::Array(values)) => values.as_slice(),
            one => one.map_or(&[][..], std::slice::from_ref),
        };
        for value in values {
            let constraint = match value {
                Value::Bool(true) => Constraint::Unique,
                Value::String(pattern) => Constraint::Pattern(pattern.clone()),
                Value::Number(number) => match number.as_u64() {
                    // A minimum of 0 asserts nothing.
                    Some(0) if matches!(*keyword, "minLength" | "minItems" | "minProperties") => continue,
                    Some(count) if concerns(keyword) != Some("number") => Constraint::Count(count),
                    _ => Constraint::Number(number.clone()),
                },
                _ => continue,
            };
            out.push(Check { keyword, constraint, at: pointer::push(at, keyword) });
        }
    }
    out
}

/// The type with checks, if there are any.
pub(super) fn with_checks(ty: Ty, checks: Vec<Check>) -> Ty {
    if checks.is_empty() { ty } else { Ty::Checked(Box::new(ty), checks) }
}

pub(super) fn lower_string(members: &Members, at: &str) -> Ty {
    let ty = match members.get("format") {
        Some(Value::String(format)) => Ty::Format(format.clone()),
        _ => Ty::String,
    };
    with_checks(ty, collect_checks(members, &["minLength", "maxLength", "pattern"], at))
}

const NUMBER: [&str; 5] = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"];

pub(super) fn lower_number(members: &Members, at: &str) -> Ty {
    with_checks(Ty::Number, collect_checks(members, &NUMBER, at))
}

/// Lowers an integer. With both bounds, it becomes the smallest integer type of Rust that contains the range, and a bound that
/// equals the limit of that type needs no check: `{"minimum": 0, "maximum": 255}` is a plain `u8`.
pub(super) fn lower_integer(members: &Members, at: &str) -> Ty {
    let ty = range(members).and_then(|(least, most)| width(least, most)).map_or(Ty::Integer, Ty::Int);
    let checks = collect_checks(members, &NUMBER, at);
    let implied = |check: &Check| match (&ty, &check.constraint) {
        (Ty::Int(name), Constraint::Number(limit)) => {
            let (least, most) = limits(name);
            match (check.keyword, whole(limit)) {
                ("minimum", Some(limit)) => limit == least,
                ("maximum", Some(limit)) => limit == most,
                _ => false,
            }
        }
        _ => false,
    };
    let checks = checks.into_iter().filter(|check| !implied(check)).collect();
    with_checks(ty, checks)
}

/// The least and the greatest integer within the bounds, if there are both bounds.
fn range(members: &Members) -> Option<(i128, i128)> {
    let bound = |keyword: &str| members.get(keyword).and_then(Value::as_number);
    let least = [bound("minimum").map(ceiling), bound("exclusiveMinimum").map(|number| floor(number) + 1)];
    let most = [bound("maximum").map(floor), bound("exclusiveMaximum").map(|number| ceiling(number) - 1)];
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
fn limits(name: &str) -> (i128, i128) {
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
