/// An enumeration of strings: how many, and the keyword that lists them.
macro_rules! string_enum {
    (
        $mode:ident $name:ident $($shared:ident)? = $count:literal of $keyword:literal
        $([$($note:ident $arguments:tt),* $(,)?])?;
        $($variant:ident = $value:literal;)*
    ) => {
        impl $name {
            /// All values, in the schema's order.
            pub const ALL: [$name; $count] = [$($name::$variant),*];
            const VALUES: [&'static str; $count] = [$($value),*];

            /// The value as JSON has it.
            pub const fn as_str(self) -> &'static str {
                Self::VALUES[self as usize]
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::serde::de::value::Error;

            fn from_str(value: &str) -> ::std::result::Result<Self, ::serde::de::value::Error> {
                ::serde::Deserialize::deserialize(::serde::de::value::StrDeserializer::new(value))
            }
        }

        support::$mode! { $name, deserializer => {
            let values = support::one_of::OneOf(&Self::VALUES);
            Ok(Self::ALL[::serde::de::DeserializeSeed::deserialize(values, deserializer)?])
        }, self, serializer => {
            serializer.serialize_str(self.as_str())
        } }

        #[cfg(feature = "schemars")]
        support::schema! { $mode $name $($shared)?, _ => {
            let strings = support::json_schema::strings($keyword, &Self::VALUES);
            support::json_schema::Noted::new(strings)$($(.$note $arguments)*)?.schema()
        } }
    };
}
pub(super) use string_enum;
