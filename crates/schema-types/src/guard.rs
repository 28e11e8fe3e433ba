//! Errors about a value: a broken keyword, or a departure from the schema.

use std::fmt;

/// A keyword of the schema that a value breaks.
///
/// ```
/// use schema_types::guard::Invalid;
///
/// let invalid = Invalid { keyword: "/properties/age/minimum", message: "`minimum` is 0, the number is -1".to_owned() };
/// assert_eq!(invalid.to_string(), "`minimum` is 0, the number is -1 (/properties/age/minimum)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// JSON Pointer (RFC 6901) of the keyword in the schema's file.
    pub keyword: &'static str,
    /// The keyword's value and the value that breaks it, in words.
    pub message: String,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.keyword {
            "" => f.write_str(&self.message),
            keyword => write!(f, "{} ({keyword})", self.message),
        }
    }
}

impl std::error::Error for Invalid {}

/// A part of a value that the schema does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// JSON Pointer (RFC 6901) into the value.
    pub pointer: String,
    /// The part, in words.
    pub message: String,
}

impl fmt::Display for Departure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() { "(the root)" } else { &self.pointer };
        write!(f, "{} at {pointer}", self.message)
    }
}

/// Every departure of a value of the profile `open` from its schema; `TryFrom` of the exact type fails with them.
///
/// ```
/// use schema_types::guard::{Departure, Departures};
///
/// let unknown = Departure { pointer: "/data/region".to_owned(), message: "unknown key".to_owned() };
/// assert_eq!(Departures(vec![unknown]).to_string(), "unknown key at /data/region");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departures(pub Vec<Departure>);

impl fmt::Display for Departures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, departure) in self.0.iter().enumerate() {
            write!(f, "{}{departure}", if index > 0 { "; " } else { "" })?;
        }
        Ok(())
    }
}

impl std::error::Error for Departures {}
