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

/// A value in generated code.
pub enum Literal {
    /// A string.
    Text(&'static str),
    /// A JSON text.
    Json(&'static str),
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
/// constrains values beyond the type.
///
/// ```
/// # #[cfg(feature = "schemars")] {
/// /// A label.
/// #[derive(Clone, Debug, PartialEq, Eq, Hash)]
/// pub struct Label(pub String);
/// schema_types::newtype! { Label where [min_length(1, "/minLength")] }
/// schema_types::annotations! { Label { "/description": "A label.", "/minLength": carried("1") } }
///
/// let schema = schemars::schema_for!(Label);
/// assert_eq!(schema.get("description").unwrap(), "A label.");
/// assert_eq!(schema.get("minLength").unwrap(), 1);
/// # }
/// ```
#[macro_export]
macro_rules! annotations {
    ($($ty:path { $($pointer:literal: $value:tt $(($json:literal))?),* $(,)? })*) => {
        $($crate::annotated! { $ty [false] $($crate::annotation!($pointer $value $(($json))?)),* })*
    };
}

/// The same for types that several documents have, each with annotations of its own.
#[macro_export]
#[doc(hidden)]
macro_rules! shared {
    ($($ty:path { $($pointer:literal: $value:tt $(($json:literal))?),* $(,)? })*) => {
        $($crate::annotated! { $ty [true] $($crate::annotation!($pointer $value $(($json))?)),* })*
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
