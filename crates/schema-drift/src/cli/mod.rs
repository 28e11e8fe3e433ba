//! The commands: `cargo drift` of a generated crate, and `schema-drift` on its own.

mod accept;
mod answer;
mod batch;
mod drift;
mod gather;
mod report;
mod vendored;
mod view;
mod worker;

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::process::ExitCode;

use schema_build::{Error, MAX_BYTES, Source};

pub use drift::main;
pub use vendored::vendored;

/// What the process prints and answers.
#[derive(Default)]
struct Response {
    out: String,
    err: String,
    code: u8,
}

impl Response {
    fn failed(error: impl std::fmt::Display) -> Self {
        Response { err: format!("error: {error}\n"), code: 2, ..Response::default() }
    }

    fn print(&self) -> ExitCode {
        // A reader that closes the pipe has seen enough; the answer stands.
        let _ = io::stdout().write_all(self.out.as_bytes());
        let _ = io::stderr().write_all(self.err.as_bytes());
        ExitCode::from(self.code)
    }
}

/// Reads a file, or standard input for `-`, up to one byte more than a document may have.
fn read(file: &str) -> Result<Source, Error> {
    let mut bytes = Vec::new();
    let limit = MAX_BYTES as u64 + 1;
    let read = match file {
        "-" => io::stdin().take(limit).read_to_end(&mut bytes),
        file => File::open(file).and_then(|open| open.take(limit).read_to_end(&mut bytes)),
    };
    read.map_err(|error| Error::file(file, format!("cannot be read: {error}")))?;
    Source::parse(file, bytes)
}
