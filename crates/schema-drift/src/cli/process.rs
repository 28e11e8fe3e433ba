//! The process's side of a command: its input, its output and its exit code.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use schema_ir::{Error, Source};

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

/// Reads a file in JSON or YAML, or standard input for `-`.
pub(super) fn read(file: &str) -> Result<Source, Error> {
    schema_ir::read_file(file, Path::new(file))
}
