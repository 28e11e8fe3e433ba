//! The text of a line.

use super::push_visible;

/// Escapes what rustdoc would read as a link or as HTML, and marks bare URLs.
pub(super) fn escape_line(line: &str) -> String {
    // Backticks that are not paired in their line are text.
    let has_code = line.matches('`').count().is_multiple_of(2);
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let verbatim = match c {
            '`' if has_code => code(rest),
            '\\' => escape(rest),
            '<' => autolink(rest),
            '[' => link(rest),
            _ => None,
        };
        if let Some(length) = verbatim {
            rest[..length].chars().for_each(|c| push_visible(c, &mut out));
            rest = &rest[length..];
            continue;
        }
        if let Some(url) = url(rest) {
            out.push_str(&format!("<{url}>"));
            rest = &rest[url.len()..];
            continue;
        }
        if matches!(c, '[' | ']' | '<' | '`') {
            out.push('\\');
        }
        push_visible(c, &mut out);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// The length of inline code, which ends with as many backticks as it begins with.
fn code(text: &str) -> Option<usize> {
    let marks = text.len() - text.trim_start_matches('`').len();
    let inner = &text[marks..];
    Some(marks + inner.find(&text[..marks])? + marks)
}

/// The length of a character that Markdown reads as itself, with the backslash before it.
fn escape(text: &str) -> Option<usize> {
    text[1..].starts_with(|c: char| c.is_ascii_punctuation()).then_some(2)
}

/// The length of a URL in angle brackets.
fn autolink(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('<')?;
    let end = inner.find('>')?;
    is_url(&inner[..end]).then_some(end + 2)
}

/// The length of a link with a URL.
fn link(text: &str) -> Option<usize> {
    let label = text.find(']')?;
    let inside = &text[1..label];
    let target = text[label + 1..].strip_prefix('(')?;
    let end = target.find(')')?;
    let is_plain = !inside.contains(['[', '<', '`', '\\']) && is_url(&target[..end]);
    is_plain.then_some(label + 2 + end + 1)
}

fn is_url(text: &str) -> bool {
    ["http://", "https://", "mailto:"].iter().any(|scheme| text.starts_with(scheme))
        && text.chars().all(|c| c.is_ascii_graphic() && !"<>\"`".contains(c))
}

/// The bare URL that a text begins with.
fn url(text: &str) -> Option<&str> {
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return None;
    }
    let end = text.find(|c: char| !c.is_ascii_graphic() || "<>\"'`()[]{}|\\^,;*".contains(c)).unwrap_or(text.len());
    Some(text[..end].trim_end_matches(['.', ':', '!', '?']))
}
