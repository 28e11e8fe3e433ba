//! Reading and writing JSON, faster than serde_json does it.
//!
//! The functions take any type with serde's traits and mean what serde_json's functions of the same names mean: the same texts are
//! read, to the same values or with the same messages. An [`Error`] also tells the place in the value, as a JSON Pointer. Whether
//! the bytes are UTF-8 is checked once for all of them.

mod access;
mod cursor;
mod error;
mod key;
pub(crate) mod likely;
mod number;
mod plain;
mod reader;
mod writer;

use std::io;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use error::{Category, Error};
pub(crate) use likely::{is_likely_end, is_map, skip_likely_key};
pub(crate) use plain::are_all_plain;
use reader::Reader;
use writer::Writer;

/// Reads a value from bytes in UTF-8.
///
/// ```
/// use schema_types::{Value, json};
///
/// let value: Value = json::from_slice(br#"{"name": "Tom"}"#)?;
/// assert_eq!(value["name"], "Tom");
/// let error = json::from_slice::<Vec<u8>>(br#"[1, 2, "3"]"#).unwrap_err();
/// assert_eq!((error.pointer().as_str(), error.message()), ("/2", r#"invalid type: string "3", expected u8"#));
/// # Ok::<(), json::Error>(())
/// ```
///
/// # Errors
///
/// The first mistake: bytes that are not one JSON text ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)) in UTF-8, or a part
/// of it that the type does not read. As in serde_json, values may be 127 deep in others.
pub fn from_slice<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, Error> {
    let text = match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(refuse_bytes::<T>(bytes, error.valid_up_to())),
    };
    from_str(text)
}

/// Reads a value from a text. Otherwise like [`from_slice`].
///
/// # Errors
///
/// As [`from_slice`].
pub fn from_str<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Error> {
    read(text).map_err(|error| error.located(text.as_bytes()))
}

/// Reads a value from a reader, to its end. Otherwise like [`from_slice`].
///
/// All that the reader has is held in memory: limit what others send ([`std::io::Read::take`]).
///
/// # Errors
///
/// As [`from_slice`], and those of the reader.
pub fn from_reader<R: io::Read, T: DeserializeOwned>(mut reader: R) -> Result<T, Error> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).map_err(|error| Error::io(&error))?;
    from_slice(&bytes)
}

/// Writes a value to bytes in UTF-8, without blanks.
///
/// ```
/// use schema_types::json;
///
/// assert_eq!(json::to_vec(&["a \"b\"", "c"])?, br#"["a \"b\"","c"]"#);
/// # Ok::<(), json::Error>(())
/// ```
///
/// # Errors
///
/// A value that is not valid, and a key that is neither a string nor a number.
pub fn to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let mut writer = Writer::new();
    value.serialize(&mut writer)?;
    Ok(writer.into_text())
}

/// Writes a value to a text. Otherwise like [`to_vec`].
///
/// # Errors
///
/// As [`to_vec`].
pub fn to_string<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    String::from_utf8(to_vec(value)?).map_err(serde::ser::Error::custom)
}

/// Writes a value to a writer, at once. Otherwise like [`to_vec`].
///
/// # Errors
///
/// As [`to_vec`], before anything is written, and those of the writer.
pub fn to_writer<W: io::Write, T: Serialize + ?Sized>(mut writer: W, value: &T) -> Result<(), Error> {
    writer.write_all(&to_vec(value)?).map_err(|error| Error::io(&error))
}

#[expect(clippy::redundant_pattern_matching, reason = "`is_ok` borrows")]
fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Error> {
    let mut reader = Reader::new(text);
    // What is neither borrowed nor dropped here is made where the caller wants it, and large values take long to move.
    let result = T::deserialize(&mut reader);
    if matches!(result, Ok(_)) && !reader.is_at_end() {
        discard(result);
        return Err(reader.refuse("trailing characters"));
    }
    result
}

#[cold]
#[inline(never)]
fn discard<T>(_: T) {}

/// Whether a deserializer is this reader itself.
#[inline]
pub(crate) fn is_reader<D>() -> bool {
    // The names are without lifetimes.
    std::any::type_name::<D>() == std::any::type_name::<&mut Reader<'_>>()
}

/// Whether errors are those of this reader.
#[inline]
pub(crate) fn is_error<E>() -> bool {
    std::any::type_name::<E>() == std::any::type_name::<Error>()
}

/// The error for bytes that are UTF-8 only up to a place: what is wrong before it comes first.
#[cold]
fn refuse_bytes<'de, T: Deserialize<'de>>(bytes: &'de [u8], end: usize) -> Error {
    let before = bytes.get(..end).and_then(|before| std::str::from_utf8(before).ok()).unwrap_or_default();
    match read::<T>(before) {
        Err(error) if !error.is_syntax() => error.located(bytes),
        _ => Error::syntax("invalid unicode code point", end).located(bytes),
    }
}
