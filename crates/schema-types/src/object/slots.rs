//! The slots that the values of declared keys are read into: a tuple with one for each field.
//!
//! rustc checks one call for all fields, and knows the type of each slot again from other structs. That takes a fraction of
//! the time of a `match` with an arm for each field. In debug builds nothing is inlined, because that makes more code.

use std::convert::identity;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::value::UnitDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::keys::Keys;
use super::read::{END, Reading, Undeclared};
use crate::adapter::{Adapter, Seed};
use crate::wire::Wire;

/// Whether a key must be there, or which of several. A constant, so that one function looks into it for all types.
pub enum Needs {
    Required,
    Optional,
    Each(&'static [Needs]),
}

impl Needs {
    /// Adds for each key whether it must be there.
    pub(super) fn list(&self, required: &mut Vec<bool>) {
        match self {
            Needs::Required => required.push(true),
            Needs::Optional => required.push(false),
            Needs::Each(needs) => needs.iter().for_each(|one| one.list(required)),
        }
    }
}

/// Slots for some keys, whose values are `V`.
pub trait Slots<'de, V> {
    /// How many keys there are.
    const COUNT: usize;

    /// Which of them must be there.
    const NEEDS: Needs;

    /// Reads the value of the key at a place if it is one of these, of which the first is at `first`. Goes on with those after it
    /// while keys are in order, and returns the place of the next key, or [`END`].
    fn read<U: Undeclared, M: MapAccess<'de>>(
        &mut self,
        object: &mut Reading<U, M::Error>,
        map: &mut M,
        keys: &'static Keys,
        first: usize,
        place: usize,
    ) -> usize;

    /// The values, if all of them that must be there were read.
    fn take(self) -> Option<V>;
}

/// The slot of a key that must be there, whose value is read by the type's own `Deserialize`.
pub struct Required<T>(Option<T>);

/// The slot of a key that may be absent.
pub struct Optional<T>(Option<T>);

/// The slot of a key that must be there, whose value an adapter reads.
pub struct RequiredBy<A: Adapter>(Option<A::Value>);

/// The slot of a key that may be absent, whose value an adapter reads.
pub struct OptionalBy<A: Adapter>(Option<A::Value>);

/// The slot of a key.
pub fn slot<T>() -> Required<T> {
    Required(None)
}

/// The same by an adapter, or where the key may be absent.
pub mod slot {
    use super::{Optional, RequiredBy};
    use crate::adapter::Adapter;

    /// The slot of a key whose value an adapter reads.
    pub fn with<A: Adapter>() -> RequiredBy<A> {
        RequiredBy(None)
    }

    /// The slot of a key that may be absent.
    pub fn optional<T>() -> Optional<T> {
        Optional(None)
    }

    /// The same by an adapter.
    pub mod optional {
        use super::super::OptionalBy;
        use crate::adapter::Adapter;

        /// The slot of a key that may be absent, whose value an adapter reads.
        pub fn with<A: Adapter>() -> OptionalBy<A> {
            OptionalBy(None)
        }
    }
}

/// Fills an empty slot. Each key is read once, so that there is nothing to drop; code that drops it would take a third of the time
/// that readers take to compile.
#[inline]
fn fill<T>(slot: &mut Option<T>, value: Option<T>) {
    std::mem::forget(std::mem::replace(slot, value));
}

macro_rules! leaf {
    ([$($bounds:tt)*] $slot:ty, $value:ty, $needs:ident, $seed:expr => $read:expr => $taken:expr) => {
        impl<'de, $($bounds)*> Slots<'de, $value> for $slot {
            const COUNT: usize = 1;
            const NEEDS: Needs = Needs::$needs;

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn read<U: Undeclared, M: MapAccess<'de>>(
                &mut self,
                object: &mut Reading<U, M::Error>,
                map: &mut M,
                keys: &'static Keys,
                first: usize,
                place: usize,
            ) -> usize {
                if place != first {
                    return place;
                }
                let Some(value) = object.value(map, $seed) else { return END };
                fill(&mut self.0, $read(value));
                object.next(map, keys, first + 1)
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn take(self) -> Option<$value> {
                $taken(self.0)
            }
        }
    };
}
leaf! { [T: Deserialize<'de>] Required<T>, T, Required, PhantomData::<T> => Some => identity }
leaf! { [T: Deserialize<'de>] Optional<T>, Option<T>, Optional, MayBeAbsent(PhantomData::<T>) => identity => Some }
leaf! { [A: Adapter] RequiredBy<A>, A::Value, Required, Seed::<A>::new() => Some => identity }
leaf! { [A: Adapter] OptionalBy<A>, Option<A::Value>, Optional, MayBeAbsent(Seed::<A>::new()) => identity => Some }

macro_rules! slots {
    ($($done:ident $its:ident $at:tt)*;) => {};
    ($($done:ident $its:ident $at:tt)*; $next:ident $new:ident $place:tt $($more:tt)*) => {
        slots! { @one $($done $its $at)* $next $new $place }
        slots! { $($done $its $at)* $next $new $place; $($more)* }
    };
    (@one $($slot:ident $value:ident $at:tt)*) => {
        impl<'de, $($slot: Slots<'de, $value>, $value),*> Slots<'de, ($($value,)*)> for ($($slot,)*) {
            const COUNT: usize = 0 $(+ $slot::COUNT)*;
            const NEEDS: Needs = Needs::Each(&[$($slot::NEEDS),*]);

            #[cfg_attr(not(debug_assertions), inline(always))]
            fn read<Others: Undeclared, Map: MapAccess<'de>>(
                &mut self,
                object: &mut Reading<Others, Map::Error>,
                map: &mut Map,
                keys: &'static Keys,
                first: usize,
                place: usize,
            ) -> usize {
                $(
                    let place = self.$at.read(object, map, keys, first, place);
                    let first = first + $slot::COUNT;
                )*
                let _ = first;
                place
            }

            #[cfg_attr(not(debug_assertions), inline(always))]
            #[allow(non_snake_case)]
            fn take(self) -> Option<($($value,)*)> {
                match ($(self.$at.take(),)*) {
                    ($(Some($value),)*) => Some(($($value,)*)),
                    _ => None,
                }
            }
        }
    };
}
slots! {
    ;
    A A1 0 B B1 1 C C1 2 D D1 3 E E1 4 F F1 5 G G1 6 H H1 7 I I1 8 J J1 9 K K1 10 L L1 11
}

impl<'de> Slots<'de, ()> for () {
    const COUNT: usize = 0;
    const NEEDS: Needs = Needs::Each(&[]);

    fn read<U: Undeclared, M: MapAccess<'de>>(
        &mut self,
        _: &mut Reading<U, M::Error>,
        _: &mut M,
        _: &'static Keys,
        _: usize,
        place: usize,
    ) -> usize {
        place
    }

    fn take(self) -> Option<()> {
        Some(())
    }
}

/// A tuple of at most 12 items, of which the last holds those that are left if there are more.
#[macro_export]
#[doc(hidden)]
macro_rules! tuple {
    (
        $a:tt $b:tt $c:tt $d:tt $e:tt $f:tt $g:tt $h:tt $i:tt $j:tt $k:tt $l:tt $($more:tt)+
    ) => {
        ($a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k, $crate::tuple!($l $($more)+))
    };
    ($($item:tt)*) => {
        ($($item,)*)
    };
}

/// Reads the value of a key that may be absent. In JSON the key is then not there; other formats have something in its place.
struct MayBeAbsent<S>(S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for MayBeAbsent<S> {
    type Value = Option<S::Value>;

    #[cfg_attr(not(debug_assertions), inline(always))]
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
