//! The positions at which the values of a text begin.

use serde_json::Value;

use crate::pointer;

/// A position in a text. Lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// The first byte of every line of a text.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    starts: Vec<usize>,
    /// The number of characters before every [`STEP`] bytes, because a document may be one line.
    characters: Vec<usize>,
}

const STEP: usize = 1024;

/// The place of each value that leads to the one at `pointer`, among the values beside it: in the order of the text, which is
/// also that of the parsed value.
pub(super) fn path_of(value: &Value, pointer: &str) -> Option<Vec<usize>> {
    let mut value = value;
    let mut path = Vec::new();
    for token in pointer::tokens(pointer) {
        let index;
        (index, value) = match value {
            Value::Object(members) => {
                let (index, (_, member)) = members.iter().enumerate().find(|(_, (key, _))| **key == token)?;
                (index, member)
            }
            Value::Array(items) => {
                let index = token.parse().ok().filter(|index: &usize| index.to_string() == token)?;
                (index, items.get(index)?)
            }
            _ => return None,
        };
        path.push(index);
    }
    Some(path)
}

/// A value and the values inside it, in the order of the text.
#[derive(Clone, Debug, Default)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) inside: Vec<Span>,
}

impl Span {
    /// The first byte of the value to which a path leads.
    pub fn start(&self, path: &[usize]) -> Option<usize> {
        let mut span = self;
        for index in path {
            span = span.inside.get(*index)?;
        }
        Some(span.start)
    }
}

impl Lines {
    pub fn new(text: &str) -> Self {
        let newlines = text.match_indices('\n').map(|(at, _)| at + 1);
        // A byte-order mark is no character of the first line.
        let starts = std::iter::once(text.len() - without_mark(text).len()).chain(newlines).collect();
        let mut characters = vec![0];
        for step in text.as_bytes().chunks(STEP) {
            characters.push(characters.last().unwrap_or(&0) + count_characters(step));
        }
        Lines { starts, characters }
    }

    /// A line of `text`, counted from 1.
    pub fn line<'t>(&self, text: &'t str, number: usize) -> Option<&'t str> {
        let start = *self.starts.get(number.checked_sub(1)?)?;
        let end = self.starts.get(number).map_or(text.len(), |next| next - 1);
        text.get(start..end)
    }

    /// The line and column of byte `at` of `text`.
    pub fn position(&self, text: &str, at: usize) -> Position {
        let line = self.starts.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index)).copied().unwrap_or(0);
        let column = self.characters_before(text, at).saturating_sub(self.characters_before(text, start)) + 1;
        Position { line, column }
    }

    fn characters_before(&self, text: &str, at: usize) -> usize {
        let step = at / STEP;
        let rest = text.as_bytes().get(step * STEP..at).unwrap_or_default();
        self.characters.get(step).map_or(0, |before| before + count_characters(rest))
    }
}

/// The characters that begin in a part of a text.
fn count_characters(part: &[u8]) -> usize {
    let is_continuation = |byte: u8| byte & 0b1100_0000 == 0b1000_0000;
    part.iter().filter(|byte| !is_continuation(**byte)).count()
}

/// The text without the byte-order mark at its start.
pub(super) fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// The line and column of byte `at` of `text`, for one position only.
pub(super) fn position_of(text: &str, at: usize) -> Position {
    let before = without_mark(text.get(..at).unwrap_or(text));
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position { line, column: before[start..].chars().count() + 1 }
}
