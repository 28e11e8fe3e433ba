//! The keywords that apply at one place of a schema, wherever they are written: at the place, behind `$ref`, in `allOf`,
//! or in one half of a union with null.
//!
//! Two spellings of the same schema have the same facts, so that the walk can compare keyword by keyword. For example,
//! `{"allOf": [{"type": "string"}, {"minLength": 1}]}` has the facts of `{"type": "string", "minLength": 1}`.

use std::borrow::Cow;

use schema_ir::pointer;
use serde_json::{Value, json};

use crate::dialect::{self, ANNOTATIONS, AppliesTo, applies_to};

/// References that are followed at one place, so that a loop of references ends.
pub(crate) const MAX_HOPS: usize = 64;

/// One keyword and where it is written.
#[derive(Clone, Debug)]
pub(crate) struct Fact<'d> {
    pub keyword: &'d str,
    pub pointer: String,
    pub value: Cow<'d, Value>,
}

impl Fact<'_> {
    /// The pointer of the schema that the keyword is written in.
    pub fn parent(&self) -> &str {
        self.pointer.rsplit_once('/').map_or("", |(parent, _)| parent)
    }
}

/// Everything that applies at one place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts<'d> {
    /// The pointer of the place in its document.
    pub pointer: String,
    /// True if the place is the schema `false`.
    pub is_false: bool,
    pub keywords: Vec<Fact<'d>>,
    /// The properties, each with the pointer of its schema.
    pub properties: Vec<(&'d str, String, &'d Value)>,
    /// The required names, each with the pointer of its entry.
    pub required: Vec<(&'d str, String)>,
}

impl<'d> Facts<'d> {
    /// The facts about the schema at `pointer`.
    pub fn at(document: &'d Value, pointer: &str) -> Facts<'d> {
        let mut facts = Facts { pointer: pointer.to_owned(), ..Facts::default() };
        if let Some(schema) = document.pointer(pointer) {
            facts.is_false = schema == &Value::Bool(false);
            facts.add(document, schema, pointer, &mut { MAX_HOPS });
        }
        facts
    }

    /// Only the annotations beside the reference at `pointer`, without those of its target.
    pub fn beside_reference(document: &'d Value, pointer: &str) -> Facts<'d> {
        let members = document.pointer(pointer).and_then(Value::as_object).into_iter().flatten();
        let annotations = members.filter(|(keyword, _)| ANNOTATIONS.contains(&keyword.as_str()));
        let fact = |(keyword, value): (&'d String, &'d Value)| Fact {
            keyword,
            pointer: pointer::push(pointer, keyword),
            value: Cow::Borrowed(value),
        };
        Facts { pointer: pointer.to_owned(), keywords: annotations.map(fact).collect(), ..Facts::default() }
    }

    pub fn get(&self, keyword: &str) -> Option<&Fact<'d>> {
        self.keywords.iter().find(|fact| fact.keyword == keyword)
    }

    pub fn value(&self, keyword: &str) -> Option<&Value> {
        self.get(keyword).map(|fact| fact.value.as_ref())
    }

    /// The pointer of `keyword`, or of the place itself if the keyword is absent.
    pub fn pointer_of(&self, keyword: &str) -> String {
        self.get(keyword).map_or_else(|| self.pointer.clone(), |fact| fact.pointer.clone())
    }

    pub fn property(&self, name: &str) -> Option<(&str, &'d Value)> {
        self.properties.iter().find(|(known, ..)| *known == name).map(|(_, at, schema)| (at.as_str(), *schema))
    }

    pub fn requires(&self, name: &str) -> bool {
        self.required.iter().any(|(known, _)| *known == name)
    }

    /// The pointer of the schema for the member or item `token`, as far as one schema decides.
    pub fn pointer_of_member(&self, token: &str) -> Option<String> {
        let item = || {
            let index: usize = token.parse().ok()?;
            let prefix = self.get("prefixItems").filter(|fact| fact.value.get(index).is_some());
            match prefix {
                Some(fact) => Some(pointer::push(&fact.pointer, token)),
                None => self.get("items").map(|fact| fact.pointer.clone()),
            }
        };
        let property = self.property(token).map(|(at, _)| at.to_owned());
        let other = || self.get("additionalProperties").map(|fact| fact.pointer.clone());
        property.or_else(item).or_else(other)
    }

    /// Adds the keywords of `schema`; returns false and changes nothing if one of them is there already with another value.
    ///
    /// Two values of one keyword cannot be merged into one in general, so the caller keeps the applicator as written.
    fn add(&mut self, document: &'d Value, schema: &'d Value, at: &str, hops: &mut usize) -> bool {
        let Value::Object(members) = schema else { return schema == &Value::Bool(true) };
        let mut merged = self.clone();
        for (keyword, value) in members {
            let keyword = keyword.as_str();
            let here = pointer::push(at, keyword);
            match (keyword, value) {
                ("$ref" | "$defs" | "$schema" | "allOf" | "anyOf" | "oneOf", _) => {}
                ("properties", Value::Object(properties)) => {
                    // `additionalProperties` depends on the `properties` beside it (core, 10.3.2.3): with two lists of
                    // names it would apply to other keys.
                    let closed = |facts: &Facts<'_>| {
                        facts.value("additionalProperties").is_some_and(|more| more != &json!(true))
                    };
                    if !merged.properties.is_empty() && (closed(self) || members.contains_key("additionalProperties")) {
                        return false;
                    }
                    for (name, property) in properties {
                        if merged.property(name).is_some_and(|(_, known)| known != property) {
                            return false;
                        }
                        if merged.property(name).is_none() {
                            merged.properties.push((name, pointer::push(&here, name), property));
                        }
                    }
                }
                ("required", Value::Array(names)) => {
                    for (index, name) in names.iter().enumerate() {
                        let Some(name) = name.as_str().filter(|name| !merged.requires(name)) else { continue };
                        merged.required.push((name, pointer::push(&here, &index.to_string())));
                    }
                }
                _ => {
                    let differs = merged.value(keyword).map(|known| known != value);
                    match differs {
                        Some(true) if !ANNOTATIONS.contains(&keyword) => return false,
                        Some(_) => {}
                        None => merged.keywords.push(Fact { keyword, pointer: here, value: Cow::Borrowed(value) }),
                    }
                }
            }
        }
        *self = merged;
        if let Some((target_at, target)) = dialect::target(document, schema)
            && *hops > 0
        {
            *hops -= 1;
            if target == &Value::Bool(false) {
                self.is_false = true;
            } else if !self.add(document, target, &target_at, hops) {
                self.keep("$ref", members, at);
            }
        }
        if let Some(Value::Array(all)) = members.get("allOf") {
            let before = self.clone();
            let at_all = pointer::push(at, "allOf");
            let fits = all.iter().enumerate().all(|(index, one)| {
                *hops > 0 && {
                    *hops -= 1;
                    self.add(document, one, &pointer::push(&at_all, &index.to_string()), hops)
                }
            });
            if !fits {
                *self = before;
                self.keep("allOf", members, at);
            }
        }
        for keyword in ["anyOf", "oneOf"] {
            let Some(Value::Array(any)) = members.get(keyword) else { continue };
            if !self.add_or_null(document, any, &pointer::push(at, keyword), hops) {
                self.keep(keyword, members, at);
            }
        }
        true
    }

    /// Keeps an applicator as it is written, to be compared as a whole.
    fn keep(&mut self, keyword: &str, members: &'d serde_json::Map<String, Value>, at: &str) {
        if let Some((keyword, value)) = members.get_key_value(keyword) {
            self.keywords.push(Fact { keyword, pointer: pointer::push(at, keyword), value: Cow::Borrowed(value) });
        }
    }

    /// Adds a union of one schema and null as that schema with null among its types, because OpenAPI's `nullable` and
    /// `{"anyOf": [{"type": "string"}, {"type": "null"}]}` mean the same.
    fn add_or_null(&mut self, document: &'d Value, any: &'d [Value], at: &str, hops: &mut usize) -> bool {
        let is_null =
            |schema: &Value| schema.get("type") == Some(&json!("null")) || schema.get("const") == Some(&Value::Null);
        let (index, other) = match any {
            [null, other] if is_null(null) => (1, other),
            [other, null] if is_null(null) => (0, other),
            _ => return false,
        };
        let mut half = Facts::default();
        if *hops == 0 || !half.add(document, other, &pointer::push(at, &index.to_string()), hops) {
            return false;
        }
        let plain = |fact: &Fact<'_>| ANNOTATIONS.contains(&fact.keyword) || applies_to(fact.keyword) != AppliesTo::Any;
        let asserts = |facts: &Facts<'_>| facts.keywords.iter().any(|fact| !ANNOTATIONS.contains(&fact.keyword));
        if half.is_false
            || !half.keywords.iter().all(plain)
            || asserts(self)
            || !self.properties.is_empty()
            || !self.required.is_empty()
        {
            return false;
        }
        if half.get("type").is_none() && half.get("enum").is_none() {
            return false;
        }
        for fact in &mut half.keywords {
            match (fact.keyword, fact.value.as_ref()) {
                ("type", Value::String(name)) if name != "null" => fact.value = Cow::Owned(json!([name, "null"])),
                ("type" | "enum", Value::Array(known)) => {
                    let null = if fact.keyword == "type" { json!("null") } else { Value::Null };
                    if known.contains(&null) {
                        return false;
                    }
                    let mut known = known.clone();
                    known.push(null);
                    fact.value = Cow::Owned(known.into());
                }
                ("type" | "const", _) => return false,
                _ => {}
            }
        }
        for fact in half.keywords {
            if self.get(fact.keyword).is_none() {
                self.keywords.push(fact);
            }
        }
        self.properties = half.properties;
        self.required = half.required;
        true
    }
}
