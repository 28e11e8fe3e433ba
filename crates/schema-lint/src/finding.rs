//! What a lint found, with its place.

use std::fmt;

use schema_ir::text::{escaped, shortened};
use schema_ir::{Error, ErrorKind, MAX_MESSAGE};
use serde_json::{Value, json};

use crate::Level;

/// What a lint found.
///
/// `Display` prints `file:line:column: level[id]: message`, then the JSON Pointer, the witness and the help, each on its own line.
/// It escapes what could change the look of a terminal, and shortens long texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The id of the lint.
    pub lint: &'static str,
    /// The level of the lint.
    pub level: Level,
    /// The file's name as the caller gave it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// JSON Pointer (RFC 6901) of the place in the file.
    pub pointer: String,
    /// What is probably not meant.
    pub message: String,
    /// What to do.
    pub help: String,
    /// A value that shows it.
    pub witness: Option<Value>,
}

impl Finding {
    /// The finding as JSON: `{"lint", "level", "file", "line", "column", "pointer", "message", "help"}`, and `"witness"` if it has
    /// one. The level is `"warning"` or `"error"`.
    pub fn to_json(&self) -> Value {
        let Finding { lint, level, file, line, column, pointer, message, help, witness } = self;
        let mut out = json!({
            "lint": lint, "level": level.as_str(), "file": file, "line": line, "column": column, "pointer": pointer,
            "message": message, "help": help,
        });
        if let (Some(out), Some(witness)) = (out.as_object_mut(), witness) {
            out.insert("witness".to_owned(), witness.clone());
        }
        out
    }

    /// The finding as the error of a build that denies it.
    pub fn to_error(&self) -> Error {
        let Finding { lint, file, line, column, pointer, message, help, witness, .. } = self;
        let witness = witness.as_ref().map(|witness| format!("; witness: {witness}")).unwrap_or_default();
        Error {
            line: *line,
            column: *column,
            pointer: Some(pointer.clone()),
            ..Error::new(ErrorKind::DeniedLint, file.clone(), format!("{lint}: {message}{witness}"))
        }
        .with_help(help)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |text: &str| escaped(&shortened(text, MAX_MESSAGE)).into_owned();
        let Finding { lint, level, file, line, column, pointer, message, help, witness } = self;
        writeln!(f, "{}:{line}:{column}: {level}[{lint}]: {}", show(file), show(message))?;
        writeln!(f, "  at {}", if pointer.is_empty() { "(the root)".to_owned() } else { show(pointer) })?;
        if let Some(witness) = witness {
            writeln!(f, "  witness: {}", show(&witness.to_string()))?;
        }
        write!(f, "  help: {}", show(help))
    }
}
