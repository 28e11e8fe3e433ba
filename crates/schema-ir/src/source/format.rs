//! Whether a text is JSON or YAML.

use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Json,
    Yaml,
}

impl Format {
    /// The format of a file: by its name, or else by its text.
    pub(super) fn of(file: &str, text: &str) -> Self {
        // The root of a schema is an object or a boolean. JSON writes an object with a brace, YAML writes it with one only in the
        // style of JSON, and `true` means the same in both.
        let by_text = || if looks_like_json(text) { Format::Json } else { Format::Yaml };
        of_extension(Path::new(file)).unwrap_or_else(by_text)
    }
}

/// Whether a file of a folder holds a schema, by its name.
///
/// ```
/// assert!(schema_ir::has_schema_extension("a.YML".as_ref()) && !schema_ir::has_schema_extension("a.txt".as_ref()));
/// ```
pub fn has_schema_extension(file: &Path) -> bool {
    of_extension(file).is_some()
}

fn of_extension(file: &Path) -> Option<Format> {
    let is = |name: &str| file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(name));
    if is("json") {
        Some(Format::Json)
    } else if is("yaml") || is("yml") {
        Some(Format::Yaml)
    } else {
        None
    }
}

/// Whether the first character after blanks opens a JSON object or array.
pub(super) fn looks_like_json(text: &str) -> bool {
    let text = super::spans::without_mark(text);
    text.trim_start_matches([' ', '\t', '\r', '\n']).starts_with(['{', '['])
}
