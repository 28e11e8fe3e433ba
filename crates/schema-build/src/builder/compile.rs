//! What a build script does beyond generating: the lines for cargo, and the file.

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fmt, fs, io};

use super::{Builder, Input};
use crate::manifest::find_missing_dependency;
use crate::{Output, Report};
use schema_ir::{Error, ErrorKind, Errors};

impl Builder {
    /// Sets the folder in which [`compile`](Self::compile) writes. Default: cargo's `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Names the file that [`compile`](Self::compile) writes, so that a build script can run several builders. Default:
    /// `schemas.rs`.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-file-name-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// std::fs::write(folder.join("flag.json"), r#"{"title": "Flag", "type": "boolean"}"#)?;
    /// schema_build::Builder::new(&folder).out_dir(&folder).file_name("flags.rs").compile()?;
    /// assert!(std::fs::read_to_string(folder.join("flags.rs"))?.contains("pub struct Flag"));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = name.into();
        self
    }

    /// Generates, and writes the module to `schemas.rs` (or [`file_name`](Self::file_name)) in `OUT_DIR` (or
    /// [`out_dir`](Self::out_dir)).
    ///
    /// In a build script, it prints `cargo::rerun-if-changed` for each input, the report's summary (as a warning if a type is
    /// opaque), what is wrong and not read, and the findings of lints as warnings, and each error as a `cargo::error`. Elsewhere,
    /// such as in a test, it prints nothing.
    ///
    /// The generated code needs the crate `schema-types`, for some schemas with features, which the report lists. A build
    /// script whose package lacks either is an error with the line of `cargo add` to run.
    ///
    /// # Errors
    ///
    /// Those of [`generate`](Self::generate), and those of writing. No file is written then.
    pub fn compile(&self) -> Result<Report, CompileError> {
        let in_build_script = is_build_script();
        if in_build_script {
            let one;
            let inputs = match &self.input {
                Input::Folder(folder) => {
                    one = [folder.clone()];
                    &one[..]
                }
                Input::Files(files) => files,
            };
            inputs.iter().for_each(|input| println!("cargo::rerun-if-changed={}", input.display()));
        }
        match self.write(in_build_script) {
            Ok(report) => {
                if in_build_script {
                    for warning in &report.warnings {
                        warning.as_warning().to_string().lines().for_each(|line| println!("cargo::warning={line}"));
                    }
                    let warning = if report.count("opaque") > 0 { "cargo::warning=" } else { "" };
                    println!("{warning}{}", report.summary());
                    crate::lint::warn(&report.findings);
                }
                Ok(report)
            }
            Err(errors) => {
                if in_build_script {
                    errors.to_string().lines().for_each(|line| println!("cargo::error={line}"));
                }
                Err(CompileError { errors, printed: in_build_script })
            }
        }
    }

    fn write(&self, in_build_script: bool) -> Result<Report, Errors> {
        let Output { source, report } = self.generate()?;
        if in_build_script && let Some(missing) = find_missing_dependency(&report) {
            return Err(missing.into());
        }
        let folder = self.out_dir.clone().or_else(|| env::var_os("OUT_DIR").map(PathBuf::from)).ok_or_else(|| {
            Error::new(ErrorKind::Io, "OUT_DIR", "is not set")
                .with_help("call `compile` from a build script, or set `out_dir`")
        })?;
        write_whole(&folder.join(&self.file_name), &source)?;
        Ok(report)
    }
}

/// Writes to a new file beside `path` and renames it, so that no process reads a half-written module. A pipe or a device cannot
/// be replaced and is written directly.
fn write_whole(path: &Path, source: &str) -> Result<(), Error> {
    let replace = || {
        if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
            return fs::write(path, source);
        }
        let (draft, mut file) = create_beside(path)?;
        let written = file.write_all(source.as_bytes()).and_then(|()| file.sync_all());
        written.and_then(|()| fs::rename(&draft, path)).inspect_err(|_| drop(fs::remove_file(&draft)))
    };
    replace().map_err(|error: io::Error| Error::new(ErrorKind::Io, path.display().to_string(), error.to_string()))
}

/// Creates a file that did not exist, in the folder of `path`.
fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let mut number = 0u32;
    loop {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".{}-{number}.new", std::process::id()));
        match File::create_new(&name) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && number < 1_000 => number += 1,
            file => return Ok((name.into(), file?)),
        }
    }
}

/// Whether cargo runs this process as a build script. Tests and binaries have `OUT_DIR` too, but not `HOST`.
fn is_build_script() -> bool {
    env::var_os("OUT_DIR").is_some() && env::var_os("HOST").is_some()
}

/// Why [`Builder::compile`] wrote no file.
///
/// `Debug` is `Display`, because that is what a `main` that returns the error prints. In a build script, whose errors cargo
/// shows already, both are one line.
#[derive(Clone, PartialEq, Eq)]
pub struct CompileError {
    errors: Errors,
    printed: bool,
}

impl CompileError {
    /// The errors, at least one.
    pub fn errors(&self) -> &[Error] {
        &self.errors
    }
}

impl fmt::Display for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.errors.len() {
            _ if !self.printed => self.errors.fmt(f),
            1 => f.write_str("no types were generated, because of the error that cargo shows"),
            count => write!(f, "no types were generated, because of the {count} errors that cargo shows"),
        }
    }
}

impl fmt::Debug for CompileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for CompileError {}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::write_whole;
    use std::fs;

    #[test]
    fn a_planted_link_is_not_written_through() {
        let folder = std::env::temp_dir().join(format!("schema-build-planted-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let (victim, draft) = (folder.join("victim"), format!("o.rs.{}-0.new", std::process::id()));
        fs::write(&victim, "mine").unwrap();
        for link in ["o.rs", "o.rs.new", draft.as_str()] {
            std::os::unix::fs::symlink(&victim, folder.join(link)).unwrap();
        }
        write_whole(&folder.join("o.rs"), "code").unwrap();
        assert_eq!(fs::read_to_string(folder.join("o.rs")).unwrap(), "code");
        assert_eq!(fs::read_to_string(&victim).unwrap(), "mine");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 4);
        fs::remove_dir_all(&folder).unwrap();
    }
}
