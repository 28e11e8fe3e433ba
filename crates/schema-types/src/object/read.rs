//! Reading the members of an object, with what happens to undeclared keys.

use std::marker::PhantomData;

use serde::de::MapAccess;

use super::keys::{Keys, Members};
use super::slots::Slots;
use crate::adapter::{Adapter, AnyValue};
use crate::map::Map;

/// Where the values of undeclared keys go.
pub trait Undeclared {
    /// What is kept of them.
    type Kept;

    /// Nothing, yet.
    fn start() -> Self::Kept;

    /// Reads the next declared key, and what is before it.
    fn next<'de, M: MapAccess<'de>>(
        kept: &mut Self::Kept,
        keys: &mut Keys,
        map: &mut M,
    ) -> Result<Option<usize>, M::Error>;
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

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next<'de, M: MapAccess<'de>>((): &mut (), keys: &mut Keys, map: &mut M) -> Result<Option<usize>, M::Error> {
        keys.next(map)
    }
}

impl Undeclared for Ignored {
    type Kept = ();

    fn start() {}

    fn next<'de, M: MapAccess<'de>>((): &mut (), keys: &mut Keys, map: &mut M) -> Result<Option<usize>, M::Error> {
        keys.next_ignoring(map)
    }
}

impl Undeclared for Denied {
    type Kept = ();

    fn start() {}

    fn next<'de, M: MapAccess<'de>>((): &mut (), keys: &mut Keys, map: &mut M) -> Result<Option<usize>, M::Error> {
        keys.next_denying(map)
    }
}

impl<A: Adapter, N: Map<Item = A::Value>> Undeclared for Rest<N, A> {
    type Kept = N;

    fn start() -> N {
        N::default()
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next<'de, M: MapAccess<'de>>(kept: &mut N, keys: &mut Keys, map: &mut M) -> Result<Option<usize>, M::Error> {
        keys.next_beside::<A, M, N>(map, kept)
    }
}

/// Reads the members of an object: the values of its declared keys, and what is kept of the others.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn read_members<'de, T: Members, U: Undeclared, M: MapAccess<'de>, S: Slots<'de, V>, V>(
    mut map: M,
    mut slots: S,
) -> Result<(V, U::Kept), M::Error> {
    let mut keys = Keys::new(T::KEYS, T::CONSTANTS);
    let mut kept = U::start();
    read_each::<U, M, S, V>(&mut map, &mut keys, &mut slots, &mut kept)?;
    match slots.take() {
        Some(values) => Ok((values, kept)),
        None => Err(keys.missing(&S::NEEDS)),
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn read_each<'de, U: Undeclared, M: MapAccess<'de>, S: Slots<'de, V>, V>(
    map: &mut M,
    keys: &mut Keys,
    slots: &mut S,
    kept: &mut U::Kept,
) -> Result<(), M::Error> {
    loop {
        match U::next(kept, keys, map) {
            Ok(Some(place)) => match slots.read(place, map) {
                Ok(()) => {}
                Err(error) => return Err(error),
            },
            Ok(None) => return keys.require_constants(),
            Err(error) => return Err(error),
        }
    }
}
