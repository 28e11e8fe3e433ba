//! The process's side of a command: its input, its output and its exit code.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use schema_ir::{Error, Source};

use super::log::printable_lines;

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
        // Nobody is left to hear that standard error cannot be written.
        let _ = io::stderr().write_all(printable_lines(&self.err).as_bytes());
        match write_out(&self.out) {
            Ok(()) => ExitCode::from(self.code),
            // The reader of the pipe has closed it, because it needs no more; the exit code is still right.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::from(self.code),
            Err(error) => {
                let _ = writeln!(io::stderr(), "error: the output cannot be written: {error}");
                ExitCode::from(2)
            }
        }
    }
}

fn write_out(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Reads a file in JSON or YAML, or standard input for `-`.
pub(super) fn read(file: &str) -> Result<Source, Error> {
    schema_ir::read_file(file, Path::new(file))
}
