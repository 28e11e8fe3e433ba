//! Conversions between strings with a format and the types of other crates.

/// `TryFrom` the text, by value and by reference, and `From` the other type.
macro_rules! conversion {
    ($feature:literal $name:ident $ty:ty, $error:ty, $read:expr, $write:expr) => {
        #[cfg(feature = $feature)]
        impl TryFrom<&super::$name> for $ty {
            type Error = $error;

            fn try_from(text: &super::$name) -> Result<Self, $error> {
                $read(text)
            }
        }

        #[cfg(feature = $feature)]
        impl TryFrom<super::$name> for $ty {
            type Error = $error;

            fn try_from(text: super::$name) -> Result<Self, $error> {
                $read(&text)
            }
        }

        #[cfg(feature = $feature)]
        impl From<$ty> for super::$name {
            fn from(value: $ty) -> Self {
                super::$name($write(&value))
            }
        }
    };
}

conversion!("url" Uri url::Url, url::ParseError, str::parse, ToString::to_string);
conversion!("uuid" Uuid uuid::Uuid, uuid::Error, str::parse, ToString::to_string);
conversion!("jiff" DateTime jiff::Timestamp, jiff::Error, str::parse, ToString::to_string);
conversion!("jiff" Date jiff::civil::Date, jiff::Error, str::parse, ToString::to_string);
conversion!("jiff" Duration jiff::Span, jiff::Error, str::parse, ToString::to_string);
conversion!(
    "chrono" DateTime chrono::DateTime<chrono::FixedOffset>, chrono::ParseError,
    chrono::DateTime::parse_from_rfc3339, chrono::DateTime::to_rfc3339
);
conversion!("chrono" Date chrono::NaiveDate, chrono::ParseError, str::parse, ToString::to_string);
conversion!("time" DateTime time::OffsetDateTime, time::error::Parse, with_time::read, with_time::write);

/// `time` has RFC 3339 as a description that is passed along.
#[cfg(feature = "time")]
mod with_time {
    use time::OffsetDateTime;
    use time::format_description::well_known::Rfc3339;

    pub(super) fn read(text: &str) -> Result<OffsetDateTime, time::error::Parse> {
        OffsetDateTime::parse(text, &Rfc3339)
    }

    /// RFC 3339 has no years beyond 9999 and no seconds in an offset; such a moment is written as `time` displays it.
    pub(super) fn write(moment: &OffsetDateTime) -> String {
        moment.format(&Rfc3339).unwrap_or_else(|_| moment.to_string())
    }
}
