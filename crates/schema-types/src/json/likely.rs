//! Goes past what is likely next in an object, at the cost of a few instructions. Generated types ask for it through serde's traits,
//! because they know a map only by them.
//!
//! Map and question are known by the names of their types, which say nothing of the version of this crate. Two versions may be in one
//! program, so another way to ask needs another name.

use std::any::type_name;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::access::Members;

/// Whether a map is that of this reader.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(crate) fn is_map<M>() -> bool {
    // The names are without lifetimes.
    type_name::<M>() == type_name::<Members<'_, '_>>()
}

/// Goes past the next key of a map of this reader if it is this one, with at most one space before it. `place` is 0 only for the
/// first key of an object. False for any other map.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn skip_likely_key<'de, M: MapAccess<'de>>(map: &mut M, key: &'static str, place: usize) -> bool {
    is_map::<M>() && matches!(map.next_key_seed(Likely::Key { key, place }), Ok(Some(())))
}

/// Whether an object of this reader ends here, without a space. False for any other map.
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn is_likely_end<'de, M: MapAccess<'de>>(map: &mut M) -> bool {
    is_map::<M>() && matches!(map.next_key_seed(Likely::End), Ok(Some(())))
}

/// Asks for what is next. The map answers as if the object ended if it is something else.
enum Likely {
    Key { key: &'static str, place: usize },
    End,
}

/// Whether a seed asks for what is likely next.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn is_likely<S>() -> bool {
    type_name::<S>() == type_name::<Likely>()
}

impl<'de> DeserializeSeed<'de> for Likely {
    type Value = ();

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self {
            Likely::Key { key, place } => deserializer.deserialize_tuple_struct(key, place, self),
            Likely::End => deserializer.deserialize_unit(self),
        }
    }
}

impl Visitor<'_> for Likely {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a likely key")
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// What comes next among members, for a seed that asks for what is likely.
pub(super) struct Ahead<'m, 'r, 'de>(pub(super) &'m mut Members<'r, 'de>);

impl<'de> Deserializer<'de> for Ahead<'_, '_, 'de> {
    type Error = Other;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        key: &'static str,
        place: usize,
        visitor: V,
    ) -> Result<V::Value, Other> {
        match self.0.skip_key(key, place == 0) {
            true => visitor.visit_unit(),
            false => Err(Other),
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Other> {
        match self.0.is_end() {
            true => visitor.visit_unit(),
            false => Err(Other),
        }
    }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Other> {
        Err(Other)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit_struct
        newtype_struct seq tuple map struct enum identifier ignored_any
    }
}

/// Something else is next.
#[derive(Debug)]
pub(super) struct Other;

impl fmt::Display for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("something else is next")
    }
}

impl std::error::Error for Other {}

impl Error for Other {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Other
    }
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

    use super::{is_map, skip_likely_key};
    use crate::json::reader::Reader;

    /// Which of the keys `a` and `b` are skipped as likely ones, if the map is that of this reader.
    struct Skipped;

    impl<'de> Visitor<'de> for Skipped {
        type Value = Option<[bool; 2]>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            if !is_map::<A>() {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                return Ok(None);
            }
            let mut skipped = [false; 2];
            for (place, key) in ["a", "b"].into_iter().enumerate() {
                skipped[place] = skip_likely_key(&mut map, key, place);
                if !skipped[place] {
                    assert!(map.next_key::<IgnoredAny>()?.is_some(), "nothing was read");
                }
                map.next_value::<IgnoredAny>()?;
            }
            assert!(!skip_likely_key(&mut map, "c", 2), "there is no other");
            Ok(Some(skipped))
        }
    }

    #[test]
    fn likely_keys_are_skipped() {
        let of = |text| Reader::new(text).deserialize_map(Skipped).ok();
        assert_eq!(of(r#"{"a":1,"b":"2345"}"#), Some(Some([true, true])));
        assert_eq!(of(r#"{"a": 1, "b": 234}"#), Some(Some([true, true])));
        assert_eq!(of(r#"{"a":1,  "b":2345}"#), Some(Some([true, false])));
        assert_eq!(of(r#"{ "a":1,"ab":2345}"#), Some(Some([false, false])));
        assert_eq!(of(r#"{"c":1,"b":2345 }"#), Some(Some([false, true])));
        assert_eq!(serde_json::Deserializer::from_str(r#"{"a":1}"#).deserialize_map(Skipped).ok(), Some(None));
    }
}
