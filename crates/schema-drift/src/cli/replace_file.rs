//! Writes a file whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write as _};

/// Replaces a file by a new one beside it, so that an error loses nothing and nobody reads half a file. A pipe or a device cannot be
/// replaced and is written directly.
pub(super) fn replace_file(file: &str, text: &str) -> io::Result<()> {
    if fs::metadata(file).is_ok_and(|there| !there.is_file()) {
        return fs::write(file, text);
    }
    let beside = format!("{file}.{}.new", std::process::id());
    let write = || {
        let mut new = File::create_new(&beside)?;
        new.write_all(text.as_bytes())?;
        new.sync_all()?;
        fs::rename(&beside, file)
    };
    write().inspect_err(|error| {
        if error.kind() != io::ErrorKind::AlreadyExists {
            let _ = fs::remove_file(&beside);
        }
    })
}
