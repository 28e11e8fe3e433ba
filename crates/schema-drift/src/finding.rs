//! The result of [`check`](crate::check()).

use std::fmt;

use crate::comparison::Comparison;
use crate::place::Place;

/// What [`check`](crate::check()) did and found.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The vendored file.
    pub file: String,
    /// The root type.
    pub type_name: String,
    /// The vendored schema against the one regenerated for reading; must be equivalent.
    pub deserialize: Comparison,
    /// The vendored schema against the one regenerated for writing; must be equivalent or narrower.
    pub serialize: Comparison,
    /// The vendored schema against the one regenerated from the type of the profile open, if there is one; must be
    /// equivalent or wider.
    pub open: Option<Comparison>,
    /// The keywords that the regenerated schemas carry and that no type says: the proofs take them as they are, and only
    /// the samples tell whether the compiled code asserts them.
    pub carried: Vec<Place>,
    /// The vendored schema against the type without what is carried, if anything is; must be equivalent or wider.
    pub shape: Option<Comparison>,
    /// What went through the compiled code.
    pub samples: Samples,
    /// What is not as it must be; nothing where the check passes.
    pub findings: Vec<Finding>,
}

/// Counts of instances that went through the compiled code, each judged by a validator on the vendored schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Samples {
    /// Valid ones.
    pub valid: usize,
    /// Near misses.
    pub invalid: usize,
    /// Texts that probe JSON itself, such as a key that stands twice.
    pub texts: usize,
}

/// What a check has to report: what, where, why it matters and for whom.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The check that reports it.
    pub check: Check,
    /// Where, in the vendored file.
    pub place: Place,
    /// What was found.
    pub message: String,
    /// Why it matters, and for whom.
    pub why: String,
    /// A JSON text that shows it.
    pub witness: Option<String>,
}

/// The checks of [`check`](crate::check()).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Check {
    /// The file on disk is what was compiled in.
    File,
    /// The schema that the type regenerates for reading.
    Deserialize,
    /// The schema that the type regenerates for writing.
    Serialize,
    /// The schema that the type of the profile open regenerates for reading.
    Open,
    /// The schema that the type regenerates for reading, without the keywords that it only carries.
    Shape,
    /// Titles, descriptions, formats and the like.
    Annotation,
    /// What the compiled code reads and writes.
    Sample,
    /// JSON texts that no JSON value tells apart.
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
