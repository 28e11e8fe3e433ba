mod compile;
mod traits;
mod types;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use crate::emit::{self, Additions, Document, Names, Origin, Shapes, TopLevel, Unnamed};
use crate::lint::Lints;
use crate::lowered::{Lowered, Selection, file_name, find_missing_component, lower};
use crate::manifest::within_package;
use crate::roots::{RootNames, nearby};
use crate::shape::{Choices, Shape};
use crate::{Report, SharedType, layout, print, shape, unread};
pub use compile::CompileError;
use schema_ir::{
    Depth, DocumentKind, Error, ErrorKind, Errors, Reading, Source, document_kind, read_files, read_folder,
};
pub(crate) use types::Named;
use types::TypeOptions;
pub use types::{Formats, Integers, MapType, Numbers, Undeclared};

/// Generates Rust types from JSON Schemas.
///
/// In a `build.rs`:
///
/// ```no_run
/// fn main() -> Result<(), Box<dyn std::error::Error>> {
///     schema_build::Builder::new("schemas").compile()?;
///     Ok(())
/// }
/// ```
///
/// and in the library `include!(concat!(env!("OUT_DIR"), "/schemas.rs"));`.
#[derive(Clone, Debug)]
pub struct Builder {
    input: Input,
    depth: Depth,
    out_dir: Option<PathBuf>,
    file_name: String,
    root: Option<String>,
    components: Option<Vec<String>>,
    operations: bool,
    names: BTreeMap<String, String>,
    denied: Vec<&'static str>,
    pub(crate) reading: Reading,
    pub(crate) lints: Lints,
    drift_check: bool,
    share: bool,
    profile: Profile,
    types: TypeOptions,
    traits: traits::Traits,
}

/// The kind of types to generate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Profile {
    /// Types that accept exactly the values that the schema accepts.
    #[default]
    Exact,
    /// Types that also keep undeclared keys and unknown values of enumerations, and check no bounds, for readers that stay in
    /// use while the schema changes.
    Open,
    /// The exact types and, in the module `open`, the open ones, with conversions between the two.
    Both,
}

#[derive(Clone, Debug)]
enum Input {
    Folder(PathBuf),
    Files(Vec<PathBuf>),
}

/// A class of types that a build can reject; see [`Class`](crate::Class).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deny {
    /// Types that hold any JSON value, so that only a validator enforces the schema.
    Opaque,
    /// Opaque types and all other types that run a validator. Without them, the generated code does not need `jsonschema`.
    Validated,
}

/// The generated code, and the report on it.
#[derive(Clone, Debug)]
pub struct Output {
    /// The module's source.
    pub source: String,
    /// How each type enforces its schema.
    pub report: Report,
}

impl Builder {
    /// Generates from all files directly in `folder` that end in `.json`, `.yaml` or `.yml`; see [`recursive`](Self::recursive)
    /// for those of its subfolders. A relative path starts at the folder of `Cargo.toml`, because cargo runs build scripts there.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self::with_input(Input::Folder(folder.into()))
    }

    /// Generates from these files, whatever their names. References may lead from one to another. The file `-` is standard
    /// input. [`Source::parse`] describes how the format of a file is found.
    pub fn files<P: Into<PathBuf>>(files: impl IntoIterator<Item = P>) -> Self {
        Self::with_input(Input::Files(files.into_iter().map(Into::into).collect()))
    }

    fn with_input(input: Input) -> Self {
        Builder {
            input,
            depth: Depth::Folder,
            out_dir: None,
            file_name: "schemas.rs".to_owned(),
            root: None,
            components: None,
            operations: false,
            names: BTreeMap::new(),
            denied: Vec::new(),
            reading: Reading::default(),
            lints: Lints::default(),
            drift_check: true,
            share: true,
            profile: Profile::Exact,
            types: TypeOptions::default(),
            traits: traits::Traits::default(),
        }
    }

    /// Sets whether the files in the subfolders of a folder are read too. The names of types do not depend on the subfolder.
    /// Default: false.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-subfolders-{}", std::process::id()));
    /// # std::fs::create_dir_all(folder.join("parts"))?;
    /// std::fs::write(folder.join("order.yaml"), "type: array\nitems:\n  $ref: parts/part.json\n")?;
    /// std::fs::write(folder.join("parts/part.json"), r#"{"type": "string", "minLength": 1}"#)?;
    /// let output = schema_build::Builder::new(&folder).recursive(true).generate().unwrap();
    /// assert!(output.source.contains("pub struct Part("));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn recursive(mut self, yes: bool) -> Self {
        self.depth = if yes { Depth::Subfolders } else { Depth::Folder };
        self
    }

    /// Sets the kind of types to generate. Default: [`Profile::Exact`].
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// Names the root type of the first schema. Default: the schema's `title`, or else the file's name. A library of
    /// definitions has a root type only if it is given a name.
    #[must_use]
    pub fn root(mut self, name: impl Into<String>) -> Self {
        self.root = Some(name.into());
        self
    }

    /// Selects the schemas to generate from documents that name their schemas, such as the components of OpenAPI and the
    /// definitions of Swagger. The schemas that they refer to are generated, too. Default: all.
    #[must_use]
    pub fn components<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.components = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Sets whether the schemas inside operations and messages of OpenAPI, Swagger and AsyncAPI documents become types too:
    /// request bodies, responses, parameters, headers and payloads. A schema that is only a reference to a named one does not,
    /// because that one has a type. Default: false.
    ///
    /// They are named by `operationId`, or else by method and path: `CreateOrderRequest`, `CreateOrderResponse404`,
    /// `ListOrdersQueryLimit`. The schema of a shared component is named by that: `NotFoundResponse`.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-operations-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// std::fs::write(folder.join("api.yaml"), r#"
    /// openapi: 3.1.0
    /// paths:
    ///   /orders:
    ///     post:
    ///       operationId: createOrder
    ///       requestBody: {content: {application/json: {schema: {type: object, properties: {sku: {type: string}}}}}}
    /// "#)?;
    /// let output = schema_build::Builder::new(&folder).operations(true).generate()?;
    /// assert!(output.source.contains("pub struct CreateOrderRequest {"));
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn operations(mut self, yes: bool) -> Self {
        self.operations = yes;
        self
    }

    /// Names the type of the schema at `place`: the file's name, `#`, and a JSON Pointer, as in `order.json#/properties/id`.
    /// The place of a value of an enumeration, such as `order.json#/properties/kind/enum/0`, and that of a member of a union
    /// name the variant.
    #[must_use]
    pub fn name(mut self, place: impl Into<String>, name: impl Into<String>) -> Self {
        self.names.insert(place.into(), name.into());
        self
    }

    /// Makes types of a class an error.
    #[must_use]
    pub fn deny(mut self, class: Deny) -> Self {
        self.denied.extend(["opaque", "unread"]);
        if class == Deny::Validated {
            self.denied.push("validated");
        }
        self
    }

    /// Sets whether equal types of several documents become one type in the module `shared`. Types are equal if they have the
    /// same name and the same definition; root types are never shared. The module of each root re-exports the type under the
    /// name that it has there. Default: true.
    #[must_use]
    pub fn share(mut self, yes: bool) -> Self {
        self.share = yes;
        self
    }

    /// Sets whether the module has the function `schemas()`, which the drift check reads if the feature `schemars` of
    /// `schema-types` is enabled. Default: true.
    #[must_use]
    pub fn drift_check(mut self, yes: bool) -> Self {
        self.drift_check = yes;
        self
    }

    /// Generates the module, and the report on its types. The same files always give the same bytes.
    ///
    /// # Errors
    ///
    /// The problems of the files and their schemas, up to [`schema_ir::MAX_ERRORS`] for each file; or the types that are [denied](Self::deny), and
    /// a [name](Self::name) for a place at which no type is generated.
    ///
    /// ```
    /// # let folder = std::env::temp_dir().join(format!("schema-build-doc-{}", std::process::id()));
    /// # std::fs::create_dir_all(&folder)?;
    /// std::fs::write(folder.join("flag.json"), br#"{"title": "Flag", "type": "boolean"}"#)?;
    /// let output = schema_build::Builder::new(&folder).generate().unwrap();
    /// assert!(output.source.contains("pub struct Flag(pub bool);"));
    /// assert_eq!(output.report.summary(), "1 type: 1 exact by shape, 0 checked, 0 validated, 0 opaque; needs schema-types");
    /// # std::fs::remove_dir_all(&folder)?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn generate(&self) -> Result<Output, Errors> {
        // A thread with a large stack, because each stage recurses as deep as schemas nest (MAX_DEPTH), and the frames of
        // unoptimised builds are large.
        let result = std::thread::scope(|scope| {
            let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
            thread.spawn_scoped(scope, || self.generate_here()).map(|thread| thread.join())
        });
        match result {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(Error::new(ErrorKind::Defect, "-", "the generator panicked").with_help(REPORT).into()),
            Err(error) => {
                let message = format!("cannot start the generator's thread: {error}");
                Err(Error::new(ErrorKind::Resources, "-", message).into())
            }
        }
    }

    pub(crate) fn read_sources(&self) -> Result<Vec<Source>, Errors> {
        match &self.input {
            Input::Folder(folder) => Ok(read_folder(within_package(folder), self.depth)?),
            Input::Files(files) => {
                let files = files.iter().map(|file| within_package(file));
                Ok(read_files(files.map(|file| (file.display().to_string(), file.to_owned())))?)
            }
        }
    }

    /// Generates on the current thread.
    fn generate_here(&self) -> Result<Output, Errors> {
        let mut named = Vec::new();
        if self.types.select_by_name() {
            let plain = Builder { types: TypeOptions::default(), denied: Vec::new(), ..self.clone() };
            named = plain.generate_with(&Choices::default(), true)?.1;
        }
        Ok(self.generate_with(&self.types.choose(&named)?, self.types.have_selectors())?.0)
    }

    /// Generates with types of the user's own. Returns the names of the generated ones and of their fields, too, if it
    /// `wants_names`.
    fn generate_with(&self, choices: &Choices, wants_names: bool) -> Result<(Output, Vec<Named>), Errors> {
        let additions = self.traits.parse()?;
        let sources = self.read_sources()?;
        let mut choices = choices.clone();
        let notes = self.types.choose_annotated(&sources, &mut choices)?;
        let (mut errors, mut hashes, mut lowered) = (Vec::new(), Vec::new(), Vec::new());
        let mut schemas: Vec<(&Source, DocumentKind)> = Vec::new();
        for source in &sources {
            match document_kind(source) {
                // A root that is given a name has a type, although it asserts nothing.
                Ok(DocumentKind::Library) if self.root.is_some() && schemas.is_empty() => {
                    schemas.push((source, DocumentKind::JsonSchema));
                }
                Ok(kind) => schemas.push((source, kind)),
                Err(error) => errors.push(error),
            }
        }
        // First, so that what follows takes the memory that this leaves.
        let findings = self.lints.run(&sources, self.reading);
        let mut roots = RootNames::new(&schemas, &self.names, self.root.as_deref());
        let refused = roots.refused();
        for (source, kind) in schemas.iter().filter(|(source, _)| !refused.contains(source.file())) {
            let sha256 = hex(&Sha256::digest(source.text().as_bytes()));
            hashes.push((source.file().to_owned(), sha256.clone()));
            let selection = Selection {
                siblings: &sources,
                root: &roots.get(source),
                components: self.components.as_deref(),
                names: &self.names,
                reading: self.reading,
                operations: self.operations,
                choices: &choices,
            };
            match lower(source, *kind, &selection, sha256) {
                Ok(document) => lowered.push(document),
                Err(found) => errors.extend(found),
            }
        }
        errors.append(&mut roots.errors);
        errors.extend(find_missing_component(self.components.as_deref().unwrap_or_default(), &sources));
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let with_names: BTreeSet<String> = lowered.iter_mut().flat_map(|one| std::mem::take(&mut one.named)).collect();
        let chosen: BTreeSet<String> =
            lowered.iter_mut().flat_map(|document| std::mem::take(&mut document.shape.chosen)).collect();
        let mut named = wants_names.then(Vec::new);
        let (documents, top, mut report) = self.emit(lowered, &additions, named.as_mut())?;
        let named = named.unwrap_or_default();
        report.add_warnings(roots.warnings);
        report.findings = findings?;
        report.notes.extend(notes);
        errors.extend(self.types.find_unused(&chosen, &named));
        errors.extend(self.find_denied(&sources, &report));
        errors.extend(self.find_unused_name(&sources, &with_names, &report));
        errors.extend(traits::find_unused(&additions));
        if !errors.is_empty() {
            return Err(errors.into());
        }
        let (code, features) = emit::emit_file(documents, &top, self.drift_check);
        report.features = features.into_iter().collect();
        let source = print::print(&code, &hashes).map_err(|error| defect(&sources, &error.to_string()))?;
        Ok((Output { source, report }, named))
    }

    /// Emits the types of all documents, and each type that they share only once. Adds what selectors may name to `named`.
    fn emit(
        &self,
        mut lowered: Vec<Lowered<'_>>,
        additions: &Additions,
        mut named: Option<&mut Vec<Named>>,
    ) -> Result<(Vec<Document>, TopLevel, Report), Errors> {
        let (mut top, mut report) = (TopLevel::default(), Report::default());
        report.notes = lowered.iter_mut().flat_map(|document| std::mem::take(&mut document.notes)).collect();
        for document in &mut lowered {
            report.add_warnings(std::mem::take(&mut document.warnings));
        }
        let shapes: Vec<_> = lowered.iter().map(|document| (document.source.file(), &document.shape)).collect();
        let roots = top.roots(&shapes);
        let foreign = shape::find_foreign(&shapes);
        let mut names: Vec<BTreeMap<usize, String>> = vec![BTreeMap::new(); lowered.len()];
        let mut first: Vec<Vec<usize>> = vec![Vec::new(); lowered.len()];
        if self.share {
            for shared in shape::find_shared(&shapes, &foreign) {
                let name = top.shared(&shared.name);
                if let Some((document, id)) = shared.places.first() {
                    first[*document].push(*id);
                }
                for (document, id) in &shared.places {
                    names[*document].insert(*id, name.clone());
                }
                report.shared.push(SharedType {
                    places: shared.places.iter().filter_map(|(document, id)| lowered[*document].place(*id)).collect(),
                    name,
                });
            }
            for (document, names) in lowered.iter_mut().zip(&names) {
                shape::move_annotations(&mut document.shape, &names.keys().copied().collect());
            }
        }
        let unnamed: Vec<Unnamed<'_>> = lowered
            .iter()
            .zip(&roots)
            .zip(names.iter().zip(&foreign))
            .map(|((document, roots), (shared, foreign))| Unnamed { shape: &document.shape, roots, shared, foreign })
            .collect();
        let all_names = emit::name_types(&unnamed);
        let (mut documents, mut errors) = (Vec::new(), Vec::new());
        let parts = lowered.into_iter().zip(all_names).zip(names.into_iter().zip(first));
        for (number, ((document, all_names), (shared, first))) in parts.enumerate() {
            match self.lay_out(document.shape, all_names, shared, first) {
                Ok(shapes) => {
                    let origin = Origin {
                        file: document.source.file(),
                        sha256: &document.sha256,
                        nullable: document.nullable,
                        reading: self.reading,
                        has_many: document.has_many,
                    };
                    let (emitted, mut types) =
                        emit::emit_document(&shapes, &origin, &document.document, number, additions, &mut top);
                    if let Some(named) = &mut named {
                        named.extend(emit::find_named(&shapes));
                    }
                    report.outside.extend(emitted.outside.iter().cloned());
                    report.crates.extend(emitted.crates.iter().cloned());
                    documents.push(emitted);
                    unread::mark(&mut types, &document.unread);
                    report.types.extend(types);
                }
                Err(error) => {
                    let message = format!("typify refuses the shape: {error}");
                    errors.push(document.source.error(ErrorKind::Defect, "", message).with_help(REPORT));
                }
            }
        }
        if errors.is_empty() { Ok((documents, top, report)) } else { Err(errors.into()) }
    }

    /// Lays out the shapes that the profile needs.
    fn lay_out(
        &self,
        shape: Shape,
        names: Names,
        shared: BTreeMap<usize, String>,
        first: Vec<usize>,
    ) -> Result<Shapes, String> {
        let layout = layout::layout(&shape, self.types.map)?;
        let open = (self.profile != Profile::Exact).then(|| {
            let natively = self.types.are_integers_native();
            let open = shape::open(&shape, natively);
            let layout = layout.open(&open, natively);
            (open, layout)
        });
        let (main, beside) = match (self.profile, open) {
            (Profile::Open, Some(open)) => (open, None),
            (_, beside) => ((shape, layout), beside),
        };
        Ok(Shapes { main, main_is_open: self.profile == Profile::Open, beside, names, shared, first })
    }

    /// The errors for types of a denied class.
    fn find_denied(&self, sources: &[Source], report: &Report) -> Vec<Error> {
        let denied = report.types.iter().filter(|ty| self.denied.contains(&ty.class.as_str()));
        let error = |ty: &crate::TypeReport| {
            let source = sources.iter().find(|source| source.file() == ty.file)?;
            let message = format!("{} is {} for {}", ty.name, ty.class.as_str(), ty.class.keywords().join(", "));
            Some(
                source
                    .error(ErrorKind::DeniedClass, &ty.pointer, message)
                    .with_help("rewrite the schema without these keywords, or drop `.deny()`"),
            )
        };
        denied.filter_map(error).collect()
    }

    /// The error for the first name whose place has no type.
    fn find_unused_name(&self, sources: &[Source], named: &BTreeSet<String>, report: &Report) -> Option<Error> {
        let unused = self.names.keys().find(|place| !named.contains(*place))?;
        let source = sources.first()?;
        let message = format!("`Builder::name` refers to {unused:?}, but no type is generated there");
        let error = Error::new(ErrorKind::UnusedOption, source.file(), message);
        let places = report.types.iter().map(|ty| format!("{}#{}", file_name(&ty.file), ty.pointer));
        let places: Vec<String> = places.collect();
        let near = nearby(unused, &places).join(", ");
        Some(error.with_help(format!(
            "write the file's name, `#`, and the JSON Pointer of a schema that becomes a type, or of a value of an \
             enumeration; the nearest types are at {near}"
        )))
    }
}

/// The stack size of the generator's thread.
const STACK_BYTES: usize = 64 << 20;

const REPORT: &str = "this is a defect of schema-build; please report it with the schema";

fn defect(sources: &[Source], message: &str) -> Error {
    Error::new(ErrorKind::Defect, sources.first().map_or("-", Source::file), message).with_help(REPORT)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
