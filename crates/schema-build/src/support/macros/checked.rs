/// A type that its `check` checks.
macro_rules! checked {
    ($name:ident, $($blocks:tt)+) => {
        support::itself!($name, $($blocks)+);
        support::checked!($name);
    };
    ($name:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<__D: ::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::std::result::Result<Self, __D::Error> {
                let value = Self::read(deserializer)?;
                value.check().map_err(::serde::de::Error::custom)?;
                Ok(value)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<__S: ::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::std::result::Result<__S::Ok, __S::Error> {
                self.check().map_err(::serde::ser::Error::custom)?;
                self.write(serializer)
            }
        }
    };
}
pub(super) use checked;
