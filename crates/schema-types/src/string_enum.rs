//! Enumerations of strings.

use std::fmt;

use serde::Deserialize;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{Deserializer, Error, Visitor};

use crate::json;
use crate::short::are_same;
use crate::token::ONE_OF;

/// Reads a string as its place among known ones.
#[inline]
pub fn read_place<'de, D: Deserializer<'de>>(known: OneOf, deserializer: D) -> Result<usize, D::Error> {
    read_one_of(known, known, deserializer)
}

/// Reads a string as a value that every string makes, without a copy of those that are known, which are `values`.
#[inline]
pub fn read_from_text<'de, T: Clone + for<'t> From<&'t str>, D: Deserializer<'de>>(
    known: OneOf,
    values: &'static [T],
    deserializer: D,
) -> Result<T, D::Error> {
    read_one_of(known, FromText(values), deserializer)
}

/// Reads a string by a visitor, to which the reader of this crate passes the place of a known one as a newtype. It looks for it in the
/// text itself.
#[inline]
fn read_one_of<'de, V: Visitor<'de>, D: Deserializer<'de>>(
    known: OneOf,
    visitor: V,
    deserializer: D,
) -> Result<V::Value, D::Error> {
    match known.are_plain && json::is_reader::<D>() {
        true => deserializer.deserialize_struct(ONE_OF, known.values, visitor),
        false => deserializer.deserialize_str(visitor),
    }
}

struct FromText<T: 'static>(&'static [T]);

impl<'de, T: Clone + for<'t> From<&'t str>> Visitor<'de> for FromText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E>(self, text: &str) -> Result<T, E> {
        Ok(text.into())
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, place: D) -> Result<T, D::Error> {
        let known = self.0.get(usize::deserialize(place)?).cloned();
        known.ok_or_else(|| D::Error::custom("no known string"))
    }
}

/// The known value that a text is. A table, because rustc's time for a `match` over texts grows with the square of their number.
#[inline]
pub fn find_known<T: Clone>(text: &str, values: &[&str], known: &[T]) -> Option<T> {
    let place = values.iter().position(|value| are_same(value.as_bytes(), text.as_bytes()))?;
    known.get(place).cloned()
}

/// The value that a string is.
pub fn parse<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, serde::de::value::Error> {
    T::deserialize(BorrowedStrDeserializer::new(text))
}

/// Known strings.
#[derive(Clone, Copy)]
pub struct OneOf {
    values: &'static [&'static str],
    /// Whether JSON has all of them as they are.
    are_plain: bool,
}

impl OneOf {
    /// These.
    pub const fn new(values: &'static [&'static str]) -> Self {
        OneOf { values, are_plain: json::are_all_plain(values) }
    }
}

impl<'de> Visitor<'de> for OneOf {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E: Error>(self, value: &str) -> Result<usize, E> {
        let place = self.values.iter().position(|known| are_same(known.as_bytes(), value.as_bytes()));
        place.ok_or_else(|| E::unknown_variant(value, self.values))
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, place: D) -> Result<usize, D::Error> {
        usize::deserialize(place)
    }
}

/// Implements what an enumeration of strings has.
///
/// The enum's variants, each with its string. `.. Unknown` is a variant for every other string. `Name = oneOf` is for a
/// schema that lists them as constants under `oneOf` and not under `enum`; `Name = oneOf [2, 1]` for one whose first member
/// lists two, and whose second lists one; and `Name = anyOf [2, 0]` for one whose second member allows any string.
///
/// ```
/// /// A mood.
/// #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// pub enum Mood {
///     /// `"good"`
///     Good,
///     /// `"so-so"`
///     SoSo,
/// }
/// schema_types::string_enum! { Mood { Good = "good", SoSo = "so-so" } }
/// # schema_types::annotations! { Mood {} }
///
/// assert_eq!(serde_json::from_str::<Mood>(r#""so-so""#)?, Mood::SoSo);
/// assert_eq!(Mood::ALL.map(Mood::as_str), ["good", "so-so"]);
/// assert!("bad".parse::<Mood>().is_err() && Mood::try_from("good")? == "good");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[macro_export]
macro_rules! string_enum {
    (
        $name:ident $(= $keyword:ident $([$($count:literal),*])?)? { $($variant:ident = $value:literal),* $(,)? }
        $(validated { $($guard:tt)* })?
        $(twin $open:path $(, $unknown:ident)?)?
    ) => {
        #[allow(dead_code)]
        impl $name {
            const VALUES: &'static [&'static str] = &[$($value),*];

            /// All values, in the schema's order.
            pub const ALL: [$name; Self::VALUES.len()] = [$($name::$variant),*];

            /// The value as JSON has it.
            #[inline]
            pub const fn as_str(self) -> &'static str {
                Self::VALUES[self as usize]
            }
        }

        $crate::as_text! { $name }

        $crate::from_some_text! {
            $name $crate::private::serde::de::value::Error, value => $crate::private::parse(value)
        }

        $crate::serde_traits! {
            $name [$($($guard)*)?] []
            deserializer => {
                let known = const { $crate::private::OneOf::new(Self::VALUES) };
                match $crate::private::read_place(known, deserializer) {
                    Ok(place) => Ok(Self::ALL[place]),
                    Err(error) => Err(error),
                }
            }
            self, serializer => { serializer.serialize_str(self.as_str()) }
        }

        $crate::checks! { $name [$($($guard)*)?] [] }
        $crate::string_enum_conversions! { [$($open $(, $unknown)?)?] $name $($variant)* }

        $crate::schema! {
            $name [$($($guard)*)?] _generator => {
                $crate::private::string_schema($crate::listing!($($keyword $($($count)*)?)?), Self::VALUES)
            }
        }
    };
    (
        $name:ident $(= $keyword:ident $([$($count:literal),*])?)? { $($variant:ident = $value:literal,)* .. $unknown:ident }
        $(twin $open:path $(, $open_unknown:ident)?)?
    ) => {
        #[allow(dead_code)]
        impl $name {
            const VALUES: &'static [&'static str] = &[$($value),*];
            const KNOWN: &'static [$name] = &$name::ALL;

            /// The values that the schema knows, in its order.
            pub const ALL: [$name; Self::VALUES.len()] = [$($name::$variant),*];

            /// The value as JSON has it.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $($name::$variant => $value,)*
                    $name::$unknown(text) => text,
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                match $crate::private::find_known(text, Self::VALUES, Self::KNOWN) {
                    Some(known) => known,
                    None => $name::$unknown(text.into()),
                }
            }
        }

        impl ::core::convert::From<$crate::private::String> for $name {
            #[inline]
            fn from(text: $crate::private::String) -> Self {
                match $crate::private::find_known(&text, Self::VALUES, Self::KNOWN) {
                    Some(known) => known,
                    None => $name::$unknown(text),
                }
            }
        }

        $crate::as_text! { $name }
        $crate::from_any_text! { $name }

        $crate::serde_traits! {
            $name [] []
            deserializer => {
                let known = const { $crate::private::OneOf::new(Self::VALUES) };
                $crate::private::read_from_text(known, Self::KNOWN, deserializer)
            }
            self, serializer => { serializer.serialize_str(self.as_str()) }
        }

        $crate::string_enum_conversions! { @other [$($open $(, $open_unknown)?)?] $name $unknown $($variant)* }

        $crate::schema! {
            $name [] _generator => {
                $crate::known_strings_schema!([$($keyword $($($count)*)?)?] $($value)*)
            }
        }
    };
}

/// The keyword that lists the values, and how many each member of a union lists.
#[macro_export]
#[doc(hidden)]
macro_rules! listing {
    () => {
        ("enum", &[])
    };
    ($keyword:ident $($count:literal)*) => {
        (stringify!($keyword), &[$($count),*])
    };
}

/// The schema of strings, of which some are known.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! known_strings_schema {
    ([] $($value:literal)*) => {
        $crate::private::type_schema("string")
    };
    ([$($listing:tt)+] $($value:literal)*) => {
        $crate::private::string_schema($crate::listing!($($listing)+), &[$($value),*])
    };
}

/// The conversions of an enumeration of strings.
#[macro_export]
#[doc(hidden)]
macro_rules! string_enum_conversions {
    ([] $($ignored:tt)*) => {};
    (@other [] $($ignored:tt)*) => {};
    (@other [$open:path] $($rest:tt)*) => {
        $crate::string_enum_conversions! { @other [$open, Unknown] $($rest)* }
    };
    (@other [$open:path, $open_unknown:ident] $name:ident $unknown:ident $($variant:ident)*) => {
        impl $crate::private::Open<$name> for $open {
            #[inline]
            fn widen(exact: $name) -> Self {
                match exact {
                    $($name::$variant => Self::$variant,)*
                    $name::$unknown(text) => Self::$open_unknown(text),
                }
            }

            #[inline]
            fn narrow(
                self,
                _: &$crate::private::InstancePath<'_>,
                _: &mut $crate::private::Vec<$crate::guard::Departure>,
            ) -> ::core::option::Option<$name> {
                Some(match self {
                    $(Self::$variant => $name::$variant,)*
                    Self::$open_unknown(text) => $name::$unknown(text),
                })
            }
        }

        $crate::conversions! { $name $open }
    };
    ([$open:path] $($rest:tt)*) => {
        $crate::string_enum_conversions! { [$open, Unknown] $($rest)* }
    };
    ([$open:path, $unknown:ident] $name:ident $($variant:ident)*) => {
        impl $crate::private::Open<$name> for $open {
            #[inline]
            fn widen(exact: $name) -> Self {
                match exact {
                    $($name::$variant => Self::$variant,)*
                }
            }

            #[inline]

            fn narrow(
                self,
                at: &$crate::private::InstancePath<'_>,
                departures: &mut $crate::private::Vec<$crate::guard::Departure>,
            ) -> ::core::option::Option<$name> {
                match self {
                    $(Self::$variant => Some($name::$variant),)*
                    Self::$unknown(text) => at.depart(format_args!("unknown value {text:?}"), departures),
                }
            }
        }

        $crate::conversions! { $name $open }
    };
}
