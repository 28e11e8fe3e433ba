use ::schemars::{JsonSchema, Schema, SchemaGenerator};
use ::serde_json::{Map, Value};

/// The schema of an object, put together from the schemas of `T`'s fields.
pub(in super::super) struct ObjectSchema<'g, T> {
    generator: &'g mut SchemaGenerator,
    notes: Noted,
    properties: Map<String, Value>,
    last: String,
    required: Vec<Value>,
    of: ::std::marker::PhantomData<fn(&T)>,
}

impl<'g, T> ObjectSchema<'g, T> {
    pub(in super::super) fn new(generator: &'g mut SchemaGenerator) -> Self {
        ObjectSchema {
            generator,
            notes: Noted(Value::Object(Map::new())),
            properties: Map::new(),
            last: String::new(),
            required: Vec::new(),
            of: ::std::marker::PhantomData,
        }
    }

    /// An annotation that the vendored schema has at the pointer `at` from the property that was added last or, where
    /// there is none yet, of the object itself.
    pub(in super::super) fn note(mut self, at: &str, keyword: &str, value: impl Into<Value>) -> Self {
        match self.properties.get_mut(&self.last) {
            Some(property) => note(property, at, keyword, value.into()),
            None => note(&mut self.notes.0, at, keyword, value.into()),
        }
        self
    }

    /// A keyword that a guard asserts, of the vendored schema at the pointer `at` from the property that was added last.
    pub(in super::super) fn carried(self, at: &str, keyword: &str, value: impl Into<Value>) -> Self {
        if carries() { self.note(at, keyword, value) } else { self }
    }

    /// A key that is always there; its schema is that of the field's type.
    pub(in super::super) fn required<F: JsonSchema>(mut self, key: &str, _field: fn(&T) -> &F) -> Self {
        self.required.push(key.into());
        self.property::<F>(key)
    }

    /// A key that may be absent; its schema is that of what the field's `Option` holds.
    pub(in super::super) fn optional<F: JsonSchema>(self, key: &str, _field: fn(&T) -> &Option<F>) -> Self {
        self.property::<F>(key)
    }

    /// As [`required`](Self::required), where a reader tells what the field's type does not.
    pub(in super::super) fn required_as<R: JsonSchema + Reads<F>, F>(mut self, key: &str, _field: fn(&T) -> &F) -> Self {
        self.required.push(key.into());
        self.property::<R>(key)
    }

    /// As [`optional`](Self::optional), where a reader tells what the field's type does not.
    pub(in super::super) fn optional_as<R: JsonSchema + Reads<F>, F>(
        self,
        key: &str,
        _field: fn(&T) -> &Option<F>,
    ) -> Self {
        self.property::<R>(key)
    }

    /// The schema of undeclared keys' values, and the object that allows them.
    pub(in super::super) fn open<R: JsonSchema + Reads<F>, F>(
        self,
        _field: fn(&T) -> &::std::collections::BTreeMap<String, F>,
    ) -> Noted {
        let additional = self.generator.subschema_for::<R>();
        let mut schema = self.closed();
        if additional.as_bool() == Some(true) {
            schema.remove("additionalProperties");
        } else {
            schema.insert("additionalProperties".to_owned(), additional.to_value());
        }
        Noted::new(schema)
    }

    fn property<F: JsonSchema>(mut self, key: &str) -> Self {
        key.clone_into(&mut self.last);
        self.properties.insert(key.to_owned(), self.generator.subschema_for::<F>().to_value());
        self
    }

    /// The object that allows no other keys.
    pub(in super::super) fn closed(self) -> Schema {
        let mut schema = self.notes.schema();
        schema.insert("type".to_owned(), "object".into());
        schema.insert("properties".to_owned(), self.properties.into());
        if !self.required.is_empty() {
            schema.insert("required".to_owned(), self.required.into());
        }
        schema.insert("additionalProperties".to_owned(), false.into());
        schema
    }
}

/// A schema that is being given the annotations of the vendored one.
pub(in super::super) struct Noted(Value);

impl Noted {
    pub(in super::super) fn new(schema: Schema) -> Self {
        Noted(schema.to_value())
    }

    pub(in super::super) fn note(mut self, at: &str, keyword: &str, value: impl Into<Value>) -> Self {
        note(&mut self.0, at, keyword, value.into());
        self
    }

    /// A keyword that a guard asserts.
    pub(in super::super) fn carried(self, at: &str, keyword: &str, value: impl Into<Value>) -> Self {
        if carries() { self.note(at, keyword, value) } else { self }
    }

    pub(in super::super) fn schema(self) -> Schema {
        Schema::try_from(self.0).unwrap_or_default()
    }
}

::std::thread_local! {
    static CARRIES: ::std::cell::Cell<bool> = const { ::std::cell::Cell::new(true) };
}

/// Whether schemas have the keywords that guards assert, which the types themselves do not say.
pub(in super::super) fn carries() -> bool {
    CARRIES.get()
}

/// What `schema` makes of the types alone.
pub(in super::super) fn without_guards(schema: fn() -> Schema) -> Schema {
    CARRIES.set(false);
    let schema = schema();
    CARRIES.set(true);
    schema
}

/// A keyword that a guard asserts, with its references replaced by those of this generator.
pub(in super::super) fn keyword(json: &str, references: &[(&str, Schema)]) -> Value {
    let mut value = self::json(json);
    replace(&mut value, references);
    value
}

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

/// Nothing is valid.
pub(in super::super) fn never() -> Schema {
    ::schemars::json_schema!({ "not": {} })
}

/// The schema of a union, put together from those of its members. Without what guards assert, more than one member of
/// a `oneOf` may be valid.
pub(in super::super) fn union(keyword: &str, members: Vec<Value>) -> Schema {
    let mut schema = Schema::default();
    schema.insert(if carries() { keyword } else { "anyOf" }.to_owned(), members.into());
    schema
}

/// The schema of strings that `enum` lists or, annotated one by one, another keyword.
pub(in super::super) fn strings(keyword: &str, values: &[&str]) -> Schema {
    if keyword == "enum" {
        return ::schemars::json_schema!({ "type": "string", "enum": values });
    }
    let members = values.iter().map(|value| ::serde_json::json!({ "const": value }));
    let mut schema = union(keyword, members.collect());
    schema.insert("type".to_owned(), "string".into());
    schema
}

/// A JSON text as a value.
pub(in super::super) fn json(text: &str) -> Value {
    ::serde_json::from_str(text).unwrap_or_default()
}

/// A type, or a reader of its values, that has a schema.
pub(in super::super) trait Reads<T> {}

fn note(schema: &mut Value, at: &str, keyword: &str, value: Value) {
    if let ("patternProperties", Value::Array(patterns)) = (keyword, &value) {
        return under_patterns(schema, at, patterns);
    }
    // `true` and `{}` say the same, and only the second has room for an annotation.
    if let Some(place @ Value::Bool(true)) = schema.pointer_mut(at) {
        *place = Value::Object(Map::new());
    }
    if let Some(Value::Object(members)) = schema.pointer_mut(at) {
        members.insert(keyword.to_owned(), value);
    }
}

/// What is additional stands under these patterns, and nothing else is.
fn under_patterns(schema: &mut Value, at: &str, patterns: &[Value]) {
    if let Some(Value::Object(members)) = schema.pointer_mut(at) {
        let values = members.remove("additionalProperties").unwrap_or(Value::Bool(true));
        let patterns = patterns.iter().filter_map(Value::as_str).map(|pattern| (pattern.to_owned(), values.clone()));
        members.insert("patternProperties".to_owned(), Value::Object(patterns.collect()));
        members.insert("additionalProperties".to_owned(), Value::Bool(false));
    }
}
