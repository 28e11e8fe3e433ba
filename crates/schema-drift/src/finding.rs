//! The result of [`check`](crate::check()).

use std::fmt;

use crate::comparison::Comparison;
use crate::place::Place;

/// The work of [`check`](crate::check()) on one root type, and its findings.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The vendored file.
    pub file: String,
    /// The root type.
    pub type_name: String,
    /// The schema regenerated for reading, compared with the vendored one; must be equivalent.
    pub deserialize: Comparison,
    /// The schema regenerated for writing, compared with the vendored one; must be equivalent or narrower.
    pub serialize: Comparison,
    /// The schema regenerated from the type of the profile open, if there is one, compared with the vendored one; must be
    /// equivalent or wider.
    pub open: Option<Comparison>,
    /// The keywords that the regenerated schemas only copy from the file, because no Rust type expresses them. The proofs
    /// trust them, and only the samples test that the compiled code enforces them.
    pub carried: Vec<Place>,
    /// The schema of the type without the carried keywords, if there are any, compared with the vendored one; must be
    /// equivalent or wider.
    pub shape: Option<Comparison>,
    /// The places that the proofs do not cover, because types of the user's own decide there which values are read. The regenerated
    /// schemas only copy those of the file.
    pub outside: Vec<Unproved>,
    /// The instances that went through the compiled code.
    pub samples: Samples,
    /// The violations; empty if the check passes.
    pub findings: Vec<Finding>,
}

/// A place that the proofs do not cover.
#[derive(Clone, Debug, PartialEq)]
pub struct Unproved {
    /// The place in the vendored file.
    pub place: Place,
    /// What the type does there.
    pub why: String,
}

/// Counts of instances that went through the compiled code. A validator of the vendored schema judged each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Samples {
    /// Valid ones.
    pub valid: usize,
    /// Near misses.
    pub invalid: usize,
    /// Texts that test the JSON parser itself, such as one with a duplicate key.
    pub texts: usize,
    /// Those of all of these that a type of the user's own decided, so that nothing follows for the generated code.
    pub outside: usize,
}

/// A violation: what, where, why it matters and for whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The check that reports it.
    pub check: Check,
    /// The place in the vendored file.
    pub place: Place,
    /// A sentence about the violation.
    pub message: String,
    /// A sentence about the consequences, and for whom.
    pub why: String,
    /// A JSON text that demonstrates it.
    pub witness: Option<String>,
}

/// The checks of [`check`](crate::check()).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Check {
    /// The file on disk equals the text that was compiled in.
    File,
    /// The schema regenerated for reading.
    Deserialize,
    /// The schema regenerated for writing.
    Serialize,
    /// The schema regenerated for reading from the type of the profile open.
    Open,
    /// The schema regenerated for reading, without the carried keywords.
    Shape,
    /// Titles, descriptions, formats and the like.
    Annotation,
    /// The instances that the compiled code reads and writes.
    Sample,
    /// JSON texts that a sampled value cannot express, such as one with a duplicate key.
    Text,
}

impl Check {
    /// The word for it, as in `--format json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Check::File => "file",
            Check::Deserialize => "deserialize",
            Check::Serialize => "serialize",
            Check::Open => "open",
            Check::Shape => "shape",
            Check::Annotation => "annotation",
            Check::Sample => "sample",
            Check::Text => "text",
        }
    }
}

/// `file:line:column: message`, then the pointer, the reason and the witness, each on a line of its own.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.place, self.message)?;
        writeln!(f, "  at {}", if self.place.pointer.is_empty() { "(the root)" } else { &self.place.pointer })?;
        write!(f, "  why: {}", self.why)?;
        if let Some(witness) = &self.witness {
            write!(f, "\n  for example: {witness}")?;
        }
        Ok(())
    }
}
