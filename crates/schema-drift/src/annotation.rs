//! Compares annotations: keywords that do not affect which values are valid.

use serde_json::Value;

use crate::dialect::ANNOTATIONS;
use crate::difference::AnnotationDifference;
use crate::facts::Facts;

/// Characters of a value that a message shows.
const MAX_SHOWN: usize = 120;

/// The annotations that differ between two places, of which one may be missing; `subject` names the value there.
pub(crate) fn compare_annotations(
    old: Option<&Facts<'_>>,
    new: Option<&Facts<'_>>,
    formats: bool,
    subject: &str,
) -> Vec<AnnotationDifference> {
    let mut found = Vec::new();
    for keyword in ANNOTATIONS {
        if keyword == "$comment" || keyword == "contentSchema" || (formats && keyword == "format") {
            continue;
        }
        let get = |facts: Option<&Facts<'_>>| facts.and_then(|facts| facts.value(keyword)).cloned();
        let (was, is) = (get(old), get(new));
        if was == is {
            continue;
        }
        let message = match (&was, &is) {
            (None, Some(is)) => format!("{subject} now has `{keyword}` {}", shorten(is)),
            (Some(was), None) => format!("{subject} no longer has `{keyword}` {}", shorten(was)),
            (Some(was), Some(is)) => format!("`{keyword}` of {subject} is now {}, was {}", shorten(is), shorten(was)),
            (None, None) => continue,
        };
        let (old_pointer, new_pointer) =
            (old.map(|facts| facts.pointer_of(keyword)), new.map(|facts| facts.pointer_of(keyword)));
        found.push(AnnotationDifference { keyword, old_pointer, new_pointer, was, is, message });
    }
    found
}

/// The beginning of a value's text, if that is long.
fn shorten(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
