//! Reading the value of a declared key into its slot.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::UnitDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use crate::wire::Wire;

/// A slot to be filled.
pub trait Slot<T> {
    /// Reads the value of the key before.
    fn read<'de, A: MapAccess<'de>>(
        self,
        map: &mut A,
        seed: impl DeserializeSeed<'de, Value = T>,
    ) -> Result<(), A::Error>;
}

/// The slot of a key that must be there.
pub struct Required<'s, T>(&'s mut Option<T>);

/// The slot of a key that may be absent.
pub struct Optional<'s, T>(&'s mut Option<T>);

/// The slot of a key.
#[inline]
pub fn fill<T>(slot: &mut Option<T>) -> Required<'_, T> {
    Required(slot)
}

/// The same where the key may be absent.
pub mod fill {
    /// The slot of a key.
    #[inline]
    pub fn optional<T>(slot: &mut Option<T>) -> super::Optional<'_, T> {
        super::Optional(slot)
    }
}

impl<T> Slot<T> for Required<'_, T> {
    #[inline]
    fn read<'de, A: MapAccess<'de>>(
        self,
        map: &mut A,
        seed: impl DeserializeSeed<'de, Value = T>,
    ) -> Result<(), A::Error> {
        *self.0 = Some(map.next_value_seed(seed)?);
        Ok(())
    }
}

impl<T> Slot<T> for Optional<'_, T> {
    #[inline]
    fn read<'de, A: MapAccess<'de>>(
        self,
        map: &mut A,
        seed: impl DeserializeSeed<'de, Value = T>,
    ) -> Result<(), A::Error> {
        *self.0 = map.next_value_seed(MayBeAbsent(seed))?;
        Ok(())
    }
}

/// Reads the value of a declared key by the type's own `Deserialize`.
#[inline]
pub fn read_value<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    slot: impl Slot<T>,
) -> Result<(), A::Error> {
    slot.read(map, PhantomData)
}

/// The same by an adapter.
pub mod read_value {
    use serde::de::MapAccess;

    use super::Slot;
    use crate::adapter::{Adapter, Seed};

    /// Reads the value of a declared key by an adapter.
    #[inline]
    pub fn with<'de, V: Adapter, A: MapAccess<'de>, S: Slot<V::Value>>(map: &mut A, slot: S) -> Result<(), A::Error> {
        slot.read(map, Seed::<V>::new())
    }
}

/// Reads the value of a key that may be absent. In JSON the key is then not there; other formats have something in its place.
struct MayBeAbsent<S>(S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for MayBeAbsent<S> {
    type Value = Option<S::Value>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if deserializer.is_human_readable() && Wire::of::<D::Error>(true) != Wire::Rows {
            return self.0.deserialize(deserializer).map(Some);
        }
        deserializer.deserialize_option(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for MayBeAbsent<S> {
    type Value = Option<S::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or nothing")
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.0.deserialize(deserializer).map(Some)
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        match Wire::of::<E>(false) {
            // Others than this crate write null where a key could be absent.
            Wire::Named => Ok(self.0.deserialize(UnitDeserializer::<E>::new()).ok()),
            _ => Ok(None),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        self.visit_none()
    }
}
