//! Errors of reading.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Expected, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor};

/// Why a text cannot be read as a value, and where.
///
/// ```
/// use schema_types::json;
///
/// let error = json::from_str::<Vec<bool>>("[true,\n null]").unwrap_err();
/// assert_eq!((error.pointer(), error.line(), error.column()), ("/1".to_owned(), 2, 5));
/// assert_eq!(error.to_string(), "invalid type: null, expected a boolean at line 2 column 5");
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    message: String,
    category: Category,
    /// In bytes, while it is read.
    place: Option<usize>,
    explain: Explain,
    line: usize,
    column: usize,
    /// From the inside to the outside.
    path: Vec<Token>,
}

/// Whether serde_json knows better what is wrong.
enum Explain {
    /// No: the message says it.
    No,
    /// Yes, if it reads the whole text.
    Whole,
    /// Yes, if it passes over the value that starts here.
    Skipped(usize),
}

/// The kind of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// The text is not JSON.
    Syntax,
    /// The text ends within a value.
    Eof,
    /// The value is not one of the type.
    Data,
    /// The text could not be read.
    Io,
}

/// A step to a part of a value.
pub(super) enum Token {
    Key(String),
    Index(usize),
}

impl Error {
    /// The place of the value that is refused, as a JSON Pointer
    /// ([RFC 6901](https://www.rfc-editor.org/rfc/rfc6901)) into the text; of an object whose key is missing, the object's.
    pub fn pointer(&self) -> String {
        let token = |token: &Token| match token {
            Token::Index(index) => format!("/{index}"),
            Token::Key(key) => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
        };
        self.0.path.iter().rev().map(token).collect()
    }

    /// The line on which reading stopped, from 1; 0 if no text was read.
    pub fn line(&self) -> usize {
        self.0.line
    }

    /// The column at which reading stopped, from 1 and in bytes; 0 is the line's begin.
    pub fn column(&self) -> usize {
        self.0.column
    }

    /// What is wrong, without its place.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The kind of the error.
    pub fn classify(&self) -> Category {
        self.0.category
    }

    #[cold]
    fn new(category: Category, message: String) -> Self {
        Error(Box::new(Inner {
            message,
            category,
            place: None,
            explain: Explain::No,
            line: 0,
            column: 0,
            path: Vec::new(),
        }))
    }

    /// Something in the text that the type does not expect there.
    #[cold]
    pub(super) fn unexpected(message: &str, place: usize) -> Self {
        Error::new(Category::Syntax, message.to_owned()).at(place)
    }

    /// Something in the text that is no JSON; `otherwise` says it if all of it is JSON.
    #[cold]
    pub(super) fn syntax(otherwise: &str, place: usize) -> Self {
        let mut error = Error::unexpected(otherwise, place);
        error.0.explain = Explain::Whole;
        error
    }

    /// Something in a value that was passed over.
    #[cold]
    pub(super) fn in_skipped(start: usize, place: usize) -> Self {
        let mut error = Error::unexpected("expected value", place);
        error.0.explain = Explain::Skipped(start);
        error
    }

    #[cold]
    pub(super) fn io(error: &std::io::Error) -> Self {
        Error::new(Category::Io, error.to_string())
    }

    /// An error of serde_json about a part of the text, which starts at a place.
    #[cold]
    pub(super) fn of_serde_json(error: &serde_json::Error, part: &str, start: usize) -> Self {
        let category = if error.is_data() { Category::Data } else { Category::Syntax };
        let place = match error.line() {
            0 => part.len(),
            line => part.split_inclusive('\n').take(line - 1).map(str::len).sum::<usize>() + error.column(),
        };
        Error::new(category, without_place(error)).at(start + place)
    }

    /// The same with a place, if it has none.
    #[cold]
    pub(super) fn at(mut self, place: usize) -> Self {
        self.0.place.get_or_insert(place);
        self
    }

    /// The same in a part of the value.
    #[cold]
    pub(super) fn within(mut self, token: Token) -> Self {
        self.0.path.push(token);
        self
    }

    /// The same with line and column, and with what serde_json says where the text is no JSON.
    #[cold]
    pub(super) fn located(mut self, text: &[u8]) -> Self {
        let read = |start: usize| serde_json::Deserializer::from_slice(text.get(start..).unwrap_or_default());
        let (start, read) = match self.0.explain {
            Explain::No => (0, Ok(())),
            Explain::Whole => {
                let mut json = read(0);
                (0, AnyJson::deserialize(&mut json).and_then(|_| json.end()))
            }
            Explain::Skipped(start) => (start, IgnoredAny::deserialize(&mut read(start)).map(drop)),
        };
        if let Err(error) = read {
            self.0.message = without_place(&error);
            self.0.category = if error.is_eof() { Category::Eof } else { Category::Syntax };
            let before = position(text, start);
            self.0.line = before.0 + error.line() - 1;
            self.0.column = error.column() + if error.line() == 1 { before.1 } else { 0 };
            return self;
        }
        (self.0.line, self.0.column) = position(text, self.0.place.unwrap_or(text.len()));
        self
    }

    pub(super) fn is_syntax(&self) -> bool {
        self.0.category == Category::Syntax
    }
}

/// The line and the column of a place.
fn position(text: &[u8], place: usize) -> (usize, usize) {
    let before = text.get(..place).unwrap_or(text);
    let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    (1 + before.iter().filter(|byte| **byte == b'\n').count(), before.len() - line)
}

/// The message of an error of serde_json.
fn without_place(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    message.strip_suffix(&place).unwrap_or(&message).to_owned()
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)?;
        match self.0.line {
            0 => Ok(()),
            line => write!(f, " at line {line} column {}", self.0.column),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("message", &self.0.message)
            .field("category", &self.0.category)
            .field("pointer", &self.pointer())
            .field("line", &self.0.line)
            .field("column", &self.0.column)
            .finish()
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Error::new(Category::Data, message.to_string())
    }

    // serde_json has its own words for null, and its own spelling of numbers.
    #[cold]
    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(serde_json::Error::invalid_type(unexpected, expected))
    }

    #[cold]
    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(serde_json::Error::invalid_value(unexpected, expected))
    }
}

/// Any JSON, of which every part is read.
struct AnyJson;

impl<'de> Deserialize<'de> for AnyJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyJson)
    }
}

macro_rules! accept {
    ($($visit:ident: $ty:ty,)*) => {
        $(fn $visit<E>(self, _: $ty) -> Result<AnyJson, E> {
            Ok(AnyJson)
        })*
    };
}

impl<'de> Visitor<'de> for AnyJson {
    type Value = AnyJson;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    accept! { visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str, }

    fn visit_unit<E>(self) -> Result<AnyJson, E> {
        Ok(AnyJson)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<AnyJson, A::Error> {
        while seq.next_element::<AnyJson>()?.is_some() {}
        Ok(AnyJson)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AnyJson, A::Error> {
        while map.next_entry::<AnyJson, AnyJson>()?.is_some() {}
        Ok(AnyJson)
    }
}
