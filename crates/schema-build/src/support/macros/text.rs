/// A string with a format.
macro_rules! text {
    ($name:ident = $format:literal;) => {
        #[cfg(feature = "jsonschema")]
        impl $name {
            /// Whether the text is of this format, as JSON Schema asserts it; unknown formats hold of any text.
            pub fn is_valid(&self) -> bool {
                static FORMAT: ::std::sync::LazyLock<Option<::jsonschema::Validator>> =
                    ::std::sync::LazyLock::new(|| support::format($format));
                let text = ::serde_json::Value::String(self.0.clone());
                FORMAT.as_ref().is_some_and(|format| format.is_valid(&text))
            }
        }

        impl ::std::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                $name(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $name(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> String {
                text.0
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map($name)
            }
        }

        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                ::schemars::json_schema!({ "type": "string", "format": $format })
            }
        }
    };
}
pub(super) use text;

#[cfg(feature = "jsonschema")]
/// The check of one format, as JSON Schema's own assertion would make it.
pub(super) fn format(name: &str) -> Option<::jsonschema::Validator> {
    let schema = ::serde_json::json!({ "format": name });
    ::jsonschema::options().should_validate_formats(true).build(&schema).ok()
}
