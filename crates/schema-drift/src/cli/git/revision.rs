//! The files of a revision, as if they were checked out.

use std::path::Path;

use schema_ir::{Error, ErrorKind, MAX_FILES, Source, has_schema_extension};

use super::Git;
use super::objects::{Object, Objects};
use crate::cli::files::Opened;

/// The name of the index: what the next commit will contain.
pub(in super::super) const INDEX: &str = "";

/// The files of a revision. Their names are those that git gives them: `REV:PATH`, from the top of the repository.
pub(in super::super) struct Revision {
    git: Git,
    objects: Objects,
    /// The name of the revision for people, with a colon.
    prefix: String,
    /// The id of its root folder.
    root: String,
}

impl Revision {
    /// Finds a revision by any name that git knows for it, or the [`INDEX`]. The names of its files begin with `shown`.
    pub fn find(git: Git, name: &str, shown: &str) -> Result<Self, Error> {
        let mut objects = Objects::new(&git);
        if name == INDEX {
            // As a commit would write it.
            let root = git.line(&["write-tree", "--missing-ok"]);
            let root = root.map_err(|why| Error::new(ErrorKind::Io, "the index of git", why))?;
            return Ok(Revision { git, objects, prefix: ":".to_owned(), root });
        }
        let root = objects.get(&format!("{name}^{{tree}}")).map_err(|why| Error::new(ErrorKind::Io, shown, why))?;
        match root {
            Object::Folder(root) => Ok(Revision { git, objects, prefix: format!("{shown}:"), root }),
            _ => Err(Error::new(ErrorKind::Io, shown, "the repository has no such revision")
                .with_help("fetch it first; schema-drift never uses the network")),
        }
    }

    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Reads a file, or the schema files of a folder; `None` if the revision has neither.
    pub fn open(&mut self, path: &str) -> Result<Option<Opened>, Error> {
        let name = format!("{}{path}", self.prefix);
        match self.get(path)? {
            Object::File(bytes) => Ok(Some(Opened::File(Source::parse(name, bytes)?))),
            Object::Folder(id) => self.read_folder(&name, &id).map(Some),
            Object::Other | Object::Missing => Ok(None),
        }
    }

    /// Whether the revision has a file or folder.
    pub fn has(&mut self, path: &str) -> Result<bool, Error> {
        Ok(matches!(self.get(path)?, Object::File(_) | Object::Folder(_)))
    }

    /// Whether the revision has a folder.
    pub fn has_folder(&mut self, path: &str) -> Result<bool, Error> {
        Ok(matches!(self.get(path)?, Object::Folder(_)))
    }

    /// Reads a file if there is one; a folder is none.
    pub fn read_if_file(&mut self, path: &str) -> Result<Option<Source>, Error> {
        match self.get(path)? {
            Object::File(bytes) => Source::parse(format!("{}{path}", self.prefix), bytes).map(Some),
            _ => Ok(None),
        }
    }

    fn get(&mut self, path: &str) -> Result<Object, Error> {
        let failed = |why: String| Error::new(ErrorKind::Io, format!("{}{path}", self.prefix), why);
        let found = self.objects.get(&format!("{}:{path}", self.root)).map_err(failed)?;
        // A partial clone may lack what its folders list, which is not the same as what a revision does not have.
        let is_listed = || self.git.line(&["ls-tree", "--full-tree", &self.root, "--", path]);
        if matches!(found, Object::Missing) && !is_listed().map_err(failed)?.is_empty() {
            let error = failed("the clone lacks it".to_owned());
            return Err(error.with_help("fetch it first; schema-drift never uses the network"));
        }
        Ok(found)
    }

    fn read_folder(&mut self, name: &str, id: &str) -> Result<Opened, Error> {
        let (mut sources, mut skipped) = (Vec::new(), Vec::new());
        for (file, object) in self.list_files(name, id)? {
            let failed = |why: String| Error::new(ErrorKind::Io, &file, why);
            let found = match object {
                Some(object) => self.objects.get(&object).map_err(failed)?,
                None => self.get(file.get(self.prefix.len()..).unwrap_or_default())?,
            };
            match found {
                Object::File(bytes) => sources.push(Source::parse(file, bytes)?),
                Object::Folder(_) => {}
                Object::Other | Object::Missing => skipped.push(file),
            }
        }
        if sources.is_empty() {
            let message = "the folder contains no file that ends in .json, .yaml or .yml";
            return Err(Error::new(ErrorKind::EmptyFolder, name, message));
        }
        Ok(Opened::Folder { sources, skipped })
    }

    /// The names of the schema files in a folder and in its subfolders, sorted. A file whose name is not UTF-8 has no path to ask
    /// git for, so it has the id of its content.
    fn list_files(&self, name: &str, id: &str) -> Result<Vec<(String, Option<String>)>, Error> {
        let failed = |why: String| Error::new(ErrorKind::Io, name, why);
        let between = if name.len() == self.prefix.len() { "" } else { "/" };
        let mut files = Vec::new();
        for line in self.git.records(&["ls-tree", "-r", "-z", "--full-tree", id], 0).map_err(failed)? {
            let line = line.map_err(failed)?;
            // The mode, the kind and the id, and then the path.
            let (about, path) = line.split_once('\t').unwrap_or_default();
            if !has_schema_extension(Path::new(path)) {
                continue;
            }
            if files.len() >= MAX_FILES {
                let message = format!("the folder has more than MAX_FILES = {MAX_FILES} schema files");
                return Err(Error::new(ErrorKind::Limit, name, message));
            }
            let is_link = about.starts_with("120000 ");
            let object = about.rsplit(' ').next().filter(|_| path.contains("\\x") && !is_link);
            files.push((format!("{name}{between}{path}"), object.map(str::to_owned)));
        }
        files.sort();
        Ok(files)
    }
}
