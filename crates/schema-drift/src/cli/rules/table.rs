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
    ($($(#[doc = $summary:literal])+ $rule:ident = $id:literal: $exchange:ident, $direction:ident, $example:literal;)+) => {
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

            /// A change that meets the rule.
            pub fn example(self) -> &'static str {
                match self { $(Self::$rule => $example,)+ }
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
    OperationRemoved = "operation-removed": Request, Narrower, "`GET /orders` is in the old document only";
    /// An operation was removed after it was deprecated.
    DeprecatedOperationRemoved = "deprecated-operation-removed": Request, Narrower, "`GET /orders`, which has `deprecated: true`, is in the old document only";
    /// A webhook, a callback or an operation on messages was removed, so that who waits for it waits in vain.
    NotificationRemoved = "notification-removed": Request, Incomparable, "the webhook `placed` is in the old document only";
    /// A webhook, a callback or an operation on messages was removed after it was deprecated.
    DeprecatedNotificationRemoved = "deprecated-notification-removed": Request, Incomparable, "the webhook `placed`, which has `deprecated: true`, is in the old document only";
    /// An operation was removed that had a sunset date; look whether that day is over.
    OperationWithSunsetRemoved = "operation-with-sunset-removed": Request, Narrower, "`GET /orders`, which has `deprecated: true` and `x-sunset: 2030-01-31`, is in the old document only";
    /// A webhook, a callback or an operation on messages was removed that had a sunset date; look whether that day is over.
    NotificationWithSunsetRemoved = "notification-with-sunset-removed": Request, Incomparable, "the webhook `placed`, which has `deprecated: true` and `x-sunset: 2030-01-31`, is in the old document only";
    /// An operation was deprecated.
    OperationDeprecated = "operation-deprecated": Request, Equivalent, "`GET /orders` gets `deprecated: true`";
    /// A sunset date was moved to an earlier day.
    SunsetMovedEarlier = "sunset-moved-earlier": Request, Equivalent, "`GET /orders`, which is deprecated, has `x-sunset: 2029-12-31` where it had `2030-01-31`";
    /// A part that is still deprecated has no sunset date any more.
    SunsetRemoved = "sunset-removed": Request, Equivalent, "`GET /orders`, which is deprecated, no longer has `x-sunset: 2030-01-31`";
    /// A sunset date is no day of the calendar.
    SunsetMalformed = "sunset-malformed": Request, Equivalent, "`GET /orders`, which is deprecated, gets `x-sunset: soon`";
    /// An operation promises less stability.
    StabilityDecreased = "stability-decreased": Request, Equivalent, "`GET /orders` has `x-stability-level: beta` where it had `stable`";
    /// An operation sends what it received, or the reverse.
    ActionChanged = "action-changed": Request, Incomparable, "an operation of AsyncAPI 3 has `action: send` where it had `action: receive`";
    /// A channel has another address.
    AddressChanged = "address-changed": Request, Incomparable, "a channel of AsyncAPI 3 has `address: orders.v2` where it had `address: orders`";
    /// A parameter was added that each request needs.
    RequiredParameterAdded = "required-parameter-added": Request, Narrower, "`GET /orders` gets a parameter `tenant` with `required: true`";
    /// A parameter was added that requests may omit.
    OptionalParameterAdded = "optional-parameter-added": Request, Equivalent, "`GET /orders` gets a parameter `page` without `required`";
    /// A parameter was removed.
    ParameterRemoved = "parameter-removed": Request, Narrower, "`GET /orders` no longer has the parameter `page`";
    /// A parameter was removed after it was deprecated.
    DeprecatedParameterRemoved = "deprecated-parameter-removed": Request, Narrower, "`GET /orders` no longer has the parameter `page`, which had `deprecated: true`";
    /// A parameter was removed that had a sunset date; look whether that day is over.
    ParameterWithSunsetRemoved = "parameter-with-sunset-removed": Request, Narrower, "`GET /orders` no longer has the parameter `page`, which had `deprecated: true` and `x-sunset: 2030-01-31`";
    /// A parameter was deprecated.
    ParameterDeprecated = "parameter-deprecated": Request, Equivalent, "the parameter `page` gets `deprecated: true`";
    /// A parameter that requests could omit is required.
    ParameterBecameRequired = "parameter-became-required": Request, Narrower, "the parameter `page` gets `required: true`";
    /// Requests may omit a parameter that was required.
    ParameterBecameOptional = "parameter-became-optional": Request, Wider, "the parameter `page` no longer has `required: true`";
    /// A parameter is in another part of the request.
    ParameterMoved = "parameter-moved": Request, Incomparable, "the parameter `tenant` has `in: header` where it had `in: query`";
    /// The value of a parameter is written in another style.
    ParameterStyleChanged = "parameter-style-changed": Request, Incomparable, "the parameter `ids` gets `explode: false`";
    /// A body was added that each request needs.
    RequiredBodyAdded = "required-body-added": Request, Narrower, "`POST /orders` gets a `requestBody` with `required: true`";
    /// A body was added that requests may omit.
    OptionalBodyAdded = "optional-body-added": Request, Wider, "`POST /orders` gets a `requestBody` without `required`";
    /// The body of requests was removed.
    BodyRemoved = "body-removed": Request, Narrower, "`POST /orders` no longer has a `requestBody`";
    /// A body that requests could omit is required.
    BodyBecameRequired = "body-became-required": Request, Narrower, "the `requestBody` of `POST /orders` gets `required: true`";
    /// Requests may omit a body that was required.
    BodyBecameOptional = "body-became-optional": Request, Wider, "the `requestBody` of `POST /orders` no longer has `required: true`";
    /// Requests may have another media type.
    RequestMediaTypeAdded = "request-media-type-added": Request, Wider, "the `requestBody` of `POST /orders` gets `text/csv` beside `application/json`";
    /// Requests may not have a media type any more.
    RequestMediaTypeRemoved = "request-media-type-removed": Request, Narrower, "the `requestBody` of `POST /orders` no longer has `text/csv` beside `application/json`";
    /// A response has a new status that is no error.
    ResponseAdded = "response-added": Response, Wider, "`POST /orders` gets the response 202";
    /// A response has a new status that is an error, which any client has to expect.
    ErrorResponseAdded = "error-response-added": Response, Equivalent, "`POST /orders` gets the response 409";
    /// A response that is no error was removed, so that who waits for it waits in vain.
    ResponseRemoved = "response-removed": Response, Incomparable, "`POST /orders` no longer has the response 202";
    /// A response that is an error was removed.
    ErrorResponseRemoved = "error-response-removed": Response, Narrower, "`POST /orders` no longer has the response 409";
    /// A response may have another media type, if the request accepts it.
    ResponseMediaTypeAdded = "response-media-type-added": Response, Equivalent, "the response 200 gets `text/csv` beside `application/json`";
    /// Requests may not ask for a media type of the response any more.
    ResponseMediaTypeRemoved = "response-media-type-removed": Request, Narrower, "the response 200 no longer has `text/csv` beside `application/json`";
    /// A header was added to a response.
    HeaderAdded = "header-added": Response, Equivalent, "the response 200 gets the header `ETag`";
    /// A header of a response was removed.
    HeaderRemoved = "header-removed": Response, Wider, "the response 200 no longer has the header `ETag`";
    /// Each response has a header that responses could omit.
    HeaderBecameRequired = "header-became-required": Response, Narrower, "the header `ETag` of response 200 gets `required: true`";
    /// Responses may omit a header that each one had.
    HeaderBecameOptional = "header-became-optional": Response, Wider, "the header `ETag` of response 200 no longer has `required: true`";
    /// A request that was authorised is not any more.
    SecurityNarrowed = "security-narrowed": Request, Narrower, "`GET /orders` has `security: [{oauth: [read, admin]}]` where it had `[{oauth: [read]}]`";
    /// A request is authorised that was not.
    SecurityWidened = "security-widened": Request, Wider, "`GET /orders` has `security: [{key: []}, {oauth: [read]}]` where it had `[{oauth: [read]}]`";
    /// A security scheme is defined in another way.
    SecuritySchemeChanged = "security-scheme-changed": Request, Incomparable, "the scheme `key` has `name: Api-Key` where it had `name: Key`";
    /// A server no longer offers the operation.
    ServerRemoved = "server-removed": Request, Narrower, "`servers` no longer has `https://eu.example.com`";
    /// Another server offers the operation.
    ServerAdded = "server-added": Request, Equivalent, "`servers` gets `https://eu.example.com`";
    /// Values that had no schema have one.
    SchemaAdded = "schema-added": Request, Narrower, "the response 200 of `GET /orders` gets a `schema`";
    /// Values that had a schema have none.
    SchemaRemoved = "schema-removed": Request, Wider, "the response 200 of `GET /orders` no longer has a `schema`";
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

    /// Whether less is promised about what will be exchanged later.
    pub fn weakens_promise(self) -> bool {
        let promises = [Rule::SunsetMovedEarlier, Rule::SunsetRemoved, Rule::SunsetMalformed, Rule::StabilityDecreased];
        promises.contains(&self)
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
