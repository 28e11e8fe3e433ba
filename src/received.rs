//! Reads webhooks without dropping any.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use crate::guard::{Departure, Departures};
use crate::{Event, EventKind, OpenEvent, json};

/// A body, parsed as strictly as possible. No event is dropped, whatever Kombo adds to its schemas.
///
/// ```
/// use kombo_schema::{Event, Received};
///
/// let body = br#"{"id":"whe_1","type":"integration-created","data":{"id":"personio:1","tool":"personio","category":"HRIS",
///     "end_user":{"organization_name":"Nordlicht GmbH","creator_email":null,"origin_id":null}}}"#;
/// assert!(matches!(Received::from_slice(body)?, Received::Exact(Event::IntegrationCreated(_))));
///
/// // A category and a key that the schema does not declare:
/// let newer = String::from_utf8_lossy(body).replace("\"HRIS\"", "\"CRM\",\"region\":\"eu\"");
/// let Received::Open { event, departures, .. } = Received::from_slice(newer.as_bytes())? else { panic!() };
/// assert_eq!(event.id(), "whe_1");
/// let pointers: Vec<_> = departures.0.iter().map(|departure| departure.pointer.as_str()).collect();
/// assert_eq!(pointers, ["/data/category", "/data/region"]);
///
/// // An event that this build does not know:
/// let received = Received::from_slice(br#"{"id": "whe_2", "type": "integration-paused", "data": {}}"#)?;
/// assert_eq!((received.id(), received.kind()), (Some("whe_2"), Some("integration-paused")));
/// let Received::Raw { reason, .. } = received else { panic!() };
/// assert_eq!(reason.to_string(), "no event that this build knows: \"integration-paused\" at /type");
/// # Ok::<(), kombo_schema::NotJson>(())
/// ```
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "most bodies are the large variant, and a box would cost an allocation")]
pub enum Received {
    /// An event that is valid under its schema.
    Exact(Event),
    /// An event with keys or values that its schema does not allow.
    Open {
        /// The event, with undeclared keys and unknown values.
        event: OpenEvent,
        /// Every departure from the schema. Log it, because it shows that the schema has changed upstream.
        departures: Departures,
        /// The body as it arrived. `event` holds undeclared numbers as [`serde_json::Number`], which rounds long ones.
        text: Box<RawValue>,
    },
    /// JSON that this build cannot read as an event. Keep the text, so that a later build can read it.
    Raw {
        /// The body as it arrived.
        text: Box<RawValue>,
        /// The reason why the body cannot be read, and its place.
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
    /// Only if the bytes are not one JSON text in UTF-8 ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)).
    ///
    /// ```
    /// use kombo_schema::Received;
    ///
    /// let error = Received::from_slice(b"id=whe_1").unwrap_err();
    /// assert_eq!(error.to_string(), "not JSON: expected value at line 1 column 1");
    /// ```
    // In debug builds it is compiled where it is called, so that who needs only some types does not wait for all of them.
    #[cfg_attr(debug_assertions, inline)]
    pub fn from_slice(body: &[u8]) -> Result<Self, NotJson> {
        let error = match json::from_slice(body) {
            Ok(event) => return Ok(Received::Exact(event)),
            Err(error) => error,
        };
        let text: Box<RawValue> = json::from_slice(body).map_err(NotJson)?;
        let Head { id, kind } = json::from_str(text.get()).unwrap_or_default();
        let reason = match kind.as_deref().map(|name| (name, EventKind::from_name(name))) {
            Some((_, Some(known))) => match OpenEvent::read(known, text.get()) {
                Ok(event) => {
                    let departures =
                        Event::try_from(event.clone()).err().unwrap_or_else(|| Departures(vec![departure(&error)]));
                    return Ok(Received::Open { event, departures, text });
                }
                Err(error) => departure(&error),
            },
            Some((name, None)) => {
                Departure { pointer: "/type".to_owned(), message: format!("no event that this build knows: {name:?}") }
            }
            None => departure(&error),
        };
        Ok(Received::Raw { text, reason, id, kind })
    }

    /// The event's id, to deduplicate on; `None` if the body has no id that is a string, or several.
    pub fn id(&self) -> Option<&str> {
        match self {
            Received::Exact(event) => Some(event.id()),
            Received::Open { event, .. } => Some(event.id()),
            Received::Raw { id, .. } => id.as_deref(),
        }
    }

    /// The body's `type`, whether this build knows it or not; `None` if the body has no `type` that is a string, or several.
    pub fn kind(&self) -> Option<&str> {
        match self {
            Received::Exact(event) => Some(event.kind().as_str()),
            Received::Open { event, .. } => Some(event.kind().as_str()),
            Received::Raw { kind, .. } => kind.as_deref(),
        }
    }
}

/// Writes the body: an exact event with its keys in the schema's order, anything else as it arrived.
impl Serialize for Received {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Received::Exact(event) => event.serialize(serializer),
            Received::Open { text, .. } | Received::Raw { text, .. } => text.serialize(serializer),
        }
    }
}

fn departure(error: &json::Error) -> Departure {
    Departure { pointer: error.pointer(), message: error.to_string() }
}

/// The id and the type of a body, which are read even if nothing else in it can be.
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
                    if slot.replace(json::from_str(value.get()).ok()).is_some() {
                        return Err(A::Error::custom("duplicate key"));
                    }
                }
                Ok(Head { id: id.flatten(), kind: kind.flatten() })
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// The error for a body that is not JSON, with the place of the mistake.
#[derive(Debug)]
pub struct NotJson(json::Error);

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
