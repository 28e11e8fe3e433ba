//! Phrases that several views share.

use serde_json::Value;

/// `the reader and the writer break`; `verdict` is the whole's or a change's.
pub(super) fn who_breaks(verdict: &str, breaks: &[String]) -> String {
    match breaks {
        [] if verdict == "unknown" => "who breaks is not decided".to_owned(),
        [] => "nobody breaks".to_owned(),
        [one] => format!("the {one} breaks"),
        several => {
            format!("{} break", several.iter().map(|party| format!("the {party}")).collect::<Vec<_>>().join(" and "))
        }
    }
}

/// `2 changes`.
pub(super) fn count(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}

/// Characters of a message that a person is shown; `--format json` has all of them.
const MAX_MESSAGE: usize = 1_000;
/// Characters of a value.
const MAX_VALUE: usize = 400;
/// Characters of a string within a value.
const MAX_STRING: usize = 60;

/// A message, its end left out where it is too long for a person.
pub(super) fn shorten(message: &str) -> String {
    cut_at(MAX_MESSAGE, message)
}

fn cut_at(limit: usize, text: &str) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A value as JSON, its long strings cut, and told how long they are.
pub(super) fn shorten_value(value: &Value) -> String {
    fn cut(value: &mut Value) {
        match value {
            Value::String(text) => {
                let length = text.chars().count();
                if length > MAX_STRING {
                    let start: String = text.chars().take(MAX_STRING / 2).collect();
                    *text = format!("{start}… ({length} characters)");
                }
            }
            Value::Array(items) => items.iter_mut().for_each(cut),
            Value::Object(members) => members.values_mut().for_each(cut),
            _ => {}
        }
    }
    let mut value = value.clone();
    cut(&mut value);
    cut_at(MAX_VALUE, &value.to_string())
}
