//! Text that no schema, file name or argument can use to command a terminal or the runner of a workflow.

use std::borrow::Cow;

use schema_ir::text::{escaped, shortened};
use serde::Serialize;

/// Characters of one text from a schema in output for people; `--format json` has the whole text.
const MAX_TEXT: usize = 1_000;

/// The start of the older form of workflow commands, which counts anywhere in a line.
const COMMAND: &str = "##[";

/// Makes a text printable within a line: escapes control characters and those that reorder or hide text, breaks up workflow
/// commands, and cuts what is too long for people.
pub(super) fn printable(text: &str) -> String {
    break_commands(&escaped(&shortened(text, MAX_TEXT)))
}

/// Makes each line of a text printable.
pub(super) fn printable_lines(text: &str) -> String {
    text.lines().map(|line| break_commands(&escaped(line)) + "\n").collect()
}

/// True if a line can be printed as it is; tabs are only indentation.
pub(super) fn is_printable(line: &str) -> bool {
    let line = line.replace('\t', " ");
    matches!(escaped(&line), Cow::Borrowed(_)) && !line.contains(COMMAND)
}

/// A runner obeys `::` at the start of a line, after spaces, and [`COMMAND`] anywhere.
fn break_commands(line: &str) -> String {
    let broken = line.replace(COMMAND, "##\\[");
    if broken.trim_start().starts_with("::") { broken.replacen("::", "\\::", 1) } else { broken }
}

/// Writes JSON in which the characters that [`printable`] escapes are escaped as JSON does it, so that its values stay the same.
///
/// Empty if the value is not JSON, which no report is.
pub(super) fn write_json(value: &impl Serialize, pretty: bool) -> String {
    let text = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
    let text = text.unwrap_or_default().replace(COMMAND, "#\\u0023[");
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        let mut buffer = [0; 4];
        if letter == '\n' || matches!(escaped(letter.encode_utf8(&mut buffer)), Cow::Borrowed(_)) {
            out.push(letter);
        } else {
            // The characters in question have one unit in UTF-16.
            out.push_str(&format!("\\u{:04x}", u32::from(letter)));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{is_printable, printable, printable_lines, write_json};

    #[test]
    fn no_text_commands_a_runner_or_a_terminal() {
        assert_eq!(printable("a\n::set-output::b"), "a\\n::set-output::b");
        assert_eq!(printable_lines("a\n  ::stop::b\nc::d"), "a\n  \\::stop::b\nc::d\n");
        assert_eq!(printable("x ##[command]y"), "x ##\\[command]y");
        assert_eq!(printable("\u{1b}[2J\u{202e}\u{2028}\u{9b}"), "\\u{1b}[2J\\u{202e}\\u{2028}\\u{9b}");
        assert!(printable(&"a".repeat(5_000)).len() < 1_100);
        assert!(is_printable("\t\"type\": \"é\"") && !is_printable("##[x]") && !is_printable("\u{202e}"));
    }

    #[test]
    fn json_keeps_its_values() {
        let value = serde_json::json!({"a\u{2028}": "##[x] \u{9b}\u{202e} é \n"});
        let text = write_json(&value, true);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).ok(), Some(value));
        assert!(text.is_ascii() != text.contains('é') && !text.contains("##["), "{text}");
    }
}
