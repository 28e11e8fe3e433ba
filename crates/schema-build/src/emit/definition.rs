//! The documentation of types and their parts.

use crate::doc::{doc, in_code};
use crate::shape::{Annotation, description};

/// The description or, where there is none, the place in the file; a line each.
pub(super) fn documentation(notes: &[Annotation], file: &str, at: &str) -> Vec<String> {
    let text = match (description(notes), at) {
        (Some(text), _) if !text.trim().is_empty() => doc(text),
        (_, "") => format!(" The schema in `{}`.", in_code(file)),
        (_, at) => format!(" The schema at `{}` in `{}`.", in_code(at), in_code(file)),
    };
    lines(&text)
}

/// Documentation, a line each.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim_end().to_owned()).collect()
}
