//! The schemas of Swagger 2.0 documents.

use serde_json::Value;

use super::aspect::{AspectKind, Deprecation};
use super::openapi::{Parameter, describe_parameter, list_parameters};
use super::places::{Context, Node, Operation, OperationKind, Part, Walk};

/// The methods of a path item (2.0, Path Item Object).
const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// Adds the definitions, the shared parameters and responses, and the schemas of operations.
pub(super) fn walk(walk: &mut Walk<'_>) {
    walk.add_named("/definitions");
    for (name, parameter) in walk.section("/parameters") {
        add_parameter(walk, &parameter, &Context::default().and(&format!("parameter {name}")));
    }
    for (name, response) in walk.section("/responses") {
        add_response(walk, &response, &Context::default().and(&format!("response {name}")), None);
    }
    for (path, item) in walk.section("/paths") {
        if walk.is_full() {
            return;
        }
        add_path_item(walk, &item, &path);
    }
}

fn add_path_item<'d>(walk: &mut Walk<'d>, item: &Node<'d>, path: &str) {
    let operation = |at: &str, method: Option<String>, id: Option<&str>| Operation {
        pointer: at.to_owned(),
        name: method.iter().map(String::as_str).chain([path]).collect::<Vec<_>>().join(" "),
        kind: OperationKind::Path,
        method,
        path: path.to_owned(),
        id: id.map(str::to_owned),
    };
    let shared = walk.items_of(item, "parameters");
    let context = Context { words: path.to_owned(), operation: Some(operation(&item.at, None, None).into()) };
    add_parameters(walk, &shared, &context);
    for method in METHODS {
        let Some(node) = item.child(method) else { continue };
        let id = node.text("operationId");
        let context = walk.add_operation(operation(&node.at, Some(method.to_uppercase()), id));
        let parameters = walk.items_of(&node, "parameters");
        add_parameters(walk, &parameters, &context);
        for (status, response) in walk.children_of(&node, "responses") {
            if !status.starts_with("x-") {
                add_response(walk, &response, &context.and(&format!("response {status}")), Some(status));
            }
        }
        add_aspects(walk, &node, &context, &shared);
    }
}

/// Adds what decides the exchange beside schemas. `shared` are the parameters of the path.
fn add_aspects<'d>(walk: &mut Walk<'d>, operation: &Node<'d>, context: &Context, shared: &[Node<'d>]) {
    walk.add_common_aspects(operation, context, "/securityDefinitions");
    for Parameter { name, location, required, node } in list_parameters(walk, operation, shared) {
        let kind = if location == "body" {
            AspectKind::RequestBody { required }
        } else {
            let style = node.members.get("collectionFormat").filter(|format| **format != "csv");
            let style = style.map(|format| ("collectionFormat", format.clone())).into_iter().collect();
            AspectKind::Parameter { name, location, required, style, deprecation: Deprecation::read(node.members) }
        };
        walk.add_aspect(context, &node.at, kind);
    }
    add_media_types(walk, operation, context, "consumes");
    for (status, response) in walk.children_of(operation, "responses") {
        if status.starts_with("x-") {
            continue;
        }
        walk.add_aspect(context, &response.at, AspectKind::Response(status.clone()));
        for (name, header) in walk.children_of(&response, "headers") {
            let kind = AspectKind::ResponseHeader { status: status.clone(), name, required: false };
            walk.add_aspect(context, &header.at, kind);
        }
    }
    add_media_types(walk, operation, context, "produces");
    add_servers(walk, operation, context);
}

/// Adds the media types that an operation, else the document, consumes or produces.
fn add_media_types<'d>(walk: &mut Walk<'d>, operation: &Node<'d>, context: &Context, member: &str) {
    let owner = Some(operation.clone()).filter(|owner| owner.members.contains_key(member)).or_else(|| walk.node(""));
    let Some(owner) = owner else { return };
    let at = crate::pointer::push(&owner.at, member);
    for media_type in owner.members.get(member).and_then(Value::as_array).into_iter().flatten() {
        let Some(media_type) = media_type.as_str().map(str::to_owned) else { continue };
        // In 2.0 all responses of an operation have the same media types.
        let status = "any".to_owned();
        let kind = match member {
            "consumes" => AspectKind::RequestMediaType(media_type),
            _ => AspectKind::ResponseMediaType { status, media_type },
        };
        walk.add_aspect(context, &at, kind);
    }
}

/// Adds the URLs that `schemes`, `host` and `basePath` make (2.0, Swagger Object).
fn add_servers<'d>(walk: &mut Walk<'d>, operation: &Node<'d>, context: &Context) {
    let Some(root) = walk.node("") else { return };
    let text = |member| root.text(member).unwrap_or_default();
    let owner = [operation, &root].into_iter().find(|owner| owner.members.contains_key("schemes"));
    let schemes = owner.and_then(|owner| owner.members.get("schemes")?.as_array());
    let schemes: Vec<&str> = schemes.into_iter().flatten().filter_map(Value::as_str).collect();
    let prefixes: Vec<String> = match schemes.as_slice() {
        [] => vec![String::new()],
        _ => schemes.iter().map(|scheme| format!("{scheme}:")).collect(),
    };
    for prefix in prefixes {
        let url = format!("{prefix}//{}{}", text("host"), text("basePath").trim_end_matches('/'));
        walk.add_aspect(context, "", AspectKind::Server(url));
    }
}

fn add_parameters<'d>(walk: &mut Walk<'d>, parameters: &[Node<'d>], context: &Context) {
    for parameter in parameters {
        let (name, location) = describe_parameter(parameter);
        let words = match location.as_str() {
            // There is at most one, and its name has no effect on the request (2.0, Parameter Object).
            "body" => "request body".to_owned(),
            _ => format!("parameter {name} ({location})"),
        };
        add_parameter(walk, parameter, &context.and(&words));
    }
}

/// The body has a schema; any other parameter is described by keywords of its own, so it is a schema itself.
fn add_parameter<'d>(walk: &mut Walk<'d>, parameter: &Node<'d>, context: &Context) {
    let (name, location) = describe_parameter(parameter);
    match location.as_str() {
        "body" => walk.add_schema_of(parameter, context, Part::RequestBody { media_type: None }),
        _ => add_simple(walk, parameter, context, Part::Parameter { name, location }),
    }
}

fn add_response<'d>(walk: &mut Walk<'d>, response: &Node<'d>, context: &Context, status: Option<String>) {
    let is_file = response.child("schema").is_some_and(|schema| schema.text("type") == Some("file"));
    if !is_file {
        walk.add_schema_of(response, context, Part::Response { status, media_type: None });
    }
    for (name, header) in walk.children_of(response, "headers") {
        add_simple(walk, &header, &context.and(&format!("header {name}")), Part::Header { name, of_request: false });
    }
}

/// Adds an object whose members are both a parameter's or header's and the keywords of a schema. A file is not JSON.
fn add_simple<'d>(walk: &mut Walk<'d>, node: &Node<'d>, context: &Context, part: Part) {
    if node.text("type").is_some_and(|name| name != "file") {
        walk.push(context, node.at.clone(), part);
    }
}
