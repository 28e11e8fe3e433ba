//! Readers ignore a `format` that they do not know (validation, 7.2.3), so `"format": "datetime"` has no effect.

use std::collections::BTreeMap;

use schema_ir::{Keyword, Origin, Written, most_similar};
use serde_json::Value;

use crate::lint::Found;

/// The formats of JSON Schema.
const JSON_SCHEMA: &[&str] = &[
    // 2020-12 validation, 7.3; the older dialects up to draft-04 have some of them.
    "date-time",
    "date",
    "time",
    "duration",
    "email",
    "idn-email",
    "hostname",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uuid",
    "uri-template",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    // draft-03, 5.23
    "utc-millisec",
    "color",
    "style",
    "phone",
    "ip-address",
    "host-name",
];

/// The formats of OpenAPI's registry, <https://spec.openapis.org/registry/format/>.
const OPENAPI: &[&str] = &[
    "base64url",
    "binary",
    "byte",
    "char",
    "commonmark",
    "date-time-local",
    "decimal",
    "decimal128",
    "double",
    "double-int",
    "float",
    "html",
    "http-date",
    "int8",
    "int16",
    "int32",
    "int64",
    "media-range",
    "password",
    "sf-binary",
    "sf-boolean",
    "sf-decimal",
    "sf-integer",
    "sf-string",
    "sf-token",
    "time-local",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "unixtime",
];

/// The formats that Kubernetes defines for CustomResourceDefinitions.
const KUBERNETES: &[&str] = &[
    "bsonobjectid",
    "cidr",
    "creditcard",
    "hexcolor",
    "int-or-string",
    "isbn",
    "isbn10",
    "isbn13",
    "mac",
    "quantity",
    "rgbcolor",
    "ssn",
    "uuid3",
    "uuid4",
    "uuid5",
];

/// The formats that schemars writes for types of Rust.
const SCHEMARS: &[&str] = &["int", "int128", "ip", "partial-date-time", "uint", "uint128"];

/// Formats that are often meant by names that are not similar to theirs.
const MEANT: &[(&str, &str)] = &[
    ("url", "uri"),
    ("link", "uri"),
    ("guid", "uuid"),
    ("timestamp", "date-time"),
    ("datetime", "date-time"),
    ("iso8601", "date-time"),
    ("long", "int64"),
    ("mail", "email"),
    ("regexp", "regex"),
    ("base64", "byte"),
];

pub(super) fn find(all: &[Written<'_>]) -> Vec<Found> {
    let mut places: BTreeMap<(&str, &str), Vec<Origin>> = BTreeMap::new();
    for schema in all {
        let format = schema.members.get(Keyword::Format.name()).and_then(Value::as_str);
        if let Some(format) = format.filter(|format| !is_known(format)) {
            let at = schema.origin.keyword(Keyword::Format);
            places.entry((&schema.origin.file, format)).or_default().push(at);
        }
    }
    places.into_iter().filter_map(|((_, format), places)| report(format, places)).collect()
}

/// Whether a specification defines a format, or its name shows whose it is, as that of `acme:order-id` does.
fn is_known(format: &str) -> bool {
    let mut known = [JSON_SCHEMA, OPENAPI, KUBERNETES, SCHEMARS].into_iter().flatten();
    known.any(|known| *known == format) || format.contains([':', '.', '/'])
}

/// One finding for all places of a format in a file.
fn report(format: &str, places: Vec<Origin>) -> Option<Found> {
    let others = match places.len() {
        1 => String::new(),
        2 => " (here and at one more place)".to_owned(),
        count => format!(" (here and at {} more places)", count - 1),
    };
    let message = format!("no specification defines the format {format:?}, so most tools ignore it{others}");
    let plain = format.to_lowercase().replace(['_', ' '], "-");
    let meant = MEANT.iter().find(|(name, _)| *name == plain.replace('-', "")).map(|(_, meant)| *meant);
    let known = || [JSON_SCHEMA, OPENAPI].into_iter().flatten().copied();
    let help = match meant.or_else(|| most_similar(&plain, known())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write a `pattern`, or turn this lint off if your tools know the format".to_owned(),
    };
    Some(Found::new(places.into_iter().next()?, message, help))
}
