//! Numbers as JSON has them: whole numbers of any size up to `i128`, and doubles.
//!
//! `7.0` is whole, and equal to `7`. A whole number beyond `i128` and a fraction that no double holds are read as the
//! nearest double.

mod conversions;
mod decimal;
mod read;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use serde::ser::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use conversions::OutOfRange;
pub(crate) use decimal::{FIRST_INEXACT, is_multiple};
pub(crate) use read::NumberVisitor;
pub(crate) use read::{NumberText, read_number};

use crate::wire::Wire;

/// A number in 24 bytes: an `i128` would be aligned to 16.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Repr {
    Whole(i64),
    Wide { high: i64, low: u64 },
    Float(f64),
}

impl Repr {
    pub(crate) const fn whole(number: i128) -> Self {
        if number >= i64::MIN as i128 && number <= i64::MAX as i128 {
            Repr::Whole(number as i64)
        } else {
            Repr::Wide { high: (number >> 64) as i64, low: number as u64 }
        }
    }

    pub(crate) fn float(number: f64) -> Option<Self> {
        number.is_finite().then_some(Repr::Float(number))
    }

    /// The number, if it is whole and an `i128` holds it.
    #[inline]
    pub(crate) fn as_whole(self) -> Option<i128> {
        match self {
            Repr::Whole(number) => Some(number.into()),
            Repr::Wide { high, low } => Some((i128::from(high) << 64) | i128::from(low)),
            Repr::Float(number) if number.fract() == 0.0 && number.abs() < 1e38 => Some(number as i128),
            Repr::Float(_) => None,
        }
    }

    pub(crate) fn is_whole(self) -> bool {
        match self {
            Repr::Whole(_) | Repr::Wide { .. } => true,
            Repr::Float(number) => number.fract() == 0.0,
        }
    }

    #[inline]
    pub(crate) fn as_f64(self) -> f64 {
        match self {
            Repr::Float(number) => number,
            Repr::Whole(number) => number as f64,
            Repr::Wide { .. } => self.as_whole().unwrap_or_default() as f64,
        }
    }

    #[inline(always)]
    fn compare(self, other: Self) -> Ordering {
        let (one, two) = (self.as_f64(), other.as_f64());
        if one.abs() < FIRST_INEXACT && two.abs() < FIRST_INEXACT {
            return one.partial_cmp(&two).unwrap_or(Ordering::Equal);
        }
        compare_wide((self.as_whole(), one), (other.as_whole(), two))
    }
}

/// Compares numbers, of which one is beyond what all doubles hold, by their whole values and the nearest doubles.
#[cold]
fn compare_wide(one: (Option<i128>, f64), other: (Option<i128>, f64)) -> Ordering {
    match (one, other) {
        ((Some(one), _), (Some(other), _)) => one.cmp(&other),
        // One of them has a fraction, so it is below 2^53, where doubles are exact; or it is beyond every `i128`.
        ((_, one), (_, other)) => one.total_cmp(&other),
    }
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident $json_type:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name(pub(crate) Repr);

        impl $name {
            /// The number, if it is whole and an `i64` holds it.
            pub fn as_i64(self) -> Option<i64> {
                self.0.as_whole().and_then(|number| number.try_into().ok())
            }

            /// The number, if it is whole and a `u64` holds it.
            pub fn as_u64(self) -> Option<u64> {
                self.0.as_whole().and_then(|number| number.try_into().ok())
            }

            /// The number, if it is whole and an `i128` holds it.
            #[inline]
            pub fn as_i128(self) -> Option<i128> {
                self.0.as_whole()
            }

            /// The number, or the nearest that an `f64` holds.
            pub fn as_f64(self) -> f64 {
                self.0.as_f64()
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.0.compare(other.0).is_eq()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> Ordering {
                self.0.compare(other.0)
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                match self.0.as_whole() {
                    Some(number) => number.hash(state),
                    None => self.0.as_f64().to_bits().hash(state),
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match (self.0, self.0.as_whole()) {
                    (Repr::Whole(_) | Repr::Wide { .. }, Some(number)) => fmt::Display::fmt(&number, f),
                    (number, _) => fmt::Display::fmt(&number.as_f64(), f),
                }
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if !serializer.is_human_readable() && Wire::of::<S::Error>(false) == Wire::Positional {
                    return self.write_typed(serializer);
                }
                match (self.0, self.0.as_whole()) {
                    (Repr::Whole(number), _) => serializer.serialize_i64(number),
                    (Repr::Wide { .. }, Some(number)) => match u64::try_from(number) {
                        Ok(number) => serializer.serialize_u64(number),
                        Err(_) => serializer.serialize_i128(number),
                    },
                    (number, _) => serializer.serialize_f64(number.as_f64()),
                }
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": $json_type })
            }
        }
    };
}

number! {
    /// A number without a fraction: JSON Schema's `integer`.
    ///
    /// ```
    /// use schema_types::number::Integer;
    ///
    /// let wide: Integer = serde_json::from_str("-9223372036854775809")?;
    /// assert_eq!(wide.as_i128(), Some(i128::from(i64::MIN) - 1));
    /// assert_eq!(serde_json::to_string(&wide)?, "-9223372036854775809");
    /// assert_eq!(serde_json::from_str::<Integer>("7.0")?, Integer::from(7));
    /// assert!(serde_json::from_str::<Integer>("7.5").is_err());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    Integer "integer"
}

number! {
    /// A number: JSON Schema's `number`.
    ///
    /// ```
    /// use schema_types::number::Number;
    ///
    /// let score: Number = serde_json::from_str("971.9863718547629")?;
    /// assert_eq!(score.as_f64(), 971.9863718547629);
    /// assert_eq!(serde_json::to_string(&score)?, "971.9863718547629");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    Number "number"
}

impl Integer {
    /// Writes the number to a format that has to be told the type when it is read.
    fn write_typed<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = self.as_i64().ok_or_else(|| S::Error::custom(OutOfRange::new(self, "within i64")))?;
        serializer.serialize_i64(number)
    }
}

impl Number {
    /// Writes the number to a format that has to be told the type when it is read.
    fn write_typed<S: Serializer>(self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.try_into().map_err(S::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_number(deserializer, D::deserialize_f64, NumberVisitor { expected: "a number" }).map(Number)
    }
}

impl<'de> Deserialize<'de> for Integer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read_integer(deserializer, D::deserialize_i64).map(Integer)
    }
}

/// A number without a fraction.
pub(crate) fn read_integer<'de, D: Deserializer<'de>>(
    deserializer: D,
    typed: fn(D, NumberVisitor) -> Result<Repr, D::Error>,
) -> Result<Repr, D::Error> {
    let number = read_number(deserializer, typed, NumberVisitor { expected: "an integer" })?;
    if !number.is_whole() {
        let found = serde::de::Unexpected::Float(number.as_f64());
        return Err(serde::de::Error::invalid_type(found, &"an integer"));
    }
    Ok(number)
}
