use ::serde::de::{DeserializeSeed, Deserialize, Deserializer, Error, MapAccess, Visitor};

/// Reads a key as its place among the declared ones; the one after the last that was read is tried first.
pub(in super::super) struct Key {
    pub(in super::super) keys: &'static [&'static str],
    pub(in super::super) likely: usize,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Key {
    type Value = usize;

    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        if self.keys.get(self.likely) == Some(&key) {
            return Ok(self.likely);
        }
        self.keys.iter().position(|known| *known == key).ok_or_else(|| E::unknown_field(key, self.keys))
    }
}

/// Reads the value of a key that may stand once.
#[inline]
pub(in super::super) fn once<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    key: &'static str,
    slot: &mut Option<T>,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::duplicate_field(key));
    }
    *slot = Some(map.next_value()?);
    Ok(())
}

/// The value of a key that must be there.
#[inline]
pub(in super::super) fn required<T, E: Error>(key: &'static str, slot: Option<T>) -> Result<T, E> {
    slot.ok_or_else(|| E::missing_field(key))
}

/// A type that reads the members of an object.
pub(in super::super) trait Members: Sized {
    const KEYS: &'static [&'static str];

    fn members<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// Reads an object as such a type.
pub(in super::super) struct Object<T>(::std::marker::PhantomData<T>);

impl<T> Object<T> {
    pub(in super::super) fn new() -> Self {
        Object(::std::marker::PhantomData)
    }
}

impl<'de, T: Members> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::members(map)
    }
}
