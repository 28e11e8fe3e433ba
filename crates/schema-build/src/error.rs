use std::fmt;

/// What is wrong with an input, where, and what to do about it.
///
/// `Display` prints `file:line:column: message` and, each on a line of its own, the JSON Pointer and the help.
///
/// ```
/// let error = schema_build::Source::parse("a.json", b"{\"type\": }".to_vec()).unwrap_err();
/// assert!(error.to_string().starts_with("a.json:1:10: not JSON"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// The file as the reader would name it, or `-`.
    pub file: String,
    /// Line, from 1; 0 when the finding is about the file as a whole.
    pub line: usize,
    /// Column in characters, from 1; 0 when the finding is about the file as a whole.
    pub column: usize,
    /// JSON Pointer (RFC 6901) of the finding; `None` where the file is no JSON.
    pub pointer: Option<String>,
    /// What was found.
    pub message: String,
    /// What to do.
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

    /// An error about a file as a whole.
    pub fn file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Error { file: file.into(), line: 0, column: 0, pointer: None, message: message.into(), help: None }
    }

    /// The same error with advice.
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
