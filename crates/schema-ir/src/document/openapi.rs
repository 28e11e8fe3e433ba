//! The schemas of OpenAPI 3.0, 3.1 and 3.2 documents.

use std::collections::BTreeMap;

use serde_json::Value;

use super::aspect::{AspectKind, Deprecation, flag};
use super::places::{Context, Node, Operation, OperationKind, Part, Walk};

/// The methods of a path item (3.2.0, Path Item Object). `query` is new in 3.2.
const METHODS: [&str; 9] = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Adds the component schemas, the schemas of other components, and those of operations.
pub(super) fn walk(walk: &mut Walk<'_>) {
    walk.add_named("/components/schemas");
    for (name, parameter) in walk.section("/components/parameters") {
        let context = Context::default().and(&format!("parameter {name}"));
        add_parameter(walk, &parameter, &context);
    }
    for (name, body) in walk.section("/components/requestBodies") {
        let context = Context::default().and(&format!("request body {name}"));
        add_content(walk, &body, &context, &|media_type| Part::RequestBody { media_type });
    }
    for (name, response) in walk.section("/components/responses") {
        add_response(walk, &response, &Context::default().and(&format!("response {name}")), None);
    }
    for (name, header) in walk.section("/components/headers") {
        let context = Context::default().and(&format!("header {name}"));
        add_header(walk, &header, &context, Part::Header { name, of_request: false });
    }
    for (name, media) in walk.section("/components/mediaTypes") {
        let context = Context::default().and(&format!("media type {name}"));
        let part = Part::Response { status: None, media_type: Some(name) };
        add_media_type(walk, &media, &context, part);
    }
    for (name, item) in walk.section("/components/pathItems") {
        add_path_item(walk, &item, &format!("path item {name} "), OperationKind::Path, &name);
    }
    for (name, callback) in walk.section("/components/callbacks") {
        add_callback(walk, &callback, &format!("callback {name} "));
    }
    for (path, item) in walk.section("/paths") {
        add_path_item(walk, &item, "", OperationKind::Path, &path);
    }
    for (name, item) in walk.section("/webhooks") {
        add_path_item(walk, &item, "webhook ", OperationKind::Webhook, &name);
    }
}

/// Adds the operations of a path item, and the parameters that they share. `before` begins the names.
fn add_path_item<'d>(walk: &mut Walk<'d>, item: &Node<'d>, before: &str, kind: OperationKind, path: &str) {
    if walk.is_full() {
        return;
    }
    let operation = |at: &str, method: Option<String>, id: Option<&str>| {
        let words = method.iter().map(String::as_str).chain([path]).collect::<Vec<_>>().join(" ");
        let name = format!("{before}{words}");
        Operation { pointer: at.to_owned(), name, kind, method, path: path.to_owned(), id: id.map(str::to_owned) }
    };
    let parameters = walk.items_of(item, "parameters");
    if !parameters.is_empty() {
        let shared = std::sync::Arc::new(operation(&item.at, None, None));
        let context = Context { words: shared.name.clone(), operation: Some(shared) };
        add_parameters(walk, &parameters, &context);
    }
    let additional = item.child("additionalOperations");
    let additional = additional.iter().flat_map(|all| all.members.keys().map(move |method| (all, method.as_str())));
    let methods: Vec<(&Node<'_>, &str)> = METHODS.iter().map(|method| (item, *method)).chain(additional).collect();
    for (parent, method) in methods {
        let Some(node) = parent.child(method) else { continue };
        // 3.2.0 writes additional methods as they are sent.
        let shown = if std::ptr::eq(parent, item) { method.to_uppercase() } else { method.to_owned() };
        let context = walk.add_operation(operation(&node.at, Some(shown), node.text("operationId")));
        add_operation(walk, &node, &context);
        add_aspects(walk, &node, &context, &parameters);
        if kind == OperationKind::Path {
            add_servers(walk, [&node, item], &context);
        }
    }
}

fn add_operation<'d>(walk: &mut Walk<'d>, operation: &Node<'d>, context: &Context) {
    let parameters = walk.items_of(operation, "parameters");
    add_parameters(walk, &parameters, context);
    if let Some(body) = operation.child("requestBody").and_then(|body| walk.resolve(body)) {
        add_content(walk, &body, &context.and("request body"), &|media_type| Part::RequestBody { media_type });
    }
    for (status, response) in walk.children_of(operation, "responses") {
        if !status.starts_with("x-") {
            add_response(walk, &response, &context.and(&format!("response {status}")), Some(status));
        }
    }
    // A callback by reference is one of the components, and is listed there. It may lead back to this operation.
    let callbacks = operation.child("callbacks");
    let inline = callbacks.iter().flat_map(|all| all.members.keys().filter_map(|name| Some((name, all.child(name)?))));
    for (name, callback) in inline.filter(|(_, callback)| !callback.members.contains_key("$ref")) {
        add_callback(walk, &callback, &format!("{} callback {name} ", context.words));
    }
}

/// Adds what decides the exchange beside schemas. `shared` are the parameters of the path.
fn add_aspects<'d>(walk: &mut Walk<'d>, operation: &Node<'d>, context: &Context, shared: &[Node<'d>]) {
    walk.add_common_aspects(operation, context, "/components/securitySchemes");
    for Parameter { name, location, required, node } in list_parameters(walk, operation, shared) {
        let style = read_style(&node, &location);
        let deprecation = Deprecation::read(node.members);
        walk.add_aspect(context, &node.at, AspectKind::Parameter { name, location, required, style, deprecation });
    }
    if let Some(body) = operation.child("requestBody").and_then(|body| walk.resolve(body)) {
        let required = flag(body.members, "required");
        walk.add_aspect(context, &body.at, AspectKind::RequestBody { required });
        for (media_type, media) in walk.children_of(&body, "content") {
            walk.add_aspect(context, &media.at, AspectKind::RequestMediaType(media_type));
        }
    }
    for (status, response) in walk.children_of(operation, "responses") {
        if status.starts_with("x-") {
            continue;
        }
        walk.add_aspect(context, &response.at, AspectKind::Response(status.clone()));
        for (media_type, media) in walk.children_of(&response, "content") {
            let kind = AspectKind::ResponseMediaType { status: status.clone(), media_type };
            walk.add_aspect(context, &media.at, kind);
        }
        for (name, header) in walk.children_of(&response, "headers") {
            let required = flag(header.members, "required");
            walk.add_aspect(context, &header.at, AspectKind::ResponseHeader { status: status.clone(), name, required });
        }
    }
}

/// Adds the servers of an operation, else of its path, else of the document (3.0.4, Server Object).
fn add_servers<'d>(walk: &mut Walk<'d>, owners: [&Node<'d>; 2], context: &Context) {
    let own = owners.into_iter().cloned().chain(walk.node("")).find(|owner| owner.members.contains_key("servers"));
    for server in own.map(|owner| walk.items_of(&owner, "servers")).unwrap_or_default() {
        if let Some(url) = server.text("url") {
            walk.add_aspect(context, &server.at, AspectKind::Server(url.to_owned()));
        }
    }
}

/// How a parameter is written, without defaults, which depend on its location (3.0.4, Style Values).
fn read_style(parameter: &Node<'_>, location: &str) -> BTreeMap<&'static str, Value> {
    let mut found = BTreeMap::new();
    if let Some(content) = parameter.child("content") {
        found.insert("content", content.members.keys().cloned().collect());
        return found;
    }
    let default = if matches!(location, "query" | "cookie") { "form" } else { "simple" };
    let style = parameter.text("style").unwrap_or(default);
    if style != default {
        found.insert("style", style.into());
    }
    let explodes = style == "form";
    if parameter.members.get("explode").is_some_and(|explode| *explode != Value::Bool(explodes)) {
        found.insert("explode", (!explodes).into());
    }
    if flag(parameter.members, "allowReserved") {
        found.insert("allowReserved", true.into());
    }
    found
}

/// Adds the path items of a callback. Recursion ends, because references between callbacks are not followed.
fn add_callback<'d>(walk: &mut Walk<'d>, callback: &Node<'d>, before: &str) {
    for (expression, value) in callback.members {
        let Some(item) = callback.child(expression).filter(|_| value.get("$ref").is_none()) else { continue };
        if !expression.starts_with("x-") {
            add_path_item(walk, &item, before, OperationKind::Callback, expression);
        }
    }
}

fn add_parameters<'d>(walk: &mut Walk<'d>, parameters: &[Node<'d>], context: &Context) {
    for parameter in parameters {
        let (name, location) = describe_parameter(parameter);
        add_parameter(walk, parameter, &context.and(&format!("parameter {name} ({location})")));
    }
}

/// The name and the location of a parameter, which together are unique in an operation.
pub(super) fn describe_parameter(parameter: &Node<'_>) -> (String, String) {
    let text = |member| parameter.text(member).unwrap_or("?").to_owned();
    (text("name"), text("in"))
}

/// A parameter of an operation.
pub(super) struct Parameter<'d> {
    pub(super) name: String,
    pub(super) location: String,
    pub(super) required: bool,
    pub(super) node: Node<'d>,
}

/// The parameters of an operation: those of its path, which are `shared`, unless it has one of the same name and location.
pub(super) fn list_parameters<'d>(
    walk: &mut Walk<'d>,
    operation: &Node<'d>,
    shared: &[Node<'d>],
) -> Vec<Parameter<'d>> {
    let own = walk.items_of(operation, "parameters");
    let names: Vec<(String, String)> = own.iter().map(describe_parameter).collect();
    let inherited = shared.iter().filter(|parameter| !names.contains(&describe_parameter(parameter)));
    let describe = |node: &Node<'d>| {
        let (name, location) = describe_parameter(node);
        let required = location == "path" || flag(node.members, "required");
        Parameter { name, location, required, node: node.clone() }
    };
    inherited.chain(&own).map(describe).collect()
}

/// A parameter has either `schema` or `content` (3.0.4, Parameter Object).
fn add_parameter<'d>(walk: &mut Walk<'d>, parameter: &Node<'d>, context: &Context) {
    let (name, location) = describe_parameter(parameter);
    let part = Part::Parameter { name, location };
    walk.add_schema_of(parameter, context, part.clone());
    add_content(walk, parameter, context, &|_| part.clone());
}

fn add_response<'d>(walk: &mut Walk<'d>, response: &Node<'d>, context: &Context, status: Option<String>) {
    add_content(walk, response, context, &|media_type| Part::Response { status: status.clone(), media_type });
    add_headers(walk, response, context, false);
}

fn add_headers<'d>(walk: &mut Walk<'d>, node: &Node<'d>, context: &Context, of_request: bool) {
    for (name, header) in walk.children_of(node, "headers") {
        let context = context.and(&format!("header {name}"));
        add_header(walk, &header, &context, Part::Header { name, of_request });
    }
}

fn add_header<'d>(walk: &mut Walk<'d>, header: &Node<'d>, context: &Context, part: Part) {
    walk.add_schema_of(header, context, part.clone());
    add_content(walk, header, context, &|_| part.clone());
}

/// Adds the schemas of the media types of `content`.
fn add_content<'d>(walk: &mut Walk<'d>, node: &Node<'d>, context: &Context, part: &dyn Fn(Option<String>) -> Part) {
    for (media_type, media) in walk.children_of(node, "content") {
        add_media_type(walk, &media, &context.and(&media_type), part(Some(media_type)));
    }
}

/// A media type has a schema of the whole, and since 3.2 one of each item of a sequence.
fn add_media_type<'d>(walk: &mut Walk<'d>, media: &Node<'d>, context: &Context, part: Part) {
    let of_request = matches!(part, Part::RequestBody { .. });
    walk.add_schema_of(media, context, part.clone());
    if let Some(schema) = media.members.get("itemSchema") {
        let at = crate::pointer::push(&media.at, "itemSchema");
        walk.add_in(&context.and("item"), at, schema, part);
    }
    let encoding = media.members.get("encoding").and_then(Value::as_object).into_iter().flatten();
    for (name, _) in encoding {
        if let Some(encoded) = media.child("encoding").and_then(|all| all.child(name)) {
            add_headers(walk, &encoded, &context.and(&format!("part {name}")), of_request);
        }
    }
}
