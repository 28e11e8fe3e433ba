//! The schemas of AsyncAPI 2 and 3 documents.

use serde_json::Value;

use super::aspect::AspectKind;
use super::places::{Context, Node, Operation, OperationKind, Part, Walk};
use crate::document::Peer;
use crate::draft::Draft;
use crate::pointer;

/// Adds the component schemas, the messages and parameters among the components, and those of channels.
pub(super) fn walk(walk: &mut Walk<'_>) {
    let schemas = walk.root.pointer("/components/schemas").and_then(Value::as_object);
    for (name, schema) in schemas.into_iter().flatten() {
        let at = pointer::push("/components/schemas", name);
        let context = Context::default().and(name);
        add_schema(walk, &context, at, schema, Declared { part: Part::Named, format: None });
    }
    for section in ["messages", "messageTraits"] {
        let words = if section == "messages" { "message" } else { "message trait" };
        for (name, message) in walk.section(&format!("/components/{section}")) {
            add_message(walk, &message, &Context::default().and(&format!("{words} {name}")), Some(name));
        }
    }
    for (name, parameter) in walk.section("/components/parameters") {
        add_parameter(walk, &parameter, &Context::default(), name);
    }
    for (name, channel) in walk.section("/components/channels") {
        add_channel(walk, &channel, &format!("channel component {name}"), &name);
    }
    for (name, channel) in walk.section("/channels") {
        add_channel(walk, &channel, &format!("channel {name}"), &name);
    }
    for (id, operation) in walk.section("/operations") {
        add_operation(walk, &operation, &id);
    }
}

/// A channel has parameters; in AsyncAPI 2 two operations, and in 3 messages.
fn add_channel<'d>(walk: &mut Walk<'d>, channel: &Node<'d>, words: &str, path: &str) {
    if walk.is_full() {
        return;
    }
    let operation = |at: &str, name: String, method: Option<&str>, id: Option<&str>| Operation {
        pointer: at.to_owned(),
        name,
        kind: OperationKind::Channel,
        method: method.map(str::to_owned),
        path: path.to_owned(),
        id: id.map(str::to_owned),
    };
    let shared = operation(&channel.at, words.to_owned(), None, None);
    let context = Context { words: words.to_owned(), operation: Some(shared.into()) };
    for (name, parameter) in walk.children_of(channel, "parameters") {
        add_parameter(walk, &parameter, &context, name);
    }
    for (name, message) in walk.children_of(channel, "messages") {
        add_message(walk, &message, &context.and(&format!("message {name}")), Some(name));
    }
    for method in ["publish", "subscribe"] {
        let Some(node) = channel.child(method) else { continue };
        let id = node.text("operationId");
        let context = walk.add_operation(operation(&node.at, format!("{words} {method}"), Some(method), id));
        let Some(message) = node.child("message") else { continue };
        let Some(list) = message.members.get("oneOf").and_then(Value::as_array) else {
            if let Some(message) = walk.resolve(message) {
                let name = message.text("name").map(str::to_owned);
                add_message(walk, &message, &context.and("message"), name);
            }
            continue;
        };
        for (index, value) in list.iter().enumerate() {
            let at = pointer::push(&pointer::push(&message.at, "oneOf"), &index.to_string());
            let Some(members) = value.as_object() else { continue };
            let by_reference = members.get("$ref").and_then(Value::as_str);
            let Some(one) = walk.resolve(Node { at, members }) else { continue };
            let own = one.text("messageId").or_else(|| one.text("name"));
            // A message by reference is named as the component, whatever its place in the list.
            let name =
                own.or_else(|| by_reference?.rsplit('/').next()).map_or_else(|| index.to_string(), str::to_owned);
            add_message(walk, &one, &context.and(&format!("message {name}")), Some(name));
        }
    }
}

/// An operation of AsyncAPI 3 refers to messages of its channel, where they are listed.
fn add_operation<'d>(walk: &mut Walk<'d>, operation: &Node<'d>, id: &str) {
    let channel = operation.child("channel");
    let path = channel.and_then(|channel| channel.text("$ref")).and_then(|to| to.rsplit('/').next()).unwrap_or("?");
    let context = walk.add_operation(Operation {
        pointer: operation.at.clone(),
        name: format!("operation {id}"),
        kind: OperationKind::Channel,
        method: operation.text("action").map(str::to_owned),
        path: path.to_owned(),
        id: Some(id.to_owned()),
    });
    if let Some(action) = operation.text("action") {
        let at = pointer::push(&operation.at, "action");
        walk.add_aspect(&context, &at, AspectKind::Action(action.to_owned()));
    }
    let channel = operation.child("channel").and_then(|channel| walk.resolve(channel));
    if let Some((channel, address)) = channel.as_ref().and_then(|channel| Some((channel, channel.text("address")?))) {
        let at = pointer::push(&channel.at, "address");
        walk.add_aspect(&context, &at, AspectKind::Address(address.to_owned()));
    }
    let Some(added) = context.operation else { return };
    let sender = added.caller();
    walk.add_use(operation, &added, sender);
    if let Some(reply) = operation.child("reply").and_then(|reply| walk.resolve(reply)) {
        walk.add_use(&reply, &added, sender.map(Peer::other));
    }
}

/// A parameter has a schema in AsyncAPI 2 only.
fn add_parameter<'d>(walk: &mut Walk<'d>, parameter: &Node<'d>, context: &Context, name: String) {
    let context = context.and(&format!("parameter {name}"));
    walk.add_schema_of(parameter, &context, Part::Parameter { name, location: "channel".to_owned() });
}

/// `schemaFormat` beside `payload` is AsyncAPI 2's; 3 writes it into the payload.
fn add_message<'d>(walk: &mut Walk<'d>, message: &Node<'d>, context: &Context, name: Option<String>) {
    if let Some(payload) = message.members.get("payload") {
        let part = Part::Payload { message: name.clone() };
        let declared = Declared { part, format: message.text("schemaFormat") };
        add_schema(walk, &context.and("payload"), pointer::push(&message.at, "payload"), payload, declared);
    }
    if let Some(headers) = message.members.get("headers") {
        let declared = Declared { part: Part::MessageHeaders { message: name }, format: None };
        add_schema(walk, &context.and("headers"), pointer::push(&message.at, "headers"), headers, declared);
    }
    for item in walk.items_of(message, "traits") {
        if let Some(headers) = item.members.get("headers") {
            let part = Part::MessageHeaders { message: None };
            let at = pointer::push(&item.at, "headers");
            add_schema(walk, &context.and("trait headers"), at, headers, Declared { part, format: None });
        }
    }
}

/// What the document says of a schema.
struct Declared<'d> {
    part: Part,
    /// `schemaFormat`.
    format: Option<&'d str>,
}

/// Adds a schema, or the one inside a multi format schema object: an object with the member `schema` (3.0.0, Multi Format
/// Schema Object). A schema in another language than JSON Schema has a note instead.
fn add_schema(walk: &mut Walk<'_>, context: &Context, at: String, schema: &Value, declared: Declared<'_>) {
    let Declared { part, format } = declared;
    // A reference to a multi format schema object is one to the schema inside.
    let target = schema.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
    let target = target.and_then(pointer::percent_decoded).and_then(|at| Some((walk.root.pointer(&at)?, at)));
    let (at, schema) = match target {
        Some((target, to)) if target.get("schemaFormat").is_some() && target.get("schema").is_some() => (to, target),
        _ => (at, schema),
    };
    let (at, schema, format) = match schema.get("schema") {
        Some(inside) => {
            let format = schema.get("schemaFormat").and_then(Value::as_str).or(format);
            (pointer::push(&at, "schema"), inside, format)
        }
        None => (at, schema, format),
    };
    let draft = match format.map(draft_of) {
        Some(Err(language)) => {
            walk.note(&at, &format!("a schema in {language} is not read; only JSON Schema is"));
            return;
        }
        Some(Ok(draft)) => draft,
        None => None,
    };
    let before = walk.found.places.len();
    walk.add_in(context, at, schema, part);
    if let Some(place) = walk.found.places.get_mut(before) {
        place.draft = draft;
    }
}

/// The dialect of a `schemaFormat`, `None` if it is AsyncAPI's own; or the media type, if it is none of JSON Schema.
///
/// Without a version, `application/schema+json` is draft-07 (2.6.0 and 3.0.0, table of Schema Formats).
fn draft_of(format: &str) -> Result<Option<Draft>, String> {
    let (media_type, parameters) = format.split_once(';').unwrap_or((format, ""));
    let version =
        parameters.split(';').find_map(|one| one.trim().strip_prefix("version=")).unwrap_or("").trim_matches('"');
    match media_type.trim() {
        "application/vnd.aai.asyncapi" | "application/vnd.aai.asyncapi+json" | "application/vnd.aai.asyncapi+yaml" => {
            Ok(None)
        }
        "application/schema" | "application/schema+json" | "application/schema+yaml" => Ok(match version {
            "draft-04" => Some(Draft::Draft04),
            "draft-06" => Some(Draft::Draft06),
            "draft/2019-09" | "2019-09" => Some(Draft::Draft201909),
            "draft/2020-12" | "2020-12" => Some(Draft::Draft202012),
            _ => None,
        }),
        "application/vnd.oai.openapi" | "application/vnd.oai.openapi+json" | "application/vnd.oai.openapi+yaml" => {
            let is_later = version.starts_with("3.1") || version.starts_with("3.2");
            Ok(Some(if is_later { Draft::Draft202012 } else { Draft::OpenApi30 }))
        }
        other => Err(format!("`{other}`")),
    }
}
