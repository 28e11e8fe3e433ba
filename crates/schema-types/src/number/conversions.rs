//! Conversions between numbers and Rust's own, and texts.

use std::fmt;
use std::str::FromStr;

use super::{Integer, Number, Repr, decimal};

/// A number that the other type cannot hold.
///
/// ```
/// use schema_types::number::{Integer, Number};
///
/// let error = u8::try_from(Integer::from(256)).unwrap_err();
/// assert_eq!(error.to_string(), "256 is not within u8");
/// assert!("7.5".parse::<Integer>().is_err() && "seven".parse::<Number>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutOfRange {
    number: String,
    expected: &'static str,
}

impl OutOfRange {
    pub(super) fn new(number: impl fmt::Display, expected: &'static str) -> Self {
        OutOfRange { number: number.to_string(), expected }
    }
}

impl fmt::Display for OutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is not {}", self.number, self.expected)
    }
}

impl std::error::Error for OutOfRange {}

macro_rules! integers {
    ($name:ident: $($integer:ident)*; $($pointer:ident)*; $($beyond:ident)*) => {
        $(
            impl From<$integer> for $name {
                fn from(number: $integer) -> Self {
                    $name(Repr::whole(number.into()))
                }
            }
            integers!(@both $name $integer);
        )*
        $(
            impl From<$pointer> for $name {
                fn from(number: $pointer) -> Self {
                    // A pointer has at most 64 bits.
                    $name(Repr::whole(number as i128))
                }
            }
            integers!(@both $name $pointer);
        )*
        $(
            impl TryFrom<$beyond> for $name {
                type Error = OutOfRange;

                fn try_from(number: $beyond) -> Result<Self, OutOfRange> {
                    let whole = i128::try_from(number).map_err(|_| OutOfRange::new(number, "within i128"))?;
                    Ok($name(Repr::whole(whole)))
                }
            }
            integers!(@both $name $beyond);
        )*
    };
    (@both $name:ident $integer:ident) => {
        impl TryFrom<$name> for $integer {
            type Error = OutOfRange;

            fn try_from(number: $name) -> Result<Self, OutOfRange> {
                let whole = number.0.as_whole().and_then(|number| number.try_into().ok());
                whole.ok_or_else(|| OutOfRange::new(number, concat!("within ", stringify!($integer))))
            }
        }

        impl PartialEq<$integer> for $name {
            fn eq(&self, other: &$integer) -> bool {
                self.0.as_whole().is_some_and(|number| i128::try_from(*other) == Ok(number))
            }
        }

        impl PartialEq<$name> for $integer {
            fn eq(&self, other: &$name) -> bool {
                other == self
            }
        }
    };
}

macro_rules! number {
    ($($name:ident)*) => {
        $(
            integers!($name: i8 i16 i32 i64 u8 u16 u32 u64 i128; isize usize; u128);

            /// Zero.
            impl Default for $name {
                fn default() -> Self {
                    $name(Repr::Whole(0))
                }
            }

            impl PartialEq<f64> for $name {
                fn eq(&self, other: &f64) -> bool {
                    Repr::float(*other).is_some_and(|other| self.0.compare(other).is_eq())
                }
            }

            impl PartialEq<$name> for f64 {
                fn eq(&self, other: &$name) -> bool {
                    other == self
                }
            }

            /// Fails if the number is not exactly a double. [`as_f64`]($name::as_f64) rounds.
            impl TryFrom<$name> for f64 {
                type Error = OutOfRange;

                fn try_from(number: $name) -> Result<f64, OutOfRange> {
                    let float = number.as_f64();
                    if number == float { Ok(float) } else { Err(OutOfRange::new(number, "exactly an f64")) }
                }
            }

            /// Fails if no [`Value`](crate::Value) holds the number.
            impl TryFrom<$name> for crate::Value {
                type Error = serde_json::Error;

                fn try_from(number: $name) -> Result<crate::Value, serde_json::Error> {
                    serde_json::to_value(number)
                }
            }
        )*
    };
}
number!(Integer Number);

impl From<Integer> for Number {
    fn from(number: Integer) -> Self {
        Number(number.0)
    }
}

impl TryFrom<Number> for Integer {
    type Error = OutOfRange;

    /// Fails if the number has a fraction.
    fn try_from(number: Number) -> Result<Self, OutOfRange> {
        if number.0.is_whole() { Ok(Integer(number.0)) } else { Err(OutOfRange::new(number, "a whole number")) }
    }
}

impl TryFrom<f64> for Number {
    type Error = OutOfRange;

    /// Fails if the number is not finite, because JSON has no such number.
    fn try_from(number: f64) -> Result<Self, OutOfRange> {
        Repr::float(number).map(Number).ok_or_else(|| OutOfRange::new(number, "a JSON number"))
    }
}

impl TryFrom<f32> for Number {
    type Error = OutOfRange;

    /// Fails if the number is not finite, because JSON has no such number.
    fn try_from(number: f32) -> Result<Self, OutOfRange> {
        f64::from(number).try_into()
    }
}

impl TryFrom<f64> for Integer {
    type Error = OutOfRange;

    /// Fails if the number is not finite or has a fraction.
    fn try_from(number: f64) -> Result<Self, OutOfRange> {
        Number::try_from(number)?.try_into()
    }
}

impl FromStr for Number {
    type Err = OutOfRange;

    /// Reads a numeral of JSON.
    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        let number = decimal::parse_numeral(text);
        number.map(Number).ok_or_else(|| OutOfRange::new(format_args!("{text:?}"), "a JSON number"))
    }
}

impl FromStr for Integer {
    type Err = OutOfRange;

    /// Reads a numeral of JSON, which may be written with a fraction of zero.
    fn from_str(text: &str) -> Result<Self, OutOfRange> {
        text.parse::<Number>()?.try_into()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn integers_of_rust_convert_both_ways() {
        assert_eq!(u64::try_from(Integer::from(u64::MAX)), Ok(u64::MAX));
        assert_eq!(usize::try_from(Number::from(7usize)), Ok(7));
        assert_eq!(Integer::try_from(u128::MAX).unwrap_err().to_string(), format!("{} is not within i128", u128::MAX));
        assert_eq!(i8::try_from(Number::try_from(-1.0).unwrap()), Ok(-1));
        assert!(i64::try_from(Number::try_from(0.5).unwrap()).is_err() && u8::try_from(Integer::from(-1)).is_err());
        assert!(Integer::from(3) == 3u8 && 3i64 == Number::from(3) && Number::from(3) == 3.0 && Integer::from(3) != 4);
        assert!(Integer::from(-1) != u128::MAX && Number::try_from(0.5).unwrap() != 0);
    }

    #[test]
    fn floats_convert_where_nothing_is_lost() {
        assert_eq!(f64::try_from(Number::try_from(0.1).unwrap()), Ok(0.1));
        assert!(f64::try_from(Integer::from(i64::MAX)).is_err() && Number::try_from(f64::NAN).is_err());
        assert_eq!(Integer::try_from(7.0).unwrap(), 7);
        assert!(Integer::try_from(7.5).is_err() && Integer::try_from(Number::try_from(7.5).unwrap()).is_err());
        assert_eq!(Number::try_from(0.5f32).unwrap(), 0.5);
    }

    #[test]
    fn texts_are_numerals_of_json() {
        for text in ["0", "-7", "1.50", "1e3", "170141183460469231731687303715884105727"] {
            let number: Number = text.parse().unwrap();
            assert_eq!(number, serde_json::from_str::<Number>(text).unwrap());
        }
        for text in ["", " 1", "+1", "01", ".5", "inf", "NaN", "1e400", "\"1\"", "0x1"] {
            assert!(text.parse::<Number>().is_err(), "{text}");
        }
        assert_eq!("7.0".parse::<Integer>().unwrap(), 7);
        assert_eq!(Integer::from(7).to_string().parse(), Ok(Integer::from(7)));
        assert_eq!(crate::Value::try_from(Number::from(7)).unwrap(), 7);
    }
}
