//! What a schema says without making a difference to which values are valid.

use serde_json::Value;

use crate::dialect::ANNOTATIONS;
use crate::view::View;

/// Characters of a value that a message shows.
const MAX_SHOWN: usize = 120;

/// An annotation that differs at aligned places; pointers are those of the plain documents.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Remark {
    pub keyword: &'static str,
    pub old_pointer: Option<String>,
    pub new_pointer: Option<String>,
    pub was: Option<Value>,
    pub is: Option<Value>,
    pub message: String,
}

/// Adds what the two places annotate otherwise.
pub(crate) fn remarks(
    old: Option<&View<'_>>,
    new: Option<&View<'_>>,
    formats: bool,
    subject: &str,
    found: &mut Vec<Remark>,
) {
    for keyword in ANNOTATIONS {
        if keyword == "$comment" || keyword == "contentSchema" || (formats && keyword == "format") {
            continue;
        }
        let get = |view: Option<&View<'_>>| view.and_then(|view| view.value(keyword)).cloned();
        let (was, is) = (get(old), get(new));
        if was == is {
            continue;
        }
        let message = match (&was, &is) {
            (None, Some(is)) => format!("{subject} now has `{keyword}` {}", short(is)),
            (Some(was), None) => format!("{subject} no longer has `{keyword}` {}", short(was)),
            (Some(was), Some(is)) => format!("`{keyword}` of {subject} is now {}, was {}", short(is), short(was)),
            (None, None) => continue,
        };
        let (old_pointer, new_pointer) =
            (old.map(|view| view.pointer_of(keyword)), new.map(|view| view.pointer_of(keyword)));
        found.push(Remark { keyword, old_pointer, new_pointer, was, is, message });
    }
}

/// The beginning of a value's text, where that is long.
fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
