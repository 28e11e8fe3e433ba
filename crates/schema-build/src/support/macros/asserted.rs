/// A type that writes the JSON values that its `admit` admits.
macro_rules! asserted {
    ($name:ident) => {
        impl ::serde::Serialize for $name {
            fn serialize<__S: ::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::std::result::Result<__S::Ok, __S::Error> {
                let assert = || {
                    let value = self.write(::serde_json::value::Serializer).map_err(|error| error.to_string())?;
                    Self::admit(&value).map_err(|error| error.to_string())
                };
                support::writing::asserted(assert, || self.write(serializer))
            }
        }
    };
}
pub(super) use asserted;
