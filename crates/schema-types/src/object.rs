//! Objects: a struct that reads each declared key once and, where the schema allows them, keeps the others.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::ser::{SerializeMap, SerializeStruct};

use crate::adapter::{Adapter, read_entry};

/// A type that reads the members of an object.
pub trait Members: Sized {
    /// The declared keys, in the schema's order.
    const KEYS: &'static [&'static str];

    /// Reads the members.
    fn members<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// Reads an object as a type.
pub struct Object<T>(PhantomData<T>);

impl<T: Members> Object<T> {
    /// Reads an object.
    #[inline]
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_map(Object(PhantomData))
    }
}

impl<'de, T: Members> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::members(map)
    }
}

/// The declared keys of an object that is being read.
pub struct Keys<'s> {
    keys: &'static [&'static str],
    /// For each key, whether it was read.
    seen: &'s mut [bool],
    /// The place of the key that is tried first: writers keep the schema's order.
    likely: usize,
}

impl<'s> Keys<'s> {
    /// No key was read; `seen` has a place for each.
    pub fn new(keys: &'static [&'static str], seen: &'s mut [bool]) -> Self {
        Keys { keys, seen, likely: 0 }
    }

    /// Reads the next key and returns its place among the declared ones.
    #[inline]
    pub fn next<'de, A: MapAccess<'de>>(&mut self, map: &mut A) -> Result<Option<usize>, A::Error> {
        map.next_key_seed(Declared(self))
    }

    /// Reads the next declared key, and every other key before it into `rest`.
    pub fn next_beside<'de, V: Adapter, A: MapAccess<'de>>(
        &mut self,
        map: &mut A,
        rest: &mut BTreeMap<String, V::Value>,
    ) -> Result<Option<usize>, A::Error> {
        while let Some(key) = map.next_key_seed(Any(self))? {
            match key {
                Ok(place) => return Ok(Some(place)),
                Err(key) => read_entry::<V, A>(map, key, rest)?,
            }
        }
        Ok(None)
    }

    /// The error for the first of the `required` keys that was not read.
    #[cold]
    pub fn missing<E: Error>(&self, required: &[bool]) -> E {
        let missing =
            self.keys.iter().zip(self.seen.iter().zip(required)).find(|(_, (seen, required))| !**seen && **required);
        E::missing_field(missing.map_or("", |(key, _)| key))
    }

    #[inline]
    fn find(&self, key: &str) -> Option<usize> {
        match self.keys.get(self.likely) {
            Some(likely) if *likely == key => Some(self.likely),
            _ => self.keys.iter().position(|known| *known == key),
        }
    }

    #[inline]
    fn mark<E: Error>(&mut self, place: usize) -> Result<usize, E> {
        self.likely = place + 1;
        match self.seen.get_mut(place) {
            Some(seen) if !*seen => {
                *seen = true;
                Ok(place)
            }
            _ => Err(E::duplicate_field(self.keys.get(place).copied().unwrap_or_default())),
        }
    }
}

/// Reads a declared key.
struct Declared<'k, 's>(&'k mut Keys<'s>);

impl<'de> DeserializeSeed<'de> for Declared<'_, '_> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Declared<'_, '_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        let place = self.0.find(key).ok_or_else(|| E::unknown_field(key, self.0.keys))?;
        self.0.mark(place)
    }
}

/// Reads any key: the place of a declared one, or the key itself.
struct Any<'k, 's>(&'k mut Keys<'s>);

impl<'de> DeserializeSeed<'de> for Any<'_, '_> {
    type Value = Result<usize, String>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Any<'_, '_> {
    type Value = Result<usize, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        match self.0.find(key) {
            Some(place) => self.0.mark(place).map(Ok),
            None => Ok(Err(key.to_owned())),
        }
    }
}

/// Reads the value of a declared key by the type's own `Deserialize`.
#[inline]
pub fn read_value<'de, A: MapAccess<'de>, T: serde::Deserialize<'de>>(
    map: &mut A,
    slot: &mut Option<T>,
) -> Result<(), A::Error> {
    *slot = Some(map.next_value()?);
    Ok(())
}

/// Reads the value of a declared key by an adapter.
#[inline]
pub fn read_value_as<'de, V: Adapter, A: MapAccess<'de>>(
    map: &mut A,
    slot: &mut Option<V::Value>,
) -> Result<(), A::Error> {
    *slot = Some(map.next_value_seed(crate::adapter::Seed::<V>::new())?);
    Ok(())
}

/// Implements a struct as a JSON object.
///
/// The struct's fields in order, each with what is not the default: `name` is a key of that name that must be there;
/// `age: optional` may be absent, so the field is an `Option`; `r#type = "type"` has another key than its name;
/// `count as Whole<u8>` is read by an [adapter](crate::adapter). `.. rest` is the field for undeclared keys, which other objects
/// refuse. After the braces come the constraints that the type itself cannot express, each with its place in the schema:
///
/// ```
/// /// A pet.
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub struct Pet {
///     /// What it is called.
///     pub name: String,
///     /// Its age in years.
///     pub age: Option<u8>,
/// }
/// schema_types::object! {
///     Pet { name, age: optional as Whole<u8> }
///     where { name: [min_length(1, "/properties/name/minLength")] }
/// }
/// # schema_types::annotations! { Pet {} }
///
/// let pet: Pet = serde_json::from_str(r#"{"name": "Tom", "age": 3.0}"#)?;
/// assert_eq!(pet.age, Some(3));
/// assert!(serde_json::from_str::<Pet>(r#"{"name": ""}"#).is_err());
/// assert!(serde_json::from_str::<Pet>(r#"{"name": "Tom", "legs": 4}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! object {
    ($name:ident { $($field:ident $(: $presence:ident)? $(= $key:literal)? $(as $adapter:ty)?),* $(,)? }) => {
        $crate::members! {
            $name { $($field [$($presence)?] [$($key,)? stringify!($field)] $($adapter)?;)* } [] [] []
        }
    };
    (
        $name:ident { $($field:ident $(: $presence:ident)? $(= $key:literal)? $(as $adapter:ty)?),* $(,)? }
        $($clauses:tt)+
    ) => {
        $crate::clauses! {
            $name { $($field [$($presence)?] [$($key,)? stringify!($field)] $($adapter)?;)* } []
            $($clauses)+
        }
    };
    (
        $name:ident {
            $($field:ident $(: $presence:ident)? $(= $key:literal)? $(as $adapter:ty)?,)*
            .. $rest:ident $(as $values:ty)?
        }
        $($clauses:tt)*
    ) => {
        $crate::clauses! {
            $name { $($field [$($presence)?] [$($key,)? stringify!($field)] $($adapter)?;)* } [$rest $(as $values)?]
            $($clauses)*
        }
    };
}

/// `Deserialize`, `Serialize` and `JsonSchema` of an object.
///
/// No macro is called for each field, because that would take most of the time that a large file takes to compile. A key is
/// the first of the texts in brackets; `optional` names a function that replaces the usual one.
#[macro_export]
#[doc(hidden)]
macro_rules! members {
    (
        $name:ident { $($field:ident [$($presence:ident)?] [$($key:tt)*] $($adapter:ty)?;)* }
        [$($rest:ident $(as $values:ty)?)?] [$($guard:tt)*] [$($checks:tt)*]
    ) => {
        impl $crate::private::Members for $name {
            const KEYS: &'static [&'static str] = &[$([$($key)*][0]),*];

            #[allow(unused_imports, clippy::double_parens)]
            fn members<'de, __A: $crate::private::serde::de::MapAccess<'de>>(
                mut map: __A,
            ) -> ::core::result::Result<Self, __A::Error> {
                use $crate::adapter::*;
                let mut seen = [false; <Self as $crate::private::Members>::KEYS.len()];
                let mut keys = $crate::private::Keys::new(<Self as $crate::private::Members>::KEYS, &mut seen);
                $(let mut $field = None;)*
                $(let mut $rest = $crate::private::BTreeMap::new();)?
                while let Some(place) = $crate::next_key!(keys map $($rest $($values)?)?) {
                    #[allow(unused_mut)]
                    let mut left = place;
                    let read = 'read: {
                        $(
                            if left == 0 {
                                $(
                                    if true {
                                        break 'read $crate::private::read_value_as::<$adapter, _>(&mut map, &mut $field);
                                    }
                                )?
                                break 'read $crate::private::read_value(&mut map, &mut $field);
                            }
                            left -= 1;
                        )*
                        let _ = left;
                        Ok(())
                    };
                    read?;
                }
                let ($(Some($field),)*) = ($($($crate::private::slot::$presence)? ($field),)*) else {
                    return Err(keys.missing(&[$($($crate::private::is_required::$presence() &&)? true),*]));
                };
                Ok(Self { $($field,)* $($rest)? })
            }
        }

        $crate::serde_traits! {
            $name [$($guard)*] [$($checks)*]
            deserializer => { $crate::private::Object::<$name>::read(deserializer) }
            self, serializer => {
                $crate::write_object!(self serializer $name { $($field [$($presence)?] [$($key)*];)* } $($rest)?)
            }
        }

        $crate::schema! {
            $name [$($guard)*] generator => {
                let object = $crate::private::ObjectSchema::<Self>::new(generator);
                $(let object = $crate::member_schema!(object $field, [$($key)*][0], [$($presence)?] $($adapter)?);)*
                $crate::finish_schema!(object $($rest $($values)?)?)
            }
        }
    };
}

/// An object with constraints, a validator or a twin.
#[macro_export]
#[doc(hidden)]
macro_rules! clauses {
    (
        $name:ident { $($field:ident [$($presence:ident)?] $key:tt $($adapter:ty)?;)* }
        [$($rest:ident $(as $values:ty)?)?]
        $(where { $($part:ident: [$($constraint:tt)*]),* $(,)? })?
        $(keys [$($of_keys:tt)*])?
        $(rest [$($of_rest:tt)*])?
        $(validated { $($guard:tt)* })?
        $(open $open:path $(, $open_rest:ident)?)?
    ) => {
        $crate::members! {
            $name { $($field [$($presence)?] $key $($adapter)?;)* } [$($rest $(as $values)?)?]
            [$($($guard)*)?] [$(where $($part)*)? $(keys $($of_keys)*)? $(rest $($of_rest)*)?]
        }

        $crate::checks! {
            $name [$($($guard)*)?] [$(where $($part)*)? $(keys $($of_keys)*)? $(rest $($of_rest)*)?]
            self, own => {
                $($($crate::check! { own (&self.$part) $($constraint)* })*)?
                $($crate::check! { own (self) $($of_keys)* })?
                $crate::check_rest! { own self [$($rest)?] $($($of_rest)*)? }
            }
            self, inside => {
                $($($crate::check! { inside (&self.$part) $($constraint)* })*)?
                $crate::check_rest! { inside self [$($rest)?] $($($of_rest)*)? }
            }
        }

        $crate::key_counts! {
            [$(keys $($of_keys)*)?] $name { $($field [$($presence)?] $key;)* } $($rest)?
        }

        $crate::object_conversions! {
            [$($open $(, $open_rest)?)?] $name { $($field $key;)* } [$($rest)?]
            [$(where $($part)*)? $(keys $($of_keys)*)? $(rest $($of_rest)*)? $(validated $($guard)*)?]
            { $($($part: [$($constraint)*],)*)? }
        }
    };
}

/// Reads the next declared key.
#[macro_export]
#[doc(hidden)]
macro_rules! next_key {
    ($keys:ident $map:ident) => {
        $keys.next(&mut $map)?
    };
    ($keys:ident $map:ident $rest:ident) => {
        $keys.next_beside::<AnyValue, __A>(&mut $map, &mut $rest)?
    };
    ($keys:ident $map:ident $rest:ident $values:ty) => {
        $keys.next_beside::<$values, __A>(&mut $map, &mut $rest)?
    };
}

/// The slot that a value was read into, where the key may be absent.
pub mod slot {
    /// The slot itself is the field.
    pub fn optional<T>(slot: Option<T>) -> Option<Option<T>> {
        Some(slot)
    }
}

/// Whether a key must be there.
pub mod is_required {
    /// It may be absent.
    pub fn optional() -> bool {
        false
    }
}

/// How many keys are absent.
pub mod absent {
    /// The key is absent if there is no value.
    pub fn optional<T>(value: &Option<T>) -> usize {
        usize::from(value.is_none())
    }
}

/// Writes a field of a struct.
pub fn write_field<T: Serialize, S: SerializeStruct>(
    object: &mut S,
    key: &'static str,
    value: &T,
) -> Result<(), S::Error> {
    object.serialize_field(key, value)
}

/// The same where a key may be absent.
pub mod write_field {
    use serde::Serialize;
    use serde::ser::SerializeStruct;

    /// Writes a field if it has a value.
    pub fn optional<T: Serialize, S: SerializeStruct>(
        object: &mut S,
        key: &'static str,
        value: &Option<T>,
    ) -> Result<(), S::Error> {
        match value {
            Some(value) => object.serialize_field(key, value),
            None => object.skip_field(key),
        }
    }
}

/// Writes an entry of a map.
pub fn write_entry<T: Serialize, S: SerializeMap>(
    object: &mut S,
    key: &'static str,
    value: &T,
) -> Result<(), S::Error> {
    object.serialize_entry(key, value)
}

/// The same where a key may be absent.
pub mod write_entry {
    use serde::Serialize;
    use serde::ser::SerializeMap;

    /// Writes an entry if it has a value.
    pub fn optional<T: Serialize, S: SerializeMap>(
        object: &mut S,
        key: &'static str,
        value: &Option<T>,
    ) -> Result<(), S::Error> {
        match value {
            Some(value) => object.serialize_entry(key, value),
            None => Ok(()),
        }
    }
}

/// Writes an object: as a struct, or as a map where it may have other keys than the declared ones.
#[macro_export]
#[doc(hidden)]
macro_rules! write_object {
    ($self:ident $serializer:ident $name:ident { $($field:ident [$($presence:ident)?] $key:tt;)* }) => {{
        let length = <$name as $crate::private::Members>::KEYS.len();
        let length = length $($(- $crate::private::absent::$presence(&$self.$field))?)*;
        #[allow(unused_mut)]
        let mut object = $serializer.serialize_struct(stringify!($name), length)?;
        // rustc takes longer to check `?`.
        $(
            match $crate::private::write_field $(::$presence)? (&mut object, $key[0], &$self.$field) {
                Ok(()) => {}
                Err(error) => return Err(error),
            }
        )*
        $crate::private::serde::ser::SerializeStruct::end(object)
    }};
    ($self:ident $serializer:ident $name:ident { $($field:ident [$($presence:ident)?] $key:tt;)* } $rest:ident) => {{
        let length = <$name as $crate::private::Members>::KEYS.len() + $self.$rest.len();
        let length = length $($(- $crate::private::absent::$presence(&$self.$field))?)*;
        let mut object = $serializer.serialize_map(Some(length))?;
        $(
            match $crate::private::write_entry $(::$presence)? (&mut object, $key[0], &$self.$field) {
                Ok(()) => {}
                Err(error) => return Err(error),
            }
        )*
        for (key, value) in &$self.$rest {
            $crate::private::serde::ser::SerializeMap::serialize_entry(&mut object, key, value)?;
        }
        $crate::private::serde::ser::SerializeMap::end(object)
    }};
}

/// Which keys an object has, for constraints on its keys.
#[macro_export]
#[doc(hidden)]
macro_rules! key_counts {
    ([] $($ignored:tt)*) => {};
    ([$($of_keys:tt)+] $name:ident { $($field:ident [$($presence:ident)?] $key:tt;)* } $($rest:ident)?) => {
        impl $crate::private::Keyed for $name {
            #[inline]
            fn count(&self) -> usize {
                let length = <$name as $crate::private::Members>::KEYS.len() $(+ self.$rest.len())?;
                length $($(- $crate::private::absent::$presence(&self.$field))?)*
            }

            #[inline]

            fn has(&self, key: &str) -> bool {
                $(
                    if key == $key[0] {
                        return 0 $(+ $crate::private::absent::$presence(&self.$field))? == 0;
                    }
                )*
                false $(|| self.$rest.contains_key(key))?
            }
        }
    };
}

/// Checks the field for undeclared keys, if there is one.
#[macro_export]
#[doc(hidden)]
macro_rules! check_rest {
    ($mode:ident $self:ident [$rest:ident] $($of_rest:tt)+) => {
        $crate::check! { $mode (&$self.$rest) $($of_rest)+ }
    };
    ($mode:ident $self:ident [$($rest:ident)?]) => {};
}
