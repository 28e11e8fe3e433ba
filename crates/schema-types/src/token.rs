//! How serde_json hands over the text of a number: as a map with one private key.
//!
//! With its feature `arbitrary_precision`, which any crate of the tree may enable, `deserialize_any` presents every number that
//! is no 64-bit integer as such a map; and every tree presents the text of a value so to those who ask for `RawValue`.

use std::fmt;
use std::marker::PhantomData;
use std::sync::OnceLock;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

/// The key of a number's text, if `arbitrary_precision` is enabled.
pub(crate) const NUMBER: &str = "$serde_json::private::Number";
/// The key of a value's text, and the name of the newtype that asks for it.
pub(crate) const RAW: &str = "$serde_json::private::RawValue";

/// The name of the newtype that asks the [reader of this crate](crate::json) for a number.
pub(crate) const NUMERAL: &str = "$schema_types::number";

/// The name of the struct that asks it for one of the strings that are its fields.
pub(crate) const ONE_OF: &str = "$schema_types::one_of";

/// A key of a map, or the mark that the map is the text of a number or of a value.
pub(crate) enum Key {
    Text,
    Real(String),
}

impl Key {
    pub(crate) fn into_real(self) -> Option<String> {
        match self {
            Key::Text => None,
            Key::Real(key) => Some(key),
        }
    }
}

/// Reads the first key of a map.
///
/// An object of a JSON text may have the private key, too: `{"$serde_json::private::Number":"1"}` is no number. Only
/// serde_json's own key is not an `Option` when asked for one, because a key in a text presents itself as `Some`.
pub(crate) struct FirstKey;

impl<'de> DeserializeSeed<'de> for FirstKey {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_option(self)
    }
}

impl<'de> Visitor<'de> for FirstKey {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_some<D: Deserializer<'de>>(self, key: D) -> Result<Key, D::Error> {
        serde::Deserialize::deserialize(key).map(Key::Real)
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Key, E> {
        Ok(if key == NUMBER || key == RAW { Key::Text } else { Key::Real(key.to_owned()) })
    }
}

/// Whether this tree presents numbers that are no 64-bit integers as maps.
pub(crate) fn numbers_are_maps() -> bool {
    struct Probe;
    impl<'de> Visitor<'de> for Probe {
        type Value = bool;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number")
        }

        fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
            Ok(false)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
            while map.next_entry::<String, String>()?.is_some() {}
            Ok(true)
        }
    }
    static ANSWER: OnceLock<bool> = OnceLock::new();
    *ANSWER.get_or_init(|| serde_json::Deserializer::from_str("0.5").deserialize_any(Probe).unwrap_or(false))
}

/// A map of which one key was read already.
pub(crate) struct Peeked<A> {
    pub(crate) key: Option<String>,
    pub(crate) map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Peeked<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.key.take() {
            Some(key) => seed.deserialize(RealKey(key, PhantomData)).map(Some),
            None => self.map.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// A key that was read already, which is no mark, whatever its text.
struct RealKey<E>(String, PhantomData<E>);

impl<'de, E: Error> Deserializer<'de> for RealKey<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_string(self.0)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
