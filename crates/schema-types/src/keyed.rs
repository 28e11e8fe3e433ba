//! Unions of constants and of objects with one key, which serde calls externally tagged.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

use crate::adapter::{Adapter, Seed};
use crate::token::FirstKey;

/// A union whose members differ in a constant or in their only key.
pub trait ByKey: Sized {
    /// The constants.
    const CONSTANTS: &'static [&'static str];
    /// The keys.
    const KEYS: &'static [&'static str];

    /// The variant of a constant, by its place.
    fn constant(place: usize) -> Option<Self>;

    /// Reads the value of a key, which is given by its place.
    fn value<'de, A: MapAccess<'de>>(place: usize, map: &mut A) -> Result<Option<Self>, A::Error>;
}

/// Reads a constant, or an object with one key.
pub struct OneKey<T>(PhantomData<T>);

impl<T: ByKey> OneKey<T> {
    /// Reads a value.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(OneKey(PhantomData))
    }
}

impl<'de, T: ByKey> Visitor<'de> for OneKey<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match T::CONSTANTS {
            [] => "an object with one key",
            _ => "a string or an object with one key",
        })
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        if T::CONSTANTS.is_empty() {
            return Err(E::invalid_type(Unexpected::Str(text), &self));
        }
        let place = T::CONSTANTS.iter().position(|constant| *constant == text);
        place.and_then(T::constant).ok_or_else(|| E::unknown_variant(text, T::CONSTANTS))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let Some(key) = map.next_key_seed(FirstKey)? else {
            return Err(A::Error::custom(format_args!("expected one of the keys {}", T::KEYS.join(", "))));
        };
        // A number, where serde_json hands over its text as a map.
        let Some(key) = key.into_real() else {
            return Err(A::Error::invalid_type(Unexpected::Other("number"), &self));
        };
        let value = match T::KEYS.iter().position(|known| *known == key) {
            Some(place) => T::value(place, &mut map)?,
            None => None,
        };
        let value = value.ok_or_else(|| A::Error::unknown_field(&key, T::KEYS))?;
        match map.next_key::<String>()? {
            None => Ok(value),
            Some(other) => Err(A::Error::custom(format_args!("`{other}` is a second key beside `{key}`"))),
        }
    }
}

/// Reads the value of a key by the type's own `Deserialize`.
pub fn read_keyed<'de, A: MapAccess<'de>, M: Deserialize<'de>, T>(
    map: &mut A,
    wrap: fn(M) -> T,
) -> Result<Option<T>, A::Error> {
    map.next_value().map(wrap).map(Some)
}

/// Reads the value of a key by an adapter.
pub fn read_keyed_as<'de, V: Adapter, A: MapAccess<'de>, T>(
    map: &mut A,
    wrap: fn(V::Value) -> T,
) -> Result<Option<T>, A::Error> {
    map.next_value_seed(Seed::<V>::new()).map(wrap).map(Some)
}

/// Writes an object with one key.
pub fn write_keyed<S: Serializer, T: Serialize>(serializer: S, key: &str, value: &T) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(Some(1))?;
    object.serialize_entry(key, value)?;
    object.end()
}

/// Implements what a union of constants and of objects with one key has: an enum of which a variant holds nothing, or the
/// value of its key.
///
/// `Go = "go"` is a variant for a constant, and `Move: "move"` one for an object with that key; `as` names an
/// [adapter](crate::adapter) that reads the value. `Step = oneOf` or `Step = anyOf` is the keyword that lists the members;
/// `Step = oneOf [2, 1]` is for a schema whose first member lists two constants. `.. Unknown` is a variant for any other value.
///
/// ```
/// /// A step.
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub enum Step {
///     /// `"stop"`
///     Stop,
///     /// `"go"`
///     Go,
///     /// How far.
///     Move(u8),
/// }
/// schema_types::keyed_enum! { Step = oneOf [2, 1] { Stop = "stop", Go = "go", Move: "move" as Whole<u8> } }
/// # schema_types::annotations! { Step {} }
///
/// assert_eq!(serde_json::from_str::<Vec<Step>>(r#"["go", {"move": 3}]"#)?, [Step::Go, Step::Move(3)]);
/// assert_eq!(serde_json::to_string(&Step::Move(3))?, r#"{"move":3}"#);
/// assert!(serde_json::from_str::<Step>(r#"{"move": 3, "stop": 1}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! keyed_enum {
    (
        $name:ident = $keyword:ident $([$($count:literal),*])? {
            $($variant:ident $(= $value:literal)? $(: $key:literal $(as $adapter:ty)?)?),* $(,)?
        }
        $(where { $($part:ident: [$($constraint:tt)*]),* $(,)? })?
        $(validated { $($guard:tt)* })?
        $(twin $open:path $(, $unknown:ident)?)?
    ) => {
        $crate::by_key! { $name { $($variant $(= $value)? $(: $key $(as $adapter)?)?,)* } }

        $crate::union_serde! {
            $name [] [$($($guard)*)?] [$(where $($part)*)?]
            deserializer => { $crate::private::OneKey::<$name>::read(deserializer) }
            self, serializer => {
                match self {
                    $(
                        $($name::$variant => serializer.serialize_str($value),)?
                        $($name::$variant(member) => $crate::private::write_keyed(serializer, $key, member),)?
                    )*
                }
            }
            self, own => { $($crate::check_variants! { own self $name $($part [$($constraint)*])* })? }
            self, inside => { $($crate::check_variants! { inside self $name $($part [$($constraint)*])* })? }
        }

        $crate::keyed_conversions! {
            [$($open $(, $unknown)?)?] $name { $($variant $(= $value)? $(: $key)?,)* }
            [$(where $($part)*)? $(validated $($guard)*)?]
        }

        $crate::schema! {
            $name [$($($guard)*)?] generator => {
                let members = $crate::private::Vec::from([$(
                    $($crate::private::KeyedMember::Constant($value))?
                    $($crate::private::KeyedMember::Key(
                        $key,
                        $crate::variant_schema!(generator $variant $($adapter)?),
                    ))?
                ),*]);
                $crate::private::keyed_schema($crate::listing!($keyword $($($count)*)?), members)
            }
        }
    };
    (
        $name:ident = $keyword:ident $([$($count:literal),*])? {
            $($variant:ident $(= $value:literal)? $(: $key:literal $(as $adapter:ty)?)?,)* .. $unknown:ident
        }
    ) => {
        $crate::by_key! { $name { $($variant $(= $value)? $(: $key $(as $adapter)?)?,)* } }

        $crate::serde_traits! {
            $name [] []
            deserializer => {
                let value = <$crate::adapter::AnyValue as $crate::adapter::Adapter>::read(deserializer)?;
                match $crate::private::OneKey::<$name>::read(&value) {
                    Ok(known) => Ok(known),
                    Err(_) => Ok(Self::$unknown(value)),
                }
            }
            self, serializer => {
                match self {
                    $(
                        $($name::$variant => serializer.serialize_str($value),)?
                        $($name::$variant(member) => $crate::private::write_keyed(serializer, $key, member),)?
                    )*
                    $name::$unknown(value) => $crate::private::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        $crate::schema! { $name [] _generator => { $crate::private::any_schema() } }
    };
}

/// How the members of a union are found by constant and key.
#[macro_export]
#[doc(hidden)]
macro_rules! by_key {
    ($name:ident { $($variant:ident $(= $value:literal)? $(: $key:literal $(as $adapter:ty)?)?,)* }) => {
        impl $crate::private::ByKey for $name {
            const CONSTANTS: &'static [&'static str] = &[$($($value,)?)*];
            const KEYS: &'static [&'static str] = &[$($($key,)?)*];

            fn constant(place: usize) -> ::core::option::Option<Self> {
                match <Self as $crate::private::ByKey>::CONSTANTS[place] {
                    $($($value => Some(Self::$variant),)?)*
                    _ => None,
                }
            }

            #[allow(unused_imports, unused_variables)]
            fn value<'de, __A: $crate::private::serde::de::MapAccess<'de>>(
                place: usize,
                map: &mut __A,
            ) -> ::core::result::Result<::core::option::Option<Self>, __A::Error> {
                use $crate::adapter::*;
                match <Self as $crate::private::ByKey>::KEYS[place] {
                    $($($key => $crate::read_keyed!(map Self::$variant $(, $adapter)?),)?)*
                    _ => Ok(None),
                }
            }
        }
    };
}

/// Reads the value of a key as a member of a union.
#[macro_export]
#[doc(hidden)]
macro_rules! read_keyed {
    ($map:ident $wrap:expr) => {
        $crate::private::read_keyed($map, $wrap)
    };
    ($map:ident $wrap:expr, $adapter:ty) => {
        $crate::private::read_keyed_as::<$adapter, _, _>($map, $wrap)
    };
}

/// The conversions of a union of constants and of objects with one key.
#[macro_export]
#[doc(hidden)]
macro_rules! keyed_conversions {
    ([] $($ignored:tt)*) => {};
    ([$open:path] $($rest:tt)*) => {
        $crate::keyed_conversions! { [$open, Unknown] $($rest)* }
    };
    (
        [$open:path, $unknown:ident] $name:ident { $($variant:ident $(= $value:literal)? $(: $key:literal)?,)* }
        [$($checks:tt)*]
    ) => {
        impl $crate::private::Open<$name> for $open {
            #[inline]
            fn widen(exact: $name) -> Self {
                match exact {
                    $(
                        $($name::$variant => $crate::value_of!(Self::$variant, $value),)?
                        $($name::$variant(member) => {
                            $crate::value_of!(Self::$variant($crate::private::Open::widen(member)), $key)
                        })?
                    )*
                }
            }

            #[inline]
            fn narrow(
                self,
                at: &$crate::private::InstancePath<'_>,
                departures: &mut $crate::private::Vec<$crate::guard::Departure>,
            ) -> ::core::option::Option<$name> {
                let exact = match self {
                    $(
                        $(Self::$variant => $crate::value_of!($name::$variant, $value),)?
                        $(Self::$variant(member) => {
                            $name::$variant($crate::private::Open::narrow(member, &at.key($key), departures)?)
                        })?
                    )*
                    Self::$unknown(value) => return $crate::private::narrow_by_json(&value, at, departures),
                };
                $crate::validate_narrowed! { [$($checks)*] true, exact, at, departures }
                Some(exact)
            }
        }

        $crate::conversions! { $name $open }
    };
}

/// The first of two expressions; the second only makes a repetition.
#[macro_export]
#[doc(hidden)]
macro_rules! value_of {
    ($value:expr, $ignored:literal) => {
        $value
    };
}
