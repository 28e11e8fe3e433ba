//! The process's side of a command: its input, its output and its exit code.

use std::fmt::Display;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;

use schema_ir::{Error, ErrorKind, MAX_BYTES, Source};

/// The output and the exit code of a command.
#[derive(Default)]
pub(super) struct Response {
    pub out: String,
    pub err: String,
    pub code: u8,
}

impl Response {
    pub fn failed(error: impl Display) -> Self {
        Response { err: format!("{error}\n"), code: 2, ..Response::default() }
    }

    /// The response to arguments that clap did not accept, which include `--help`.
    pub fn from_usage(error: &clap::Error) -> Self {
        let text = error.render().to_string();
        if error.use_stderr() {
            Response { err: text, code: 2, ..Response::default() }
        } else {
            Response { out: text, ..Response::default() }
        }
    }

    pub fn print(&self) -> ExitCode {
        // If the reader of a pipe has closed it, the exit code is still right.
        let _ = io::stdout().write_all(self.out.as_bytes());
        let _ = io::stderr().write_all(self.err.as_bytes());
        ExitCode::from(self.code)
    }
}

/// Reads a file, or standard input for `-`, up to one byte more than a document may have, which is then an error.
pub(super) fn read(file: &str) -> Result<Source, Error> {
    let mut bytes = Vec::new();
    let limit = MAX_BYTES as u64 + 1;
    let read = match file {
        "-" => io::stdin().take(limit).read_to_end(&mut bytes),
        file => File::open(file).and_then(|open| open.take(limit).read_to_end(&mut bytes)),
    };
    read.map_err(|error| Error::new(ErrorKind::Io, file, format!("cannot be read: {error}")))?;
    Source::parse(file, bytes)
}
