//! Strings with a `format`.
//!
//! A format annotates and rejects nothing (2020-12 validation, section 7.2.1), so each type keeps the text as it is.
//! Conversions to the ecosystem's types are behind the features `chrono`, `jiff`, `time`, `url` and `uuid`, and
//! `is_valid()` behind `jsonschema`.

mod conversions;

/// Implements what a string with a format has, for a `pub struct Name(String)`.
///
/// Generated code calls it for formats that are not in [`format`](crate::format). `Name = "format"`; with `ordered` the type has
/// `Ord`, by its text, which generated code does not claim of a format that it does not know.
#[macro_export]
#[doc(hidden)]
macro_rules! text {
    ($name:ident = $format:literal ordered) => {
        impl ::core::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }

        impl ::core::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                ::core::cmp::Ord::cmp(&self.0, &other.0)
            }
        }

        $crate::text! { $name = $format }
    };
    ($name:ident = $format:literal) => {
        $crate::is_valid! { $name $format }

        impl ::core::ops::Deref for $name {
            type Target = str;

            #[inline]

            fn deref(&self) -> &str {
                &self.0
            }
        }

        #[allow(dead_code)]
        impl $name {
            /// The text.
            #[inline]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        $crate::as_text! { $name }
        $crate::from_any_text! { $name }

        impl ::core::convert::From<$crate::private::String> for $name {
            #[inline]
            fn from(text: $crate::private::String) -> Self {
                $name(text)
            }
        }

        impl ::core::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                $name(text.into())
            }
        }

        impl ::core::convert::From<$name> for $crate::private::String {
            #[inline]
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl $crate::private::serde::Serialize for $name {
            fn serialize<S: $crate::private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> $crate::private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                ::core::result::Result::map(
                    <$crate::private::String as $crate::private::serde::Deserialize>::deserialize(deserializer),
                    $name,
                )
            }
        }

        $crate::same! { $name }
        $crate::text_schema! { $name $format }
    };
}

/// `is_valid()` of a string with a format.
#[cfg(feature = "jsonschema")]
#[macro_export]
#[doc(hidden)]
macro_rules! is_valid {
    ($name:ident $format:literal) => {
        impl $name {
            /// Whether JSON Schema would accept the text if it asserted the format. It accepts any text for a format that it does
            /// not know.
            #[allow(dead_code)]
            #[inline]
            pub fn is_valid(&self) -> bool {
                static FORMAT: $crate::private::Format = $crate::private::Format::new($format);
                FORMAT.is_valid(&self.0)
            }
        }
    };
}

/// Nothing: this needs the feature `jsonschema`.
#[cfg(not(feature = "jsonschema"))]
#[macro_export]
#[doc(hidden)]
macro_rules! is_valid {
    ($name:ident $format:literal) => {};
}

/// `JsonSchema` of a string with a format.
#[cfg(feature = "schemars")]
#[macro_export]
#[doc(hidden)]
macro_rules! text_schema {
    ($name:ident $format:literal) => {
        impl $crate::private::schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> $crate::private::Cow<'static, str> {
                $crate::private::Cow::Borrowed(stringify!($name))
            }

            fn json_schema(_: &mut $crate::private::schemars::SchemaGenerator) -> $crate::private::schemars::Schema {
                $crate::private::string_with_format($format)
            }
        }
    };
}

/// Nothing: this needs the feature `schemars`.
#[cfg(not(feature = "schemars"))]
#[macro_export]
#[doc(hidden)]
macro_rules! text_schema {
    ($name:ident $format:literal) => {};
}

macro_rules! formats {
    ($($(#[$doc:meta])* $name:ident = $format:literal $($ordered:ident)?;)*) => {
        $(
            #[doc = concat!("A string with the format `", $format, "`:")]
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Eq, Hash)]
            pub struct $name(String);

            text! { $name = $format $($ordered)? }
        )*

        /// The names of the formats that have a type in this module, and of their types.
        ///
        /// ```
        /// assert!(schema_types::format::TYPES.contains(&("date-time", "DateTime")));
        /// ```
        pub const TYPES: &[(&str, &str)] = &[$(($format, stringify!($name))),*];
    };
}

// Moments, addresses and encoded bytes have an order that is not that of their texts, so these have none.
formats! {
    /// a moment (RFC 3339, section 5.6).
    DateTime = "date-time";
    /// a day (RFC 3339, `full-date`).
    Date = "date" ordered;
    /// a time of day with an offset (RFC 3339, `full-time`).
    Time = "time";
    /// a length of time (RFC 3339, appendix A).
    Duration = "duration";
    /// an e-mail address (RFC 5321, section 4.1.2).
    Email = "email" ordered;
    /// an internationalised e-mail address (RFC 6531).
    IdnEmail = "idn-email" ordered;
    /// a name of a host (RFC 1123, section 2.1).
    Hostname = "hostname" ordered;
    /// an internationalised name of a host (RFC 5890, section 2.3.2.3).
    IdnHostname = "idn-hostname" ordered;
    /// an address of version 4 (RFC 2673, section 3.2).
    Ipv4 = "ipv4";
    /// an address of version 6 (RFC 4291, section 2.2).
    Ipv6 = "ipv6";
    /// a URI (RFC 3986).
    Uri = "uri" ordered;
    /// a URI or a relative reference (RFC 3986).
    UriReference = "uri-reference" ordered;
    /// an internationalised URI (RFC 3987).
    Iri = "iri" ordered;
    /// an internationalised URI or a relative reference (RFC 3987).
    IriReference = "iri-reference" ordered;
    /// a template of URIs (RFC 6570).
    UriTemplate = "uri-template" ordered;
    /// a UUID (RFC 4122).
    Uuid = "uuid";
    /// a JSON Pointer (RFC 6901).
    JsonPointer = "json-pointer" ordered;
    /// a relative JSON Pointer.
    RelativeJsonPointer = "relative-json-pointer" ordered;
    /// a regular expression (ECMA-262).
    Regex = "regex" ordered;
    /// bytes in Base64 (OpenAPI 3.0).
    Byte = "byte";
    /// bytes (OpenAPI 3.0).
    Binary = "binary" ordered;
    /// a secret that a user interface hides (OpenAPI 3.0).
    Password = "password" ordered;
}
