//! One keyword in plain 2020-12, and the forms that its value may have.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Note, Walk, excerpt, kind_of};
use crate::draft::{Draft, Kind};
use crate::resolve::Place;
use crate::{Error, pattern, pointer};

impl Walk<'_, '_> {
    pub(super) fn keyword(
        &mut self,
        place: &Place,
        to: &str,
        draft: Draft,
        members: &Map<String, Value>,
        out: &mut Map<String, Value>,
        (name, kind, value): (&String, Kind, &Value),
    ) -> Result<(), Error> {
        let expect = |fits: bool, form: &str| match fits {
            true => Ok(()),
            false => {
                let message = format!("`{name}` must be {form}, found {}", kind_of(Some(value)));
                Err(self.error(place, &[name], message, "correct the schema"))
            }
        };
        match kind {
            Kind::Schema => {
                let schema = self.child(place, &[name], to, &[name])?;
                out.insert(name.clone(), schema);
            }
            Kind::Schemas => {
                let Value::Array(items) = value else { return expect(false, "an array of schemas") };
                if items.is_empty() && self.lenient && name != "prefixItems" {
                    self.excuse(place, name, "an empty list, which the dialect refuses, is read as it says");
                    if name != "allOf" {
                        // No schema is none that a value could meet (core, 10.2.1).
                        out.insert(name.clone(), json!([false]));
                    }
                    return Ok(());
                }
                expect(!items.is_empty() || name == "prefixItems", "an array with at least one schema")?;
                if items.is_empty() {
                    return Ok(());
                }
                out.insert(name.clone(), self.children(place, name, items.len(), to, name)?);
            }
            Kind::SchemaMap => {
                let Value::Object(children) = value else { return expect(false, "an object of schemas") };
                let mut written = Map::with_capacity(children.len());
                for key in children.keys() {
                    let as_read = match name.as_str() {
                        "patternProperties" => self.pattern(place, &[name, key], key)?,
                        _ => key.clone(),
                    };
                    let child = self.child(place, &[name, key], to, &[name, &as_read])?;
                    written.insert(as_read, child);
                }
                out.insert(name.clone(), Value::Object(written));
            }
            Kind::Items => match value {
                Value::Array(items) if draft <= Draft::Draft201909 => {
                    if items.is_empty() {
                        return Ok(());
                    }
                    out.insert("prefixItems".into(), self.children(place, name, items.len(), to, "prefixItems")?);
                }
                _ => {
                    let schema = self.child(place, &[name], to, &[name])?;
                    out.insert(name.clone(), schema);
                }
            },
            Kind::AdditionalItems if members.get("items").is_some_and(Value::is_array) => {
                let schema = self.child(place, &[name], to, &["items"])?;
                out.insert("items".into(), schema);
            }
            Kind::AdditionalItems => {}
            Kind::Dependencies => {
                let Value::Object(children) = value else { return expect(false, "an object") };
                for (key, child) in children {
                    let keyword = if child.is_array() { "dependentRequired" } else { "dependentSchemas" };
                    let child = match child {
                        Value::Array(names) if names.iter().all(Value::is_string) => each_once(child),
                        _ => self.child(place, &[name, key], to, &[keyword, key])?,
                    };
                    let map = out.entry(keyword).or_insert_with(|| json!({}));
                    if let Value::Object(map) = map {
                        map.insert(key.clone(), child);
                    }
                }
            }
            Kind::Types => {
                let types: Vec<&Value> = match value {
                    Value::Array(types) => types.iter().collect(),
                    one => vec![one],
                };
                let known = |name: &&Value| {
                    matches!(
                        name.as_str(),
                        Some("null" | "boolean" | "integer" | "number" | "string" | "array" | "object")
                    )
                };
                expect(!types.is_empty() && types.iter().all(known), "one of the seven types, or a list of them")?;
                out.insert(name.clone(), each_once(value));
            }
            Kind::Strings => {
                let strings = value.as_array().is_some_and(|names| names.iter().all(Value::is_string));
                // draft-03's boolean, still common in OpenAPI documents by mistake, has no meaning here.
                if self.lenient && value.is_boolean() {
                    self.excuse(place, name, "a boolean, which only draft-03 gives a meaning, is left out");
                    return Ok(());
                }
                expect(strings, "an array of property names")?;
                out.insert(name.clone(), each_once(value));
            }
            Kind::StringsMap => {
                let fits = value.as_object().is_some_and(|map| {
                    map.values().all(|names| names.as_array().is_some_and(|names| names.iter().all(Value::is_string)))
                });
                expect(fits, "an object of arrays of property names")?;
                let once = value.as_object().into_iter().flatten().map(|(key, names)| (key.clone(), each_once(names)));
                out.insert(name.clone(), Value::Object(once.collect()));
            }
            Kind::Count => {
                let fits = value.as_f64().is_some_and(|count| count >= 0.0 && count.fract() == 0.0);
                expect(fits, "a whole number, 0 or more")?;
                // `as` saturates: more than there can be is as good as the most there can be.
                let count = value.as_u64().unwrap_or_else(|| value.as_f64().unwrap_or(0.0) as u64);
                out.insert(name.clone(), count.into());
            }
            Kind::Positive => {
                expect(value.as_f64().is_some_and(|n| n > 0.0), "a number above 0")?;
                out.insert(name.clone(), value.clone());
            }
            Kind::Number => {
                expect(value.is_number(), "a number")?;
                let exclusive = if name == "minimum" { "exclusiveMinimum" } else { "exclusiveMaximum" };
                let name = match members.get(exclusive) {
                    Some(Value::Bool(true)) if draft.exclusive_is_bool() => exclusive,
                    _ => name,
                };
                out.insert(name.to_owned(), value.clone());
            }
            Kind::Bound if draft.exclusive_is_bool() => expect(value.is_boolean(), "a boolean in this dialect")?,
            Kind::Bound => {
                expect(value.is_number(), "a number in this dialect")?;
                out.insert(name.clone(), value.clone());
            }
            Kind::Pattern => {
                let Value::String(pattern) = value else { return expect(false, "a string") };
                out.insert(name.clone(), self.pattern(place, &[name], pattern)?.into());
            }
            Kind::Flag => {
                expect(value.is_boolean(), "a boolean")?;
                out.insert(name.clone(), value.clone());
            }
            Kind::Enum => {
                expect(value.is_array(), "an array of values")?;
                out.insert(name.clone(), value.clone());
            }
            Kind::Any | Kind::Reference => {
                out.insert(name.clone(), value.clone());
            }
            Kind::Annotation if name == "example" => {
                out.entry("examples").or_insert_with(|| json!([value]));
            }
            Kind::Annotation => {
                let text = matches!(name.as_str(), "title" | "description" | "format");
                expect(!text || value.is_string() || self.lenient, "a string")?;
                let fits = match name.as_str() {
                    "examples" => value.is_array(),
                    "deprecated" | "readOnly" | "writeOnly" => value.is_boolean(),
                    "title" | "description" | "format" | "$comment" | "contentEncoding" | "contentMediaType" => {
                        value.is_string()
                    }
                    "contentSchema" => value.is_object() || value.is_boolean(),
                    _ => true,
                };
                if fits {
                    out.insert(name.clone(), value.clone());
                } else {
                    // The meta-schema refuses it, and so do validators, though it asserts nothing.
                    let message = format!("`{name}` has another form than 2020-12 gives it, and no effect");
                    self.notes.push(Note { pointer: pointer::push(&place.pointer, name), message });
                }
            }
        }
        Ok(())
    }

    fn excuse(&mut self, place: &Place, keyword: &str, message: &str) {
        let pointer = pointer::push(&place.pointer, keyword);
        self.excused.push(Note { pointer, message: format!("`{keyword}`: {message}") });
    }

    fn child(&mut self, place: &Place, from: &[&str], to: &str, under: &[&str]) -> Result<Value, Error> {
        let from = from.iter().fold(place.pointer.clone(), |at, token| pointer::push(&at, token));
        let to = under.iter().fold(to.to_owned(), |at, token| pointer::push(&at, token));
        self.schema(&Place { document: place.document, pointer: from }, &to)
    }

    fn children(&mut self, place: &Place, from: &str, count: usize, to: &str, under: &str) -> Result<Value, Error> {
        (0..count)
            .map(|i| self.child(place, &[from, &i.to_string()], to, &[under, &i.to_string()]))
            .collect::<Result<Vec<_>, _>>()
            .map(Value::Array)
    }

    /// The pattern as it is written with the flag u.
    fn pattern(&self, place: &Place, tokens: &[&str], pattern: &str) -> Result<String, Error> {
        pattern::with_unicode_flag(pattern).map_err(|error| {
            let message = format!("no regular expression: {}: {error}", excerpt(pattern));
            self.error(place, tokens, message, "write it as ECMA-262 does, with the flag u")
        })
    }
}

/// A list without what it repeats.
fn each_once(list: &Value) -> Value {
    let Value::Array(items) = list else { return list.clone() };
    let mut seen = BTreeSet::new();
    items.iter().filter(|item| seen.insert(item.as_str())).cloned().collect()
}
