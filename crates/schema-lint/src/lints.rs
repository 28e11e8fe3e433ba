//! The table of lints. The table in the README is made of it.
//!
//! Each lint is a file of the folder `lints/`, with the name of its id.

mod boolean_exclusive_bound;
#[cfg(feature = "proofs")]
mod covered_member;
mod foreign_keyword;
#[cfg(feature = "proofs")]
mod invalid_default;
#[cfg(feature = "proofs")]
mod invalid_example;
mod nullable_without_type;
#[cfg(feature = "proofs")]
mod one_of_overlap;
mod ref_siblings;
mod unanchored_pattern;
mod undeclared_required;
mod unknown_format;
mod unknown_keyword;
#[cfg(feature = "proofs")]
mod unsatisfiable;

use crate::Level::Warn;
use crate::Lint;
use crate::lint::Find::{self, Document, Written};

#[cfg(feature = "proofs")]
macro_rules! proofs {
    ($lint:ident) => {
        Find::Proofs($lint::find)
    };
}
#[cfg(not(feature = "proofs"))]
macro_rules! proofs {
    ($lint:ident) => {
        Find::Unavailable
    };
}

/// All lints, in the order of their ids.
pub const LINTS: &[Lint] = &[
    Lint {
        id: "boolean-exclusive-bound",
        level: Warn,
        summary: "`exclusiveMinimum` or `exclusiveMaximum` is a boolean in a dialect in which it is a number",
        example: r#"{"$schema": "https://json-schema.org/draft/2020-12/schema", "minimum": 0, "exclusiveMinimum": true}"#,
        find: Written(boolean_exclusive_bound::find),
    },
    Lint {
        id: "covered-member",
        level: Warn,
        summary: "a member of `anyOf` or `oneOf` accepts nothing that an earlier one does not accept",
        example: r#"{"anyOf": [{"type": "number"}, {"type": "integer"}]}"#,
        find: proofs!(covered_member),
    },
    Lint {
        id: "foreign-keyword",
        level: Warn,
        summary: "a keyword has no effect, because only other dialects define it",
        example: r#"{"$schema": "http://json-schema.org/draft-07/schema#", "dependentRequired": {"a": ["b"]}}"#,
        find: Written(foreign_keyword::find),
    },
    Lint {
        id: "invalid-default",
        level: Warn,
        summary: "the schema does not accept its `default`",
        example: r#"{"type": "integer", "default": "1"}"#,
        find: proofs!(invalid_default),
    },
    Lint {
        id: "invalid-example",
        level: Warn,
        summary: "the schema does not accept its `example`, or one of its `examples`",
        example: r#"{"type": "integer", "examples": [1, "2"]}"#,
        find: proofs!(invalid_example),
    },
    Lint {
        id: "nullable-without-type",
        level: Warn,
        summary: "`nullable` has no effect, because there is no `type` beside it",
        example: r#"{"enum": ["a", "b"], "nullable": true}"#,
        find: Document(nullable_without_type::find),
    },
    Lint {
        id: "one-of-overlap",
        level: Warn,
        summary: "two members of `oneOf` accept the same value, so that `oneOf` rejects it",
        example: r#"{"oneOf": [{"type": "integer", "minimum": 0}, {"type": "integer", "maximum": 9}]}"#,
        find: proofs!(one_of_overlap),
    },
    Lint {
        id: "ref-siblings",
        level: Warn,
        summary: "a keyword has no effect, because up to draft-07 `$ref` disables the keywords beside it",
        example: r##"{"$schema": "http://json-schema.org/draft-07/schema#", "properties": {"a": {"$ref": "#/definitions/A", "minLength": 1}}, "definitions": {"A": {"type": "string"}}}"##,
        find: Written(ref_siblings::find),
    },
    Lint {
        id: "unanchored-pattern",
        level: Warn,
        summary: "a `pattern` also matches parts of strings, although it looks like one for whole strings",
        example: r#"{"pattern": "[a-z]+"}"#,
        find: Written(unanchored_pattern::find),
    },
    Lint {
        id: "undeclared-required",
        level: Warn,
        summary: "a property is required, but `additionalProperties: false` forbids it, because nothing declares it",
        example: r#"{"properties": {"name": {}}, "required": ["nmae"], "additionalProperties": false}"#,
        find: Document(undeclared_required::find),
    },
    Lint {
        id: "unknown-format",
        level: Warn,
        summary: "no specification defines the `format`",
        example: r#"{"type": "string", "format": "datetime"}"#,
        find: Written(unknown_format::find),
    },
    Lint {
        id: "unknown-keyword",
        level: Warn,
        summary: "an unknown keyword has nearly the name of a known one",
        example: r#"{"type": "object", "propertys": {}}"#,
        find: Written(unknown_keyword::find),
    },
    Lint {
        id: "unsatisfiable",
        level: Warn,
        summary: "no value satisfies the schema",
        example: r#"{"type": "string", "minLength": 2, "maxLength": 1}"#,
        find: proofs!(unsatisfiable),
    },
];
