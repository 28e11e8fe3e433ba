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
    /// True if it applies to the same value as the schema that holds it, as in `allOf`; false for `properties`.
    pub in_place: bool,
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
        let in_place =
            matches!(keyword, "allOf" | "anyOf" | "oneOf" | "not" | "if" | "then" | "else" | "dependentSchemas");
        let child = move |token, schema| Child { keyword, token, schema, in_place };
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

/// The pointers of every schema in a document.
pub(crate) fn schema_pointers(document: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), document)];
    while let Some((at, schema)) = open.pop() {
        open.extend(children(schema).map(|child| (child.pointer(&at), child.schema)));
        found.push(at);
    }
    found
}
