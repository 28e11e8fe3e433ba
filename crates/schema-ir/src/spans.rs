//! The positions at which the values of a JSON text begin.

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

/// The first byte of every value of a text, and of every line.
#[derive(Clone, Debug)]
pub(crate) struct Spans {
    root: Span,
    lines: Vec<usize>,
}

/// A value and the values inside it, in the order of the text, which is also the order in the parsed value.
#[derive(Clone, Debug, Default)]
struct Span {
    start: usize,
    inside: Vec<Span>,
}

impl Spans {
    /// Scans `text` once. It must be valid JSON of bounded depth, because the scan recurses and does not validate.
    pub fn new(text: &str) -> Self {
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(newlines).collect();
        Spans { root: Scan { bytes: text.as_bytes(), at: 0 }.scan_value(), lines }
    }

    /// The first byte of the value at `pointer`; `value` is the parsed text.
    pub fn start(&self, value: &Value, pointer: &str) -> Option<usize> {
        let (mut value, mut span) = (value, &self.root);
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
            span = span.inside.get(index)?;
        }
        Some(span.start)
    }

    /// The line and column of byte `at` of `text`.
    pub fn position(&self, text: &str, at: usize) -> Position {
        let line = self.lines.partition_point(|start| *start <= at);
        let start = line.checked_sub(1).and_then(|index| self.lines.get(index)).copied().unwrap_or(0);
        Position { line, column: text.get(start..at).map_or(0, |before| before.chars().count()) + 1 }
    }
}

/// A cursor over text that is valid JSON.
struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Scans the value at the cursor and moves past it.
    fn scan_value(&mut self) -> Span {
        self.skip_space();
        let mut span = Span { start: self.at, inside: Vec::new() };
        match self.peek() {
            Some(b'"') => self.skip_string(),
            Some(open @ (b'{' | b'[')) => {
                self.at += 1;
                loop {
                    self.skip_space();
                    match self.peek() {
                        None => break,
                        Some(b'}' | b']') => {
                            self.at += 1;
                            break;
                        }
                        Some(b',') => self.at += 1,
                        Some(_) => {
                            if open == b'{' {
                                self.skip_string();
                                self.skip_space();
                                self.at += 1; // the colon
                            }
                            span.inside.push(self.scan_value());
                        }
                    }
                }
            }
            _ => {
                while !matches!(self.peek(), None | Some(b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r')) {
                    self.at += 1;
                }
            }
        }
        span
    }

    /// Moves past the string at the cursor.
    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'"' => break,
                b'\\' => self.at += 1,
                _ => {}
            }
        }
    }
}
