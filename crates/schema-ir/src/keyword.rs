//! The keywords of all dialects, in one table: the form of the value, the dialects, and the values that it is about.
//!
//! Not every match over [`Keyword`] names them all, so CONTRIBUTING.md lists what a new one needs.

use std::fmt;

use serde_json::Value;

use crate::types::JsonType;
use crate::{Draft, pointer};

/// The form of a keyword's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A schema.
    Schema,
    /// A list of schemas.
    Schemas,
    /// Schemas by name.
    SchemaMap,
    /// A schema or, up to 2019-09, a list of schemas.
    Items,
    /// By name, a schema or a list of names.
    Dependencies,
    /// The name of a type, or a list of such names.
    Types,
    /// A list of names.
    Names,
    /// Lists of names, by name.
    NamesMap,
    /// A whole number, 0 or more.
    Count,
    /// A number.
    Number,
    /// A number above 0.
    Positive,
    /// A number or, up to draft-04, a boolean.
    Bound,
    /// A regular expression.
    Pattern,
    /// A boolean.
    Flag,
    /// A list of values.
    Values,
    /// Any value.
    Any,
    /// A string.
    Text,
    /// A URI reference to a schema.
    Reference,
    /// A URI or an anchor that identifies the schema.
    Identifier,
}

/// What a keyword does with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It decides whether values of any type are valid.
    Assertion,
    /// It decides whether values of one type are valid, and accepts all others (core, 7.6.1).
    AssertionOn(JsonType),
    /// It applies schemas to the value itself.
    InPlace,
    /// It applies schemas to parts of values of one type.
    Below(JsonType),
    /// It describes the value.
    Annotation,
    /// It describes the schema: names, definitions, the dialect.
    Structure,
}

macro_rules! keywords {
    ($($(#[doc = $doc:literal])* $keyword:ident = $name:literal: $form:ident, $since:ident..$until:ident, $role:expr;)+) => {
        /// A keyword of JSON Schema or of OpenAPI's schema object.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        #[allow(missing_docs, reason = "a keyword is documented by its specification")]
        pub enum Keyword {
            $($(#[doc = $doc])* $keyword,)+
        }

        impl Keyword {
            /// All keywords, in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$keyword),+];

            /// The name, as in a schema.
            ///
            /// ```
            /// assert_eq!(schema_ir::Keyword::MinLength.name(), "minLength");
            /// ```
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$keyword => $name,)+
                }
            }

            /// The keyword of this name, in whichever dialect.
            pub fn from_name(name: &str) -> Option<Self> {
                Some(match name {
                    $($name => Self::$keyword,)+
                    _ => return None,
                })
            }

            /// The form of its value.
            pub const fn form(self) -> Form {
                match self {
                    $(Self::$keyword => Form::$form,)+
                }
            }

            /// What it does with a value.
            pub const fn role(self) -> Role {
                match self {
                    $(Self::$keyword => $role,)+
                }
            }

            /// The first and the last dialect that define it.
            pub const fn dialects(self) -> (Draft, Draft) {
                match self {
                    $(Self::$keyword => (Draft::$since, Draft::$until),)+
                }
            }
        }
    };
}

use JsonType::{Array, Number, Object, String};
use Role::{Annotation, Assertion, AssertionOn, Below, InPlace, Structure};

keywords! {
    Schema = "$schema": Identifier, Draft04..Draft202012, Structure;
    Id = "$id": Identifier, Draft06..Draft202012, Structure;
    OldId = "id": Identifier, Draft04..Draft04, Structure;
    Anchor = "$anchor": Identifier, Draft201909..Draft202012, Structure;
    DynamicAnchor = "$dynamicAnchor": Identifier, Draft202012..Draft202012, Structure;
    RecursiveAnchor = "$recursiveAnchor": Flag, Draft201909..Draft201909, Structure;
    Vocabulary = "$vocabulary": Any, Draft201909..Draft202012, Structure;
    Defs = "$defs": SchemaMap, OpenApi30..Draft202012, Structure;
    Definitions = "definitions": SchemaMap, OpenApi30..Draft202012, Structure;

    Ref = "$ref": Reference, OpenApi30..Draft202012, InPlace;
    DynamicRef = "$dynamicRef": Reference, Draft202012..Draft202012, InPlace;
    RecursiveRef = "$recursiveRef": Reference, Draft201909..Draft201909, InPlace;

    Type = "type": Types, OpenApi30..Draft202012, Assertion;
    Enum = "enum": Values, OpenApi30..Draft202012, Assertion;
    Const = "const": Any, Draft06..Draft202012, Assertion;
    /// OpenAPI 3.0: adds null to the `type` beside it.
    Nullable = "nullable": Flag, OpenApi30..Draft202012, Structure;

    Minimum = "minimum": Number, OpenApi30..Draft202012, AssertionOn(Number);
    ExclusiveMinimum = "exclusiveMinimum": Bound, OpenApi30..Draft202012, AssertionOn(Number);
    Maximum = "maximum": Number, OpenApi30..Draft202012, AssertionOn(Number);
    ExclusiveMaximum = "exclusiveMaximum": Bound, OpenApi30..Draft202012, AssertionOn(Number);
    MultipleOf = "multipleOf": Positive, OpenApi30..Draft202012, AssertionOn(Number);

    MinLength = "minLength": Count, OpenApi30..Draft202012, AssertionOn(String);
    MaxLength = "maxLength": Count, OpenApi30..Draft202012, AssertionOn(String);
    Pattern = "pattern": Pattern, OpenApi30..Draft202012, AssertionOn(String);

    PrefixItems = "prefixItems": Schemas, Draft202012..Draft202012, Below(Array);
    Items = "items": Items, OpenApi30..Draft202012, Below(Array);
    /// Beside a list in `items`, what 2020-12 calls `items`.
    AdditionalItems = "additionalItems": Schema, Draft04..Draft201909, Below(Array);
    Contains = "contains": Schema, Draft06..Draft202012, Below(Array);
    MinContains = "minContains": Count, Draft201909..Draft202012, AssertionOn(Array);
    MaxContains = "maxContains": Count, Draft201909..Draft202012, AssertionOn(Array);
    MinItems = "minItems": Count, OpenApi30..Draft202012, AssertionOn(Array);
    MaxItems = "maxItems": Count, OpenApi30..Draft202012, AssertionOn(Array);
    UniqueItems = "uniqueItems": Flag, OpenApi30..Draft202012, AssertionOn(Array);
    UnevaluatedItems = "unevaluatedItems": Schema, Draft201909..Draft202012, Below(Array);

    Properties = "properties": SchemaMap, OpenApi30..Draft202012, Below(Object);
    PatternProperties = "patternProperties": SchemaMap, Draft04..Draft202012, Below(Object);
    AdditionalProperties = "additionalProperties": Schema, OpenApi30..Draft202012, Below(Object);
    PropertyNames = "propertyNames": Schema, Draft06..Draft202012, Below(Object);
    Required = "required": Names, OpenApi30..Draft202012, AssertionOn(Object);
    MinProperties = "minProperties": Count, OpenApi30..Draft202012, AssertionOn(Object);
    MaxProperties = "maxProperties": Count, OpenApi30..Draft202012, AssertionOn(Object);
    DependentRequired = "dependentRequired": NamesMap, Draft201909..Draft202012, AssertionOn(Object);
    DependentSchemas = "dependentSchemas": SchemaMap, Draft201909..Draft202012, InPlace;
    /// 2019-09 replaced it by the two above, but validators still read it.
    Dependencies = "dependencies": Dependencies, Draft04..Draft202012, InPlace;
    UnevaluatedProperties = "unevaluatedProperties": Schema, Draft201909..Draft202012, Below(Object);

    AllOf = "allOf": Schemas, OpenApi30..Draft202012, InPlace;
    AnyOf = "anyOf": Schemas, OpenApi30..Draft202012, InPlace;
    OneOf = "oneOf": Schemas, OpenApi30..Draft202012, InPlace;
    Not = "not": Schema, OpenApi30..Draft202012, InPlace;
    If = "if": Schema, Draft07..Draft202012, InPlace;
    Then = "then": Schema, Draft07..Draft202012, InPlace;
    Else = "else": Schema, Draft07..Draft202012, InPlace;

    Title = "title": Text, OpenApi30..Draft202012, Annotation;
    Description = "description": Text, OpenApi30..Draft202012, Annotation;
    Default = "default": Any, OpenApi30..Draft202012, Annotation;
    Examples = "examples": Values, OpenApi30..Draft202012, Annotation;
    /// OpenAPI: one of the `examples`.
    Example = "example": Any, OpenApi30..Draft202012, Annotation;
    Deprecated = "deprecated": Flag, OpenApi30..Draft202012, Annotation;
    ReadOnly = "readOnly": Flag, OpenApi30..Draft202012, Annotation;
    WriteOnly = "writeOnly": Flag, OpenApi30..Draft202012, Annotation;
    /// It annotates, unless it is asked to assert (validation, 7.2.1).
    Format = "format": Text, OpenApi30..Draft202012, Annotation;
    ContentEncoding = "contentEncoding": Text, OpenApi30..Draft202012, Annotation;
    ContentMediaType = "contentMediaType": Text, OpenApi30..Draft202012, Annotation;
    ContentSchema = "contentSchema": Schema, OpenApi30..Draft202012, Annotation;
    /// OpenAPI: the property that tells the members of a union apart.
    Discriminator = "discriminator": Any, OpenApi30..Draft202012, Annotation;
    Comment = "$comment": Text, OpenApi30..Draft202012, Annotation;
}

impl Keyword {
    /// Whether an object anywhere in `value` has a member of this name, which need not be a keyword there.
    ///
    /// ```
    /// use schema_ir::Keyword;
    /// assert!(Keyword::ReadOnly.occurs_in(&serde_json::json!({"allOf": [{"readOnly": true}]})));
    /// ```
    pub fn occurs_in(self, value: &Value) -> bool {
        has_member(value, &|name, _| name == self.name())
    }

    /// The keyword that `name` is in `draft`.
    ///
    /// ```
    /// use schema_ir::{Draft, Keyword};
    /// assert_eq!(Keyword::of("if", Draft::Draft07), Some(Keyword::If));
    /// assert_eq!(Keyword::of("if", Draft::Draft04), None);
    /// ```
    pub fn of(name: &str, draft: Draft) -> Option<Self> {
        Self::from_name(name).filter(|keyword| {
            let (since, until) = keyword.dialects();
            (since..=until).contains(&draft)
        })
    }

    /// Whether it describes and asserts nothing.
    pub const fn annotates(self) -> bool {
        matches!(self.role(), Role::Annotation)
    }

    /// Whether it has an effect on which values are valid.
    pub const fn asserts(self) -> bool {
        !matches!(self.role(), Role::Annotation | Role::Structure)
    }

    /// The only type whose values it may reject; `None` if it may reject values of any type.
    pub const fn about(self) -> Option<JsonType> {
        match self.role() {
            Role::AssertionOn(of) | Role::Below(of) => Some(of),
            // Applied in place, but only to objects.
            _ => match self {
                Self::DependentSchemas | Self::Dependencies => Some(JsonType::Object),
                _ => None,
            },
        }
    }

    /// Whether it applies to what the keywords beside it leave unevaluated, so that it depends on all of them (core, 11).
    pub const fn is_unevaluated(self) -> bool {
        matches!(self, Self::UnevaluatedItems | Self::UnevaluatedProperties)
    }

    /// The schemas in its `value`, each with the tokens of its JSON Pointer below the keyword.
    pub(crate) fn schemas(self, value: &Value) -> Vec<(Option<std::string::String>, &Value)> {
        match (self.form(), value) {
            (Form::Schema | Form::Items, Value::Object(_) | Value::Bool(_)) => vec![(None, value)],
            (Form::Schemas | Form::Items, Value::Array(items)) => {
                items.iter().enumerate().map(|(index, item)| (Some(index.to_string()), item)).collect()
            }
            (Form::SchemaMap | Form::Dependencies, Value::Object(members)) => {
                members.iter().map(|(name, member)| (Some(name.clone()), member)).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl fmt::Display for Keyword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Whether an object anywhere in `value` has such a member.
pub(crate) fn has_member(value: &Value, is_wanted: &impl Fn(&str, &Value) -> bool) -> bool {
    match value {
        Value::Array(items) => items.iter().any(|item| has_member(item, is_wanted)),
        Value::Object(members) => {
            members.iter().any(|(name, member)| is_wanted(name, member) || has_member(member, is_wanted))
        }
        _ => false,
    }
}

/// The schemas directly inside `schema`, which is at the JSON Pointer `at`, with theirs. A `contentSchema` is not among them.
pub(crate) fn subschemas<'v>(draft: Draft, schema: &'v Value, at: &str) -> Vec<(std::string::String, &'v Value)> {
    let mut out = Vec::new();
    for (name, value) in schema.as_object().into_iter().flatten() {
        let Some(keyword) = Keyword::of(name, draft).filter(|keyword| !keyword.annotates()) else { continue };
        let inside = keyword.schemas(value);
        if inside.is_empty() {
            continue;
        }
        let at = pointer::push(at, name);
        let place =
            |token: Option<std::string::String>| token.map_or_else(|| at.clone(), |token| pointer::push(&at, &token));
        out.extend(inside.into_iter().map(|(token, child)| (place(token), child)));
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::Keyword;

    #[test]
    fn each_keyword_is_found_by_its_name() {
        for keyword in Keyword::ALL {
            assert_eq!(Keyword::from_name(keyword.name()), Some(*keyword));
        }
    }
}
