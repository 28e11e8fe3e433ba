//! Writing the members of an object: a tuple with a reference to each field, and the undeclared keys.

use std::marker::PhantomData;

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use super::constants::Constants;
use super::keys::Members;
use crate::adapter::{Adapter, Plain, WriteAs, Written};
use crate::check::Keyed;
use crate::map::Map;
use crate::wire::Wire;

/// The fields of an object.
pub trait Fields {
    /// How many fields there are.
    const COUNT: usize;

    /// How many of them have no value, so that their keys are absent.
    fn count_absent(&self) -> usize;

    /// Writes each, with its key; the key of the first is at `first`.
    fn write<W: WriteField>(&self, keys: &'static [&'static str], first: usize, object: &mut W)
    -> Result<(), W::Error>;
}

/// A format's way to write a field.
pub trait WriteField {
    /// The error of the format.
    type Error;

    /// Writes a field that has a value.
    fn field<T: Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), Self::Error>;

    /// Writes a field that may have none.
    fn optional<T: Serialize>(&mut self, key: &'static str, value: &Option<T>) -> Result<(), Self::Error>;
}

/// A field whose key must be there, which its own `Serialize` writes.
pub struct Given<'v, T>(&'v T);

/// A field whose key may be absent.
pub struct Perhaps<'v, T>(&'v Option<T>);

/// A field whose key must be there, which an adapter writes.
pub struct GivenBy<'v, A: Adapter>(&'v A::Value);

/// A field whose key may be absent, which an adapter writes.
pub struct PerhapsBy<'v, A: Adapter>(&'v Option<A::Value>);

/// A field of an object.
pub fn given<T>(value: &T) -> Given<'_, T> {
    Given(value)
}

/// The same by an adapter, or where the key may be absent.
pub mod given {
    use super::{GivenBy, Perhaps};
    use crate::adapter::Adapter;

    /// A field that an adapter writes.
    pub fn with<A: Adapter>(value: &A::Value) -> GivenBy<'_, A> {
        GivenBy(value)
    }

    /// A field whose key may be absent.
    pub fn optional<T>(value: &Option<T>) -> Perhaps<'_, T> {
        Perhaps(value)
    }

    /// The same by an adapter.
    pub mod optional {
        use super::super::PerhapsBy;
        use crate::adapter::Adapter;

        /// A field whose key may be absent, which an adapter writes.
        pub fn with<A: Adapter>(value: &Option<A::Value>) -> PerhapsBy<'_, A> {
            PerhapsBy(value)
        }
    }
}

macro_rules! leaf {
    (required [$($bounds:tt)*] $field:ty, $value:ident => $written:expr) => {
        impl<$($bounds)*> Fields for $field {
            const COUNT: usize = 1;

            #[inline]
            fn count_absent(&self) -> usize {
                0
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn write<W: WriteField>(&self, keys: &'static [&'static str], first: usize, object: &mut W) -> Result<(), W::Error> {
                let $value = self.0;
                object.field(keys[first], $written)
            }
        }
    };
    (optional [$($bounds:tt)*] $field:ty, $value:ident => $written:expr) => {
        impl<$($bounds)*> Fields for $field {
            const COUNT: usize = 1;

            #[inline]
            fn count_absent(&self) -> usize {
                usize::from(self.0.is_none())
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn write<W: WriteField>(&self, keys: &'static [&'static str], first: usize, object: &mut W) -> Result<(), W::Error> {
                let $value = self.0;
                object.optional(keys[first], $written)
            }
        }
    };
}
leaf! { required [T: Serialize] Given<'_, T>, value => value }
leaf! { optional [T: Serialize] Perhaps<'_, T>, value => value }
leaf! { required [A: WriteAs] GivenBy<'_, A>, value => &Written::<A>(value) }
leaf! { optional [A: WriteAs] PerhapsBy<'_, A>, value => &value.as_ref().map(Written::<A>) }

macro_rules! fields {
    ($($done:ident $at:tt)*;) => {};
    ($($done:ident $at:tt)*; $next:ident $place:tt $($more:tt)*) => {
        fields! { @one $($done $at)* $next $place }
        fields! { $($done $at)* $next $place; $($more)* }
    };
    (@one $($field:ident $at:tt)*) => {
        impl<$($field: Fields),*> Fields for ($($field,)*) {
            const COUNT: usize = 0 $(+ $field::COUNT)*;

            #[inline]
            fn count_absent(&self) -> usize {
                0 $(+ self.$at.count_absent())*
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn write<Object: WriteField>(
                &self,
                keys: &'static [&'static str],
                first: usize,
                object: &mut Object,
            ) -> Result<(), Object::Error> {
                $(
                    // rustc makes more code of `?`.
                    match self.$at.write(keys, first, object) {
                        Ok(()) => {}
                        Err(error) => return Err(error),
                    }
                    let first = first + $field::COUNT;
                )*
                let _ = first;
                Ok(())
            }
        }
    };
}
fields! {
    ; A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11
}

impl Fields for () {
    const COUNT: usize = 0;

    fn count_absent(&self) -> usize {
        0
    }

    fn write<W: WriteField>(&self, _: &'static [&'static str], _: usize, _: &mut W) -> Result<(), W::Error> {
        Ok(())
    }
}

/// The undeclared keys of an object.
pub trait Others {
    /// How many there are.
    fn count(&self) -> usize;

    /// Whether a key is one of them.
    fn has(&self, key: &str) -> bool;

    /// Writes them.
    fn write<S: SerializeMap>(&self, object: &mut S) -> Result<(), S::Error>;
}

impl Others for () {
    fn count(&self) -> usize {
        0
    }

    fn has(&self, _: &str) -> bool {
        false
    }

    fn write<S: SerializeMap>(&self, _: &mut S) -> Result<(), S::Error> {
        Ok(())
    }
}

/// A map of undeclared keys, whose values an adapter writes.
pub struct Undeclared<'v, A, M>(&'v M, PhantomData<A>);

/// Undeclared keys whose values write themselves.
pub fn undeclared<M: Map>(map: &M) -> Undeclared<'_, Plain<M::Item>, M> {
    Undeclared(map, PhantomData)
}

/// The same by an adapter.
pub mod undeclared {
    use std::marker::PhantomData;

    use super::Undeclared;

    /// Undeclared keys whose values an adapter writes.
    pub fn with<A, M>(map: &M) -> Undeclared<'_, A, M> {
        Undeclared(map, PhantomData)
    }
}

impl<A: WriteAs, M: Map<Item = A::Value> + Keyed> Others for Undeclared<'_, A, M> {
    fn count(&self) -> usize {
        Keyed::count(self.0)
    }

    fn has(&self, key: &str) -> bool {
        Keyed::has(self.0, key)
    }

    fn write<S: SerializeMap>(&self, object: &mut S) -> Result<(), S::Error> {
        self.0.members().try_for_each(|(key, value)| object.serialize_entry(key, &Written::<A>(value)))
    }
}

/// Writes an object that has no other keys than those of its fields.
#[inline]
pub fn write_struct<T: Members, F: Fields, S: Serializer>(fields: F, serializer: S) -> Result<S::Ok, S::Error> {
    let places = has_places(&serializer);
    let absent = if places { 0 } else { fields.count_absent() };
    match serializer.serialize_struct(T::NAME, F::COUNT - absent) {
        Ok(object) => {
            let mut object = AsStruct { object, places };
            match fields.write(T::KEYS, 0, &mut object) {
                Ok(()) => object.object.end(),
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    }
}

/// Whether the format has a place for each declared key.
fn has_places<S: Serializer>(serializer: &S) -> bool {
    Wire::of::<S::Error>(serializer.is_human_readable()).has_places()
}

/// Writes an object that may have other keys than those of its fields.
#[inline]
pub fn write_map<T: Members, F: Fields, O: Others, S: Serializer>(
    fields: F,
    others: O,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let places = has_places(&serializer);
    let constants = T::CONSTANTS.iter().filter(|constant| !others.has(constant.key)).count();
    let length = F::COUNT - fields.count_absent() + constants + others.count();
    let constants = Constants::new(T::CONSTANTS);
    let mut object = AsMap { object: serializer.serialize_map(Some(length))?, places, constants, others: &others };
    fields.write(T::KEYS, 0, &mut object)?;
    object.constants.after_fields();
    object.write_constants()?;
    others.write(&mut object.object)?;
    object.object.end()
}

struct AsStruct<S> {
    object: S,
    /// Whether the format has a place for each declared key.
    places: bool,
}

impl<S: SerializeStruct> WriteField for AsStruct<S> {
    type Error = S::Error;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn field<T: Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), S::Error> {
        self.object.serialize_field(key, value)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn optional<T: Serialize>(&mut self, key: &'static str, value: &Option<T>) -> Result<(), S::Error> {
        match value {
            value if self.places => self.object.serialize_field(key, value),
            Some(value) => self.object.serialize_field(key, value),
            None => self.object.skip_field(key),
        }
    }
}

struct AsMap<'o, S, O> {
    object: S,
    places: bool,
    constants: Constants,
    others: &'o O,
}

impl<S: SerializeMap, O: Others> AsMap<'_, S, O> {
    /// Writes the constants before the next field, unless the undeclared keys have another value of one.
    #[inline]
    fn write_constants(&mut self) -> Result<(), S::Error> {
        let mut own = self.constants.before_field().filter(|constant| !self.others.has(constant.key));
        own.try_for_each(|constant| self.object.serialize_entry(constant.key, constant.value))
    }
}

impl<S: SerializeMap, O: Others> WriteField for AsMap<'_, S, O> {
    type Error = S::Error;

    #[inline]
    fn field<T: Serialize>(&mut self, key: &'static str, value: &T) -> Result<(), S::Error> {
        self.write_constants()?;
        self.object.serialize_entry(key, value)
    }

    #[inline]
    fn optional<T: Serialize>(&mut self, key: &'static str, value: &Option<T>) -> Result<(), S::Error> {
        self.write_constants()?;
        match value {
            // As it is read.
            Some(_) if self.places => self.object.serialize_entry(key, value),
            Some(value) => self.object.serialize_entry(key, value),
            None => Ok(()),
        }
    }
}

/// How many keys are absent.
pub mod absent {
    /// The key is absent if there is no value.
    pub fn optional<T>(value: &Option<T>) -> usize {
        usize::from(value.is_none())
    }
}

/// Writes a value.
pub fn write_value<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

/// The same by an adapter.
pub mod write_value {
    use serde::Serializer;

    use crate::adapter::WriteAs;

    /// Writes a value by its adapter.
    pub fn with<A: WriteAs, S: Serializer>(value: &A::Value, serializer: S) -> Result<S::Ok, S::Error> {
        A::write(value, serializer)
    }
}
