use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::{Error, pointer};

/// A JSON file that was read: its text, its value, and the way from a pointer back to a line.
///
/// ```
/// let source = schema_build::Source::parse("a.json", b"{\n  \"type\": \"string\"\n}".to_vec())?;
/// let position = source.position("/type").unwrap();
/// assert_eq!((position.line, position.column), (2, 11));
/// # Ok::<(), schema_build::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Source {
    file: String,
    text: String,
    value: Value,
}

/// A place in a text; both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// How deep the values of a file may nest.
pub const MAX_DEPTH: usize = 127;

impl Source {
    /// Reads one JSON document.
    ///
    /// # Errors
    ///
    /// More than [`MAX_BYTES`], a byte-order mark, bytes that are no UTF-8, text that is no JSON (RFC 8259), a key
    /// that an object has twice (which every reader would resolve in its own way), or more than [`MAX_DEPTH`] levels of nesting.
    pub fn parse(file: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Error> {
        let file = file.into();
        if bytes.len() > MAX_BYTES {
            return Err(Error::file(file, format!("{} bytes; the limit is MAX_BYTES = {MAX_BYTES}", bytes.len())));
        }
        if bytes.starts_with(b"\xef\xbb\xbf") {
            return Err(Error {
                line: 1,
                column: 1,
                ..Error::file(file, "starts with a byte-order mark, which JSON does not allow")
                    .with_help("save the file as UTF-8 without a BOM")
            });
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = error.utf8_error().valid_up_to();
            let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
            let at = position_of(&before, before.len());
            Error {
                line: at.line,
                column: at.column,
                ..Error::file(file.clone(), "not UTF-8").with_help("save the file as UTF-8")
            }
        })?;
        match serde_json::from_str::<Unambiguous>(&text) {
            Ok(Unambiguous(value)) => Ok(Source { file, text, value }),
            Err(error) => Err(not_json(file, &text, &error)),
        }
    }

    /// The name it was read under.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text as read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The value that the text says.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Where the value at `pointer` (RFC 6901) begins, or `None` if it points to nothing.
    pub fn position(&self, pointer: &str) -> Option<Position> {
        let mut scan = Scan { bytes: self.text.as_bytes(), at: 0 };
        for token in pointer::tokens(pointer) {
            scan.enter(&token)?;
        }
        scan.space();
        Some(position_of(&self.text, scan.at))
    }

    /// An error at the value at `pointer`, or at its nearest parent that exists.
    pub fn error(&self, pointer: &str, message: impl Into<String>) -> Error {
        let mut known = pointer;
        let position = loop {
            match (self.position(known), known.rfind('/')) {
                (Some(position), _) => break position,
                (None, Some(parent)) => known = &known[..parent],
                (None, None) => break Position { line: 1, column: 1 },
            }
        };
        Error {
            line: position.line,
            column: position.column,
            pointer: Some(pointer.to_owned()),
            ..Error::file(self.file.clone(), message)
        }
    }
}

fn not_json(file: String, text: &str, error: &serde_json::Error) -> Error {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    // serde_json counts columns in bytes.
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or("");
    let before = line.get(..error.column()).map_or(error.column(), |part| part.chars().count());
    if said.starts_with("recursion limit exceeded") {
        let message = format!("more than MAX_DEPTH = {MAX_DEPTH} levels of nesting");
        return Error { line: error.line(), column: before.max(1), ..Error::file(file, message) };
    }
    let message = if error.is_data() { said.to_owned() } else { format!("not JSON: {said}") };
    Error { line: error.line(), column: before.max(1), ..Error::file(file, message) }
}

fn position_of(text: &str, at: usize) -> Position {
    let before = text.get(..at).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position { line, column: before[start..].chars().count() + 1 }
}

/// A cursor over text that is known to be JSON.
struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Goes to the start of the member `token` of the object or array here.
    fn enter(&mut self, token: &str) -> Option<()> {
        self.space();
        let open = self.peek()?;
        self.at += 1;
        for index in 0.. {
            self.space();
            match (open, self.peek()?) {
                (_, b'}' | b']') => return None,
                (b'{', _) => {
                    let start = self.at;
                    self.skip();
                    let key: String = serde_json::from_slice(self.bytes.get(start..self.at)?).ok()?;
                    self.space();
                    self.at += 1; // the colon
                    if key == token {
                        return Some(());
                    }
                }
                (b'[', _) if token == index.to_string() => return Some(()),
                (b'[', _) => {}
                _ => return None,
            }
            self.skip();
            self.space();
            if self.peek()? == b',' {
                self.at += 1;
            }
        }
        None
    }

    /// Goes past the value here.
    fn skip(&mut self) {
        self.space();
        let mut depth = 0usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.at += 1;
                    while let Some(byte) = self.peek().filter(|byte| *byte != b'"') {
                        self.at += if byte == b'\\' { 2 } else { 1 };
                    }
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth == 0 => return,
                b'}' | b']' => depth -= 1,
                b',' | b':' if depth == 0 => return,
                _ => {}
            }
            self.at += 1;
            if depth == 0 && matches!(byte, b'"' | b'}' | b']') {
                return;
            }
        }
    }
}

/// A value of which every object has each key once.
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
                while let Some(key) = map.next_key::<String>()? {
                    if members.contains_key(&key) {
                        return Err(A::Error::custom(format_args!("the key {key:?} stands twice in one object")));
                    }
                    let Unambiguous(value) = map.next_value()?;
                    members.insert(key, value);
                }
                Ok(Value::Object(members))
            }
        }
        deserializer.deserialize_any(Any).map(Unambiguous)
    }
}
