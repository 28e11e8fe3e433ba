//! The macros that implement `JsonSchema`, where the feature `schemars` is enabled.

/// `JsonSchema` of a type; of a validated one, with the keywords that its validator checks.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! schema {
    ($name:ident [] $generator:ident => $schema:block) => {
        impl $crate::private::schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                <$name as $crate::private::Annotated>::SHARED
            }

            fn schema_name() -> $crate::private::Cow<'static, str> {
                $crate::private::Cow::Borrowed(stringify!($name))
            }

            // The name alone would make types of two modules one.
            fn schema_id() -> $crate::private::Cow<'static, str> {
                $crate::private::Cow::Borrowed(concat!(module_path!(), "::", stringify!($name)))
            }

            fn json_schema(
                $generator: &mut $crate::private::schemars::SchemaGenerator,
            ) -> $crate::private::schemars::Schema {
                #[allow(unused_imports)]
                use $crate::adapter::*;
                let schema = $schema;
                $crate::private::annotate::<Self>($generator, schema)
            }
        }
    };
    (
        $name:ident
        [
            at: $place:literal, schema: $guard:literal, $(definitions: $definitions:path,)?
            keywords: [$($keyword:literal),*]
            $(, references: { $($reference:literal: $($ty:ty)? $(= $copy:literal)?),* })? $(,)?
        ]
        $generator:ident => $schema:block
    ) => {
        $crate::schema! {
            $name [] $generator => {
                let own = $schema;
                let own = $crate::private::annotate::<Self>($generator, own);
                $crate::private::guarded(own, $guard, &[$($keyword),*], || {
                    $crate::optional!($($crate::private::Vec::from([
                        $((
                            $reference,
                            $($generator.subschema_for::<$ty>())?
                            $($crate::private::copied_schema($generator, $copy))?
                        )),*
                    ]))?)
                })
            }
        }
    };
}

/// Nothing: this needs the feature `schemars`.
#[cfg(not(feature = "schemars"))]
#[macro_export]
#[doc(hidden)]
macro_rules! schema {
    ($($ignored:tt)*) => {};
}

/// Adds the schema of a field.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! member_schema {
    ($object:ident $field:ident, $key:expr, []) => {
        $object.required($key, |object| &object.$field)
    };
    ($object:ident $field:ident, $key:expr, [optional]) => {
        $object.optional($key, |object| &object.$field)
    };
    ($object:ident $field:ident, $key:expr, [] $adapter:ty) => {
        $object.required_as::<$adapter, _>($key, |object| &object.$field)
    };
    ($object:ident $field:ident, $key:expr, [optional] $adapter:ty) => {
        $object.optional_as::<$adapter, _>($key, |object| &object.$field)
    };
}

/// The schema of an object, with or without other keys.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! finish_schema {
    ($object:ident) => {
        $object.closed()
    };
    ($object:ident .. ignored) => {
        $object.ignoring()
    };
    ($object:ident .. denied) => {
        $object.closed()
    };
    ($object:ident $rest:ident) => {
        $object.open::<AnyValue, _>(|object| &object.$rest)
    };
    ($object:ident $rest:ident $values:ty) => {
        $object.open::<$values, _>(|object| &object.$rest)
    };
}

/// The schema of a member of a union.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! variant_schema {
    ($generator:ident $variant:ident) => {
        $crate::private::variant_schema($generator, Self::$variant)
    };
    ($generator:ident $variant:ident $adapter:ty) => {
        $crate::private::variant_schema_as::<$adapter, _, _>($generator, Self::$variant)
    };
}

/// The schema of the value inside a newtype.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! inner_schema {
    ($generator:ident) => {
        $crate::private::field_schema($generator, |value: &Self| &value.0)
    };
    ($generator:ident $adapter:ty) => {
        $crate::private::field_schema_as::<$adapter, _, _>($generator, |value: &Self| &value.0)
    };
}

/// The function `schemas()`, for a drift check: the vendored files, each with its SHA-256, the root types made of it, and the
/// places in it of the constraints that its types carry.
#[cfg(feature = "schemars")]
#[macro_export]
macro_rules! schemas {
    (
        $(
            $file:literal = $sha256:literal $(, $flag:ident)* {
                $($ty:ident $(at $pointer:literal)? $(twin $open:path)?;)*
            }
            $(carried { $($constrained:path: [$($place:literal),* $(,)?]),* $(,)? })?
            $(outside { $($departing:path: [$($outside:literal: $why:literal $(for $own:ty)?),* $(,)?]),* $(,)? })?
        )*
    ) => {
        /// Every vendored schema with the type generated from it, and the schemas that schemars regenerates from the type.
        #[allow(dead_code, deprecated)]
        pub fn schemas() -> $crate::private::Vec<$crate::VendoredSchema> {
            static FOLDER: &[(&str, &str)] =
                &[$(($file, include_str!($crate::from_manifest!($file $($flag)*)))),*];
            let mut schemas = $crate::private::Vec::new();
            $(
                let file = $crate::private::VendoredFile {
                    file: $file,
                    folder: FOLDER,
                    sha256: $sha256,
                    flags: &[$(stringify!($flag)),*],
                    carried: &[$($($crate::private::Carried {
                        ty: $crate::private::type_name::<$constrained>,
                        places: &[$($place),*],
                    }),*)?],
                    outside: $crate::private::Vec::from([$($((
                        $crate::private::type_name::<$departing> as fn() -> &'static str,
                        $crate::private::Vec::from([$($crate::Outside {
                            pointer: $outside,
                            why: $why,
                            is_described: $crate::is_described!($($own)?),
                        }),*]),
                    )),*)?]),
                };
                $(
                    schemas.push(file.describe::<$ty>(
                        stringify!($ty),
                        concat!("" $(, $pointer)?),
                        $crate::optional!($($crate::private::Twin::of::<$open>())?),
                    ));
                )*
            )*
            schemas
        }
    };
}

/// Nothing: this needs the feature `schemars`.
#[cfg(not(feature = "schemars"))]
#[macro_export]
macro_rules! schemas {
    ($($ignored:tt)*) => {};
}

/// A file's path, which is relative to the folder of `Cargo.toml` unless it is absolute.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! from_manifest {
    ($file:literal absolute $($flag:ident)*) => {
        $file
    };
    ($file:literal $($flag:ident)*) => {
        concat!(env!("CARGO_MANIFEST_DIR"), "/", $file)
    };
}
