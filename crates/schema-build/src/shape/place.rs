//! The places of the schemas of a document, from which their types are named.
//!
//! They are found before any schema is lowered, so that a type's name depends on where its schema is written, not on the way
//! on which lowering reaches it: `allOf` may bring a schema into many types.

use std::collections::{HashMap, HashSet};

use schema_ir::{Document, Keyword, Origin, SchemaId, SchemaMap, Source, Token, pointer};

use super::keywords::members_of;
use super::lower::Root;
use super::member::{is_keyed, member_names, nullable_member};
use super::patterns::place_pattern;
use super::{Owner, Part, TypePlace};
use crate::names::singular;

impl TypePlace {
    /// The place of a part that has a name of its own, such as a property.
    pub(super) fn inside(&self, name: &str) -> Self {
        let mut place = self.clone();
        place.path.push(Part::of(name));
        place
    }

    /// The place of the items of an array: those of `entries` are `entry`, and those of `data` are `data_item`.
    pub(super) fn items(&self) -> Self {
        self.of_many("item")
    }

    /// The place of the values of a map: those of `labels` are `label`, and those of `data` are `data_value`.
    pub(super) fn values(&self) -> Self {
        self.of_many("value")
    }

    /// The place of what is there if it is not null.
    pub(super) fn not_null(&self) -> Self {
        if self.is_owner() { self.inside("value") } else { self.clone() }
    }

    /// The part replaces what it is a part of, except a root or a definition, which has a name of its own.
    fn of_many(&self, suffix: &str) -> Self {
        let mut place = self.clone();
        match place.path.split_last() {
            Some((last, [_, ..])) => {
                let full = format!("{}_{suffix}", last.full);
                let name = singular(&last.name).unwrap_or_else(|| format!("{}_{suffix}", last.name));
                place.path.pop();
                place.path.push(Part { name, full });
            }
            _ => place.path.push(Part::of(suffix)),
        }
        place
    }

    /// The place of an item of a tuple.
    pub(super) fn tuple_item(&self, index: usize) -> Self {
        self.inside(&format!("item{index}"))
    }
}

/// The places of a document's own schemas.
pub(super) struct Places {
    known: SchemaMap<TypePlace>,
    /// Schemas that are a definition, too, because a reference leads to them.
    definitions: SchemaMap<SchemaId>,
}

impl Places {
    pub(super) fn find(source: &Source, document: &Document, roots: &[Root]) -> Self {
        let mut places = Places { known: SchemaMap::default(), definitions: SchemaMap::default() };
        let mut open = Vec::new();
        for (number, root) in roots.iter().enumerate() {
            open.push((root.id, TypePlace { root: number, owner: Owner::Root, path: vec![Part::of(&root.name)] }));
        }
        let are_roots: HashSet<SchemaId> = roots.iter().map(|root| root.id).collect();
        let definitions = document.definitions().iter().map(|(name, id)| (name, *id));
        let definitions: Vec<(&String, SchemaId)> = definitions.filter(|(_, id)| !are_roots.contains(id)).collect();
        for (name, id) in &definitions {
            open.push((*id, place_definition(source, document, roots, name, *id)));
        }
        while let Some((id, place)) = open.pop() {
            open.extend(inner_places(document, id, &place));
            places.known.insert(id, place);
        }
        places.unite(document, &definitions);
        places
    }

    pub(super) fn get(&self, id: SchemaId) -> Option<&TypePlace> {
        self.known.get(id)
    }

    /// The definition that is written at the same place.
    pub(super) fn definition(&self, id: SchemaId) -> Option<SchemaId> {
        self.definitions.get(id).copied()
    }

    /// Finds the schemas inside others to which references lead, such as `#/properties/a`: each is one type.
    fn unite(&mut self, document: &Document, definitions: &[(&String, SchemaId)]) {
        let mut by_origin: HashMap<&Origin, Option<SchemaId>> = HashMap::new();
        for (_, id) in definitions {
            // A schema in two dynamic scopes is two definitions.
            by_origin.entry(&document[*id].origin).and_modify(|known| *known = None).or_insert(Some(*id));
        }
        let mut found = Vec::new();
        for (id, place) in self.known.iter() {
            if let Some(Some(definition)) = by_origin.get(&document[id].origin)
                && !place.is_owner()
            {
                found.push((id, *definition, place.clone()));
            }
        }
        for (id, definition, place) in found {
            // Inside the definition, everything is placed as before, which nobody sees: the definition's parts are united, too.
            self.definitions.insert(id, definition);
            let mut open = vec![(definition, place)];
            while let Some((id, place)) = open.pop() {
                open.extend(inner_places(document, id, &place));
                self.known.insert(id, place);
            }
        }
    }
}

/// The place of a definition that is no root.
fn place_definition(source: &Source, document: &Document, roots: &[Root], name: &str, id: SchemaId) -> TypePlace {
    let origin = &document[id].origin;
    let is_own = &*origin.file == source.file();
    let inside = |root: &&Root| {
        let outer = &document[root.id].origin;
        let rest = origin.pointer.strip_prefix(outer.pointer.as_str());
        outer.file == origin.file && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let around = roots.iter().filter(inside).max_by_key(|root| document[root.id].origin.pointer.len());
    let root = around.and_then(|around| roots.iter().position(|root| root.id == around.id)).unwrap_or(0);
    // The document numbers definitions of one name in the order of the references to them.
    let token = pointer::tokens(&origin.pointer).last().unwrap_or_default();
    let is_numbered = name.strip_prefix(token.as_str()).and_then(|rest| rest.strip_prefix('_'));
    let is_numbered =
        is_numbered.is_some_and(|rest| !token.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()));
    let name = if is_numbered { token } else { name.to_owned() };
    let is_beside = around.is_some_and(|around| {
        let outer = &document[around.id].origin.pointer;
        pointer::tokens(&origin.pointer).count() == pointer::tokens(outer).count() + 2
    });
    let owner = if is_own && is_beside { Owner::Definition } else { Owner::Elsewhere };
    TypePlace { root, owner, path: vec![Part::of(&name)] }
}

/// The places of the schemas directly inside a schema.
fn inner_places(document: &Document, id: SchemaId, place: &TypePlace) -> Vec<(SchemaId, TypePlace)> {
    let schema = &document[id];
    let mut found = Vec::new();
    for keyword in schema.keywords() {
        if let Some(all) = members_of(schema, keyword) {
            found.extend(member_places(document, all, place));
        }
    }
    found.extend(schema.subschemas().filter_map(|(keyword, token, id)| {
        let inside = match (keyword, token) {
            (Keyword::AnyOf | Keyword::OneOf, _) => return None,
            (Keyword::AllOf, _) => place.clone(),
            (Keyword::Properties, Token::Name(key)) => place.inside(key),
            (Keyword::PrefixItems, Token::Index(index)) => place.tuple_item(index),
            (Keyword::Items | Keyword::UnevaluatedItems, _) => place.items(),
            (Keyword::PatternProperties, Token::Name(pattern)) if schema.object.pattern_properties.len() > 1 => {
                place_pattern(place, pattern)
            }
            (Keyword::AdditionalProperties | Keyword::UnevaluatedProperties | Keyword::PatternProperties, _) => {
                place.values()
            }
            _ => place.inside(keyword.name()),
        };
        Some((id, inside))
    }));
    found
}

/// The places of the members of a union.
fn member_places(document: &Document, all: &[SchemaId], place: &TypePlace) -> Vec<(SchemaId, TypePlace)> {
    if let [_] = all {
        return all.iter().map(|id| (*id, place.clone())).collect();
    }
    if nullable_member(document, all).is_some() {
        return all.iter().map(|id| (*id, place.not_null())).collect();
    }
    // A variant that is named after the only key of its member holds the value of that key.
    if is_keyed(document, all) {
        return all.iter().map(|id| (*id, place.clone())).collect();
    }
    let names = member_names(document, all);
    all.iter().zip(names).map(|(id, name)| (*id, place.inside(&name))).collect()
}
