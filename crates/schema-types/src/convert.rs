//! Conversions between an exact type and its twin of the profile `open`.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::guard::{Departure, Departures, Invalid};
use crate::map::Map;
use crate::number::{Integer, Number};

/// A type of the profile `open`, beside its exact twin.
pub trait Open<Exact>: Sized {
    /// An exact value as an open one.
    fn widen(exact: Exact) -> Self;

    /// The value as an exact one; else `None`, with every departure from the schema added to `departures`.
    fn narrow(self, at: &InstancePath<'_>, departures: &mut Vec<Departure>) -> Option<Exact>;
}

/// An open value as an exact one, or every departure.
pub fn narrow<O: Open<E>, E>(open: O) -> Result<E, Departures> {
    let mut departures = Vec::new();
    open.narrow(&InstancePath(None), &mut departures).ok_or(Departures(departures))
}

/// The place of a value in the whole.
pub struct InstancePath<'a>(Option<(&'a InstancePath<'a>, Token<'a>)>);

/// One step on the way to a place.
#[derive(Clone, Copy)]
enum Token<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> InstancePath<'a> {
    /// The place of a member.
    pub fn key(&'a self, key: &'a str) -> InstancePath<'a> {
        InstancePath(Some((self, Token::Key(key))))
    }

    pub(crate) fn index(&'a self, index: usize) -> InstancePath<'a> {
        InstancePath(Some((self, Token::Index(index))))
    }

    /// The place as a JSON Pointer (RFC 6901).
    fn pointer(&self) -> String {
        match &self.0 {
            None => String::new(),
            Some((parent, Token::Index(index))) => format!("{}/{index}", parent.pointer()),
            Some((parent, Token::Key(key))) => {
                format!("{}/{}", parent.pointer(), key.replace('~', "~0").replace('/', "~1"))
            }
        }
    }

    /// Adds a departure if a check of the value here fails.
    pub fn check(&self, check: impl FnOnce() -> Result<(), Invalid>, departures: &mut Vec<Departure>) {
        if let Err(invalid) = check() {
            self.depart::<()>(invalid, departures);
        }
    }

    /// Adds a departure.
    pub fn depart<T>(&self, message: impl ToString, departures: &mut Vec<Departure>) -> Option<T> {
        departures.push(Departure { pointer: self.pointer(), message: message.to_string() });
        None
    }

    /// Adds a departure for each key, none of which the schema allows.
    pub fn depart_keys(&self, undeclared: &impl Map, departures: &mut Vec<Departure>) {
        for (key, _) in undeclared.members() {
            self.key(key).depart::<()>("unknown key", departures);
        }
    }
}

/// The key of a field, of which the names and the keys are listed.
pub fn key_of(fields: &[(&str, &'static str)], name: &str) -> &'static str {
    fields.iter().find(|(field, _)| *field == name).map_or("", |(_, key)| key)
}

/// An open value as an exact one by way of its JSON, for unions whose members differ in no tag or type.
pub fn narrow_by_json<A: Serialize, B: DeserializeOwned>(
    value: &A,
    at: &InstancePath<'_>,
    departures: &mut Vec<Departure>,
) -> Option<B> {
    match serde_json::to_value(value).and_then(serde_json::from_value) {
        Ok(value) => Some(value),
        Err(error) => at.depart(error, departures),
    }
}

/// An exact value as an open one.
#[inline]
pub fn widen<E, O: Open<E>>(exact: E) -> O {
    O::widen(exact)
}

/// The same by an adapter, or where a key may be absent.
pub mod widen {
    use super::Open;
    use crate::adapter::Twin;

    /// Widens a value by its adapter.
    #[inline]
    pub fn with<A: Twin<O>, O>(exact: A::Value) -> O {
        A::widen(exact)
    }

    /// Widens a value that may be absent.
    #[inline]
    pub fn optional<E, O: Open<E>>(exact: Option<E>) -> Option<O> {
        exact.map(O::widen)
    }

    /// The same by an adapter.
    pub mod optional {
        use crate::adapter::Twin;

        /// Widens a value that may be absent by its adapter.
        #[inline]
        pub fn with<A: Twin<O>, O>(exact: Option<A::Value>) -> Option<O> {
            exact.map(A::widen)
        }
    }
}

/// An open value as an exact one, with its departures.
#[inline]
pub fn narrow_value<E, O: Open<E>>(open: O, at: &InstancePath<'_>, departures: &mut Vec<Departure>) -> Option<E> {
    open.narrow(at, departures)
}

/// The same by an adapter, or where a key may be absent.
pub mod narrow_value {
    use super::{Departure, InstancePath, Open};
    use crate::adapter::Twin;

    /// Narrows a value by its adapter.
    #[inline]
    pub fn with<A: Twin<O>, O>(open: O, at: &InstancePath<'_>, departures: &mut Vec<Departure>) -> Option<A::Value> {
        A::narrow(open, at, departures)
    }

    /// Narrows a value that may be absent.
    #[inline]
    pub fn optional<E, O: Open<E>>(
        open: Option<O>,
        at: &InstancePath<'_>,
        departures: &mut Vec<Departure>,
    ) -> Option<Option<E>> {
        open.narrow(at, departures)
    }

    /// The same by an adapter.
    pub mod optional {
        use super::{Departure, InstancePath};
        use crate::adapter::{Maybe, Twin};

        /// Narrows a value that may be absent by its adapter.
        #[inline]
        pub fn with<A: Twin<O>, O>(
            open: Option<O>,
            at: &InstancePath<'_>,
            departures: &mut Vec<Departure>,
        ) -> Option<Option<A::Value>> {
            Maybe::<A>::narrow(open, at, departures)
        }
    }
}

/// Types that are the same in both profiles.
#[macro_export]
#[doc(hidden)]
macro_rules! same {
    ($($ty:ty),*) => {
        $(impl $crate::private::Open<$ty> for $ty {
            #[inline]
            fn widen(exact: $ty) -> Self {
                exact
            }

            #[inline]

            fn narrow(
                self,
                _: &$crate::private::InstancePath<'_>,
                _: &mut $crate::private::Vec<$crate::guard::Departure>,
            ) -> ::core::option::Option<$ty> {
                Some(self)
            }
        })*
    };
}
same!((), bool, String, serde_json::Value, Integer, Number);

macro_rules! integer {
    ($open:ident: $($name:ident)*) => {
        $(impl Open<$name> for $open {
            #[inline]
            fn widen(exact: $name) -> $open {
                exact.into()
            }

            #[inline]
            fn narrow(self, at: &InstancePath<'_>, departures: &mut Vec<Departure>) -> Option<$name> {
                let number = Integer::from(self).as_i128().and_then(|number| number.try_into().ok());
                number.or_else(|| at.depart(format_args!("integer `{self}` is out of range"), departures))
            }
        })*
    };
}
integer!(Integer: i8 i16 i32 i64 u8 u16 u32 u64);
// Where integers are those of Rust, the widest of them.
integer!(i64: i8 i16 i32 i64 u8 u16 u32);
integer!(u64: u64);

impl<O: Open<E>, E> Open<Option<E>> for Option<O> {
    fn widen(exact: Option<E>) -> Self {
        exact.map(O::widen)
    }

    fn narrow(self, at: &InstancePath<'_>, departures: &mut Vec<Departure>) -> Option<Option<E>> {
        match self {
            None => Some(None),
            Some(value) => value.narrow(at, departures).map(Some),
        }
    }
}

impl<O: Open<E>, E> Open<Box<E>> for Box<O> {
    fn widen(exact: Box<E>) -> Self {
        Box::new(O::widen(*exact))
    }

    fn narrow(self, at: &InstancePath<'_>, departures: &mut Vec<Departure>) -> Option<Box<E>> {
        (*self).narrow(at, departures).map(Box::new)
    }
}

impl<O: Open<E>, E> Open<Vec<E>> for Vec<O> {
    fn widen(exact: Vec<E>) -> Self {
        exact.into_iter().map(O::widen).collect()
    }

    fn narrow(self, at: &InstancePath<'_>, departures: &mut Vec<Departure>) -> Option<Vec<E>> {
        let before = departures.len();
        let items = self.into_iter().enumerate().map(|(index, item)| item.narrow(&at.index(index), departures));
        let items: Vec<Option<E>> = items.collect();
        if departures.len() > before { None } else { items.into_iter().collect() }
    }
}

macro_rules! tuple {
    ($($open:ident $exact:ident $index:tt),+) => {
        impl<$($open: Open<$exact>, $exact),+> Open<($($exact,)+)> for ($($open,)+) {
            #[inline]
            fn widen(exact: ($($exact,)+)) -> Self {
                ($($open::widen(exact.$index),)+)
            }

            #[inline]

            fn narrow(self, at: &InstancePath<'_>, departures: &mut Vec<Departure>) -> Option<($($exact,)+)> {
                let items = ($(self.$index.narrow(&at.index($index), departures),)+);
                Some(($(items.$index?,)+))
            }
        }
    };
}
tuple!(O0 E0 0);
tuple!(O0 E0 0, O1 E1 1);
tuple!(O0 E0 0, O1 E1 1, O2 E2 2);
tuple!(O0 E0 0, O1 E1 1, O2 E2 2, O3 E3 3);
tuple!(O0 E0 0, O1 E1 1, O2 E2 2, O3 E3 3, O4 E4 4);
tuple!(O0 E0 0, O1 E1 1, O2 E2 2, O3 E3 3, O4 E4 4, O5 E5 5);
tuple!(O0 E0 0, O1 E1 1, O2 E2 2, O3 E3 3, O4 E4 4, O5 E5 5, O6 E6 6);
tuple!(O0 E0 0, O1 E1 1, O2 E2 2, O3 E3 3, O4 E4 4, O5 E5 5, O6 E6 6, O7 E7 7);
tuple!(O0 E0 0, O1 E1 1, O2 E2 2, O3 E3 3, O4 E4 4, O5 E5 5, O6 E6 6, O7 E7 7, O8 E8 8);
tuple!(O0 E0 0, O1 E1 1, O2 E2 2, O3 E3 3, O4 E4 4, O5 E5 5, O6 E6 6, O7 E7 7, O8 E8 8, O9 E9 9);
tuple!(O0 E0 0, O1 E1 1, O2 E2 2, O3 E3 3, O4 E4 4, O5 E5 5, O6 E6 6, O7 E7 7, O8 E8 8, O9 E9 9, O10 E10 10);
tuple!(O0 E0 0, O1 E1 1, O2 E2 2, O3 E3 3, O4 E4 4, O5 E5 5, O6 E6 6, O7 E7 7, O8 E8 8, O9 E9 9, O10 E10 10, O11 E11 11);

/// `From` the exact type and `TryFrom` the open one.
#[macro_export]
#[doc(hidden)]
macro_rules! conversions {
    ($name:ident $open:path) => {
        impl ::core::convert::From<$name> for $open {
            #[inline]
            fn from(exact: $name) -> Self {
                $crate::private::Open::widen(exact)
            }
        }

        impl ::core::convert::TryFrom<$open> for $name {
            type Error = $crate::guard::Departures;

            /// Fails with every departure from the schema.
            #[inline]
            fn try_from(open: $open) -> ::core::result::Result<Self, $crate::guard::Departures> {
                $crate::private::narrow(open)
            }
        }

        $crate::same_annotations! { $name $open }
    };
}

/// The conversions of an object.
#[macro_export]
#[doc(hidden)]
macro_rules! object_conversions {
    ([] $($ignored:tt)*) => {};
    ([$open:path] $name:ident $fields:tt [.. ignored] $($rest:tt)*) => {
        $crate::object_conversions! { @to [$open] $name $fields [] $($rest)* }
    };
    ([$open:path] $($rest:tt)*) => {
        $crate::object_conversions! { @to [$open, additional_properties] $($rest)* }
    };
    ([$open:path, $open_rest:ident] $($rest:tt)*) => {
        $crate::object_conversions! { @to [$open, $open_rest] $($rest)* }
    };
    (
        @to [$open:path $(, $open_rest:ident)?] $name:ident { $($field:ident [$($presence:ident)?] $key:tt [$($both:ty)?];)* }
        $rest:tt [$($checks:tt)*]
        { $($part:ident: [$($constraint:tt)*],)* }
    ) => {
        impl $crate::private::Open<$name> for $open {
            #[inline]
            fn widen(exact: $name) -> Self {
                #[allow(unused_imports)]
                use $crate::adapter::*;
                $(let $field = $crate::private::widen $(::$presence)? $(::with::<$both, _>)? (exact.$field);)*
                Self { $($field,)* $($open_rest: $crate::widen_rest!(exact $rest))? }
            }

            // An object may have no fields.
            #[allow(clippy::let_unit_value, clippy::unused_unit)]
            #[inline]

            fn narrow(
                self,
                at: &$crate::private::InstancePath<'_>,
                departures: &mut $crate::private::Vec<$crate::guard::Departure>,
            ) -> ::core::option::Option<$name> {
                #[allow(dead_code)]
                const FIELDS: &[(&str, &str)] = &[$((stringify!($field), $key[0])),*];
                let before = departures.len();
                let ($($field,)*) = {
                    #[allow(unused_imports)]
                    use $crate::adapter::*;
                    ($(
                        $crate::private::narrow_value $(::$presence)? $(::with::<$both, _>)?
                            (self.$field, &at.key($key[0]), departures),
                    )*)
                };
                // One by one, so that a broken bound has its own place beside all else that departs.
                $(
                    if let Some(value) = &$part {
                        let at = at.key($crate::private::key_of(FIELDS, stringify!($part)));
                        let check = || {
                            let _ = value;
                            $crate::check! { own (value) $($constraint)* }
                            Ok(())
                        };
                        at.check(check, departures);
                    }
                )*
                #[allow(unused_variables)]
                let inside = departures.len();
                $(
                    #[allow(unused_mut)]
                    let mut undeclared = self.$open_rest;
                    $crate::private::depart_constants(
                        <$open as $crate::private::Members>::CONSTANTS,
                        &mut undeclared,
                        at,
                        departures,
                    );
                    let rest = $crate::narrow_rest!(undeclared at departures $rest);
                )?
                let exact = $crate::exact_object!($name { $($field: $field?,)* } $rest $(rest $open_rest)?);
                $crate::validate_narrowed! { [$($checks)*] inside == before, exact, at, departures }
                (departures.len() == before).then_some(exact)
            }
        }

        $crate::conversions! { $name $open }
    };
}

/// The undeclared keys of an open object, from those of an exact one, if it may have any.
#[macro_export]
#[doc(hidden)]
macro_rules! widen_rest {
    ($exact:ident [$(.. denied)?]) => {
        ::core::default::Default::default()
    };
    ($exact:ident [$rest:ident [$($values:ty)?]]) => {
        $crate::private::widen $(::with::<Entries<$values, _>, _>)? ($exact.$rest)
    };
}

/// The undeclared keys of an exact object, from those of an open one.
#[macro_export]
#[doc(hidden)]
macro_rules! narrow_rest {
    ($undeclared:ident $at:ident $departures:ident [$(.. denied)?]) => {
        $at.depart_keys(&$undeclared, $departures)
    };
    ($undeclared:ident $at:ident $departures:ident [$rest:ident [$($values:ty)?]]) => {{
        #[allow(unused_imports)]
        use $crate::adapter::*;
        $crate::private::narrow_value $(::with::<Entries<$values, _>, _>)? ($undeclared, $at, $departures)
    }};
}

/// An exact object from its fields and, where it keeps them, its undeclared keys.
#[macro_export]
#[doc(hidden)]
macro_rules! exact_object {
    ($name:ident { $($fields:tt)* } [$field:ident $values:tt] $rest:ident $open_rest:ident) => {
        $name { $($fields)* $field: $rest? }
    };
    ($name:ident { $($fields:tt)* } $none:tt $($rest:ident $open_rest:ident)?) => {{
        $(let () = $rest;)?
        $name { $($fields)* }
    }};
}

/// Validates an exact value that was put together, unless a part of it departed already.
#[macro_export]
#[doc(hidden)]
macro_rules! validate_narrowed {
    ([] $($ignored:tt)*) => {};
    ([$($checks:tt)+] $complete:expr, $exact:ident, $at:ident, $departures:ident) => {
        if $complete {
            if let Err(invalid) = $exact.validate() {
                return $at.depart(invalid, $departures);
            }
        }
    };
}
