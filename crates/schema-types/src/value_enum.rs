//! Enumerations of values that are not all strings.

use serde::de::{Deserializer, Error};
use serde_json::Value;

use crate::adapter::{Adapter, AnyValue};

/// Reads a value as its place among literals, which are JSON texts.
pub fn read_literal<'de, D: Deserializer<'de>>(deserializer: D, literals: &[&str]) -> Result<usize, D::Error> {
    let value = AnyValue::read(deserializer)?;
    let place = literals.iter().position(|literal| equal(&parse_json(literal), &value));
    place.ok_or_else(|| D::Error::custom(format_args!("`{value}` is none of {}", literals.join(", "))))
}

/// A JSON text of generated code as a value.
pub fn parse_json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// Equality of JSON values (2020-12 core, 4.2.2): numbers by value, objects without order.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || (one.as_f64() == other.as_f64() && (one.is_f64() || other.is_f64()))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| equal(one, other)))
        }
        (one, other) => one == other,
    }
}

/// Implements what an enumeration of JSON values has: the enum's variants, each with its value as a JSON text.
///
/// ```
/// /// A version.
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// pub enum Version {
///     /// `1`
///     N1,
///     /// `null`
///     Null,
/// }
/// schema_types::value_enum! { Version { N1 = "1", Null = "null" } }
/// # schema_types::annotations! { Version {} }
///
/// assert_eq!(serde_json::from_str::<Version>("1.0")?, Version::N1);
/// assert_eq!(serde_json::to_string(&Version::Null)?, "null");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! value_enum {
    (
        $name:ident { $($variant:ident = $literal:literal),* $(,)? }
        $(validated { $($guard:tt)* })?
        $(twin $open:path)?
    ) => {
        #[allow(dead_code)]
        impl $name {
            const LITERALS: &'static [&'static str] = &[$($literal),*];

            /// All values, in the schema's order.
            pub const ALL: [$name; Self::LITERALS.len()] = [$($name::$variant),*];

            /// The value as JSON has it.
            #[inline]
            pub fn to_value(self) -> $crate::Value {
                $crate::private::parse_json(Self::LITERALS[self as usize])
            }
        }

        impl ::core::convert::From<$name> for $crate::Value {
            #[inline]
            fn from(value: $name) -> Self {
                value.to_value()
            }
        }

        $crate::serde_traits! {
            $name [$($($guard)*)?] []
            deserializer => { Ok(Self::ALL[$crate::private::read_literal(deserializer, Self::LITERALS)?]) }
            self, serializer => { $crate::private::serde::Serialize::serialize(&self.to_value(), serializer) }
        }

        $crate::checks! { $name [$($($guard)*)?] [] }
        $crate::value_enum_conversions! { [$($open)?] $name }

        $crate::schema! {
            $name [$($($guard)*)?] _generator => {
                $crate::private::values_schema(Self::ALL.iter().map(|value| value.to_value()).collect())
            }
        }
    };
}

/// The conversions of an enumeration of values, whose open twin holds any value.
#[macro_export]
#[doc(hidden)]
macro_rules! value_enum_conversions {
    ([] $($ignored:tt)*) => {};
    ([$open:path] $name:ident) => {
        impl $crate::private::Open<$name> for $open {
            #[inline]
            fn widen(exact: $name) -> Self {
                Self(exact.to_value())
            }

            #[inline]

            fn narrow(
                self,
                at: &$crate::private::InstancePath<'_>,
                departures: &mut $crate::private::Vec<$crate::guard::Departure>,
            ) -> ::core::option::Option<$name> {
                $crate::private::narrow_by_json(&self, at, departures)
            }
        }

        $crate::conversions! { $name $open }
    };
}
