//! The lines of files that findings show.

use std::collections::HashMap;
use std::ops::Range;

use schema_ir::{Position, Source};
use serde::de::IgnoredAny;

use crate::cli::log::{is_printable, printable};
use crate::cli::presentation::Presentation;
use crate::place::Place;

/// Bytes of the longest line that is shown.
const MAX_LINE: usize = 240;

/// The files of a comparison, those in one long line also as they are with line breaks.
pub(super) struct Lines<'s> {
    sources: &'s [&'s Source],
    formatted: HashMap<&'s str, Source>,
}

/// A line to show.
pub(super) struct Line<'l> {
    /// The name of the file for people.
    pub file: String,
    pub text: &'l str,
    pub number: usize,
    /// The value in it.
    pub span: Range<usize>,
}

impl<'s> Lines<'s> {
    /// The lines that are needed to show some places.
    pub fn new<'p>(presentation: &'s Presentation<'_>, places: impl Iterator<Item = &'p Place>) -> Self {
        let mut lines = Lines { sources: &presentation.sources, formatted: HashMap::new() };
        for place in places {
            let Some(source) = lines.source(&place.file) else { continue };
            if is_long(source, place) && !lines.formatted.contains_key(source.file()) {
                lines.formatted.insert(source.file(), source.formatted());
            }
        }
        lines
    }

    fn source(&self, file: &str) -> Option<&'s Source> {
        self.sources.iter().find(|source| source.file() == file).copied()
    }

    /// The line of a place; `None` if it is too long to show.
    pub fn find(&self, place: &Place) -> Option<Line<'_>> {
        let own = self.source(&place.file)?;
        let formatted = self.formatted.get(place.file.as_str()).filter(|_| is_long(own, place));
        let (source, at) = match formatted {
            Some(formatted) => (formatted, formatted.nearest_position(&place.pointer)),
            None => (own, Position { line: place.line, column: place.column }),
        };
        let text = source.line(at.line).filter(|line| line.len() <= MAX_LINE && is_printable(line))?;
        let start = text.char_indices().nth(at.column.checked_sub(1)?).map_or(text.len(), |(at, _)| at);
        let file = format!("{}{}", printable(&place.file), if formatted.is_some() { " (formatted)" } else { "" });
        Some(Line { file, text, number: at.line, span: start..find_end(text, start) })
    }
}

fn is_long(source: &Source, place: &Place) -> bool {
    source.line(place.line).is_some_and(|line| line.len() > MAX_LINE)
}

/// The end of the value that begins at a byte of a line: that of the line, unless it is JSON or in a list of YAML's flow style,
/// and ends before.
fn find_end(line: &str, start: usize) -> usize {
    let (before, rest) = line.split_at_checked(start).unwrap_or((line, ""));
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
    if let Some(Ok(_)) = values.next() {
        return start + values.byte_offset();
    }
    let end = line.trim_end().trim_end_matches(',').len().max(start);
    if depth_after(before) > 0 { start + find_flow_end(rest).unwrap_or(end - start) } else { end }
}

/// The brackets that a text opens and does not close.
fn depth_after(text: &str) -> i32 {
    text.chars().map(step).sum()
}

fn step(letter: char) -> i32 {
    match letter {
        '{' | '[' => 1,
        '}' | ']' => -1,
        _ => 0,
    }
}

/// The end of a value in YAML's flow style: before the comma or the bracket that ends it, and outside of quotes.
fn find_flow_end(rest: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0, None);
    for (at, letter) in rest.char_indices() {
        match (quote, letter) {
            (Some(open), _) => quote = quote.filter(|_| letter != open),
            (None, '"' | '\'') => quote = Some(letter),
            (None, ',' | '}' | ']') if depth == 0 => return Some(rest.get(..at)?.trim_end().len()),
            (None, _) => depth += step(letter),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::find_end;

    #[test]
    fn an_underline_ends_with_the_value() {
        for (line, value) in [
            (r#"  "type": "string", "maxLength": 5,"#, r#""string""#),
            (r#"  "type": "a\"b" }"#, r#""a\"b""#),
            (r#"  "enum": ["a", {"b": 1}], "c": 2"#, r#"["a", {"b": 1}]"#),
            (r#"  "maximum": 1.5e3}"#, "1.5e3"),
            (r#"  "enum": [ "#, "["),
            ("type: a string, in YAML", "a string, in YAML"),
            ("a: { type: string, maxLength: 5 }", "{ type: string, maxLength: 5 }"),
            ("- { type: [string, 'a]'], minLength: 1 }", "[string, 'a]']"),
            ("- { enum: [a, {b: c}] }", "[a, {b: c}]"),
            ("- { const: text } # note", "text"),
            ("- [type: [a,", "[a"),
        ] {
            let start = line.find(": ").map_or(0, |at| at + 2);
            assert_eq!(line.get(start..find_end(line, start)), Some(value));
        }
    }
}
