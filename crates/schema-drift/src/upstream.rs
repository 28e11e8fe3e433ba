//! Compares a vendored schema with upstream's current document.

use schema_ir::{Errors, NormaliseOptions, SchemaPlace, Source, document_kind, find_schemas};
use serde_json::Value;

use crate::compare::{Options, compare};
use crate::comparison::Comparison;
use crate::schema::Schema;
use crate::vendored::Vendored;

/// The relation of upstream's document to a vendored schema.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "`Compared` is the usual case, and a box would complicate every match")]
pub enum Upstream {
    /// It contains the schema. Old is the vendored one, and new is upstream's.
    Compared(Comparison),
    /// It is a document of many schemas without the one that the vendored `$id` names.
    Removed,
    /// It does not contain this schema.
    Unrelated,
}

/// Compares a vendored schema with upstream's document.
///
/// In a document of many schemas, such as an OpenAPI document, the schema is found by the vendored fragment `$id` or pointer,
/// else by the title or name. A JSON Schema file must have the same `$id` or title, unless the user `named` this schema for it.
///
/// # Errors
///
/// The schema of a side cannot be read, or the document contains no schemas.
pub fn upstream(vendored: &Vendored, document: &Source, named: bool) -> Result<Upstream, Errors> {
    let old = vendored.schema()?;
    let kind = document_kind(document)?;
    let places: Vec<SchemaPlace> = find_schemas(document)?.places.into_iter().filter(SchemaPlace::is_named).collect();
    let expected = expected_pointer(vendored, &old);
    let found = if places.is_empty() && kind.is_schema() {
        find_root(vendored, document.value(), named)
    } else {
        find_place(vendored, expected, &places, document.value())
    };
    let Some(at) = found else {
        let section = |pointer: &str| pointer.rsplit_once('/').map(|(section, _)| section.to_owned());
        let section_of_ours = expected.and_then(section);
        let is_kept_there =
            section_of_ours.is_some() && places.iter().any(|place| section(&place.pointer) == section_of_ours);
        return Ok(if is_kept_there { Upstream::Removed } else { Upstream::Unrelated });
    };
    let new = Schema::new(
        document.clone(),
        &NormaliseOptions { at, reading: vendored.reading()?, partial: true, ..NormaliseOptions::default() },
    )?;
    Ok(Upstream::Compared(compare(&old, &new, &Options::default())?))
}

/// The pointer of a vendored schema in upstream's document of many schemas.
#[cfg(feature = "cli")]
pub(crate) fn find_pointer(vendored: &Vendored, document: &Source, places: &[SchemaPlace]) -> Option<String> {
    let id = vendored.id.as_deref().and_then(|id| id.strip_prefix('#'));
    let expected = if vendored.pointer.is_empty() { id } else { Some(vendored.pointer) };
    find_place(vendored, expected, places, document.value())
}

/// The expected pointer in upstream's document of many schemas: the pointer in ours, or the one in the vendored `$id`.
fn expected_pointer<'s>(vendored: &'s Vendored, old: &'s Schema) -> Option<&'s str> {
    match vendored.pointer {
        "" => old.origin()?.strip_prefix('#'),
        pointer => Some(pointer),
    }
}

/// The pointer of upstream's schema in a document of many schemas.
fn find_place(vendored: &Vendored, expected: Option<&str>, places: &[SchemaPlace], document: &Value) -> Option<String> {
    if let Some(at) = expected.filter(|at| at.starts_with('/') && document.pointer(at).is_some()) {
        return Some(at.to_owned());
    }
    let title = vendored.title.as_deref()?;
    let has_title =
        |place: &&SchemaPlace| place.name == title || text(document.pointer(&place.pointer), "title") == Some(title);
    places.iter().find(has_title).map(|place| place.pointer.clone())
}

/// The root of a JSON Schema file, if it is the vendored schema.
fn find_root(vendored: &Vendored, document: &Value, named: bool) -> Option<String> {
    if !vendored.pointer.is_empty() {
        return None;
    }
    let same = |keyword, ours: Option<&str>| ours.is_some() && text(Some(document), keyword) == ours;
    (named || same("$id", vendored.id.as_deref()) || same("title", vendored.title.as_deref())).then(String::new)
}

fn text<'d>(schema: Option<&'d Value>, keyword: &str) -> Option<&'d str> {
    schema?.get(keyword)?.as_str()
}
