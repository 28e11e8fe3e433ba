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
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        match self.reader.cursor.peek_token() {
            Some(b']') => return Ok(None),
            Some(b',') if self.next > 0 => {
                self.reader.cursor.skip();
                if self.reader.cursor.peek_token() == Some(b']') {
                    return Err(self.reader.refuse("trailing comma"));
                }
            }
            Some(_) if self.next == 0 => {}
            _ => return Err(self.reader.refuse("expected `,` or `]`")),
        }
        let index = self.next;
        self.next += 1;
        match seed.deserialize(&mut *self.reader) {
            Ok(item) => Ok(Some(item)),
            Err(error) => Err(error.within(Token::Index(index))),
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

    /// The key before.
    #[cold]
    fn token(&self) -> Token {
        Token::Key(self.reader.cursor.string_at(self.key))
    }
}

impl<'de> MapAccess<'de> for Members<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let cursor = &mut self.reader.cursor;
        let next = match cursor.peek_token() {
            Some(b'}') => return Ok(None),
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
        match seed.deserialize(Key(&mut *self.reader)) {
            Ok(key) => Ok(Some(key)),
            Err(error) => Err(error.within(self.token())),
        }
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        if self.reader.cursor.peek_token() != Some(b':') {
            return Err(self.reader.refuse("expected `:`"));
        }
        self.reader.cursor.skip();
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(value),
            Err(error) => Err(error.within(self.token())),
        }
    }
}
