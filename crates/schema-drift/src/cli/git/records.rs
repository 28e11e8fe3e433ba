//! The output of git, record by record.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, ChildStdout};

use schema_ir::text::of_bytes;

use super::find_failure;

/// The maximum size of a record, such as the path of a file.
const MAX_RECORD: u64 = 1 << 20;

/// The records that git prints; those that nobody asks for are not printed.
pub(in super::super) struct Records {
    child: Child,
    out: Option<BufReader<ChildStdout>>,
    end: u8,
}

impl Records {
    pub fn new(mut child: Child, end: u8) -> Self {
        let out = child.stdout.take().map(BufReader::new);
        Records { child, out, end }
    }

    fn read(&mut self) -> Result<Option<Vec<u8>>, String> {
        let Some(out) = &mut self.out else { return Ok(None) };
        let mut record = Vec::new();
        out.take(MAX_RECORD)
            .read_until(self.end, &mut record)
            .map_err(|error| format!("git cannot be read: {error}"))?;
        match record.pop() {
            Some(last) if last == self.end => Ok(Some(record)),
            Some(_) => Err(format!("git prints a record of more than MAX_RECORD = {MAX_RECORD} bytes, or ended early")),
            None => {
                self.out = None;
                find_failure(&mut self.child).map_or(Ok(None), Err)
            }
        }
    }
}

impl Iterator for Records {
    type Item = Result<String, String>;

    /// The next record; bytes that are not UTF-8 are written as `\xFF`.
    fn next(&mut self) -> Option<Self::Item> {
        self.read().map(|record| record.map(|record| of_bytes(&record))).transpose()
    }
}

impl Drop for Records {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
