//! Objects: a struct that reads each declared key once and, where the schema allows them, keeps the others.

mod field;
mod keys;
mod value;

pub use field::{absent, has_places, is_required, slot, write_entry, write_field};
pub use keys::{Keys, Members, Object};
pub use value::{fill, read_value, read_value_as};

/// Implements a struct as a JSON object.
///
/// The struct's fields in order, each with what is not the default: `name` is a key of that name that must be there;
/// `age: optional` may be absent, so the field is an `Option`; `r#type = "type"` has another key than its name;
/// `count as Whole<u8>` is read by an [adapter](crate::adapter). `.. rest` is the field for undeclared keys, which other objects
/// refuse; its values may be of any type, or as an adapter reads them.
///
/// Clauses follow the braces, for what the struct itself cannot express:
///
/// | clause | meaning |
/// |---|---|
/// | `new(name: impl Into<String>)` | a constructor, which takes the required fields |
/// | `constant(kind)` | required fields whose only value is their `Default` |
/// | `default("Tom")` | `Default`, which calls `new` with these arguments |
/// | `defaults { default_age: u8 = 1 }` | functions for the schema's defaults |
/// | `where { name: [min_length(1, "/…/minLength")] }` | constraints on fields, each with its place in the schema |
/// | `keys [min_properties(1, "/…/minProperties")]` | constraints on the keys of the object |
/// | `rest [values [max_length(9, "/…/maxLength")]]` | constraints on undeclared keys |
/// | `validated { … }` | a validator checks the JSON of the object |
/// | `twin open::Pet` | the type of the profile `open` for the same schema, for conversions |
///
/// Within a constraint, `some […]` leads into an `Option`, `each […]` to the items of an array, `values […]` and `names […]` to the
/// values and the keys of a map, `items (0 […])` to an item of a tuple, and `valid()` to the constraints of the type itself.
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
    ($name:ident { $($field:ident $(: $presence:ident)? $(= $key:literal)? $(as $adapter:ty)?),* $(,)? }) => {
        $crate::members! {
            $name { $($field [$($presence)?] [$($key,)? stringify!($field)] $($adapter)?;)* } [] [] []
        }
    };
    (
        $name:ident { $($field:ident $(: $presence:ident)? $(= $key:literal)? $(as $adapter:ty)?),* $(,)? }
        $($clauses:tt)+
    ) => {
        $crate::clauses! {
            $name { $($field [$($presence)?] [$($key,)? stringify!($field)] $($adapter)?;)* } []
            $($clauses)+
        }
    };
    (
        $name:ident {
            $($field:ident $(: $presence:ident)? $(= $key:literal)? $(as $adapter:ty)?,)*
            .. $rest:ident $(as $values:ty)?
        }
        $($clauses:tt)*
    ) => {
        $crate::clauses! {
            $name { $($field [$($presence)?] [$($key,)? stringify!($field)] $($adapter)?;)* } [$rest $(as $values)?]
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
        $name:ident { $($field:ident [$($presence:ident)?] [$($key:tt)*] $($adapter:ty)?;)* }
        [$($rest:ident $(as $values:ty)?)?] [$($guard:tt)*] [$($checks:tt)*]
    ) => {
        impl $crate::private::Members for $name {
            const NAME: &'static str = stringify!($name);
            const KEYS: &'static [&'static str] = &[$([$($key)*][0]),*];
            const IS_OPEN: bool = ["" $(, stringify!($rest))?].len() > 1;

            #[allow(unused_imports, clippy::double_parens)]
            fn members<'de, __A: $crate::private::serde::de::MapAccess<'de>>(
                mut map: __A,
            ) -> ::core::result::Result<Self, __A::Error> {
                use $crate::adapter::*;
                let mut seen = [false; <Self as $crate::private::Members>::KEYS.len()];
                let mut keys = $crate::private::Keys::new(<Self as $crate::private::Members>::KEYS, &mut seen);
                $(let mut $field = None;)*
                $(let mut $rest = $crate::private::BTreeMap::new();)?
                while let Some(place) = $crate::next_key!(keys map $($rest $($values)?)?) {
                    #[allow(unused_mut)]
                    let mut left = place;
                    let read = 'read: {
                        $(
                            if left == 0 {
                                let slot = $crate::private::fill $(::$presence)? (&mut $field);
                                $(
                                    if true {
                                        break 'read $crate::private::read_value_as::<$adapter, _, _>(&mut map, slot);
                                    }
                                )?
                                break 'read $crate::private::read_value(&mut map, slot);
                            }
                            left -= 1;
                        )*
                        let _ = left;
                        Ok(())
                    };
                    read?;
                }
                let ($(Some($field),)*) = ($($($crate::private::slot::$presence)? ($field),)*) else {
                    return Err(keys.missing(&[$($($crate::private::is_required::$presence() &&)? true),*]));
                };
                Ok(Self { $($field,)* $($rest)? })
            }
        }

        $crate::into_value! { $name }

        $crate::serde_traits! {
            $name [$($guard)*] [$($checks)*]
            deserializer => { $crate::private::Object::<$name>::read(deserializer) }
            self, serializer => {
                $crate::write_object!(self serializer $name { $($field [$($presence)?] [$($key)*];)* } $($rest)?)
            }
        }

        $crate::schema! {
            $name [$($guard)*] generator => {
                let object = $crate::private::ObjectSchema::<Self>::new(generator);
                $(let object = $crate::member_schema!(object $field, [$($key)*][0], [$($presence)?] $($adapter)?);)*
                $crate::finish_schema!(object $($rest $($values)?)?)
            }
        }
    };
}

/// An object with constraints, a validator or a twin.
#[macro_export]
#[doc(hidden)]
macro_rules! clauses {
    (
        $name:ident { $($field:ident [$($presence:ident)?] $key:tt $($adapter:ty)?;)* }
        [$($rest:ident $(as $values:ty)?)?]
        $(new($($new:tt)*))?
        $(constant($($constant:tt)*))?
        $(default($($default:tt)*))?
        $(defaults { $($defaults:tt)* })?
        $(where { $($part:ident: [$($constraint:tt)*]),* $(,)? })?
        $(keys [$($of_keys:tt)*])?
        $(rest [$($of_rest:tt)*])?
        $(validated { $($guard:tt)* })?
        $(twin $open:path $(, $open_rest:ident)?)?
    ) => {
        $crate::construct! {
            $name { $($field [$($presence)?] $key $($adapter)?;)* } [$($rest $(as $values)?)?]
            $(new($($new)*))? $(constant($($constant)*))? $(default($($default)*))? $(defaults { $($defaults)* })?
        }

        $crate::members! {
            $name { $($field [$($presence)?] $key $($adapter)?;)* } [$($rest $(as $values)?)?]
            [$($($guard)*)?] [$(where $($part)*)? $(keys $($of_keys)*)? $(rest $($of_rest)*)?]
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
            [$($open $(, $open_rest)?)?] $name { $($field $key;)* } [$($rest)?]
            [$(where $($part)*)? $(keys $($of_keys)*)? $(rest $($of_rest)*)? $(validated $($guard)*)?]
            { $($($part: [$($constraint)*],)*)? }
        }
    };
}

/// Reads the next declared key.
#[macro_export]
#[doc(hidden)]
macro_rules! next_key {
    ($keys:ident $map:ident) => {
        $keys.next(&mut $map)?
    };
    ($keys:ident $map:ident $rest:ident) => {
        $keys.next_beside::<AnyValue, __A>(&mut $map, &mut $rest)?
    };
    ($keys:ident $map:ident $rest:ident $values:ty) => {
        $keys.next_beside::<$values, __A>(&mut $map, &mut $rest)?
    };
}

/// Writes an object: as a struct, or as a map where it may have other keys than the declared ones.
#[macro_export]
#[doc(hidden)]
macro_rules! write_object {
    ($self:ident $serializer:ident $name:ident { $($field:ident [$($presence:ident)?] $key:tt;)* }) => {{
        let places = $crate::private::has_places(&$serializer);
        let length = <$name as $crate::private::Members>::KEYS.len();
        let length = if places { length } else { length $($(- $crate::private::absent::$presence(&$self.$field))?)* };
        #[allow(unused_mut)]
        let mut object = $serializer.serialize_struct(stringify!($name), length)?;
        // rustc takes longer to check `?`.
        $(
            match $crate::private::write_field $(::$presence)? (&mut object, $key[0], &$self.$field, places) {
                Ok(()) => {}
                Err(error) => return Err(error),
            }
        )*
        $crate::private::serde::ser::SerializeStruct::end(object)
    }};
    ($self:ident $serializer:ident $name:ident { $($field:ident [$($presence:ident)?] $key:tt;)* } $rest:ident) => {{
        let places = $crate::private::has_places(&$serializer);
        let length = <$name as $crate::private::Members>::KEYS.len() + $self.$rest.len();
        let length = length $($(- $crate::private::absent::$presence(&$self.$field))?)*;
        let mut object = $serializer.serialize_map(Some(length))?;
        $(
            match $crate::private::write_entry $(::$presence)? (&mut object, $key[0], &$self.$field, places) {
                Ok(()) => {}
                Err(error) => return Err(error),
            }
        )*
        for (key, value) in &$self.$rest {
            $crate::private::serde::ser::SerializeMap::serialize_entry(&mut object, key, value)?;
        }
        $crate::private::serde::ser::SerializeMap::end(object)
    }};
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
                length $($(- $crate::private::absent::$presence(&self.$field))?)*
            }

            #[inline]

            fn has(&self, key: &str) -> bool {
                $(
                    if key == $key[0] {
                        return 0 $(+ $crate::private::absent::$presence(&self.$field))? == 0;
                    }
                )*
                false $(|| self.$rest.contains_key(key))?
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
