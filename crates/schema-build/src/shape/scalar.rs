//! Lowers strings and numbers with their bounds.

use schema_ir::{JsonType, Keyword, Schema, pointer};
use serde_json::Number;

use super::constant::patterns;
use super::lower::Walk;
use super::{Check, Constraint, Ty};
use crate::Why;

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

pub(super) fn lower_string(walk: &Walk, schema: &Schema) -> Ty {
    let text = || {
        let format = schema.text_of(Keyword::Format);
        format.map_or_else(|| walk.string(), |format| Ty::Format(format.to_owned()))
    };
    let ty = walk.chosen_format(schema).unwrap_or_else(text);
    with_checks(ty, collect_checks(schema, &TEXT))
}

const NUMBER: [Keyword; 5] =
    [Keyword::Minimum, Keyword::ExclusiveMinimum, Keyword::Maximum, Keyword::ExclusiveMaximum, Keyword::MultipleOf];

// A keyword that is in neither list would not be checked.
const _: () = {
    let (mut index, mut count) = (0, 0);
    while index < Keyword::ALL.len() {
        if let Some(JsonType::String | JsonType::Number) = Keyword::ALL[index].about() {
            count += 1;
        }
        index += 1;
    }
    assert!(count == TEXT.len() + NUMBER.len(), "each keyword about strings or numbers is in a list");
};

pub(super) fn lower_number(walk: &Walk, schema: &Schema) -> Ty {
    let ty = walk.chosen_format(schema).or_else(|| walk.chosen_number(schema)).unwrap_or(Ty::Number);
    with_checks(ty, collect_checks(schema, &NUMBER))
}

/// Lowers an integer. With both bounds, it becomes the smallest integer type of Rust that contains the range, and a bound that
/// equals the limit of that type needs no check: `{"minimum": 0, "maximum": 255}` is a plain `u8`.
pub(super) fn lower_integer(walk: &Walk, schema: &Schema) -> Ty {
    if let Some(own) = walk.chosen_format(schema) {
        return with_checks(own, collect_checks(schema, &NUMBER));
    }
    let fits = range(schema).and_then(|(least, most)| width(least, most));
    let ty = match walk.choices.native_integers {
        true => native_integer(walk, schema, fits),
        false => fits.map_or(Ty::Integer, Ty::Int),
    };
    let name = match &ty {
        Ty::Int(name) => Some(*name),
        Ty::Own(own) => Some(own.ty.path.as_str()),
        _ => None,
    };
    let implied = |check: &Check| match (name, &check.constraint) {
        (Some(name), Constraint::Number(limit)) => {
            let (least, most) = limits(name);
            match (check.keyword, whole(limit)) {
                (Keyword::Minimum, Some(limit)) => limit == least,
                (Keyword::Maximum, Some(limit)) => limit == most,
                _ => false,
            }
        }
        _ => false,
    };
    let checks = collect_checks(schema, &NUMBER).into_iter().filter(|check| !implied(check)).collect();
    with_checks(ty, checks)
}

/// The integer type of Rust that `format` names, or else the smallest that contains the range, or else `i64` or `u64`.
fn native_integer(walk: &Walk, schema: &Schema, fits: Option<&'static str>) -> Ty {
    let by_format = schema.text_of(Keyword::Format).and_then(|format| {
        let known = |(name, _): &&(&str, &str)| *name == format;
        INTEGER_FORMATS.iter().find(known).map(|(_, name)| *name)
    });
    let (least, bounds) = (least(schema), range(schema));
    let name = match (by_format, fits, bounds) {
        (Some(name), ..) => name,
        (None, Some(name), _) => return Ty::Int(name),
        (None, None, Some(_)) => "i128",
        (None, None, None) if least.is_some_and(|least| least >= 0) => "u64",
        (None, None, None) => "i64",
    };
    let (from, to) = limits(name);
    let contains = bounds.is_some_and(|(least, most)| from <= least && most <= to);
    walk.native(schema, name, (!contains).then(|| Why::Range(name.to_owned())))
}

/// The formats of integers that OpenAPI and schemars define.
const INTEGER_FORMATS: [(&str, &str); 12] = [
    ("int8", "i8"),
    ("int16", "i16"),
    ("int32", "i32"),
    ("int64", "i64"),
    ("int128", "i128"),
    ("int", "i64"),
    ("uint8", "u8"),
    ("uint16", "u16"),
    ("uint32", "u32"),
    ("uint64", "u64"),
    ("uint128", "u128"),
    ("uint", "u64"),
];

/// The least and the greatest integer within the bounds, if there are both bounds.
fn range(schema: &Schema) -> Option<(i128, i128)> {
    let schema_ir::Number { maximum, exclusive_maximum, .. } = &*schema.number;
    let most = [maximum.as_ref().map(floor), exclusive_maximum.as_ref().map(|number| ceiling(number) - 1)];
    Some((least(schema)?, most.into_iter().flatten().min()?))
}

/// The least integer within the bounds, if there is a lower bound.
fn least(schema: &Schema) -> Option<i128> {
    let schema_ir::Number { minimum, exclusive_minimum, .. } = &*schema.number;
    let least = [minimum.as_ref().map(ceiling), exclusive_minimum.as_ref().map(|number| floor(number) + 1)];
    least.into_iter().flatten().max()
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
        "u128" => (0, i128::MAX),
        "i128" => (i128::MIN, i128::MAX),
        _ => (i64::MIN.into(), i64::MAX.into()),
    }
}
