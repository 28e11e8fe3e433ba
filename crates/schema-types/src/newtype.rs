//! Types with a name around one that has none.

/// Implements what a newtype has: `Name`, or `Name(Adapter)` where an [adapter](crate::adapter) reads the value inside, or
/// `Name(with Adapter)` where it also writes it.
///
/// ```
/// /// A label of one to three characters.
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub struct Label(pub String);
/// schema_types::newtype! { Label where [min_length(1, "/minLength"), max_length(3, "/maxLength")] }
/// # schema_types::annotations! { Label {} }
///
/// assert!(serde_json::from_str::<Label>(r#""abc""#).is_ok());
/// let error = serde_json::from_str::<Label>(r#""abcd""#).unwrap_err();
/// assert!(error.to_string().starts_with("`maxLength` is 3, the string has length 4 (/maxLength)"));
/// ```
#[macro_export]
macro_rules! newtype {
    (
        $name:ident (with $both:ty)
        $(where [$($constraint:tt)*])?
        $(validated { $($guard:tt)* })?
        $(twin $open:path)?
    ) => {
        $crate::newtype_traits! {
            $name [$both] [$both] [$(where [$($constraint)*])? $(validated { $($guard)* })? $(twin $open)?]
        }
    };
    (
        $name:ident $(($adapter:ty))?
        $(where [$($constraint:tt)*])?
        $(validated { $($guard:tt)* })?
        $(twin $open:path)?
    ) => {
        $crate::newtype_traits! {
            $name [] [$($adapter)?] [$(where [$($constraint)*])? $(validated { $($guard)* })? $(twin $open)?]
        }
    };
}

/// What a newtype has, once its adapter is known: the one that also writes it, and the one that reads it.
#[macro_export]
#[doc(hidden)]
macro_rules! newtype_traits {
    (
        $name:ident [$($both:ty)?] [$($adapter:ty)?]
        [
            $(where [$($constraint:tt)*])?
            $(validated { $($guard:tt)* })?
            $(twin $open:path)?
        ]
    ) => {
        $crate::serde_traits! {
            $name [$($($guard)*)?] [$(where $($constraint)*)?]
            deserializer => { ::core::result::Result::map($crate::read_inner!(deserializer $($adapter)?), Self) }
            self, serializer => {
                #[allow(unused_imports)]
                use $crate::adapter::*;
                $crate::private::write_value $(::with::<$both, _>)? (&self.0, serializer)
            }
        }

        $crate::checks! {
            $name [$($($guard)*)?] [$(where $($constraint)*)?]
            self, own => { $($crate::check! { own (&self.0) $($constraint)* })? }
            self, inside => { $($crate::check! { inside (&self.0) $($constraint)* })? }
        }

        $crate::newtype_conversions! {
            [$($open)?] $name [$($both)?] [$(where $($constraint)*)? $(validated $($guard)*)?]
        }

        $crate::schema! {
            $name [$($($guard)*)?] generator => {
                $crate::inner_schema!(generator $($adapter)?)
            }
        }
    };
}

/// Reads the value inside.
#[macro_export]
#[doc(hidden)]
macro_rules! read_inner {
    ($deserializer:ident) => {
        $crate::private::serde::Deserialize::deserialize($deserializer)
    };
    ($deserializer:ident $adapter:ty) => {{
        #[allow(unused_imports)]
        use $crate::adapter::*;
        <$adapter as $crate::adapter::Adapter>::read($deserializer)
    }};
}

/// The conversions of a newtype.
#[macro_export]
#[doc(hidden)]
macro_rules! newtype_conversions {
    ([] $($ignored:tt)*) => {};
    ([$open:path] $name:ident [$($both:ty)?] [$($checks:tt)*]) => {
        impl $crate::private::Open<$name> for $open {
            #[inline]
            fn widen(exact: $name) -> Self {
                #[allow(unused_imports)]
                use $crate::adapter::*;
                Self($crate::private::widen $(::with::<$both, _>)? (exact.0))
            }

            #[inline]

            fn narrow(
                self,
                at: &$crate::private::InstancePath<'_>,
                departures: &mut $crate::private::Vec<$crate::guard::Departure>,
            ) -> ::core::option::Option<$name> {
                let inner = {
                    #[allow(unused_imports)]
                    use $crate::adapter::*;
                    $crate::private::narrow_value $(::with::<$both, _>)? (self.0, at, departures)
                };
                let exact = $name(inner?);
                $crate::validate_narrowed! { [$($checks)*] true, exact, at, departures }
                Some(exact)
            }
        }

        $crate::conversions! { $name $open }
    };
}
