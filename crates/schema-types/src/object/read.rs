//! Reading the members of an object, with what happens to undeclared keys.

use std::marker::PhantomData;

use serde::de::{Error, MapAccess};

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

    #[inline(always)]
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

    fn next<'de, M: MapAccess<'de>>(kept: &mut N, keys: &mut Keys, map: &mut M) -> Result<Option<usize>, M::Error> {
        keys.next_beside::<A, M, N>(map, kept)
    }
}

/// Reads the members of an object: the values of its declared keys, and what is kept of the others.
#[inline(always)]
pub fn read_members<'de, T: Members, U: Undeclared, M: MapAccess<'de>, S: Slots<'de, V>, V>(
    mut map: M,
    mut slots: S,
) -> Result<(V, U::Kept), M::Error> {
    let mut keys = Keys::of::<T>();
    let mut kept = U::start();
    while let Some(place) = U::next(&mut kept, &mut keys, &mut map)? {
        slots.read(place, &mut map)?;
    }
    keys.require_constants()?;
    let missing = slots.missing();
    slots.take().map(|values| (values, kept)).ok_or_else(|| {
        M::Error::missing_field(missing.and_then(|place| T::KEYS.get(place)).copied().unwrap_or_default())
    })
}
