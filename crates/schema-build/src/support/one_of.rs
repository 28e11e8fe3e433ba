/// Reads a string as its place among `values`.
pub(in super::super) struct OneOf(pub(in super::super) &'static [&'static str]);

impl<'de> ::serde::de::DeserializeSeed<'de> for OneOf {
    type Value = usize;

    #[inline]
    fn deserialize<D: ::serde::Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl ::serde::de::Visitor<'_> for OneOf {
    type Value = usize;

    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str("a string")
    }

    #[inline]
    fn visit_str<E: ::serde::de::Error>(self, value: &str) -> Result<usize, E> {
        self.0.iter().position(|known| *known == value).ok_or_else(|| E::unknown_variant(value, self.0))
    }
}
