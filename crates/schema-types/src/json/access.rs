//! The parts of arrays and objects.

use std::mem;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess};

use super::error::{Error, Token};
use super::key::Key;
use super::likely::{Ahead, is_likely};
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

    /// Lists that grow are copied again and again. Only of an array that is the whole text, the rest of the text says how many items
    /// are left.
    #[inline]
    fn size_hint(&self) -> Option<usize> {
        match self.reader.is_outermost() {
            true => self.reader.cursor.count_alike(),
            false => None,
        }
    }
}

/// The members of an object.
pub(super) struct Members<'r, 'de> {
    reader: &'r mut Reader<'de>,
    /// Where the key before starts; 0 if there is none, because a brace is before the first.
    key: usize,
    /// Whether the colon after it was read.
    has_colon: bool,
}

impl<'r, 'de> Members<'r, 'de> {
    #[inline]
    pub(super) fn new(reader: &'r mut Reader<'de>) -> Self {
        Members { reader, key: 0, has_colon: false }
    }

    /// Goes past the next key if it is this one, with at most one space before it and none before its colon.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn skip_key(&mut self, key: &str, is_first: bool) -> bool {
        debug_assert!(is_first || self.key > 0, "another key was read");
        match self.reader.cursor.skip_member_key(key, is_first) {
            Some(start) => {
                self.key = start;
                self.has_colon = true;
                true
            }
            None => false,
        }
    }

    /// Whether the next byte is the brace at the end.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn is_end(&self) -> bool {
        self.reader.cursor.peek() == Some(b'}')
    }

    /// Goes to the next key; false if there is none.
    fn advance(&mut self) -> Result<bool, Error> {
        let cursor = &mut self.reader.cursor;
        let next = match cursor.peek_token() {
            Some(b'}') => return Ok(false),
            Some(b',') if self.key > 0 => {
                cursor.skip();
                cursor.peek_token()
            }
            next if self.key == 0 => next,
            _ => return Err(self.reader.refuse("expected `,` or `}`")),
        };
        if next != Some(b'"') {
            return Err(self.reader.refuse("key must be a string"));
        }
        self.key = self.reader.cursor.at();
        Ok(true)
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
        if is_likely::<S>() {
            return Ok(seed.deserialize(Ahead(self)).ok());
        }
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
        if !mem::take(&mut self.has_colon) && !self.reader.cursor.skip_token(b':') {
            return Err(self.reader.refuse("expected `:`"));
        }
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.locate(error)),
        }
    }
}
