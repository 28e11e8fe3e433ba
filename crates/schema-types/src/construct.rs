//! Building values in code.

use serde::Serialize;
use serde_json::Value;

use crate::guard::Invalid;
use crate::number::{Number, Repr};

/// A constrained type whose value was checked when its code was generated.
pub trait Trusted {
    /// The type inside.
    type Inner;

    /// The value, unchecked.
    fn trusted(inner: Self::Inner) -> Self;
}

/// A value that was checked when the code was generated.
pub fn trusted<T: Trusted>(inner: T::Inner) -> T {
    T::trusted(inner)
}

/// The value, if it is valid.
pub fn checked<T>(value: T, validate: fn(&T) -> Result<(), Invalid>) -> Result<T, Invalid> {
    validate(&value)?;
    Ok(value)
}

/// A number of generated code, which is finite.
pub const fn finite(number: f64) -> Number {
    Number(Repr::Float(number))
}

/// The fields of an object that are not there.
pub mod without {
    /// A field whose key may be absent.
    pub fn optional<T>() -> Option<T> {
        None
    }
}

/// The value as JSON. Fails if it breaks a constraint, or has a number that no [`Value`] holds.
pub fn to_value<T: Serialize>(value: &T) -> Result<Value, serde_json::Error> {
    serde_json::to_value(value)
}

/// `TryFrom` the type for `Value`.
#[macro_export]
#[doc(hidden)]
macro_rules! into_value {
    ($name:ident) => {
        impl ::core::convert::TryFrom<$name> for $crate::Value {
            type Error = $crate::private::JsonError;

            #[inline]
            fn try_from(value: $name) -> ::core::result::Result<Self, $crate::private::JsonError> {
                $crate::private::to_value(&value)
            }
        }
    };
}

/// `new`, `Default` and the defaults of an object's fields.
#[macro_export]
#[doc(hidden)]
macro_rules! construct {
    ($name:ident $fields:tt $rest:tt) => {};
    (
        $name:ident { $($field:ident [$($presence:ident)?] $key:tt;)* } [$($rest:ident)?]
        new($($argument:ident: $ty:ty),* $(,)?)
        $(fixed($($fixed:ident),* $(,)?))?
        $(default($($default:expr),* $(,)?))?
        $(defaults { $($function:ident: $of:ty = $value:expr),* $(,)? })?
    ) => {
        #[allow(dead_code)]
        impl $name {
            /// A value with these fields and no others, which is not checked.
            #[allow(clippy::too_many_arguments, clippy::self_named_constructors)]
            #[inline]
            pub fn new($($argument: $ty),*) -> Self {
                $($(let $field = $crate::private::without::$presence();)?)*
                $(let $argument = $argument.into();)*
                $($(let $fixed = ::core::default::Default::default();)*)?
                Self { $($field,)* $($rest: ::core::default::Default::default())? }
            }

            $($(
                /// What an absent property means, by the schema's `default`.
                pub fn $function() -> $of {
                    $value
                }
            )*)?
        }

        $(
            impl ::core::default::Default for $name {
                /// A value with the defaults that the schema has for required properties, and no others.
                fn default() -> Self {
                    Self::new($($default),*)
                }
            }
        )?
    };
}
