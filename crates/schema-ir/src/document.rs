//! Documents are told apart by what they contain. The kind of a document decides its dialect and where its schemas are.

mod aspect;
mod asyncapi;
mod crd;
mod guess;
mod openapi;
mod peer;
mod places;
mod swagger;
mod table;
mod unknown;

use serde_json::Value;

pub use aspect::{Aspect, AspectKind, Deprecation, MAX_ASPECTS};
pub use guess::Dialect;
pub use peer::Peer;
pub use places::{MAX_PLACES, Operation, OperationKind, Part, SchemaPlace, Schemas, Use, find_schemas};
pub(crate) use places::{collect_schemas, outermost_schemas};
pub use table::{DocumentKind, MARKS};
use unknown::{asserts, is_unknown};

use crate::{Error, ErrorKind, Source};

impl DocumentKind {
    /// The kind of a document, given its value.
    ///
    /// ```
    /// use schema_ir::DocumentKind;
    /// use serde_json::json;
    /// assert_eq!(DocumentKind::of(&json!({"swagger": "2.0", "definitions": {}})), DocumentKind::Swagger20);
    /// assert_eq!(DocumentKind::of(&json!({"$defs": {"Id": {"type": "string"}}})), DocumentKind::Library);
    /// assert_eq!(DocumentKind::of(&json!({"title": "Anything"})), DocumentKind::JsonSchema);
    /// assert_eq!(DocumentKind::of(&json!({"menu": {"id": "file"}})), DocumentKind::Unknown);
    /// ```
    pub fn of(root: &Value) -> Self {
        let Value::Object(members) = root else { return Self::JsonSchema };
        if let Some(kind) = Self::ALL.iter().find(|kind| kind.is_marked(members)) {
            return *kind;
        }
        let has_definitions = ["$defs", "definitions"]
            .iter()
            .any(|section| members.get(*section).and_then(Value::as_object).is_some_and(|all| !all.is_empty()));
        match has_definitions {
            true if !asserts(members) => Self::Library,
            false if is_unknown(members) => Self::Unknown,
            _ => Self::JsonSchema,
        }
    }
}

/// Returns the kind of a document that contains schemas.
///
/// # Errors
///
/// The document is of no known kind, or its dialect is older than draft-04.
///
/// ```
/// use schema_ir::{ErrorKind, Source, document_kind};
/// let error = document_kind(&Source::parse("a.json", br#"{"propertys": {}}"#.to_vec())?).unwrap_err();
/// assert_eq!(error.kind, ErrorKind::UnknownDocument);
/// assert!(error.to_string().contains("did you mean `properties` in place of `propertys`?"));
/// # Ok::<(), schema_ir::Error>(())
/// ```
pub fn document_kind(source: &Source) -> Result<DocumentKind, Error> {
    let kind = DocumentKind::of(source.value());
    if kind == DocumentKind::Unknown {
        return Err(unknown::unknown_document(source));
    }
    let is_too_old = |uri: &str| {
        ["draft-01", "draft-02", "draft-03"].iter().any(|draft| uri.contains(&format!("json-schema.org/{draft}/")))
    };
    if source.value().get("$schema").and_then(Value::as_str).is_some_and(is_too_old) {
        let error = source.error(ErrorKind::UnknownDialect, "/$schema", "a dialect older than draft-04");
        return Err(error.with_help("write the schema in draft-04 or later"));
    }
    Ok(kind)
}
