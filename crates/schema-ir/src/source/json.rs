//! Reads JSON (RFC 8259) with serde_json, whose numbers and strings are those of the code that reads the instances.

use std::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::map::Entry;
use serde_json::{Map, Number, Value};

use super::MAX_DEPTH;
use super::number::read_number;
use super::spans::Span;
use crate::{Error, ErrorKind};

/// Reads one JSON text.
pub(super) fn parse(file: &str, text: &str) -> Result<Value, Error> {
    serde_json::from_str::<Unambiguous>(text)
        .map(|Unambiguous(value)| value)
        .map_err(|error| refuse(file, text, &error))
}

/// The positions of the values of a text that [`parse`] accepts.
pub(super) fn scan(text: &str) -> Span {
    Scan { bytes: text.as_bytes(), at: 0 }.scan_value()
}

/// The first byte of the value to which a path leads, in a text that [`parse`] accepts.
pub(super) fn find(text: &str, path: &[usize]) -> usize {
    let mut scan = Scan { bytes: text.as_bytes(), at: 0 };
    scan.skip_space();
    for index in path {
        let is_object = scan.peek() == Some(b'{');
        scan.at += 1;
        for _ in 0..*index {
            scan.skip_part();
            scan.at += 1; // the comma
        }
        scan.skip_space();
        if is_object {
            scan.skip_key();
            scan.skip_space();
        }
    }
    scan.at
}

/// The error for a text that serde_json does not read.
fn refuse(file: &str, text: &str, error: &serde_json::Error) -> Error {
    let start = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let rest = text.get(start..).unwrap_or("");
    // serde_json counts columns in bytes.
    let before = rest.get(..error.column()).unwrap_or(rest);
    // It has looked past the blanks after a key.
    let before = if error.is_data() { before.trim_end() } else { before };
    let at = |kind: ErrorKind, message: String| Error {
        line: error.line(),
        column: before.chars().count().max(1),
        ..Error::new(kind, file, message)
    };
    // serde_json stops at the bracket that opens one level too many, so nothing else can be wrong at such a depth.
    if depth_at(text.as_bytes(), start + before.len()) > MAX_DEPTH {
        return at(ErrorKind::Limit, format!("more than MAX_DEPTH = {MAX_DEPTH} levels of nesting"));
    }
    let shown = error.to_string();
    let reason = shown.rsplit_once(" at line ").map_or(shown.as_str(), |(reason, _)| reason);
    if let Some((what, help)) = find_beyond(reason) {
        return at(ErrorKind::Limit, format!("{what} is beyond what this reader holds")).with_help(help);
    }
    match error.is_data() && before.ends_with('"') {
        true => at(ErrorKind::DuplicateKey, reason.to_owned()),
        false => at(ErrorKind::Syntax, format!("not JSON: {reason}")),
    }
}

/// The value that is JSON (RFC 8259, 6 and 8.2) but that no `Value` holds, and what to write instead; serde_json's errors have no
/// kind for it.
fn find_beyond(reason: &str) -> Option<(&'static str, &'static str)> {
    match reason {
        OUT_OF_RANGE => Some(("the number", super::number::WITHIN_DOUBLES)),
        "lone leading surrogate in hex escape" | "unexpected end of hex escape" => {
            Some(("the lone surrogate", "write a surrogate pair, or the character itself"))
        }
        _ => None,
    }
}

/// serde_json's words for a number that is larger than every double.
const OUT_OF_RANGE: &str = "number out of range";

/// The number of arrays and objects that are open before byte `end` of a text that is valid JSON up to there.
fn depth_at(bytes: &[u8], end: usize) -> usize {
    let mut scan = Scan { bytes: bytes.get(..end).unwrap_or(bytes), at: 0 };
    let mut depth = 0_usize;
    while let Some(byte) = scan.peek() {
        match byte {
            b'"' => {
                scan.skip_string();
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        scan.at += 1;
    }
    depth
}

/// A value in which no object has a duplicate key. serde_json's own `Value` would silently keep the last one.
struct Unambiguous(Value);

impl<'de> Deserialize<'de> for Unambiguous {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Value;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON value")
            }

            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
                Ok(Value::Bool(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
                Ok(Value::Number(value.into()))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
                Ok(Value::Number(value.into()))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
                Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
            }

            fn visit_str<E>(self, value: &str) -> Result<Value, E> {
                Ok(Value::String(value.to_owned()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
                let mut items = Vec::new();
                while let Some(Unambiguous(item)) = seq.next_element()? {
                    items.push(item);
                }
                Ok(Value::Array(items))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
                let mut members = Map::new();
                let mut next = match map.next_key_seed(FirstKey)? {
                    Some(Key::OfNumber) => {
                        let number = read_number(&map.next_value::<String>()?);
                        return number.map(Value::Number).ok_or_else(|| A::Error::custom(OUT_OF_RANGE));
                    }
                    Some(Key::OfMember(key)) => Some(key),
                    None => None,
                };
                while let Some(key) = next {
                    match members.entry(key) {
                        Entry::Vacant(place) => place.insert(map.next_value::<Unambiguous>()?.0),
                        Entry::Occupied(known) => {
                            let key = known.key();
                            return Err(A::Error::custom(format_args!("duplicate key {key:?} in one object")));
                        }
                    };
                    next = map.next_key()?;
                }
                Ok(Value::Object(members))
            }
        }
        deserializer.deserialize_any(Any).map(Unambiguous)
    }
}

/// The first key of a map.
enum Key {
    /// With serde_json's feature `arbitrary_precision`, which any crate of the tree may enable, a number is a map from a mark to
    /// its text.
    OfNumber,
    OfMember(String),
}

/// Reads the first key. That of a member presents itself as `Some` if it is asked for an option, and the mark does not.
struct FirstKey;

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
        String::deserialize(key).map(Key::OfMember)
    }

    fn visit_str<E>(self, _: &str) -> Result<Key, E> {
        Ok(Key::OfNumber)
    }
}

/// A cursor over text that is valid JSON.
struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Scans the value at the cursor and moves past it.
    fn scan_value(&mut self) -> Span {
        self.skip_space();
        let mut span = Span { start: self.at, inside: Vec::new() };
        match self.peek() {
            Some(b'"') => self.skip_string(),
            Some(open @ (b'{' | b'[')) => {
                self.at += 1;
                loop {
                    self.skip_space();
                    match self.peek() {
                        None => break,
                        Some(b'}' | b']') => {
                            self.at += 1;
                            break;
                        }
                        Some(b',') => self.at += 1,
                        Some(_) => {
                            if open == b'{' {
                                self.skip_key();
                            }
                            span.inside.push(self.scan_value());
                        }
                    }
                }
            }
            _ => {
                while !matches!(self.peek(), None | Some(b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r')) {
                    self.at += 1;
                }
            }
        }
        span
    }

    /// Moves to the end of the item or the member at the cursor.
    fn skip_part(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.skip_string(),
                b',' | b'}' | b']' if depth == 0 => break,
                _ => {
                    match byte {
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' => depth -= 1,
                        _ => {}
                    }
                    self.at += 1;
                }
            }
        }
    }

    /// Moves past the key at the cursor, and its colon.
    fn skip_key(&mut self) {
        self.skip_string();
        self.skip_space();
        self.at += 1;
    }

    /// Moves past the string at the cursor.
    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'"' => break,
                b'\\' => self.at += 1,
                _ => {}
            }
        }
    }
}
