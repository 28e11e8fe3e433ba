//! Splits a schema into alternatives without unions, each for values of one type.

use serde_json::{Map, Value};

use crate::dialect;

/// Alternatives of one place that are tried.
const MAX_ALTERNATIVES: usize = 24;
/// Schemas that are visited in the search for the alternatives of one place.
const MAX_EXPANSION: usize = 256;

/// A name that the keyword `type` may have (validation, 6.1.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TypeName {
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,
    Null,
}

impl TypeName {
    const ALL: [(&str, TypeName); 7] = [
        ("object", TypeName::Object),
        ("array", TypeName::Array),
        ("string", TypeName::String),
        ("integer", TypeName::Integer),
        ("number", TypeName::Number),
        ("boolean", TypeName::Boolean),
        ("null", TypeName::Null),
    ];

    fn named(name: &Value) -> Option<TypeName> {
        Self::ALL.iter().find(|(known, _)| name == known).map(|(_, type_name)| *type_name)
    }

    pub fn admits(self, value: &Value) -> bool {
        match value {
            Value::Object(_) => self == TypeName::Object,
            Value::Array(_) => self == TypeName::Array,
            Value::String(_) => self == TypeName::String,
            Value::Bool(_) => self == TypeName::Boolean,
            Value::Null => self == TypeName::Null,
            Value::Number(number) => match self {
                TypeName::Number => true,
                TypeName::Integer => number.as_f64().is_none_or(|number| number.fract() == 0.0),
                _ => false,
            },
        }
    }

    /// The type that a keyword applies to.
    fn of_keyword(keyword: &str) -> Option<TypeName> {
        Some(match keyword {
            "properties"
            | "required"
            | "additionalProperties"
            | "patternProperties"
            | "propertyNames"
            | "minProperties"
            | "maxProperties"
            | "dependentRequired"
            | "dependentSchemas"
            | "unevaluatedProperties" => TypeName::Object,
            "items" | "prefixItems" | "contains" | "minContains" | "maxContains" | "minItems" | "maxItems"
            | "uniqueItems" | "unevaluatedItems" => TypeName::Array,
            "minLength" | "maxLength" | "pattern" | "format" => TypeName::String,
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => TypeName::Number,
            _ => return None,
        })
    }
}

/// Schema objects that a value of one type must all meet.
#[derive(Clone, Debug)]
pub(crate) struct Facets<'d> {
    pub maps: Vec<&'d Map<String, Value>>,
    pub type_name: TypeName,
}

impl<'d> Facets<'d> {
    /// The values of `keyword` in all the schemas.
    pub fn get(&self, keyword: &'static str) -> impl Iterator<Item = &'d Value> + '_ {
        self.maps.iter().filter_map(move |map| map.get(keyword))
    }

    pub fn number(&self, keyword: &'static str, tighter: fn(f64, f64) -> f64) -> Option<f64> {
        self.get(keyword).filter_map(Value::as_f64).reduce(tighter)
    }

    /// The tightest of the counts that `keyword` has.
    pub fn count(&self, keyword: &'static str, tighter: fn(f64, f64) -> f64) -> Option<usize> {
        // The cast saturates, and a count that large exceeds the size of every sample anyway.
        self.number(keyword, tighter).map(|count| count as usize)
    }

    /// The values of `enum` and `const`.
    pub fn listed(&self) -> Vec<&'d Value> {
        let listed = self.get("enum").filter_map(Value::as_array).flatten();
        listed.chain(self.get("const")).collect()
    }

    pub fn required(&self) -> Vec<&'d str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.get("required").filter_map(Value::as_array).flatten().filter_map(Value::as_str) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The declared property names, in the order of the schema.
    pub fn declared(&self) -> Vec<&'d str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.get("properties").filter_map(Value::as_object).flat_map(Map::keys) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names
    }

    /// The schemas that a property's value must meet. `matches` returns true if a pattern matches the name.
    pub fn property(&self, name: &str, matches: &dyn Fn(&str, &str) -> bool) -> Vec<&'d Value> {
        let mut schemas = Vec::new();
        for map in &self.maps {
            let before = schemas.len();
            schemas.extend(map.get("properties").and_then(|properties| properties.get(name)));
            for (pattern, schema) in map.get("patternProperties").and_then(Value::as_object).into_iter().flatten() {
                if matches(pattern, name) {
                    schemas.push(schema);
                }
            }
            if schemas.len() == before {
                schemas.extend(map.get("additionalProperties"));
            }
        }
        schemas
    }

    /// The schemas that the item at `index` must meet.
    pub fn item(&self, index: usize) -> Vec<&'d Value> {
        let of = |map: &&'d Map<String, Value>| {
            let prefix = map.get("prefixItems").and_then(|items| items.get(index));
            prefix.or_else(|| map.get("items"))
        };
        self.maps.iter().filter_map(of).collect()
    }
}

/// The alternatives for a value that must meet all of `schemas`; empty if no value can.
pub(crate) fn alternatives<'d>(document: &'d Value, schemas: &[&'d Value]) -> Vec<Facets<'d>> {
    let pending = schemas.iter().rev().map(|schema| Pending::All(vec![schema])).collect();
    let mut expansion = Expansion { document, fuel: MAX_EXPANSION, found: Vec::new() };
    expansion.expand(pending, Vec::new());
    expansion.found.into_iter().flat_map(by_type).take(MAX_ALTERNATIVES).collect()
}

#[derive(Clone)]
enum Pending<'d> {
    All(Vec<&'d Value>),
    OneOf(Vec<Vec<&'d Value>>),
}

/// The search for the alternatives of one place.
struct Expansion<'d> {
    document: &'d Value,
    /// Schemas that may still be visited.
    fuel: usize,
    found: Vec<Vec<&'d Map<String, Value>>>,
}

impl<'d> Expansion<'d> {
    fn expand(&mut self, mut pending: Vec<Pending<'d>>, mut maps: Vec<&'d Map<String, Value>>) {
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
                        self.expand(pending, maps.clone());
                    }
                    return;
                }
            };
            for schema in schemas {
                let Value::Object(map) = schema else {
                    if schema == &Value::Bool(false) {
                        return;
                    }
                    continue;
                };
                if self.fuel == 0 {
                    return;
                }
                self.fuel -= 1;
                maps.push(map);
                self.add_applicators(schema, map, &mut pending);
            }
        }
        self.found.push(maps);
    }

    fn add_applicators(&self, schema: &'d Value, map: &'d Map<String, Value>, pending: &mut Vec<Pending<'d>>) {
        pending.extend(dialect::target(self.document, schema).map(|(_, target)| Pending::All(vec![target])));
        let members = |keyword| map.get(keyword).and_then(Value::as_array);
        pending.extend(members("allOf").map(|all| Pending::All(all.iter().collect())));
        for keyword in ["anyOf", "oneOf"] {
            pending.extend(members(keyword).map(|any| Pending::OneOf(any.iter().map(|one| vec![one]).collect())));
        }
        if let Some(condition) = map.get("if") {
            let then = std::iter::once(condition).chain(map.get("then")).collect();
            pending.push(Pending::OneOf(vec![then, map.get("else").into_iter().collect()]));
        }
    }
}

/// One alternative for each type that the schemas allow or, if they allow every type, for each that their keywords apply to.
fn by_type<'d>(maps: Vec<&'d Map<String, Value>>) -> Vec<Facets<'d>> {
    let mut type_names: Vec<TypeName> = Vec::new();
    let typed: Vec<Vec<TypeName>> = maps
        .iter()
        .filter_map(|map| match map.get("type")? {
            Value::Array(names) => Some(names.iter().filter_map(TypeName::named).collect()),
            name => Some(TypeName::named(name).into_iter().collect()),
        })
        .collect();
    if let Some((first, rest)) = typed.split_first() {
        let allows = |type_names: &Vec<TypeName>, type_name| {
            type_names.contains(&type_name) || type_name == TypeName::Integer && type_names.contains(&TypeName::Number)
        };
        type_names
            .extend(first.iter().filter(|type_name| rest.iter().all(|type_names| allows(type_names, **type_name))));
    } else {
        for type_name in maps.iter().flat_map(|map| map.keys()).filter_map(|keyword| TypeName::of_keyword(keyword)) {
            if !type_names.contains(&type_name) {
                type_names.push(type_name);
            }
        }
        let facets = Facets { maps: maps.clone(), type_name: TypeName::String };
        for value in facets.listed() {
            let known =
                TypeName::ALL.into_iter().map(|(_, type_name)| type_name).find(|type_name| type_name.admits(value));
            type_names.extend(known.filter(|type_name| !type_names.contains(type_name)));
        }
        if type_names.is_empty() {
            type_names.push(TypeName::String);
        }
    }
    type_names.into_iter().map(|type_name| Facets { maps: maps.clone(), type_name }).collect()
}
