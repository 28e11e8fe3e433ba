//! Types for Kombo webhooks.
