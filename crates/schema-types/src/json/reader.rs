//! A serde `Deserializer` over a text whose UTF-8 is known to be right.
//!
//! It reads what serde_json reads, with the same messages. What a text rarely asks for is left to serde_json.

use std::convert::Infallible;
use std::fmt;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, Expected, IntoDeserializer, MapAccess, Unexpected, Visitor,
};
use serde_json::de::StrRead;

use super::access::{Items, Members};
use super::cursor::{Cursor, NotJson};
use super::error::Error;
use super::number::Parsed;
use crate::token::{NUMBER, NUMERAL, ONE_OF, RAW, numbers_are_maps};

/// How deep values may be in values, as serde_json has it.
const MAX_DEPTH: u8 = 127;

/// Reads values from a text.
pub(super) struct Reader<'de> {
    pub(super) cursor: Cursor<'de>,
    depth: u8,
    /// For strings that have escapes.
    pub(super) scratch: String,
}

impl<'de> Reader<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Reader { cursor: Cursor::new(text), depth: 0, scratch: String::new() }
    }

    /// Whether the array or the object that is read is in no other.
    #[inline]
    pub(super) fn is_outermost(&self) -> bool {
        self.depth == 1
    }

    /// Whether nothing but blanks is left.
    #[inline(always)]
    pub(super) fn is_at_end(&mut self) -> bool {
        self.cursor.peek_token().is_none()
    }

    /// The error for what is next.
    #[cold]
    pub(super) fn refuse(&self, message: &str) -> Error {
        Error::syntax(message, self.next_column())
    }

    /// The place after the next byte, by which serde_json counts its column.
    fn next_column(&self) -> usize {
        self.cursor.text().len().min(self.cursor.at() + 1)
    }

    #[cold]
    pub(super) fn not_json(&self, _: NotJson) -> Error {
        self.refuse("expected value")
    }

    /// The same error, at this place unless it has one.
    #[cold]
    fn locate(&self, error: Error) -> Error {
        error.at(self.cursor.at())
    }

    /// Passes a string to a visitor.
    #[inline(always)]
    pub(super) fn visit_string<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let start = self.cursor.at() + 1;
        match self.cursor.plain_string() {
            Some(text) => visitor.visit_borrowed_str(text),
            None => self.visit_escaped(start, visitor),
        }
    }

    #[cold]
    fn visit_escaped<V: Visitor<'de>>(&mut self, start: usize, visitor: V) -> Result<V::Value, Error> {
        match self.cursor.unescape(start, &mut self.scratch) {
            Ok(()) => visitor.visit_str(&self.scratch),
            Err(error) => Err(self.not_json(error)),
        }
    }

    /// Reads a number.
    #[inline]
    fn number(&mut self) -> Result<Parsed, Error> {
        let start = self.cursor.at();
        let numeral = match self.cursor.number() {
            Ok(numeral) => numeral,
            Err(error) => return Err(self.not_json(error)),
        };
        match numeral.parse(|| self.cursor.since(start)) {
            Some(number) => Ok(number),
            None => Err(Error::syntax("number out of range", self.cursor.at())),
        }
    }

    /// Reads a word, which stands for `value`.
    #[inline]
    fn word<T>(&mut self, word: &str, value: T) -> Result<T, Error> {
        match self.cursor.word(word) {
            Ok(()) => Ok(value),
            Err(error) => Err(self.not_json(error)),
        }
    }

    /// Reads an array or an object, of which `bracket` is the closing one.
    #[inline]
    #[expect(clippy::redundant_pattern_matching, reason = "`is_ok` borrows")]
    fn inside<T>(&mut self, bracket: u8, read: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        if self.depth == MAX_DEPTH {
            return Err(self.locate(self.refuse("recursion limit exceeded")));
        }
        self.depth += 1;
        self.cursor.skip();
        let value = read(self);
        self.depth -= 1;
        // What is neither borrowed nor dropped here is made where the caller wants it, and large values take long to move.
        if self.cursor.peek_token() == Some(bracket) && matches!(value, Ok(_)) {
            self.cursor.skip();
            return value;
        }
        Err(self.failure(value.err(), bracket))
    }

    /// The error of a value, or for what follows it.
    #[cold]
    fn failure(&mut self, error: Option<Error>, bracket: u8) -> Error {
        // serde_json goes on to the end even after an error, and so counts the column after it.
        let is_closed = self.cursor.skip_token(bracket);
        let error = match error {
            Some(error) if is_closed => error,
            error => {
                let left_over = self.left_over(bracket);
                error.unwrap_or(left_over)
            }
        };
        self.locate(error)
    }

    #[inline]
    fn array<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        self.inside(b']', |reader| visitor.visit_seq(Items::new(reader)))
    }

    #[inline]
    fn object<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        self.inside(b'}', |reader| visitor.visit_map(Members::new(reader)))
    }

    /// The error for what the type left of an array or an object.
    #[cold]
    fn left_over(&mut self, bracket: u8) -> Error {
        let message = match self.cursor.peek() {
            None => return self.refuse("the text ends"),
            Some(b',') if bracket == b'}' => "trailing comma",
            Some(b',') => {
                self.cursor.skip();
                match self.cursor.peek_token() {
                    Some(b']') => "trailing comma",
                    _ => "trailing characters",
                }
            }
            Some(_) => "trailing characters",
        };
        Error::unexpected(message, self.next_column())
    }

    /// The error for a value of another type.
    #[cold]
    fn mismatch(&mut self, expected: &dyn Expected) -> Error {
        let error = match self.cursor.peek_token() {
            Some(b'[') => Error::invalid_type(Unexpected::Seq, expected),
            Some(b'{') => Error::invalid_type(Unexpected::Map, expected),
            Some(b'-' | b'0'..=b'9') => match self.number() {
                Ok(Parsed::Float(_)) if numbers_are_maps() => {
                    Error::invalid_type(Unexpected::Other("number"), expected)
                }
                Ok(number) => Error::invalid_type(number.unexpected(), expected),
                Err(error) => error,
            },
            _ => match self.deserialize_any(Mismatch(expected)) {
                Ok(never) => match never {},
                Err(error) => error,
            },
        };
        self.locate(error)
    }

    /// Reads a number as a visitor of numbers expects it.
    #[inline]
    fn visit_number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        match self.cursor.peek_token() {
            Some(b'-' | b'0'..=b'9') => {
                let number = self.number()?;
                number.visit(visitor).map_err(|error| self.locate(error))
            }
            _ => Err(self.mismatch(&visitor)),
        }
    }

    /// Reads a string as its place among known ones, which are plain. It is looked for in the text itself, without the string's end.
    #[inline]
    fn visit_one_of<V: Visitor<'de>>(&mut self, known: &[&str], visitor: V) -> Result<V::Value, Error> {
        match known.iter().position(|text| self.cursor.skip_known_string(text)) {
            Some(place) => visitor.visit_newtype_struct(place.into_deserializer()),
            None => self.deserialize_str(visitor),
        }
    }

    /// Reads a value by its text.
    fn visit_text<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let text = self.skip_value()?;
        visitor.visit_map(Marked { mark: Some(RAW), text })
    }

    /// Reads a number by its text, unless an integer or a double keeps all of it.
    #[inline]
    fn visit_numeral<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let start = self.cursor.at();
        if let Some(b'-' | b'0'..=b'9') = self.cursor.peek_token()
            && let Ok(number) = self.number()
            && number.is_exact()
        {
            return number.visit(visitor);
        }
        self.cursor.set(start);
        self.visit_text(visitor)
    }

    /// Goes past a value and returns its text.
    fn skip_value(&mut self) -> Result<&'de str, Error> {
        self.cursor.peek_token();
        let start = self.cursor.at();
        match self.cursor.skip_value() {
            Ok(()) => Ok(self.cursor.since(start)),
            Err(NotJson) => Err(Error::in_skipped(start, self.cursor.at())),
        }
    }

    /// Lets serde_json read the next value.
    fn by_serde_json<T>(
        &mut self,
        read: impl FnOnce(&mut serde_json::Deserializer<StrRead<'de>>) -> serde_json::Result<T>,
    ) -> Result<T, Error> {
        let text = self.skip_value()?;
        let start = self.cursor.at() - text.len();
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let value = read(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
        value.map_err(|error| Error::of_serde_json(&error, text, start))
    }
}

macro_rules! numbers {
    ($($method:ident)*) => {
        $(#[inline]
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.visit_number(visitor)
        })*
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = match self.cursor.peek_token() {
            Some(b'"') => self.visit_string(visitor),
            Some(b'{') => self.object(visitor),
            Some(b'[') => self.array(visitor),
            Some(b'-' | b'0'..=b'9') => {
                let start = self.cursor.at();
                match self.number()? {
                    Parsed::Float(_) if numbers_are_maps() => {
                        visitor.visit_map(Marked { mark: Some(NUMBER), text: self.cursor.since(start) })
                    }
                    number => number.visit(visitor),
                }
            }
            Some(b't') => self.word("true", true).and_then(|value| visitor.visit_bool(value)),
            Some(b'f') => self.word("false", false).and_then(|value| visitor.visit_bool(value)),
            Some(b'n') => self.word("null", ()).and_then(|()| visitor.visit_unit()),
            _ => Err(self.refuse("expected value")),
        };
        match value {
            Ok(value) => Ok(value),
            Err(error) => Err(self.locate(error)),
        }
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.cursor.is_at(b'"') {
            true => match self.visit_string(visitor) {
                Ok(value) => Ok(value),
                Err(error) => Err(self.locate(error)),
            },
            false => Err(self.mismatch(&visitor)),
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let value = match self.cursor.peek_token() {
            Some(b't') => self.word("true", true),
            Some(b'f') => self.word("false", false),
            _ => return Err(self.mismatch(&visitor)),
        };
        value.and_then(|value| visitor.visit_bool(value)).map_err(|error| self.locate(error))
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let is_null = match self.cursor.peek() {
            // Most values are not null, and have no blanks before them.
            Some(byte) if byte > b' ' => byte == b'n',
            _ => self.cursor.peek_token() == Some(b'n'),
        };
        match is_null {
            true => self.word("null", ()).and_then(|()| visitor.visit_none()),
            false => visitor.visit_some(self),
        }
    }

    #[inline]
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.cursor.peek_token() {
            Some(b'n') => self.word("null", ()).and_then(|()| visitor.visit_unit()),
            _ => Err(self.mismatch(&visitor)),
        }
    }

    #[inline]
    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_unit(visitor)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        match name {
            RAW => self.visit_text(visitor),
            NUMERAL => self.visit_numeral(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.cursor.is_at(b'[') {
            true => self.array(visitor),
            false => Err(self.mismatch(&visitor)),
        }
    }

    #[inline]
    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    #[inline]
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.cursor.is_at(b'{') {
            true => self.object(visitor),
            false => Err(self.mismatch(&visitor)),
        }
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.cursor.peek_token() {
            _ if name == ONE_OF => self.visit_one_of(fields, visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            _ => self.deserialize_map(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.by_serde_json(|json| json.deserialize_enum(name, variants, visitor))
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.by_serde_json(|json| json.deserialize_bytes(visitor))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.by_serde_json(|json| json.deserialize_byte_buf(visitor))
    }

    fn deserialize_i128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.by_serde_json(|json| json.deserialize_i128(visitor))
    }

    fn deserialize_u128<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.by_serde_json(|json| json.deserialize_u128(visitor))
    }

    // Rounds once, to single precision.
    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.by_serde_json(|json| json.deserialize_f32(visitor))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.skip_value()?;
        visitor.visit_unit()
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f64
    }
}

/// A text under a mark of serde_json.
struct Marked<'de> {
    mark: Option<&'static str>,
    text: &'de str,
}

impl<'de> MapAccess<'de> for Marked<'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.mark.take().map(|mark| seed.deserialize(BorrowedStrDeserializer::new(mark))).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(BorrowedStrDeserializer::new(self.text))
    }
}

/// Refuses every value.
struct Mismatch<'e>(&'e dyn Expected);

impl Visitor<'_> for Mismatch<'_> {
    type Value = Infallible;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
