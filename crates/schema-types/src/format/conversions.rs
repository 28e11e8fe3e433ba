//! Conversions between strings with a format and the types of other crates.

/// `TryFrom` the text and `From` the other type, each by value and by reference.
macro_rules! conversion {
    ($($feature:literal)? $name:ident $ty:ty, $error:ty, $read:expr, $write:expr) => {
        $(#[cfg(feature = $feature)])?
        impl TryFrom<&super::$name> for $ty {
            type Error = $error;

            fn try_from(text: &super::$name) -> Result<Self, $error> {
                $read(text)
            }
        }

        $(#[cfg(feature = $feature)])?
        impl TryFrom<super::$name> for $ty {
            type Error = $error;

            fn try_from(text: super::$name) -> Result<Self, $error> {
                $read(&text)
            }
        }

        $(#[cfg(feature = $feature)])?
        impl From<$ty> for super::$name {
            fn from(value: $ty) -> Self {
                super::$name($write(&value))
            }
        }

        $(#[cfg(feature = $feature)])?
        impl From<&$ty> for super::$name {
            fn from(value: &$ty) -> Self {
                super::$name($write(value))
            }
        }
    };
}

conversion!(Ipv4 std::net::Ipv4Addr, std::net::AddrParseError, str::parse, ToString::to_string);
conversion!(Ipv6 std::net::Ipv6Addr, std::net::AddrParseError, str::parse, ToString::to_string);
conversion!("url" Uri url::Url, url::ParseError, str::parse, ToString::to_string);
conversion!("uuid" Uuid uuid::Uuid, uuid::Error, str::parse, ToString::to_string);
conversion!("jiff" DateTime jiff::Timestamp, jiff::Error, str::parse, ToString::to_string);
conversion!("jiff" Date jiff::civil::Date, jiff::Error, str::parse, ToString::to_string);
conversion!("jiff" Duration jiff::Span, jiff::Error, str::parse, ToString::to_string);
conversion!(
    "chrono" DateTime chrono::DateTime<chrono::FixedOffset>, chrono::ParseError,
    chrono::DateTime::parse_from_rfc3339, chrono::DateTime::to_rfc3339
);
conversion!(
    "chrono" DateTime chrono::DateTime<chrono::Utc>, chrono::ParseError, with_chrono::read_utc, with_chrono::write_utc
);
conversion!("chrono" Date chrono::NaiveDate, chrono::ParseError, str::parse, ToString::to_string);
conversion!("time" DateTime time::OffsetDateTime, time::error::Parse, with_time::read, with_time::write);
conversion!("time" Date time::Date, time::error::Parse, with_time::read_date, ToString::to_string);

/// `chrono` reads a text with the offset that it has.
#[cfg(feature = "chrono")]
mod with_chrono {
    use chrono::{DateTime, ParseError, SecondsFormat, Utc};

    pub(super) fn read_utc(text: &str) -> Result<DateTime<Utc>, ParseError> {
        Ok(DateTime::parse_from_rfc3339(text)?.to_utc())
    }

    pub(super) fn write_utc(moment: &DateTime<Utc>) -> String {
        moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }
}

/// `time` has RFC 3339 as a description that is passed along.
#[cfg(feature = "time")]
mod with_time {
    use time::format_description::well_known::{Iso8601, Rfc3339};
    use time::{Date, OffsetDateTime};

    pub(super) fn read(text: &str) -> Result<OffsetDateTime, time::error::Parse> {
        OffsetDateTime::parse(text, &Rfc3339)
    }

    pub(super) fn read_date(text: &str) -> Result<Date, time::error::Parse> {
        Date::parse(text, &Iso8601::DATE)
    }

    /// RFC 3339 has no years beyond 9999 and no seconds in an offset; such a moment is written as `time` displays it.
    pub(super) fn write(moment: &OffsetDateTime) -> String {
        moment.format(&Rfc3339).unwrap_or_else(|_| moment.to_string())
    }
}
