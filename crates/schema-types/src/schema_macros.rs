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
                $crate::private::annotate::<Self>(schema)
            }
        }
    };
    (
        $name:ident
        [
            at: $place:literal, schema: $guard:literal, $(definitions: $definitions:path,)?
            keywords: [$($keyword:literal),*] $(, references: { $($reference:literal: $ty:ty),* })? $(,)?
        ]
        $generator:ident => $schema:block
    ) => {
        $crate::schema! {
            $name [] $generator => {
                let own = $crate::private::annotate::<Self>($schema);
                $crate::private::guarded(own, $guard, &[$($keyword),*], || {
                    $crate::optional!($($crate::private::Vec::from([
                        $(($reference, $generator.subschema_for::<$ty>())),*
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

/// The function `schemas()`, for a drift check: the vendored files with their SHA-256 and the root types made of them.
#[cfg(feature = "schemars")]
#[macro_export]
macro_rules! schemas {
    (
        $(
            $($absolute:ident)? $file:literal = $sha256:literal $(, $nullable:ident)? {
                $(
                    $ty:ident $(at $pointer:literal)? $(open $open:path)?
                    $(, carried [$($carried:literal),* $(,)?])?
                );* $(;)?
            }
        )*
    ) => {
        /// Every vendored schema with the type generated from it, and the schemas that schemars regenerates from the type.
        #[allow(dead_code)]
        pub fn schemas() -> $crate::private::Vec<$crate::VendoredSchema> {
            static FOLDER: &[(&str, &str)] =
                &[$(($file, include_str!($crate::from_manifest!($($absolute)? $file)))),*];
            let mut schemas = $crate::private::Vec::new();
            $(
                $crate::vendor_file! {
                    schemas FOLDER $file $sha256 ($($nullable)?)
                    $($ty [$($pointer)?] [$($open)?] [$($($carried),*)?];)*
                }
            )*
            schemas
        }
    };
}

/// Adds the schemas of a file.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! vendor_file {
    (
        $schemas:ident $folder:ident $file:literal $sha256:literal $nullable:tt
        $($ty:ident [$($pointer:literal)?] [$($open:path)?] [$($carried:literal),*];)*
    ) => {
        $(
            $schemas.push($crate::VendoredSchema {
                file: $file,
                pointer: concat!("" $(, $pointer)?),
                type_name: stringify!($ty),
                source: $crate::private::source_of($folder, $file),
                folder: $folder,
                sha256: $sha256,
                nullable: stringify!($nullable) != "()",
                nullable_enum: stringify!($nullable) != "(nullable_but_enum)",
                carried: &[$($carried),*],
                shape: $crate::shape!($ty $($carried)*),
                deserialize: $crate::private::deserialize_schema::<$ty>(),
                serialize: $crate::private::serialize_schema::<$ty>(),
                read: $crate::private::read_back::<$ty>,
                open: $crate::optional!($((
                    $crate::private::deserialize_schema::<$open>(),
                    $crate::private::read_back::<$open> as $crate::ReadBack,
                ))?),
            });
        )*
    };
}

/// Nothing: this needs the feature `schemars`.
#[cfg(not(feature = "schemars"))]
#[macro_export]
macro_rules! schemas {
    ($($ignored:tt)*) => {};
}

/// The schema of a type without the constraints that it carries, if it carries any.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! shape {
    ($ty:ident) => {
        None
    };
    ($ty:ident $($carried:literal)+) => {
        Some($crate::private::shape_schema::<$ty>())
    };
}

/// A file's path, which is relative to the folder of `Cargo.toml` unless it is absolute.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! from_manifest {
    ($file:literal) => {
        concat!(env!("CARGO_MANIFEST_DIR"), "/", $file)
    };
    (absolute $file:literal) => {
        $file
    };
}
