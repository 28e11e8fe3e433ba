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

    /// A key that is always there; its schema is that of the field's type.
    pub(in super::super) fn required<F: JsonSchema>(mut self, key: &str, _field: fn(&T) -> &F) -> Self {
        self.required.push(key.into());
        self.property::<F>(key)
    }

    /// A key that may be absent; its schema is that of what the field's `Option` holds.
    pub(in super::super) fn optional<F: JsonSchema>(self, key: &str, _field: fn(&T) -> &Option<F>) -> Self {
        self.property::<F>(key)
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

    pub(in super::super) fn schema(self) -> Schema {
        Schema::try_from(self.0).unwrap_or_default()
    }
}

fn note(schema: &mut Value, at: &str, keyword: &str, value: Value) {
    if let Some(Value::Object(members)) = schema.pointer_mut(at) {
        members.insert(keyword.to_owned(), value);
    }
}
