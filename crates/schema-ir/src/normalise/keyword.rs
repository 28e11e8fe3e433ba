//! Converts one keyword to plain 2020-12, and checks the form of its value.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Keyword, Note, SchemaObject, Walk, describe};
use crate::draft::{Draft, Kind};
use crate::resolve::Place;
use crate::text::excerpt;
use crate::{Error, ErrorKind, pattern, pointer};

impl Walk<'_, '_> {
    pub(super) fn convert_keyword(
        &mut self,
        object: &SchemaObject<'_>,
        Keyword { name, kind, value }: Keyword<'_>,
        out: &mut Map<String, Value>,
    ) -> Result<(), Error> {
        let SchemaObject { place, draft, members, .. } = *object;
        let expect = |fits: bool, form: &str| match fits {
            true => Ok(()),
            false => {
                let message = format!("`{name}` must be {form}, found {}", describe(Some(value)));
                Err(self.error(ErrorKind::KeywordForm, place, &[name], message, "correct the schema"))
            }
        };
        match kind {
            Kind::Schema => {
                let schema = self.convert_child(object, &[name], &[name])?;
                out.insert(name.clone(), schema);
            }
            Kind::Schemas => {
                let Value::Array(items) = value else { return expect(false, "an array of schemas") };
                if items.is_empty() && self.lenient && name != "prefixItems" {
                    self.excuse(place, name, "an empty list, which the dialect forbids, is read literally");
                    if name != "allOf" {
                        // A value is valid under `anyOf` if it is valid under at least one member, of which there is none
                        // (core, 10.2.1.2); `allOf` without members accepts every value.
                        out.insert(name.clone(), json!([false]));
                    }
                    return Ok(());
                }
                expect(!items.is_empty() || name == "prefixItems", "an array with at least one schema")?;
                // An empty `prefixItems` asserts nothing.
                if items.is_empty() {
                    return Ok(());
                }
                out.insert(name.clone(), self.convert_children(object, name, items.len(), name)?);
            }
            Kind::SchemaMap => {
                let Value::Object(children) = value else { return expect(false, "an object of schemas") };
                let mut converted = Map::with_capacity(children.len());
                for key in children.keys() {
                    let new_key = match name.as_str() {
                        "patternProperties" => self.convert_pattern(place, &[name, key], key)?,
                        _ => key.clone(),
                    };
                    let child = self.convert_child(object, &[name, key], &[name, &new_key])?;
                    converted.insert(new_key, child);
                }
                out.insert(name.clone(), Value::Object(converted));
            }
            // Up to 2019-09, an array in `items` is what 2020-12 calls `prefixItems`.
            Kind::Items => match value {
                Value::Array(items) if draft <= Draft::Draft201909 => {
                    if items.is_empty() {
                        return Ok(());
                    }
                    out.insert("prefixItems".into(), self.convert_children(object, name, items.len(), "prefixItems")?);
                }
                _ => {
                    let schema = self.convert_child(object, &[name], &[name])?;
                    out.insert(name.clone(), schema);
                }
            },
            // Beside such an array, `additionalItems` is the `items` of 2020-12; otherwise it has no effect (2019-09 core,
            // 9.3.1.2).
            Kind::AdditionalItems if members.get("items").is_some_and(Value::is_array) => {
                let schema = self.convert_child(object, &[name], &["items"])?;
                out.insert("items".into(), schema);
            }
            Kind::AdditionalItems => {}
            Kind::Dependencies => {
                let Value::Object(children) = value else { return expect(false, "an object") };
                for (key, child) in children {
                    let keyword = if child.is_array() { "dependentRequired" } else { "dependentSchemas" };
                    let child = match child {
                        Value::Array(names) if names.iter().all(Value::is_string) => remove_duplicates(child),
                        _ => self.convert_child(object, &[name, key], &[keyword, key])?,
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
                out.insert(name.clone(), remove_duplicates(value));
            }
            Kind::Strings => {
                let strings = value.as_array().is_some_and(|names| names.iter().all(Value::is_string));
                // The boolean of draft-03 is a common mistake in OpenAPI documents, and no later dialect defines it.
                if self.lenient && value.is_boolean() {
                    self.excuse(place, name, "a boolean, which only draft-03 defines, is ignored");
                    return Ok(());
                }
                expect(strings, "an array of property names")?;
                out.insert(name.clone(), remove_duplicates(value));
            }
            Kind::StringsMap => {
                let fits = value.as_object().is_some_and(|map| {
                    map.values().all(|names| names.as_array().is_some_and(|names| names.iter().all(Value::is_string)))
                });
                expect(fits, "an object of arrays of property names")?;
                let once =
                    value.as_object().into_iter().flatten().map(|(key, names)| (key.clone(), remove_duplicates(names)));
                out.insert(name.clone(), Value::Object(once.collect()));
            }
            Kind::Count => {
                let fits = value.as_f64().is_some_and(|count| count >= 0.0 && count.fract() == 0.0);
                expect(fits, "a whole number, 0 or more")?;
                // `as` saturates, which changes nothing, because no value has so many parts.
                let count = value.as_u64().unwrap_or_else(|| value.as_f64().unwrap_or(0.0) as u64);
                out.insert(name.clone(), count.into());
            }
            Kind::Positive => {
                expect(value.as_f64().is_some_and(|n| n > 0.0), "a number above 0")?;
                out.insert(name.clone(), value.clone());
            }
            Kind::Number => {
                expect(value.is_number(), "a number")?;
                // draft-04: `{"minimum": 3, "exclusiveMinimum": true}` becomes `{"exclusiveMinimum": 3}`.
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
                out.insert(name.clone(), self.convert_pattern(place, &[name], pattern)?.into());
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
            // `example` is OpenAPI's; 2020-12 has the list `examples` (validation, 9.5).
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
                    // Left out, because the meta-schema rejects it, and validators with it, although it asserts nothing.
                    let message =
                        format!("`{name}` has no effect, because its value has not the form that 2020-12 requires");
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

    /// Converts the subschema of `object` at the tokens `from`; `to` are its tokens in the result.
    fn convert_child(&mut self, object: &SchemaObject<'_>, from: &[&str], to: &[&str]) -> Result<Value, Error> {
        let push = |at: String, token: &&str| pointer::push(&at, token);
        let pointer = from.iter().fold(object.place.pointer.clone(), push);
        let to = to.iter().fold(object.to.to_owned(), push);
        self.convert_schema(&Place { document: object.place.document, pointer }, &to)
    }

    /// Converts the `count` schemas in the list `from` of `object`; `to` is the list's keyword in the result.
    fn convert_children(
        &mut self,
        object: &SchemaObject<'_>,
        from: &str,
        count: usize,
        to: &str,
    ) -> Result<Value, Error> {
        (0..count)
            .map(|i| self.convert_child(object, &[from, &i.to_string()], &[to, &i.to_string()]))
            .collect::<Result<Vec<_>, _>>()
            .map(Value::Array)
    }

    /// Rewrites the pattern for the flag `u`, so that all engines read it alike.
    fn convert_pattern(&self, place: &Place, tokens: &[&str], pattern: &str) -> Result<String, Error> {
        pattern::with_unicode_flag(pattern).map_err(|error| {
            let message = format!("not a regular expression: {}: {error}", excerpt(pattern));
            self.error(ErrorKind::Pattern, place, tokens, message, "use the syntax of ECMA-262 with the flag `u`")
        })
    }
}

/// A copy of a list without duplicates, which the meta-schema forbids in `type` and `required`.
fn remove_duplicates(list: &Value) -> Value {
    let Value::Array(items) = list else { return list.clone() };
    let mut seen = BTreeSet::new();
    items.iter().filter(|item| seen.insert(item.as_str())).cloned().collect()
}
