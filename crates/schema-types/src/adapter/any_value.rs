//! Values of any type.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::Adapter;
use crate::number::NumberText;
use crate::token::{FirstKey, Key};

/// Reads any JSON value of which every object has each key once.
pub struct AnyValue;

impl Adapter for AnyValue {
    type Value = Value;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        Unambiguous::deserialize(deserializer).map(|Unambiguous(value)| value)
    }
}

struct Unambiguous(Value);

impl<'de> Deserialize<'de> for Unambiguous {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any).map(Unambiguous)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    // CBOR's null.
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(Number::from_i128(value).map_or_else(|| (value as f64).into(), Value::Number))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(Unambiguous(item)) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        let mut next = match map.next_key_seed(FirstKey)? {
            Some(Key::Text) => return NumberText::of(&mut map)?.number().map(Value::Number),
            Some(Key::Real(key)) => Some(key),
            None => None,
        };
        while let Some(key) = next {
            if members.contains_key(&key) {
                return Err(A::Error::custom(format_args!("duplicate field `{key}`")));
            }
            let Unambiguous(value) = map.next_value()?;
            members.insert(key, value);
            next = map.next_key()?;
        }
        Ok(Value::Object(members))
    }
}

/// The JSON type null, of those that [`Of`] reads.
pub const NULL: u8 = 1;
/// The JSON type boolean.
pub const BOOLEAN: u8 = 2;
/// The JSON type number.
pub const NUMBER: u8 = 4;
/// The JSON type string.
pub const STRING: u8 = 8;
/// The JSON type array.
pub const ARRAY: u8 = 16;
/// The JSON type object.
pub const OBJECT: u8 = 32;

/// Reads a value of some of the JSON types: `Of<{ NULL | STRING }>`.
pub struct Of<const TYPES: u8>;

impl<const TYPES: u8> Adapter for Of<TYPES> {
    type Value = Value;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        let value = AnyValue::read(deserializer)?;
        let of = match value {
            Value::Null => NULL,
            Value::Bool(_) => BOOLEAN,
            Value::Number(_) => NUMBER,
            Value::String(_) => STRING,
            Value::Array(_) => ARRAY,
            Value::Object(_) => OBJECT,
        };
        match TYPES & of {
            0 => Err(D::Error::custom("a value of another type")),
            _ => Ok(value),
        }
    }
}
