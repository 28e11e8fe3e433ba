//! Judges one part of an operation, which both sides have or only one has.

use std::collections::BTreeMap;

use schema_ir::AspectKind;
use serde_json::Value;

use super::lifecycle::{judge_deprecation, judge_removal, judge_stability};
use super::security;
use super::table::Rule;

/// What a part of an operation is, whatever its value. Parts are compared if their keys are equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Key {
    Deprecated,
    Stability,
    Action,
    Address,
    Parameter(String, String),
    Body,
    RequestMediaType(String),
    Response(String),
    ResponseMediaType(String, String),
    Header(String, String),
    Security,
    Scheme(String),
    Server(String),
}

impl Key {
    /// The key of a part; `None` if it is of a kind that this crate does not know.
    pub fn of(kind: &AspectKind) -> Option<Self> {
        Some(match kind {
            AspectKind::Deprecated(_) => Key::Deprecated,
            AspectKind::Stability(_) => Key::Stability,
            AspectKind::Action(_) => Key::Action,
            AspectKind::Address(_) => Key::Address,
            // The names of headers have no case (RFC 9110, 5.1).
            AspectKind::Parameter { name, location, .. } if location == "header" => {
                Key::Parameter(name.to_lowercase(), location.clone())
            }
            AspectKind::Parameter { name, location, .. } => Key::Parameter(name.clone(), location.clone()),
            AspectKind::RequestBody { .. } => Key::Body,
            AspectKind::RequestMediaType(name) => Key::RequestMediaType(name.clone()),
            AspectKind::Response(status) => Key::Response(status.clone()),
            AspectKind::ResponseMediaType { status, media_type } => {
                Key::ResponseMediaType(status.clone(), media_type.clone())
            }
            AspectKind::ResponseHeader { status, name, .. } => Key::Header(status.clone(), name.to_lowercase()),
            AspectKind::Security(_) => Key::Security,
            AspectKind::SecurityScheme { name, .. } => Key::Scheme(name.clone()),
            AspectKind::Server(url) => Key::Server(url.trim_end_matches('/').to_owned()),
            _ => return None,
        })
    }

    /// The part that this one is in, and without which it is not compared.
    pub fn owner(&self) -> Option<Key> {
        match self {
            Key::RequestMediaType(_) => Some(Key::Body),
            Key::ResponseMediaType(status, _) | Key::Header(status, _) => Some(Key::Response(status.clone())),
            _ => None,
        }
    }
}

/// The rules that a difference of one part meets, each with a sentence.
pub(super) fn judge(old: Option<&AspectKind>, new: Option<&AspectKind>) -> Vec<(Rule, String)> {
    match (old, new) {
        (Some(old), Some(new)) if old == new => Vec::new(),
        (Some(AspectKind::Security(old)), Some(AspectKind::Security(new))) => security::judge(old, new),
        (Some(AspectKind::Security(old)), None) => security::judge(old, &[]),
        (None, Some(AspectKind::Security(new))) => security::judge(&[], new),
        (old, Some(AspectKind::Deprecated(new))) => {
            let old = old.and_then(|old| if let AspectKind::Deprecated(old) = old { Some(old) } else { None });
            judge_deprecation("the operation", old, new, Rule::OperationDeprecated)
        }
        (Some(AspectKind::Stability(old)), None) => judge_stability(old, None).into_iter().collect(),
        (Some(old), Some(new)) => judge_change(old, new),
        (Some(only), None) => judge_removed(only).into_iter().collect(),
        (None, Some(only)) => judge_added(only).into_iter().collect(),
        (None, None) => Vec::new(),
    }
}

/// The rule that a part meets which now has to be there, or no longer has to.
fn judge_presence(subject: &str, is_required: bool, [required, optional]: [Rule; 2]) -> (Rule, String) {
    match is_required {
        true => (required, format!("{subject} is now required")),
        false => (optional, format!("{subject} is no longer required")),
    }
}

fn judge_parameter(old: &AspectKind, new: &AspectKind) -> Vec<(Rule, String)> {
    let AspectKind::Parameter { required: was, style: before, deprecation: old, .. } = old else { return Vec::new() };
    let AspectKind::Parameter { name, location, required, style, deprecation } = new else { return Vec::new() };
    let subject = format!("the parameter `{name}` ({location})");
    let rules = [Rule::ParameterBecameRequired, Rule::ParameterBecameOptional];
    let presence = (was != required).then(|| judge_presence(&subject, *required, rules));
    let show = |style: &BTreeMap<&str, Value>| match style.is_empty() {
        true => "by default".to_owned(),
        false => style.iter().map(|(name, value)| format!("with `{name}` {value}")).collect::<Vec<_>>().join(" and "),
    };
    let message = || format!("{subject} is now written {}, was {}", show(style), show(before));
    let written = (before != style).then(|| (Rule::ParameterStyleChanged, message()));
    let deprecated =
        deprecation.as_ref().map(|new| judge_deprecation(&subject, old.as_ref(), new, Rule::ParameterDeprecated));
    presence.into_iter().chain(written).chain(deprecated.into_iter().flatten()).collect()
}

fn judge_change(old: &AspectKind, new: &AspectKind) -> Vec<(Rule, String)> {
    match (old, new) {
        (AspectKind::Parameter { .. }, AspectKind::Parameter { .. }) => judge_parameter(old, new),
        (AspectKind::RequestBody { .. }, AspectKind::RequestBody { required }) => {
            let rules = [Rule::BodyBecameRequired, Rule::BodyBecameOptional];
            vec![judge_presence("the request body", *required, rules)]
        }
        (AspectKind::ResponseHeader { required: was, .. }, AspectKind::ResponseHeader { status, name, required })
            if was != required =>
        {
            let rules = [Rule::HeaderBecameRequired, Rule::HeaderBecameOptional];
            vec![judge_presence(&format!("the header `{name}` of response {status}"), *required, rules)]
        }
        (AspectKind::SecurityScheme { .. }, AspectKind::SecurityScheme { name, .. }) => {
            vec![(Rule::SecuritySchemeChanged, format!("the security scheme `{name}` is defined in another way"))]
        }
        (AspectKind::Stability(was), AspectKind::Stability(is)) => judge_stability(was, Some(is)).into_iter().collect(),
        (AspectKind::Action(was), AspectKind::Action(is)) => {
            vec![(Rule::ActionChanged, format!("the action is now `{is}`, was `{was}`"))]
        }
        (AspectKind::Address(was), AspectKind::Address(is)) => {
            vec![(Rule::AddressChanged, format!("the address is now `{is}`, was `{was}`"))]
        }
        _ => Vec::new(),
    }
}

fn judge_removed(old: &AspectKind) -> Option<(Rule, String)> {
    let (rule, subject) = match old {
        AspectKind::Parameter { name, location, deprecation, .. } => {
            let rules = [Rule::ParameterRemoved, Rule::DeprecatedParameterRemoved, Rule::ParameterWithSunsetRemoved];
            return Some(judge_removal(&format!("the parameter `{name}` ({location})"), deprecation.as_ref(), rules));
        }
        AspectKind::RequestBody { .. } => (Rule::BodyRemoved, "the request body".to_owned()),
        AspectKind::RequestMediaType(name) => (Rule::RequestMediaTypeRemoved, format!("the request type `{name}`")),
        AspectKind::Response(status) => {
            let rule = if is_error(status) { Rule::ErrorResponseRemoved } else { Rule::ResponseRemoved };
            (rule, format!("response {status}"))
        }
        AspectKind::ResponseMediaType { status, media_type } => {
            (Rule::ResponseMediaTypeRemoved, format!("the type `{media_type}` of response {status}"))
        }
        AspectKind::ResponseHeader { status, name, .. } => {
            (Rule::HeaderRemoved, format!("the header `{name}` of response {status}"))
        }
        AspectKind::Server(url) => (Rule::ServerRemoved, format!("the server `{url}`")),
        _ => return None,
    };
    Some((rule, format!("{subject} was removed")))
}

fn judge_added(new: &AspectKind) -> Option<(Rule, String)> {
    let (rule, subject) = match new {
        AspectKind::Parameter { name, location, required: true, .. } => {
            (Rule::RequiredParameterAdded, format!("the required parameter `{name}` ({location})"))
        }
        AspectKind::Parameter { name, location, .. } => {
            (Rule::OptionalParameterAdded, format!("the optional parameter `{name}` ({location})"))
        }
        AspectKind::RequestBody { required: true } => (Rule::RequiredBodyAdded, "a required request body".to_owned()),
        AspectKind::RequestBody { .. } => (Rule::OptionalBodyAdded, "an optional request body".to_owned()),
        AspectKind::RequestMediaType(name) => (Rule::RequestMediaTypeAdded, format!("the request type `{name}`")),
        AspectKind::Response(status) => {
            let rule = if is_error(status) { Rule::ErrorResponseAdded } else { Rule::ResponseAdded };
            (rule, format!("response {status}"))
        }
        AspectKind::ResponseMediaType { status, media_type } => {
            (Rule::ResponseMediaTypeAdded, format!("the type `{media_type}` of response {status}"))
        }
        AspectKind::ResponseHeader { status, name, .. } => {
            (Rule::HeaderAdded, format!("the header `{name}` of response {status}"))
        }
        AspectKind::Server(url) => (Rule::ServerAdded, format!("the server `{url}`")),
        _ => return None,
    };
    Some((rule, format!("{subject} was added")))
}

/// Whether a status is one of errors. `default` is for statuses that the document does not name.
fn is_error(status: &str) -> bool {
    status == "default" || status.starts_with(['4', '5'])
}
