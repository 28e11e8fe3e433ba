/// A type that is valid as it is read: by these blocks or, without them, by its own `read` and `write`.
macro_rules! plain {
    ($name:ident) => {
        support::plain! { $name, deserializer => { Self::read(deserializer) }, self, serializer => { self.write(serializer) } }
    };
    ($name:ident, $deserializer:ident => $read:block, $self:ident, $serializer:ident => $write:block) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<__D: ::serde::Deserializer<'de>>(
                $deserializer: __D,
            ) -> ::std::result::Result<Self, __D::Error> $read
        }

        impl ::serde::Serialize for $name {
            fn serialize<__S: ::serde::Serializer>(
                &$self,
                $serializer: __S,
            ) -> ::std::result::Result<__S::Ok, __S::Error> $write
        }
    };
}
pub(super) use plain;
