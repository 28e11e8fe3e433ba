//! Finding the member of a union that a value belongs to.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::Value;

use crate::adapter::Adapter;
use crate::convert::InstancePath;
use crate::guard::Departure;
use crate::number::NumberText;
use crate::token::{FirstKey, Key, Peeked, numbers_are_maps};
use crate::wire::Wire;

/// A union whose members differ in JSON type. It has those of these functions that its types need.
pub trait ByType: Sized {
    /// The JSON types of its values.
    const TYPES: &'static [&'static str];

    /// Reads null.
    fn null<'de, D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("null"))
    }

    /// Reads a boolean.
    fn boolean<'de, D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("a boolean"))
    }

    /// Reads a number.
    fn number<'de, D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("a number"))
    }

    /// Reads a string.
    fn string<'de, D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("a string"))
    }

    /// Reads an array.
    fn array<'de, D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("an array"))
    }

    /// Reads an object.
    fn object<'de, D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("an object"))
    }
}

/// Hands the value to the member that values of its JSON type belong to.
pub struct Dispatch<T> {
    format: Wire,
    of: std::marker::PhantomData<T>,
}

impl<T: ByType> Dispatch<T> {
    /// Reads a value.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let format = Wire::of::<D::Error>(deserializer.is_human_readable());
        deserializer.deserialize_any(Dispatch { format, of: std::marker::PhantomData })
    }

    fn accept<E: Error>(&self, json_type: &str, found: Unexpected<'_>) -> Result<(), E> {
        match T::TYPES.contains(&json_type) {
            true => Ok(()),
            false => Err(E::invalid_type(found, self)),
        }
    }
}

fn with_article(json_type: &str) -> &'static str {
    match json_type {
        "null" => "null",
        "boolean" => "a boolean",
        "number" => "a number",
        "string" => "a string",
        "array" => "an array",
        _ => "an object",
    }
}

impl<'de, T: ByType> Visitor<'de> for Dispatch<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, json_type) in T::TYPES.iter().enumerate() {
            write!(f, "{}{}", if index > 0 { " or " } else { "" }, with_article(json_type))?;
        }
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        self.accept("null", Unexpected::Unit)?;
        T::null(IntoDeserializer::<E>::into_deserializer(()))
    }

    fn visit_none<E: Error>(self) -> Result<T, E> {
        self.visit_unit()
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<T, E> {
        self.accept("boolean", Unexpected::Bool(value))?;
        T::boolean(IntoDeserializer::<E>::into_deserializer(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<T, E> {
        self.accept("number", Unexpected::Signed(value))?;
        T::number(IntoDeserializer::<E>::into_deserializer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<T, E> {
        self.accept("number", Unexpected::Unsigned(value))?;
        T::number(IntoDeserializer::<E>::into_deserializer(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<T, E> {
        self.accept("number", Unexpected::Float(value))?;
        T::number(IntoDeserializer::<E>::into_deserializer(value))
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        if self.format == Wire::Texts && !T::TYPES.contains(&"string") {
            self.accept("number", Unexpected::Str(value))?;
            return T::number(IntoDeserializer::<E>::into_deserializer(value));
        }
        self.accept("string", Unexpected::Str(value))?;
        T::string(IntoDeserializer::<E>::into_deserializer(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, value: A) -> Result<T, A::Error> {
        if self.format == Wire::Typed && !T::TYPES.contains(&"array") {
            self.accept("object", Unexpected::Seq)?;
            return T::object(SeqAccessDeserializer::new(value));
        }
        self.accept("array", Unexpected::Seq)?;
        T::array(SeqAccessDeserializer::new(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        if !numbers_are_maps() {
            self.accept("object", Unexpected::Map)?;
            return T::object(MapAccessDeserializer::new(map));
        }
        match map.next_key_seed(FirstKey)? {
            Some(Key::Text) => {
                self.accept("number", Unexpected::Other("number"))?;
                T::number(NumberText::of(&mut map)?)
            }
            key => {
                self.accept("object", Unexpected::Map)?;
                let key = key.and_then(Key::into_real);
                T::object(MapAccessDeserializer::new(Peeked { key, map }))
            }
        }
    }
}

/// Why each member of a union did not read a value.
pub type Refusals = Vec<String>;

/// The value as a member of a union, or one refusal more. `wrap` makes the union of the member.
pub fn attempt<A: Adapter, T>(
    value: &Value,
    name: &str,
    wrap: fn(A::Value) -> T,
    refusals: &mut Refusals,
) -> Option<T> {
    A::read(value).map(wrap).map_err(|error| refusals.push(format!("{name}: {error}"))).ok()
}

/// The error of a union of which no member reads the value.
pub fn none<E: Error>(refusals: &Refusals) -> E {
    E::custom(format_args!("no member of the union reads the value ({})", refusals.join("; ")))
}

/// The error of `oneOf` of which two members read the value.
pub fn two<E: Error>(first: &str, second: &str) -> E {
    E::custom(format_args!("`oneOf`: both {first} and {second} read the value"))
}

/// The value's tag, which must be one of `tags`.
pub fn tag<'v, E: Error>(value: &'v Value, key: &'static str, tags: &[&str]) -> Result<&'v str, E> {
    let Some(object) = value.as_object() else { return Err(E::custom("expected an object")) };
    let Some(tag) = object.get(key) else { return Err(E::missing_field(key)) };
    let known = tag.as_str().filter(|tag| tags.contains(tag));
    known.ok_or_else(|| E::custom(format_args!("`{key}` is {tag}, expected one of {}", tags.join(", "))))
}

/// Whether a value is of a JSON type.
pub fn is_of(value: &Value, json_type: &str) -> bool {
    let of = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    of == json_type
}

/// Whether the value's tag is one of `tags`.
pub fn has_tag(value: &Value, key: &str, tags: &[&str]) -> bool {
    value.get(key).and_then(Value::as_str).is_some_and(|tag| tags.contains(&tag))
}

/// Adds a departure at the value's tag, if that is what is unknown.
pub fn depart_tag<T>(
    value: &Value,
    key: &str,
    tags: &[&str],
    at: &InstancePath<'_>,
    departures: &mut Vec<Departure>,
) -> Option<Option<T>> {
    let tag = value.get(key).filter(|tag| !tag.as_str().is_some_and(|tag| tags.contains(&tag)))?;
    Some(at.key(key).depart(format_args!("unknown value {tag}"), departures))
}
