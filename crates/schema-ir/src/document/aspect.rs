//! The parts of operations that are no schemas and still decide what is exchanged.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::places::{Context, Node, Walk};
use super::{Operation, OperationKind};
use crate::pointer;

/// The maximum number of aspects of a document. A shared parameter counts for each operation.
pub const MAX_ASPECTS: usize = 1_000_000;
const STABILITY: &str = "x-stability-level";

/// A part of an operation that is no schema, as it applies to the operation wherever it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Aspect {
    /// JSON Pointer. Operations that share a part, such as a parameter of their path, have the same pointer.
    pub pointer: String,
    /// The operation.
    pub operation: Arc<Operation>,
    /// What it decides.
    pub kind: AspectKind,
}

/// What a part of an operation decides.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum AspectKind {
    /// The operation is deprecated.
    Deprecated(Deprecation),
    /// The operation's `x-stability-level`, such as `beta`.
    Stability(String),
    /// A parameter of the request.
    Parameter {
        /// The parameter's name.
        name: String,
        /// As in [`Part::Parameter`](super::Part::Parameter).
        location: String,
        /// Whether each request has it.
        required: bool,
        /// The keywords that decide how its value is written, such as `explode`, without defaults.
        style: BTreeMap<&'static str, Value>,
        /// That it is deprecated, if it is.
        deprecation: Option<Deprecation>,
    },
    /// The body of the request.
    RequestBody {
        /// Whether each request has it.
        required: bool,
    },
    /// A media type of the request's body.
    RequestMediaType(String),
    /// A response with this status.
    Response(String),
    /// A media type of the response with this status.
    ResponseMediaType {
        /// The status.
        status: String,
        /// The media type.
        media_type: String,
    },
    /// A header of the response with this status.
    ResponseHeader {
        /// The status.
        status: String,
        /// The header's name.
        name: String,
        /// Whether each such response has it.
        required: bool,
    },
    /// The ways to be authorised; each is some schemes with their scopes, and one without schemes is open to anyone.
    Security(Vec<BTreeMap<String, BTreeSet<String>>>),
    /// The definition of a scheme that the operation asks for, without what describes it to people.
    SecurityScheme {
        /// The scheme's name.
        name: String,
        /// The definition.
        definition: Value,
    },
    /// The URL of a server that offers the operation.
    Server(String),
    /// AsyncAPI: the action of an operation, such as `send`.
    Action(String),
    /// AsyncAPI: the address of an operation's channel.
    Address(String),
}

/// That an operation or a parameter is deprecated, and may be removed.
#[derive(Clone, Debug, PartialEq)]
pub struct Deprecation {
    /// The value of `x-sunset`: the day from which it may be gone.
    pub sunset: Option<Value>,
}

impl Deprecation {
    pub(super) fn read(members: &Map<String, Value>) -> Option<Self> {
        flag(members, "deprecated").then(|| Deprecation { sunset: members.get("x-sunset").cloned() })
    }
}

impl<'d> Walk<'d> {
    pub(super) fn add_aspect(&mut self, context: &Context, pointer: &str, kind: AspectKind) {
        // A requirement of the document is repeated for each operation.
        self.weight += if let AspectKind::Security(ways) = &kind { 1 + ways.len() } else { 1 };
        if let Some(operation) = context.operation.as_ref().filter(|_| self.weight <= MAX_ASPECTS) {
            let (pointer, operation) = (pointer.to_owned(), Arc::clone(operation));
            self.found.aspects.push(Aspect { pointer, operation, kind });
        }
    }

    /// Adds what an operation has of its own: its life cycle, and how it is authorised. `schemes` is where the document
    /// defines the schemes.
    pub(super) fn add_common_aspects(&mut self, operation: &Node<'d>, context: &Context, schemes: &str) {
        if let Some(deprecation) = Deprecation::read(operation.members) {
            self.add_aspect(context, &pointer::push(&operation.at, "deprecated"), AspectKind::Deprecated(deprecation));
        }
        if let Some(level) = operation.text(STABILITY) {
            self.add_aspect(context, &pointer::push(&operation.at, STABILITY), AspectKind::Stability(level.to_owned()));
        }
        // The requirement of an operation replaces the document's (3.0.4, Operation Object).
        let own = operation.members.get("security").map(|value| (pointer::push(&operation.at, "security"), value));
        // The document's is about requests that its servers receive.
        let is_received = context.operation.as_ref().is_some_and(|operation| operation.kind == OperationKind::Path);
        let root = || Some(("/security".to_owned(), self.root.get("security").filter(|_| is_received)?));
        let Some((at, list)) = own.or_else(root) else { return };
        let ways: Vec<BTreeMap<String, BTreeSet<String>>> =
            list.as_array().into_iter().flatten().filter_map(Value::as_object).map(read_requirement).collect();
        let names: BTreeSet<String> = ways.iter().flat_map(|way| way.keys().cloned()).collect();
        self.add_aspect(context, &at, AspectKind::Security(ways));
        for name in names {
            let Some(scheme) = self.node(&pointer::push(schemes, &name)).and_then(|scheme| self.resolve(scheme)) else {
                continue;
            };
            let definition = without_descriptions(scheme.members);
            self.add_aspect(context, &scheme.at, AspectKind::SecurityScheme { name, definition });
        }
    }
}

/// A boolean member that is true.
pub(super) fn flag(members: &Map<String, Value>, name: &str) -> bool {
    members.get(name) == Some(&Value::Bool(true))
}

fn read_requirement(way: &Map<String, Value>) -> BTreeMap<String, BTreeSet<String>> {
    let scopes = |value: &Value| {
        let scopes = value.as_array().into_iter().flatten().filter_map(Value::as_str);
        scopes.map(str::to_owned).collect::<BTreeSet<String>>()
    };
    way.iter().map(|(name, value)| (name.clone(), scopes(value))).collect()
}

/// A definition without members that are for people only, and without the scopes on offer: an operation names those that it needs.
fn without_descriptions(scheme: &Map<String, Value>) -> Value {
    let is_kept = |name: &str| {
        !name.starts_with("x-") && !matches!(name, "description" | "bearerFormat" | "deprecated" | "scopes")
    };
    let part = |value: &Value| value.as_object().map_or_else(|| value.clone(), without_descriptions);
    let members = scheme.iter().filter(|(name, _)| is_kept(name));
    Value::Object(members.map(|(name, value)| (name.clone(), part(value))).collect())
}
