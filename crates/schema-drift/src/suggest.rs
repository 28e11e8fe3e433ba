//! Guesses renames. They are worded as guesses, and affect no verdict.

use schema_ir::{Keyword, pointer};
use serde_json::Value;

use crate::comparison::Change;

/// Suggests a rename for a removed and an added property with the same schema, and for a removed and an added value of one
/// `enum`.
pub(crate) fn suggest_renames(changes: &mut [Change]) {
    let mut found: Vec<(usize, String)> = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        match Keyword::from_name(change.keyword) {
            Some(Keyword::Properties) if change.is.is_none() => {
                let mut alike = changes.iter().enumerate().filter(|(_, other)| replaces(change, other));
                if let (Some((other_index, other)), None) = (alike.next(), alike.next()) {
                    let words = word_suggestion(&last_token(&change.old.pointer), &last_token(&other.new.pointer));
                    found.extend([(index, words.clone()), (other_index, words)]);
                }
            }
            Some(Keyword::Enum) => found.extend(replaced_value(change).map(|words| (index, words))),
            _ => {}
        }
    }
    for (index, words) in found {
        if let Some(change) = changes.get_mut(index) {
            change.suggestion = Some(words);
        }
    }
}

fn word_suggestion(old: &str, new: &str) -> String {
    format!("perhaps `{old}` was renamed to `{new}`")
}

/// True if `added` is a property of the same object with the same schema as the removed one.
fn replaces(removed: &Change, added: &Change) -> bool {
    let parent = |pointer: &str| pointer.rsplit_once('/').map(|(parent, _)| parent.to_owned());
    added.keyword == removed.keyword
        && added.was.is_none()
        && parent(&added.new.pointer) == parent(&removed.old.pointer)
        && assertions(added.is.as_ref()) == assertions(removed.was.as_ref())
        && assertions(added.is.as_ref()).is_some()
}

/// A schema without its annotations; `None` if nothing is left, because any two such schemas would be equal.
fn assertions(schema: Option<&Value>) -> Option<Value> {
    let mut members = schema?.as_object()?.clone();
    members.retain(|name, _| Keyword::from_name(name).is_some_and(Keyword::asserts));
    (!members.is_empty()).then_some(Value::Object(members))
}

/// A suggestion if exactly one string of an `enum` was removed and one was added.
fn replaced_value(change: &Change) -> Option<String> {
    let (was, is) = (change.was.as_ref()?.as_array()?, change.is.as_ref()?.as_array()?);
    let mut went = was.iter().filter(|value| !is.contains(value));
    let mut came = is.iter().filter(|value| !was.contains(value));
    match (went.next(), went.next(), came.next(), came.next()) {
        (Some(Value::String(old)), None, Some(Value::String(new)), None) => Some(word_suggestion(old, new)),
        _ => None,
    }
}

fn last_token(at: &str) -> String {
    pointer::tokens(at).last().unwrap_or_default()
}
