//! Reads one document: which of its schemas become types, normalised and lowered to a shape.

use std::collections::{BTreeMap, BTreeSet};

use schema_ir::{
    Document, DocumentKind, Error, ErrorKind, Errors, NormaliseOptions, Normalised, SchemaId, SchemaPlace, Source,
    find_schemas, normalise, normalise_places,
};

use crate::report::Note;
use crate::shape::{self, Choices, Root, Shape};

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
    pub(crate) nullable_enum: bool,
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
        nullable_enum: selection.nullable_enum,
        ..NormaliseOptions::default()
    };
    let has_many = kind != DocumentKind::JsonSchema;
    let mut notes = Vec::new();
    let (mut shape, document, nullable) = if has_many {
        let places = select_schemas(source, kind, selection.components, &mut notes)?;
        let (normal, ids) = normalise_places(source, &options, &places)?;
        let root = |(place, id): (&SchemaPlace, &SchemaId)| Root { id: *id, name: place.name.clone() };
        let roots: Vec<Root> = places.iter().zip(&ids).map(root).collect();
        lower_normalised(source, normal, &roots, selection.choices, &mut notes)?
    } else {
        match normalise(source, &options) {
            Ok(normal) => {
                let root = Root { id: normal.document.root(), name: selection.root.to_owned() };
                lower_normalised(source, normal, &[root], selection.choices, &mut notes)?
            }
            Err(errors) if errors.iter().all(|error| error.kind.is_inexpressible()) => {
                let shape = shape::lower_opaque(source, selection.root, errors.into_first().message);
                (shape, Document::default(), false)
            }
            Err(errors) => return Err(errors),
        }
    };
    let file = file_name(source.file());
    for ty in shape.types.iter_mut().flatten() {
        if let (Some(name), Some(last)) = (selection.names.get(&format!("{file}#{}", ty.at)), ty.path.last_mut()) {
            name.clone_into(last);
        }
    }
    Ok(Lowered { source, sha256, shape, document, nullable, has_many, notes })
}

/// The shape, the schemas, and whether `nullable` allows null.
fn lower_normalised(
    source: &Source,
    normal: Normalised,
    roots: &[Root],
    choices: &Choices,
    notes: &mut Vec<Note>,
) -> Result<(Shape, Document, bool), Error> {
    notes.extend(normal.dialect.sign.iter().map(|note| in_file(source, note)));
    Ok((shape::lower_document(source, &normal.document, roots, choices)?, normal.document, normal.nullable))
}

fn in_file(source: &Source, note: &schema_ir::Note) -> Note {
    let schema_ir::Note { pointer, message } = note.clone();
    Note { file: source.file().to_owned(), pointer, message }
}

/// The schemas of a document that become types: those with a name, or those of them that the user selected.
fn select_schemas(
    source: &Source,
    kind: DocumentKind,
    components: Option<&[String]>,
    notes: &mut Vec<Note>,
) -> Result<Vec<SchemaPlace>, Error> {
    let found = find_schemas(source)?;
    let (named, others): (Vec<_>, Vec<_>) = found.places.into_iter().partition(SchemaPlace::is_named);
    if named.is_empty() {
        let others = match others.len() {
            0 => String::new(),
            1 => "; no type is generated for its one schema of an operation or message".to_owned(),
            count => format!("; no types are generated for its {count} schemas of operations and messages"),
        };
        let message = format!("this {} has no schema with a name{others}", kind.name());
        let error = source.error(ErrorKind::UnknownDocument, "", message);
        return Err(error.with_help(format!("types are generated for {}", kind.named_contents())));
    }
    notes.extend(found.notes.iter().map(|note| in_file(source, note)));
    if kind == DocumentKind::Library {
        let message = "the root asserts nothing, so it has no type; its definitions have".to_owned();
        notes.push(in_file(source, &schema_ir::Note { pointer: String::new(), message }));
    }
    Ok(match components {
        Some(wanted) => named.into_iter().filter(|place| wanted.contains(&place.name)).collect(),
        None => named,
    })
}

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
