//! Where one side of a comparison is read from: the file system, or a revision of a git repository.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use schema_ir::{Depth, Error, ErrorKind, Source, read_file, read_folder_and_skipped};

use super::git::{Git, Revision};

/// Where files are.
pub(super) enum Files {
    Local,
    Revision(Box<Revision>),
}

/// A file or folder that was read.
pub(super) enum Opened {
    File(Source),
    Folder {
        sources: Vec<Source>,
        /// The names of what ends like a schema file and is not a file.
        skipped: Vec<String>,
    },
}

/// A file or folder, and where it is.
pub(super) struct Location {
    pub files: Files,
    /// In a revision, from the top of the repository.
    pub path: PathBuf,
}

impl Location {
    /// Finds `PATH`, `REV:PATH` as git writes it, or `-`. A local file of that name comes first.
    pub fn find(name: &OsStr) -> Result<Self, Error> {
        let local = || Ok(Location { files: Files::Local, path: name.into() });
        let Some((revision, path)) = name.to_str().and_then(split_revision) else { return local() };
        if fs::symlink_metadata(name).is_ok() {
            return local();
        }
        let shown = name.to_string_lossy();
        if revision.is_empty() {
            let error = Error::new(ErrorKind::Io, shown, "no such file, and the index of git is not read");
            return Err(error.with_help("put a revision before the colon, such as HEAD"));
        }
        let git = Git::of_folder(Path::new(""));
        let is_relative = [".", ".."].contains(&path) || path.starts_with("./") || path.starts_with("../");
        let path = if is_relative { git.path_of(path) } else { Ok(path.trim_end_matches('/').to_owned()) };
        let path = path.map_err(|why| Error::new(ErrorKind::Io, shown, why))?;
        Ok(Location { files: Files::Revision(Box::new(Revision::find(git, revision)?)), path: path.into() })
    }

    /// Finds a local file or folder as it is in a revision of its repository.
    pub fn at_revision(revision: &str, local: &OsStr) -> Result<Self, Error> {
        let name = local.to_string_lossy();
        let (git, path) = find_in_repository(Path::new(local)).map_err(|why| Error::new(ErrorKind::Io, name, why))?;
        Ok(Location { files: Files::Revision(Box::new(Revision::find(git, revision)?)), path: path.into() })
    }

    /// The name for people.
    pub fn name(&self) -> String {
        self.files.name(&self.path)
    }
}

/// The repository of a local file or folder, and its path from the top of it.
pub(super) fn find_in_repository(local: &Path) -> Result<(Git, String), String> {
    let unreadable = |error: io::Error| format!("cannot be read: {error}");
    let (folder, file) = if fs::metadata(local).map_err(unreadable)?.is_dir() {
        (local, "")
    } else {
        let file = local.file_name().and_then(OsStr::to_str).ok_or("the name of the file is not UTF-8")?;
        (local.parent().unwrap_or(Path::new("")), file)
    };
    let git = Git::of_folder(folder);
    let path = git.path_of(file)?;
    Ok((git, path))
}

/// Splits at the first colon that is not within braces, as in `main@{12:00}:schemas`.
fn split_revision(name: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    let is_end = |letter: char| {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        letter == ':' && depth == 0
    };
    let at = name.find(is_end)?;
    Some((name.get(..at)?, name.get(at + 1..)?))
}

impl Files {
    /// The start of all names, before the path.
    pub fn prefix(&self) -> &str {
        match self {
            Files::Local => "",
            Files::Revision(revision) => revision.prefix(),
        }
    }

    /// The name of a file or folder.
    pub fn name(&self, path: &Path) -> String {
        match self {
            Files::Local => path.to_string_lossy().into_owned(),
            Files::Revision(revision) => format!("{}{}", revision.prefix(), to_git(path)),
        }
    }

    /// Reads a file, or the files of a folder.
    pub fn open(&mut self, path: &Path) -> Result<Opened, Error> {
        let name = self.name(path);
        match self {
            Files::Local if name == "-" || !path.is_dir() => read_file(name, path).map(Opened::File),
            Files::Local => {
                let (sources, skipped) = read_folder_and_skipped(path, Depth::Subfolders).map_err(|errors| {
                    // One error is enough to correct, and the others would hide it.
                    let first = errors.into_iter().next();
                    first.unwrap_or_else(|| Error::new(ErrorKind::Io, name, "cannot be read"))
                })?;
                Ok(Opened::Folder { sources, skipped })
            }
            Files::Revision(revision) => revision
                .open(&to_git(path))?
                .ok_or_else(|| Error::new(ErrorKind::Io, name, "the revision has no such file or folder")),
        }
    }

    /// Reads a file if there is one.
    pub fn read_if_file(&mut self, path: &Path) -> Result<Option<Source>, Error> {
        match self {
            Files::Local if path.is_file() => read_file(self.name(path), path).map(Some),
            Files::Local => Ok(None),
            Files::Revision(revision) => revision.read_if_file(&to_git(path)),
        }
    }
}

/// A path with the separator of git.
fn to_git(path: &Path) -> String {
    let path = path.to_string_lossy();
    if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::split_revision;

    #[test]
    fn a_revision_ends_at_a_colon_outside_braces() {
        assert_eq!(split_revision("origin/main:a/b.json"), Some(("origin/main", "a/b.json")));
        assert_eq!(split_revision("main@{12:00}:a:b"), Some(("main@{12:00}", "a:b")));
        assert_eq!(split_revision("HEAD:"), Some(("HEAD", "")));
        assert_eq!(split_revision("a/b.json"), None);
    }
}
