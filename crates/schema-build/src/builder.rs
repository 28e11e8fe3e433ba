use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs, io};

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::refine::{self, Document, Origin, TopLevel};
use crate::{Error, NormaliseOptions, Source, normalise, print, shape, typify};

/// Generates Rust types from a folder of JSON Schemas.
///
/// In a `build.rs`:
///
/// ```no_run
/// fn main() -> std::process::ExitCode {
///     schema_build::Builder::new("schemas").compile()
/// }
/// ```
///
/// and in the library `include!(concat!(env!("OUT_DIR"), "/schemas.rs"));`.
#[derive(Clone, Debug)]
pub struct Builder {
    input: Input,
    out_dir: Option<PathBuf>,
    root: Option<String>,
    nullable_enum: bool,
    features: bool,
}

#[derive(Clone, Debug)]
enum Input {
    Folder(PathBuf),
    Files(Vec<PathBuf>),
}

impl Builder {
    /// Every `*.json` file right in `folder`, which is looked up from the folder of `Cargo.toml`.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self::of(Input::Folder(folder.into()))
    }

    /// These files, whatever their names; references may lead from one to another.
    pub fn files<P: Into<PathBuf>>(files: impl IntoIterator<Item = P>) -> Self {
        Self::of(Input::Files(files.into_iter().map(Into::into).collect()))
    }

    fn of(input: Input) -> Self {
        Builder { input, out_dir: None, root: None, nullable_enum: true, features: true }
    }

    /// The name of the first schema's root type. Default: its `title`, else its file's name.
    #[must_use]
    pub fn root(mut self, name: impl Into<String>) -> Self {
        self.root = Some(name.into());
        self
    }

    /// Whether the code has parts that are for cargo features of the crate that includes it; see
    /// [`compile`](Self::compile). Default: true.
    #[must_use]
    pub fn features(mut self, yes: bool) -> Self {
        self.features = yes;
        self
    }

    /// Where [`compile`](Self::compile) writes `schemas.rs`. Default: cargo's `OUT_DIR`.
    #[must_use]
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// Whether `nullable: true` adds null to an `enum` without it; see [`NormaliseOptions::nullable_enum`]. Default: true.
    #[must_use]
    pub fn nullable_enum(mut self, yes: bool) -> Self {
        self.nullable_enum = yes;
        self
    }

    /// The generated module as text. The same files give the same bytes.
    ///
    /// # Errors
    ///
    /// All that is wrong with the folder, its files and their schemas: one error for each file at most.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-doc-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// std::fs::write(folder.join("flag.json"), br#"{"title": "Flag", "type": "boolean"}"#)?;
    /// let source = schema_build::Builder::new(&folder).generate().unwrap();
    /// assert!(source.contains("pub struct Flag(pub bool);"));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn generate(&self) -> Result<String, Vec<Error>> {
        let sources = match &self.input {
            Input::Folder(folder) => read_folder(folder)?,
            Input::Files(files) => read_files(files.iter().map(|file| (file.display().to_string(), file.clone())))?,
        };
        let mut errors = Vec::new();
        let mut roots: BTreeMap<String, &Source> = BTreeMap::new();
        let mut top = TopLevel::default();
        let mut documents = Vec::new();
        let mut hashes = Vec::new();
        for source in &sources {
            let sha256 = hex(&Sha256::digest(source.text().as_bytes()));
            let root = self.root.clone().filter(|_| documents.is_empty()).unwrap_or_else(|| root_name(source));
            if let Some(first) = roots.insert(root.clone(), source) {
                let at = if source.value().get("title").is_some() { "/title" } else { "" };
                let error = source.error(at, format!("{} already gives the type {root:?}", first.file()));
                errors.push(error.with_help("give one of the two files another `title`"));
                continue;
            }
            match self.document(source, &sources, &root, &sha256, documents.len(), &mut top) {
                Ok(document) => documents.push(document),
                Err(error) => errors.push(error),
            }
            hashes.push((source.file().to_owned(), sha256));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let mut file = refine::file(documents, &top).map_err(|error| vec![defect(&sources, &error.to_string())])?;
        if !self.features {
            refine::without_features(&mut file);
        }
        Ok(print::print(&file, &hashes))
    }

    fn document(
        &self,
        source: &Source,
        siblings: &[Source],
        root: &str,
        sha256: &str,
        number: usize,
        top: &mut TopLevel,
    ) -> Result<Document, Error> {
        let options = NormaliseOptions { siblings, nullable_enum: self.nullable_enum, ..NormaliseOptions::default() };
        let (shape, schema, nullable) = match normalise::plain(source, &options) {
            Ok(normal) => {
                let root = shape::Root { at: String::new(), name: root.to_owned() };
                (shape::shape(source, &normal, &[root])?, normal.schema, normal.nullable)
            }
            Err((error, true)) => (shape::opaque(source, root, error.message), Value::Null, false),
            Err((error, false)) => return Err(error),
        };
        let items = typify::items(&shape)
            .map_err(|error| source.error("", format!("typify refuses the shape: {error}")).with_help(REPORT))?;
        let text = |key: &str| source.value().get(key).and_then(Value::as_str);
        let origin = Origin {
            file: source.file(),
            sha256,
            schema_uri: text("$schema"),
            id: text("$id"),
            title: text("title"),
            nullable,
        };
        Ok(refine::document(&shape, &items, &origin, &schema, number, top))
    }

    /// Generates for a build script: writes `schemas.rs` and tells cargo when to run again.
    ///
    /// Every error becomes a `cargo::error`, and the build fails; nothing is written then.
    ///
    /// The code asks for features of the crate that includes it, each of which needs the dependency of the same name:
    /// `schemars` (`JsonSchema` of every type, and `schemas()`, which also needs `serde_json`), `jsonschema` (`is_valid()`
    /// of strings with a format, likewise), `url`, `uuid`, `jiff` and `chrono` (conversions of such strings).
    pub fn compile(&self) -> ExitCode {
        match &self.input {
            Input::Folder(folder) => println!("cargo::rerun-if-changed={}", folder.display()),
            Input::Files(files) => {
                files.iter().for_each(|file| println!("cargo::rerun-if-changed={}", file.display()));
            }
        }
        let features = FEATURES.map(|feature| format!("{feature:?}")).join(", ");
        println!("cargo::rustc-check-cfg=cfg(feature, values({features}))");
        match self.write() {
            Ok(()) => ExitCode::SUCCESS,
            Err(errors) => {
                for line in
                    errors.iter().flat_map(|error| error.to_string().lines().map(str::to_owned).collect::<Vec<_>>())
                {
                    println!("cargo::error={line}");
                }
                ExitCode::FAILURE
            }
        }
    }

    fn write(&self) -> Result<(), Vec<Error>> {
        let text = self.generate()?;
        let folder = match (&self.out_dir, env::var_os("OUT_DIR")) {
            (Some(folder), _) => folder.clone(),
            (None, Some(folder)) => folder.into(),
            (None, None) => {
                let error = Error::file("OUT_DIR", "is not set");
                return Err(vec![error.with_help("call this from a build script, or say `out_dir`")]);
            }
        };
        let path = folder.join("schemas.rs");
        // Written beside and moved, so that nobody reads half a file.
        let draft = folder.join("schemas.rs.new");
        let written = fs::write(&draft, text).and_then(|()| fs::rename(&draft, &path));
        written.map_err(|error| vec![Error::file(path.display().to_string(), error.to_string())])
    }
}

/// The cargo features that generated code asks for.
const FEATURES: [&str; 6] = ["chrono", "jiff", "jsonschema", "schemars", "url", "uuid"];

const REPORT: &str = "this is a defect of schema-build; please report it with the schema";

fn defect(sources: &[Source], message: &str) -> Error {
    Error::file(sources.first().map_or("-", Source::file), message).with_help(REPORT)
}

fn root_name(source: &Source) -> String {
    match source.value().get("title").and_then(Value::as_str) {
        Some(title) if !title.trim().is_empty() => title.to_owned(),
        _ => {
            let file = source.file().rsplit('/').next().unwrap_or_default();
            file.strip_suffix(".json").unwrap_or(file).to_owned()
        }
    }
}

/// The JSON files right in a folder, by name.
fn read_folder(folder: &Path) -> Result<Vec<Source>, Vec<Error>> {
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
        let error = Error::file(shown, "the folder has no schema: no file in it ends in .json");
        return Err(vec![error.with_help("put a JSON Schema into the folder")]);
    }
    read_files(files)
}

fn unreadable(file: &str, error: &io::Error) -> Error {
    Error::file(file, format!("cannot be read: {error}"))
}

fn read_files(files: impl IntoIterator<Item = (String, PathBuf)>) -> Result<Vec<Source>, Vec<Error>> {
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

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
