//! Reading a number from its text, which serde_json's own numbers do not keep.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde::forward_to_deserialize_any;

use super::{Repr, decimal};
use crate::json;
use crate::token::{FirstKey, Key, NUMERAL, RAW};
use crate::wire::Wire;

/// Reads a number: from serde_json by its text, because a `u64` or an `f64` would not hold all of it; from a deserializer that
/// has to be told the type by `typed`; from any other, which ignores the name of a newtype, by what it presents.
pub(crate) fn read_number<'de, D: Deserializer<'de>>(
    deserializer: D,
    typed: fn(D, NumberVisitor) -> Result<Repr, D::Error>,
    visitor: NumberVisitor,
) -> Result<Repr, D::Error> {
    if deserializer.is_human_readable() {
        let name = if json::is_error::<D::Error>() { NUMERAL } else { RAW };
        return deserializer.deserialize_newtype_struct(name, visitor);
    }
    match Wire::of::<D::Error>(false) {
        Wire::Positional => typed(deserializer, visitor),
        _ => deserializer.deserialize_any(visitor),
    }
}

pub(crate) struct NumberVisitor {
    pub(crate) expected: &'static str,
}

impl NumberVisitor {
    /// The number that a JSON text is; else the error that serde's own visitors give.
    fn parse<E: Error>(&self, text: &str) -> Result<Repr, E> {
        let text = text.trim_ascii();
        if text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            return decimal::parse(text).ok_or_else(|| E::custom("number out of range"));
        }
        let string: String = serde_json::from_str(text).unwrap_or_default();
        let found = match text.as_bytes().first() {
            Some(b'"') => Unexpected::Str(&string),
            Some(b't' | b'f') => Unexpected::Bool(text == "true"),
            Some(b'n') => Unexpected::Unit,
            Some(b'[') => Unexpected::Seq,
            _ => Unexpected::Map,
        };
        Err(E::invalid_type(found, self))
    }
}

impl<'de> Visitor<'de> for NumberVisitor {
    type Value = Repr;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Repr, E> {
        Ok(Repr::Whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Repr, E> {
        Ok(i64::try_from(number).map_or_else(|_| Repr::whole(number.into()), Repr::Whole))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Repr, E> {
        Ok(Repr::whole(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Repr, E> {
        Repr::float(number).ok_or_else(|| E::invalid_value(Unexpected::Float(number), &self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Repr, E> {
        let number = Some(text).filter(|_| Wire::of::<E>(true) == Wire::Texts).and_then(decimal::parse_numeral);
        number.ok_or_else(|| E::invalid_type(Unexpected::Str(text), &self))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Repr, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Repr, A::Error> {
        match map.next_key_seed(FirstKey)? {
            Some(Key::Text) => self.parse(&map.next_value_seed(Text)?),
            _ => Err(A::Error::invalid_type(Unexpected::Map, &self)),
        }
    }
}

/// Reads a string without a copy, where there is one to borrow.
struct Text;

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text of a number")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text))
    }
}

/// A number's text as the number that a visitor of numbers expects.
pub(crate) struct NumberText<E> {
    text: String,
    error: std::marker::PhantomData<E>,
}

impl<E: Error> NumberText<E> {
    /// The text behind the mark that was just read as a map's first key.
    pub(crate) fn of<'de, A: MapAccess<'de, Error = E>>(map: &mut A) -> Result<Self, E> {
        let text = map.next_value_seed(Text)?.into_owned();
        Ok(NumberText { text, error: std::marker::PhantomData })
    }

    /// The text as a number of serde_json, which keeps the text itself where it has `arbitrary_precision`.
    pub(crate) fn number(&self) -> Result<serde_json::Number, E> {
        self.text.parse().map_err(E::custom)
    }
}

impl<'de, E: Error> Deserializer<'de> for NumberText<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        let number = decimal::parse(&self.text).ok_or_else(|| E::custom("number out of range"))?;
        match (number, number.as_whole()) {
            (Repr::Whole(number), _) => match u64::try_from(number) {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => visitor.visit_i64(number),
            },
            (Repr::Wide { .. }, Some(number)) => match u64::try_from(number) {
                Ok(number) => visitor.visit_u64(number),
                Err(_) => visitor.visit_i128(number),
            },
            (number, _) => visitor.visit_f64(number.as_f64()),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
