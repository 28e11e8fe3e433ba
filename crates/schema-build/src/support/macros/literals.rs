/// An enumeration of JSON values, which stand as texts, and how many.
macro_rules! literals {
    (
        $mode:ident $name:ident $($shared:ident)? = $count:literal $([$($note:ident $arguments:tt),* $(,)?])?;
        $($variant:ident = $literal:literal;)*
    ) => {
        impl $name {
            /// All values, in the schema's order.
            pub const ALL: [$name; $count] = [$($name::$variant),*];
            const LITERALS: [&'static str; $count] = [$($literal),*];

            /// The value as JSON has it.
            pub fn to_value(self) -> ::serde_json::Value {
                support::literal::parsed(Self::LITERALS[self as usize])
            }
        }

        support::$mode! { $name, deserializer => {
            Ok(Self::ALL[support::literal::literal(deserializer, &Self::LITERALS)?])
        }, self, serializer => {
            ::serde::Serialize::serialize(&self.to_value(), serializer)
        } }

        #[cfg(feature = "schemars")]
        support::schema! { $mode $name $($shared)?, _ => {
            let values: ::std::vec::Vec<::serde_json::Value> = Self::ALL.iter().map(|value| value.to_value()).collect();
            let values = ::schemars::json_schema!({ "enum": values });
            support::json_schema::Noted::new(values)$($(.$note $arguments)*)?.schema()
        } }
    };
}
pub(super) use literals;
