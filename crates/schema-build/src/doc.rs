//! Text of schemas in doc comments, which rustdoc reads as Markdown and rustc as source.
//!
//! Descriptions are Markdown in OpenAPI and mostly elsewhere, so they stay what they are. Escaped is only what rustdoc reads
//! otherwise than other readers of Markdown: brackets, which are links to items; HTML; bare URLs; code that would run as a test; and
//! characters that rustc or clippy reject in comments.

mod inline;

use inline::escape_line;

/// A description as documentation.
pub(crate) fn doc(text: &str) -> String {
    let mut writer = Writer::default();
    text.lines().for_each(|line| writer.line(&line.replace('\t', "    ")));
    writer.finish()
}

/// Escapes `text` for inline code: one line, between backticks that the caller writes.
pub(crate) fn in_code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '`' => out.push('\''),
            c => push_visible(c, &mut out),
        }
    }
    out
}

/// The blocks of a description, line by line.
#[derive(Default)]
struct Writer {
    out: Vec<String>,
    /// The marks of the code block that the lines are in, and how far it was indented.
    fence: Option<(String, usize)>,
    /// For each list around the line: where its marker was, and where its text is written.
    lists: Vec<(usize, usize)>,
    /// Whether the line before is part of a quotation.
    in_quote: bool,
    after_blank: bool,
}

impl Writer {
    fn line(&mut self, line: &str) {
        let text = line.trim();
        let indent = line.len() - line.trim_start().len();
        if let Some((marks, outer)) = self.fence.clone() {
            let is_end = text.starts_with(&marks) && text.trim_matches(['`', '~']).is_empty();
            let margin = self.margin();
            let code = if is_end { marks } else { visible(line.get(outer.min(indent)..).unwrap_or(text)) };
            self.push(margin, code.trim_end());
            self.fence = self.fence.take().filter(|_| !is_end);
            return;
        }
        if text.is_empty() {
            (self.in_quote, self.after_blank) = (false, true);
            return self.push(0, "");
        }
        self.block(text, indent);
        self.after_blank = false;
    }

    fn block(&mut self, text: &str, indent: usize) {
        if let Some(marker) = list_marker(text) {
            self.lists.retain(|(at, _)| *at < indent);
            let margin = self.margin();
            self.lists.push((indent, margin + marker.len() + 1));
            let rest = text[marker.len()..].trim_start();
            return self.push(margin, format!("{marker} {}", escape_line(rest)).trim_end());
        }
        // After a blank line, only what is indented is still in the list.
        if self.after_blank {
            self.lists.retain(|(at, _)| *at < indent);
        }
        let margin = self.margin();
        if let Some(marks) = fence(text) {
            let info = text[marks.len()..].trim();
            self.fence = Some((marks.to_owned(), indent));
            return self.push(margin, &format!("{marks}{}", language(info)));
        }
        match text.strip_prefix('>') {
            Some(quoted) => self.in_quote = self.quote(margin, quoted),
            None if self.in_quote => self.in_quote = self.quote(margin, text),
            None => self.push(margin, &escape_line(text)),
        }
    }

    fn quote(&mut self, margin: usize, text: &str) -> bool {
        self.push(margin, format!("> {}", escape_line(text.trim())).trim_end());
        true
    }

    fn margin(&self) -> usize {
        self.lists.last().map_or(0, |(_, text)| *text)
    }

    fn push(&mut self, margin: usize, text: &str) {
        let line = if text.is_empty() { String::new() } else { format!(" {}{text}", " ".repeat(margin)) };
        self.out.push(line);
    }

    fn finish(mut self) -> String {
        if let Some((marks, _)) = self.fence.take() {
            let margin = self.margin();
            self.push(margin, &marks);
        }
        self.out.join("\n")
    }
}

/// The marker that begins an item of a list: `-`, `+`, `*`, `1.` or `1)`.
fn list_marker(text: &str) -> Option<&str> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let marks: &[char] = if digits == 0 { &['-', '+', '*'] } else { &['.', ')'] };
    let rest = text[digits..].strip_prefix(marks)?;
    (digits < 10 && (rest.is_empty() || rest.starts_with(' '))).then(|| &text[..=digits])
}

/// The marks that begin a code block.
fn fence(text: &str) -> Option<&str> {
    let mark = text.chars().next().filter(|mark| ['`', '~'].contains(mark))?;
    let count = text.len() - text.trim_start_matches(mark).len();
    (count >= 3 && !text[count..].contains('`')).then(|| &text[..count])
}

/// The language of a code block, which is not Rust, because rustdoc would run it.
fn language(info: &str) -> String {
    let first = info.split([' ', ',', '{']).next().unwrap_or_default();
    let plain = first.chars().all(|c| c.is_ascii_alphanumeric() || "+-#.".contains(c));
    match first {
        "json" | "yaml" | "xml" | "http" | "html" | "sh" | "bash" | "console" | "sql" => first.to_owned(),
        first if plain && LANGUAGES.contains(&first.to_ascii_lowercase().as_str()) => first.to_owned(),
        _ => "text".to_owned(),
    }
}

/// Languages that rustdoc does not take for Rust.
const LANGUAGES: [&str; 14] = [
    "c",
    "cpp",
    "csharp",
    "css",
    "go",
    "graphql",
    "java",
    "javascript",
    "js",
    "php",
    "python",
    "ruby",
    "toml",
    "typescript",
];

fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_visible(c, &mut out));
    out
}

/// Writes a character, or the code of one that is invisible, a control, or changes the direction of the text, which rustc rejects in
/// source.
fn push_visible(c: char, out: &mut String) {
    let hidden = c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}');
    match hidden {
        true => out.push_str(&format!("U+{:04X}", u32::from(c))),
        false => out.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::doc;

    #[test]
    fn markdown_stays_what_it_is() {
        for text in [
            "# Heading\n\n*emphasis* and **strong**, `code[0]` and \\[no link\\].",
            "[a link](https://a.example/x_y) and ![an image](https://a.example/i.png)",
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "> quoted\n> twice",
            "- one\n- two\n  1. three\n  2. four\n\nafter",
            "```json\n{\"a\": [1]}\n```",
        ] {
            let expected: Vec<String> =
                text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }).collect();
            assert_eq!(doc(text), expected.join("\n"));
        }
    }

    #[test]
    fn what_rustdoc_would_misread_is_escaped() {
        for (text, expected) in [
            ("see [Order] and [x](Order)", "see \\[Order\\] and \\[x\\](Order)"),
            ("[1]: https://a.example", "\\[1\\]: <https://a.example>"),
            ("Vec<u8> <b>bold</b>", "Vec\\<u8> \\<b>bold\\</b>"),
            ("https://a.example/x, <https://b.example>.", "<https://a.example/x>, <https://b.example>."),
            ("a ` b", "a \\` b"),
            ("\\[a\\] \\d", "\\[a\\] \\d"),
            ("```\nassert!(false)", "```text\n assert!(false)\n ```"),
            ("```rust,ignore\nfn main() {}\n```", "```text\n fn main() {}\n ```"),
            ("    let code = 1;", "let code = 1;"),
            ("- one\nlazy\n\n      deep\nout", "- one\n   lazy\n\n   deep\n   out"),
            ("> quoted\nlazy", "> quoted\n > lazy"),
            ("a\u{202e}\tb", "aU+202E    b"),
        ] {
            assert_eq!(doc(text), format!(" {expected}"), "{text}");
        }
    }
}
