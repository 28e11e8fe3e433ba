use super::json_schema::Reads;
use super::read::{Entries, Many, Maybe, Plain, Read, Whole};
use ::schemars::{JsonSchema, Schema, SchemaGenerator};
use ::serde_json::Value;

impl<R: Read<Value = T>, T> Reads<T> for R {}

macro_rules! schema {
    ([$($generic:tt)*] $reader:ty, $generator:ident => $schema:expr) => {
        impl<$($generic)*> JsonSchema for $reader {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                "Reader".into()
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::std::any::type_name::<Self>().into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

schema!([T: JsonSchema] Plain<T>, generator => generator.subschema_for::<T>());
schema!([T: Bounded] Whole<T>, _generator => {
    ::schemars::json_schema!({ "type": "integer", "minimum": T::LEAST, "maximum": T::MOST })
});
schema!([R: JsonSchema] Many<R>, generator => {
    ::schemars::json_schema!({ "type": "array", "items": generator.subschema_for::<R>() })
});
schema!([R: JsonSchema] Entries<R>, generator => {
    let values = generator.subschema_for::<R>();
    let mut schema = ::schemars::json_schema!({ "type": "object" });
    if values.as_bool() != Some(true) {
        schema.insert("additionalProperties".to_owned(), values.to_value());
    }
    schema
});
schema!([R: JsonSchema] Maybe<R>, generator => {
    let mut schema = generator.subschema_for::<R>();
    match schema.get_mut("type") {
        Some(Value::String(one)) => {
            let types = vec![::std::mem::take(one), "null".to_owned()];
            schema.insert("type".to_owned(), types.into());
            schema
        }
        _ => ::schemars::json_schema!({ "anyOf": [schema, { "type": "null" }] }),
    }
});

/// The whole numbers that a type holds.
trait Bounded {
    const LEAST: i64;
    const MOST: u64;
}

macro_rules! bounded {
    ($($name:ident)*) => {
        $(impl Bounded for $name {
            const LEAST: i64 = $name::MIN as i64;
            const MOST: u64 = $name::MAX as u64;
        })*
    };
}
bounded!(u8 i8 u16 i16 u32 i32 u64 i64);
