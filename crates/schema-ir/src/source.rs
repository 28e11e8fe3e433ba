//! A file that was read: JSON or YAML, bounded and unambiguous.

mod format;
mod json;
mod number;
mod scalar;
mod spans;
mod yaml;

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use serde_json::Value;

pub use format::has_schema_extension;
pub use spans::Position;

use crate::text::with_unix_lines;
use crate::{Error, ErrorKind, Keyword};
use format::Format;
use spans::{Lines, Span, path_of, position_of};

/// A file that was read: its text, its value, and the position of every value in the text.
///
/// JSON and YAML give the same value, so nothing that reads one depends on the format of its text.
///
/// ```
/// let source = schema_ir::Source::parse("a.json", b"{\n  \"type\": \"string\"\n}".to_vec())?;
/// let position = source.position("/type").unwrap();
/// assert_eq!((position.line, position.column), (2, 11));
/// let yaml = schema_ir::Source::parse("a.yaml", b"type: string\n".to_vec())?;
/// assert_eq!(yaml.value(), source.value());
/// # Ok::<(), schema_ir::Error>(())
/// ```
#[derive(Debug)]
pub struct Source {
    file: String,
    text: String,
    value: Arc<Value>,
    /// Of JSON, computed only when many positions are needed, because most files have no error.
    spans: OnceLock<Span>,
    lines: OnceLock<Lines>,
    /// How many positions were searched in the text.
    searches: AtomicUsize,
}

/// The searches that are made without the places of all values, which take the time of a few.
const MAX_SEARCHES: usize = 8;

impl Clone for Source {
    fn clone(&self) -> Self {
        Source::new(self.file.clone(), self.text.clone(), Arc::clone(&self.value), self.spans.clone())
    }
}

/// The maximum size of a file, in bytes.
pub const MAX_BYTES: usize = 64 << 20;

/// The maximum depth to which the values of a file may nest.
pub const MAX_DEPTH: usize = 127;

/// The maximum size of the values that the aliases of a YAML file repeat: the bytes of their texts, and 16 for each value. It
/// bounds the memory that a small file can ask for.
pub const MAX_REPEATED: usize = 16 << 20;

impl Source {
    fn new(file: String, text: String, value: Arc<Value>, spans: OnceLock<Span>) -> Self {
        Source { file, text, value, spans, lines: OnceLock::new(), searches: AtomicUsize::new(0) }
    }

    /// Reads one document. A name that ends in `.yaml` or `.yml` is one of YAML and `.json` is one of JSON. The text of a file
    /// with another name, such as `-` for standard input, is JSON if it begins with `{` or `[`, and YAML if not.
    ///
    /// YAML has the version 1.2 and its core schema (YAML 1.2.2, 10.3): `no` is a string, and `0o17` is an integer. Aliases are
    /// replaced by the values of their anchors. The text of a key that is no string, such as `200`, is the key.
    ///
    /// # Errors
    ///
    /// More than [`MAX_BYTES`], bytes that are not UTF-8, text that is not JSON (RFC 8259) or YAML, a duplicate key in an object
    /// (because parsers disagree on which value counts), or more than [`MAX_DEPTH`] levels of nesting.
    ///
    /// Of JSON, a byte-order mark. Of YAML, several documents, a key that is null or a collection, a merge key `<<`, a tag that
    /// is not one of the core schema, a number that is infinite or not a number, and aliases that repeat more than
    /// [`MAX_REPEATED`].
    ///
    /// ```
    /// use schema_ir::{ErrorKind, Source};
    /// let error = Source::parse("a.yaml", b"maximum: .inf\n".to_vec()).unwrap_err();
    /// assert_eq!((error.kind, error.line, error.column), (ErrorKind::NotInJson, 1, 10));
    /// ```
    pub fn parse(file: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Error> {
        let file = file.into();
        let text = decode(&file, bytes)?;
        match Format::of(&file, &text) {
            Format::Json => Self::from_json(file, text),
            Format::Yaml => Self::from_yaml(file, text),
        }
    }

    /// Reads one JSON document, whatever the name of the file.
    ///
    /// # Errors
    ///
    /// The same as for JSON in [`parse`](Self::parse).
    ///
    /// ```
    /// assert!(schema_ir::Source::parse_json("line", b"type: string".to_vec()).is_err());
    /// ```
    pub fn parse_json(file: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Error> {
        let file = file.into();
        let text = decode(&file, bytes)?;
        Self::from_json(file, text)
    }

    fn from_json(file: String, text: String) -> Result<Self, Error> {
        if text.len() != spans::without_mark(&text).len() {
            return Err(Error {
                line: 1,
                column: 1,
                ..Error::new(ErrorKind::Encoding, file, "starts with a byte-order mark, which JSON does not allow")
                    .with_help("save the file as UTF-8 without a BOM")
            });
        }
        let value = json::parse(&file, &text)?;
        Ok(Source::new(file, text, value.into(), OnceLock::new()))
    }

    fn from_yaml(file: String, text: String) -> Result<Self, Error> {
        // JSON is YAML. The reader of JSON takes it, so that it means in a YAML file exactly what it means in a JSON file.
        if format::looks_like_json(&text)
            && let Ok(value) = json::parse(&file, &text)
        {
            return Ok(Source::new(file, text, value.into(), OnceLock::new()));
        }
        let (value, root) = yaml::parse(&file, &text)?;
        Ok(Source::new(file, text, value.into(), OnceLock::from(root)))
    }

    /// The same value in JSON with a line for each member and item, for a text of few long lines.
    ///
    /// ```
    /// let source = schema_ir::Source::parse("a.json", b"{\"type\":\"null\"}".to_vec())?;
    /// assert_eq!(source.formatted().text(), "{\n  \"type\": \"null\"\n}");
    /// # Ok::<(), schema_ir::Error>(())
    /// ```
    #[must_use]
    pub fn formatted(&self) -> Self {
        // A value has no member that cannot be written.
        let text = serde_json::to_string_pretty(&*self.value).unwrap_or_default();
        Source::new(self.file.clone(), text, Arc::clone(&self.value), OnceLock::new())
    }

    /// The file's name, as given to [`parse`](Self::parse).
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The text of the file, with [Unix line ends](with_unix_lines).
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parsed value.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Whether an object anywhere in the file has a member of this name, which need not be a keyword there. A text that does not
    /// mention it is not searched value by value.
    ///
    /// ```
    /// use schema_ir::{Keyword, Source};
    /// let source = Source::parse("a.json", br#"{"properties": {"id": {"read\u004fnly": true}}}"#.to_vec())?;
    /// assert!(source.has(Keyword::ReadOnly) && !source.has(Keyword::WriteOnly));
    /// # Ok::<(), schema_ir::Error>(())
    /// ```
    pub fn has(&self, keyword: Keyword) -> bool {
        self.may_have(keyword.name()) && keyword.occurs_in(&self.value)
    }

    /// Whether the text has this name, or may have it in another spelling.
    pub(crate) fn may_have(&self, name: &str) -> bool {
        // JSON writes a letter as `\u006f`, YAML also as `\x6f` and `\U0000006f`, and may break a name between lines.
        let respells = |(at, _)| matches!(self.text.as_bytes().get(at + 1), Some(b'u' | b'U' | b'x' | b'\n'));
        self.text.contains(name) || self.text.match_indices('\\').any(respells)
    }

    /// The position at which the value at `pointer` (RFC 6901) begins, or `None` if there is no such value.
    pub fn position(&self, pointer: &str) -> Option<Position> {
        let path = path_of(&self.value, pointer)?;
        let start = match self.spans() {
            Some(root) => root.start(&path)?,
            None => json::find(&self.text, &path),
        };
        Some(self.lines().position(&self.text, start))
    }

    /// The line of this number, from 1, without its end.
    ///
    /// ```
    /// let source = schema_ir::Source::parse("a.json", b"{\n  \"type\": \"null\"\n}\n".to_vec())?;
    /// assert_eq!((source.line(2), source.line(9)), (Some("  \"type\": \"null\""), None));
    /// # Ok::<(), schema_ir::Error>(())
    /// ```
    pub fn line(&self, number: usize) -> Option<&str> {
        self.lines().line(&self.text, number)
    }

    /// The places of all values; `None` as long as there were so few searches that each may read the text.
    fn spans(&self) -> Option<&Span> {
        if self.searches.fetch_add(1, Ordering::Relaxed) < MAX_SEARCHES {
            return self.spans.get();
        }
        Some(self.spans.get_or_init(|| json::scan(&self.text)))
    }

    fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
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

/// The text of a file, bounded and with Unix line ends.
pub(crate) fn decode(file: &str, bytes: Vec<u8>) -> Result<String, Error> {
    if bytes.len() > MAX_BYTES {
        // A reader stops at the limit, so the size of the whole file is not known.
        return Err(Error::new(ErrorKind::Limit, file, format!("more than MAX_BYTES = {MAX_BYTES} bytes")));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]);
        let at = position_of(&before, before.len());
        Error {
            line: at.line,
            column: at.column,
            ..Error::new(ErrorKind::Encoding, file, "not UTF-8").with_help("save the file as UTF-8")
        }
    })?;
    Ok(match with_unix_lines(&text) {
        Cow::Owned(text) => text,
        Cow::Borrowed(_) => text,
    })
}
