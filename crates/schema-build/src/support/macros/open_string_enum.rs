/// An enumeration of strings that has a variant for any other string.
macro_rules! open_string_enum {
    (
        $mode:ident $name:ident $($shared:ident)? | $unknown:ident $([$($note:ident $arguments:tt),* $(,)?])?;
        $($place:literal $variant:ident = $value:literal;)*
    ) => {
        impl $name {
            /// The value as JSON has it.
            pub fn as_str(&self) -> &str {
                match self {
                    $($name::$variant => $value,)*
                    $name::$unknown(text) => text,
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        support::$mode! { $name, deserializer => {
            const VALUES: &[&str] = &[$($value),*];
            let values = support::one_of_or::OneOfOr(VALUES);
            Ok(match ::serde::de::DeserializeSeed::deserialize(values, deserializer)? {
                $(Ok($place) => $name::$variant,)*
                Ok(place) => $name::$unknown(VALUES[place].to_owned()),
                Err(text) => $name::$unknown(text),
            })
        }, self, serializer => {
            serializer.serialize_str(self.as_str())
        } }

        #[cfg(feature = "schemars")]
        support::schema! { $mode $name $($shared)?, _ => {
            let strings = ::schemars::json_schema!({ "type": "string" });
            support::json_schema::Noted::new(strings)$($(.$note $arguments)*)?.schema()
        } }
    };
}
pub(super) use open_string_enum;
