/// An object that has the declared keys alone: each with its place, whether it must be there, its field, and its reader
/// where the field's type reads too much or too little.
macro_rules! object {
    ($mode:ident $name:ident $($shared:ident)? $([$($note:ident $arguments:tt),* $(,)?])?;) => {
        impl support::member::Members for $name {
            const KEYS: &'static [&'static str] = &[];

            fn members<'de, __A: ::serde::de::MapAccess<'de>>(
                mut map: __A,
            ) -> ::std::result::Result<Self, __A::Error> {
                map.next_key_seed(support::member::Key { keys: Self::KEYS, likely: 0 })?;
                Ok($name {})
            }
        }

        support::$mode! { $name, deserializer => {
            deserializer.deserialize_map(support::member::Object::<Self>::new())
        }, self, serializer => {
            ::serde::ser::SerializeStruct::end(serializer.serialize_struct(stringify!($name), 0)?)
        } }

        #[cfg(feature = "schemars")]
        support::schema! { $mode $name $($shared)?, generator => {
            let object = support::json_schema::ObjectSchema::<Self>::new(generator);
            $(let object = object$(.$note $arguments)*;)?
            object.closed()
        } }
    };
    (
        $mode:ident $name:ident $($shared:ident)? $([$($note:ident $arguments:tt),* $(,)?])?;
        $(
            $place:literal $presence:ident $field:ident = $key:literal $(as $reader:ty)?
            $([$($said:ident $of_field:tt),* $(,)?])?;
        )+
    ) => {
        impl support::member::Members for $name {
            const KEYS: &'static [&'static str] = &[$($key),+];

            fn members<'de, __A: ::serde::de::MapAccess<'de>>(
                mut map: __A,
            ) -> ::std::result::Result<Self, __A::Error> {
                $(let mut $field = None;)+
                let mut likely = 0;
                while let Some(place) = map.next_key_seed(support::member::Key { keys: Self::KEYS, likely })? {
                    match place {
                        $($place => support::read_member!(map $key $field $($reader)?),)+
                        _ => {}
                    }
                    likely = place + 1;
                }
                Ok($name { $($field: support::take_member!($presence $key $field)),+ })
            }
        }

        support::$mode! { $name, deserializer => {
            deserializer.deserialize_map(support::member::Object::<Self>::new())
        }, self, serializer => {
            use ::serde::ser::SerializeStruct as _;
            let length = <Self as support::member::Members>::KEYS.len();
            $(support::count_member!(length $presence self.$field);)+
            let mut object = serializer.serialize_struct(stringify!($name), length)?;
            $(support::write_field!(object $presence $key &self.$field);)+
            object.end()
        } }

        #[cfg(feature = "schemars")]
        support::schema! { $mode $name $($shared)?, generator => {
            let object = support::json_schema::ObjectSchema::<Self>::new(generator);
            $(let object = object$(.$note $arguments)*;)?
            $(
                let object = support::member_schema!(object $presence $key $field $($reader)?);
                $(let object = object$(.$said $of_field)*;)?
            )+
            object.closed()
        } }
    };
}
pub(super) use object;

/// Writes a member.
macro_rules! write_field {
    ($object:ident required $key:literal $value:expr) => {
        $object.serialize_field($key, $value)?;
    };
    ($object:ident optional $key:literal $value:expr) => {
        match $value {
            Some(value) => $object.serialize_field($key, value)?,
            None => $object.skip_field($key)?,
        }
    };
}
pub(super) use write_field;
