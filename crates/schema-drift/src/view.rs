//! What is said at one place of a schema, wherever it is written: beside the place, behind `$ref`, in `allOf`, in one
//! half of a union with null. Two spellings of the same thing have the same view.

use std::borrow::Cow;

use schema_build::pointer;
use serde_json::{Value, json};

use crate::dialect::{self, ANNOTATIONS};

/// References that are followed at one place.
pub(crate) const MAX_HOPS: usize = 64;

/// One keyword and where it is written.
#[derive(Clone, Debug)]
pub(crate) struct Said<'d> {
    pub keyword: &'d str,
    pub pointer: String,
    pub value: Cow<'d, Value>,
}

/// What is said at one place.
#[derive(Clone, Debug, Default)]
pub(crate) struct View<'d> {
    /// Where the place is in its document.
    pub pointer: String,
    /// Whether the place is the schema `false`.
    pub nothing: bool,
    pub said: Vec<Said<'d>>,
    /// The properties, each with the pointer of its schema.
    pub properties: Vec<(&'d str, String, &'d Value)>,
    /// The required names, each with the pointer of its entry.
    pub required: Vec<(&'d str, String)>,
}

impl<'d> View<'d> {
    /// The view of the schema at `pointer`.
    pub fn at(document: &'d Value, pointer: &str) -> View<'d> {
        let mut view = View { pointer: pointer.to_owned(), ..View::default() };
        if let Some(schema) = document.pointer(pointer) {
            view.nothing = schema == &Value::Bool(false);
            view.add(document, schema, pointer, &mut { MAX_HOPS });
        }
        view
    }

    /// The annotations that stand beside the reference at `pointer`, and nothing of where it leads.
    pub fn beside_reference(document: &'d Value, pointer: &str) -> View<'d> {
        let members = document.pointer(pointer).and_then(Value::as_object).into_iter().flatten();
        let annotations = members.filter(|(keyword, _)| ANNOTATIONS.contains(&keyword.as_str()));
        let said = |(keyword, value): (&'d String, &'d Value)| Said {
            keyword,
            pointer: pointer::push(pointer, keyword),
            value: Cow::Borrowed(value),
        };
        View { pointer: pointer.to_owned(), said: annotations.map(said).collect(), ..View::default() }
    }

    pub fn get(&self, keyword: &str) -> Option<&Said<'d>> {
        self.said.iter().find(|said| said.keyword == keyword)
    }

    pub fn value(&self, keyword: &str) -> Option<&Value> {
        self.get(keyword).map(|said| said.value.as_ref())
    }

    /// Where `keyword` is written or, where it is not, the place itself.
    pub fn pointer_of(&self, keyword: &str) -> String {
        self.get(keyword).map_or_else(|| self.pointer.clone(), |said| said.pointer.clone())
    }

    pub fn property(&self, name: &str) -> Option<(&str, &'d Value)> {
        self.properties.iter().find(|(known, ..)| *known == name).map(|(_, at, schema)| (at.as_str(), *schema))
    }

    pub fn requires(&self, name: &str) -> bool {
        self.required.iter().any(|(known, _)| *known == name)
    }

    /// Adds what `schema` says; false if that contradicts what is there, which then stays as it was.
    fn add(&mut self, document: &'d Value, schema: &'d Value, at: &str, hops: &mut usize) -> bool {
        let Value::Object(members) = schema else { return schema == &Value::Bool(true) };
        let mut merged = self.clone();
        for (keyword, value) in members {
            let keyword = keyword.as_str();
            let here = pointer::push(at, keyword);
            match (keyword, value) {
                ("$ref" | "$defs" | "$schema" | "allOf" | "anyOf" | "oneOf", _) => {}
                ("properties", Value::Object(properties)) => {
                    let closed =
                        |view: &View<'_>| view.value("additionalProperties").is_some_and(|more| more != &json!(true));
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
                    let clash = merged.value(keyword).map(|known| known != value);
                    match clash {
                        Some(true) if !ANNOTATIONS.contains(&keyword) => return false,
                        Some(_) => {}
                        None => merged.said.push(Said { keyword, pointer: here, value: Cow::Borrowed(value) }),
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
                self.nothing = true;
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

    /// Keeps an applicator as it is written.
    fn keep(&mut self, keyword: &str, members: &'d serde_json::Map<String, Value>, at: &str) {
        if let Some((keyword, value)) = members.get_key_value(keyword) {
            self.said.push(Said { keyword, pointer: pointer::push(at, keyword), value: Cow::Borrowed(value) });
        }
    }

    /// Adds a union of one schema and null as that schema with null among its types.
    fn add_or_null(&mut self, document: &'d Value, any: &'d [Value], at: &str, hops: &mut usize) -> bool {
        let is_null =
            |schema: &Value| schema.get("type") == Some(&json!("null")) || schema.get("const") == Some(&Value::Null);
        let (index, other) = match any {
            [null, other] if is_null(null) => (1, other),
            [other, null] if is_null(null) => (0, other),
            _ => return false,
        };
        let mut half = View::default();
        if *hops == 0 || !half.add(document, other, &pointer::push(at, &index.to_string()), hops) {
            return false;
        }
        let plain = |said: &Said<'_>| ANNOTATIONS.contains(&said.keyword) || group(said.keyword) != Group::Whole;
        let says = |view: &View<'_>| view.said.iter().any(|said| !ANNOTATIONS.contains(&said.keyword));
        if half.nothing
            || !half.said.iter().all(plain)
            || says(self)
            || !self.properties.is_empty()
            || !self.required.is_empty()
        {
            return false;
        }
        if half.get("type").is_none() && half.get("enum").is_none() {
            return false;
        }
        for said in &mut half.said {
            match (said.keyword, said.value.as_ref()) {
                ("type", Value::String(name)) if name != "null" => said.value = Cow::Owned(json!([name, "null"])),
                ("type" | "enum", Value::Array(known)) => {
                    let null = if said.keyword == "type" { json!("null") } else { Value::Null };
                    if known.contains(&null) {
                        return false;
                    }
                    let mut known = known.clone();
                    known.push(null);
                    said.value = Cow::Owned(known.into());
                }
                ("type" | "const", _) => return false,
                _ => {}
            }
        }
        for said in half.said {
            if self.get(said.keyword).is_none() {
                self.said.push(said);
            }
        }
        self.properties = half.properties;
        self.required = half.required;
        true
    }
}

/// The values that a keyword speaks about (validation, 6; core, 10.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    /// `type`, `enum`, `const`.
    Values,
    String,
    Number,
    Array,
    Object,
    /// Keywords that apply to any value.
    Whole,
}

pub(crate) fn group(keyword: &str) -> Group {
    match keyword {
        "type" | "enum" | "const" => Group::Values,
        "minLength" | "maxLength" | "pattern" | "format" => Group::String,
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => Group::Number,
        "items" | "prefixItems" | "contains" | "minContains" | "maxContains" | "minItems" | "maxItems"
        | "uniqueItems" => Group::Array,
        "additionalProperties"
        | "patternProperties"
        | "propertyNames"
        | "minProperties"
        | "maxProperties"
        | "dependentRequired" => Group::Object,
        _ => Group::Whole,
    }
}
