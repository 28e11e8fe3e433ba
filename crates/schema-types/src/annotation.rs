//! Annotations of the vendored schemas, which the schemas regenerated from the types repeat.

/// An annotation, or a keyword that generated code or a validator checks and that the type itself does not express.
pub struct Annotation {
    /// Where it is, as a JSON Pointer into the schema of the type; the last token is the keyword.
    pub pointer: &'static str,
    /// Its value.
    pub value: Literal,
    /// Whether it constrains values: the type alone does not enforce it.
    pub carried: bool,
}

#[cfg(feature = "schemars")]
use serde_json::Value;

/// A value in generated code.
pub enum Literal {
    /// A string.
    Text(&'static str),
    /// A JSON text.
    Json(&'static str),
    /// A schema in place of that of an own type.
    #[cfg(feature = "schemars")]
    Schema(fn(&mut schemars::SchemaGenerator) -> Value),
}

/// A generated type with the annotations of its schema.
pub trait Annotated {
    /// The annotations, outer ones first.
    const ANNOTATIONS: &'static [Annotation];
    /// Whether several documents have the type. It is inlined into the schema of each, because their annotations differ.
    const SHARED: bool;
}

/// Gives generated types the annotations of their schemas: each type with JSON Pointers into its schema, and the values there.
///
/// `"…": "text"` is a string, `"…": json("…")` the JSON text of another value, and `"…": carried("…")` that of a keyword that
/// constrains values beyond the type; `"…": read(Type)` is the schema of a type that a check reads values as. At a place outside the proof, `"…": outside("…")` is the JSON text of the vendored schema, and
/// `"…": own(Type, "…")` the same unless the type itself has `JsonSchema`; `outside_or_null` and `own_or_null` are in an `Option`.
///
/// ```
/// # #[cfg(feature = "schemars")] {
/// /// A label.
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub struct Label(pub String);
/// schema_types::newtype! { Label(checked text String) where [min_length(1, "/minLength")] }
/// schema_types::annotations! { Label { "/description": "A label.", "/minLength": carried("1") } }
///
/// let schema = schemars::schema_for!(Label);
/// assert_eq!(schema.get("description").unwrap(), "A label.");
/// assert_eq!(schema.get("minLength").unwrap(), 1);
/// # }
/// ```
#[macro_export]
macro_rules! annotations {
    ($($ty:path { $($pointer:literal: $value:tt $(($($argument:tt)*))?),* $(,)? })*) => {
        $($crate::annotated! { $ty [false] $($crate::annotation!($pointer $value $(($($argument)*))?)),* })*
    };
}

/// The same for types that several documents have, each with annotations of its own.
#[macro_export]
#[doc(hidden)]
macro_rules! shared {
    ($($ty:path { $($pointer:literal: $value:tt $(($($argument:tt)*))?),* $(,)? })*) => {
        $($crate::annotated! { $ty [true] $($crate::annotation!($pointer $value $(($($argument)*))?)),* })*
    };
}

/// One annotation.
#[macro_export]
#[doc(hidden)]
macro_rules! annotation {
    ($pointer:literal json ($json:literal)) => {
        $crate::private::Annotation { pointer: $pointer, value: $crate::private::Literal::Json($json), carried: false }
    };
    ($pointer:literal carried ($json:literal)) => {
        $crate::private::Annotation { pointer: $pointer, value: $crate::private::Literal::Json($json), carried: true }
    };
    ($pointer:literal outside ($copy:literal)) => {
        $crate::annotation!(@schema $pointer |generator| $crate::private::copied(generator, $copy))
    };
    ($pointer:literal outside_or_null ($copy:literal)) => {
        $crate::annotation!(@schema $pointer |generator| {
            $crate::private::or_null($crate::private::copied(generator, $copy))
        })
    };
    ($pointer:literal own ($ty:ty, $copy:literal)) => {
        $crate::annotation!(@schema $pointer |generator| $crate::own_schema!(generator $ty, $copy))
    };
    ($pointer:literal own_or_null ($ty:ty, $copy:literal)) => {
        $crate::annotation!(@schema $pointer |generator| {
            $crate::private::or_null($crate::own_schema!(generator $ty, $copy))
        })
    };
    ($pointer:literal read ($ty:path)) => {
        $crate::private::Annotation {
            pointer: $pointer,
            value: $crate::private::Literal::Schema(|generator| generator.subschema_for::<$ty>().to_value()),
            carried: true,
        }
    };
    (@schema $pointer:literal $schema:expr) => {
        $crate::private::Annotation {
            pointer: $pointer,
            value: $crate::private::Literal::Schema($schema),
            carried: false,
        }
    };
    ($pointer:literal $text:literal) => {
        $crate::private::Annotation { pointer: $pointer, value: $crate::private::Literal::Text($text), carried: false }
    };
}

/// `Annotated` of one type.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! annotated {
    ($ty:path [$shared:literal] $($annotation:expr),*) => {
        #[allow(deprecated)]
        impl $crate::private::Annotated for $ty {
            const ANNOTATIONS: &'static [$crate::private::Annotation] = &[$($annotation),*];
            const SHARED: bool = $shared;
        }
    };
}

/// Nothing: this needs the feature `schemars`.
#[cfg(not(feature = "schemars"))]
#[macro_export]
#[doc(hidden)]
macro_rules! annotated {
    ($($ignored:tt)*) => {};
}

/// An open type has the annotations of its exact twin.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! same_annotations {
    ($name:ident $open:path) => {
        impl $crate::private::Annotated for $open {
            const ANNOTATIONS: &'static [$crate::private::Annotation] =
                <$name as $crate::private::Annotated>::ANNOTATIONS;
            const SHARED: bool = <$name as $crate::private::Annotated>::SHARED;
        }
    };
}

/// Nothing: this needs the feature `schemars`.
#[cfg(not(feature = "schemars"))]
#[macro_export]
#[doc(hidden)]
macro_rules! same_annotations {
    ($($ignored:tt)*) => {};
}
