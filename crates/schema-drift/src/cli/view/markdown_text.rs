//! Texts in Markdown, in which no schema can write markup.

use crate::cli::log::printable;

/// A zero-width space, which prevents mentions and links.
const NO_LINK: char = '\u{200b}';

/// Escapes a message, so that no schema can write markup. Names in backticks stay in backticks.
pub(super) fn escape_text(raw: &str) -> String {
    let paired = !raw.contains("``") && raw.matches('`').count().is_multiple_of(2);
    let mut out = String::new();
    for (index, part) in raw.split('`').enumerate() {
        match (index, paired) {
            (0, _) => {}
            (_, true) => out.push('`'),
            (_, false) => out.push_str("\\`"),
        }
        if paired && index % 2 == 1 {
            out.push_str(&escape_cell(part));
        } else {
            escape_plain(part, &mut out);
        }
    }
    out
}

fn escape_plain(text: &str, out: &mut String) {
    let mut before = ' ';
    for letter in printable(text).chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '@' | '#' => out.extend([letter, NO_LINK]),
            '|' | '\\' | '*' | '_' | '[' | ']' | '~' | '$' => out.extend(['\\', letter]),
            // Within `https://`, `www.` and `GH-3`.
            '/' if before == ':' => out.extend([NO_LINK, letter]),
            '.' if before.eq_ignore_ascii_case(&'w') => out.extend([NO_LINK, letter]),
            '-' if before.eq_ignore_ascii_case(&'h') => out.extend([NO_LINK, letter]),
            other => out.push(other),
        }
        before = letter;
    }
}

/// Quotes a text as code, with more backticks around it than inside it.
pub(super) fn as_code(raw: &str) -> String {
    let longest = raw.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if raw.starts_with('`') || raw.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", escape_cell(raw))
}

/// Escapes line breaks and bars, which would end a cell of a table.
fn escape_cell(raw: &str) -> String {
    printable(raw).replace('|', "\\|")
}
