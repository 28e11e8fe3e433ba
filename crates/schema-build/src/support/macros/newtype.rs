/// A type with a name around one without: that one, and its reader where it reads too much or too little.
macro_rules! newtype {
    (
        $mode:ident $name:ident $($shared:ident)? = $inner:ty $(as $reader:ty)?
        $([$($note:ident $arguments:tt),* $(,)?])?;
    ) => {
        support::$mode! { $name, deserializer => {
            support::read_inner!(deserializer $($reader)?).map($name)
        }, self, serializer => {
            ::serde::Serialize::serialize(&self.0, serializer)
        } }

        #[cfg(feature = "schemars")]
        support::schema! { $mode $name $($shared)?, generator => {
            let inner = support::inner_schema!(generator $inner $(, $reader)?);
            support::json_schema::Noted::new(inner)$($(.$note $arguments)*)?.schema()
        } }
    };
}
pub(super) use newtype;

/// Reads the value inside.
macro_rules! read_inner {
    ($deserializer:ident) => {
        ::serde::Deserialize::deserialize($deserializer)
    };
    ($deserializer:ident $reader:ty) => {
        <$reader as support::read::Read>::read($deserializer)
    };
}
pub(super) use read_inner;

#[cfg(feature = "schemars")]
/// The schema of the value inside.
macro_rules! inner_schema {
    ($generator:ident $inner:ty) => {
        $generator.subschema_for::<$inner>()
    };
    ($generator:ident $inner:ty, $reader:ty) => {
        $generator.subschema_for::<$reader>()
    };
}
#[cfg(feature = "schemars")]
pub(super) use inner_schema;
