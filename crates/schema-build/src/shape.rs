//! What Rust types say of a schema.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::normalise::Normalised;
use crate::{Error, Source, pointer};

/// The named types of one document; the first is the root.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) types: Vec<Type>,
}

/// A type with a name of its own.
#[derive(Debug)]
pub(crate) struct Type {
    /// What the schema calls it.
    pub(crate) wish: String,
    /// The type that it stands in, for a longer name where the short one is taken.
    pub(crate) parent: Option<usize>,
    /// JSON Pointer into the source.
    pub(crate) at: String,
    pub(crate) notes: Vec<Annotation>,
    pub(crate) kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Object(Vec<Field>),
    StringEnum(Vec<String>),
    Newtype(Ty),
}

#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) key: String,
    pub(crate) ty: Ty,
    pub(crate) required: bool,
    pub(crate) at: String,
    pub(crate) notes: Vec<Annotation>,
}

/// An annotation of a schema that has no type of its own to carry it.
#[derive(Clone, Debug)]
pub(crate) struct Annotation {
    /// JSON Pointer from the schema that carries it.
    pub(crate) at: String,
    pub(crate) keyword: String,
    pub(crate) value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ty {
    Bool,
    String,
    /// A string with a `format`.
    Format(String),
    Array(Box<Ty>),
    /// The value or null.
    Nullable(Box<Ty>),
    /// One of [`Shape::types`].
    Named(usize),
}

/// The description among annotations, that of the schema itself.
pub(crate) fn description(notes: &[Annotation]) -> Option<&str> {
    notes.iter().find(|note| note.at.is_empty() && note.keyword == "description")?.value.as_str()
}

pub(crate) fn shape(source: &Source, normal: &Normalised, root: &str) -> Result<Shape, Error> {
    let definitions = normal.schema.get("$defs").and_then(Value::as_object);
    let mut walk = Walk { source, normal, types: vec![None], definitions: BTreeMap::new() };
    for name in definitions.into_iter().flat_map(Map::keys) {
        walk.definitions.insert(name.clone(), walk.types.len());
        walk.types.push(None);
    }
    walk.fill(0, "", &normal.schema, root, None)?;
    for (name, schema) in definitions.into_iter().flatten() {
        let id = walk.definitions.get(name).copied().unwrap_or_default();
        walk.fill(id, &pointer::push("/$defs", name), schema, name, None)?;
    }
    Ok(Shape { types: walk.types.into_iter().flatten().collect() })
}

struct Walk<'a> {
    source: &'a Source,
    normal: &'a Normalised,
    /// `None` while a type is being read.
    types: Vec<Option<Type>>,
    /// Every definition has its place among the types before any is read, so that a chain of references is no recursion.
    definitions: BTreeMap<String, usize>,
}

const ANNOTATIONS: [&str; 12] = [
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "discriminator",
    "$comment",
];

impl Walk<'_> {
    fn error(&self, at: &str, message: String, help: &str) -> Error {
        self.source.error(&self.normal.source_pointer(at), message).with_help(help)
    }

    fn unsupported(&self, at: &str, keyword: &str) -> Error {
        self.error(
            &pointer::push(at, keyword),
            format!("`{keyword}` needs a guard, which schema-build cannot write yet"),
            "remove the keyword, or keep this schema out of the folder; an approximate type is never generated",
        )
    }

    /// The schema as a type with a name.
    fn named(&mut self, at: &str, schema: &Value, wish: &str, parent: Option<usize>) -> Result<usize, Error> {
        let id = self.types.len();
        self.types.push(None);
        self.fill(id, at, schema, wish, parent)?;
        Ok(id)
    }

    fn fill(&mut self, id: usize, at: &str, schema: &Value, wish: &str, parent: Option<usize>) -> Result<(), Error> {
        let members = self.members(at, schema)?;
        let kind = match self.own_kind(at, members, id)? {
            Some(kind) => kind,
            None => Kind::Newtype(self.ty(at, schema, wish, id)?),
        };
        let mut notes = annotations(members, "");
        if let Kind::Newtype(ty) = &kind {
            notes = deep_annotations(members, ty);
        }
        let at = self.normal.source_pointer(at);
        self.types[id] = Some(Type { wish: wish.to_owned(), parent, at, notes, kind });
        Ok(())
    }

    fn members<'v>(&self, at: &str, schema: &'v Value) -> Result<&'v Map<String, Value>, Error> {
        match schema {
            Value::Object(members) => Ok(members),
            _ => Err(self.error(
                at,
                "a schema that is `true` or `false` has no type yet".to_owned(),
                "say what the value is",
            )),
        }
    }

    /// The kind of a type of its own, if the schema is an object or an enumeration of strings.
    fn own_kind(&mut self, at: &str, members: &Map<String, Value>, id: usize) -> Result<Option<Kind>, Error> {
        let types = types(members);
        if types == ["object"] {
            return self.object(at, members, id).map(|fields| Some(Kind::Object(fields)));
        }
        let Some(values) = enumerated(members) else { return Ok(None) };
        let strings: Option<Vec<String>> = values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
        match strings {
            Some(mut strings) if !strings.is_empty() && (types.is_empty() || types == ["string"]) => {
                self.only(at, members, &["type", "enum", "const", "format"])?;
                let mut seen = std::collections::BTreeSet::new();
                strings.retain(|value| seen.insert(value.clone()));
                Ok(Some(Kind::StringEnum(strings)))
            }
            _ => Ok(None),
        }
    }

    fn object(&mut self, at: &str, members: &Map<String, Value>, id: usize) -> Result<Vec<Field>, Error> {
        self.only(at, members, &["type", "properties", "required", "additionalProperties"])?;
        if members.get("additionalProperties") != Some(&Value::Bool(false)) {
            return Err(self.error(
                at,
                "an object that allows undeclared properties has no type yet".to_owned(),
                "write `\"additionalProperties\": false` if the object is closed",
            ));
        }
        let none = Map::new();
        let properties = members.get("properties").and_then(Value::as_object).unwrap_or(&none);
        let required: Vec<&str> =
            members.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        if let Some(missing) = required.iter().find(|name| !properties.contains_key(**name)) {
            return Err(self.error(
                &pointer::push(at, "required"),
                format!("no value is valid: {missing:?} is required, but not among the properties of a closed object"),
                "declare the property, or take it out of `required`",
            ));
        }
        let required: std::collections::BTreeSet<&str> = required.into_iter().collect();
        let mut fields = Vec::with_capacity(properties.len());
        for (key, schema) in properties {
            let place = pointer::push(&pointer::push(at, "properties"), key);
            let ty = self.ty(&place, schema, key, id)?;
            fields.push(Field {
                key: key.clone(),
                notes: schema.as_object().map(|members| deep_annotations(members, &ty)).unwrap_or_default(),
                ty,
                required: required.contains(key.as_str()),
                at: self.normal.source_pointer(&place),
            });
        }
        Ok(fields)
    }

    /// The type of a value in a field or an array.
    fn ty(&mut self, at: &str, schema: &Value, wish: &str, parent: usize) -> Result<Ty, Error> {
        let members = self.members(at, schema)?;
        if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
            self.only(at, members, &["$ref"])?;
            let name = pointer::definition(reference);
            let id = name.and_then(|name| self.definitions.get(&name).copied());
            return Ok(Ty::Named(id.unwrap_or_default()));
        }
        if let Some(rest) = without_null(members) {
            return Ok(Ty::Nullable(Box::new(self.ty(at, &Value::Object(rest), wish, parent)?)));
        }
        if types(members) == ["object"] || (enumerated(members).is_some() && all_strings(members)) {
            return Ok(Ty::Named(self.named(at, schema, wish, Some(parent))?));
        }
        if let Some(keyword) = ["enum", "const"].into_iter().find(|keyword| members.contains_key(*keyword)) {
            return Err(self.unsupported(at, keyword));
        }
        match types(members).as_slice() {
            ["string"] => {
                self.only(at, members, &["type", "format"])?;
                let format = members.get("format").and_then(Value::as_str);
                Ok(format.map_or(Ty::String, |format| Ty::Format(format.to_owned())))
            }
            ["boolean"] => {
                self.only(at, members, &["type"])?;
                Ok(Ty::Bool)
            }
            ["array"] => {
                self.only(at, members, &["type", "items"])?;
                let Some(items) = members.get("items") else {
                    return Err(self.error(
                        at,
                        "an array of anything has no type yet".to_owned(),
                        "say by `items` what it holds",
                    ));
                };
                let item = self.ty(&pointer::push(at, "items"), items, &format!("{wish}_item"), parent)?;
                Ok(Ty::Array(Box::new(item)))
            }
            [] => Err(self.error(at, "a schema without `type` has no type yet".to_owned(), "say the `type`")),
            [one] => Err(self.error(
                &pointer::push(at, "type"),
                format!("the type {one:?} is not there yet"),
                "keep this schema out of the folder for now",
            )),
            _ => Err(self.error(
                &pointer::push(at, "type"),
                "a list of types other than one and null has no type yet".to_owned(),
                "keep this schema out of the folder for now",
            )),
        }
    }

    /// Refuses every keyword that asserts something and is not among `known`.
    fn only(&self, at: &str, members: &Map<String, Value>, known: &[&str]) -> Result<(), Error> {
        let ignored = |name: &str| name == "$defs" || ANNOTATIONS.contains(&name);
        match members.keys().find(|name| !known.contains(&name.as_str()) && !ignored(name)) {
            Some(keyword) => Err(self.unsupported(at, keyword)),
            None => Ok(()),
        }
    }
}

fn types(members: &Map<String, Value>) -> Vec<&str> {
    match members.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The values that `enum` or `const` allows.
fn enumerated(members: &Map<String, Value>) -> Option<Vec<&Value>> {
    match (members.get("enum"), members.get("const")) {
        (Some(Value::Array(values)), None) => Some(values.iter().collect()),
        (None, Some(value)) => Some(vec![value]),
        _ => None,
    }
}

fn all_strings(members: &Map<String, Value>) -> bool {
    let types = types(members);
    enumerated(members).is_some_and(|values| !values.is_empty() && values.iter().all(|value| value.is_string()))
        && (types.is_empty() || types == ["string"])
}

/// The schema of the values other than null, if null is one value among others.
fn without_null(members: &Map<String, Value>) -> Option<Map<String, Value>> {
    let types = types(members);
    let values = enumerated(members);
    let by_type = if types.is_empty() { values.is_some() } else { types.len() > 1 && types.contains(&"null") };
    let by_value = values.is_none_or(|values| values.len() > 1 && values.contains(&&Value::Null));
    if !by_type || !by_value {
        return None;
    }
    let mut rest = members.clone();
    if let Some(Value::Array(list)) = rest.get_mut("type") {
        list.retain(|name| name != "null");
        if let [one] = list.as_slice() {
            let one = one.clone();
            rest.insert("type".to_owned(), one);
        }
    }
    if let Some(Value::Array(values)) = rest.get_mut("enum") {
        values.retain(|value| !value.is_null());
    }
    Some(rest)
}

/// The annotations of one schema object, as carried from the pointer `at`.
fn annotations(members: &Map<String, Value>, at: &str) -> Vec<Annotation> {
    let enumerated = enumerated(members).is_some();
    let carried = |name: &str| ANNOTATIONS.contains(&name) || (name == "format" && enumerated);
    members
        .iter()
        .filter(|(name, _)| carried(name))
        .map(|(name, value)| Annotation { at: at.to_owned(), keyword: name.clone(), value: value.clone() })
        .collect()
}

/// The annotations that no named type carries, from this schema down.
fn deep_annotations(members: &Map<String, Value>, ty: &Ty) -> Vec<Annotation> {
    let mut out = Vec::new();
    let (mut at, mut members, mut ty) = (String::new(), Some(members), ty);
    while let Some(schema) = members {
        let inner = if let Ty::Nullable(inner) = ty { inner } else { ty };
        let inline = matches!(inner, Ty::Named(_)) && !schema.contains_key("$ref");
        if !inline {
            out.extend(annotations(schema, &at));
        }
        let Ty::Array(item) = inner else { break };
        at.push_str("/items");
        members = schema.get("items").and_then(Value::as_object);
        ty = item;
    }
    out
}
