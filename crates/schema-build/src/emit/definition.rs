//! The documentation of types and their parts.

use schema_ir::Keyword;
use schema_ir::text::shortened;
use serde_json::Value;

use crate::doc::{doc, in_code};
use crate::lowered::portable_name;
use crate::shape::{Annotation, description};

/// The number of characters of a value that documentation shows, and of how many examples.
const MAX_VALUE: usize = 200;
const MAX_EXAMPLES: usize = 5;

/// The description or, where there is none, the place in the file; then the other annotations; a line each.
pub(super) fn documentation(notes: &[Annotation], file: &str, at: &str) -> Vec<String> {
    let file = portable_name(file);
    let text = match (description(notes), at) {
        (Some(text), _) if !text.trim().is_empty() => doc(text),
        (_, "") => format!(" The schema in `{}`.", in_code(file)),
        (_, at) => format!(" The schema at `{}` in `{}`.", in_code(at), in_code(file)),
    };
    let mut lines = lines(&text);
    let more: Vec<String> = own(notes).filter_map(|note| sentence(note.keyword, &note.value)).collect();
    if !more.is_empty() {
        lines.push(String::new());
        lines.push(format!(" {}", more.join(" ")));
    }
    lines
}

/// Documentation, a line each.
pub(super) fn lines(text: &str) -> Vec<String> {
    text.lines().map(|line| line.trim_end().to_owned()).collect()
}

/// Whether annotations mark what they describe as deprecated.
pub(super) fn is_deprecated(notes: &[Annotation]) -> bool {
    own(notes).any(|note| note.keyword == Keyword::Deprecated && note.value == true)
}

/// The annotations of the schema itself.
fn own(notes: &[Annotation]) -> impl Iterator<Item = &Annotation> {
    notes.iter().filter(|note| note.at.is_empty())
}

/// An annotation in words.
fn sentence(keyword: Keyword, value: &Value) -> Option<String> {
    let code = |value: &Value| format!("`{}`", in_code(&shortened(&value.to_string(), MAX_VALUE)));
    Some(match (keyword, value) {
        (Keyword::Default, value) => format!("Default: {}.", code(value)),
        (Keyword::Examples, Value::Array(all)) if !all.is_empty() => {
            let shown = all.iter().take(MAX_EXAMPLES).map(code).collect::<Vec<_>>().join(", ");
            format!("{}: {shown}.", if all.len() == 1 { "Example" } else { "Examples" })
        }
        (Keyword::ReadOnly, Value::Bool(true)) => "Read-only: only the owner of the data sets it.".to_owned(),
        (Keyword::WriteOnly, Value::Bool(true)) => "Write-only: it is never sent back.".to_owned(),
        _ => return None,
    })
}
