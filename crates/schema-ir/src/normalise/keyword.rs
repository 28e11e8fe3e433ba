//! Converts one keyword to plain 2020-12, and checks the form of its value.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::{Number, Value};

use super::{SchemaObject, Walk, describe};
use crate::model::{Schema, SchemaId};
use crate::resolve::Place;
use crate::text::excerpt;
use crate::{Draft, ErrorKind, Form, Keyword, Note, TypeName, Types, pattern, pointer};

impl Walk<'_, '_> {
    pub(super) fn convert_keyword(
        &mut self,
        object: &SchemaObject<'_>,
        keyword: Keyword,
        value: &Value,
        out: &mut Schema,
    ) {
        let mut read = Reader { walk: self, object, keyword, value };
        // The keyword that it becomes.
        let mut becomes = keyword;
        match keyword {
            Keyword::Type => out.types = read.types(),
            Keyword::Enum => out.values = read.values(),
            Keyword::Const => out.constant = Some(value.clone()),
            // draft-04: `{"minimum": 3, "exclusiveMinimum": true}` becomes `{"exclusiveMinimum": 3}`.
            Keyword::Minimum if object.has_exclusive(Keyword::ExclusiveMinimum) => {
                becomes = Keyword::ExclusiveMinimum;
                out.number.exclusive_minimum = read.number();
            }
            Keyword::Maximum if object.has_exclusive(Keyword::ExclusiveMaximum) => {
                becomes = Keyword::ExclusiveMaximum;
                out.number.exclusive_maximum = read.number();
            }
            Keyword::Minimum => out.number.minimum = read.number(),
            Keyword::Maximum => out.number.maximum = read.number(),
            Keyword::ExclusiveMinimum | Keyword::ExclusiveMaximum if object.draft.exclusive_is_bool() => {
                read.expect(value.is_boolean(), "a boolean in this dialect");
                return;
            }
            Keyword::ExclusiveMinimum => out.number.exclusive_minimum = read.bound(),
            Keyword::ExclusiveMaximum => out.number.exclusive_maximum = read.bound(),
            Keyword::MultipleOf => out.number.multiple_of = read.positive(),
            Keyword::MinLength => out.text.min_length = read.count(),
            Keyword::MaxLength => out.text.max_length = read.count(),
            Keyword::Pattern => out.text.pattern = read.pattern(),
            Keyword::PrefixItems => out.array.prefix_items = read.schemas().unwrap_or_default(),
            // Up to 2019-09, a list in `items` is what 2020-12 calls `prefixItems`.
            Keyword::Items if value.is_array() && object.draft <= Draft::Draft201909 => {
                becomes = Keyword::PrefixItems;
                out.array.prefix_items = read.schemas().unwrap_or_default();
            }
            Keyword::Items => out.array.items = read.schema(),
            // Beside such a list, `additionalItems` is the `items` of 2020-12; otherwise it has no effect (2019-09 core,
            // 9.3.1.2).
            Keyword::AdditionalItems if object.members.get(Keyword::Items.name()).is_some_and(Value::is_array) => {
                becomes = Keyword::Items;
                out.array.items = read.schema();
            }
            Keyword::AdditionalItems => return,
            Keyword::Contains => out.array.contains = read.schema(),
            Keyword::MinContains => out.array.min_contains = read.count(),
            Keyword::MaxContains => out.array.max_contains = read.count(),
            Keyword::MinItems => out.array.min_items = read.count(),
            Keyword::MaxItems => out.array.max_items = read.count(),
            Keyword::UniqueItems => out.array.unique_items = read.flag(),
            Keyword::UnevaluatedItems => out.array.unevaluated_items = read.schema(),
            Keyword::Properties => out.object.properties = read.schema_map(),
            Keyword::PatternProperties => out.object.pattern_properties = read.schema_map(),
            Keyword::AdditionalProperties => out.object.additional_properties = read.schema(),
            Keyword::PropertyNames => out.object.property_names = read.schema(),
            Keyword::Required => out.object.required = read.names(),
            Keyword::MinProperties => out.object.min_properties = read.count(),
            Keyword::MaxProperties => out.object.max_properties = read.count(),
            Keyword::DependentRequired => out.object.dependent_required.extend(read.names_map()),
            Keyword::DependentSchemas => out.object.dependent_schemas.extend(read.schema_map()),
            Keyword::Dependencies => return read.dependencies(out),
            Keyword::UnevaluatedProperties => out.object.unevaluated_properties = read.schema(),
            Keyword::AllOf => out.logic.all_of.extend(read.schemas().unwrap_or_default()),
            Keyword::AnyOf => out.logic.any_of = read.schemas(),
            Keyword::OneOf => out.logic.one_of = read.schemas(),
            Keyword::Not => out.logic.not = read.schema(),
            Keyword::If => out.logic.condition = read.schema(),
            Keyword::Then => out.logic.then = read.schema(),
            Keyword::Else => out.logic.otherwise = read.schema(),
            // 2020-12 has the list `examples` (validation, 9.5).
            Keyword::Example => {
                becomes = Keyword::Examples;
                out.annotations.entry(becomes).or_insert_with(|| vec![value.clone()].into());
            }
            Keyword::Title
            | Keyword::Description
            | Keyword::Default
            | Keyword::Examples
            | Keyword::Deprecated
            | Keyword::ReadOnly
            | Keyword::WriteOnly
            | Keyword::Format
            | Keyword::ContentEncoding
            | Keyword::ContentMediaType
            | Keyword::ContentSchema
            | Keyword::Discriminator
            | Keyword::Comment => {
                if read.is_annotation() {
                    out.annotations.insert(keyword, value.clone());
                }
            }
            // They are read where schemas are found and references resolved.
            Keyword::Schema
            | Keyword::Id
            | Keyword::OldId
            | Keyword::Anchor
            | Keyword::DynamicAnchor
            | Keyword::RecursiveAnchor
            | Keyword::Vocabulary
            | Keyword::Defs
            | Keyword::Definitions
            | Keyword::Ref
            | Keyword::DynamicRef
            | Keyword::RecursiveRef
            | Keyword::Nullable => return,
        }
        out.note(becomes);
    }

    fn excuse(&mut self, place: &Place, keyword: Keyword, message: &str) {
        let keyword = keyword.name();
        let pointer = pointer::push(&place.pointer, keyword);
        self.excused.push(Note { pointer, message: format!("`{keyword}`: {message}") });
    }
}

impl SchemaObject<'_> {
    /// Whether a boolean makes the bound beside it exclusive, as in draft-04.
    fn has_exclusive(&self, keyword: Keyword) -> bool {
        self.draft.exclusive_is_bool() && self.members.get(keyword.name()) == Some(&Value::Bool(true))
    }
}

/// Reads the value of one keyword. A value of another form is an error, and nothing is read.
struct Reader<'r, 'i, 's> {
    walk: &'r mut Walk<'i, 's>,
    object: &'r SchemaObject<'r>,
    keyword: Keyword,
    value: &'r Value,
}

impl Reader<'_, '_, '_> {
    /// Adds an error unless the value has the form.
    fn expect(&mut self, fits: bool, form: &str) -> bool {
        if !fits {
            let name = self.keyword.name();
            let message = format!("`{name}` must be {form}, found {}", describe(Some(self.value)));
            self.walk.fail(ErrorKind::KeywordForm, self.object.place, &[name], message, "correct the schema");
        }
        fits
    }

    /// The pointer of the tokens below the keyword.
    fn pointer_to(&self, tokens: &[&str]) -> String {
        let keyword = pointer::push(&self.object.place.pointer, self.keyword.name());
        tokens.iter().fold(keyword, |at, token| pointer::push(&at, token))
    }

    /// Converts the schema `value`, which is at the tokens below the keyword.
    fn child(&mut self, tokens: &[&str], value: &Value) -> SchemaId {
        let place = Place { document: self.object.place.document, pointer: self.pointer_to(tokens) };
        let schema = self.walk.convert_schema(&place, Some(value));
        self.walk.document.add(schema)
    }

    fn schema(&mut self) -> Option<SchemaId> {
        Some(self.child(&[], self.value))
    }

    /// A list of schemas; `None` for a list that is excused.
    fn schemas(&mut self) -> Option<Vec<SchemaId>> {
        let Value::Array(items) = self.value else {
            self.expect(false, "an array of schemas");
            return None;
        };
        // An empty list of items asserts nothing.
        let may_be_empty = matches!(self.keyword.form(), Form::Items) || self.keyword == Keyword::PrefixItems;
        if items.is_empty() && !may_be_empty && self.walk.lenient {
            let message = "an empty list, which the dialect forbids, is read literally";
            self.walk.excuse(self.object.place, self.keyword, message);
            // A value is valid under `anyOf` if it is valid under at least one member, of which there is none (core,
            // 10.2.1.2); `allOf` without members accepts every value.
            if self.keyword == Keyword::AllOf {
                return None;
            }
            let at = Place { pointer: self.pointer_to(&["0"]), ..self.object.place.clone() };
            let never = Schema { boolean: Some(false), origin: self.walk.origin(&at), ..Schema::default() };
            return Some(vec![self.walk.document.add(never)]);
        }
        self.expect(!items.is_empty() || may_be_empty, "an array with at least one schema");
        Some(items.iter().enumerate().map(|(index, item)| self.child(&[&index.to_string()], item)).collect())
    }

    fn schema_map(&mut self) -> IndexMap<String, SchemaId> {
        let Value::Object(children) = self.value else {
            self.expect(false, "an object of schemas");
            return IndexMap::new();
        };
        let mut out = IndexMap::with_capacity(children.len());
        for (key, value) in children {
            let name = match self.keyword {
                Keyword::PatternProperties => self.convert_pattern(&[self.keyword.name(), key], key),
                _ => Some(key.clone()),
            };
            let child = self.child(&[key], value);
            out.extend(name.map(|name| (name, child)));
        }
        out
    }

    fn types(&mut self) -> Option<Types> {
        let name = |value: &Value| value.as_str().and_then(TypeName::from_name);
        let types = match self.value {
            Value::Array(list) => {
                let mut seen = BTreeSet::new();
                let names: Option<Vec<TypeName>> = list.iter().map(name).collect();
                let distinct = |names: Vec<TypeName>| names.into_iter().filter(|name| seen.insert(*name)).collect();
                names.filter(|names| !names.is_empty()).map(distinct).map(Types::List)
            }
            one => name(one).map(Types::One),
        };
        self.expect(types.is_some(), "one of the seven types, or a list of them");
        types
    }

    fn names(&mut self) -> Vec<String> {
        // The boolean of draft-03 is a common mistake in OpenAPI documents, and no later dialect defines it.
        if self.walk.lenient && self.value.is_boolean() {
            let message = "a boolean, which only draft-03 defines, is ignored";
            self.walk.excuse(self.object.place, self.keyword, message);
            return Vec::new();
        }
        let names = distinct_names(self.value);
        self.expect(names.is_some(), "an array of property names");
        names.unwrap_or_default()
    }

    fn names_map(&mut self) -> IndexMap<String, Vec<String>> {
        let entry = |(key, names): (&String, &Value)| Some((key.clone(), distinct_names(names)?));
        let map = self.value.as_object().and_then(|map| map.iter().map(entry).collect::<Option<_>>());
        self.expect(map.is_some(), "an object of arrays of property names");
        map.unwrap_or_default()
    }

    /// draft-07's keyword is what 2019-09 splits in two.
    fn dependencies(&mut self, out: &mut Schema) {
        let Value::Object(children) = self.value else {
            self.expect(false, "an object");
            return;
        };
        for (key, child) in children {
            if let Some(names) = distinct_names(child) {
                out.object.dependent_required.insert(key.clone(), names);
                out.note(Keyword::DependentRequired);
            } else {
                let child = self.child(&[key], child);
                out.object.dependent_schemas.insert(key.clone(), child);
                out.note(Keyword::DependentSchemas);
            }
        }
    }

    fn count(&mut self) -> Option<u64> {
        let fits = self.value.as_f64().is_some_and(|count| count >= 0.0 && count.fract() == 0.0);
        // `as` saturates, which changes nothing, because no value has so many parts.
        let count = self.value.as_u64().or_else(|| self.value.as_f64().map(|count| count as u64));
        if self.expect(fits, "a whole number, 0 or more") { count } else { None }
    }

    fn number_in_form(&mut self, form: &str, fits: fn(&Number) -> bool) -> Option<Number> {
        let number = self.value.as_number().filter(|number| fits(number)).cloned();
        self.expect(number.is_some(), form);
        number
    }

    fn number(&mut self) -> Option<Number> {
        self.number_in_form("a number", |_| true)
    }

    fn bound(&mut self) -> Option<Number> {
        self.number_in_form("a number in this dialect", |_| true)
    }

    fn positive(&mut self) -> Option<Number> {
        self.number_in_form("a number above 0", |number| number.as_f64().is_some_and(|number| number > 0.0))
    }

    fn flag(&mut self) -> Option<bool> {
        self.expect(self.value.is_boolean(), "a boolean");
        self.value.as_bool()
    }

    fn values(&mut self) -> Option<Vec<Value>> {
        self.expect(self.value.is_array(), "an array of values");
        self.value.as_array().cloned()
    }

    fn pattern(&mut self) -> Option<String> {
        match self.value {
            Value::String(pattern) => self.convert_pattern(&[self.keyword.name()], pattern),
            _ => {
                self.expect(false, "a string");
                None
            }
        }
    }

    /// Rewrites the pattern for the flag `u`, so that all engines read it alike.
    fn convert_pattern(&mut self, tokens: &[&str], pattern: &str) -> Option<String> {
        match pattern::with_unicode_flag(pattern) {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                let message = format!("not a regular expression: {}: {error}", excerpt(pattern));
                let help = "use the syntax of ECMA-262 with the flag `u`";
                self.walk.fail(ErrorKind::Pattern, self.object.place, tokens, message, help);
                None
            }
        }
    }

    /// Whether the value has the form that 2020-12 requires of the annotation. If not, the annotation is left out, because the
    /// meta-schema rejects it, and validators with it, although it asserts nothing.
    fn is_annotation(&mut self) -> bool {
        let fits = match self.keyword.form() {
            Form::Text => self.value.is_string(),
            Form::Flag => self.value.is_boolean(),
            Form::Values => self.value.is_array(),
            Form::Schema => self.value.is_object() || self.value.is_boolean(),
            _ => true,
        };
        if fits {
            return true;
        }
        let name = self.keyword.name();
        let place = self.object.place;
        if self.walk.lenient {
            let message = format!("`{name}` has no effect, because its value has not the form that 2020-12 requires");
            self.walk.note(place, self.keyword, message);
        } else {
            let message = format!("`{name}` has no effect, because its value is {}", describe(Some(self.value)));
            self.walk.warn(
                ErrorKind::KeywordForm,
                place,
                Some(name),
                message,
                "write a value of the form that the dialect requires",
            );
        }
        false
    }
}

/// A list of names without duplicates, which the meta-schema forbids.
fn distinct_names(list: &Value) -> Option<Vec<String>> {
    let mut seen = BTreeSet::new();
    let names: Vec<&str> = list.as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?;
    Some(names.into_iter().filter(|name| seen.insert(*name)).map(str::to_owned).collect())
}
