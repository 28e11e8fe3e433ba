//! Compares annotations: keywords that do not affect which values are valid.

use schema_ir::Keyword;
use serde_json::Value;

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
    for keyword in Keyword::ALL.iter().copied().filter(|keyword| is_compared(*keyword, formats)) {
        let (was, is) = (value(old, keyword), value(new, keyword));
        if was == is {
            continue;
        }
        let message = match (was, is) {
            (None, Some(is)) => format!("{subject} now has `{keyword}` {}", shorten(is)),
            (Some(was), None) => format!("{subject} no longer has `{keyword}` {}", shorten(was)),
            (Some(was), Some(is)) => format!("`{keyword}` of {subject} is now {}, was {}", shorten(is), shorten(was)),
            (None, None) => continue,
        };
        let origin = |facts: Option<&Facts<'_>>| facts.map(|facts| facts.origin_of(keyword));
        let (old_origin, new_origin) = (origin(old), origin(new));
        let (was, is) = (was.cloned(), is.cloned());
        found.push(AnnotationDifference { keyword, old_origin, new_origin, was, is, message });
    }
    found
}

fn value<'f>(facts: Option<&'f Facts<'_>>, keyword: Keyword) -> Option<&'f Value> {
    facts?.get(keyword)?.holder.annotation(keyword)
}

/// Whether a change of the annotation is worth a line: a comment is for the authors of the schema, `contentSchema` describes
/// no value, and `format` annotates only if it does not assert.
fn is_compared(keyword: Keyword, formats: bool) -> bool {
    keyword.annotates()
        && match keyword {
            Keyword::Comment | Keyword::ContentSchema => false,
            Keyword::Format => !formats,
            _ => true,
        }
}

/// The beginning of a value's text, if that is long.
fn shorten(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}
