/// An object that may have other keys than the declared ones, which the field `rest` holds: as `object`.
macro_rules! open_object {
    (
        $mode:ident $name:ident $($shared:ident)? $([$($note:ident $arguments:tt),* $(,)?])?;
        $(
            $place:literal $presence:ident $field:ident = $key:literal $(as $reader:ty)?
            $([$($said:ident $of_field:tt),* $(,)?])?;
        )*
        rest $rest:ident as $values:ty $([$($carried:ident $of_rest:tt),* $(,)?])?;
    ) => {
        impl support::member::Members for $name {
            const KEYS: &'static [&'static str] = &[$($key),*];

            fn members<'de, __A: ::serde::de::MapAccess<'de>>(
                mut map: __A,
            ) -> ::std::result::Result<Self, __A::Error> {
                $(let mut $field = None;)*
                let mut $rest = ::std::collections::BTreeMap::new();
                let mut likely = 0;
                while let Some(key) = map.next_key_seed(support::read::AnyKey { keys: Self::KEYS, likely })? {
                    match key {
                        support::read::OpenKey::Declared(place) => {
                            match place {
                                $($place => support::read_member!(map $key $field $($reader)?),)*
                                _ => {}
                            }
                            likely = place + 1;
                        }
                        support::read::OpenKey::Other(key) => {
                            support::read::entry::<$values, _>(&mut map, key, &mut $rest)?;
                        }
                    }
                }
                Ok($name { $($field: support::take_member!($presence $key $field),)* $rest })
            }
        }

        support::$mode! { $name, deserializer => {
            deserializer.deserialize_map(support::member::Object::<Self>::new())
        }, self, serializer => {
            use ::serde::ser::SerializeMap as _;
            let length = <Self as support::member::Members>::KEYS.len() + self.$rest.len();
            $(support::count_member!(length $presence self.$field);)*
            let mut object = serializer.serialize_map(Some(length))?;
            $(support::write_entry!(object $presence $key &self.$field);)*
            for (key, value) in &self.$rest {
                object.serialize_entry(key, value)?;
            }
            object.end()
        } }

        #[cfg(feature = "schemars")]
        support::schema! { $mode $name $($shared)?, generator => {
            let object = support::json_schema::ObjectSchema::<Self>::new(generator);
            $(let object = object$(.$note $arguments)*;)?
            $(
                let object = support::member_schema!(object $presence $key $field $($reader)?);
                $(let object = object$(.$said $of_field)*;)?
            )*
            object.open::<$values, _>(|object| &object.$rest)$($(.$carried $of_rest)*)?.schema()
        } }
    };
}
pub(super) use open_object;

/// Writes a member.
macro_rules! write_entry {
    ($object:ident required $key:literal $value:expr) => {
        $object.serialize_entry($key, $value)?;
    };
    ($object:ident optional $key:literal $value:expr) => {
        if let Some(value) = $value {
            $object.serialize_entry($key, value)?;
        }
    };
}
pub(super) use write_entry;
