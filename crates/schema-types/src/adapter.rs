//! Adapters: how to read a value where a Rust type's own `Deserialize` reads too much or too little.
//!
//! Generated code names them after `as`: `count as Whole<u8>` reads `7.0`, which is an integer to JSON Schema, and refuses
//! `256`. An adapter holds no value: it is a way to read one, as a type.

mod any_value;
mod own;
#[cfg(feature = "time")]
mod time;
mod twin;
mod write;

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

pub use any_value::{ARRAY, AnyValue, BOOLEAN, NULL, NUMBER, OBJECT, Of, STRING};

pub use own::{Native, NativeNumber, Own, Text};
#[cfg(feature = "time")]
pub use time::{TimeDate, TimeDateTime};
pub use twin::Twin;
pub use write::WriteAs;
pub(crate) use write::Written;

use crate::map::Map;
use crate::number::{Integer, read_integer};

/// A way to read a value.
pub trait Adapter {
    /// The type of the value.
    type Value;

    /// Reads the value.
    ///
    /// # Errors
    ///
    /// Those of the deserializer, and a value that the schema does not allow.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error>;
}

/// An adapter as a seed.
pub(crate) struct Seed<A>(PhantomData<A>);

impl<A> Seed<A> {
    pub(crate) fn new() -> Self {
        Seed(PhantomData)
    }
}

impl<'de, A: Adapter> DeserializeSeed<'de> for Seed<A> {
    type Value = A::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<A::Value, D::Error> {
        A::read(deserializer)
    }
}

/// Reads a value by the type's own `Deserialize`.
pub struct Plain<T>(PhantomData<T>);

impl<T: DeserializeOwned> Adapter for Plain<T> {
    type Value = T;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}

/// Reads a number without a fraction, however it is written, as one of Rust's integers.
pub struct Whole<T>(PhantomData<T>);

/// One of Rust's integers.
pub trait RustInteger: TryFrom<i128> {
    /// Reads a number from a format that has to be told its type.
    #[doc(hidden)]
    fn read_typed<'de, D: Deserializer<'de>, V: Visitor<'de>>(
        deserializer: D,
        visitor: V,
    ) -> Result<V::Value, D::Error>;
}

macro_rules! rust_integer {
    ($($integer:ident $read:ident)*) => {
        $(impl RustInteger for $integer {
            fn read_typed<'de, D: Deserializer<'de>, V: Visitor<'de>>(
                deserializer: D,
                visitor: V,
            ) -> Result<V::Value, D::Error> {
                deserializer.$read(visitor)
            }
        })*
    };
}
rust_integer! {
    i8 deserialize_i8 i16 deserialize_i16 i32 deserialize_i32 i64 deserialize_i64
    u8 deserialize_u8 u16 deserialize_u16 u32 deserialize_u32 u64 deserialize_u64
}

impl<T: RustInteger> Adapter for Whole<T> {
    type Value = T;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let number = Integer(read_integer(deserializer, T::read_typed)?);
        let fits = number.as_i128().and_then(|number| T::try_from(number).ok());
        fits.ok_or_else(|| out_of_range(number))
    }
}

/// The error for a whole number that a type does not hold.
#[cold]
fn out_of_range<E: Error>(number: Integer) -> E {
    E::custom(format_args!("integer `{number}` is out of range"))
}

/// Reads an array of values that another adapter reads.
pub struct Many<A>(PhantomData<A>);

impl<A: Adapter> Adapter for Many<A> {
    type Value = Vec<A::Value>;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        struct Items<A>(PhantomData<A>);
        impl<'de, A: Adapter> Visitor<'de> for Items<A> {
            type Value = Vec<A::Value>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Self::Value, S::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element_seed(Seed::<A>::new())? {
                    items.push(item);
                }
                Ok(items)
            }
        }
        deserializer.deserialize_seq(Items::<A>(PhantomData))
    }
}

/// Reads null, or a value that another adapter reads.
pub struct Maybe<A>(PhantomData<A>);

impl<A: Adapter> Adapter for Maybe<A> {
    type Value = Option<A::Value>;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        struct OrNull<A>(PhantomData<A>);
        impl<'de, A: Adapter> Visitor<'de> for OrNull<A> {
            type Value = Option<A::Value>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value or null")
            }

            fn visit_none<E>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
                A::read(deserializer).map(Some)
            }
        }
        deserializer.deserialize_option(OrNull::<A>(PhantomData))
    }
}

/// Reads the members of an object, each key once, into a map.
pub struct Entries<A: Adapter, M = BTreeMap<String, <A as Adapter>::Value>>(PhantomData<(A, M)>);

impl<A: Adapter, M: Map<Item = A::Value>> Adapter for Entries<A, M> {
    type Value = M;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<M, D::Error> {
        struct Members<A, M>(PhantomData<(A, M)>);
        impl<'de, A: Adapter, M: Map<Item = A::Value>> Visitor<'de> for Members<A, M> {
            type Value = M;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<S: MapAccess<'de>>(self, mut map: S) -> Result<M, S::Error> {
                let mut members = M::default();
                while let Some(key) = map.next_key::<String>()? {
                    read_entry::<A, S, M>(&mut map, key, &mut members)?;
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Members::<A, M>(PhantomData))
    }
}

/// Reads the value of a key that is not declared.
pub(crate) fn read_entry<'de, A: Adapter, S: MapAccess<'de>, M: Map<Item = A::Value>>(
    map: &mut S,
    key: String,
    members: &mut M,
) -> Result<(), S::Error> {
    if members.has(&key) {
        return Err(S::Error::custom(format_args!("duplicate field `{key}`")));
    }
    members.put(key, map.next_value_seed(Seed::<A>::new())?);
    Ok(())
}

macro_rules! tuple {
    ($count:literal $($adapter:ident)+) => {
        /// Reads an array of as many items as there are adapters.
        impl<$($adapter: Adapter),+> Adapter for ($($adapter,)+) {
            type Value = ($($adapter::Value,)+);

            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
                struct Items<T>(PhantomData<T>);
                impl<'de, $($adapter: Adapter),+> Visitor<'de> for Items<($($adapter,)+)> {
                    type Value = ($($adapter::Value,)+);

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        write!(f, "an array of length {}", $count)
                    }

                    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Self::Value, S::Error> {
                        let missing = || S::Error::custom(concat!("expected an array of length ", $count));
                        Ok(($(seq.next_element_seed(Seed::<$adapter>::new())?.ok_or_else(missing)?,)+))
                    }
                }
                deserializer.deserialize_tuple($count, Items::<($($adapter,)+)>(PhantomData))
            }
        }
    };
}
tuple!(1 A0);
tuple!(2 A0 A1);
tuple!(3 A0 A1 A2);
tuple!(4 A0 A1 A2 A3);
tuple!(5 A0 A1 A2 A3 A4);
tuple!(6 A0 A1 A2 A3 A4 A5);
tuple!(7 A0 A1 A2 A3 A4 A5 A6);
tuple!(8 A0 A1 A2 A3 A4 A5 A6 A7);
tuple!(9 A0 A1 A2 A3 A4 A5 A6 A7 A8);
tuple!(10 A0 A1 A2 A3 A4 A5 A6 A7 A8 A9);
tuple!(11 A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 A10);
tuple!(12 A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11);
