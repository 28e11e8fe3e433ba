//! Text of schemas in messages for people.

use std::borrow::Cow;

/// The beginning and the end of a text that is longer than `limit` characters.
///
/// ```
/// assert_eq!(schema_ir::text::shortened("abcdefghij", 5), "ab…ij");
/// ```
pub fn shortened(text: &str, limit: usize) -> Cow<'_, str> {
    if text.len() <= limit || text.chars().nth(limit).is_none() {
        return Cow::Borrowed(text);
    }
    let kept = limit.saturating_sub(1);
    let after = kept / 2;
    let end = |count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let start_of_last = text.char_indices().rev().nth(after.saturating_sub(1)).map_or(0, |(at, _)| at);
    let last = if after == 0 { "" } else { &text[start_of_last..] };
    Cow::Owned(format!("{}…{last}", &text[..end(kept - after)]))
}

/// The text of bytes, such as those of a file's name, with each byte that is not UTF-8 as `\xFF`.
///
/// ```
/// assert_eq!(schema_ir::text::of_bytes(b"caf\xe9.json"), "caf\\xE9.json");
/// ```
pub fn of_bytes(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|byte| format!("\\x{byte:02X}")));
    }
    text
}

/// Escapes characters that change how a text is displayed: controls, line breaks, and those that reorder or hide text
/// (Unicode, bidirectional formatting).
///
/// ```
/// assert_eq!(schema_ir::text::escaped("a\u{1b}[31m\n"), "a\\u{1b}[31m\\n");
/// ```
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.chars().any(deceives) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if deceives(c) { out.extend(c.escape_debug()) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// A text with `\n` in place of each `\r\n`, because git may check a file out with either, and both mean the same in JSON
/// (RFC 8259, 2) and YAML (1.2.2, 5.4).
///
/// ```
/// assert_eq!(schema_ir::text::with_unix_lines("{\r\n}\r\n"), "{\n}\n");
/// ```
pub fn with_unix_lines(text: &str) -> Cow<'_, str> {
    if text.contains("\r\n") { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}

fn deceives(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The beginning of a text, quoted.
pub(crate) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}
