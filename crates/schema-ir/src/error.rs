//! Problems in input files.

mod kind;

use std::fmt;

pub use kind::ErrorKind;

use crate::text::{escaped, shortened};

/// A problem in an input file: its kind, its place, a message, and advice.
///
/// `Display` prints `file:line:column: error[kind]: message`, then the JSON Pointer and the help, each on its own line. It
/// escapes what could change the look of a terminal, and shortens long texts.
///
/// ```
/// use schema_ir::{ErrorKind, Source};
/// let error = Source::parse("a.json", b"{\"type\": }".to_vec()).unwrap_err();
/// assert_eq!(error.kind, ErrorKind::Syntax);
/// assert!(error.to_string().starts_with("a.json:1:10: error[syntax]: not JSON"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The kind.
    pub kind: ErrorKind,
    /// The file's name as the caller gave it, or `-` if there is no file.
    pub file: String,
    /// Line, from 1; 0 if the problem concerns the file as a whole.
    pub line: usize,
    /// Column in characters, from 1; 0 if the problem concerns the file as a whole.
    pub column: usize,
    /// JSON Pointer (RFC 6901) of the problem; `None` if it has no place in a document.
    pub pointer: Option<String>,
    /// The problem, for people. Programs read `kind`.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
}

/// The number of characters that a message, a pointer or a help may have when it is displayed.
pub const MAX_MESSAGE: usize = 600;

impl Error {
    /// An error that concerns a file as a whole.
    pub fn new(kind: ErrorKind, file: impl Into<String>, message: impl Into<String>) -> Self {
        Error { kind, file: file.into(), line: 0, column: 0, pointer: None, message: message.into(), help: None }
    }

    /// Adds advice to the error.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The error as JSON: `{"kind", "file", "line", "column", "pointer", "message", "help"}`, with long texts shortened.
    ///
    /// ```
    /// let error = schema_ir::Source::parse("a.json", b"{\"type\": }".to_vec()).unwrap_err();
    /// assert_eq!((&error.to_json()["line"], &error.to_json()["column"]), (&1.into(), &10.into()));
    /// ```
    pub fn to_json(&self) -> serde_json::Value {
        let Error { kind, file, line, column, pointer, message, help } = self;
        let short = |text: &String| shortened(text, MAX_MESSAGE).into_owned();
        serde_json::json!({
            "kind": kind.id(), "file": short(file), "line": line, "column": column,
            "pointer": pointer.as_ref().map(short), "message": short(message), "help": help.as_ref().map(short),
        })
    }
}

impl Error {
    /// Displays the error as a warning, because it did not refuse the file.
    ///
    /// ```
    /// use schema_ir::{Error, ErrorKind};
    /// let error = Error::new(ErrorKind::Pattern, "a.json", "not a regular expression");
    /// assert_eq!(error.as_warning().to_string(), "a.json: warning[pattern]: not a regular expression");
    /// ```
    pub fn as_warning(&self) -> impl fmt::Display + '_ {
        struct Warning<'e>(&'e Error);
        impl fmt::Display for Warning<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.write_as("warning", f)
            }
        }
        Warning(self)
    }

    fn write_as(&self, level: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |text: &str| escaped(&shortened(text, MAX_MESSAGE)).into_owned();
        write!(f, "{}:", show(&self.file))?;
        if self.line > 0 {
            write!(f, "{}:{}:", self.line, self.column)?;
        }
        write!(f, " {level}[{}]: {}", self.kind, show(&self.message))?;
        if let Some(pointer) = &self.pointer {
            let pointer = if pointer.is_empty() { "(the root)".to_owned() } else { show(pointer) };
            write!(f, "\n  at {pointer}")?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {}", show(help))?;
        }
        Ok(())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_as("error", f)
    }
}

impl std::error::Error for Error {}

/// All errors that were found in some files, at least one.
///
/// `Display` prints them one after another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errors(Vec<Error>);

impl Errors {
    /// The first error.
    pub fn into_first(self) -> Error {
        let defect = || Error::new(ErrorKind::Defect, "-", "an error without a description");
        self.0.into_iter().next().unwrap_or_else(defect)
    }
}

impl std::ops::Deref for Errors {
    type Target = [Error];

    fn deref(&self) -> &[Error] {
        &self.0
    }
}

impl IntoIterator for Errors {
    type Item = Error;
    type IntoIter = std::vec::IntoIter<Error>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl From<Error> for Errors {
    fn from(error: Error) -> Self {
        Errors(vec![error])
    }
}

impl From<Vec<Error>> for Errors {
    fn from(errors: Vec<Error>) -> Self {
        Errors(errors)
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            error.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Errors {}
