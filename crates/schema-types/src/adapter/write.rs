//! Writing a value by the adapter that reads it.

use serde::ser::{SerializeTuple, Serializer};
use serde::{Deserialize, Serialize};

use super::{Adapter, AnyValue, Entries, Many, Maybe, Of, Plain, RustInteger, Whole};
use crate::map::Map;

/// A way to write a value, where its own `Serialize` does not do.
pub trait WriteAs: Adapter {
    /// Writes the value.
    ///
    /// # Errors
    ///
    /// Those of the serializer, and a value that JSON does not have.
    fn write<S: Serializer>(value: &Self::Value, serializer: S) -> Result<S::Ok, S::Error>;
}

/// A value with the adapter that writes it.
pub(crate) struct Written<'v, A: Adapter>(pub(crate) &'v A::Value);

impl<A: WriteAs> Serialize for Written<'_, A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        A::write(self.0, serializer)
    }
}

macro_rules! by_itself {
    ($([$($generic:tt)*] $adapter:ty),* $(,)?) => {
        $(impl<$($generic)*> WriteAs for $adapter {
            fn write<S: Serializer>(value: &Self::Value, serializer: S) -> Result<S::Ok, S::Error> {
                value.serialize(serializer)
            }
        })*
    };
}
by_itself!(
    [T: for<'de> Deserialize<'de> + Serialize] Plain<T>,
    [T: RustInteger + Serialize] Whole<T>,
    [] AnyValue,
    [const TYPES: u8] Of<TYPES>,
);

impl<A: WriteAs> WriteAs for Many<A> {
    fn write<S: Serializer>(value: &Self::Value, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(value.iter().map(Written::<A>))
    }
}

impl<A: WriteAs> WriteAs for Maybe<A> {
    fn write<S: Serializer>(value: &Self::Value, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.serialize_some(&Written::<A>(value)),
            None => serializer.serialize_none(),
        }
    }
}

impl<A: WriteAs, M: Map<Item = A::Value>> WriteAs for Entries<A, M> {
    fn write<S: Serializer>(value: &M, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(value.members().map(|(key, value)| (key, Written::<A>(value))))
    }
}

macro_rules! tuple {
    ($count:literal $($adapter:ident $index:tt),+) => {
        impl<$($adapter: WriteAs),+> WriteAs for ($($adapter,)+) {
            fn write<S: Serializer>(value: &Self::Value, serializer: S) -> Result<S::Ok, S::Error> {
                let mut tuple = serializer.serialize_tuple($count)?;
                $(tuple.serialize_element(&Written::<$adapter>(&value.$index))?;)+
                tuple.end()
            }
        }
    };
}
tuple!(1 A0 0);
tuple!(2 A0 0, A1 1);
tuple!(3 A0 0, A1 1, A2 2);
tuple!(4 A0 0, A1 1, A2 2, A3 3);
tuple!(5 A0 0, A1 1, A2 2, A3 3, A4 4);
tuple!(6 A0 0, A1 1, A2 2, A3 3, A4 4, A5 5);
tuple!(7 A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6);
tuple!(8 A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7);
tuple!(9 A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8);
tuple!(10 A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9);
tuple!(11 A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9, A10 10);
tuple!(12 A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9, A10 10, A11 11);
