//! The parts of arrays and objects.

use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

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
    is_first: bool,
    /// Where the key before starts.
    key: usize,
}

impl<'r, 'de> Members<'r, 'de> {
    #[inline]
    pub(super) fn new(reader: &'r mut Reader<'de>) -> Self {
        Members { reader, is_first: true, key: 0 }
    }

    /// Goes to the next key; false if there is none.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn advance(&mut self) -> Result<bool, Error> {
        let cursor = &mut self.reader.cursor;
        let next = match cursor.peek_token() {
            Some(b'}') => return Ok(false),
            Some(b',') if !self.is_first => {
                cursor.skip();
                cursor.peek_token()
            }
            next if self.is_first => next,
            _ => return Err(self.reader.refuse("expected `,` or `}`")),
        };
        self.is_first = false;
        if next != Some(b'"') {
            return Err(self.reader.refuse("key must be a string"));
        }
        self.key = self.reader.cursor.at();
        Ok(true)
    }

    /// Goes from the key to its value.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn colon(&mut self) -> Result<(), Error> {
        if self.reader.cursor.peek_token() != Some(b':') {
            return Err(self.reader.refuse("expected `:`"));
        }
        self.reader.cursor.skip();
        Ok(())
    }

    /// The error of a key or its value with its place.
    #[cold]
    fn locate(&self, error: Error) -> Error {
        error.within(Token::Key(self.reader.cursor.string_at(self.key)))
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Error;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        match self.advance() {
            Ok(true) => match seed.deserialize(Key(&mut *self.reader)) {
                Ok(key) => Ok(Some(key)),
                Err(error) => Err(self.locate(error)),
            },
            Ok(false) => Ok(None),
            Err(error) => Err(error),
        }
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        match self.colon() {
            Ok(()) => match seed.deserialize(&mut *self.reader) {
                Ok(value) => Ok(value),
                Err(error) => Err(self.locate(error)),
            },
            Err(error) => Err(error),
        }
    }
}
