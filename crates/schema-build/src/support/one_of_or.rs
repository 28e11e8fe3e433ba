/// Reads a string as its place among `values`, or as it is.
pub(in super::super) struct OneOfOr(pub(in super::super) &'static [&'static str]);

impl<'de> ::serde::de::DeserializeSeed<'de> for OneOfOr {
    type Value = Result<usize, String>;

    fn deserialize<D: ::serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl ::serde::de::Visitor<'_> for OneOfOr {
    type Value = Result<usize, String>;

    fn expecting(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().position(|known| *known == value).ok_or_else(|| value.to_owned()))
    }
}
