//! The keywords of 2020-12: which ones hold schemas, which ones only annotate, and which values they apply to.

use schema_ir::pointer;
use serde_json::{Map, Value};

/// A schema directly inside another schema.
pub(crate) struct Child<'d> {
    /// The keyword that holds it.
    pub keyword: &'d str,
    /// Its name or index under the keyword, if the keyword holds several schemas.
    pub token: Option<String>,
    pub schema: &'d Value,
}

impl Child<'_> {
    /// The child's pointer in a document whose parent schema is at `parent`.
    pub fn pointer(&self, parent: &str) -> String {
        let at = pointer::push(parent, self.keyword);
        self.token.as_ref().map_or_else(|| at.clone(), |token| pointer::push(&at, token))
    }
}

/// The schemas directly inside `schema` (core, 10 and 11; `$defs`: core, 8.2.4).
pub(crate) fn children(schema: &Value) -> impl Iterator<Item = Child<'_>> {
    schema.as_object().into_iter().flatten().flat_map(|(keyword, value)| {
        let keyword = keyword.as_str();
        let child = move |token, schema| Child { keyword, token, schema };
        let found: Vec<Child<'_>> = match (keyword, value) {
            ("properties" | "patternProperties" | "dependentSchemas" | "$defs", Value::Object(members)) => {
                members.iter().map(|(name, schema)| child(Some(name.clone()), schema)).collect()
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(items)) => {
                items.iter().enumerate().map(|(index, schema)| child(Some(index.to_string()), schema)).collect()
            }
            (
                "not"
                | "if"
                | "then"
                | "else"
                | "items"
                | "contains"
                | "additionalProperties"
                | "propertyNames"
                | "unevaluatedItems"
                | "unevaluatedProperties"
                | "contentSchema",
                schema,
            ) => vec![child(None, schema)],
            _ => Vec::new(),
        };
        found
    })
}

/// The pointer and schema that the `$ref` of `schema` leads to.
pub(crate) fn target<'d>(document: &'d Value, schema: &Value) -> Option<(String, &'d Value)> {
    target_of(document, schema.as_object()?)
}

/// The pointer and schema that the `$ref` of a schema with these `members` leads to.
pub(crate) fn target_of<'d>(document: &'d Value, members: &Map<String, Value>) -> Option<(String, &'d Value)> {
    let reference = members.get("$ref")?.as_str()?;
    if reference == "#" {
        return Some((String::new(), document));
    }
    let name = pointer::definition(reference)?;
    let target = document.get("$defs")?.get(&name)?;
    Some((pointer::push("/$defs", &name), target))
}

/// Keywords that do not affect which values are valid (validation, 8.3 and 9; core, 8.3; `format`: validation, 7.2.1).
pub(crate) const ANNOTATIONS: [&str; 12] = [
    "title",
    "description",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "examples",
    "format",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "$comment",
];

/// The values that a keyword applies to (validation, 6; core, 10.3). It accepts values of every other type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AppliesTo {
    /// `type`, `enum`, `const`: values of every type, and compared together.
    Values,
    String,
    Number,
    Array,
    Object,
    /// Values of every type.
    Any,
}

pub(crate) fn applies_to(keyword: &str) -> AppliesTo {
    match keyword {
        "type" | "enum" | "const" => AppliesTo::Values,
        "minLength" | "maxLength" | "pattern" | "format" => AppliesTo::String,
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => AppliesTo::Number,
        "items" | "prefixItems" | "contains" | "minContains" | "maxContains" | "minItems" | "maxItems"
        | "uniqueItems" => AppliesTo::Array,
        "additionalProperties"
        | "patternProperties"
        | "propertyNames"
        | "minProperties"
        | "maxProperties"
        | "dependentRequired" => AppliesTo::Object,
        _ => AppliesTo::Any,
    }
}
