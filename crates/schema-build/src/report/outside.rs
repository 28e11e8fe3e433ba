//! The places at which types do not do exactly what the schema asks, because an option wants it.

use std::fmt;

/// A place at which a type does not do exactly what the schema asks. No proof of the drift check covers it, unless the type
/// has a `JsonSchema` of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outside {
    /// The schema's file.
    pub file: String,
    /// JSON Pointer (RFC 6901) of the schema in the file.
    pub pointer: String,
    /// The path of the generated type around it.
    pub name: String,
    /// What the type does instead.
    pub why: Why,
}

impl fmt::Display for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}#{}", self.why, self.file, self.pointer)
    }
}

/// What a type does in place of exactly what the schema asks. `Display` is a sentence without a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// A type of the user's own decides which values it reads.
    OwnType(String),
    /// A type asserts a format.
    Format {
        /// The format.
        format: String,
        /// The type.
        ty: String,
    },
    /// One of Rust's integers does not hold all integers that the schema allows.
    Range(String),
    /// One of Rust's floating-point numbers does not hold all numbers that the schema allows.
    Precision(String),
    /// Keys that the schema does not declare are ignored.
    Ignored,
    /// Keys that the schema does not declare, but allows, are refused.
    Denied,
}

impl Why {
    /// The name that the JSON report uses.
    pub fn as_str(&self) -> &'static str {
        match self {
            Why::OwnType(_) => "own-type",
            Why::Format { .. } => "format",
            Why::Range(_) => "range",
            Why::Precision(_) => "precision",
            Why::Ignored => "undeclared-ignored",
            Why::Denied => "undeclared-denied",
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::OwnType(ty) => write!(f, "reads what `{ty}` reads"),
            Why::Format { format, ty } => {
                write!(f, "rejects what `{ty}` does not read as `{format}`, and writes its spelling of it")
            }
            Why::Ignored => f.write_str("loses undeclared keys"),
            Why::Denied => f.write_str("rejects undeclared keys"),
            Why::Range(ty) => write!(f, "rejects integers beyond `{ty}`"),
            Why::Precision(ty) => write!(f, "rounds numbers that `{ty}` does not hold, and rejects those beyond it"),
        }
    }
}
