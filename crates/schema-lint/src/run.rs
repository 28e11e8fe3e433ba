//! Runs the lints over files.

use std::collections::BTreeSet;

use schema_ir::{
    Document, DocumentKind, Draft, Errors, NormaliseOptions, Reading, Source, document_kind, find_schemas,
    find_written, normalise, normalise_places,
};

use crate::files::Files;
use crate::lint::{Find, Found};
use crate::{Finding, LINTS, Level, Levels, Lint};

/// What to look for.
#[derive(Clone, Debug)]
pub struct Options {
    /// The levels of the lints.
    pub levels: Levels,
    /// Whether lints that need proofs run although no level was set for them. Default: true.
    pub proofs: bool,
    /// The dialect of documents that do not declare one; see [`NormaliseOptions::draft`]. Default: guessed.
    pub draft: Option<Draft>,
    /// What the schemas mean where their specification and their authors differ.
    pub reading: Reading,
}

impl Default for Options {
    fn default() -> Self {
        Options { levels: Levels::default(), proofs: true, draft: None, reading: Reading::default() }
    }
}

/// The findings in some files.
#[derive(Clone, Debug, Default)]
pub struct Linted {
    /// The findings, by file, then by line.
    pub findings: Vec<Finding>,
    /// Why a file could not be read as schemas. Lints that read schemas as they are written have searched it all the same.
    pub errors: Vec<schema_ir::Error>,
}

/// Runs the lints over files, which may refer to one another. The same files always give the same findings.
///
/// ```
/// use schema_ir::Source;
/// let source = Source::parse("order.json", br#"{"type": "object", "propertys": {}}"#.to_vec())?;
/// let linted = schema_lint::run(&[source], &schema_lint::Options::default());
/// assert_eq!(linted.findings[0].lint, "unknown-keyword");
/// assert_eq!(linted.findings[0].help, "did you mean `properties`?");
/// # Ok::<(), schema_ir::Error>(())
/// ```
pub fn run(sources: &[Source], options: &Options) -> Linted {
    let files = Files { sources };
    let mut found: Vec<(&Lint, Found)> = Vec::new();
    let runs = |lint: &&Lint| {
        let wanted = !lint.needs_proofs() || options.proofs || options.levels.names(lint);
        options.levels.of(lint) != Level::Off && wanted
    };
    let lints: Vec<&Lint> = LINTS.iter().filter(runs).collect();
    let written = find_written(sources, options.draft);
    for lint in &lints {
        if let Find::Written(find) = lint.find {
            found.extend(find(&written).into_iter().map(|found| (*lint, found)));
        }
    }
    let mut errors = Vec::new();
    for source in sources {
        match read(source, sources, options) {
            Ok(document) => found.extend(search_document(&lints, &document, &files)),
            // Only a validator can use such a schema, so there is no document to search.
            Err(failed) if failed.iter().all(|error| error.kind.is_inexpressible()) => {}
            Err(failed) => errors.extend(failed),
        }
    }
    // A finding explains more than the error at the same place.
    errors.retain(|error| {
        let is_there = |at: &schema_ir::Origin| *at.file == *error.file && error.pointer.as_ref() == Some(&at.pointer);
        !found.iter().any(|(_, found)| is_there(&found.at))
    });
    Linted { findings: locate(found, &files, &options.levels), errors }
}

/// Reads the schemas of a file, whatever their number.
fn read(source: &Source, sources: &[Source], options: &Options) -> Result<Document, Errors> {
    let options = NormaliseOptions {
        draft: options.draft,
        siblings: sources,
        reading: options.reading,
        lenient: true,
        ..NormaliseOptions::default()
    };
    match document_kind(source)? {
        DocumentKind::JsonSchema | DocumentKind::Library => normalise(source, &options).map(|normal| normal.document),
        _ => {
            let places = find_schemas(source)?.places;
            normalise_places(source, &options, &places).map(|(normal, _)| normal.document)
        }
    }
}

/// The findings of the lints that read a document.
fn search_document<'l>(lints: &[&'l Lint], document: &Document, files: &Files<'_>) -> Vec<(&'l Lint, Found)> {
    let mut all = Vec::new();
    for lint in lints {
        if let Find::Document(find) = lint.find {
            all.extend(find(document, files).into_iter().map(|found| (*lint, found)));
        }
    }
    #[cfg(feature = "proofs")]
    all.extend(search_by_proofs(lints, document, files));
    all
}

#[cfg(feature = "proofs")]
fn search_by_proofs<'l>(lints: &[&'l Lint], document: &Document, files: &Files<'_>) -> Vec<(&'l Lint, Found)> {
    if !lints.iter().any(|lint| lint.needs_proofs()) {
        return Vec::new();
    }
    // Without answers there are no findings.
    schema_drift::ask(document, crate::proofs::STEPS, |questions| {
        let mut all = Vec::new();
        for lint in lints {
            if let Find::Proofs(find) = lint.find {
                let mut proofs = crate::proofs::Proofs::new(questions, files);
                all.extend(find(document, &mut proofs).into_iter().map(|found| (*lint, found)));
            }
        }
        all
    })
    .unwrap_or_default()
}

/// The findings by file and line. A schema that several files refer to is found once.
fn locate(found: Vec<(&Lint, Found)>, files: &Files<'_>, levels: &Levels) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut findings: Vec<Finding> = found
        .into_iter()
        .filter(|(lint, found)| seen.insert((lint.id, found.at.clone())))
        .map(|(lint, Found { at, message, help, witness })| {
            let position = files.position(&at);
            Finding {
                lint: lint.id,
                level: levels.of(lint),
                file: at.file.to_string(),
                line: position.line,
                column: position.column,
                pointer: at.pointer,
                message,
                help,
                witness,
            }
        })
        .collect();
    let order = |file: &str| files.sources.iter().position(|source| source.file() == file);
    findings
        .sort_by_cached_key(|found| (order(&found.file), found.line, found.column, found.lint, found.pointer.clone()));
    findings
}
