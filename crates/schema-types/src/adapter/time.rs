//! The types of the crate `time`, whose own `Serialize` writes no strings by default.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use time::format_description::well_known::{Iso8601, Rfc3339};
use time::{Date, OffsetDateTime};

use super::{Adapter, WriteAs};
use crate::outside;

/// Reads and writes a `date-time` (RFC 3339) as an [`OffsetDateTime`].
#[cfg_attr(docsrs, doc(cfg(feature = "time")))]
pub struct TimeDateTime;

impl Adapter for TimeDateTime {
    type Value = OffsetDateTime;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<OffsetDateTime, D::Error> {
        let read = |text: String| OffsetDateTime::parse(&text, &Rfc3339).map_err(D::Error::custom);
        outside::note(String::deserialize(deserializer).and_then(read))
    }
}

impl WriteAs for TimeDateTime {
    fn write<S: Serializer>(value: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
        value.format(&Rfc3339).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// Reads and writes a `date` (RFC 3339, `full-date`) as a [`Date`].
#[cfg_attr(docsrs, doc(cfg(feature = "time")))]
pub struct TimeDate;

impl Adapter for TimeDate {
    type Value = Date;

    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let read = |text: String| Date::parse(&text, &Iso8601::DATE).map_err(D::Error::custom);
        outside::note(String::deserialize(deserializer).and_then(read))
    }
}

impl WriteAs for TimeDate {
    fn write<S: Serializer>(value: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        value.format(&Iso8601::DATE).map_err(S::Error::custom)?.serialize(serializer)
    }
}
