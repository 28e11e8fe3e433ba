//! Numbers of a text as serde's visitors know them.

use serde::de::{Error, Unexpected, Visitor};

use crate::number::FIRST_INEXACT;

/// A number, as serde_json presents it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Parsed {
    Unsigned(u64),
    Signed(i64),
    Float(f64),
}

/// The number that a text is, unless a double cannot hold it. `is_whole` tells that the text has neither fraction nor exponent.
#[inline]
pub(super) fn parse_number(text: &str, is_whole: bool) -> Option<Parsed> {
    if is_whole {
        let (is_negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
        // So many digits fit without a check.
        let magnitude = match digits.len() {
            ..=19 => Some(digits.bytes().fold(0, |number, digit| number * 10 + u64::from(digit - b'0'))),
            _ => digits.parse().ok(),
        };
        match (magnitude, is_negative) {
            (Some(magnitude), false) => return Some(Parsed::Unsigned(magnitude)),
            // An integer has no minus zero.
            (Some(magnitude @ 1..), true) if magnitude <= i64::MIN.unsigned_abs() => {
                return Some(Parsed::Signed(0i64.wrapping_sub_unsigned(magnitude)));
            }
            _ => {}
        }
    }
    text.parse().ok().filter(|number: &f64| number.is_finite()).map(Parsed::Float)
}

impl Parsed {
    #[inline]
    pub(super) fn visit<'de, V: Visitor<'de>, E: Error>(self, visitor: V) -> Result<V::Value, E> {
        match self {
            Parsed::Unsigned(number) => visitor.visit_u64(number),
            Parsed::Signed(number) => visitor.visit_i64(number),
            Parsed::Float(number) => visitor.visit_f64(number),
        }
    }

    /// Whether it is the whole value of its text. Minus zero is a double here, although `-0` is an integer.
    #[inline]
    pub(super) fn is_exact(self) -> bool {
        match self {
            Parsed::Unsigned(_) | Parsed::Signed(_) => true,
            Parsed::Float(number) => number != 0.0 && number.abs() < FIRST_INEXACT,
        }
    }

    pub(super) fn unexpected(self) -> Unexpected<'static> {
        match self {
            Parsed::Unsigned(number) => Unexpected::Unsigned(number),
            Parsed::Signed(number) => Unexpected::Signed(number),
            Parsed::Float(number) => Unexpected::Float(number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Parsed, parse_number};

    #[test]
    fn integers_are_the_widest_that_hold_them() {
        let whole = |text| parse_number(text, true);
        assert_eq!(whole("0"), Some(Parsed::Unsigned(0)));
        assert_eq!(whole("-0"), Some(Parsed::Float(-0.0)));
        assert_eq!(whole("18446744073709551615"), Some(Parsed::Unsigned(u64::MAX)));
        assert_eq!(whole("18446744073709551616"), Some(Parsed::Float(18_446_744_073_709_551_616.0)));
        assert_eq!(whole("-9223372036854775808"), Some(Parsed::Signed(i64::MIN)));
        assert_eq!(whole("-9223372036854775809"), Some(Parsed::Float(-9_223_372_036_854_775_809.0)));
        assert_eq!(parse_number("1e400", false), None);
        assert_eq!(parse_number("1e-400", false), Some(Parsed::Float(0.0)));
    }
}
