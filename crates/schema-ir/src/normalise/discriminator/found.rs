//! Finds the discriminators, the named schemas and their bases.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::document::{DocumentKind, collect_schemas};
use crate::keyword::subschemas;
use crate::resolve::{Index, Place};
use crate::{Keyword, pointer};

/// The maximum number of schemas that are nothing but a reference to the next.
const MAX_ALIASES: usize = 16;

/// The sections of a document that name schemas.
const SECTIONS: [&str; 3] = ["/$defs", "/definitions", "/components/schemas"];

/// What the files of a folder say about discriminators.
pub(super) struct Found<'s> {
    pub(super) discriminators: Vec<Written<'s>>,
    /// The schemas with a name, in the order of the files' names and of each file.
    pub(super) named: Vec<Place>,
    /// The bases of each named schema, each with the schema that refers to it.
    pub(super) bases: BTreeMap<Place, Vec<(Place, Place)>>,
}

/// A discriminator as written.
pub(super) struct Written<'s> {
    /// The schema that has it.
    pub(super) place: Place,
    pub(super) property: &'s str,
    pub(super) mapping: Option<&'s Map<String, Value>>,
}

/// Searches all files.
pub(super) fn find<'s>(index: &Index<'s>) -> Found<'s> {
    let mut found = Found { discriminators: Vec::new(), named: Vec::new(), bases: BTreeMap::new() };
    let mut documents: Vec<usize> = (0..).take_while(|document| index.source(*document).is_some()).collect();
    documents.sort_by_key(|document| index.source(*document).map(|source| source.file()));
    for document in documents {
        let named = named_places(index, document);
        found.search(index, document, &named);
        found.named.extend(named);
    }
    if found.discriminators.is_empty() {
        return found;
    }
    for place in &found.named {
        let bases: Vec<(Place, Place)> = bases_of(index, place);
        found.bases.insert(place.clone(), bases);
    }
    found
}

impl<'s> Found<'s> {
    /// Adds the discriminators of a file.
    fn search(&mut self, index: &Index<'s>, document: usize, named: &[Place]) {
        let Some(root) = index.source(document).map(|source| source.value()) else { return };
        let listed = collect_schemas(root, DocumentKind::of(root)).places.into_iter().map(|place| place.pointer);
        let mut open: Vec<String> = listed.chain(named.iter().map(|place| place.pointer.clone())).collect();
        open.reverse();
        let mut seen = BTreeSet::new();
        while let Some(at) = open.pop() {
            let place = Place { document, pointer: at };
            // To resolve the dialect of every schema would take longer than to read the document.
            let Some(schema) = index.value(&place).filter(|schema| Keyword::Discriminator.occurs_in(schema)) else {
                continue;
            };
            if !seen.insert(place.pointer.clone()) {
                continue;
            }
            if let Some((property, mapping)) = schema.get(Keyword::Discriminator.name()).and_then(read) {
                self.discriminators.push(Written { place: place.clone(), property, mapping });
            }
            let (draft, _) = index.dialect_and_base(&place);
            open.extend(subschemas(draft, schema, &place.pointer).into_iter().rev().map(|(at, _)| at));
        }
    }
}

/// The property and the mapping of a discriminator. In Swagger 2.0 and AsyncAPI it is the name of the property.
fn read(discriminator: &Value) -> Option<(&str, Option<&Map<String, Value>>)> {
    match discriminator {
        Value::String(property) => Some((property, None)),
        Value::Object(members) => {
            let mapping = members.get("mapping").and_then(Value::as_object).filter(|mapping| !mapping.is_empty());
            Some((members.get("propertyName")?.as_str()?, mapping))
        }
        _ => None,
    }
}

/// The schemas of a file that have a name, and the root of a JSON Schema.
fn named_places(index: &Index<'_>, document: usize) -> Vec<Place> {
    let Some(root) = index.source(document).map(|source| source.value()) else { return Vec::new() };
    let place = |pointer: String| Place { document, pointer };
    let is_schema = DocumentKind::of(root) == DocumentKind::JsonSchema;
    let names = SECTIONS.iter().flat_map(|section| {
        let members = root.pointer(section).and_then(Value::as_object);
        members.into_iter().flat_map(Map::keys).map(move |name| pointer::push(section, name))
    });
    is_schema.then(String::new).into_iter().chain(names).map(place).collect()
}

/// The schemas that a named schema extends: by `$ref` in its `allOf`, or beside its `properties`. Each is with the place of the
/// schema that refers to it.
fn bases_of(index: &Index<'_>, place: &Place) -> Vec<(Place, Place)> {
    let Some(Value::Object(members)) = index.value(place) else { return Vec::new() };
    let all = members.get(Keyword::AllOf.name()).and_then(Value::as_array).into_iter().flatten().enumerate();
    let below = |number: usize| {
        let list = pointer::push(&place.pointer, Keyword::AllOf.name());
        Place { document: place.document, pointer: pointer::push(&list, &number.to_string()) }
    };
    let mut referring: Vec<Place> = all.map(|(number, _)| below(number)).collect();
    if members.contains_key(Keyword::Properties.name()) && !index.dialect_and_base(place).0.ref_disables_siblings() {
        referring.push(place.clone());
    }
    referring.into_iter().filter_map(|from| Some((target(index, &from)?, from))).collect()
}

/// The schema that the `$ref` of a schema leads to, behind those that are nothing but a reference.
pub(super) fn target(index: &Index<'_>, from: &Place) -> Option<Place> {
    let reference = index.value(from)?.get(Keyword::Ref.name())?.as_str()?;
    let target = index.find_target(from, Keyword::Ref.name(), reference).ok()?;
    Some(behind_aliases(index, target))
}

/// The schema behind those that are nothing but a reference to another.
pub(super) fn behind_aliases(index: &Index<'_>, mut place: Place) -> Place {
    for _ in 0..MAX_ALIASES {
        let only_reference = |members: &&Map<String, Value>| {
            let is_reference = |(name, _): (&String, _)| name == Keyword::Ref.name();
            let annotates = |name: &str| Keyword::from_name(name).is_none_or(Keyword::annotates);
            members.iter().all(|member| is_reference(member) || annotates(member.0))
        };
        let Some(Value::Object(members)) = index.value(&place) else { break };
        let Some(Value::String(reference)) = members.get(Keyword::Ref.name()) else { break };
        if Some(members).filter(only_reference).is_none() {
            break;
        }
        match index.find_target(&place, Keyword::Ref.name(), reference) {
            Ok(next) => place = next,
            Err(_) => break,
        }
    }
    place
}

/// The schema that a value of a mapping leads to: the name of a schema in the same document, or a reference.
pub(super) fn mapped(index: &Index<'_>, place: &Place, value: &str) -> Option<Place> {
    let named =
        SECTIONS.iter().map(|section| Place { document: place.document, pointer: pointer::push(section, value) });
    let is_schema = |place: &Place| index.value(place).is_some_and(Value::is_object);
    let found = named.into_iter().find(is_schema).or_else(|| {
        let reference = index.find_target(place, Keyword::Discriminator.name(), value).ok();
        // A reference without `#` and without an ending is a name that the document does not have.
        reference.filter(|target| target.document != place.document || value.contains('#'))
    })?;
    Some(behind_aliases(index, found))
}
