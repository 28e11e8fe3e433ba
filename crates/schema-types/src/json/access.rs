//! The parts of arrays and objects.

use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::cursor::Follows;
use super::error::{Error, Token};
use super::key::Key;
use super::reader::Reader;

/// The items of an array.
pub(super) struct Items<'r, 'de> {
    reader: &'r mut Reader<'de>,
    next: usize,
}

impl<'r, 'de> Items<'r, 'de> {
    #[inline]
    pub(super) fn new(reader: &'r mut Reader<'de>) -> Self {
        Items { reader, next: 0 }
    }

    /// Goes to the next item; false if there is none.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn advance(&mut self) -> Result<bool, Error> {
        match self.reader.cursor.peek_token() {
            Some(b']') => return Ok(false),
            Some(b',') if self.next > 0 => {
                self.reader.cursor.skip();
                if self.reader.cursor.peek_token() == Some(b']') {
                    return Err(self.reader.refuse("trailing comma"));
                }
            }
            Some(_) if self.next == 0 => {}
            _ => return Err(self.reader.refuse("expected `,` or `]`")),
        }
        self.next += 1;
        Ok(true)
    }

    /// The error of an item with its place.
    #[cold]
    fn locate(&self, error: Error) -> Error {
        error.within(Token::Index(self.next - 1))
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        match self.advance() {
            Ok(true) => match seed.deserialize(&mut *self.reader) {
                Ok(item) => Ok(Some(item)),
                Err(error) => Err(self.locate(error)),
            },
            Ok(false) => Ok(None),
            Err(error) => Err(error),
        }
    }
}

/// The members of an object.
pub(super) struct Members<'r, 'de> {
    reader: &'r mut Reader<'de>,
    /// Where the key before starts; 0 if there is none, because a brace is before the first.
    key: usize,
}

impl<'r, 'de> Members<'r, 'de> {
    #[inline]
    pub(super) fn new(reader: &'r mut Reader<'de>) -> Self {
        Members { reader, key: 0 }
    }

    /// Goes to the next key; false if there is none.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn advance(&mut self) -> Result<bool, Error> {
        match self.reader.cursor.next_member(self.key == 0) {
            Follows::Key => self.key = self.reader.cursor.at(),
            Follows::End => return Ok(false),
            Follows::Other => match next_key(self.reader, self.key == 0) {
                Ok(Some(key)) => self.key = key,
                Ok(None) => return Ok(false),
                Err(error) => return Err(error),
            },
        }
        Ok(true)
    }
}

/// Goes to the next key, and returns its place; none if the object ends.
#[inline(never)]
fn next_key(reader: &mut Reader<'_>, is_first: bool) -> Result<Option<usize>, Error> {
    let cursor = &mut reader.cursor;
    let next = match cursor.peek_token() {
        Some(b'}') => return Ok(None),
        Some(b',') if !is_first => {
            cursor.skip();
            cursor.peek_token()
        }
        next if is_first => next,
        _ => return Err(reader.refuse("expected `,` or `}`")),
    };
    match next {
        Some(b'"') => Ok(Some(reader.cursor.at())),
        _ => Err(reader.refuse("key must be a string")),
    }
}

/// The error of a key or its value with its place.
#[cold]
fn locate_member(reader: &Reader<'_>, key: usize, error: Error) -> Error {
    error.within(Token::Key(reader.cursor.string_at(key)))
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Error;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        match self.advance() {
            Ok(true) => match seed.deserialize(Key(&mut *self.reader)) {
                Ok(key) => Ok(Some(key)),
                Err(error) => Err(locate_member(self.reader, self.key, error)),
            },
            Ok(false) => Ok(None),
            Err(error) => Err(error),
        }
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        if !self.reader.cursor.skip_token(b':') {
            return Err(self.reader.refuse("expected `:`"));
        }
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(value),
            Err(error) => Err(locate_member(self.reader, self.key, error)),
        }
    }
}
