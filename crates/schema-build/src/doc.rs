//! Escapes text of a schema for doc comments, because rustdoc reads them as Markdown and rustc reads them as source.

/// Escapes `text` so that rustdoc shows it unchanged: without links, HTML, code blocks that would run as tests, and invisible
/// or direction-changing characters. URLs and inline code are kept.
pub(crate) fn doc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        out.push(' ');
        let line = line.trim();
        // A marker of a list would take the lines after it into the list's item.
        if let Some(end) = list_marker(line) {
            out.push_str(&line[..end]);
            out.push('\\');
            escape_line(&line[end..], &mut out);
        } else {
            escape_line(line, &mut out);
        }
    }
    out
}

/// The place of the punctuation that makes the start of a line a list's marker: `- item`, `+ item`, `1. item`, `1) item`.
fn list_marker(line: &str) -> Option<usize> {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let marks: &[char] = if digits == 0 { &['-', '+'] } else { &['.', ')'] };
    let rest = line[digits..].strip_prefix(marks)?;
    (rest.is_empty() || rest.starts_with(' ')).then_some(digits)
}

/// Escapes `text` for inline code: one line, between backticks that the caller writes.
pub(crate) fn in_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '`' => out.push('\''),
            c if hidden(c) => out.push_str(&format!("U+{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

fn escape_line(line: &str, out: &mut String) {
    // Backticks mark inline code only if they are paired and no fence is in the line; otherwise they are text.
    let code = line.matches('`').count().is_multiple_of(2) && !line.contains("``") && !line.contains("~~~");
    let mut in_code = false;
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if !in_code && (rest.starts_with("http://") || rest.starts_with("https://")) {
            let end = rest.find(|c: char| c.is_whitespace() || "<>\"'`()[]{}|\\^,;".contains(c)).unwrap_or(rest.len());
            let url = rest[..end].trim_end_matches(['.', ':', '!', '?']);
            if url.chars().all(|c| c.is_ascii_graphic()) {
                out.push_str(&format!("<{url}>"));
                rest = &rest[url.len()..];
                continue;
            }
        }
        match c {
            '`' if code => {
                in_code = !in_code;
                out.push(c);
            }
            '`' | '~' | '[' | ']' | '<' | '>' | '*' | '_' | '\\' | '#' | '|' if !in_code => {
                // `_` is left alone, because it mostly occurs inside words, where Markdown does not read it as emphasis.
                if c != '_' {
                    out.push('\\');
                }
                out.push(c);
            }
            c if hidden(c) => out.push_str(&format!("U+{:04X}", u32::from(c))),
            c => out.push(c),
        }
        rest = &rest[c.len_utf8()..];
    }
}

/// Whether `c` is a control character, invisible, or changes the text direction, which rustc rejects in source.
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
