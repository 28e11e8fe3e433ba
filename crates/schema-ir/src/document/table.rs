//! The table of the kinds of documents. The table in the README is made of it.

use serde_json::{Map, Value};

use crate::draft::Draft;

/// What marks a document of a kind.
enum Mark {
    /// The member `field` is this version, or one that extends it, as 3.0.3 extends 3.0.
    Version(&'static str, &'static str),
    /// A resource of Kubernetes of this `kind`.
    Resource(&'static str),
    /// The keywords of the root decide.
    Keywords,
}

struct Row {
    name: &'static str,
    mark: Mark,
    /// First where the named schemas are, then, after `;`, where the others are.
    contents: &'static str,
    draft: Option<Draft>,
    specification: &'static str,
}

macro_rules! table {
    ($($(#[doc = $description:literal])+ $kind:ident = {
        name: $name:literal, mark: $mark:expr, draft: $draft:expr, contents: $contents:expr,
        specification: $specification:literal,
    })+) => {
        /// The kind of a document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum DocumentKind {
            $($(#[doc = $description])+ $kind,)+
        }

        impl DocumentKind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            fn row(self) -> &'static Row {
                match self {
                    $(Self::$kind => &const { Row {
                        name: $name, mark: $mark, contents: $contents, draft: $draft, specification: $specification,
                    } },)+
                }
            }
        }
    };
}

const OPENAPI: &str = "`components.schemas`; parameters, request bodies, responses and headers of `paths`, `webhooks`, \
                       `callbacks` and `components`";
const ASYNCAPI: &str =
    "`components.schemas`; payloads and headers of the messages of `channels` and `components`; parameters";

table! {
    /// A JSON Schema. `{}`, `true`, and a schema that only has annotations are of this kind, too.
    JsonSchema = {
        name: "JSON Schema", mark: Mark::Keywords, draft: None, contents: "the root",
        specification: "https://json-schema.org/specification",
    }
    /// A JSON Schema whose root has definitions and asserts nothing.
    Library = {
        name: "library of definitions", mark: Mark::Keywords, draft: None, contents: "`$defs`, `definitions`",
        specification: "https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.4",
    }
    /// OpenAPI 3.0.
    OpenApi30 = {
        name: "OpenAPI 3.0 document", mark: Mark::Version("openapi", "3.0"), draft: Some(Draft::OpenApi30),
        contents: OPENAPI, specification: "https://spec.openapis.org/oas/v3.0.4",
    }
    /// OpenAPI 3.1. `jsonSchemaDialect` may name another dialect than 2020-12 (4.8.1).
    OpenApi31 = {
        name: "OpenAPI 3.1 document", mark: Mark::Version("openapi", "3.1"), draft: Some(Draft::Draft202012),
        contents: OPENAPI, specification: "https://spec.openapis.org/oas/v3.1.1",
    }
    /// OpenAPI 3.2. It adds the method `query`, `additionalOperations`, and `itemSchema` for sequences of values.
    OpenApi32 = {
        name: "OpenAPI 3.2 document", mark: Mark::Version("openapi", "3.2"), draft: Some(Draft::Draft202012),
        contents: OPENAPI, specification: "https://spec.openapis.org/oas/v3.2.0",
    }
    /// Swagger 2.0, also known as OpenAPI 2.0.
    ///
    /// Its Schema Object is a part of that of OpenAPI 3.0, so it is read in that dialect. In 2.0 `discriminator` is a string,
    /// and `x-nullable` is an extension that asserts nothing.
    Swagger20 = {
        name: "Swagger 2.0 document", mark: Mark::Version("swagger", "2.0"), draft: Some(Draft::OpenApi30),
        contents: "`definitions`; parameters, responses and headers of `paths` and of the root",
        specification: "https://spec.openapis.org/oas/v2.0",
    }
    /// AsyncAPI 2. Its Schema Object is a superset of draft-07.
    AsyncApi2 = {
        name: "AsyncAPI 2 document", mark: Mark::Version("asyncapi", "2"), draft: Some(Draft::Draft07),
        contents: ASYNCAPI, specification: "https://www.asyncapi.com/docs/reference/specification/v2.6.0",
    }
    /// AsyncAPI 3. Its Schema Object is a superset of draft-07.
    AsyncApi3 = {
        name: "AsyncAPI 3 document", mark: Mark::Version("asyncapi", "3"), draft: Some(Draft::Draft07),
        contents: ASYNCAPI, specification: "https://www.asyncapi.com/docs/reference/specification/v3.0.0",
    }
    /// A CustomResourceDefinition of Kubernetes.
    ///
    /// Its structural schemas have the keywords of OpenAPI 3.0. The extensions `x-kubernetes-…` are not enforced; those that
    /// restrict values have a note.
    Crd = {
        name: "Kubernetes CRD", mark: Mark::Resource("CustomResourceDefinition"), draft: Some(Draft::OpenApi30),
        contents: "`openAPIV3Schema` of each version",
        specification: "https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/",
    }
    /// None of these: an object of which no member is a keyword of JSON Schema.
    Unknown = {
        name: "unknown document", mark: Mark::Keywords, draft: None, contents: "none",
        specification: "https://json-schema.org/draft/2020-12/json-schema-core#section-6.5",
    }
}

impl DocumentKind {
    /// The name, for messages.
    ///
    /// ```
    /// assert_eq!(schema_ir::DocumentKind::Swagger20.name(), "Swagger 2.0 document");
    /// ```
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// What marks a document of this kind, in Markdown.
    ///
    /// ```
    /// assert_eq!(schema_ir::DocumentKind::OpenApi31.mark(), "`openapi: 3.1`");
    /// ```
    pub fn mark(self) -> String {
        match (self, &self.row().mark) {
            (_, Mark::Version(field, version)) => format!("`{field}: {version}`"),
            (_, Mark::Resource(kind)) => format!("`kind: {kind}`"),
            (Self::JsonSchema, Mark::Keywords) => "a keyword of JSON Schema, or `{}`, `true`, `false`".to_owned(),
            (Self::Library, Mark::Keywords) => "`$defs` or `definitions`, and no keyword that asserts".to_owned(),
            (_, Mark::Keywords) => "none of these".to_owned(),
        }
    }

    /// Where the schemas of such a document are, in Markdown.
    pub fn contents(self) -> &'static str {
        self.row().contents
    }

    /// Where the schemas are that have a name of their own, in Markdown.
    ///
    /// ```
    /// assert_eq!(schema_ir::DocumentKind::Swagger20.named_contents(), "`definitions`");
    /// ```
    pub fn named_contents(self) -> &'static str {
        let contents = self.contents();
        contents.split_once(';').map_or(contents, |(named, _)| named)
    }

    /// The specification that defines the kind.
    pub fn specification(self) -> &'static str {
        self.row().specification
    }

    /// Whether the document describes operations, which a client and a server exchange.
    pub fn is_api(self) -> bool {
        match self {
            Self::OpenApi30 | Self::OpenApi31 | Self::OpenApi32 => true,
            Self::Swagger20 | Self::AsyncApi2 | Self::AsyncApi3 => true,
            Self::JsonSchema | Self::Library | Self::Crd | Self::Unknown => false,
        }
    }

    /// Whether the document as a whole is one schema.
    pub fn is_schema(self) -> bool {
        matches!(self, Self::JsonSchema | Self::Library)
    }

    /// The dialect that the kind prescribes; `None` if each document declares its own.
    pub(super) fn draft(self) -> Option<Draft> {
        self.row().draft
    }

    /// Whether the members of a document's root have the mark of this kind.
    pub(super) fn is_marked(self, members: &Map<String, Value>) -> bool {
        match self.row().mark {
            Mark::Version(field, version) => members.get(field).is_some_and(|found| extends(found, version)),
            Mark::Resource(kind) => {
                members.get("kind").and_then(Value::as_str) == Some(kind) && members.contains_key("spec")
            }
            Mark::Keywords => false,
        }
    }
}

/// The members of a document that decide its kind and dialect. A part of a document that keeps them is read in the same way.
pub const MARKS: &[&str] = &["$schema", "openapi", "jsonSchemaDialect", "swagger", "asyncapi", "apiVersion", "kind"];

/// Whether a version is `version`, or one that extends it. A number is a version, too, because YAML reads `2.0` as one.
fn extends(found: &Value, version: &str) -> bool {
    let found = match found {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return false,
    };
    found.strip_prefix(version).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '+']))
}

/// The members that name a version, with the versions that are read, as for `{"openapi": "4.0"}` in an error message.
pub(super) fn versions() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut out: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for kind in DocumentKind::ALL {
        if let Mark::Version(field, version) = kind.row().mark {
            match out.iter_mut().find(|(known, _)| *known == field) {
                Some((_, all)) => all.push(version),
                None => out.push((field, vec![version])),
            }
        }
    }
    out
}
