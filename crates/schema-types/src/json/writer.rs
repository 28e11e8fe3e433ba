//! A serde `Serializer` that writes what serde_json writes.

use std::fmt::{self, Write as _};

use serde::ser::{
    Error as _, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::error::Error;
use super::plain;
use crate::token::{NUMBER, RAW};

/// Writes values to a text.
pub(super) struct Writer {
    text: Vec<u8>,
    /// Whether strings are written as they are, without quotes.
    is_verbatim: bool,
}

impl Writer {
    pub(super) fn new() -> Self {
        // Most bodies fit.
        Writer { text: Vec::with_capacity(1024), is_verbatim: false }
    }

    pub(super) fn into_text(self) -> Vec<u8> {
        self.text
    }

    #[inline]
    fn put(&mut self, byte: u8) {
        self.text.push(byte);
    }

    #[inline]
    fn put_all(&mut self, text: &'static [u8]) {
        self.text.extend_from_slice(text);
    }

    #[inline]
    fn put_string(&mut self, string: &str) {
        self.put(b'"');
        self.put_characters(string);
        self.put(b'"');
    }

    /// Writes what stands between the quotes. The compiler knows the keys of structs, and so that they are copied as they are.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn put_characters(&mut self, string: &str) {
        let bytes = string.as_bytes();
        let plain = plain::count(bytes);
        match plain == bytes.len() {
            true => self.text.extend_from_slice(bytes),
            false => self.put_escaped(bytes, plain),
        }
    }

    /// Writes characters of which so many are plain before the first that is not.
    #[cold]
    fn put_escaped(&mut self, bytes: &[u8], mut plain: usize) {
        let mut rest = bytes;
        loop {
            let (before, after) = rest.split_at(plain);
            self.text.extend_from_slice(before);
            let Some((byte, after)) = after.split_first() else { return };
            self.put_escape(*byte);
            rest = after;
            plain = plain::count(rest);
        }
    }

    fn put_escape(&mut self, byte: u8) {
        let letter = match byte {
            b'"' | b'\\' => byte,
            0x08 => b'b',
            b'\t' => b't',
            b'\n' => b'n',
            0x0c => b'f',
            b'\r' => b'r',
            _ => {
                let digit = |digit: u8| b"0123456789abcdef"[usize::from(digit)];
                self.text.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)]);
                return;
            }
        };
        self.text.extend_from_slice(&[b'\\', letter]);
    }

    #[inline]
    fn put_integer(&mut self, integer: impl itoa::Integer) {
        self.text.extend_from_slice(itoa::Buffer::new().format(integer).as_bytes());
    }

    /// Writes `{"variant":`.
    fn open_variant(&mut self, variant: &str) {
        self.put(b'{');
        self.put_string(variant);
        self.put(b':');
    }
}

/// Writes characters of a string, with escapes.
struct Characters<'w>(&'w mut Writer);

impl fmt::Write for Characters<'_> {
    fn write_str(&mut self, string: &str) -> fmt::Result {
        self.0.put_characters(string);
        Ok(())
    }
}

macro_rules! integers {
    ($($method:ident: $integer:ty),*) => {
        $(#[inline]
        fn $method(self, integer: $integer) -> Result<(), Error> {
            self.put_integer(integer);
            Ok(())
        })*
    };
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Compound<'w>;
    type SerializeTuple = Compound<'w>;
    type SerializeTupleStruct = Compound<'w>;
    type SerializeTupleVariant = Compound<'w>;
    type SerializeMap = Compound<'w>;
    type SerializeStruct = Compound<'w>;
    type SerializeStructVariant = Compound<'w>;

    integers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128
    }

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.text.extend_from_slice(if value { b"true" } else { b"false" });
        Ok(())
    }

    // serde_json decides how a double is spelled.
    fn serialize_f32(self, number: f32) -> Result<(), Error> {
        serde_json::to_writer(&mut self.text, &number).map_err(Error::custom)
    }

    fn serialize_f64(self, number: f64) -> Result<(), Error> {
        serde_json::to_writer(&mut self.text, &number).map_err(Error::custom)
    }

    fn serialize_char(self, character: char) -> Result<(), Error> {
        self.serialize_str(character.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, string: &str) -> Result<(), Error> {
        match self.is_verbatim {
            true => self.text.extend_from_slice(string.as_bytes()),
            false => self.put_string(string),
        }
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Error> {
        bytes.serialize(self)
    }

    #[inline]
    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_unit(self) -> Result<(), Error> {
        self.text.extend_from_slice(b"null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.open_variant(variant);
        value.serialize(&mut *self)?;
        self.put(b'}');
        Ok(())
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'w>, Error> {
        Ok(Compound::open(self, b'[', "]"))
    }

    #[inline]
    fn serialize_tuple(self, _: usize) -> Result<Compound<'w>, Error> {
        Ok(Compound::open(self, b'[', "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Compound<'w>, Error> {
        Ok(Compound::open(self, b'[', "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'w>, Error> {
        self.open_variant(variant);
        Ok(Compound::open(self, b'[', "]}"))
    }

    #[inline]
    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'w>, Error> {
        Ok(Compound::open(self, b'{', "}"))
    }

    #[inline]
    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Compound<'w>, Error> {
        match name {
            RAW | NUMBER => Ok(Compound { writer: self, is_empty: true, end: VERBATIM }),
            _ => Ok(Compound::open(self, b'{', "}")),
        }
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Compound<'w>, Error> {
        self.open_variant(variant);
        Ok(Compound::open(self, b'{', "}}"))
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), Error> {
        self.put(b'"');
        write!(Characters(self), "{value}").map_err(Error::custom)?;
        self.put(b'"');
        Ok(())
    }
}

/// The end of what serde_json marks as a text to be written as it is.
const VERBATIM: &str = "";

/// An array or an object that is being written.
pub(super) struct Compound<'w> {
    writer: &'w mut Writer,
    is_empty: bool,
    end: &'static str,
}

impl<'w> Compound<'w> {
    #[inline]
    fn open(writer: &'w mut Writer, bracket: u8, end: &'static str) -> Self {
        writer.put(bracket);
        Compound { writer, is_empty: true, end }
    }

    #[inline]
    fn separate(&mut self) {
        if !self.is_empty {
            self.writer.put(b',');
        }
        self.is_empty = false;
    }

    #[inline]
    fn item<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Error> {
        self.separate();
        item.serialize(&mut *self.writer)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn member<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Error> {
        self.writer.put_all(if self.is_empty { b"\"" } else { b",\"" });
        self.is_empty = false;
        self.writer.put_characters(key);
        self.writer.put_all(b"\":");
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn close(self) {
        self.writer.text.extend_from_slice(self.end.as_bytes());
    }
}

macro_rules! items {
    ($($item:ident $method:ident),*) => {
        $(impl $item for Compound<'_> {
            type Ok = ();
            type Error = Error;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Error> {
                self.item(item)
            }

            #[inline]
            fn end(self) -> Result<(), Error> {
                self.close();
                Ok(())
            }
        })*
    };
}
items! {
    SerializeSeq serialize_element, SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field
}

impl SerializeStruct for Compound<'_> {
    type Ok = ();
    type Error = Error;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        match self.end {
            VERBATIM => {
                self.writer.is_verbatim = true;
                let written = value.serialize(&mut *self.writer);
                self.writer.is_verbatim = false;
                written
            }
            _ => self.member(key, value),
        }
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl SerializeStructVariant for Compound<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Error> {
        self.member(key, value)
    }

    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}

impl SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.separate();
        let start = self.writer.text.len();
        key.serialize(&mut *self.writer)?;
        match self.writer.text.get(start) {
            Some(b'"') => {}
            Some(b'-' | b'0'..=b'9' | b't' | b'f') => {
                self.writer.text.insert(start, b'"');
                self.writer.put(b'"');
            }
            _ => return Err(Error::custom("key must be a string")),
        }
        self.writer.put(b':');
        Ok(())
    }

    #[inline]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.close();
        Ok(())
    }
}
