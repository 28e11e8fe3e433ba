//! Reads the files that hold the schemas.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::{Error, ErrorKind, Source};

/// Reads the JSON files directly in a folder, in the order of their names.
pub fn read_folder(folder: &Path) -> Result<Vec<Source>, Vec<Error>> {
    let shown = folder.display().to_string().replace('\\', "/");
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(|error| vec![unreadable(&shown, &error)])?;
    let mut files: Vec<(String, PathBuf)> = entries
        .into_iter()
        .map(|entry| (format!("{shown}/{}", entry.file_name().to_string_lossy()), entry.path()))
        .filter(|(name, path)| name.ends_with(".json") && path.is_file())
        .collect();
    files.sort();
    if files.is_empty() {
        let error = Error::new(ErrorKind::EmptyFolder, shown, "the folder contains no file that ends in .json");
        return Err(vec![error.with_help("put a JSON Schema into the folder")]);
    }
    read_files(files)
}

/// Reads files, given with the names for messages; returns the errors of all files that fail.
pub fn read_files(files: impl IntoIterator<Item = (String, PathBuf)>) -> Result<Vec<Source>, Vec<Error>> {
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    for (name, path) in files {
        let read = fs::read(path).map_err(|error| unreadable(&name, &error));
        match read.and_then(|bytes| Source::parse(name, bytes)) {
            Ok(source) => sources.push(source),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(sources) } else { Err(errors) }
}

fn unreadable(file: &str, error: &io::Error) -> Error {
    Error::new(ErrorKind::Io, file, format!("cannot be read: {error}"))
}
