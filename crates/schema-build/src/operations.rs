//! Names for the schemas of operations and messages, which have none of their own.

use std::collections::BTreeSet;

use schema_ir::{Part, SchemaPlace, Source, pointer};

/// The places of `others` that get a type, with names: each schema once, and none that is only a reference to one of `named`,
/// which has a type already.
pub(crate) fn select_inline(source: &Source, named: &[SchemaPlace], others: Vec<SchemaPlace>) -> Vec<SchemaPlace> {
    let references: BTreeSet<String> = named.iter().map(|place| format!("#{}", place.pointer)).collect();
    let is_reference = |place: &SchemaPlace| {
        let schema = source.value().pointer(&place.pointer).and_then(serde_json::Value::as_object);
        let reference = schema.filter(|schema| schema.len() == 1).and_then(|schema| schema.get("$ref"));
        reference.and_then(serde_json::Value::as_str).is_some_and(|reference| references.contains(reference))
    };
    let mut seen = BTreeSet::new();
    let inline = others.into_iter().filter(|place| seen.insert(place.pointer.clone()) && !is_reference(place));
    inline.map(|place| SchemaPlace { name: name_place(&place), ..place }).collect()
}

/// The words of a type's name for a place: those of its operation or component, and then what it describes.
///
/// The name depends on the place alone: `CreateOrderRequest`, `CreateOrderResponse404`, `ListOrdersQueryLimit`,
/// `OrderPlacedPayload`. Only a media type other than JSON is part of it: `CreateOrderRequestXml`.
fn name_place(place: &SchemaPlace) -> String {
    let owner = owner(place);
    match &place.part {
        Part::Named | Part::Version(_) => place.name.clone(),
        Part::Parameter { name, location } if place.operation.is_some() => format!("{owner} {location} {name}"),
        Part::Parameter { .. } => format!("{owner} parameter"),
        Part::RequestBody { media_type } => format!("{owner} request{}", suffix(media_type.as_deref())),
        Part::Response { status, media_type } => {
            let status = status.as_deref().unwrap_or_default();
            format!("{owner} response {status}{}", suffix(media_type.as_deref()))
        }
        Part::Header { name, .. } if *name == owner => format!("{owner} header"),
        Part::Header { name, .. } => format!("{owner} {}header {name}", response_of(place)),
        Part::Payload { message } => format!("{} payload", message.as_deref().unwrap_or(&owner)),
        Part::MessageHeaders { message } => format!("{} headers", message.as_deref().unwrap_or(&owner)),
        _ => place.name.clone(),
    }
}

/// The operation's id, or else its method and path; for a component, its name.
fn owner(place: &SchemaPlace) -> String {
    if let Some(operation) = &place.operation {
        return operation.id.as_ref().unwrap_or(&operation.name).clone();
    }
    let mut tokens = pointer::tokens(&place.pointer);
    // `/components/responses/NotFound`, or `/responses/NotFound` in Swagger 2.0.
    let name = if place.pointer.starts_with("/components/") { tokens.nth(2) } else { tokens.nth(1) };
    name.unwrap_or_else(|| place.name.clone())
}

/// The response that a header belongs to, since several of one operation may have the same.
fn response_of(place: &SchemaPlace) -> String {
    let mut tokens = pointer::tokens(&place.pointer).skip_while(|token| token != "responses");
    let status = tokens.nth(1).filter(|_| place.operation.is_some());
    status.map(|status| format!("response {status} ")).unwrap_or_default()
}

/// The words for a media type: none for JSON, and otherwise its subtype.
fn suffix(media_type: Option<&str>) -> String {
    let essence = media_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    let subtype = essence.split_once('/').map_or(essence, |(_, subtype)| subtype);
    match subtype {
        "" | "*" | "json" => String::new(),
        json if json.ends_with("+json") => String::new(),
        other => format!(" {}", other.trim_start_matches("x-www-")),
    }
}
