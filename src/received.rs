//! Reading webhooks so that none is lost.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use serde_path_to_error::{Segment, Track};

use crate::guard::{Departure, Departures};
use crate::{Event, EventKind, OpenEvent};

/// A body, read as exactly as it can be. Whatever Kombo adds, an event is never lost.
///
/// ```
/// use kombo_schema::{Event, Received};
///
/// let body = br#"{"id":"whe_1","type":"integration-created","data":{"id":"personio:1","tool":"personio","category":"HRIS",
///     "end_user":{"organization_name":"Nordlicht GmbH","creator_email":null,"origin_id":null}}}"#;
/// assert!(matches!(Received::from_slice(body)?, Received::Exact(Event::IntegrationCreated(_))));
///
/// // A category and a field that the schema does not know:
/// let newer = String::from_utf8_lossy(body).replace("\"HRIS\"", "\"CRM\",\"region\":\"eu\"");
/// let Received::Open { event, departures, .. } = Received::from_slice(newer.as_bytes())? else { panic!() };
/// assert_eq!(event.id(), "whe_1");
/// let pointers: Vec<_> = departures.0.iter().map(|departure| departure.pointer.as_str()).collect();
/// assert_eq!(pointers, ["/data/category", "/data/region"]);
///
/// // An event that this build has never heard of:
/// let received = Received::from_slice(br#"{"id": "whe_2", "type": "integration-paused", "data": {}}"#)?;
/// assert_eq!((received.id(), received.kind()), (Some("whe_2"), Some("integration-paused")));
/// let Received::Raw { reason, .. } = received else { panic!() };
/// assert_eq!(reason.to_string(), "no event that this build knows: \"integration-paused\" at /type");
/// # Ok::<(), kombo_schema::NotJson>(())
/// ```
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "the large one is what comes, and a box would cost it an allocation")]
pub enum Received {
    /// An event, all of it as its schema has it.
    Exact(Event),
    /// An event with more than its schema knows.
    Open {
        /// What it says, undeclared keys and unknown values included.
        event: OpenEvent,
        /// Where it departs from the schema: the drift in production, worth a line in your log.
        departures: Departures,
        /// The body as it came: `event` holds undeclared numbers as [`serde_json::Number`] does, long ones rounded.
        text: Box<RawValue>,
    },
    /// JSON that is no event that this build can read. Keep the text, to be read by the next build.
    Raw {
        /// The body as it came.
        text: Box<RawValue>,
        /// Why it does not read, and where.
        reason: Departure,
        /// The body's `id`, if it is a string.
        id: Option<String>,
        /// The body's `type`, if it is a string.
        kind: Option<String>,
    },
}

impl Received {
    /// Reads a body as it arrived. Verify its signature first.
    ///
    /// # Errors
    ///
    /// Bytes that are not one JSON text in UTF-8 ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)); nothing else.
    ///
    /// ```
    /// use kombo_schema::Received;
    ///
    /// let error = Received::from_slice(b"id=whe_1").unwrap_err();
    /// assert_eq!(error.to_string(), "not JSON: expected value at line 1 column 1");
    /// ```
    pub fn from_slice(body: &[u8]) -> Result<Self, NotJson> {
        let refusal = match serde_json::from_slice(body) {
            Ok(event) => return Ok(Received::Exact(event)),
            Err(refusal) => refusal,
        };
        let text: Box<RawValue> = serde_json::from_slice(body).map_err(NotJson)?;
        let Head { id, kind } = serde_json::from_str(text.get()).unwrap_or_default();
        let reason = match kind.as_deref().map(|name| (name, EventKind::from_name(name))) {
            Some((_, Some(known))) => match open(known, &text) {
                Ok(event) => {
                    let departures =
                        Event::try_from(event.clone()).err().unwrap_or_else(|| Departures(vec![unplaced(&refusal)]));
                    return Ok(Received::Open { event, departures, text });
                }
                Err(reason) => reason,
            },
            Some((name, None)) => {
                Departure { pointer: "/type".to_owned(), message: format!("no event that this build knows: {name:?}") }
            }
            None => unplaced(&refusal),
        };
        Ok(Received::Raw { text, reason, id, kind })
    }

    /// The event's own id, to deduplicate on; `None` where the body has none that is a string, or several.
    pub fn id(&self) -> Option<&str> {
        match self {
            Received::Exact(event) => Some(event.id()),
            Received::Open { event, .. } => Some(event.id()),
            Received::Raw { id, .. } => id.as_deref(),
        }
    }

    /// What the body says is its `type`; `None` where it says none that is a string, or several.
    pub fn kind(&self) -> Option<&str> {
        match self {
            Received::Exact(event) => Some(event.kind().as_str()),
            Received::Open { event, .. } => Some(event.kind().as_str()),
            Received::Raw { kind, .. } => kind.as_deref(),
        }
    }
}

/// Writes the body: an exact event in the schema's order of keys, anything else as it came.
impl Serialize for Received {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Received::Exact(event) => event.serialize(serializer),
            Received::Open { text, .. } | Received::Raw { text, .. } => text.serialize(serializer),
        }
    }
}

/// The event in its open type, or why and where it does not read.
fn open(kind: EventKind, text: &RawValue) -> Result<OpenEvent, Departure> {
    let mut track = Track::new();
    let mut text = serde_json::Deserializer::from_str(text.get());
    let event = OpenEvent::read(kind, serde_path_to_error::Deserializer::new(&mut text, &mut track));
    event.map_err(|error| {
        let token = |segment: &Segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } | Segment::Enum { variant: key } => {
                format!("/{}", key.replace('~', "~0").replace('/', "~1"))
            }
            Segment::Unknown => "/?".to_owned(),
        };
        Departure { pointer: track.path().iter().map(token).collect(), message: error.to_string() }
    })
}

fn unplaced(error: &serde_json::Error) -> Departure {
    Departure { pointer: String::new(), message: error.to_string() }
}

/// What a body says of itself, whatever else is in it.
#[derive(Default)]
struct Head {
    id: Option<String>,
    kind: Option<String>,
}

impl<'de> Deserialize<'de> for Head {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Head;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Head, A::Error> {
                let (mut id, mut kind) = (None, None);
                while let Some((key, value)) = map.next_entry::<Cow<'de, str>, &'de RawValue>()? {
                    let slot = match key.as_ref() {
                        "id" => &mut id,
                        "type" => &mut kind,
                        _ => continue,
                    };
                    if slot.replace(serde_json::from_str(value.get()).ok()).is_some() {
                        return Err(A::Error::custom("a key stands twice"));
                    }
                }
                Ok(Head { id: id.flatten(), kind: kind.flatten() })
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// A body that is not JSON, and where it ceases to be.
#[derive(Debug)]
pub struct NotJson(serde_json::Error);

impl fmt::Display for NotJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not JSON: {}", self.0)
    }
}

impl std::error::Error for NotJson {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}
