//! Who sends the values of a schema, which follows from its place in the document of an API.

use super::{Operation, OperationKind, Part, SchemaPlace};

/// A side of an API. Each sends the values of some schemas and receives those of others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Peer {
    /// Whoever uses the API.
    Client,
    /// Whoever offers the API, which is the application that an AsyncAPI document describes.
    Server,
}

impl Peer {
    /// Both peers.
    pub const ALL: [Self; 2] = [Peer::Client, Peer::Server];

    /// The word for it, such as `client`.
    pub fn as_str(self) -> &'static str {
        match self {
            Peer::Client => "client",
            Peer::Server => "server",
        }
    }

    /// The peer that receives what this one sends.
    ///
    /// ```
    /// assert_eq!(schema_ir::Peer::Client.other(), schema_ir::Peer::Server);
    /// ```
    pub fn other(self) -> Self {
        match self {
            Peer::Client => Peer::Server,
            Peer::Server => Peer::Client,
        }
    }
}

impl Operation {
    /// Who sends the request or the message. `None` for a channel, whose operations decide.
    ///
    /// In AsyncAPI 2, `publish` is what a client may do (2.6.0, Channel Item Object). In AsyncAPI 3, `send` is what the
    /// application does (3.0.0, Operation Object).
    pub fn caller(&self) -> Option<Peer> {
        match (self.kind, self.method.as_deref()) {
            (OperationKind::Path, _) => Some(Peer::Client),
            (OperationKind::Webhook | OperationKind::Callback, _) => Some(Peer::Server),
            (OperationKind::Channel, Some("publish" | "receive")) => Some(Peer::Client),
            (OperationKind::Channel, Some("subscribe" | "send")) => Some(Peer::Server),
            (OperationKind::Channel, _) => None,
        }
    }
}

impl SchemaPlace {
    /// Who sends the values. `None` if that depends on the operations that lead to the schema, or if both may: a parameter of a
    /// channel is a part of its address.
    ///
    /// ```
    /// use schema_ir::{Peer, Source, find_schemas};
    /// let text = br#"{"openapi": "3.1.0", "webhooks": {"placed": {"post": {"requestBody": {"content": {
    ///     "application/json": {"schema": {"type": "object"}}}}}}}}"#;
    /// let schemas = find_schemas(&Source::parse("a.json", text.to_vec())?)?;
    /// assert_eq!(schemas.places[0].sender(), Some(Peer::Server));
    /// # Ok::<(), schema_ir::Error>(())
    /// ```
    pub fn sender(&self) -> Option<Peer> {
        let operation = self.operation.as_ref()?;
        let caller = operation.caller()?;
        match (&self.part, operation.kind) {
            (Part::Parameter { .. }, OperationKind::Channel) => None,
            (Part::Response { .. } | Part::Header { of_request: false, .. }, _) => Some(caller.other()),
            _ => Some(caller),
        }
    }
}
