//! The schemas of adapters.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::Value;

use crate::adapter::{Adapter, AnyValue, Entries, Many, Maybe, Native, Of, Own, Plain, Text, Whole};

macro_rules! schema {
    ([$($generic:tt)*] $adapter:ty, $generator:ident => $schema:expr) => {
        impl<$($generic)*> JsonSchema for $adapter {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                "Adapter".into()
            }

            fn schema_id() -> Cow<'static, str> {
                std::any::type_name::<Self>().into()
            }

            fn json_schema($generator: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    };
}

schema!([T: JsonSchema] Plain<T>, generator => generator.subschema_for::<T>());
schema!([T: Bounded] Whole<T>, _generator => {
    json_schema!({ "type": "integer", "minimum": T::LEAST, "maximum": T::MOST })
});
schema!([A: JsonSchema] Many<A>, generator => {
    json_schema!({ "type": "array", "items": generator.subschema_for::<A>() })
});
schema!([A: JsonSchema + Adapter, M] Entries<A, M>, generator => {
    let values = generator.subschema_for::<A>();
    let mut schema = json_schema!({ "type": "object" });
    if values.as_bool() != Some(true) {
        schema.insert("additionalProperties".to_owned(), values.to_value());
    }
    schema
});
schema!([A: JsonSchema] Maybe<A>, generator => {
    let mut schema = generator.subschema_for::<A>();
    match schema.get_mut("type") {
        Some(Value::String(one)) => {
            let types = vec![std::mem::take(one), "null".to_owned()];
            schema.insert("type".to_owned(), types.into());
            schema
        }
        _ => json_schema!({ "anyOf": [schema, { "type": "null" }] }),
    }
});
// Another schema takes the place of these, except that of a text, where the adapter is used.
schema!([T] Own<T>, _generator => Schema::default());
schema!([T] Native<T>, _generator => Schema::default());
schema!([T] Text<T>, _generator => json_schema!({ "type": "string" }));
#[cfg(feature = "time")]
schema!([] crate::adapter::TimeDateTime, _generator => Schema::default());
#[cfg(feature = "time")]
schema!([] crate::adapter::TimeDate, _generator => Schema::default());
schema!([] AnyValue, _generator => true.into());
schema!([const TYPES: u8] Of<TYPES>, _generator => {
    let names = ["null", "boolean", "number", "string", "array", "object"];
    let types = names.into_iter().enumerate().filter(|(bit, _)| TYPES & (1 << bit) != 0);
    json_schema!({ "type": types.map(|(_, name)| name).collect::<Vec<_>>() })
});

/// The whole numbers that one of Rust's integers holds.
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
