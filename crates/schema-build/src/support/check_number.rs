use super::super::guard::Invalid;
use super::super::number::{self, Number};

fn bound(holds: bool, name: &str, number: Number, limit: Number, keyword: &'static str) -> Result<(), Invalid> {
    match holds {
        true => Ok(()),
        false => Err(Invalid { keyword, message: format!("`{name}` is {limit}, the number is {number}") }),
    }
}

pub(in super::super) fn minimum(number: impl Into<Number>, limit: Number, keyword: &'static str) -> Result<(), Invalid> {
    let number = number.into();
    bound(number >= limit, "minimum", number, limit, keyword)
}

pub(in super::super) fn exclusive_minimum(number: impl Into<Number>, limit: Number, keyword: &'static str) -> Result<(), Invalid> {
    let number = number.into();
    bound(number > limit, "exclusiveMinimum", number, limit, keyword)
}

pub(in super::super) fn maximum(number: impl Into<Number>, limit: Number, keyword: &'static str) -> Result<(), Invalid> {
    let number = number.into();
    bound(number <= limit, "maximum", number, limit, keyword)
}

pub(in super::super) fn exclusive_maximum(number: impl Into<Number>, limit: Number, keyword: &'static str) -> Result<(), Invalid> {
    let number = number.into();
    bound(number < limit, "exclusiveMaximum", number, limit, keyword)
}

pub(in super::super) fn multiple_of(number: impl Into<Number>, limit: Number, keyword: &'static str) -> Result<(), Invalid> {
    let number = number.into();
    bound(number::is_multiple(number, limit), "multipleOf", number, limit, keyword)
}
