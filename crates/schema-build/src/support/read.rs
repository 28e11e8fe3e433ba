use ::serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Reads a value where the type's own `Deserialize` reads too much or too little.
pub(in super::super) trait Read {
    type Value;
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error>;
}

/// A reader as a seed.
pub(in super::super) struct Seed<R>(pub(in super::super) ::std::marker::PhantomData<R>);

impl<R> Seed<R> {
    pub(in super::super) fn new() -> Self {
        Seed(::std::marker::PhantomData)
    }
}

impl<'de, R: Read> DeserializeSeed<'de> for Seed<R> {
    type Value = R::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<R::Value, D::Error> {
        R::read(deserializer)
    }
}

/// Reads the value of a key that may stand once.
#[inline]
pub(in super::super) fn once_as<'de, R: Read, A: MapAccess<'de>>(
    map: &mut A,
    key: &'static str,
    slot: &mut Option<R::Value>,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::duplicate_field(key));
    }
    *slot = Some(map.next_value_seed(Seed::<R>::new())?);
    Ok(())
}

/// What the type itself reads.
pub(in super::super) struct Plain<T>(::std::marker::PhantomData<T>);

impl<T: DeserializeOwned> Read for Plain<T> {
    type Value = T;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}

/// A number without a fraction, however it is written, as one of Rust's integers.
pub(in super::super) struct Whole<T>(::std::marker::PhantomData<T>);

impl<T: TryFrom<i128>> Read for Whole<T> {
    type Value = T;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        struct Number<T>(::std::marker::PhantomData<T>);
        impl<T: TryFrom<i128>> Visitor<'_> for Number<T> {
            type Value = T;

            fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str("an integer")
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
                self.visit_i128(number.into())
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
                self.visit_i128(number.into())
            }

            fn visit_i128<E: Error>(self, number: i128) -> Result<T, E> {
                let range = |_| E::custom(format_args!("integer `{number}` is out of range"));
                T::try_from(number).map_err(range)
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<T, E> {
                if number.fract() != 0.0 || number.abs() >= 1e38 {
                    return Err(E::invalid_type(::serde::de::Unexpected::Float(number), &self));
                }
                self.visit_i128(number as i128)
            }
        }
        deserializer.deserialize_any(Number(::std::marker::PhantomData))
    }
}

/// An array of what another reader reads.
pub(in super::super) struct Many<R>(::std::marker::PhantomData<R>);

impl<R: Read> Read for Many<R> {
    type Value = Vec<R::Value>;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        struct Items<R>(::std::marker::PhantomData<R>);
        impl<'de, R: Read> Visitor<'de> for Items<R> {
            type Value = Vec<R::Value>;

            fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut items = Vec::new();
                while let Some(item) = seq.next_element_seed(Seed::<R>::new())? {
                    items.push(item);
                }
                Ok(items)
            }
        }
        deserializer.deserialize_seq(Items::<R>(::std::marker::PhantomData))
    }
}

/// Null, or what another reader reads.
pub(in super::super) struct Maybe<R>(::std::marker::PhantomData<R>);

impl<R: Read> Read for Maybe<R> {
    type Value = Option<R::Value>;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        struct OrNull<R>(::std::marker::PhantomData<R>);
        impl<'de, R: Read> Visitor<'de> for OrNull<R> {
            type Value = Option<R::Value>;

            fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str("a value or null")
            }

            fn visit_none<E>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(None)
            }

            fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
                R::read(deserializer).map(Some)
            }
        }
        deserializer.deserialize_option(OrNull::<R>(::std::marker::PhantomData))
    }
}

/// The members of an object, each key once.
pub(in super::super) struct Entries<R>(::std::marker::PhantomData<R>);

impl<R: Read> Read for Entries<R> {
    type Value = ::std::collections::BTreeMap<String, R::Value>;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self::Value, D::Error> {
        struct Members<R>(::std::marker::PhantomData<R>);
        impl<'de, R: Read> Visitor<'de> for Members<R> {
            type Value = ::std::collections::BTreeMap<String, R::Value>;

            fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = ::std::collections::BTreeMap::new();
                while let Some(key) = map.next_key::<String>()? {
                    entry::<R, A>(&mut map, key, &mut members)?;
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Members::<R>(::std::marker::PhantomData))
    }
}

/// Reads the value of an undeclared key.
pub(in super::super) fn entry<'de, R: Read, A: MapAccess<'de>>(
    map: &mut A,
    key: String,
    members: &mut ::std::collections::BTreeMap<String, R::Value>,
) -> Result<(), A::Error> {
    if members.contains_key(&key) {
        return Err(A::Error::custom(format_args!("duplicate field `{key}`")));
    }
    members.insert(key, map.next_value_seed(Seed::<R>::new())?);
    Ok(())
}

/// A key of an object that allows undeclared ones.
pub(in super::super) enum OpenKey {
    Declared(usize),
    Other(String),
}

/// Reads a key as its place among the declared ones, or as it is.
pub(in super::super) struct AnyKey {
    pub(in super::super) keys: &'static [&'static str],
    pub(in super::super) likely: usize,
}

impl<'de> DeserializeSeed<'de> for AnyKey {
    type Value = OpenKey;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<OpenKey, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for AnyKey {
    type Value = OpenKey;

    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<OpenKey, E> {
        if self.keys.get(self.likely) == Some(&key) {
            return Ok(OpenKey::Declared(self.likely));
        }
        let place = self.keys.iter().position(|known| *known == key);
        Ok(place.map_or_else(|| OpenKey::Other(key.to_owned()), OpenKey::Declared))
    }
}

macro_rules! tuple {
    ($count:literal $($reader:ident)+) => {
        impl<$($reader: Read),+> Read for ($($reader,)+) {
            type Value = ($($reader::Value,)+);

            fn read<'de, __D: Deserializer<'de>>(deserializer: __D) -> Result<Self::Value, __D::Error> {
                struct Items<T>(::std::marker::PhantomData<T>);
                impl<'de, $($reader: Read),+> Visitor<'de> for Items<($($reader,)+)> {
                    type Value = ($($reader::Value,)+);

                    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                        write!(f, "an array of length {}", $count)
                    }

                    fn visit_seq<__A: SeqAccess<'de>>(self, mut seq: __A) -> Result<Self::Value, __A::Error> {
                        let missing = || __A::Error::custom(concat!("expected an array of length ", $count));
                        Ok(($(seq.next_element_seed(Seed::<$reader>::new())?.ok_or_else(missing)?,)+))
                    }
                }
                deserializer.deserialize_tuple($count, Items::<($($reader,)+)>(::std::marker::PhantomData))
            }
        }
    };
}
tuple!(1 R0);
tuple!(2 R0 R1);
tuple!(3 R0 R1 R2);
tuple!(4 R0 R1 R2 R3);
tuple!(5 R0 R1 R2 R3 R4);
tuple!(6 R0 R1 R2 R3 R4 R5);
tuple!(7 R0 R1 R2 R3 R4 R5 R6);
tuple!(8 R0 R1 R2 R3 R4 R5 R6 R7);
tuple!(9 R0 R1 R2 R3 R4 R5 R6 R7 R8);
tuple!(10 R0 R1 R2 R3 R4 R5 R6 R7 R8 R9);
tuple!(11 R0 R1 R2 R3 R4 R5 R6 R7 R8 R9 R10);
tuple!(12 R0 R1 R2 R3 R4 R5 R6 R7 R8 R9 R10 R11);
