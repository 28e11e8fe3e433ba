//! The dialects of JSON Schema.

/// A dialect that [`normalise`](crate::normalise()) reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Draft {
    /// OpenAPI 3.0's schema object: draft-04 without some keywords, with `nullable`.
    OpenApi30,
    /// draft-04
    Draft04,
    /// draft-06
    Draft06,
    /// draft-07
    Draft07,
    /// 2019-09
    Draft201909,
    /// 2020-12, which OpenAPI 3.1 and 3.2 use, too.
    Draft202012,
}

impl Draft {
    /// All dialects, from the oldest to the newest.
    pub const ALL: &[Self] =
        &[Self::OpenApi30, Self::Draft04, Self::Draft06, Self::Draft07, Self::Draft201909, Self::Draft202012];

    /// The name, for messages.
    ///
    /// ```
    /// assert_eq!(schema_ir::Draft::Draft07.name(), "draft-07");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Draft::OpenApi30 => "OpenAPI 3.0",
            Draft::Draft04 => "draft-04",
            Draft::Draft06 => "draft-06",
            Draft::Draft07 => "draft-07",
            Draft::Draft201909 => "2019-09",
            Draft::Draft202012 => "2020-12",
        }
    }

    /// The dialect that a `$schema` URI names, if it is one of these.
    ///
    /// ```
    /// use schema_ir::Draft;
    /// assert_eq!(Draft::of_uri("http://json-schema.org/draft-07/schema#"), Some(Draft::Draft07));
    /// ```
    pub fn of_uri(uri: &str) -> Option<Self> {
        let uri = uri.trim_end_matches('#').trim_end_matches('/');
        let rest = uri.strip_prefix("https://").or_else(|| uri.strip_prefix("http://"))?;
        Some(match rest {
            "json-schema.org/draft-04/schema" => Draft::Draft04,
            "json-schema.org/draft-06/schema" => Draft::Draft06,
            "json-schema.org/draft-07/schema" => Draft::Draft07,
            "json-schema.org/draft/2019-09/schema" => Draft::Draft201909,
            "json-schema.org/draft/2020-12/schema" => Draft::Draft202012,
            // OpenAPI 3.1 and 3.2 add a date: `…/3.1/dialect/base`, `…/3.1/dialect/2024-11-10`, `…/3.2/dialect/2025-09-17`.
            _ if ["3.1", "3.2"].iter().any(|v| rest.starts_with(&format!("spec.openapis.org/oas/{v}/dialect/"))) => {
                Draft::Draft202012
            }
            _ => return None,
        })
    }

    /// The URI of the dialect's meta-schema, as the value of `$schema`.
    pub fn uri(self) -> &'static str {
        match self {
            Draft::OpenApi30 | Draft::Draft04 => "http://json-schema.org/draft-04/schema#",
            Draft::Draft06 => "http://json-schema.org/draft-06/schema#",
            Draft::Draft07 => "http://json-schema.org/draft-07/schema#",
            Draft::Draft201909 => "https://json-schema.org/draft/2019-09/schema",
            Draft::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
        }
    }

    /// Whether `$ref` disables the keywords beside it, as it does up to draft-07 (draft-07 core, 8.3).
    pub(crate) fn ref_disables_siblings(self) -> bool {
        self <= Draft::Draft07
    }

    /// Whether `exclusiveMinimum` is a boolean that changes the `minimum` beside it (draft-04 validation, 5.1.3).
    pub(crate) fn exclusive_is_bool(self) -> bool {
        self <= Draft::Draft04
    }

    /// The name of the identifier keyword.
    pub(crate) fn id_keyword(self) -> &'static str {
        if self == Draft::Draft04 { "id" } else { "$id" }
    }
}
