//! What types have that are texts: enumerations of strings, newtypes of strings, and strings with a format.

/// Comparisons and conversions of a type with a method `as_str`.
#[macro_export]
#[doc(hidden)]
macro_rules! as_text {
    ($name:ident) => {
        impl ::core::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::core::convert::From<$name> for $crate::Value {
            #[inline]
            fn from(text: $name) -> Self {
                $crate::Value::from(text.as_str())
            }
        }
    };
}

/// Conversions of a type that every string makes: it has `From<&str>` and `From<String>`.
#[macro_export]
#[doc(hidden)]
macro_rules! from_any_text {
    ($name:ident) => {
        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                Ok(text.into())
            }
        }
    };
}

/// Conversions of a type that some strings make: `FromStr` by the expression, and `TryFrom` by `FromStr`.
#[macro_export]
#[doc(hidden)]
macro_rules! from_some_text {
    ($name:ident $error:ty, $text:ident => $parse:expr) => {
        impl ::core::str::FromStr for $name {
            type Err = $error;

            #[inline]
            fn from_str($text: &str) -> ::core::result::Result<Self, $error> {
                $parse
            }
        }

        impl ::core::convert::TryFrom<&str> for $name {
            type Error = $error;

            #[inline]
            fn try_from(text: &str) -> ::core::result::Result<Self, $error> {
                text.parse()
            }
        }

        impl ::core::convert::TryFrom<$crate::private::String> for $name {
            type Error = $error;

            #[inline]
            fn try_from(text: $crate::private::String) -> ::core::result::Result<Self, $error> {
                text.parse()
            }
        }
    };
}
