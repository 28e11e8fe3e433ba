//! The schemas of upstream's document that nobody has vendored yet, although they are of the same kind as the vendored ones: the
//! payload of another webhook, or a schema in the same section whose name ends like theirs.

use std::collections::BTreeMap;

use schema_ir::{Error, Keyword, OperationKind, Part, SchemaPlace, Source, find_schemas, pointer};
use serde_json::Value;

use crate::cli::summary::Single;
use crate::place::Place;
use crate::upstream::find_pointer;
use crate::vendored::Vendored;

/// Letters that names of one kind have in common at least.
const MIN_COMMON: usize = 3;

/// Finds them.
///
/// # Errors
///
/// The document has too many schemas.
pub(super) fn find_added(schemas: &[Vendored], document: &Source) -> Result<Vec<Single>, Error> {
    let places = find_schemas(document)?.places;
    let vendored: Vec<String> = schemas.iter().filter_map(|one| find_pointer(one, document, &places)).collect();
    let webhooks = find_webhooks(document.value(), &places);
    let mut found = if webhooks.keys().any(|at| vendored.contains(at)) { webhooks } else { BTreeMap::new() };
    found.extend(find_alike(&vendored, &places));
    let new = found.into_iter().filter(|(at, _)| !vendored.contains(at));
    Ok(new.map(|(at, name)| Single { name, place: place(document, at), ..Single::default() }).collect())
}

fn place(document: &Source, pointer: String) -> Place {
    let at = document.nearest_position(&pointer);
    Place { file: document.file().to_owned(), line: at.line, column: at.column, pointer }
}

/// The payloads of all webhooks with their names, by pointer.
fn find_webhooks(document: &Value, places: &[SchemaPlace]) -> BTreeMap<String, String> {
    let is_payload = |place: &&SchemaPlace| {
        let of_webhook = place.operation.as_ref().is_some_and(|one| one.kind == OperationKind::Webhook);
        of_webhook && matches!(place.part, Part::RequestBody { .. })
    };
    let target = |place: &SchemaPlace| {
        let reference = document.pointer(&place.pointer)?.get(Keyword::Ref.name())?.as_str()?.strip_prefix('#')?;
        places.iter().find(|one| one.is_named() && one.pointer == reference)
    };
    let payloads = places.iter().filter(is_payload).map(|place| target(place).unwrap_or(place));
    payloads.map(|place| (place.pointer.clone(), place.name.clone())).collect()
}

/// The named schemas in the sections of the vendored ones whose names end, or else begin, with the words that those have in
/// common.
fn find_alike(vendored: &[String], places: &[SchemaPlace]) -> BTreeMap<String, String> {
    let split = |at: &str| at.rsplit_once('/').map(|(section, name)| (section.to_owned(), name.to_owned()));
    let (sections, names): (Vec<String>, Vec<String>) = vendored.iter().filter_map(|at| split(at)).unzip();
    let backwards = |name: &String| name.chars().rev().collect::<String>();
    let ends: Vec<String> = names.iter().map(backwards).collect();
    let (end, start) = (common_words(&ends, true), common_words(&names, false));
    let is_alike = |name: &String| match (&end, &start) {
        (Some(end), _) => backwards(name).starts_with(end),
        (None, Some(start)) => name.starts_with(start),
        (None, None) => false,
    };
    let named = places.iter().filter(|place| place.is_named());
    let alike = named.filter(|place| {
        split(&place.pointer).is_some_and(|(section, name)| sections.contains(&section) && is_alike(&name))
    });
    alike.map(|place| (place.pointer.clone(), pointer::tokens(&place.pointer).last().unwrap_or_default())).collect()
}

/// The whole words with which several names begin, if there are any; `backwards` if they are written from their end.
fn common_words(names: &[String], backwards: bool) -> Option<String> {
    let (first, others) = names.split_first().filter(|(_, others)| !others.is_empty())?;
    let is_common = |end: &usize| others.iter().all(|other| other.get(..*end) == first.get(..*end));
    let is_word = |end: &usize| {
        let begins =
            |letter: Option<char>| letter.is_some_and(|letter| letter.is_uppercase() || !letter.is_alphanumeric());
        let edge = |name: &String| {
            if backwards {
                name.get(..*end).and_then(|part| part.chars().next_back())
            } else {
                name.get(*end..).and_then(|rest| rest.chars().next())
            }
        };
        names.iter().all(|name| begins(edge(name)))
    };
    let ends = first.char_indices().map(|(at, letter)| at + letter.len_utf8());
    let end = ends.take_while(is_common).filter(is_word).last().filter(|end| *end >= MIN_COMMON)?;
    first.get(..end).map(str::to_owned)
}
