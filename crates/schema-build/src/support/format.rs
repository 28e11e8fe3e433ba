/// A string with the format `FORMAT`. The text is kept as it is: a format annotates and rejects nothing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(String);

impl Text {
    /// Whether the text is of the format `FORMAT`, as JSON Schema asserts it; unknown formats hold of any text.
    #[cfg(feature = "jsonschema")]
    pub fn is_valid(&self) -> bool {
        static FORMAT: ::std::sync::LazyLock<Option<::jsonschema::Validator>> =
            ::std::sync::LazyLock::new(|| super::support::format("FORMAT"));
        let text = ::serde_json::Value::String(self.0.clone());
        FORMAT.as_ref().is_some_and(|format| format.is_valid(&text))
    }
}

impl ::std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl ::std::fmt::Display for Text {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Text(text)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Text(text.to_owned())
    }
}

impl From<Text> for String {
    fn from(text: Text) -> String {
        text.0
    }
}

impl ::serde::Serialize for Text {
    fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> ::serde::Deserialize<'de> for Text {
    fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Text)
    }
}

#[cfg(feature = "schemars")]
impl ::schemars::JsonSchema for Text {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> ::std::borrow::Cow<'static, str> {
        stringify!(Text).into()
    }

    fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
        ::schemars::json_schema!({ "type": "string", "format": "FORMAT" })
    }
}
