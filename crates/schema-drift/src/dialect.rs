//! The keywords of schemas in JSON.

use schema_ir::{Draft, Form, Keyword, Role, pointer};
use serde_json::{Map, Value};

/// A schema directly inside another schema.
pub(crate) struct Child<'d> {
    /// The keyword that holds it.
    pub keyword: Keyword,
    /// Its name or index under the keyword, if the keyword holds several schemas.
    pub token: Option<String>,
    pub schema: &'d Value,
    /// True if it applies to the same value as the schema that holds it, as in `allOf`; false for `properties`.
    pub in_place: bool,
}

impl Child<'_> {
    /// The child's pointer in a document whose parent schema is at `parent`.
    pub fn pointer(&self, parent: &str) -> String {
        let at = pointer::push(parent, self.keyword.name());
        self.token.as_ref().map_or_else(|| at.clone(), |token| pointer::push(&at, token))
    }
}

/// The schemas directly inside `schema` (core, 10 and 11; `$defs`: core, 8.2.4).
pub(crate) fn children(schema: &Value) -> impl Iterator<Item = Child<'_>> {
    schema.as_object().into_iter().flatten().flat_map(|(name, value)| {
        let Some(keyword) = Keyword::of(name, Draft::Draft202012) else { return Vec::new() };
        let in_place = keyword.role() == Role::InPlace;
        let child = move |token, schema| Child { keyword, token, schema, in_place };
        match (keyword.form(), value) {
            (Form::SchemaMap, Value::Object(members)) => {
                members.iter().map(|(name, schema)| child(Some(name.clone()), schema)).collect()
            }
            (Form::Schemas, Value::Array(items)) => {
                items.iter().enumerate().map(|(index, schema)| child(Some(index.to_string()), schema)).collect()
            }
            (Form::Schema | Form::Items, schema) => vec![child(None, schema)],
            _ => Vec::new(),
        }
    })
}

/// The pointer and schema that the `$ref` of `schema` leads to.
pub(crate) fn target<'d>(document: &'d Value, schema: &Value) -> Option<(String, &'d Value)> {
    target_of(document, schema.as_object()?)
}

/// The pointer and schema that the `$ref` of a schema with these `members` leads to.
pub(crate) fn target_of<'d>(document: &'d Value, members: &Map<String, Value>) -> Option<(String, &'d Value)> {
    let reference = members.get(Keyword::Ref.name())?.as_str()?;
    if reference == "#" {
        return Some((String::new(), document));
    }
    let name = pointer::definition(reference)?;
    let target = document.get(Keyword::Defs.name())?.get(&name)?;
    Some((pointer::push("/$defs", &name), target))
}

/// Whether a keyword of this name has no effect on which values are valid.
pub(crate) fn annotates(name: &str) -> bool {
    Keyword::from_name(name).is_some_and(Keyword::annotates)
}

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
