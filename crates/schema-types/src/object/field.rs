//! Fields, in the usual way or, by a module of the same name, where the key may be absent.

use serde::ser::{SerializeMap, SerializeStruct};
use serde::{Serialize, Serializer};

use crate::wire::Wire;

/// Whether the format has a place for each declared key.
pub fn has_places<S: Serializer>(serializer: &S) -> bool {
    Wire::of::<S::Error>(serializer.is_human_readable()).has_places()
}

/// The slot that a value was read into, where the key may be absent.
pub mod slot {
    /// The slot itself is the field.
    pub fn optional<T>(slot: Option<T>) -> Option<Option<T>> {
        Some(slot)
    }
}

/// Whether a key must be there.
pub mod is_required {
    /// It may be absent.
    pub fn optional() -> bool {
        false
    }
}

/// How many keys are absent.
pub mod absent {
    /// The key is absent if there is no value.
    pub fn optional<T>(value: &Option<T>) -> usize {
        usize::from(value.is_none())
    }
}

/// Writes a value.
pub fn write_value<T: Serialize, S: serde::Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

/// The same by an adapter.
pub mod write_value {
    use serde::Serializer;

    use crate::adapter::WriteAs;

    /// Writes a value by its adapter.
    pub fn with<A: WriteAs, S: Serializer>(value: &A::Value, serializer: S) -> Result<S::Ok, S::Error> {
        A::write(value, serializer)
    }
}

/// Writes a field of a struct.
pub fn write_field<T: Serialize, S: SerializeStruct>(
    object: &mut S,
    key: &'static str,
    value: &T,
    _places: bool,
) -> Result<(), S::Error> {
    object.serialize_field(key, value)
}

/// The same by an adapter, or where a key may be absent.
pub mod write_field {
    use serde::Serialize;
    use serde::ser::SerializeStruct;

    use crate::adapter::{WriteAs, Written};

    /// Writes a field by its adapter.
    pub fn with<A: WriteAs, S: SerializeStruct>(
        object: &mut S,
        key: &'static str,
        value: &A::Value,
        _places: bool,
    ) -> Result<(), S::Error> {
        object.serialize_field(key, &Written::<A>(value))
    }

    /// Writes a field if it has a value, or else that it has none, where it has a place.
    pub fn optional<T: Serialize, S: SerializeStruct>(
        object: &mut S,
        key: &'static str,
        value: &Option<T>,
        places: bool,
    ) -> Result<(), S::Error> {
        match value {
            value if places => object.serialize_field(key, value),
            Some(value) => object.serialize_field(key, value),
            None => object.skip_field(key),
        }
    }

    /// The same by an adapter.
    pub mod optional {
        use serde::ser::SerializeStruct;

        use crate::adapter::{WriteAs, Written};

        /// Writes a field by its adapter if it has a value.
        pub fn with<A: WriteAs, S: SerializeStruct>(
            object: &mut S,
            key: &'static str,
            value: &Option<A::Value>,
            places: bool,
        ) -> Result<(), S::Error> {
            super::optional(object, key, &value.as_ref().map(Written::<A>), places)
        }
    }
}

/// Writes an entry of a map.
pub fn write_entry<T: Serialize, S: SerializeMap>(
    object: &mut S,
    key: &str,
    value: &T,
    _places: bool,
) -> Result<(), S::Error> {
    object.serialize_entry(key, value)
}

/// The same by an adapter, or where a key may be absent.
pub mod write_entry {
    use serde::Serialize;
    use serde::ser::SerializeMap;

    use crate::adapter::{WriteAs, Written};

    /// Writes an entry by the adapter of its value.
    pub fn with<A: WriteAs, S: SerializeMap>(
        object: &mut S,
        key: &str,
        value: &A::Value,
        _places: bool,
    ) -> Result<(), S::Error> {
        object.serialize_entry(key, &Written::<A>(value))
    }

    /// Writes an entry if it has a value.
    pub fn optional<T: Serialize, S: SerializeMap>(
        object: &mut S,
        key: &'static str,
        value: &Option<T>,
        places: bool,
    ) -> Result<(), S::Error> {
        match value {
            // As it is read.
            Some(_) if places => object.serialize_entry(key, value),
            Some(value) => object.serialize_entry(key, value),
            None => Ok(()),
        }
    }

    /// The same by an adapter.
    pub mod optional {
        use serde::ser::SerializeMap;

        use crate::adapter::{WriteAs, Written};

        /// Writes an entry by its adapter if it has a value.
        pub fn with<A: WriteAs, S: SerializeMap>(
            object: &mut S,
            key: &'static str,
            value: &Option<A::Value>,
            places: bool,
        ) -> Result<(), S::Error> {
            super::optional(object, key, &value.as_ref().map(Written::<A>), places)
        }
    }
}
