//! Mistakes that an implementation of serde's or schemars' traits can make: each a type around an exact one.

use schema_types::adapter::{Adapter, AnyValue};
use schemars::{Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

/// How a type departs from the exact one that it is made of.
pub struct Mistake {
    /// What it makes of a value before the exact type reads it.
    pub read: fn(&mut Value),
    /// What it makes of a value that the exact type wrote.
    pub write: fn(&mut Value),
    /// What it makes of the exact type's schema.
    pub schema: fn(&mut Schema),
    /// Whether it takes the last of several values of one key.
    pub repeats: bool,
}

const NONE: Mistake = Mistake { read: |_| {}, write: |_| {}, schema: |_| {}, repeats: false };

/// As serde's derive reads an `Option`: a key that is not there is null.
pub const ABSENT_IS_NULL: Mistake = Mistake {
    read: |value| {
        if let Value::Object(members) = value {
            members.entry("creator_email").or_insert(Value::Null);
        }
    },
    ..NONE
};

/// As schemars' derive describes an `Option`: its key may be absent.
pub const OPTIONAL_IN_THE_SCHEMA: Mistake = Mistake {
    schema: |schema| {
        if let Some(Value::Array(required)) = schema.get_mut("required") {
            required.retain(|key| key != "creator_email");
        }
    },
    ..NONE
};

/// As serde's derive reads an object: unknown keys are ignored.
pub const UNKNOWN_KEYS_ARE_READ: Mistake = Mistake {
    read: |value| {
        if let Value::Object(members) = value {
            members.retain(|key, _| ["organization_name", "creator_email", "origin_id"].contains(&key.as_str()));
        }
    },
    ..NONE
};

/// As `serde_json::Value` reads an object: the last value of a key counts.
pub const KEY_MAY_BE_REPEATED: Mistake = Mistake { repeats: true, ..NONE };

/// As `skip_serializing_if = "Option::is_none"` writes an `Option`.
pub const NULL_IS_NOT_WRITTEN: Mistake = Mistake {
    write: |value| {
        if let Value::Object(members) = value {
            members.retain(|key, value| key != "origin_id" || !value.is_null());
        }
    },
    ..NONE
};

/// A table of names that is out of step.
pub const VALUES_ARE_SWAPPED_WHEN_WRITTEN: Mistake = Mistake {
    write: |value| {
        if let Some(text) = value.as_str() {
            let swapped = ["HRIS", "ATS", "LMS", "ASSESSMENT"].into_iter().zip(["LMS", "ASSESSMENT", "HRIS", "ATS"]);
            *value = json!(swapped.into_iter().find(|(name, _)| *name == text).map(|(_, other)| other));
        }
    },
    ..NONE
};

impl Mistake {
    /// Reads a value as the exact type.
    pub fn read<'de, T: serde::de::DeserializeOwned, D: Deserializer<'de>>(
        &self,
        deserializer: D,
    ) -> Result<T, D::Error> {
        let mut value = match self.repeats {
            true => Value::deserialize(deserializer)?,
            false => AnyValue::read(deserializer)?,
        };
        (self.read)(&mut value);
        serde_json::from_value(value).map_err(serde::de::Error::custom)
    }

    /// Writes a value of the exact type.
    pub fn write<T: serde::Serialize, S: serde::Serializer>(
        &self,
        value: &T,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut value = serde_json::to_value(value).map_err(serde::ser::Error::custom)?;
        (self.write)(&mut value);
        serde::Serialize::serialize(&value, serializer)
    }

    /// The schema of the exact type.
    pub fn schema<T: schemars::JsonSchema>(&self, generator: &mut SchemaGenerator) -> Schema {
        let mut schema = T::json_schema(generator);
        (self.schema)(&mut schema);
        schema
    }
}

/// The type `$name`, which is `$exact` but for a mistake.
#[macro_export]
macro_rules! mistaken {
    ($name:ident is $exact:ident but $mistake:ident) => {
        /// The exact type but for a mistake.
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub struct $name(pub $exact);

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::mistake::$mistake.read(deserializer).map($name)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::mistake::$mistake.write(&self.0, serializer)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::mistake::$mistake.schema::<$exact>(generator)
            }
        }
    };
}
