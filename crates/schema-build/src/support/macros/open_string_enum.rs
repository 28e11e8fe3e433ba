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

        #[allow(clippy::self_named_constructors)]
        impl $name {
            fn read<'de, __D: ::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::std::result::Result<Self, __D::Error> {
                const VALUES: &[&str] = &[$($value),*];
                let values = support::one_of_or::OneOfOr(VALUES);
                Ok(match ::serde::de::DeserializeSeed::deserialize(values, deserializer)? {
                    $(Ok($place) => $name::$variant,)*
                    Ok(place) => $name::$unknown(VALUES[place].to_owned()),
                    Err(text) => $name::$unknown(text),
                })
            }

            fn write<__S: ::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::std::result::Result<__S::Ok, __S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        support::$mode!($name);

        #[cfg(feature = "schemars")]
        support::schema! { $mode $name $($shared)?, _ => {
            let strings = ::schemars::json_schema!({ "type": "string" });
            support::json_schema::Noted::new(strings)$($(.$note $arguments)*)?.schema()
        } }
    };
}
pub(super) use open_string_enum;
