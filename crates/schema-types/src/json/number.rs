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

/// What was seen of the text of a number.
pub(super) struct Numeral {
    pub(super) is_negative: bool,
    /// The number that the digits before an exponent are without the point, as far as it fits.
    pub(super) digits: u64,
    /// How many digits these are.
    pub(super) count: usize,
    /// How many of them are behind the point, if there is one.
    pub(super) fraction: Option<usize>,
    pub(super) has_exponent: bool,
}

/// So many digits fit into an `u64`.
const MOST_DIGITS: usize = 19;

/// The powers of ten that a double holds.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Whether doubles are divided with one rounding. The oldest of Intel's processors round twice.
const ROUNDS_ONCE: bool = cfg!(any(not(target_arch = "x86"), target_feature = "sse2"));

impl Numeral {
    /// The number, unless a double cannot hold it.
    #[inline]
    pub(super) fn parse<'t>(&self, text: impl FnOnce() -> &'t str) -> Option<Parsed> {
        match self.fraction {
            _ if self.has_exponent => parse_float(text()),
            None => self.parse_whole(text),
            Some(fraction) => self.divide(fraction).or_else(|| parse_float(text())),
        }
    }

    #[inline]
    fn parse_whole<'t>(&self, text: impl FnOnce() -> &'t str) -> Option<Parsed> {
        match self.count {
            ..=MOST_DIGITS => whole(self.digits, self.is_negative).or_else(|| parse_float(text())),
            _ => parse_long(text()),
        }
    }

    /// The digits divided by a power of ten: the nearest double, if doubles hold both (Clinger, 1990).
    #[inline]
    fn divide(&self, fraction: usize) -> Option<Parsed> {
        let digits = i64::try_from(self.digits).ok().filter(|_| self.count <= MOST_DIGITS)? as f64;
        let ten = TENS.get(fraction).filter(|_| ROUNDS_ONCE && digits < FIRST_INEXACT)?;
        let number = digits / ten;
        Some(Parsed::Float(if self.is_negative { -number } else { number }))
    }
}

/// A whole number, if 64 bits hold it.
#[inline]
fn whole(magnitude: u64, is_negative: bool) -> Option<Parsed> {
    match (magnitude, is_negative) {
        (magnitude, false) => Some(Parsed::Unsigned(magnitude)),
        // An integer has no minus zero.
        (1.., true) if magnitude <= i64::MIN.unsigned_abs() => {
            Some(Parsed::Signed(0i64.wrapping_sub_unsigned(magnitude)))
        }
        _ => None,
    }
}

/// A whole number with many digits.
#[cold]
fn parse_long(text: &str) -> Option<Parsed> {
    let magnitude = text.trim_start_matches('-').parse().ok();
    magnitude.and_then(|magnitude| whole(magnitude, text.starts_with('-'))).or_else(|| parse_float(text))
}

fn parse_float(text: &str) -> Option<Parsed> {
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
    use proptest::prelude::*;

    use super::Parsed;
    use crate::json::cursor::Cursor;

    fn parse(text: &str) -> Option<Parsed> {
        Cursor::new(text).number().ok()?.parse(|| text)
    }

    #[test]
    fn integers_are_the_widest_that_hold_them() {
        assert_eq!(parse("0"), Some(Parsed::Unsigned(0)));
        assert_eq!(parse("-0"), Some(Parsed::Float(-0.0)));
        assert_eq!(parse("18446744073709551615"), Some(Parsed::Unsigned(u64::MAX)));
        assert_eq!(parse("18446744073709551616"), Some(Parsed::Float(18_446_744_073_709_551_616.0)));
        assert_eq!(parse("-9223372036854775808"), Some(Parsed::Signed(i64::MIN)));
        assert_eq!(parse("-9223372036854775809"), Some(Parsed::Float(-9_223_372_036_854_775_809.0)));
        assert_eq!(parse("1e400"), None);
        assert_eq!(parse("1e-400"), Some(Parsed::Float(0.0)));
    }

    proptest! {
        #[test]
        fn fractions_are_the_nearest_doubles(text in "-?(0|[1-9][0-9]{0,20})\\.[0-9]{1,25}") {
            let bits = |number: f64| number.to_bits();
            prop_assert_eq!(parse(&text).map(|number| match number {
                Parsed::Float(number) => bits(number),
                other => unreachable!("{other:?}"),
            }), text.parse().ok().map(bits));
        }
    }
}
