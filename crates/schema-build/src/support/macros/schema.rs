#[cfg(feature = "schemars")]
/// `JsonSchema` of a type; of a validated one, which adds what its validator asserts, the schema that is its own.
macro_rules! schema {
    (validated $name:ident $($shared:ident)?, $generator:pat => $schema:block) => {
        impl $name {
            fn own_schema($generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema $schema
        }
    };
    ($mode:ident $name:ident $($shared:ident)?, $generator:pat => $schema:block) => {
        impl ::schemars::JsonSchema for $name {
            $(support::$shared!();)?

            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            // The name alone would make types of two modules one.
            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema($generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema $schema
        }
    };
}
#[cfg(feature = "schemars")]
pub(super) use schema;

#[cfg(feature = "schemars")]
/// A type that several documents have stands in each schema as it is.
macro_rules! shared {
    () => {
        fn inline_schema() -> bool {
            true
        }
    };
}
#[cfg(feature = "schemars")]
pub(super) use shared;
