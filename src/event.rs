//! All events as one enum, selected by the key `type`.

use std::fmt;

use schema_types::private::{OneOf, is_likely_end, read_place, skip_likely_key};
use serde::de::{DeserializeOwned, Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

#[cfg(feature = "open")]
use crate::guard::Departures;
use crate::json;
#[cfg(feature = "open")]
use crate::open;

macro_rules! events {
    ($($event:ident $module:ident $body:ident $name:literal)*) => {
        /// The kind of an event: the value of `type`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum EventKind {
            $(#[doc = concat!("`\"", $name, "\"`: [`", stringify!($body), "`](crate::", stringify!($body), ")")] $event,)*
        }

        impl EventKind {
            /// All kinds, in the order of their names.
            pub const ALL: &[EventKind] = &[$(EventKind::$event,)*];
            const NAMES: &[&str] = &[$($name,)*];

            /// The value of `type`.
            ///
            /// ```
            /// assert_eq!(kombo_schema::EventKind::SyncFinished.as_str(), "sync-finished");
            /// ```
            pub const fn as_str(self) -> &'static str {
                match self { $(EventKind::$event => $name,)* }
            }

            /// The kind whose `type` is `name`, if this version of the crate knows it.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(EventKind::$event),)* _ => None }
            }
        }

        /// An event that is valid under its schema. A new event is a new variant and a minor release.
        ///
        /// Deserializing accepts exactly what the type of the event accepts, with the keys in any order. It takes one pass if
        /// `type` precedes `data`, as in the bodies that Kombo sends. Otherwise the text of `data` is kept until `type` is known,
        /// which works only with [`json`](crate::json) and the deserializers of `serde_json`, because only they support `RawValue`.
        ///
        /// ```
        /// use kombo_schema::{Event, EventKind, json};
        ///
        /// let body = br#"{"id":"whe_1","type":"integration-created","data":{"id":"personio:1","tool":"personio","category":"HRIS",
        ///     "end_user":{"organization_name":"Nordlicht GmbH","creator_email":null,"origin_id":null}}}"#;
        /// let event: Event = json::from_slice(body)?;
        /// assert_eq!((event.id(), event.kind()), ("whe_1", EventKind::IntegrationCreated));
        /// let Event::IntegrationCreated(created) = event else { return Ok(()) };
        /// assert_eq!(created.data.tool, "personio");
        /// # Ok::<(), json::Error>(())
        /// ```
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Event {
            $(#[doc = concat!("`\"", $name, "\"`")] $event(crate::$body),)*
        }

        /// An event that may have keys and values that its schema does not declare, in the types of the module [`open`].
        ///
        /// ```
        /// use kombo_schema::{Event, OpenEvent, json};
        /// # let body = br#"{"id":"whe_1","type":"integration-created","data":{"id":"personio:1","tool":"personio","category":"HRIS",
        /// #     "end_user":{"organization_name":"Nordlicht GmbH","creator_email":null,"origin_id":null}}}"#;
        /// # let event: Event = json::from_slice(body)?;
        /// let OpenEvent::IntegrationCreated(mut created) = OpenEvent::from(event) else { return Ok(()) };
        /// created.data.additional_properties.insert("region".to_owned(), "eu".into());
        /// let departures = Event::try_from(OpenEvent::from(created)).unwrap_err();
        /// assert_eq!(departures.0[0].pointer, "/data/region");
        /// # Ok::<(), json::Error>(())
        /// ```
        #[cfg(feature = "open")]
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum OpenEvent {
            $(#[doc = concat!("`\"", $name, "\"`")] $event(open::$body),)*
        }

        events!(common Event $($event)*);
        #[cfg(feature = "open")]
        events!(common OpenEvent $($event)*);

        $(
            impl From<crate::$body> for Event {
                fn from(body: crate::$body) -> Self {
                    Event::$event(body)
                }
            }

            #[cfg(feature = "open")]
            impl From<open::$body> for OpenEvent {
                fn from(body: open::$body) -> Self {
                    OpenEvent::$event(body)
                }
            }
        )*

        #[cfg(feature = "open")]
        impl From<Event> for OpenEvent {
            #[cfg_attr(debug_assertions, inline)]
            fn from(event: Event) -> Self {
                match event { $(Event::$event(body) => OpenEvent::$event(body.into()),)* }
            }
        }

        #[cfg(feature = "open")]
        impl TryFrom<OpenEvent> for Event {
            type Error = Departures;

            #[cfg_attr(debug_assertions, inline)]
            fn try_from(event: OpenEvent) -> Result<Self, Departures> {
                match event { $(OpenEvent::$event(body) => body.try_into().map(Event::$event),)* }
            }
        }

        #[cfg(feature = "open")]
        impl OpenEvent {
            /// Reads an event of this kind.
            #[cfg_attr(debug_assertions, inline)]
            pub(crate) fn read(kind: EventKind, text: &str) -> Result<Self, json::Error> {
                match kind { $(EventKind::$event => json::from_str(text).map(OpenEvent::$event),)* }
            }
        }

        impl Event {
            /// Reads the value of `data`, which must be the last key. The event is made at once, because it takes long to move.
            fn read_last<'de, A: MapAccess<'de>>(kind: EventKind, id: String, map: &mut A) -> Result<Self, A::Error> {
                match kind {
                    $(EventKind::$event => {
                        let data = map.next_value()?;
                        require_end(map)?;
                        Ok(Event::$event(crate::$body { id, r#type: crate::$module::Type::$event, data }))
                    })*
                }
            }
        }

        /// The value of `data`.
        enum Content {
            $($event(crate::$module::Data),)*
        }

        impl Content {
            fn read_value<'de, A: MapAccess<'de>>(kind: EventKind, map: &mut A) -> Result<Self, A::Error> {
                match kind { $(EventKind::$event => map.next_value().map(Content::$event),)* }
            }

            #[cfg_attr(debug_assertions, inline)]
            fn read_text(kind: EventKind, text: &RawValue) -> Result<Self, json::Error> {
                match kind { $(EventKind::$event => json::from_str(text.get()).map(Content::$event),)* }
            }

            #[cfg_attr(debug_assertions, inline)]
            fn into_event(self, id: String) -> Event {
                match self {
                    $(Content::$event(data) => Event::$event(crate::$body { id, r#type: crate::$module::Type::$event, data }),)*
                }
            }
        }
    };
    (common $type:ident $($event:ident)*) => {
        impl $type {
            /// The event's id. Two bodies with the same id are the same event.
            pub fn id(&self) -> &str {
                match self { $($type::$event(body) => &body.id,)* }
            }

            /// The kind of the event.
            pub fn kind(&self) -> EventKind {
                match self { $($type::$event(_) => EventKind::$event,)* }
            }
        }

        /// Writes the body.
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self { $($type::$event(body) => body.serialize(serializer),)* }
            }
        }
    };
}

events! {
    AiApplyApplicationStatusUpdated ai_apply_application_status_updated_webhook_payload AiApplyApplicationStatusUpdatedWebhookPayload "ai-apply-application-status-updated"
    AiApplyJobPostingStatusUpdated ai_apply_job_posting_status_updated_webhook_payload AiApplyJobPostingStatusUpdatedWebhookPayload "ai-apply-job-posting-status-updated"
    AssessmentOrderReceived assessment_order_received_webhook_payload AssessmentOrderReceivedWebhookPayload "assessment:order-received"
    ConnectionFlowFailed connection_flow_failed_webhook_payload ConnectionFlowFailedWebhookPayload "connection-flow-failed"
    DataChanged data_changed_webhook_payload DataChangedWebhookPayload "data-changed"
    InlineAssessmentOrderReceived inline_assessment_order_received_webhook_payload InlineAssessmentOrderReceivedWebhookPayload "inline-assessment:order-received"
    IntegrationCreated integration_created_webhook_payload IntegrationCreatedWebhookPayload "integration-created"
    IntegrationDeleted integration_deleted_webhook_payload IntegrationDeletedWebhookPayload "integration-deleted"
    IntegrationStateChanged integration_state_changed_webhook_payload IntegrationStateChangedWebhookPayload "integration-state-changed"
    SyncFinished sync_finished_webhook_payload SyncFinishedWebhookPayload "sync-finished"
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<'de> Deserialize<'de> for EventKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let place = read_place(const { OneOf::new(EventKind::NAMES) }, deserializer)?;
        Ok(EventKind::ALL[place])
    }
}

/// A key of a body.
#[derive(Clone, Copy)]
enum Key {
    Id,
    Type,
    Data,
}

impl Key {
    /// All keys, in the order in which Kombo sends them.
    const ALL: [Key; 3] = [Key::Id, Key::Type, Key::Data];
    const NAMES: &[&str] = &["id", "type", "data"];

    fn name(self) -> &'static str {
        Key::NAMES[self as usize]
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl Visitor<'_> for Name {
            type Value = Key;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_str<E: Error>(self, name: &str) -> Result<Key, E> {
                let known = Key::ALL.into_iter().find(|key| key.name() == name);
                known.ok_or_else(|| E::unknown_field(name, Key::NAMES))
            }
        }
        deserializer.deserialize_identifier(Name)
    }
}

impl<'de> Deserialize<'de> for Event {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Body)
    }
}

struct Body;

impl<'de> Visitor<'de> for Body {
    type Value = Event;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Event, A::Error> {
        let (mut id, mut kind, mut data, mut held) = (None, None, None, None::<Box<RawValue>>);
        // The order in which Kombo sends them.
        if skip_likely_key(&mut map, Key::Id.name(), 0) {
            let first = map.next_value()?;
            if skip_likely_key(&mut map, Key::Type.name(), 1) {
                let second = map.next_value()?;
                if skip_likely_key(&mut map, Key::Data.name(), 2) {
                    return Event::read_last(second, first, &mut map);
                }
                kind = Some(second);
            }
            id = Some(first);
        }
        while let Some(key) = map.next_key()? {
            match key {
                Key::Id => read_once(&mut map, key, &mut id)?,
                Key::Type => read_once(&mut map, key, &mut kind)?,
                Key::Data if data.is_some() || held.is_some() => return Err(A::Error::duplicate_field(key.name())),
                Key::Data => match (kind, &mut id) {
                    (Some(kind), Some(id)) => return Event::read_last(kind, std::mem::take(id), &mut map),
                    (Some(kind), None) => data = Some(Content::read_value(kind, &mut map)?),
                    (None, _) => held = Some(map.next_value()?),
                },
            }
        }
        let id = id.ok_or_else(|| A::Error::missing_field(Key::Id.name()))?;
        let kind = kind.ok_or_else(|| A::Error::missing_field(Key::Type.name()))?;
        if let Some(text) = held {
            // The explanation follows the position, because serde_json would read a position at the end of the message as one in
            // the whole body.
            let refused = |error| A::Error::custom(format_args!("{error}, counted from where `data` begins"));
            data = Some(Content::read_text(kind, &text).map_err(refused)?);
        }
        let data = data.ok_or_else(|| A::Error::missing_field(Key::Data.name()))?;
        Ok(data.into_event(id))
    }
}

/// Fails if there is another key, of which each was read.
fn require_end<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    if is_likely_end(map) {
        return Ok(());
    }
    match map.next_key::<Key>()? {
        None => Ok(()),
        Some(key) => Err(A::Error::duplicate_field(key.name())),
    }
}

/// Reads the value of a key that must not be repeated.
fn read_once<'de, A: MapAccess<'de>, T: DeserializeOwned>(
    map: &mut A,
    key: Key,
    slot: &mut Option<T>,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::duplicate_field(key.name()));
    }
    *slot = Some(map.next_value()?);
    Ok(())
}
