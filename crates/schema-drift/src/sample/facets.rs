//! Splits a schema into alternatives without unions, each for values of one type.

use schema_ir::{Document, JsonType, Keyword, Number, Schema, SchemaId, TypeName};
use serde_json::Value;

/// Alternatives of one place that are tried.
const MAX_ALTERNATIVES: usize = 24;
/// Schemas that are visited in the search for the alternatives of one place.
const MAX_EXPANSION: usize = 256;

/// One keyword about numbers.
pub(super) type Bound = fn(&Number) -> Option<&serde_json::Number>;

pub(super) const MINIMUM: Bound = |number| number.minimum.as_ref();
pub(super) const EXCLUSIVE_MINIMUM: Bound = |number| number.exclusive_minimum.as_ref();
pub(super) const MAXIMUM: Bound = |number| number.maximum.as_ref();
pub(super) const EXCLUSIVE_MAXIMUM: Bound = |number| number.exclusive_maximum.as_ref();
pub(super) const MULTIPLE_OF: Bound = |number| number.multiple_of.as_ref();

/// Schemas that a value of one type must all meet.
#[derive(Clone, Debug)]
pub(super) struct Facets<'d> {
    pub schemas: Vec<&'d Schema>,
    pub type_name: TypeName,
}

impl<'d> Facets<'d> {
    /// What each of the schemas has, of those that have it.
    pub fn get<T>(&self, field: impl Fn(&'d Schema) -> Option<T>) -> impl Iterator<Item = T> {
        self.schemas.iter().copied().filter_map(field)
    }

    pub fn bounds(&self, bound: Bound) -> impl Iterator<Item = &'d serde_json::Number> {
        self.get(move |schema| bound(&schema.number))
    }

    /// The tightest of the bounds.
    pub fn number(&self, bound: Bound, tighter: fn(f64, f64) -> f64) -> Option<f64> {
        self.bounds(bound).filter_map(serde_json::Number::as_f64).reduce(tighter)
    }

    /// The tightest of the counts.
    pub fn count(&self, count: fn(&Schema) -> Option<u64>, tighter: fn(u64, u64) -> u64) -> Option<usize> {
        // A count that large exceeds the size of every sample anyway.
        self.get(count).reduce(tighter).map(|count| usize::try_from(count).unwrap_or(usize::MAX))
    }

    /// True if the value must be one of a list.
    pub fn is_listed(&self) -> bool {
        self.schemas.iter().any(|schema| schema.values.is_some() || schema.constant.is_some())
    }

    /// The values of `enum` and `const`.
    pub fn listed(&self) -> Vec<&'d Value> {
        let listed = self.get(|schema| schema.values.as_ref()).flatten();
        listed.chain(self.get(|schema| schema.constant.as_ref())).collect()
    }

    pub fn required(&self) -> Vec<&'d str> {
        distinct(self.get(|schema| Some(&schema.object.required)).flatten())
    }

    /// The declared property names, in the order of the schema.
    pub fn declared(&self) -> Vec<&'d str> {
        distinct(self.get(|schema| Some(schema.object.properties.keys())).flatten())
    }

    /// The schemas that a property's value must meet. `matches` returns true if a pattern matches the name.
    pub fn property(&self, name: &str, matches: &dyn Fn(&str, &str) -> bool) -> Vec<SchemaId> {
        let mut found = Vec::new();
        for schema in &self.schemas {
            let (object, before) = (&schema.object, found.len());
            found.extend(object.properties.get(name).copied());
            let patterns = object.pattern_properties.iter().filter(|(pattern, _)| matches(pattern, name));
            found.extend(patterns.map(|(_, id)| *id));
            if found.len() == before {
                found.extend(object.additional_properties);
            }
        }
        found
    }

    /// The schemas that the item at `index` must meet.
    pub fn item(&self, index: usize) -> Vec<SchemaId> {
        self.get(|schema| schema.array.prefix_items.get(index).copied().or(schema.array.items)).collect()
    }

    /// The number of items that have schemas of their own.
    pub fn prefix(&self) -> usize {
        self.get(|schema| Some(schema.array.prefix_items.len())).max().unwrap_or(0)
    }
}

fn distinct<'d>(names: impl Iterator<Item = &'d String>) -> Vec<&'d str> {
    let mut distinct: Vec<&str> = Vec::new();
    for name in names {
        if !distinct.contains(&name.as_str()) {
            distinct.push(name);
        }
    }
    distinct
}

/// The alternatives for a value that must meet all of `schemas`; empty if no value can.
pub(super) fn alternatives<'d>(document: &'d Document, schemas: &[SchemaId]) -> Vec<Facets<'d>> {
    let pending = schemas.iter().rev().map(|schema| Pending::All(vec![*schema])).collect();
    let mut expansion = Expansion { document, fuel: MAX_EXPANSION, found: Vec::new() };
    expansion.expand(pending, Vec::new());
    expansion.found.into_iter().flat_map(by_type).take(MAX_ALTERNATIVES).collect()
}

#[derive(Clone)]
enum Pending {
    All(Vec<SchemaId>),
    OneOf(Vec<Vec<SchemaId>>),
}

/// The search for the alternatives of one place.
struct Expansion<'d> {
    document: &'d Document,
    /// Schemas that may still be visited.
    fuel: usize,
    found: Vec<Vec<&'d Schema>>,
}

impl<'d> Expansion<'d> {
    fn expand(&mut self, mut pending: Vec<Pending>, mut all: Vec<&'d Schema>) {
        while let Some(next) = pending.pop() {
            let schemas = match next {
                Pending::All(schemas) => schemas,
                Pending::OneOf(branches) => {
                    for branch in branches {
                        if self.found.len() >= MAX_ALTERNATIVES {
                            return;
                        }
                        let mut pending = pending.clone();
                        pending.push(Pending::All(branch));
                        self.expand(pending, all.clone());
                    }
                    return;
                }
            };
            for schema in schemas.into_iter().map(|id| &self.document[id]) {
                match schema.boolean {
                    Some(true) => continue,
                    Some(false) => return,
                    None => {}
                }
                if self.fuel == 0 {
                    return;
                }
                self.fuel -= 1;
                all.push(schema);
                add_applicators(schema, &mut pending);
            }
        }
        self.found.push(all);
    }
}

fn add_applicators(schema: &Schema, pending: &mut Vec<Pending>) {
    let logic = &schema.logic;
    pending.extend(schema.reference.map(|target| Pending::All(vec![target])));
    pending.push(Pending::All(logic.all_of.clone()));
    for any in [&logic.any_of, &logic.one_of].into_iter().flatten() {
        pending.push(Pending::OneOf(any.iter().map(|one| vec![*one]).collect()));
    }
    if let Some(condition) = logic.condition {
        let then = std::iter::once(condition).chain(logic.then).collect();
        pending.push(Pending::OneOf(vec![then, logic.otherwise.into_iter().collect()]));
    }
}

/// One alternative for each type that the schemas allow or, if they allow every type, for each that their keywords apply to.
fn by_type(schemas: Vec<&Schema>) -> Vec<Facets<'_>> {
    let mut type_names: Vec<TypeName> = Vec::new();
    let typed: Vec<&[TypeName]> = schemas.iter().filter_map(|schema| Some(schema.types.as_ref()?.names())).collect();
    if let Some((first, rest)) = typed.split_first() {
        let allow = |names: &[TypeName], name: TypeName| names.iter().any(|known| known.includes(name));
        type_names.extend(first.iter().filter(|name| rest.iter().all(|names| allow(names, **name))));
    } else {
        let of_keywords = schemas.iter().flat_map(|schema| schema.keywords()).filter_map(type_of_keyword);
        let listed = Facets { schemas: schemas.clone(), type_name: TypeName::Integer }.listed();
        for type_name in of_keywords.chain(listed.into_iter().map(narrowest_type)) {
            if !type_names.contains(&type_name) {
                type_names.push(type_name);
            }
        }
        if type_names.is_empty() {
            type_names.push(TypeName::Json(JsonType::String));
        }
    }
    type_names.into_iter().map(|type_name| Facets { schemas: schemas.clone(), type_name }).collect()
}

/// The type whose values a keyword is about.
fn type_of_keyword(keyword: Keyword) -> Option<TypeName> {
    let of = if keyword == Keyword::Format { Some(JsonType::String) } else { keyword.about() };
    of.map(TypeName::Json)
}

fn narrowest_type(value: &Value) -> TypeName {
    if TypeName::Integer.admits(value) { TypeName::Integer } else { TypeName::Json(JsonType::of(value)) }
}
