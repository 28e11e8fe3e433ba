//! Maps by strings, which generated types may have in place of `BTreeMap`.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use crate::check::Keyed;
use crate::convert::{InstancePath, Open};
use crate::guard::Departure;

/// A map by strings.
pub trait Map: Default {
    /// The values.
    type Item;

    /// Inserts a member.
    fn put(&mut self, key: String, value: Self::Item);

    /// Removes a member.
    fn take(&mut self, key: &str) -> Option<Self::Item>;

    /// Whether there is a member with this key.
    fn has(&self, key: &str) -> bool;

    /// The members.
    fn members(&self) -> impl Iterator<Item = (&String, &Self::Item)>;

    /// The members, by value.
    fn into_members(self) -> impl Iterator<Item = (String, Self::Item)>;
}

/// Members as others; `None` if one of them departs from the schema.
pub(crate) fn narrow_members<M: Map, N: Map>(
    open: M,
    at: &InstancePath<'_>,
    departures: &mut Vec<Departure>,
    narrow: impl Fn(M::Item, &InstancePath<'_>, &mut Vec<Departure>) -> Option<N::Item>,
) -> Option<N> {
    let before = departures.len();
    let mut members = N::default();
    for (key, value) in open.into_members() {
        if let Some(value) = narrow(value, &at.key(&key), departures) {
            members.put(key, value);
        }
    }
    (departures.len() == before).then_some(members)
}

/// Members as others, each widened.
pub(crate) fn widen_members<M: Map, N: Map>(exact: M, widen: impl Fn(M::Item) -> N::Item) -> N {
    let mut members = N::default();
    exact.into_members().for_each(|(key, value)| members.put(key, widen(value)));
    members
}

macro_rules! map {
    ($([$($generic:tt)*] $map:ident<$($hasher:ident)?> $remove:ident;)*) => {
        $(impl<T $($generic)*> Map for $map<String, T $(, $hasher)?> {
            type Item = T;

            fn put(&mut self, key: String, value: T) {
                self.insert(key, value);
            }

            fn take(&mut self, key: &str) -> Option<T> {
                self.$remove(key)
            }

            fn has(&self, key: &str) -> bool {
                self.contains_key(key)
            }

            fn members(&self) -> impl Iterator<Item = (&String, &T)> {
                self.iter()
            }

            fn into_members(self) -> impl Iterator<Item = (String, T)> {
                self.into_iter()
            }
        }

        impl<T $($generic)*> Keyed for $map<String, T $(, $hasher)?> {
            fn count(&self) -> usize {
                self.len()
            }

            fn has(&self, key: &str) -> bool {
                self.contains_key(key)
            }
        }

        impl<O: Open<E>, E $($generic)*> Open<$map<String, E $(, $hasher)?>> for $map<String, O $(, $hasher)?> {
            fn widen(exact: $map<String, E $(, $hasher)?>) -> Self {
                widen_members(exact, O::widen)
            }

            fn narrow(
                self,
                at: &InstancePath<'_>,
                departures: &mut Vec<Departure>,
            ) -> Option<$map<String, E $(, $hasher)?>> {
                narrow_members(self, at, departures, O::narrow)
            }
        })*
    };
}
map! {
    [] BTreeMap<> remove;
    [, S: BuildHasher + Default] HashMap<S> remove;
}
#[cfg(feature = "indexmap")]
use indexmap::IndexMap;
#[cfg(feature = "indexmap")]
map! { [, S: BuildHasher + Default] IndexMap<S> shift_remove; }
