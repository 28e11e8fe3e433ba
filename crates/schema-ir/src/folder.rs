//! Reads the files that hold the schemas.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::source::{MAX_BYTES, decode, has_schema_extension};
use crate::text::{escaped, of_bytes};
use crate::{Error, ErrorKind, Source};

/// The maximum number of schema files in a folder.
pub const MAX_FILES: usize = 10_000;

/// Which files of a folder to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// The files directly in the folder.
    #[default]
    Folder,
    /// Those of its subfolders too, and of theirs. Links to folders are not followed, because they may form a loop.
    Subfolders,
}

/// Reads the schemas in a folder, in the order of their paths: the files that end in `.json`, `.yaml` or `.yml`. Links to
/// files are followed; what is neither a file nor a folder, such as a FIFO, is skipped and not opened.
///
/// # Errors
///
/// The problems of all files; or the folder cannot be read, has no such file, has more than [`MAX_FILES`] of them, or has one
/// whose path is not UTF-8.
///
/// ```
/// # let folder = std::env::temp_dir().join(format!("schema-ir-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(folder.join("parts")).unwrap();
/// std::fs::write(folder.join("order.json"), r#"{"items": {"$ref": "parts/part.yaml"}}"#).unwrap();
/// std::fs::write(folder.join("parts/part.yaml"), "type: string\n").unwrap();
/// let sources = schema_ir::read_folder(&folder, schema_ir::Depth::Subfolders).unwrap();
/// assert!(sources[1].file().ends_with("/parts/part.yaml"));
/// # std::fs::remove_dir_all(&folder).unwrap();
/// ```
pub fn read_folder(folder: &Path, depth: Depth) -> Result<Vec<Source>, Vec<Error>> {
    read_found(folder, depth, OtherNames::Refused).map(|(sources, _)| sources)
}

/// Like [`read_folder`], with the names of what was skipped although it ends like a schema file. Names that are not UTF-8 are
/// those of [`of_bytes`](crate::text::of_bytes).
///
/// # Errors
///
/// As for [`read_folder`], except for such names.
pub fn read_folder_and_skipped(folder: &Path, depth: Depth) -> Result<(Vec<Source>, Vec<String>), Vec<Error>> {
    read_found(folder, depth, OtherNames::Shown)
}

/// What to do with names that are not UTF-8.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OtherNames {
    Refused,
    Shown,
}

fn read_found(folder: &Path, depth: Depth, others: OtherNames) -> Result<(Vec<Source>, Vec<String>), Vec<Error>> {
    let name = folder.display().to_string();
    let name = if cfg!(windows) { name.replace('\\', "/") } else { name };
    let Found { mut files, mut skipped } =
        find_files(name.trim_end_matches('/'), folder, depth, others).map_err(|error| vec![error])?;
    files.sort();
    skipped.sort();
    if files.is_empty() {
        let message = "the folder contains no file that ends in .json, .yaml or .yml";
        return Err(vec![
            Error::new(ErrorKind::EmptyFolder, name, message).with_help("put a JSON Schema into the folder"),
        ]);
    }
    Ok((read_files(files)?, skipped))
}

/// Reads files, given with the names for messages; returns the errors of all files that fail.
pub fn read_files(files: impl IntoIterator<Item = (String, PathBuf)>) -> Result<Vec<Source>, Vec<Error>> {
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    for (name, path) in files {
        match read_file(name, &path) {
            Ok(source) => sources.push(source),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(sources) } else { Err(errors) }
}

/// Reads a file, given with its name for messages. The path `-` is standard input.
///
/// # Errors
///
/// The file cannot be read, or the reason why [`Source::parse`] rejects its text.
pub fn read_file(name: impl Into<String>, path: &Path) -> Result<Source, Error> {
    let name = name.into();
    match read_bytes(path) {
        Ok(bytes) => Source::parse(name, bytes),
        Err(error) => Err(unreadable(name, &error)),
    }
}

/// Reads the text of a file that is not a schema, such as one of settings, with the limits of those that are.
///
/// # Errors
///
/// The file cannot be read, is longer than [`MAX_BYTES`], or is not UTF-8.
pub fn read_text(name: &str, path: &Path) -> Result<String, Error> {
    let bytes = read_bytes(path).map_err(|error| unreadable(name, &error))?;
    decode(name, bytes)
}

/// The bytes of a file, or of standard input for `-`, up to one more than [`MAX_BYTES`], so that even a file without end, such
/// as `/dev/zero`, takes bounded time and memory. [`Source::parse`] rejects what is longer.
///
/// # Errors
///
/// The file cannot be read.
pub fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let limit = MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().take(limit).read_to_end(&mut bytes)?;
    } else {
        let file = File::open(path)?;
        // A file that grows meanwhile is read too.
        bytes.reserve(usize::try_from(file.metadata()?.len().min(limit)).unwrap_or_default());
        file.take(limit).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// The schema files of a folder.
#[derive(Default)]
struct Found {
    /// With their names: paths with `/` between folders.
    files: Vec<(String, PathBuf)>,
    /// The names of what is neither a file nor a folder.
    skipped: Vec<String>,
}

fn find_files(name: &str, folder: &Path, depth: Depth, others: OtherNames) -> Result<Found, Error> {
    let mut found = Found::default();
    let mut open = vec![(name.to_owned(), folder.to_owned())];
    while let Some((name, folder)) = open.pop() {
        for entry in fs::read_dir(folder).map_err(|error| unreadable(&name, &error))? {
            let entry = entry.map_err(|error| unreadable(&name, &error))?;
            let (path, inside) = (entry.path(), entry.file_name());
            let kind = entry.file_type().map_err(|error| unreadable(&name, &error))?;
            let is_folder = kind.is_dir() && depth == Depth::Subfolders;
            if !is_folder && (!has_schema_extension(&path) || path.is_dir()) {
                continue;
            }
            let inside = join(&name, &inside, others)?;
            if is_folder {
                open.push((inside, path));
            } else if found.files.len() + found.skipped.len() >= MAX_FILES {
                let message = format!("the folder has more than MAX_FILES = {MAX_FILES} schema files");
                return Err(
                    Error::new(ErrorKind::Limit, name, message).with_help("name the files, or choose a subfolder")
                );
            } else if path.is_file() {
                found.files.push((inside, path));
            } else {
                found.skipped.push(inside);
            }
        }
    }
    Ok(found)
}

/// The name of a file or folder in the folder `name`.
fn join(name: &str, inside: &OsStr, others: OtherNames) -> Result<String, Error> {
    let shown = format!("{name}/{}", of_bytes(inside.as_encoded_bytes()));
    if inside.to_str().is_some() || others == OtherNames::Shown {
        return Ok(shown);
    }
    let error = Error::new(ErrorKind::Encoding, escaped(&shown), "the name of the file is not UTF-8");
    Err(error.with_help("rename the file; references name files in UTF-8"))
}

fn unreadable(file: impl Into<String>, error: &io::Error) -> Error {
    Error::new(ErrorKind::Io, file, format!("cannot be read: {error}"))
}
