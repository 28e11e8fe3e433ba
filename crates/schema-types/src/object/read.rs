//! Reading the members of an object, with what happens to undeclared keys.

use std::marker::PhantomData;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess};

use super::keys::{Any, Declared, Keys, Members, Next, Seen};
use super::slots::Slots;
use crate::adapter::{Adapter, AnyValue};
use crate::json;
use crate::map::Map;
use crate::outside;

/// An object that is being read, beside its map: what is apart can be in registers.
pub struct Reading<U: Undeclared, E> {
    seen: Seen,
    kept: U::Kept,
    /// The place of the key that is likely next.
    likely: usize,
    /// The error that ended it. It is looked at once, not after each part.
    error: Option<E>,
}

/// In place of a key: there is none left, or an error ended the object.
pub(super) const END: usize = usize::MAX;

/// In place of a key: the next one is to be read, which is a call for other maps, and so happens at one place for all fields.
const PENDING: usize = usize::MAX - 1;

impl<U: Undeclared, E> Reading<U, E> {
    /// Goes to the next declared key, and past what is before it. Returns its place, which is likely the next one in the schema;
    /// or [`PENDING`] for other maps than that of this crate.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn next<'de, M: MapAccess<'de, Error = E>>(
        &mut self,
        map: &mut M,
        keys: &'static Keys,
        likely: usize,
    ) -> usize {
        if !json::is_map::<M>() {
            self.likely = likely;
            return PENDING;
        }
        match keys.name(likely) {
            Some(name) if keys.are_plain && !self.seen.has(likely) && json::skip_likely_key(map, name, likely) => {
                self.seen.insert(likely);
                likely
            }
            None if json::is_likely_end(map) => END,
            _ => self.next_apart(map, keys, likely),
        }
    }

    /// The same for any key.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next_of_all<'de, M: MapAccess<'de, Error = E>>(
        &mut self,
        map: &mut M,
        keys: &'static Keys,
        likely: usize,
    ) -> usize {
        match U::next(self, map, keys, likely) {
            Ok(place) => place,
            Err(error) => {
                self.fail(error);
                END
            }
        }
    }

    /// The same apart, so that little code is made for each field.
    #[inline(never)]
    fn next_apart<'de, M: MapAccess<'de, Error = E>>(
        &mut self,
        map: &mut M,
        keys: &'static Keys,
        likely: usize,
    ) -> usize {
        self.next_of_all(map, keys, likely)
    }

    #[cold]
    fn fail(&mut self, error: E) {
        self.error = Some(error);
    }

    /// Reads the value of the key.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn value<'de, M: MapAccess<'de, Error = E>, S: DeserializeSeed<'de>>(
        &mut self,
        map: &mut M,
        seed: S,
    ) -> Option<S::Value> {
        match map.next_value_seed(seed) {
            Ok(value) => Some(value),
            Err(error) => {
                self.fail(error);
                None
            }
        }
    }
}

/// Where the values of undeclared keys go.
pub trait Undeclared: Sized {
    /// What is kept of them.
    type Kept;

    /// Nothing, yet.
    fn start() -> Self::Kept;

    /// Goes to the next declared key, and past what is before it. Returns its place, or [`END`].
    fn next<'de, M: MapAccess<'de>>(
        object: &mut Reading<Self, M::Error>,
        map: &mut M,
        keys: &'static Keys,
        likely: usize,
    ) -> Result<usize, M::Error>;
}

/// The schema allows none.
pub struct Closed;

/// They are ignored.
pub struct Ignored;

/// They are refused although the schema allows them.
pub struct Denied;

/// They are kept in a map, whose values an adapter reads.
pub struct Rest<M, A = AnyValue>(PhantomData<(A, M)>);

impl Undeclared for Closed {
    type Kept = ();

    fn start() {}

    fn next<'de, M: MapAccess<'de>>(
        object: &mut Reading<Self, M::Error>,
        map: &mut M,
        keys: &'static Keys,
        likely: usize,
    ) -> Result<usize, M::Error> {
        while let Some(place) = map.next_key_seed(Declared(Next { keys, likely, seen: &mut object.seen }))? {
            if !keys.is_constant(place) {
                return Ok(place);
            }
            drop(keys.read_constant(place, map)?);
        }
        Ok(END)
    }
}

/// Goes to the next declared key of an object that may have others. `read_beside` reads the values of constants, which it knows by
/// their places, and of keys that are not declared.
#[inline]
fn next_of_any<'de, U: Undeclared, M: MapAccess<'de>>(
    object: &mut Reading<U, M::Error>,
    map: &mut M,
    keys: &'static Keys,
    likely: usize,
    read_beside: impl Fn(Result<usize, String>, &mut M, &mut U::Kept) -> Result<(), M::Error>,
) -> Result<usize, M::Error> {
    while let Some(key) = map.next_key_seed(Any(Next { keys, likely, seen: &mut object.seen }))? {
        match key {
            Ok(place) if !keys.is_constant(place) => return Ok(place),
            other => read_beside(other, map, &mut object.kept)?,
        }
    }
    Ok(END)
}

impl Undeclared for Ignored {
    type Kept = ();

    fn start() {}

    fn next<'de, M: MapAccess<'de>>(
        object: &mut Reading<Self, M::Error>,
        map: &mut M,
        keys: &'static Keys,
        likely: usize,
    ) -> Result<usize, M::Error> {
        next_of_any(object, map, keys, likely, |key, map, ()| match key {
            Ok(constant) => keys.read_constant(constant, map).map(drop),
            Err(_) => outside::note(map.next_value::<IgnoredAny>()).map(drop),
        })
    }
}

impl Undeclared for Denied {
    type Kept = ();

    fn start() {}

    fn next<'de, M: MapAccess<'de>>(
        object: &mut Reading<Self, M::Error>,
        map: &mut M,
        keys: &'static Keys,
        likely: usize,
    ) -> Result<usize, M::Error> {
        next_of_any(object, map, keys, likely, |key, map, ()| match key {
            Ok(constant) => keys.read_constant(constant, map).map(drop),
            Err(key) => outside::note(Err(keys.deny(&key))),
        })
    }
}

impl<A: Adapter, N: Map<Item = A::Value>> Undeclared for Rest<N, A> {
    type Kept = N;

    fn start() -> N {
        N::default()
    }

    fn next<'de, M: MapAccess<'de>>(
        object: &mut Reading<Self, M::Error>,
        map: &mut M,
        keys: &'static Keys,
        likely: usize,
    ) -> Result<usize, M::Error> {
        next_of_any(object, map, keys, likely, |key, map, rest| keys.read_beside::<A, M, N>(key, map, rest))
    }
}

/// Reads the members of an object, and makes it of the values of its declared keys and what is kept of the others.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn read_members<'de, T: Members, U: Undeclared, M: MapAccess<'de>, S: Slots<'de, V>, V>(
    mut map: M,
    mut slots: S,
    make: impl FnOnce(V, U::Kept) -> T,
) -> Result<T, M::Error> {
    let keys = Keys::of::<T>();
    let mut object = Reading::<U, M::Error> { seen: Seen::new(keys.count()), kept: U::start(), likely: 0, error: None };
    let mut place = object.next(&mut map, keys, 0);
    loop {
        if place == PENDING {
            place = object.next_of_all(&mut map, keys, object.likely);
        }
        if place == END {
            break;
        }
        place = slots.read(&mut object, &mut map, keys, 0, place);
    }
    if let Some(error) = object.error {
        return Err(error);
    }
    keys.require_constants(&object.seen)?;
    match slots.take() {
        Some(values) => Ok(make(values, object.kept)),
        None => Err(keys.missing(&object.seen, &S::NEEDS)),
    }
}
