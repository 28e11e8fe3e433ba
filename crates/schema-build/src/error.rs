use std::fmt;

/// A problem in an input file: its place, a message, and advice.
///
/// `Display` prints `file:line:column: message`, then the JSON Pointer and the help, each on its own line.
///
/// ```
/// let error = schema_build::Source::parse("a.json", b"{\"type\": }".to_vec()).unwrap_err();
/// assert!(error.to_string().starts_with("a.json:1:10: not JSON"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The file's name as the caller gave it, or `-` if there is no file.
    pub file: String,
    /// Line, from 1; 0 if the problem concerns the file as a whole.
    pub line: usize,
    /// Column in characters, from 1; 0 if the problem concerns the file as a whole.
    pub column: usize,
    /// JSON Pointer (RFC 6901) of the problem; `None` if the file is not JSON.
    pub pointer: Option<String>,
    /// The problem.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
}

impl Error {
    /// The error as JSON: `{"file", "line", "column", "pointer", "message", "help"}`.
    ///
    /// ```
    /// let error = schema_build::Source::parse("a.json", b"{\"type\": }".to_vec()).unwrap_err();
    /// assert_eq!((&error.to_json()["line"], &error.to_json()["column"]), (&1.into(), &10.into()));
    /// ```
    pub fn to_json(&self) -> serde_json::Value {
        let Error { file, line, column, pointer, message, help } = self;
        serde_json::json!({
            "file": file, "line": line, "column": column, "pointer": pointer, "message": message, "help": help,
        })
    }

    /// An error that concerns a file as a whole.
    pub fn file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Error { file: file.into(), line: 0, column: 0, pointer: None, message: message.into(), help: None }
    }

    /// Adds advice to the error.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if self.line > 0 {
            write!(f, "{}:{}:", self.line, self.column)?;
        }
        write!(f, " {}", self.message)?;
        if let Some(pointer) = &self.pointer {
            let pointer = if pointer.is_empty() { "(the root)" } else { pointer };
            write!(f, "\n  at {pointer}")?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}
