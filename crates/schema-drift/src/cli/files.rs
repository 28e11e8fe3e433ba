//! Where one side of a comparison is read from: the file system, or a revision of a git repository.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::{fs, io};

use schema_ir::{Depth, Error, ErrorKind, Source, read_file, read_folder_and_skipped};

use super::git::{Git, INDEX, Revision};

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

/// A file or folder of a repository.
pub(super) struct Tracked {
    pub git: Git,
    /// The revision or the index, if the name has one.
    pub revision: Option<String>,
    /// From the top of the repository.
    pub path: String,
}

impl Tracked {
    /// Finds `REV:PATH` or `:PATH` as git writes it, or else a local file or folder in its repository.
    pub fn find(name: &OsStr) -> Result<Self, Error> {
        match Self::find_revision(name)? {
            Some(tracked) => Ok(tracked),
            None => {
                Self::find_local(Path::new(name)).map_err(|why| Error::new(ErrorKind::Io, name.to_string_lossy(), why))
            }
        }
    }

    /// `None` if there is a local file of that name, or no colon in it.
    fn find_revision(name: &OsStr) -> Result<Option<Self>, Error> {
        let Some((revision, path)) = name.to_str().and_then(split_revision) else { return Ok(None) };
        if fs::symlink_metadata(name).is_ok() {
            return Ok(None);
        }
        let error = |why: String| Error::new(ErrorKind::Io, name.to_string_lossy(), why);
        // Git numbers the stages of a merge; the first one is the index itself.
        let path = if revision == INDEX { path.strip_prefix("0:").unwrap_or(path) } else { path };
        let git = Git::of_folder(Path::new(""));
        let is_relative = [".", ".."].contains(&path) || path.starts_with("./") || path.starts_with("../");
        let path = if is_relative { git.path_of(path) } else { Ok(path.trim_end_matches('/').to_owned()) };
        Ok(Some(Tracked { git, revision: Some(revision.to_owned()), path: path.map_err(error)? }))
    }

    fn find_local(local: &Path) -> Result<Self, String> {
        let unreadable = |error: io::Error| format!("cannot be read: {error}");
        let (folder, file) = if fs::metadata(local).map_err(unreadable)?.is_dir() {
            (local, "")
        } else {
            let file = local.file_name().and_then(OsStr::to_str).ok_or("the name of the file is not UTF-8")?;
            (local.parent().unwrap_or(Path::new("")), file)
        };
        let git = Git::of_folder(folder);
        let path = git.path_of(file)?;
        Ok(Tracked { git, revision: None, path })
    }

    /// The file or folder as it is in a revision, which is called `shown` in names.
    pub fn at(&self, revision: &str, shown: &str) -> Result<Location, Error> {
        let revision = Revision::find(self.git.clone(), revision, shown)?;
        Ok(Location { files: Files::Revision(Box::new(revision)), path: self.path.clone().into() })
    }
}

impl Location {
    /// Finds `PATH`, `REV:PATH` or `:PATH` as git writes it, or `-`. A local file of that name comes first.
    pub fn find(name: &OsStr) -> Result<Self, Error> {
        let tracked = Tracked::find_revision(name)?;
        match tracked.as_ref().and_then(|tracked| Some((tracked, tracked.revision.as_ref()?))) {
            Some((tracked, revision)) => tracked.at(revision, revision),
            None => Ok(Location::local(name.into())),
        }
    }

    pub fn local(path: PathBuf) -> Self {
        Location { files: Files::Local, path }
    }

    /// The name for people.
    pub fn name(&self) -> String {
        self.files.name(&self.path)
    }

    /// Whether there is a file or folder.
    pub fn exists(&mut self) -> Result<bool, Error> {
        match &mut self.files {
            Files::Local => Ok(self.path.exists()),
            Files::Revision(revision) => revision.has(&to_git(&self.path)),
        }
    }
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
