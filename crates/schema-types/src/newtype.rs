//! Types with a name around one that has none.

/// Implements what a newtype has: `Name(Inner)`, or `Name(Inner as Adapter)` where an [adapter](crate::adapter) reads the value
/// inside, or `Name(Inner, with Adapter)` where it also writes it.
///
/// `text` marks strings and strings with a format. `checked` marks types with constraints of their own, whose field is
/// private, so that every value is valid.
///
/// ```
/// /// A label of one to three characters.
/// #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
/// pub struct Label(String);
/// schema_types::newtype! { Label(checked text String) where [min_length(1, "/minLength"), max_length(3, "/maxLength")] }
/// # schema_types::annotations! { Label {} }
///
/// assert!(serde_json::from_str::<Label>(r#""abc""#)? == "abc");
/// let error = Label::new("abcd").unwrap_err();
/// assert_eq!(error.to_string(), "`maxLength` is 3, the string has length 4 (/maxLength)");
/// let label: Label = "abc".parse()?;
/// assert_eq!(label.into_inner(), "abc");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[macro_export]
macro_rules! newtype {
    ($name:ident(checked text $inner:ty $(as $adapter:ty)? $(, with $both:ty)?) $($clauses:tt)*) => {
        $crate::checked_newtype! { $name $inner, text: impl ::core::convert::Into<$inner> }
        $crate::text_newtype! { $name }
        $crate::from_some_text! { $name $crate::guard::Invalid, text => Self::new(text) }
        $crate::newtype_traits! { $name [$inner] [$($both)?] [$($adapter)? $($both)?] $($clauses)* }
    };
    ($name:ident(checked $inner:ty $(as $adapter:ty)? $(, with $both:ty)?) $($clauses:tt)*) => {
        $crate::checked_newtype! { $name $inner, value: $inner }
        $crate::into_value! { $name }

        impl ::core::convert::TryFrom<$inner> for $name {
            type Error = $crate::guard::Invalid;

            fn try_from(value: $inner) -> ::core::result::Result<Self, $crate::guard::Invalid> {
                Self::new(value)
            }
        }

        $crate::newtype_traits! { $name [$inner] [$($both)?] [$($adapter)? $($both)?] $($clauses)* }
    };
    ($name:ident(text $inner:ty $(as $adapter:ty)? $(, with $both:ty)?) $($clauses:tt)*) => {
        #[allow(dead_code)]
        impl $name {
            /// The value of a text.
            #[inline]
            pub fn new(text: impl ::core::convert::Into<$inner>) -> Self {
                Self(text.into())
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl ::core::convert::From<$crate::private::String> for $name {
            #[inline]
            fn from(text: $crate::private::String) -> Self {
                Self(text.into())
            }
        }

        $crate::text_newtype! { $name }
        $crate::from_any_text! { $name }
        $crate::newtype_traits! { $name [$inner] [$($both)?] [$($adapter)? $($both)?] $($clauses)* }
    };
    ($name:ident($inner:ty $(as $adapter:ty)? $(, with $both:ty)?) $($clauses:tt)*) => {
        impl ::core::convert::From<$inner> for $name {
            #[inline]
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        $crate::into_value! { $name }
        $crate::newtype_traits! { $name [$inner] [$($both)?] [$($adapter)? $($both)?] $($clauses)* }
    };
}

/// A newtype whose value is always valid.
#[macro_export]
#[doc(hidden)]
macro_rules! checked_newtype {
    ($name:ident $inner:ty, $value:ident: $ty:ty) => {
        #[allow(dead_code)]
        impl $name {
            /// The value, if it is valid.
            ///
            /// # Errors
            ///
            /// The first keyword of the schema that it breaks.
            pub fn new($value: $ty) -> ::core::result::Result<Self, $crate::guard::Invalid> {
                $crate::private::checked(Self($value.into()), Self::validate)
            }

            /// The value inside.
            #[inline]
            pub fn get(&self) -> &$inner {
                &self.0
            }
        }

        impl $crate::private::Trusted for $name {
            type Inner = $inner;

            fn trusted(inner: $inner) -> Self {
                Self(inner)
            }
        }
    };
}

/// What a newtype of a text has, whether all texts are valid or not.
#[macro_export]
#[doc(hidden)]
macro_rules! text_newtype {
    ($name:ident) => {
        #[allow(dead_code)]
        impl $name {
            /// The text.
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::core::convert::From<$name> for $crate::private::String {
            #[inline]
            fn from(value: $name) -> Self {
                value.0.into()
            }
        }

        $crate::as_text! { $name }
    };
}

/// What every newtype has.
#[macro_export]
#[doc(hidden)]
macro_rules! newtype_traits {
    (
        $name:ident [$inner:ty] [$($both:ty)?] [$($adapter:ty)?]
        $(default { $default:expr })?
        $(where [$($constraint:tt)*])?
        $(validated { $($guard:tt)* })?
        $(twin $open:path)?
    ) => {
        #[allow(dead_code)]
        impl $name {
            /// The value inside, by itself.
            #[inline]
            pub fn into_inner(self) -> $inner {
                self.0
            }
        }

        $(
            impl ::core::default::Default for $name {
                /// The schema's default.
                fn default() -> Self {
                    Self($default)
                }
            }
        )?

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
