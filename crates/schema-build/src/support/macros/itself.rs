/// What a guarded type reads and writes by itself.
macro_rules! itself {
    ($name:ident, $deserializer:ident => $read:block, $self:ident, $serializer:ident => $write:block) => {
        #[allow(clippy::self_named_constructors)]
        impl $name {
            fn read<'de, __D: ::serde::Deserializer<'de>>(
                $deserializer: __D,
            ) -> ::std::result::Result<Self, __D::Error> $read

            fn write<__S: ::serde::Serializer>(
                &$self,
                $serializer: __S,
            ) -> ::std::result::Result<__S::Ok, __S::Error> $write
        }
    };
}
pub(super) use itself;
