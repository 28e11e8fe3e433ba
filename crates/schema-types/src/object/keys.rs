//! Reading the members of an object: each declared key once.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor};

use super::Constant;
use super::slots::Needs;
use crate::adapter::{Adapter, read_entry};
use crate::json;
use crate::map::Map;
use crate::short::are_same;
use crate::wire::Wire;

/// A type that reads the members of an object.
pub trait Members: Sized {
    /// The name of the type.
    const NAME: &'static str;

    /// The declared keys, in the schema's order.
    const KEYS: &'static [&'static str];
    /// The keys that have one value, in the schema's order.
    const CONSTANTS: &'static [Constant] = &[];

    /// Whether there may be other keys.
    const IS_OPEN: bool = false;

    /// Reads the members.
    fn members<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// The first text of each list.
pub const fn first_of_each<const N: usize>(lists: [&[&'static str]; N]) -> [&'static str; N] {
    let mut first = [""; N];
    let mut place = 0;
    while place < N {
        first[place] = lists[place][0];
        place += 1;
    }
    first
}

/// Whether an object has a key because the type tells its value.
pub fn is_constant<T: Members>(key: &str) -> bool {
    T::CONSTANTS.iter().any(|constant| constant.key == key)
}

/// Reads an object as a type.
pub struct Object<T> {
    /// Whether it may be its values alone.
    has_places: bool,
    of: PhantomData<T>,
}

impl<T: Members> Object<T> {
    /// Reads an object.
    #[inline]
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        let is_human_readable = deserializer.is_human_readable();
        let is_map = T::IS_OPEN || !T::CONSTANTS.is_empty();
        let has_places = !is_map && Wire::of::<D::Error>(is_human_readable).has_places();
        let object = Object { has_places, of: PhantomData };
        // serde_json reads an array as a struct, too.
        match is_human_readable || is_map {
            true => deserializer.deserialize_map(object),
            false => deserializer.deserialize_struct(T::NAME, T::KEYS, object),
        }
    }
}

impl<'de, T: Members> Visitor<'de> for Object<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::members(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T, A::Error> {
        match self.has_places {
            true => T::members(Places { seq, keys: T::KEYS.iter(), count: T::KEYS.len() }),
            false => Err(A::Error::invalid_type(Unexpected::Seq, &self)),
        }
    }
}

/// The values of an object as a map from the declared keys.
struct Places<A> {
    seq: A,
    keys: std::slice::Iter<'static, &'static str>,
    count: usize,
}

impl<'de, A: SeqAccess<'de>> MapAccess<'de> for Places<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.keys.next().map(|key| seed.deserialize(StrDeserializer::new(key))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.seq.next_element_seed(seed) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err(self.end()),
            Err(error) => Err(error),
        }
    }
}

impl<'de, A: SeqAccess<'de>> Places<A> {
    /// The error for a value that is not there.
    #[cold]
    fn end(&self) -> A::Error {
        let read = self.count - self.keys.len() - 1;
        A::Error::invalid_length(read, &format!("{} values", self.count).as_str())
    }
}

/// The declared keys of a type: a constant, whose parts the compiler knows where it knows the type.
pub struct Keys {
    names: &'static [&'static str],
    /// They come after the names.
    constants: &'static [Constant],
    /// Whether JSON has all names as they are.
    pub(super) are_plain: bool,
}

impl Keys {
    /// Those of a type.
    #[inline]
    pub(super) fn of<T: Members>() -> &'static Self {
        const { &Keys { names: T::KEYS, constants: T::CONSTANTS, are_plain: json::are_all_plain(T::KEYS) } }
    }

    /// How many there are beside the constants.
    #[inline]
    pub(super) fn count(&self) -> usize {
        self.names.len()
    }

    /// The place of a key.
    fn find(&self, key: &str) -> Option<usize> {
        let constant = || self.constants.iter().position(|constant| constant.key == key);
        let place = self.names.iter().position(|name| are_same(name.as_bytes(), key.as_bytes()));
        place.or_else(|| constant().map(|place| self.names.len() + place))
    }

    /// The name at a place.
    #[inline]
    pub(super) fn name(&self, place: usize) -> Option<&'static str> {
        self.names.get(place).copied()
    }

    /// Whether a constant is at a place.
    #[inline]
    pub(super) fn is_constant(&self, place: usize) -> bool {
        !self.constants.is_empty() && place >= self.names.len()
    }

    /// The constant at a place.
    #[inline]
    fn constant(&self, place: usize) -> Option<&'static Constant> {
        self.constants.get(place.checked_sub(self.names.len())?)
    }

    /// Reads the value of a constant, and returns it with the key if it is another one that may be there.
    #[cold]
    pub(super) fn read_constant<'de, A: MapAccess<'de>>(
        &self,
        place: usize,
        map: &mut A,
    ) -> Result<Option<(&'static str, String)>, A::Error> {
        let Some(constant) = self.constant(place) else { return Ok(None) };
        match constant.read::<A>(map)? {
            Some(other) if !constant.or_other => Err(constant.refuse(&other)),
            other => Ok(other.map(|other| (constant.key, other))),
        }
    }

    /// Reads the value of a constant, or of a key that is not declared.
    pub(super) fn read_beside<'de, V: Adapter, A: MapAccess<'de>, M: Map<Item = V::Value>>(
        &self,
        key: Result<usize, String>,
        map: &mut A,
        rest: &mut M,
    ) -> Result<(), A::Error> {
        let place = match key {
            Ok(place) => place,
            Err(key) => return read_entry::<V, A, M>(map, key, rest),
        };
        if let Some((key, other)) = self.read_constant(place, map)? {
            rest.put(key.to_owned(), V::read(other.into_deserializer())?);
        }
        Ok(())
    }

    /// The error for a key that must be declared although the schema allows others.
    #[cold]
    pub(super) fn deny<E: Error>(&self, key: &str) -> E {
        E::unknown_field(key, self.names)
    }

    /// The error for the first key that must be there and was not read.
    #[cold]
    pub(super) fn missing<E: Error>(&self, seen: &Seen, needs: &Needs) -> E {
        let mut required = Vec::new();
        needs.list(&mut required);
        let place = (0..required.len()).find(|place| required[*place] && !seen.has(*place));
        E::missing_field(place.and_then(|place| self.name(place)).unwrap_or_default())
    }

    /// Fails unless all constants were read.
    pub(super) fn require_constants<E: Error>(&self, seen: &Seen) -> Result<(), E> {
        let missing = self.constants.iter().enumerate().find(|(place, _)| seen.constants & (1 << place) == 0);
        missing.map_or(Ok(()), |(_, constant)| Err(E::missing_field(constant.key)))
    }
}

/// Which keys were read.
pub(super) struct Seen {
    /// A bit for each of the first 64.
    first: u64,
    others: Vec<bool>,
    /// A bit for each constant.
    constants: u64,
}

impl Seen {
    /// None of so many.
    #[inline(always)]
    pub(super) fn new(count: usize) -> Self {
        let others = if count > 64 { vec![false; count - 64] } else { Vec::new() };
        Seen { first: 0, others, constants: 0 }
    }

    #[inline]
    pub(super) fn has(&self, place: usize) -> bool {
        match place.checked_sub(64) {
            None => self.first & (1 << place) != 0,
            Some(place) => self.others.get(place).is_some_and(|seen| *seen),
        }
    }

    /// Adds a key; false if it was read before.
    #[inline]
    pub(super) fn insert(&mut self, place: usize) -> bool {
        if place < 64 {
            let bit = 1 << place;
            let is_new = self.first & bit == 0;
            self.first |= bit;
            return is_new;
        }
        self.others.get_mut(place - 64).is_some_and(|seen| !std::mem::replace(seen, true))
    }
}

/// A key of an object that is being read.
pub(super) struct Next<'k> {
    pub(super) keys: &'static Keys,
    /// The place of the key that is tried first: writers keep the schema's order.
    pub(super) likely: usize,
    pub(super) seen: &'k mut Seen,
}

impl Next<'_> {
    #[inline]
    fn find(&self, key: &str) -> Option<usize> {
        match self.keys.name(self.likely) {
            Some(likely) if are_same(likely.as_bytes(), key.as_bytes()) => Some(self.likely),
            _ => self.keys.find(key),
        }
    }

    #[inline]
    fn mark<E: Error>(self, place: usize) -> Result<usize, E> {
        if self.keys.is_constant(place) {
            return self.mark_constant(place);
        }
        if !self.seen.insert(place) {
            return Err(E::duplicate_field(self.keys.name(place).unwrap_or_default()));
        }
        Ok(place)
    }

    #[cold]
    fn mark_constant<E: Error>(self, place: usize) -> Result<usize, E> {
        let bit = 1 << (place - self.keys.count());
        if self.seen.constants & bit != 0 {
            return Err(E::duplicate_field(self.keys.constant(place).map_or("", |constant| constant.key)));
        }
        self.seen.constants |= bit;
        Ok(place)
    }
}

/// Reads a declared key.
pub(super) struct Declared<'k>(pub(super) Next<'k>);

impl<'de> DeserializeSeed<'de> for Declared<'_> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Declared<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_bytes<E: Error>(self, key: &[u8]) -> Result<usize, E> {
        self.visit_str(&String::from_utf8_lossy(key))
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<usize, E> {
        match self.0.find(key) {
            Some(place) => self.0.mark(place),
            None => Err(self.0.keys.deny(key)),
        }
    }
}

/// Reads any key: the place of a declared one, or the key itself.
pub(super) struct Any<'k>(pub(super) Next<'k>);

impl<'de> DeserializeSeed<'de> for Any<'_> {
    type Value = Result<usize, String>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Any<'_> {
    type Value = Result<usize, String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        match self.0.find(key) {
            Some(place) => self.0.mark(place).map(Ok),
            None => Ok(Err(key.to_owned())),
        }
    }
}

impl Constant {
    /// Reads the value of the key, and returns it if it is another one.
    fn read<'de, A: MapAccess<'de>>(&self, map: &mut A) -> Result<Option<String>, A::Error> {
        map.next_value_seed(Equals(self.value))
    }

    #[cold]
    fn refuse<E: Error>(&self, other: &str) -> E {
        E::custom(format_args!("`{}` is {other:?}, expected {:?}", self.key, self.value))
    }
}

/// Reads a string, and returns it if it is another one.
struct Equals(&'static str);

impl<'de> DeserializeSeed<'de> for Equals {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Equals {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok((text != self.0).then(|| text.to_owned()))
    }
}
