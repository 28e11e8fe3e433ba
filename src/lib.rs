//! Types for the webhooks that [Kombo](https://www.kombo.dev) posts, generated from the JSON Schemas in `schemas/`.
//!
//! A payload type reads exactly what its schema allows, keeps all of it, and writes only what the schema allows:
//!
//! ```
//! use kombo_schema::{ConnectionFlowFailedWebhookPayload, json};
//! use kombo_schema::connection_flow_failed_webhook_payload::DataIntegrationCategory;
//!
//! let body = br#"{"id":"whe_1","type":"connection-flow-failed","data":{"integration_tool":"personio",
//!     "integration_category":"HRIS","end_user":{"organization_name":"Nordlicht GmbH","creator_email":null,
//!     "origin_id":null},"log_url":"https://app.kombo.dev/logs/1"}}"#;
//! let payload: ConnectionFlowFailedWebhookPayload = json::from_slice(body)?;
//! assert_eq!(payload.data.integration_category, DataIntegrationCategory::Hris);
//! assert_eq!(payload.data.end_user.creator_email, None);
//!
//! // `creator_email` may be null, but the key has to be there.
//! let without = String::from_utf8_lossy(body).replace(r#""creator_email":null,"#, "");
//! let error = json::from_str::<ConnectionFlowFailedWebhookPayload>(&without).unwrap_err();
//! assert_eq!((error.message(), error.pointer().as_str()), ("missing field `creator_email`", "/data/end_user"));
//! # Ok::<(), json::Error>(())
//! ```
//!
//! # Receiving
//!
//! [`Received`] parses a body as strictly as possible and never drops an event; [`Event`] is all events as one type; [`open`] has
//! types that read more than the schema knows and keep it.
//!
//! # Features
//!
//! `generate` and `open` are on by default. The types always need `schema-types` (which has [`format`](mod@format), [`guard`] and
//! [`json`], [`number`]), `serde` and `serde_json`.
//!
//! | feature | adds |
//! |---|---|
//! | `generate` | generates the types from `schemas/` when you build; without it they come from a snapshot that is the same byte for byte, and neither typify nor what it needs is built |
//! | `open` | the module `open`, [`OpenEvent`] and [`Received`]: without it, the crate compiles in 0.4 of the time |
//! | `chrono`, `jiff`, `time`, `url`, `uuid` | conversions between strings with a format, such as [`format::Uri`], and that crate's types |
//! | `jsonschema` | `is_valid()` on strings with a format |
//! | `schemars` | `JsonSchema` of every type, and `schemas()`: each vendored schema with the schema that schemars regenerates from its type |
//! | `verify` | the module `verify`, which checks that a body comes from Kombo, under one secret or several |
//! | `axum` | the module `extract`, with an extractor that checks and reads a body in axum |
//! | `drift` | the binary behind `cargo drift` |

// docs.rs builds with nightly, where each item then shows its feature.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod event;
#[cfg(feature = "axum")]
pub mod extract;
#[cfg(feature = "open")]
mod received;
#[cfg(feature = "verify")]
pub mod verify;

#[cfg(feature = "open")]
pub use event::OpenEvent;
pub use event::{Event, EventKind};
#[cfg(feature = "open")]
pub use received::{NotJson, Received};
#[cfg(feature = "schemars")]
pub use schema_types::VendoredSchema;
pub use schema_types::{format, guard, json, number};

#[cfg(feature = "generate")]
include!(concat!(env!("OUT_DIR"), "/schemas.rs"));
#[cfg(all(not(feature = "generate"), feature = "open"))]
include!("snapshot.rs");
#[cfg(not(any(feature = "generate", feature = "open")))]
include!("snapshot_exact.rs");

/// The README's code is tested.
#[cfg(all(doctest, feature = "axum"))]
#[doc = include_str!("../README.md")]
struct Readme;
