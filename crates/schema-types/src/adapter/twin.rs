//! Converting a value between the profiles by the adapter that reads it.

use super::{Adapter, AnyValue, Entries, Many, Maybe, Native, Of, Own, Plain, Text, Whole};
use crate::convert::{InstancePath, Open};
use crate::guard::Departure;
use crate::map::{Map, narrow_members, widen_members};

/// An adapter of an exact type, whose values convert to those of an open one. Own types are the same in both profiles, and
/// cannot implement a trait of this crate.
pub trait Twin<O>: Adapter {
    /// An exact value as an open one.
    fn widen(exact: Self::Value) -> O;

    /// The value as an exact one; else `None`, with every departure from the schema added to `departures`.
    fn narrow(open: O, at: &InstancePath<'_>, departures: &mut Vec<Departure>) -> Option<Self::Value>;
}

macro_rules! same {
    ($([$($generic:tt)*] $adapter:ty),* $(,)?) => {
        $(impl<$($generic)*> Twin<<$adapter as Adapter>::Value> for $adapter
        where
            $adapter: Adapter,
        {
            fn widen(exact: Self::Value) -> Self::Value {
                exact
            }

            fn narrow(open: Self::Value, _: &InstancePath<'_>, _: &mut Vec<Departure>) -> Option<Self::Value> {
                Some(open)
            }
        })*
    };
}
same!([T] Own<T>, [T] Native<T>, [T] Text<T>, [] AnyValue, [const TYPES: u8] Of<TYPES>);

#[cfg(feature = "time")]
same!([] super::TimeDateTime, [] super::TimeDate);

macro_rules! by_type {
    ($($adapter:ident)*) => {
        $(impl<E, O: Open<E>> Twin<O> for $adapter<E>
        where
            Self: Adapter<Value = E>,
        {
            fn widen(exact: E) -> O {
                O::widen(exact)
            }

            fn narrow(open: O, at: &InstancePath<'_>, departures: &mut Vec<Departure>) -> Option<E> {
                open.narrow(at, departures)
            }
        })*
    };
}
by_type!(Plain Whole);

impl<A: Twin<O>, O> Twin<Option<O>> for Maybe<A> {
    fn widen(exact: Self::Value) -> Option<O> {
        exact.map(A::widen)
    }

    fn narrow(open: Option<O>, at: &InstancePath<'_>, departures: &mut Vec<Departure>) -> Option<Self::Value> {
        match open {
            None => Some(None),
            Some(value) => A::narrow(value, at, departures).map(Some),
        }
    }
}

impl<A: Twin<O>, O> Twin<Vec<O>> for Many<A> {
    fn widen(exact: Self::Value) -> Vec<O> {
        exact.into_iter().map(A::widen).collect()
    }

    fn narrow(open: Vec<O>, at: &InstancePath<'_>, departures: &mut Vec<Departure>) -> Option<Self::Value> {
        let before = departures.len();
        let items = open.into_iter().enumerate().map(|(index, item)| A::narrow(item, &at.index(index), departures));
        let items: Vec<Option<A::Value>> = items.collect();
        if departures.len() > before { None } else { items.into_iter().collect() }
    }
}

impl<A: Twin<N::Item>, M: Map<Item = A::Value>, N: Map> Twin<N> for Entries<A, M> {
    fn widen(exact: M) -> N {
        widen_members(exact, A::widen)
    }

    fn narrow(open: N, at: &InstancePath<'_>, departures: &mut Vec<Departure>) -> Option<M> {
        narrow_members(open, at, departures, A::narrow)
    }
}

macro_rules! tuple {
    ($($adapter:ident $open:ident $index:tt),+) => {
        impl<$($adapter: Twin<$open>, $open),+> Twin<($($open,)+)> for ($($adapter,)+) {
            fn widen(exact: Self::Value) -> ($($open,)+) {
                ($($adapter::widen(exact.$index),)+)
            }

            fn narrow(
                open: ($($open,)+),
                at: &InstancePath<'_>,
                departures: &mut Vec<Departure>,
            ) -> Option<Self::Value> {
                let items = ($($adapter::narrow(open.$index, &at.index($index), departures),)+);
                Some(($(items.$index?,)+))
            }
        }
    };
}
tuple!(A0 O0 0);
tuple!(A0 O0 0, A1 O1 1);
tuple!(A0 O0 0, A1 O1 1, A2 O2 2);
tuple!(A0 O0 0, A1 O1 1, A2 O2 2, A3 O3 3);
tuple!(A0 O0 0, A1 O1 1, A2 O2 2, A3 O3 3, A4 O4 4);
tuple!(A0 O0 0, A1 O1 1, A2 O2 2, A3 O3 3, A4 O4 4, A5 O5 5);
tuple!(A0 O0 0, A1 O1 1, A2 O2 2, A3 O3 3, A4 O4 4, A5 O5 5, A6 O6 6);
tuple!(A0 O0 0, A1 O1 1, A2 O2 2, A3 O3 3, A4 O4 4, A5 O5 5, A6 O6 6, A7 O7 7);
tuple!(A0 O0 0, A1 O1 1, A2 O2 2, A3 O3 3, A4 O4 4, A5 O5 5, A6 O6 6, A7 O7 7, A8 O8 8);
tuple!(A0 O0 0, A1 O1 1, A2 O2 2, A3 O3 3, A4 O4 4, A5 O5 5, A6 O6 6, A7 O7 7, A8 O8 8, A9 O9 9);
tuple!(A0 O0 0, A1 O1 1, A2 O2 2, A3 O3 3, A4 O4 4, A5 O5 5, A6 O6 6, A7 O7 7, A8 O8 8, A9 O9 9, A10 O10 10);
tuple!(A0 O0 0, A1 O1 1, A2 O2 2, A3 O3 3, A4 O4 4, A5 O5 5, A6 O6 6, A7 O7 7, A8 O8 8, A9 O9 9, A10 O10 10, A11 O11 11);
