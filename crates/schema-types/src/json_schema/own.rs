//! The schemas of types that the user chose in place of generated ones.

use std::marker::PhantomData;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

/// The schema of an own type, if it has one. Generated code names the type, so that the compiler chooses between
/// this function and that of [`Described`], which any type has.
pub struct OwnSchema<T>(PhantomData<T>);

impl<T> OwnSchema<T> {
    /// Asks for the schema of a type.
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        OwnSchema(PhantomData)
    }
}

impl<T: JsonSchema> OwnSchema<T> {
    /// The type's own schema.
    pub fn schema(&self, generator: &mut SchemaGenerator) -> Option<Value> {
        Some(generator.subschema_for::<T>().to_value())
    }

    /// Whether the type has a schema.
    pub fn is_described(&self) -> bool {
        true
    }
}

/// What a type without `JsonSchema` has.
pub trait Described {
    /// None.
    fn schema(&self, _: &mut SchemaGenerator) -> Option<Value> {
        None
    }

    /// Whether the type has a schema.
    fn is_described(&self) -> bool {
        false
    }
}

impl<T> Described for OwnSchema<T> {}

/// A copy of the vendored schema, whose definitions become those of the generator. Their names are unlike those of types.
pub fn copied(generator: &mut SchemaGenerator, copy: &str) -> Value {
    let mut schema = crate::value_enum::parse_json(copy);
    if let Some(Value::Object(definitions)) = schema.as_object_mut().and_then(|members| members.remove("$defs")) {
        generator.definitions_mut().extend(definitions);
    }
    schema
}

/// The same as a schema of schemars.
pub fn copied_schema(generator: &mut SchemaGenerator, copy: &str) -> Schema {
    Schema::try_from(copied(generator, copy)).unwrap_or_default()
}

/// A schema that also accepts null.
pub fn or_null(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

/// The schema of an own type: its own, or else a copy of the vendored one.
#[macro_export]
#[doc(hidden)]
macro_rules! own_schema {
    ($generator:ident $ty:ty, $copy:literal) => {{
        #[allow(unused_imports)]
        use $crate::private::Described;
        match $crate::private::OwnSchema::<$ty>::new().schema($generator) {
            Some(schema) => schema,
            None => $crate::private::copied($generator, $copy),
        }
    }};
}

/// Whether an own type has a schema; without a type, there is none.
#[macro_export]
#[doc(hidden)]
macro_rules! is_described {
    () => {
        false
    };
    ($ty:ty) => {{
        #[allow(unused_imports)]
        use $crate::private::Described;
        $crate::private::OwnSchema::<$ty>::new().is_described()
    }};
}
