//! Adapters for types that the user chose in place of generated ones.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};

use super::{Adapter, WriteAs};
use crate::number::{NumberVisitor, Repr, read_integer, read_number};
use crate::outside;

/// Reads and writes a value as its own type decides, whatever the schema allows.
///
/// ```
/// use schema_types::adapter::{Adapter, Own};
///
/// let address = Own::<std::net::Ipv4Addr>::read(&serde_json::json!("127.0.0.1"))?;
/// assert!(address.is_loopback());
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct Own<T>(PhantomData<T>);

impl<T: DeserializeOwned> Adapter for Own<T> {
    type Value = T;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        outside::note(T::deserialize(deserializer))
    }
}

impl<T: DeserializeOwned + Serialize> WriteAs for Own<T> {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.serialize(serializer)
    }
}

/// Reads a number as one of Rust's own, which refuses what is beyond it. `7.0` is an integer; a fraction that no double holds is
/// rounded to the nearest.
///
/// ```
/// use schema_types::adapter::{Adapter, Native};
///
/// let mut text = serde_json::Deserializer::from_str("9007199254740993.0");
/// assert_eq!(Native::<i64>::read(&mut text)?, 9_007_199_254_740_993);
/// assert!(Native::<i64>::read(&serde_json::json!(7.5)).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct Native<T>(PhantomData<T>);

/// One of Rust's own types of numbers.
pub trait NativeNumber: Sized {
    /// Reads a number.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Writes the number, if JSON has it.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

macro_rules! integers {
    ($($name:ident $read:ident)*) => {
        $(impl NativeNumber for $name {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let number = crate::number::Integer(read_integer(deserializer, D::$read)?);
                let fits = number.as_i128().and_then(|number| number.try_into().ok());
                fits.ok_or_else(|| super::out_of_range(number))
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.serialize(serializer)
            }
        })*
    };
}
integers! {
    i8 deserialize_i8 i16 deserialize_i16 i32 deserialize_i32 i64 deserialize_i64 i128 deserialize_i128
    u8 deserialize_u8 u16 deserialize_u16 u32 deserialize_u32 u64 deserialize_u64 u128 deserialize_u128
    isize deserialize_i64 usize deserialize_u64
}

macro_rules! floats {
    ($($name:ident $read:ident)*) => {
        $(impl NativeNumber for $name {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let number: Repr = read_number(deserializer, D::$read, NumberVisitor { expected: "a number" })?;
                let near = number.as_f64() as $name;
                if near.is_finite() { Ok(near) } else { Err(D::Error::custom("number out of range")) }
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if !self.is_finite() {
                    return Err(serde::ser::Error::custom(format_args!("JSON has no number {self}")));
                }
                self.serialize(serializer)
            }
        })*
    };
}
floats!(f32 deserialize_f32 f64 deserialize_f64);

impl<T: NativeNumber> Adapter for Native<T> {
    type Value = T;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        outside::note(T::read(deserializer))
    }
}

impl<T: NativeNumber> WriteAs for Native<T> {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        value.write(serializer)
    }
}

/// Reads a string as a type of strings other than `String`.
///
/// ```
/// use std::sync::Arc;
/// use schema_types::adapter::{Adapter, Text};
///
/// assert_eq!(&*Text::<Arc<str>>::read(&serde_json::json!("a"))?, "a");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct Text<T>(PhantomData<T>);

impl<T: From<String>> Adapter for Text<T> {
    type Value = T;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        struct AnyText<T>(PhantomData<T>);
        impl<T: From<String>> Visitor<'_> for AnyText<T> {
            type Value = T;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_str<E>(self, text: &str) -> Result<T, E> {
                Ok(T::from(text.to_owned()))
            }

            fn visit_string<E>(self, text: String) -> Result<T, E> {
                Ok(T::from(text))
            }
        }
        deserializer.deserialize_string(AnyText(PhantomData))
    }
}

impl<T: From<String> + AsRef<str>> WriteAs for Text<T> {
    fn write<S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value.as_ref())
    }
}
