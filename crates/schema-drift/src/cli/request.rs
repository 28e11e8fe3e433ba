//! The messages between the command and its worker process.

use std::collections::BTreeSet;
use std::io::{self, BufRead};
use std::time::Duration;

use schema_ir::{Draft, Error, ErrorKind, Errors, Source};
use serde::{Deserialize, Serialize};

use super::report::Report;

/// The limits for one pair.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    pub time: Duration,
    /// Memory in MiB, without the stack.
    pub memory: u64,
}

/// One side of a pair.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SchemaFiles {
    /// The schema's own file first, then the files that it may refer to.
    pub files: Vec<SentFile>,
    /// The schema's pointer in its file.
    pub at: String,
    /// The dialect of the document, if only a part of it is sent.
    #[serde(default)]
    pub draft: Option<String>,
}

/// A file, whose text follows the message: as a string in it, every quote of a schema would be escaped.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SentFile {
    pub name: String,
    length: usize,
    #[serde(skip)]
    pub text: Vec<u8>,
}

impl SentFile {
    pub fn new(name: &str, text: impl Into<Vec<u8>>) -> Self {
        let text = text.into();
        SentFile { name: name.to_owned(), length: text.len(), text }
    }

    /// Reads the text of a file whose message was read.
    pub fn receive(&mut self, input: &mut impl BufRead) -> io::Result<()> {
        self.text = vec![0; self.length];
        input.read_exact(&mut self.text)
    }
}

impl From<&Source> for SentFile {
    fn from(source: &Source) -> Self {
        SentFile::new(source.file(), source.text())
    }
}

/// A question to a worker: one pair.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Request {
    pub old: SchemaFiles,
    pub new: SchemaFiles,
    pub draft: Option<String>,
    pub formats: bool,
    /// The names of the options with which both sides are read; see [`schema_ir::Reading`].
    #[serde(default)]
    pub reading: Vec<String>,
    /// The names of the assumptions; see `Assumptions`.
    #[serde(default)]
    pub assumptions: Vec<String>,
}

/// A question about many pairs of the schemas of two documents.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LibraryRequest {
    pub old: SchemaFiles,
    pub new: SchemaFiles,
    /// Of each pair, the name and the pointers in old and in new.
    pub pairs: Vec<(String, [String; 2])>,
    pub draft: Option<String>,
    pub formats: bool,
    pub reading: Vec<String>,
    pub assumptions: Vec<String>,
}

/// A message with the time that the answer may take.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Timed<M> {
    pub time: Duration,
    pub message: M,
}

/// What a worker is asked to do. The texts of the old side follow, then those of the new one.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Message<R = Request, L = LibraryRequest> {
    /// To compare one pair.
    Compare(R),
    /// To read two documents.
    Open(L),
    /// To compare one pair of the documents that it read, by its number.
    Listed(usize),
}

/// The answer of a worker.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Reply {
    /// The verdict, before the changes are located.
    Decided(Box<Report>),
    Report(Box<Report>),
    /// The documents are read.
    Opened,
    /// The report for a pair of the documents, without the changes at the pairs with these numbers, to which it refers.
    Listed(Box<Report>, BTreeSet<usize>),
    /// A pair of the documents has to be compared by itself. If only the pairs with these numbers differ in it, it depends on
    /// them.
    Open(BTreeSet<usize>),
    Refused(Refused),
    /// The time is used up.
    Exceeded,
    /// There is no memory for the stack of a comparison.
    NoRoom,
}

/// The errors for a schema that cannot be read. They have no lines, because the worker may have received only parts of the
/// files.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Refused {
    pub is_old: bool,
    pub errors: Vec<RefusedError>,
}

/// One of the errors.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct RefusedError {
    /// [`ErrorKind::id`].
    kind: String,
    file: String,
    pointer: Option<String>,
    message: String,
    help: Option<String>,
}

impl From<Error> for RefusedError {
    fn from(Error { kind, file, pointer, message, help, .. }: Error) -> Self {
        RefusedError { kind: kind.id().to_owned(), file, pointer, message, help }
    }
}

impl Refused {
    /// The errors with their places in the files of the two sides.
    pub fn into_errors(self, old: &[Source], new: &[Source]) -> Errors {
        let sources = if self.is_old { old } else { new };
        let errors = self.errors.into_iter().map(|RefusedError { kind, file, pointer, message, help }| {
            let kind = ErrorKind::from_id(&kind).unwrap_or(ErrorKind::Defect);
            let error = match (sources.iter().find(|source| source.file() == file), &pointer) {
                (Some(source), Some(pointer)) => source.error(kind, pointer, message),
                _ => Error::new(kind, file, message),
            };
            Error { help, ..error }
        });
        Errors::from(errors.collect::<Vec<_>>())
    }
}

/// Parses the name of a dialect: `draft-07`, `draft7`, `7`, `2020-12`, `draft2020-12`, `openapi-3.0`, or its URI.
pub(super) fn parse_draft(name: &str) -> Result<Draft, String> {
    if let Some(draft) = Draft::of_uri(name) {
        return Ok(draft);
    }
    let word: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    let word = word.strip_prefix("draft").unwrap_or(&word).trim_start_matches('0');
    Ok(match word {
        "4" => Draft::Draft04,
        "6" => Draft::Draft06,
        "7" => Draft::Draft07,
        "201909" => Draft::Draft201909,
        "202012" | "openapi31" => Draft::Draft202012,
        "openapi30" => Draft::OpenApi30,
        _ => return Err(format!("unknown dialect {name:?}; use draft-04 to 2020-12, or openapi-3.0")),
    })
}
