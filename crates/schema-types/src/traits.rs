//! `Deserialize` and `Serialize` of generated types, with constraints and validators between them and what a type reads and
//! writes by itself.

use serde::{Deserializer, Serializer};

use crate::guard::Invalid;
use crate::wire::Wire;

/// A constrained type, as it reads and writes by itself.
pub trait Unchecked: Sized {
    /// Reads a value, whatever its constraints.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;

    /// Writes a value, whatever its constraints.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

/// A type with constraints that are checked by generated code.
pub trait Checked: Unchecked {
    /// Checks the constraints of the value itself; those of the types inside it are their own.
    fn check(&self) -> Result<(), Invalid>;
}

/// Reads a value and checks it.
pub fn read_checked<'de, T: Checked, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let value = T::read(deserializer);
    // It stays where it is made.
    if let Ok(Err(invalid)) = value.as_ref().map(T::check) {
        return Err(serde::de::Error::custom(invalid));
    }
    value
}

/// Checks a value and writes it.
pub fn write_checked<T: Checked, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.check().map_err(serde::ser::Error::custom)?;
    value.write(serializer)
}

/// A type whose JSON value decides whether it is valid.
pub trait Admitted: Unchecked {
    /// Where the schema is, as a JSON Pointer into its file.
    const PLACE: &'static str;

    /// Checks the constraints that the type itself does not express.
    fn admit(value: &serde_json::Value) -> Result<(), Invalid>;
}

/// Checks a JSON value and reads it.
pub fn read_admitted<'de, T: Admitted, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    use crate::adapter::{Adapter, AnyValue};
    if !deserializer.is_human_readable() && Wire::of::<D::Error>(false) == Wire::Positional {
        let value = T::read(deserializer)?;
        validate_admitted(&value).map_err(serde::de::Error::custom)?;
        return Ok(value);
    }
    let value = AnyValue::read(deserializer)?;
    T::admit(&value).map_err(serde::de::Error::custom)?;
    T::read(value).map_err(serde::de::Error::custom)
}

/// Writes a value if its JSON is valid.
pub fn write_admitted<T: Admitted, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    asserting(|| validate_admitted(value).map_err(|invalid| invalid.to_string()), || value.write(serializer))
}

/// Whether the JSON of a value is valid.
pub fn validate_admitted<T: Admitted>(value: &T) -> Result<(), Invalid> {
    let json = value.write(serde_json::value::Serializer);
    let json = json.map_err(|error| Invalid { keyword: T::PLACE, message: error.to_string() })?;
    T::admit(&json)
}

/// Reads a value by itself.
pub fn read_unchecked<'de, T: Unchecked, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read(deserializer)
}

/// Whether a type reads a value: all there is to check of a union of which exactly one member may read it.
pub fn reads_back<T: Admitted>(value: &serde_json::Value) -> Result<(), Invalid> {
    match T::read(value) {
        Ok(_) => Ok(()),
        Err(error) => Err(Invalid { keyword: T::PLACE, message: error.to_string() }),
    }
}

std::thread_local! {
    /// Whether a type around this one checks all that is written.
    static ASSERTING: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Writes a value after `assert`, unless a type around it has asserted it already. Otherwise each level of values in values
/// would be written twice for each time that the level above it is.
fn asserting<T, E: serde::ser::Error>(
    assert: impl FnOnce() -> Result<(), String>,
    write: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let around = Restore(ASSERTING.replace(true));
    if !around.0 {
        assert().map_err(E::custom)?;
    }
    write()
}

std::thread_local! {
    /// Whether a value is written to be checked.
    static COMPOSING: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Whether a value around this one is written to be checked.
pub(crate) fn is_composing() -> bool {
    COMPOSING.get()
}

/// Writes a value to check it, without asserting anything of the values inside it.
pub(crate) fn while_composing<T>(write: impl FnOnce() -> T) -> T {
    struct End;
    impl Drop for End {
        fn drop(&mut self) {
            COMPOSING.set(false);
        }
    }
    let _around = Restore(ASSERTING.replace(true));
    COMPOSING.set(true);
    let _end = End;
    write()
}

/// Restores the state before, also when a panic unwinds.
struct Restore(bool);

impl Drop for Restore {
    fn drop(&mut self) {
        ASSERTING.set(self.0);
    }
}

/// `Deserialize` and `Serialize`: directly, with checks, or with a validator.
#[macro_export]
#[doc(hidden)]
macro_rules! serde_traits {
    (
        $name:ident [] []
        $deserializer:ident => $read:block $self:ident, $serializer:ident => $write:block
    ) => {
        impl<'de> $crate::private::serde::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::private::serde::Deserializer<'de>>(
                $deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> $read
        }

        impl $crate::private::serde::Serialize for $name {
            fn serialize<__S: $crate::private::serde::Serializer>(
                &$self,
                $serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> $write
        }
    };
    ($name:ident [] [$($checks:tt)+] $($blocks:tt)+) => {
        $crate::serde_traits! { @unchecked $name $($blocks)+ }
        $crate::serde_traits! { @by $name read_checked write_checked }
    };
    ($name:ident [$($guard:tt)+] [$($checks:tt)*] $($blocks:tt)+) => {
        $crate::serde_traits! { @unchecked $name $($blocks)+ }
        $crate::serde_traits! { @by $name read_admitted write_admitted }
        $crate::validator! { $name $($guard)+ }
    };
    (@unchecked $name:ident $deserializer:ident => $read:block $self:ident, $serializer:ident => $write:block) => {
        impl $crate::private::Unchecked for $name {
            fn read<'de, __D: $crate::private::serde::Deserializer<'de>>(
                $deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> $read

            fn write<__S: $crate::private::serde::Serializer>(
                &$self,
                $serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> $write
        }
    };
    (@by $name:ident $read:ident $write:ident) => {
        impl<'de> $crate::private::serde::Deserialize<'de> for $name {
            fn deserialize<__D: $crate::private::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                $crate::private::$read(deserializer)
            }
        }

        impl $crate::private::serde::Serialize for $name {
            fn serialize<__S: $crate::private::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                $crate::private::$write(self, serializer)
            }
        }
    };
}

/// `validate` of a type with constraints or a validator, and what it calls.
#[macro_export]
#[doc(hidden)]
macro_rules! checks {
    ($name:ident [] [] $($blocks:tt)*) => {};
    ($name:ident [] [$($checks:tt)+] $self:ident, own => $own:block $again:ident, inside => $inside:block) => {
        impl $crate::private::Checked for $name {
            #[inline]
            fn check(&$self) -> ::core::result::Result<(), $crate::guard::Invalid> {
                $own
                Ok(())
            }
        }

        $crate::validate! { $name $again => {
            $crate::private::Checked::check($again)?;
            $inside
            Ok(())
        } }
    };
    ($name:ident [$($guard:tt)+] [$($checks:tt)*] $($blocks:tt)*) => {
        $crate::validate! { $name self => { $crate::private::validate_admitted(self) } }
    };
}

/// The method `validate`.
#[macro_export]
#[doc(hidden)]
macro_rules! validate {
    ($name:ident $self:ident => $body:block) => {
        impl $name {
            /// Whether a value that was built in code is valid under the schema.
            ///
            /// # Errors
            ///
            /// The first keyword of the schema that the value breaks.
            #[allow(dead_code)]
            #[inline]
            pub fn validate(&$self) -> ::core::result::Result<(), $crate::guard::Invalid> $body
        }
    };
}
