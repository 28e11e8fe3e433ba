//! `JsonSchema` of generated types: composed of the schemas of their fields' own types, so a type that drifts from its
//! schema changes the regenerated one.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::adapter::Adapter;
use crate::annotation::{Annotated, Annotation, Literal};
use crate::map;

mod adapters;
mod own;

pub use own::{Described, OwnSchema, copied, copied_schema, or_null};

/// The schema of an object, composed of those of the fields of `T`.
pub struct ObjectSchema<'g, T> {
    generator: &'g mut SchemaGenerator,
    properties: Map<String, Value>,
    required: Vec<Value>,
    of: PhantomData<fn(&T)>,
}

impl<'g, T> ObjectSchema<'g, T> {
    /// A schema without properties.
    pub fn new(generator: &'g mut SchemaGenerator) -> Self {
        ObjectSchema { generator, properties: Map::new(), required: Vec::new(), of: PhantomData }
    }

    /// Adds a key that must be there; its schema is that of the field's type.
    pub fn required<F: JsonSchema>(mut self, key: &str, _field: fn(&T) -> &F) -> Self {
        self.required.push(key.into());
        self.property::<F>(key)
    }

    /// Adds a key that may be absent; its schema is that of the type inside the field's `Option`.
    pub fn optional<F: JsonSchema>(self, key: &str, _field: fn(&T) -> &Option<F>) -> Self {
        self.property::<F>(key)
    }

    /// As [`required`](Self::required), with the schema of the adapter that reads the field.
    pub fn required_as<A: JsonSchema + Adapter<Value = F>, F>(mut self, key: &str, _field: fn(&T) -> &F) -> Self {
        self.required.push(key.into());
        self.property::<A>(key)
    }

    /// As [`optional`](Self::optional), with the schema of the adapter that reads the field.
    pub fn optional_as<A: JsonSchema + Adapter<Value = F>, F>(self, key: &str, _field: fn(&T) -> &Option<F>) -> Self {
        self.property::<A>(key)
    }

    /// Adds the keys that have one value.
    pub fn constants<M: crate::object::Members>(mut self) -> Self {
        for constant in M::CONSTANTS {
            self.required.push(constant.key.into());
            self.properties.insert(constant.key.to_owned(), json!({ "const": constant.value }));
        }
        self
    }

    fn property<F: JsonSchema>(mut self, key: &str) -> Self {
        self.properties.insert(key.to_owned(), self.generator.subschema_for::<F>().to_value());
        self
    }

    /// The schema of an object that allows other keys, whose values an adapter reads.
    pub fn open<A: JsonSchema + Adapter<Value = M::Item>, M: map::Map>(self, _field: fn(&T) -> &M) -> Schema {
        let additional = self.generator.subschema_for::<A>();
        let mut schema = self.closed();
        if additional.as_bool() == Some(true) {
            schema.remove("additionalProperties");
        } else {
            schema.insert("additionalProperties".to_owned(), additional.to_value());
        }
        schema
    }

    /// The schema of an object that ignores other keys.
    pub fn ignoring(self) -> Schema {
        let mut schema = self.closed();
        schema.remove("additionalProperties");
        schema
    }

    /// The schema of an object that allows no other keys.
    pub fn closed(self) -> Schema {
        let mut schema = Schema::default();
        schema.insert("type".to_owned(), "object".into());
        schema.insert("properties".to_owned(), self.properties.into());
        if !self.required.is_empty() {
            schema.insert("required".to_owned(), self.required.into());
        }
        schema.insert("additionalProperties".to_owned(), false.into());
        schema
    }
}

std::thread_local! {
    static CARRIES: Cell<bool> = const { Cell::new(true) };
}

/// Whether schemas have the constraints that code or validators check, which the types themselves do not express.
fn carries() -> bool {
    CARRIES.get()
}

std::thread_local! {
    /// The generated types whose schemas were made, while that is noted.
    static NOTED: RefCell<Option<BTreeSet<&'static str>>> = const { RefCell::new(None) };
}

/// A schema, with the names of the generated types that it is composed of.
pub(crate) fn note_types(schema: impl FnOnce() -> Schema) -> (Schema, BTreeSet<&'static str>) {
    NOTED.set(Some(BTreeSet::new()));
    let schema = schema();
    (schema, NOTED.take().unwrap_or_default())
}

/// The schema that the types alone enforce.
pub(crate) fn without_constraints(schema: impl FnOnce() -> Schema) -> Schema {
    CARRIES.set(false);
    let schema = schema();
    CARRIES.set(true);
    schema
}

/// The schema of `T` with its annotations.
pub fn annotate<T: Annotated>(generator: &mut SchemaGenerator, schema: Schema) -> Schema {
    NOTED.with_borrow_mut(|noted| noted.as_mut().map(|noted| noted.insert(std::any::type_name::<T>())));
    let mut schema = schema.to_value();
    for Annotation { pointer, value, carried } in T::ANNOTATIONS {
        if *carried && !carries() {
            continue;
        }
        let value = match value {
            Literal::Text(text) => Value::from(*text),
            Literal::Json(json) => crate::value_enum::parse_json(json),
            Literal::Schema(make) => {
                let made = make(generator);
                match schema.pointer_mut(pointer) {
                    Some(place) => *place = made,
                    None => insert(&mut schema, pointer, made),
                }
                continue;
            }
        };
        insert(&mut schema, pointer, value);
    }
    Schema::try_from(schema).unwrap_or_default()
}

/// Inserts a keyword at its pointer.
fn insert(schema: &mut Value, pointer: &str, value: Value) {
    let Some((at, keyword)) = pointer.rsplit_once('/') else { return };
    let keyword = keyword.replace("~1", "/").replace("~0", "~");
    if let ("patternProperties", Value::Array(patterns)) = (keyword.as_str(), &value) {
        return under_patterns(schema, at, patterns);
    }
    // `true` and `{}` mean the same, and only the second has room for an annotation.
    if let Some(place @ Value::Bool(true)) = schema.pointer_mut(at) {
        *place = Value::Object(Map::new());
    }
    if let Some(Value::Object(members)) = schema.pointer_mut(at) {
        members.insert(keyword, value);
    }
}

/// Moves the schema of undeclared keys under patterns: a key that matches none is not allowed.
fn under_patterns(schema: &mut Value, at: &str, patterns: &[Value]) {
    if let Some(Value::Object(members)) = schema.pointer_mut(at) {
        let values = members.remove("additionalProperties").unwrap_or(Value::Bool(true));
        let patterns = patterns.iter().filter_map(Value::as_str).map(|pattern| (pattern.to_owned(), values.clone()));
        members.insert("patternProperties".to_owned(), Value::Object(patterns.collect()));
        members.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
}

/// The schema of a type with the keywords that its validator checks. `references` gives the schema of each reference in them.
pub fn guarded(
    own: Schema,
    guard: &str,
    keywords: &[&str],
    references: impl FnOnce() -> Option<Vec<(&'static str, Schema)>>,
) -> Schema {
    if !carries() {
        return own;
    }
    if keywords.contains(&"false") {
        return json_schema!({ "not": {} });
    }
    let mut guard = crate::value_enum::parse_json(guard);
    let Some(references) = references() else {
        // A document as it was found, which refers to nothing outside it.
        return Schema::try_from(guard).unwrap_or_default();
    };
    replace(&mut guard, &references);
    // `unevaluatedProperties` depends on the keywords beside it, which the type may express otherwise; and a keyword that is
    // missing here is one of a schema that it refers to.
    let apart =
        |keyword: &&str| *keyword != "$ref" && !keyword.starts_with("unevaluated") && guard.get(keyword).is_some();
    let mut schema = own;
    if keywords.iter().all(apart) {
        for keyword in keywords {
            schema.insert((*keyword).to_owned(), guard.get(keyword).cloned().unwrap_or_default());
        }
    } else {
        schema.insert("allOf".to_owned(), Value::Array(vec![guard]));
    }
    schema
}

/// Replaces references by schemas of this generator.
fn replace(value: &mut Value, references: &[(&str, Schema)]) {
    let target = value.get("$ref").and_then(Value::as_str).map(str::to_owned);
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(|member| replace(member, references));
            let found = references.iter().find(|(name, _)| Some(*name) == target.as_deref());
            if let Some((_, Value::Object(schema))) = found.map(|(name, schema)| (name, schema.clone().to_value())) {
                members.remove("$ref");
                members.extend(schema);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, references)),
        _ => {}
    }
}

/// The schema of a union. Without the constraints of its members, more than one member of a `oneOf` may be valid.
pub fn union_schema(keyword: &str, members: Vec<Value>) -> Schema {
    let mut schema = Schema::default();
    schema.insert(if carries() { keyword } else { "anyOf" }.to_owned(), members.into());
    schema
}

/// The schema of a member of a union, which `wrap` makes the union.
pub fn variant_schema<F: JsonSchema, T>(generator: &mut SchemaGenerator, _wrap: fn(F) -> T) -> Value {
    generator.subschema_for::<F>().to_value()
}

/// The same, with the schema of the adapter that reads the member.
pub fn variant_schema_as<A: JsonSchema + Adapter<Value = F>, F, T>(
    generator: &mut SchemaGenerator,
    _wrap: fn(F) -> T,
) -> Value {
    generator.subschema_for::<A>().to_value()
}

/// The schema of the type inside a newtype.
pub fn field_schema<T, F: JsonSchema>(generator: &mut SchemaGenerator, _field: fn(&T) -> &F) -> Schema {
    generator.subschema_for::<F>()
}

/// The same, with the schema of the adapter that reads it.
pub fn field_schema_as<A: JsonSchema + Adapter<Value = F>, T, F>(
    generator: &mut SchemaGenerator,
    _field: fn(&T) -> &F,
) -> Schema {
    generator.subschema_for::<A>()
}

/// How a schema lists values: the keyword and, for a union, how many each member lists; nothing for one each.
type Listing<'a> = (&'a str, &'a [usize]);

/// The schema of strings that `enum` lists, or the members of a union.
pub fn string_schema(listing: Listing<'_>, values: &[&str]) -> Schema {
    let mut schema = values_schema(listing, values.iter().map(|value| Value::from(*value)).collect());
    schema.insert("type".to_owned(), "string".into());
    schema
}

/// The schema of values that `enum` lists, or the members of a union.
pub fn values_schema((keyword, counts): Listing<'_>, values: Vec<Value>) -> Schema {
    if keyword == "enum" {
        return json_schema!({ "enum": values });
    }
    let mut values = values.into_iter().peekable();
    let mut members = Vec::new();
    let listed = counts.len();
    for (index, count) in counts.iter().copied().chain(std::iter::repeat(1)).enumerate() {
        if index >= listed && values.peek().is_none() {
            break;
        }
        members.push(match values.by_ref().take(count).collect::<Vec<_>>().as_slice() {
            // A member that allows any string.
            [] => json!({ "type": "string" }),
            [one] => json!({ "const": one }),
            listed => json!({ "enum": listed }),
        });
    }
    union_schema(keyword, members)
}

/// A variant of a union of constants and of objects with one key.
pub enum KeyedMember {
    /// A constant.
    Constant(&'static str),
    /// An object with this key, and the schema of its value.
    Key(&'static str, Value),
}

/// The schema of a union of constants and of objects with one key.
pub fn keyed_schema((keyword, counts): Listing<'_>, members: Vec<KeyedMember>) -> Schema {
    let mut members = members.into_iter();
    let counts = counts.iter().copied().chain(std::iter::repeat(1));
    let schemas = counts.map_while(|count| {
        let mut constants = Vec::new();
        for member in members.by_ref().take(count) {
            match member {
                KeyedMember::Constant(text) => constants.push(text),
                KeyedMember::Key(key, value) => {
                    let properties = Map::from_iter([(key.to_owned(), value)]);
                    return Some(json!({
                        "type": "object", "properties": properties, "required": [key], "additionalProperties": false,
                    }));
                }
            }
        }
        (!constants.is_empty()).then(|| json!({ "type": "string", "enum": constants }))
    });
    union_schema(keyword, schemas.collect())
}

/// The schema of a JSON type.
pub fn type_schema(json_type: &str) -> Schema {
    json_schema!({ "type": json_type })
}

/// The schema of any value.
pub fn any_schema() -> Schema {
    Schema::default()
}

/// The schema of strings with a format.
pub fn string_with_format(format: &str) -> Schema {
    json_schema!({ "type": "string", "format": format })
}
