//! The table of the rules for changes of an API that are not changes of a schema.

use super::super::peers::Peers;
use crate::comparison::{Party, Verdict};
use schema_ir::{Operation, Peer};

/// The part of an exchange that a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Exchange {
    /// The caller of an operation sends it: the client, except of webhooks and callbacks.
    Request,
    /// The other peer sends it.
    Response,
}

macro_rules! rules {
    ($($(#[doc = $summary:literal])+ $rule:ident = $id:literal: $exchange:ident, $direction:ident;)+) => {
        /// A rule for a change of an operation. Its direction is that of a schema: `Narrower` breaks who sends the request or
        /// the response, `Wider` who receives it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(in crate::cli) enum Rule {
            $($(#[doc = $summary])+ $rule,)+
        }

        impl Rule {
            /// All rules.
            pub const ALL: &[Self] = &[$(Self::$rule),+];

            /// The id, for `--accept` and for people to search for.
            pub fn id(self) -> &'static str {
                match self { $(Self::$rule => $id,)+ }
            }

            /// The rule in a sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$rule => concat!($($summary),+).trim_ascii(),)+ }
            }

            /// The effect on the values of the exchange.
            pub fn direction(self) -> Verdict {
                match self { $(Self::$rule => Verdict::$direction,)+ }
            }

            /// What the effect is on.
            pub fn exchange(self) -> Exchange {
                match self { $(Self::$rule => Exchange::$exchange,)+ }
            }
        }
    };
}

rules! {
    /// An operation was removed.
    OperationRemoved = "operation-removed": Request, Narrower;
    /// An operation was removed after it was deprecated.
    DeprecatedOperationRemoved = "deprecated-operation-removed": Request, Narrower;
    /// A webhook, a callback or an operation on messages was removed, so that who waits for it waits in vain.
    NotificationRemoved = "notification-removed": Request, Incomparable;
    /// A webhook, a callback or an operation on messages was removed after it was deprecated.
    DeprecatedNotificationRemoved = "deprecated-notification-removed": Request, Incomparable;
    /// An operation was deprecated.
    OperationDeprecated = "operation-deprecated": Request, Equivalent;
    /// An operation sends what it received, or the reverse.
    ActionChanged = "action-changed": Request, Incomparable;
    /// A channel has another address.
    AddressChanged = "address-changed": Request, Incomparable;
    /// A parameter was added that each request needs.
    RequiredParameterAdded = "required-parameter-added": Request, Narrower;
    /// A parameter was added that requests may omit.
    OptionalParameterAdded = "optional-parameter-added": Request, Equivalent;
    /// A parameter was removed.
    ParameterRemoved = "parameter-removed": Request, Narrower;
    /// A parameter that requests could omit is required.
    ParameterBecameRequired = "parameter-became-required": Request, Narrower;
    /// Requests may omit a parameter that was required.
    ParameterBecameOptional = "parameter-became-optional": Request, Wider;
    /// A parameter is in another part of the request.
    ParameterMoved = "parameter-moved": Request, Incomparable;
    /// The value of a parameter is written in another style.
    ParameterStyleChanged = "parameter-style-changed": Request, Incomparable;
    /// A body was added that each request needs.
    RequiredBodyAdded = "required-body-added": Request, Narrower;
    /// A body was added that requests may omit.
    OptionalBodyAdded = "optional-body-added": Request, Wider;
    /// The body of requests was removed.
    BodyRemoved = "body-removed": Request, Narrower;
    /// A body that requests could omit is required.
    BodyBecameRequired = "body-became-required": Request, Narrower;
    /// Requests may omit a body that was required.
    BodyBecameOptional = "body-became-optional": Request, Wider;
    /// Requests may have another media type.
    RequestMediaTypeAdded = "request-media-type-added": Request, Wider;
    /// Requests may not have a media type any more.
    RequestMediaTypeRemoved = "request-media-type-removed": Request, Narrower;
    /// A response has a new status that is no error.
    ResponseAdded = "response-added": Response, Wider;
    /// A response has a new status that is an error, which any client has to expect.
    ErrorResponseAdded = "error-response-added": Response, Equivalent;
    /// A response that is no error was removed, so that who waits for it waits in vain.
    ResponseRemoved = "response-removed": Response, Incomparable;
    /// A response that is an error was removed.
    ErrorResponseRemoved = "error-response-removed": Response, Narrower;
    /// A response may have another media type, if the request accepts it.
    ResponseMediaTypeAdded = "response-media-type-added": Response, Equivalent;
    /// Requests may not ask for a media type of the response any more.
    ResponseMediaTypeRemoved = "response-media-type-removed": Request, Narrower;
    /// A header was added to a response.
    HeaderAdded = "header-added": Response, Equivalent;
    /// A header of a response was removed.
    HeaderRemoved = "header-removed": Response, Wider;
    /// Each response has a header that responses could omit.
    HeaderBecameRequired = "header-became-required": Response, Narrower;
    /// Responses may omit a header that each one had.
    HeaderBecameOptional = "header-became-optional": Response, Wider;
    /// A request that was authorised is not any more.
    SecurityNarrowed = "security-narrowed": Request, Narrower;
    /// A request is authorised that was not.
    SecurityWidened = "security-widened": Request, Wider;
    /// A security scheme is defined in another way.
    SecuritySchemeChanged = "security-scheme-changed": Request, Incomparable;
    /// A server no longer offers the operation.
    ServerRemoved = "server-removed": Request, Narrower;
    /// Another server offers the operation.
    ServerAdded = "server-added": Request, Equivalent;
    /// Values that had no schema have one.
    SchemaAdded = "schema-added": Request, Narrower;
    /// Values that had a schema have none.
    SchemaRemoved = "schema-removed": Request, Wider;
}

impl Rule {
    /// The parties that break.
    pub fn breaks(self) -> Vec<Party> {
        match self.direction() {
            Verdict::Narrower => vec![Party::Writer],
            Verdict::Wider => vec![Party::Reader],
            Verdict::Incomparable | Verdict::Unknown => vec![Party::Reader, Party::Writer],
            Verdict::Equivalent => Vec::new(),
        }
    }

    /// The peers that break in an operation.
    pub fn breaks_peers(self, operation: &Operation) -> Peers {
        let sender = |caller: Peer| if self.exchange() == Exchange::Request { caller } else { caller.other() };
        let senders = operation.caller().map_or_else(|| Peer::ALL.into(), |caller| [sender(caller)].into());
        Peers::broken(&self.breaks(), &senders)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::Rule;

    #[test]
    fn ids_are_unique_and_summaries_are_sentences() {
        let ids: HashSet<&str> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        assert_eq!(ids.len(), Rule::ALL.len());
        for rule in Rule::ALL {
            assert!(rule.summary().ends_with('.') && !rule.summary().contains("  "), "{}", rule.summary());
        }
    }
}
