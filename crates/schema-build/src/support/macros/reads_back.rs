/// A type that writes the JSON values that it reads.
macro_rules! reads_back {
    ($name:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<__D: ::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::std::result::Result<Self, __D::Error> {
                Self::read(deserializer)
            }
        }
        support::asserted!($name);
    };
}
pub(super) use reads_back;
