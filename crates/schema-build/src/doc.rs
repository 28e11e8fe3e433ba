//! Text of a schema as rustdoc, which reads it as Markdown and Rust reads as source.

/// `text` such that it is shown as it is: no link, no HTML, no code block that would be run as a test, and no invisible
/// or direction-changing character.
pub(crate) fn doc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        out.push(' ');
        escape_line(line.trim(), &mut out);
    }
    out
}

/// `text` as it stands between backticks, on one line.
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
    // A backtick without a partner, and any fence, is text.
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
                // Only where Markdown would read more than the character.
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

/// Control characters, and those that change the direction of what follows (rustc refuses them in source).
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}
