//! Enumerations of values that are not all strings.

use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::adapter::{Adapter, AnyValue};
use crate::wire::Wire;

/// Whether a format keeps no types, so that a value is written as its place among the literals.
fn is_place<E>(is_human_readable: bool) -> bool {
    !is_human_readable && Wire::of::<E>(false) == Wire::Positional
}

/// Reads a value as its place among literals, which are JSON texts.
pub fn read_literal<'de, D: Deserializer<'de>>(deserializer: D, literals: &[&str]) -> Result<usize, D::Error> {
    if is_place::<D::Error>(deserializer.is_human_readable()) {
        let place = u32::deserialize(deserializer)? as usize;
        return Some(place)
            .filter(|place| *place < literals.len())
            .ok_or_else(|| D::Error::custom(format_args!("value {place} of an enumeration of {}", literals.len())));
    }
    let value = AnyValue::read(deserializer)?;
    let place = literals.iter().position(|literal| equal(&parse_json(literal), &value));
    place.ok_or_else(|| D::Error::custom(format_args!("`{value}` is none of {}", literals.join(", "))))
}

/// Writes the value at a place among literals.
pub fn write_literal<S: Serializer>(serializer: S, place: usize, literals: &[&str]) -> Result<S::Ok, S::Error> {
    if is_place::<S::Error>(serializer.is_human_readable()) {
        return serializer.serialize_u32(place as u32);
    }
    let value = literals.get(place).map_or(Value::Null, |literal| parse_json(literal));
    match serializer.is_human_readable() {
        true => value.serialize(serializer),
        false => Binary(&value).serialize(serializer),
    }
}

/// A value in a binary format. With `arbitrary_precision`, serde_json's own numbers would be maps in it.
struct Binary<'v>(&'v Value);

impl Serialize for Binary<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(number), ..) => serializer.serialize_i64(number),
                (_, Some(number), _) => serializer.serialize_u64(number),
                (.., Some(number)) => serializer.serialize_f64(number),
                _ => number.serialize(serializer),
            },
            Value::Array(items) => serializer.collect_seq(items.iter().map(Binary)),
            Value::Object(members) => serializer.collect_map(members.iter().map(|(name, value)| (name, Binary(value)))),
            value => value.serialize(serializer),
        }
    }
}

/// A JSON text of generated code as a value.
pub fn parse_json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}

/// Equality of JSON values (2020-12 core, 4.2.2): numbers by value, objects without order.
pub(crate) fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            // With `arbitrary_precision`, -0 is an integer.
            let may_round = one.is_f64() || other.is_f64() || one.as_f64() == Some(0.0);
            one == other || (one.as_f64() == other.as_f64() && may_round)
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

/// Implements what an enumeration of JSON values has: the enum's variants, each with its value as a JSON text. `Name = oneOf` is
/// as for [`string_enum!`](crate::string_enum!).
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
        $name:ident $(= $keyword:ident $([$($count:literal),*])?)? { $($variant:ident = $literal:literal),* $(,)? }
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
            self, serializer => { $crate::private::write_literal(serializer, *self as usize, Self::LITERALS) }
        }

        $crate::checks! { $name [$($($guard)*)?] [] }
        $crate::value_enum_conversions! { [$($open)?] $name }

        $crate::schema! {
            $name [$($($guard)*)?] _generator => {
                let values = Self::ALL.iter().map(|value| value.to_value()).collect();
                $crate::private::values_schema($crate::listing!($($keyword $($($count)*)?)?), values)
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
