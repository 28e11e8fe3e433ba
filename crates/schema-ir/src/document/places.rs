//! The schemas of a document: where each is, and what it describes.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::aspect::MAX_ASPECTS;
use super::{Aspect, DocumentKind, Peer, asyncapi, crd, openapi, swagger};
use crate::draft::Draft;
use crate::{Error, ErrorKind, Note, Source, pointer};

/// The maximum number of schemas in a document. A shared parameter counts for each operation that refers to it.
pub const MAX_PLACES: usize = 200_000;

/// The maximum number of references that lead from one object of a document to the next, as from a parameter to
/// `#/components/parameters/Limit`.
const MAX_HOPS: usize = 16;

/// The schemas of a document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schemas {
    /// The schemas: first those with a name of their own, then those of components, then those of operations.
    pub places: Vec<SchemaPlace>,
    /// The operations, also those without a schema.
    pub operations: Vec<Arc<Operation>>,
    /// The parts of operations that are no schemas and still decide what is exchanged.
    pub aspects: Vec<Aspect>,
    /// What operations exchange beside the schemas that belong to them.
    pub uses: Vec<Use>,
    /// What the document has and what is not read, such as a payload in Avro.
    pub notes: Vec<Note>,
}

/// A schema of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaPlace {
    /// JSON Pointer of the schema. Several operations that refer to one shared parameter have the same pointer.
    pub pointer: String,
    /// The schema's name: its own, or its place in words, such as `POST /orders request body application/json`. Unique in
    /// the document.
    pub name: String,
    /// What the schema describes.
    pub part: Part,
    /// The operation that the schema belongs to; `None` for named schemas and other components.
    pub operation: Option<Arc<Operation>>,
    /// The dialect, if it is not the document's: AsyncAPI declares one for each schema by `schemaFormat`.
    pub draft: Option<Draft>,
}

impl SchemaPlace {
    /// Whether the document gives the schema a name of its own, of which a type can be made.
    pub fn is_named(&self) -> bool {
        matches!(self.part, Part::Named | Part::Version(_))
    }
}

/// A part of a document to which an operation refers, such as a message of a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// JSON Pointer of the reference, or of an object or a list with references.
    pub pointer: String,
    /// The operation.
    pub operation: Arc<Operation>,
    /// Who sends the values; `None` if it is not known.
    pub sender: Option<Peer>,
}

/// What a schema describes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// A schema with a name, such as `components/schemas/Order` or `$defs/Order`.
    Named,
    /// A version of a Kubernetes resource.
    Version(String),
    /// A parameter of a request.
    Parameter {
        /// The parameter's name.
        name: String,
        /// `query`, `path`, `header`, `cookie`, `formData`, or `channel` in AsyncAPI.
        location: String,
    },
    /// The body of a request.
    RequestBody {
        /// The media type; `None` in Swagger 2.0, where one schema is for all.
        media_type: Option<String>,
    },
    /// The body of a response.
    Response {
        /// The status, such as `200` or `default`; `None` for a component.
        status: Option<String>,
        /// The media type; `None` in Swagger 2.0, where one schema is for all.
        media_type: Option<String>,
    },
    /// A header of a response, or of a part of a multipart body.
    Header {
        /// The header's name.
        name: String,
        /// True in a part of the body of a request, false in a response.
        of_request: bool,
    },
    /// The payload of a message.
    Payload {
        /// The message's name, if it has one.
        message: Option<String>,
    },
    /// The headers of a message, as one object.
    MessageHeaders {
        /// The message's name, if it has one.
        message: Option<String>,
    },
}

/// An operation of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// JSON Pointer of the operation.
    pub pointer: String,
    /// The operation in words, such as `POST /orders`. Unique in the document.
    pub name: String,
    /// Where the operation is offered.
    pub kind: OperationKind,
    /// The method in upper case; `publish`, `subscribe`, `send` or `receive` in AsyncAPI. `None` if a parameter is shared by
    /// all methods of a path, or a message belongs to a channel.
    pub method: Option<String>,
    /// The path, the name of the webhook or channel, or the expression of the callback.
    pub path: String,
    /// `operationId`, or the operation's key in AsyncAPI 3.
    pub id: Option<String>,
}

/// Where an operation is offered, which decides who reads the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OperationKind {
    /// A path of the server.
    Path,
    /// A webhook: the server sends the request.
    Webhook,
    /// A callback: the server sends the request.
    Callback,
    /// A channel of messages.
    Channel,
}

/// Finds the schemas of a document.
///
/// References to parameters, responses and other objects that are not schemas are followed inside the document.
///
/// # Errors
///
/// The document has more than [`MAX_PLACES`] schemas.
///
/// ```
/// use schema_ir::{Source, find_schemas};
/// let text = br#"{"openapi": "3.1.0", "paths": {"/orders": {"post": {"requestBody": {"content": {
///     "application/json": {"schema": {"type": "object"}}}}}}}}"#;
/// let schemas = find_schemas(&Source::parse("a.json", text.to_vec())?)?;
/// assert_eq!(schemas.places[0].name, "POST /orders request body application/json");
/// # Ok::<(), schema_ir::Error>(())
/// ```
pub fn find_schemas(source: &Source) -> Result<Schemas, Error> {
    let kind = DocumentKind::of(source.value());
    let Walk { found, weight, .. } = walk_document(source.value(), kind);
    if weight > MAX_ASPECTS {
        let message = format!("more than MAX_ASPECTS = {MAX_ASPECTS} parameters, responses and the like");
        return Err(source.error(ErrorKind::Limit, "", message).with_help("split the document"));
    }
    if found.places.len() + found.operations.len() > MAX_PLACES {
        let message = format!("more than MAX_PLACES = {MAX_PLACES} schemas and operations");
        return Err(source.error(ErrorKind::Limit, "", message).with_help("split the document"));
    }
    Ok(found)
}

/// The schemas of a document, of which those beyond [`MAX_PLACES`] are left out.
pub(crate) fn collect_schemas(root: &Value, kind: DocumentKind) -> Schemas {
    walk_document(root, kind).found
}

fn walk_document(root: &Value, kind: DocumentKind) -> Walk<'_> {
    let mut walk = Walk { root, found: Schemas::default(), weight: 0 };
    match kind {
        DocumentKind::JsonSchema | DocumentKind::Unknown => {}
        DocumentKind::Library => {
            for section in ["$defs", "definitions"] {
                walk.add_named(&format!("/{section}"));
            }
        }
        DocumentKind::OpenApi30 | DocumentKind::OpenApi31 | DocumentKind::OpenApi32 => openapi::walk(&mut walk),
        DocumentKind::Swagger20 => swagger::walk(&mut walk),
        DocumentKind::AsyncApi2 | DocumentKind::AsyncApi3 => asyncapi::walk(&mut walk),
        DocumentKind::Crd => crd::walk(&mut walk),
    }
    walk
}

/// The pointers of the schemas of a document that are in no other schema, each with its dialect; `draft` is the document's.
pub(crate) fn outermost_schemas(root: &Value, draft: Draft) -> BTreeMap<String, Draft> {
    match DocumentKind::of(root) {
        DocumentKind::JsonSchema | DocumentKind::Library | DocumentKind::Unknown => {
            BTreeMap::from([(String::new(), draft)])
        }
        kind => {
            let places = collect_schemas(root, kind).places.into_iter();
            places.map(|place| (place.pointer, place.draft.unwrap_or(draft))).collect()
        }
    }
}

/// The walk through a document.
pub(super) struct Walk<'d> {
    pub(super) root: &'d Value,
    pub(super) found: Schemas,
    /// The number of aspects so far, those that are left out too.
    pub(super) weight: usize,
}

/// An object of the document, with its pointer.
#[derive(Clone)]
pub(super) struct Node<'d> {
    pub(super) at: String,
    pub(super) members: &'d Map<String, Value>,
}

impl<'d> Node<'d> {
    /// The string in a member.
    pub(super) fn text(&self, name: &str) -> Option<&'d str> {
        self.members.get(name)?.as_str()
    }

    /// The object in a member.
    pub(super) fn child(&self, name: &str) -> Option<Node<'d>> {
        Some(Node { at: pointer::push(&self.at, name), members: self.members.get(name)?.as_object()? })
    }
}

/// What places have in common: the words that their names begin with, and their operation.
#[derive(Clone, Default)]
pub(super) struct Context {
    pub(super) words: String,
    pub(super) operation: Option<Arc<Operation>>,
}

impl Context {
    /// The context with more words.
    pub(super) fn and(&self, words: &str) -> Context {
        let space = if self.words.is_empty() { "" } else { " " };
        Context { words: format!("{}{space}{words}", self.words), operation: self.operation.clone() }
    }
}

impl<'d> Walk<'d> {
    /// The object at a pointer.
    pub(super) fn node(&self, at: &str) -> Option<Node<'d>> {
        Some(Node { at: at.to_owned(), members: self.root.pointer(at)?.as_object()? })
    }

    /// The members of the object at a pointer that are objects, each resolved.
    pub(super) fn section(&mut self, at: &str) -> Vec<(String, Node<'d>)> {
        self.node(at).map(|node| self.children(&node)).unwrap_or_default()
    }

    /// The members of an object that are objects, each resolved.
    pub(super) fn children(&mut self, node: &Node<'d>) -> Vec<(String, Node<'d>)> {
        let objects = node.members.keys().filter_map(|name| Some((name.clone(), node.child(name)?)));
        objects.filter_map(|(name, child)| Some((name, self.resolve(child)?))).collect()
    }

    /// The members of the member `name` of an object, each resolved.
    pub(super) fn children_of(&mut self, node: &Node<'d>, name: &str) -> Vec<(String, Node<'d>)> {
        node.child(name).map(|child| self.children(&child)).unwrap_or_default()
    }

    /// The objects in a list, each resolved.
    pub(super) fn items_of(&mut self, node: &Node<'d>, name: &str) -> Vec<Node<'d>> {
        let list = pointer::push(&node.at, name);
        let items = node.members.get(name).and_then(Value::as_array).into_iter().flatten().enumerate();
        let object = |(i, item): (usize, &'d Value)| {
            Some(Node { at: pointer::push(&list, &i.to_string()), members: item.as_object()? })
        };
        items.filter_map(object).filter_map(|item| self.resolve(item)).collect()
    }

    /// The object that `$ref` leads to, if the object is a reference.
    pub(super) fn resolve(&mut self, start: Node<'d>) -> Option<Node<'d>> {
        let mut node = start.clone();
        for _ in 0..MAX_HOPS {
            let Some(reference) = node.text("$ref") else { return Some(node) };
            let target = reference.strip_prefix('#').and_then(pointer::percent_decoded);
            let Some(target) = target.and_then(|target| self.node(&target)) else { break };
            node = target;
        }
        self.note(&start.at, "the object that `$ref` leads to is not in this document, so its schemas are not read");
        None
    }

    pub(super) fn note(&mut self, at: &str, message: &str) {
        if self.found.notes.len() < MAX_PLACES {
            self.found.notes.push(Note { pointer: at.to_owned(), message: message.to_owned() });
        }
    }

    /// Adds an operation, and returns the context of its parts.
    pub(super) fn add_operation(&mut self, operation: Operation) -> Context {
        let words = operation.name.clone();
        let operation = Arc::new(operation);
        if !self.is_full() {
            self.found.operations.push(Arc::clone(&operation));
        }
        Context { words, operation: Some(operation) }
    }

    /// Adds the messages that an operation or a reply lists, else all of its channel (3.0.0, Operation Object).
    pub(super) fn add_use(&mut self, node: &Node<'d>, operation: &Arc<Operation>, sender: Option<Peer>) {
        let list = ["messages", "channel"].into_iter().find(|list| node.members.contains_key(*list));
        if let Some(list) = list.filter(|_| !self.is_full()) {
            let pointer = pointer::push(&node.at, list);
            self.found.uses.push(Use { pointer, operation: Arc::clone(operation), sender });
        }
    }

    /// Adds the schemas of a section, each with its key as its name.
    pub(super) fn add_named(&mut self, section: &str) {
        let schemas = self.root.pointer(section).and_then(Value::as_object);
        for name in schemas.into_iter().flat_map(Map::keys) {
            // A value that is no schema is an error for whoever reads it.
            self.push(&Context::default().and(name), pointer::push(section, name), Part::Named);
        }
    }

    /// Adds the schema in the member `schema` of an object, if it has one.
    pub(super) fn add_schema_of(&mut self, node: &Node<'d>, context: &Context, part: Part) {
        if let Some(schema) = node.members.get("schema") {
            self.add_in(context, pointer::push(&node.at, "schema"), schema, part);
        }
    }

    /// Adds a schema that has no name of its own, unless the value cannot be one.
    pub(super) fn add_in(&mut self, context: &Context, at: String, schema: &Value, part: Part) {
        if schema.is_object() || schema.is_boolean() || part == Part::Named {
            self.push(context, at, part);
        }
    }

    /// Adds a schema, with the words of the context as its name.
    pub(super) fn push(&mut self, context: &Context, pointer: String, part: Part) {
        if !self.is_full() {
            let Context { words: name, operation } = context.clone();
            self.found.places.push(SchemaPlace { pointer, name, part, operation, draft: None });
        }
    }

    /// Whether the document has too many schemas. One more than the limit shows that it does.
    pub(super) fn is_full(&self) -> bool {
        self.found.places.len() + self.found.operations.len() > MAX_PLACES
    }
}
