//! Reads one document: which of its schemas become types, normalised and lowered to a shape.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use schema_ir::{
    Document, DocumentKind, Error, ErrorKind, Errors, NormaliseOptions, Normalised, Origin, Reading, SchemaId,
    SchemaPlace, Source, find_schemas, normalise, normalise_places, pointer,
};

use crate::operations::select_inline;
use crate::report::Note;
use crate::shape::{self, Choices, Root, Shape};
use crate::{undecided, unread};

/// A document that is normalised and lowered, but not yet emitted.
pub(crate) struct Lowered<'s> {
    pub(crate) source: &'s Source,
    pub(crate) sha256: String,
    pub(crate) shape: Shape,
    /// The normalised schemas.
    pub(crate) document: Document,
    pub(crate) nullable: bool,
    /// Whether the roots are schemas inside the document, such as the components of OpenAPI.
    pub(crate) has_many: bool,
    pub(crate) notes: Vec<Note>,
    /// What is wrong in the document and did not refuse it.
    pub(crate) warnings: Vec<Error>,
    /// The places of the schemas that are not read, or that apply one that is not read to the same value.
    pub(crate) unread: BTreeSet<Origin>,
    /// The places of types and variants to which the user gave names.
    pub(crate) named: BTreeSet<String>,
}

impl Lowered<'_> {
    /// The file and the pointer of a type's schema.
    pub(crate) fn place(&self, id: usize) -> Option<String> {
        Some(format!("{}#{}", self.source.file(), self.shape.get(id)?.at))
    }
}

/// What the user asked of a document.
pub(crate) struct Selection<'a> {
    pub(crate) siblings: &'a [Source],
    /// The name of the root type.
    pub(crate) root: &'a str,
    /// The named schemas to generate; `None` for all.
    pub(crate) components: Option<&'a [String]>,
    /// The names of types, by place.
    pub(crate) names: &'a BTreeMap<String, String>,
    pub(crate) reading: Reading,
    /// Whether the schemas of operations and messages have types too.
    pub(crate) operations: bool,
    /// The types of the user's own.
    pub(crate) choices: &'a Choices,
}

/// Normalises a document and lowers it to its shape.
pub(crate) fn lower<'s>(
    source: &'s Source,
    kind: DocumentKind,
    selection: &Selection<'_>,
    sha256: String,
) -> Result<Lowered<'s>, Errors> {
    let options = NormaliseOptions {
        siblings: selection.siblings,
        reading: selection.reading,
        partial: true,
        ..NormaliseOptions::default()
    };
    let has_many = kind != DocumentKind::JsonSchema;
    let (mut notes, mut warnings) = (Vec::new(), Vec::new());
    let lowered = if has_many {
        let mut places = select_schemas(source, kind, selection, &mut notes)?;
        warnings = remove_no_schemas(source, &mut places);
        let (normal, ids) = normalise_places(source, &options, &places)?;
        let root = |(place, id): (&SchemaPlace, &SchemaId)| Root { id: *id, name: place.name.clone() };
        let roots: Vec<Root> = places.iter().zip(&ids).map(root).collect();
        lower_normalised(source, normal, &roots, selection.choices, &mut notes, &mut warnings)?
    } else {
        match normalise(source, &options) {
            Ok(normal) => {
                let root = Root { id: normal.document.root(), name: selection.root.to_owned() };
                lower_normalised(source, normal, &[root], selection.choices, &mut notes, &mut warnings)?
            }
            Err(errors) if errors.iter().all(|error| error.kind.is_inexpressible()) => {
                let shape = shape::lower_opaque(source, selection.root, errors.into_first().message);
                (shape, Document::default(), false, BTreeSet::new())
            }
            Err(errors) => return Err(errors),
        }
    };
    let (mut shape, document, nullable, unread) = lowered;
    let named = shape::name_values(&mut shape, selection.siblings, selection.names);
    Ok(Lowered { source, sha256, shape, document, nullable, has_many, notes, warnings, unread, named })
}

/// The shape, the schemas, whether `nullable` allows null, and the places of what is not read.
type Read = (Shape, Document, bool, BTreeSet<Origin>);

fn lower_normalised(
    source: &Source,
    normal: Normalised,
    roots: &[Root],
    choices: &Choices,
    notes: &mut Vec<Note>,
    warnings: &mut Vec<Error>,
) -> Result<Read, Error> {
    notes.extend(normal.dialect.sign.iter().chain(&normal.notes).map(|note| in_file(source, note)));
    notes.extend(undecided::find(source, &normal.document));
    warnings.extend(normal.warnings);
    let unread = unread::find_affected(&normal.document, &normal.unread);
    Ok((shape::lower_document(source, &normal.document, roots, choices)?, normal.document, normal.nullable, unread))
}

/// Removes the places of values that are not schemas. Returns a warning for each.
fn remove_no_schemas(source: &Source, places: &mut Vec<SchemaPlace>) -> Vec<Error> {
    let mut warnings = Vec::new();
    places.retain(|place| {
        let is_schema =
            pointer::find(source.value(), &place.pointer).is_some_and(|value| value.is_object() || value.is_boolean());
        if !is_schema {
            let error =
                source.error(ErrorKind::NotASchema, &place.pointer, "not a schema, so no type is generated for it");
            warnings.push(error.with_help("a schema is an object or a boolean"));
        }
        is_schema
    });
    warnings
}

fn in_file(source: &Source, note: &schema_ir::Note) -> Note {
    let schema_ir::Note { pointer, message } = note.clone();
    Note { file: source.file().to_owned(), pointer, message }
}

/// The schemas of a document that become types: those with a name, or those of them that the user selected; and, if the user
/// wants them, those of operations and messages.
fn select_schemas(
    source: &Source,
    kind: DocumentKind,
    selection: &Selection<'_>,
    notes: &mut Vec<Note>,
) -> Result<Vec<SchemaPlace>, Error> {
    let found = find_schemas(source)?;
    let (mut named, others): (Vec<_>, Vec<_>) = found.places.into_iter().partition(SchemaPlace::is_named);
    if named.is_empty() && (!selection.operations || others.is_empty()) {
        let (others, help) = match others.len() {
            0 => (String::new(), String::new()),
            1 => ("; it has one schema of an operation or message".to_owned(), OPERATIONS.to_owned()),
            count => (format!("; it has {count} schemas of operations and messages"), OPERATIONS.to_owned()),
        };
        let message = format!("this {} has no schema with a name{others}", kind.name());
        let error = source.error(ErrorKind::UnknownDocument, "", message);
        return Err(error.with_help(format!("types are generated for {}{help}", kind.named_contents())));
    }
    notes.extend(found.notes.iter().map(|note| in_file(source, note)));
    if kind == DocumentKind::Library {
        let message = "the root asserts nothing, so it has no type; its definitions have".to_owned();
        notes.push(in_file(source, &schema_ir::Note { pointer: String::new(), message }));
    }
    if let Some(wanted) = selection.components {
        named.retain(|place| wanted.contains(&place.name));
    }
    if selection.operations {
        let inline = select_inline(source, &named, others);
        named.extend(inline);
    }
    Ok(named)
}

/// What gives schemas of operations and messages a type.
const OPERATIONS: &str = ", and for operations and messages with `Builder::operations` or `--operations`";

/// The error for the first selected name that no document has.
pub(crate) fn find_missing_component(wanted: &[String], sources: &[Source]) -> Option<Error> {
    if wanted.is_empty() {
        return None;
    }
    let found = sources.iter().filter_map(|source| find_schemas(source).ok()).flat_map(|found| found.places);
    let names: BTreeSet<String> = found.filter(SchemaPlace::is_named).map(|place| place.name).collect();
    let missing = wanted.iter().find(|name| !names.contains(*name))?;
    let file = sources.first().map_or("-", Source::file);
    let message = match sources {
        [_] => format!("the document has no schema with the name {missing:?}"),
        _ => format!("no document has a schema with the name {missing:?}"),
    };
    Some(Error::new(ErrorKind::UnusedOption, file, message).with_help("correct the name in `components`"))
}

/// The last segment of a path.
pub(crate) fn file_name(file: &str) -> &str {
    file.rsplit(['/', '\\']).next().unwrap_or(file)
}

/// A file as generated code names it: of an absolute path only the last segment, because the folder differs on other machines.
pub(crate) fn portable_name(file: &str) -> &str {
    if Path::new(file).is_absolute() { file_name(file) } else { file }
}
