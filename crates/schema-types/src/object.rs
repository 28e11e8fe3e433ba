//! Objects: a struct that reads each declared key once and, where the schema allows them, keeps the others.

mod constants;
mod keys;
mod read;
mod slots;
mod write;

pub use constants::{Constant, depart_constants};
pub use keys::{Members, Object, first_of_each, is_constant};
pub use read::{Closed, Denied, Ignored, Rest, read_members};
pub use slots::slot;
pub use write::{absent, given, undeclared, write_map, write_struct, write_value};

/// Implements a struct as a JSON object.
///
/// The struct's fields in order, each with what is not the default: `name` is a key of that name that must be there;
/// `age: optional` may be absent, so the field is an `Option`; `r#type = "type"` has another key than its name;
/// `count as Whole<u8>` is read by an [adapter](crate::adapter); `at with Own<SystemTime>` is read and written by one, and is the
/// same in both profiles. `.. rest` is the field for undeclared keys, which other objects refuse; its values may be of any type,
/// or as an adapter reads them. `..` alone ignores undeclared keys, and `!` refuses those that the schema allows.
///
/// Clauses follow the braces, for what the struct itself cannot express:
///
/// | clause | meaning |
/// |---|---|
/// | `new(name: impl Into<String>)` | a constructor, which takes the required fields |
/// | `fixed(kind)` | required fields whose only value is their `Default` |
/// | `default("Tom")` | `Default`, which calls `new` with these arguments |
/// | `defaults { default_age: u8 = 1 }` | functions for the schema's defaults |
/// | `constants { "kind" = "pet" after 1 }` | required keys with their only value, which the struct does not hold, each after some fields; `or other` keeps another value among the undeclared keys |
/// | `where { name: [min_length(1, "/…/minLength")] }` | constraints on fields, each with its place in the schema |
/// | `keys [min_properties(1, "/…/minProperties")]` | constraints on the keys of the object; `members` also sees their values |
/// | `rest [values [max_length(9, "/…/maxLength")]]` | constraints on undeclared keys |
/// | `validated { … }` | a validator checks the JSON of the object |
/// | `twin open::Pet` | the type of the profile `open` for the same schema, for conversions |
///
/// Within a constraint, `some […]` leads into an `Option`, `each […]` to the items of an array, `values […]` and `names […]` to the
/// values and the keys of a map, `items (0 […])` to an item of a tuple, and `valid()` to the constraints of the type itself.
///
/// `entries(["^x-" => read Extension], never, "/…/patternProperties")` is a constraint on a map whose values may be of any type:
/// those whose keys match a pattern read as a type, are `any` value, or are `never` there, and so do all others. `each_of([read A, any],
/// never, "/…/prefixItems")` is the same for the first items of an array and the other ones.
///
/// ```
/// /// A pet.
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub struct Pet {
///     /// What it is called.
///     pub name: String,
///     /// Its age in years.
///     pub age: Option<u8>,
/// }
/// schema_types::object! {
///     Pet { name, age: optional as Whole<u8> }
///     where { name: [min_length(1, "/properties/name/minLength")] }
/// }
/// # schema_types::annotations! { Pet {} }
///
/// let pet: Pet = serde_json::from_str(r#"{"name": "Tom", "age": 3.0}"#)?;
/// assert_eq!(pet.age, Some(3));
/// assert!(serde_json::from_str::<Pet>(r#"{"name": ""}"#).is_err());
/// assert!(serde_json::from_str::<Pet>(r#"{"name": "Tom", "legs": 4}"#).is_err());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! object {
    (
        $name:ident {
            $($field:ident $(: $presence:ident)? $(= $key:literal)? $(with $both:ty)? $(as $adapter:ty)?),* $(,)?
        }
    ) => {
        $crate::members! {
            $name {
                $($field [$($presence)?] [$($key,)? stringify!($field)] [$($both)?] $($both)? $($adapter)?;)*
            } [] [] [] []
        }
    };
    (
        $name:ident {
            $($field:ident $(: $presence:ident)? $(= $key:literal)? $(with $both:ty)? $(as $adapter:ty)?),* $(,)?
        }
        $($clauses:tt)+
    ) => {
        $crate::clauses! {
            $name {
                $($field [$($presence)?] [$($key,)? stringify!($field)] [$($both)?] $($both)? $($adapter)?;)*
            } []
            $($clauses)+
        }
    };
    (
        $name:ident {
            $($field:ident $(: $presence:ident)? $(= $key:literal)? $(with $both:ty)? $(as $adapter:ty)?,)*
            .. $rest:ident $(with $values_both:ty)? $(as $values:ty)?
        }
        $($clauses:tt)*
    ) => {
        $crate::clauses! {
            $name {
                $($field [$($presence)?] [$($key,)? stringify!($field)] [$($both)?] $($both)? $($adapter)?;)*
            } [$rest [$($values_both)?] $($values_both)? $($values)?]
            $($clauses)*
        }
    };
    (
        $name:ident {
            $($field:ident $(: $presence:ident)? $(= $key:literal)? $(with $both:ty)? $(as $adapter:ty)?,)*
            ..
        }
        $($clauses:tt)*
    ) => {
        $crate::clauses! {
            $name {
                $($field [$($presence)?] [$($key,)? stringify!($field)] [$($both)?] $($both)? $($adapter)?;)*
            } [.. ignored]
            $($clauses)*
        }
    };
    (
        $name:ident {
            $($field:ident $(: $presence:ident)? $(= $key:literal)? $(with $both:ty)? $(as $adapter:ty)?,)*
            !
        }
        $($clauses:tt)*
    ) => {
        $crate::clauses! {
            $name {
                $($field [$($presence)?] [$($key,)? stringify!($field)] [$($both)?] $($both)? $($adapter)?;)*
            } [.. denied]
            $($clauses)*
        }
    };
}

/// `Deserialize`, `Serialize` and `JsonSchema` of an object.
///
/// No macro is called for each field, because that would take most of the time that a large file takes to compile. A key is
/// the first of the texts in brackets; `optional` names a function that replaces the usual one.
#[macro_export]
#[doc(hidden)]
macro_rules! members {
    (
        $name:ident { $($field:ident [$($presence:ident)?] [$($key:tt)*] [$($both:ty)?] $($adapter:ty)?;)* }
        [$(.. $undeclared:ident)? $($rest:ident [$($values_both:ty)?] $($values:ty)?)?] [$($guard:tt)*] [$($checks:tt)*] [$($constants:tt)*]
    ) => {
        impl $crate::private::Members for $name {
            const NAME: &'static str = stringify!($name);
            const KEYS: &'static [&'static str] = &$crate::private::first_of_each([$(&[$($key)*]),*]);
            $(const IS_OPEN: bool = !stringify!($rest).is_empty();)?
            $crate::constants! { $($constants)* }

            #[allow(unused_imports)]
            fn members<'de, __A: $crate::private::serde::de::MapAccess<'de>>(
                map: __A,
            ) -> ::core::result::Result<Self, __A::Error> {
                use $crate::adapter::*;
                let slots = $crate::tuple!($(($crate::private::slot $(::$presence)? $(::with::<$adapter>)? ()))*);
                let object = |$crate::tuple!($($field)*), ($($rest)?)| Self { $($field,)* $($rest)? };
                $crate::read_members!(map slots object $(.. $undeclared)? $($rest $($values)?)?)
            }
        }

        $crate::into_value! { $name }

        $crate::serde_traits! {
            $name [$($guard)*] [$($checks)*]
            deserializer => { $crate::private::Object::<$name>::read(deserializer) }
            self, serializer => {
                #[allow(unused_imports)]
                use $crate::adapter::*;
                $crate::write_members!(
                    serializer
                    $crate::tuple!($(($crate::private::given $(::$presence)? $(::with::<$both>)? (&self.$field)))*),
                    [$($constants)*] $($crate::private::undeclared $(::with::<$values_both, _>)? (&self.$rest))?
                )
            }
        }

        $crate::schema! {
            $name [$($guard)*] generator => {
                let object = $crate::private::ObjectSchema::<Self>::new(generator);
                $(let object = $crate::member_schema!(object $field, [$($key)*][0], [$($presence)?] $($adapter)?);)*
                let object = object.constants::<Self>();
                $crate::finish_schema!(object $(.. $undeclared)? $($rest $($values)?)?)
            }
        }
    };
}

/// An object with constraints, a validator or a twin.
#[macro_export]
#[doc(hidden)]
macro_rules! clauses {
    (
        $name:ident { $($field:ident [$($presence:ident)?] $key:tt [$($both:ty)?] $($adapter:ty)?;)* }
        [$(.. $undeclared:ident)? $($rest:ident [$($values_both:ty)?] $($values:ty)?)?]
        $(new($($new:tt)*))?
        $(fixed($($fixed:tt)*))?
        $(default($($default:tt)*))?
        $(defaults { $($defaults:tt)* })?
        $(constants { $($constants:tt)* })?
        $(where { $($part:ident: [$($constraint:tt)*]),* $(,)? })?
        $(keys [$($of_keys:tt)*])?
        $(rest [$($of_rest:tt)*])?
        $(validated { $($guard:tt)* })?
        $(twin $open:path $(, $open_rest:ident)?)?
    ) => {
        $crate::construct! {
            $name { $($field [$($presence)?] $key;)* } [$($rest)?]
            $(new($($new)*))? $(fixed($($fixed)*))? $(default($($default)*))? $(defaults { $($defaults)* })?
        }

        $crate::members! {
            $name { $($field [$($presence)?] $key [$($both)?] $($adapter)?;)* }
            [$(.. $undeclared)? $($rest [$($values_both)?] $($values)?)?]
            [$($($guard)*)?] [$(where $($part)*)? $(keys $($of_keys)*)? $(rest $($of_rest)*)?] [$($($constants)*)?]
        }

        $crate::checks! {
            $name [$($($guard)*)?] [$(where $($part)*)? $(keys $($of_keys)*)? $(rest $($of_rest)*)?]
            self, own => {
                $($($crate::check! { own (&self.$part) $($constraint)* })*)?
                $($crate::check! { own (self) $($of_keys)* })?
                $crate::check_rest! { own self [$($rest)?] $($($of_rest)*)? }
            }
            self, inside => {
                $($($crate::check! { inside (&self.$part) $($constraint)* })*)?
                $crate::check_rest! { inside self [$($rest)?] $($($of_rest)*)? }
            }
        }

        $crate::key_counts! {
            [$(keys $($of_keys)*)?] $name { $($field [$($presence)?] $key;)* } $($rest)?
        }

        $crate::object_conversions! {
            [$($open $(, $open_rest)?)?] $name { $($field [$($presence)?] $key [$($both)?];)* }
            [$(.. $undeclared)? $($rest [$($values_both)?])?]
            [$(where $($part)*)? $(keys $($of_keys)*)? $(rest $($of_rest)*)? $(validated $($guard)*)?]
            { $($($part: [$($constraint)*],)*)? }
        }
    };
}

/// The constants of an object.
#[macro_export]
#[doc(hidden)]
macro_rules! constants {
    () => {};
    ($($key:literal = $value:literal $(after $after:literal)? $(or $other:ident)?),+ $(,)?) => {
        const CONSTANTS: &'static [$crate::private::Constant] = &[$(
            $crate::private::Constant {
                key: $key,
                value: $value,
                after: 0 $(+ $after)?,
                or_other: false $(|| !stringify!($other).is_empty())?,
            }
        ),+];
    };
}

/// Reads the members of an object by what happens to undeclared keys.
#[macro_export]
#[doc(hidden)]
macro_rules! read_members {
    ($map:ident $slots:ident $object:ident) => {
        $crate::private::read_members::<Self, $crate::private::Closed, _, _, _>($map, $slots, $object)
    };
    ($map:ident $slots:ident $object:ident .. ignored) => {
        $crate::private::read_members::<Self, $crate::private::Ignored, _, _, _>($map, $slots, $object)
    };
    ($map:ident $slots:ident $object:ident .. denied) => {
        $crate::private::read_members::<Self, $crate::private::Denied, _, _, _>($map, $slots, $object)
    };
    ($map:ident $slots:ident $object:ident $rest:ident $($values:ty)?) => {
        $crate::private::read_members::<Self, $crate::private::Rest<_ $(, $values)?>, _, _, _>($map, $slots, $object)
    };
}

/// Writes the members of an object: as a struct, or as a map where it may have other keys than those of its fields.
#[macro_export]
#[doc(hidden)]
macro_rules! write_members {
    ($serializer:ident $fields:expr, []) => {
        $crate::private::write_struct::<Self, _, _>($fields, $serializer)
    };
    ($serializer:ident $fields:expr, [$($constants:tt)*] $($others:tt)*) => {
        $crate::private::write_map::<Self, _, _, _>($fields, ($($others)*), $serializer)
    };
}

/// Which keys an object has, for constraints on its keys.
#[macro_export]
#[doc(hidden)]
macro_rules! key_counts {
    ([] $($ignored:tt)*) => {};
    ([$($of_keys:tt)+] $name:ident { $($field:ident [$($presence:ident)?] $key:tt;)* } $($rest:ident)?) => {
        impl $crate::private::Keyed for $name {
            #[inline]
            fn count(&self) -> usize {
                let length = <$name as $crate::private::Members>::KEYS.len() $(+ self.$rest.len())?;
                let length = length + <$name as $crate::private::Members>::CONSTANTS.len();
                length $($(- $crate::private::absent::$presence(&self.$field))?)*
            }

            #[inline]

            fn has(&self, key: &str) -> bool {
                $(
                    if key == $key[0] {
                        return 0 $(+ $crate::private::absent::$presence(&self.$field))? == 0;
                    }
                )*
                $crate::private::is_constant::<$name>(key) $(|| self.$rest.contains_key(key))?
            }
        }
    };
}

/// Checks the field for undeclared keys, if there is one.
#[macro_export]
#[doc(hidden)]
macro_rules! check_rest {
    ($mode:ident $self:ident [$rest:ident] $($of_rest:tt)+) => {
        $crate::check! { $mode (&$self.$rest) $($of_rest)+ }
    };
    ($mode:ident $self:ident [$($rest:ident)?]) => {};
}
