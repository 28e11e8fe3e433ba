use std::fmt;
use std::sync::OnceLock;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

pub use crate::spans::Position;
use crate::spans::Spans;
use crate::{Error, ErrorKind};

/// A JSON file that was read: its text, its value, and the position of every value in the text.
///
/// ```
/// let source = schema_ir::Source::parse("a.json", b"{\n  \"type\": \"string\"\n}".to_vec())?;
/// let position = source.position("/type").unwrap();
/// assert_eq!((position.line, position.column), (2, 11));
/// # Ok::<(), schema_ir::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Source {
    file: String,
    text: String,
    value: Value,
    /// Computed only when the first position is needed, because most files have no error.
    spans: OnceLock<Spans>,
}

/// The maximum size of a file, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// The maximum depth to which the values of a file may nest.
pub const MAX_DEPTH: usize = 127;

impl Source {
    /// Reads one JSON document.
    ///
    /// # Errors
    ///
    /// More than [`MAX_BYTES`], a byte-order mark, bytes that are not UTF-8, text that is not JSON (RFC 8259), a duplicate key
    /// in an object (because parsers disagree on which value counts), or more than [`MAX_DEPTH`] levels of nesting.
    pub fn parse(file: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Error> {
        let file = file.into();
        if bytes.len() > MAX_BYTES {
            return Err(Error::new(
                ErrorKind::Limit,
                file,
                format!("{} bytes; the limit is MAX_BYTES = {MAX_BYTES}", bytes.len()),
            ));
        }
        if bytes.starts_with(b"\xef\xbb\xbf") {
            return Err(Error {
                line: 1,
                column: 1,
                ..Error::new(ErrorKind::Encoding, file, "starts with a byte-order mark, which JSON does not allow")
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
                ..Error::new(ErrorKind::Encoding, file.clone(), "not UTF-8").with_help("save the file as UTF-8")
            }
        })?;
        match serde_json::from_str::<Unambiguous>(&text) {
            Ok(Unambiguous(value)) => Ok(Source { file, text, value, spans: OnceLock::new() }),
            Err(error) => Err(not_json(file, &text, &error)),
        }
    }

    /// The file's name, as given to [`parse`](Self::parse).
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text of the file, unchanged.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parsed value.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The position at which the value at `pointer` (RFC 6901) begins, or `None` if there is no such value.
    pub fn position(&self, pointer: &str) -> Option<Position> {
        let spans = self.spans.get_or_init(|| Spans::new(&self.text));
        let start = spans.start(&self.value, pointer)?;
        Some(spans.position(&self.text, start))
    }

    /// The position of the value at `pointer`, or else of its nearest ancestor that exists.
    pub fn nearest_position(&self, pointer: &str) -> Position {
        let mut known = pointer;
        loop {
            match (self.position(known), known.rfind('/')) {
                (Some(position), _) => return position,
                (None, Some(parent)) => known = &known[..parent],
                (None, None) => return Position { line: 1, column: 1 },
            }
        }
    }

    /// An error at the position of the value at `pointer`, or else of its nearest ancestor that exists.
    pub fn error(&self, kind: ErrorKind, pointer: &str, message: impl Into<String>) -> Error {
        let position = self.nearest_position(pointer);
        Error {
            line: position.line,
            column: position.column,
            pointer: Some(pointer.to_owned()),
            ..Error::new(kind, self.file.clone(), message)
        }
    }
}

fn not_json(file: String, text: &str, error: &serde_json::Error) -> Error {
    let text_of_error = error.to_string();
    let reason = text_of_error.rsplit_once(" at line ").map_or(text_of_error.as_str(), |(reason, _)| reason);
    // serde_json counts columns in bytes.
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or("");
    let before = line.get(..error.column()).map_or(error.column(), |part| part.chars().count());
    if reason.starts_with("recursion limit exceeded") {
        let message = format!("more than MAX_DEPTH = {MAX_DEPTH} levels of nesting");
        return Error { line: error.line(), column: before.max(1), ..Error::new(ErrorKind::Limit, file, message) };
    }
    let (kind, message) = match error.is_data() {
        true => (ErrorKind::DuplicateKey, reason.to_owned()),
        false => (ErrorKind::Syntax, format!("not JSON: {reason}")),
    };
    Error { line: error.line(), column: before.max(1), ..Error::new(kind, file, message) }
}

fn position_of(text: &str, at: usize) -> Position {
    let before = text.get(..at).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position { line, column: before[start..].chars().count() + 1 }
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
                while let Some(key) = map.next_key::<String>()? {
                    if members.contains_key(&key) {
                        return Err(A::Error::custom(format_args!("duplicate key {key:?} in one object")));
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
