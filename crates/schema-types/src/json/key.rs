//! The keys of objects.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::cursor::Text;
use super::error::Error;
use super::reader::Reader;

/// The key of a member.
pub(super) struct Key<'r, 'de>(pub(super) &'r mut Reader<'de>);

impl<'de> Key<'_, 'de> {
    /// Reads a key that is not meant as a string.
    fn visit_word<T>(self, read: impl FnOnce(&mut Reader<'de>) -> Result<T, Error>) -> Result<T, Error> {
        let start = self.0.cursor.at() + 1;
        let refused = || Error::unexpected("invalid value: expected key to be a number in quotes", start);
        match self.0.cursor.string(&mut self.0.scratch) {
            Ok(Text::Plain(text)) if text.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '-') => {
                let mut key = Reader::new(text);
                let value = read(&mut key).map_err(|_| refused())?;
                if key.cursor.at() == text.len() { Ok(value) } else { Err(refused()) }
            }
            Ok(_) => Err(refused()),
            Err(error) => Err(self.0.not_json(error)),
        }
    }
}

macro_rules! word_keys {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.visit_word(|key| key.$method(visitor))
        })*
    };
}

impl<'de> Deserializer<'de> for Key<'_, 'de> {
    type Error = Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.0.visit_string(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0.cursor.string(&mut self.0.scratch) {
            Ok(Text::Plain(text)) => BorrowedStrDeserializer::new(text).deserialize_enum(name, variants, visitor),
            Ok(Text::Unescaped(text)) => text.into_deserializer().deserialize_enum(name, variants, visitor),
            Err(error) => Err(self.0.not_json(error)),
        }
    }

    word_keys! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128 deserialize_f32 deserialize_f64
    }

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
