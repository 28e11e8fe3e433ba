//! One schema.

use std::fmt;
use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::{Group, SchemaId};
use crate::{Keyword, Types, pointer};

/// A schema: its keywords by the values that they are about.
///
/// The schemas inside it are named by their ids. `true` and `{}` differ in `boolean` only.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// `Some` if the schema is `true` or `false` and has no keywords.
    pub boolean: Option<bool>,
    /// `$ref`: the schema that it leads to, which is the root or a definition.
    pub reference: Option<SchemaId>,
    /// `type`
    pub types: Option<Types>,
    /// `enum`
    pub values: Option<Vec<Value>>,
    /// `const`
    pub constant: Option<Value>,
    /// Keywords about numbers.
    pub number: Group<Number>,
    /// Keywords about strings.
    pub text: Group<Text>,
    /// Keywords about arrays.
    pub array: Group<Array>,
    /// Keywords about objects.
    pub object: Group<Object>,
    /// Keywords that apply schemas to the value itself.
    pub logic: Group<Logic>,
    /// Keywords that describe the value, as written.
    pub annotations: Group<IndexMap<Keyword, Value>>,
    /// Where it is written.
    pub origin: Origin,
    /// The order in which the keywords were written; it may name some that the schema does not have.
    pub written: Vec<Keyword>,
}

impl Schema {
    /// Removes the annotations that are not kept.
    pub fn retain_annotations(&mut self, keeps: impl Fn(Keyword) -> bool) {
        // Those of other copies stay, so that only what is kept is copied.
        let kept = self.annotations.iter().filter(|(keyword, _)| keeps(**keyword));
        let kept: IndexMap<Keyword, Value> = kept.map(|(keyword, value)| (*keyword, value.clone())).collect();
        self.annotations = Group::default();
        if !kept.is_empty() {
            *self.annotations = kept;
        }
    }

    /// Notes that a keyword was written after all that were noted before.
    pub(crate) fn note(&mut self, keyword: Keyword) {
        if !self.written.contains(&keyword) {
            self.written.push(keyword);
        }
    }
}

/// The place of a schema in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin {
    /// The file, as [`Source::file`](crate::Source::file) names it.
    pub file: Arc<str>,
    /// JSON Pointer (RFC 6901).
    pub pointer: String,
}

impl Origin {
    /// The place of a keyword of the schema at this place.
    ///
    /// ```
    /// use schema_ir::{Keyword, Origin};
    /// let keyword = Origin::default().keyword(Keyword::Properties);
    /// assert_eq!(keyword.below("a/b").pointer, "/properties/a~1b");
    /// ```
    pub fn keyword(&self, keyword: Keyword) -> Origin {
        self.below(keyword.name())
    }

    /// The place one step inside.
    pub fn below(&self, token: &str) -> Origin {
        Origin { file: self.file.clone(), pointer: pointer::push(&self.pointer, token) }
    }
}

impl Default for Origin {
    fn default() -> Self {
        Origin { file: "-".into(), pointer: String::new() }
    }
}

/// Keywords about numbers (validation, 6.2).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Number {
    /// `minimum`
    pub minimum: Option<serde_json::Number>,
    /// `exclusiveMinimum`
    pub exclusive_minimum: Option<serde_json::Number>,
    /// `maximum`
    pub maximum: Option<serde_json::Number>,
    /// `exclusiveMaximum`
    pub exclusive_maximum: Option<serde_json::Number>,
    /// `multipleOf`
    pub multiple_of: Option<serde_json::Number>,
    /// Further values of `multipleOf` that apply too, which only a merge of several schemas yields
    pub more_multiples: Vec<serde_json::Number>,
}

/// Keywords about strings (validation, 6.3).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// `minLength`, in characters
    pub min_length: Option<u64>,
    /// `maxLength`, in characters
    pub max_length: Option<u64>,
    /// `pattern`, in a form that all engines read alike
    pub pattern: Option<String>,
    /// Further patterns that apply too, which only a merge of several schemas yields
    pub more_patterns: Vec<String>,
}

/// Keywords about arrays (core, 10.3.1 and 11.2; validation, 6.4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Array {
    /// `prefixItems`; empty if absent
    pub prefix_items: Vec<SchemaId>,
    /// `items`
    pub items: Option<SchemaId>,
    /// `contains`
    pub contains: Option<SchemaId>,
    /// `minContains`
    pub min_contains: Option<u64>,
    /// `maxContains`
    pub max_contains: Option<u64>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
    /// `uniqueItems`
    pub unique_items: Option<bool>,
    /// `unevaluatedItems`
    pub unevaluated_items: Option<SchemaId>,
}

/// Keywords about objects (core, 10.3.2 and 11.3; validation, 6.5).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    /// `properties`; empty if absent
    pub properties: IndexMap<String, SchemaId>,
    /// `patternProperties`, by pattern; empty if absent
    pub pattern_properties: IndexMap<String, SchemaId>,
    /// `additionalProperties`
    pub additional_properties: Option<SchemaId>,
    /// `propertyNames`
    pub property_names: Option<SchemaId>,
    /// `required`, no name twice; empty if absent
    pub required: Vec<String>,
    /// `minProperties`
    pub min_properties: Option<u64>,
    /// `maxProperties`
    pub max_properties: Option<u64>,
    /// `dependentRequired`; empty if absent
    pub dependent_required: IndexMap<String, Vec<String>>,
    /// `dependentSchemas`; empty if absent
    pub dependent_schemas: IndexMap<String, SchemaId>,
    /// `unevaluatedProperties`
    pub unevaluated_properties: Option<SchemaId>,
}

/// Keywords that apply schemas to the value itself (core, 10.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Logic {
    /// `allOf`; empty if absent
    pub all_of: Vec<SchemaId>,
    /// `anyOf`
    pub any_of: Option<Vec<SchemaId>>,
    /// `oneOf`
    pub one_of: Option<Vec<SchemaId>>,
    /// `not`
    pub not: Option<SchemaId>,
    /// `if`
    pub condition: Option<SchemaId>,
    /// `then`
    pub then: Option<SchemaId>,
    /// `else`
    pub otherwise: Option<SchemaId>,
}

/// The step from a keyword to a schema in its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token<'s> {
    /// The value is the schema.
    None,
    /// The schema has this index in a list.
    Index(usize),
    /// The schema has this name.
    Name(&'s str),
}

impl Token<'_> {
    /// The JSON Pointer after this step from `pointer`, which leads to the keyword.
    pub fn below(self, pointer: &str) -> String {
        match self {
            Token::None => pointer.to_owned(),
            Token::Index(index) => format!("{pointer}/{index}"),
            Token::Name(name) => pointer::push(pointer, name),
        }
    }
}

impl fmt::Display for Token<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Token::None => Ok(()),
            Token::Index(index) => index.fmt(f),
            Token::Name(name) => f.write_str(name),
        }
    }
}
