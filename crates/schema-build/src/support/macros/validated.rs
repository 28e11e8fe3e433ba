/// A type of the JSON values that its `admit` admits.
macro_rules! validated {
    ($name:ident, $($blocks:tt)+) => {
        support::itself!($name, $($blocks)+);
        support::validated!($name);
    };
    ($name:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<__D: ::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::std::result::Result<Self, __D::Error> {
                let value = <support::value::AnyValue as support::read::Read>::read(deserializer)?;
                Self::admit(&value).map_err(::serde::de::Error::custom)?;
                Self::read(value).map_err(::serde::de::Error::custom)
            }
        }
        support::asserted!($name);
    };
}
pub(super) use validated;
