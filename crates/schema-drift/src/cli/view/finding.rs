//! What was found as one list, for the views that are lists.

use serde_json::Value;

use super::{Subject, breaking};
use crate::cli::accept::REMOVED;
use crate::cli::report::{Changed, Place, Single};

/// How much a finding matters to the caller, most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::cli) enum Level {
    Error,
    Warning,
    Note,
}

/// One entry of the list.
pub(in crate::cli) struct Finding<'s> {
    pub level: Level,
    /// The keyword of a change; `annotation`, `unknown` and `removed` for the rest.
    pub rule: &'s str,
    pub message: String,
    pub place: Place,
    /// The component, where there are several.
    pub component: Option<&'s str>,
    pub change: Option<&'s Changed>,
}

impl Subject<'_> {
    /// How much a change matters that breaks someone.
    pub fn level(&self, accepted: bool, breaks: &[String]) -> Level {
        match (accepted, self.concerns(breaks)) {
            (true, _) => Level::Note,
            (false, true) => Level::Error,
            (false, false) => Level::Warning,
        }
    }

    /// How much it matters that a schema is gone, of which new accepts nothing any more.
    pub fn level_of_removed(&self, removed: &Single) -> Level {
        self.level(removed.accepted.is_some(), &["writer".to_owned()])
    }

    /// All findings, those that matter most first.
    pub fn findings(&self) -> Vec<Finding<'_>> {
        let mut found = Vec::new();
        for (component, report) in self.reports() {
            let prefixed = |message: &str| match component {
                Some(name) => format!("{name}: {message}"),
                None => message.to_owned(),
            };
            for change in &report.changes {
                found.push(Finding {
                    level: self.level(change.accepted.is_some(), &change.breaks),
                    rule: if change.keyword.is_empty() { "combination" } else { &change.keyword },
                    message: prefixed(&format!("{}; {}", change.message, breaking(&change.direction, &change.breaks))),
                    place: change.new.clone(),
                    component,
                    change: Some(change),
                });
            }
            for annotation in &report.annotations {
                let Some(place) = annotation.new.as_ref().or(annotation.old.as_ref()) else { continue };
                let (message, place) = (prefixed(&annotation.message), place.clone());
                found.push(Finding { level: Level::Note, rule: "annotation", message, place, component, change: None });
            }
            if let Some(reason) = &report.reason {
                // A reason is about the schema as a whole.
                let file = report.changes.first().map_or(&self.new, |change| &change.new.file);
                let place = Place { file: file.clone(), line: 1, column: 1, pointer: String::new() };
                let message = prefixed(&format!("not decided: {reason}"));
                found.push(Finding { level: Level::Error, rule: "unknown", message, place, component, change: None });
            }
        }
        for removed in self.removed() {
            found.push(Finding {
                level: self.level_of_removed(removed),
                rule: REMOVED,
                message: format!("`{}` is no longer there", removed.name),
                place: removed.place.clone(),
                component: Some(&removed.name),
                change: None,
            });
        }
        // Stable: in the order of the document within a level.
        found.sort_by_key(|finding| finding.level);
        found
    }
}

/// Characters of a message that a person is shown; `--format json` has all of them.
const MAX_MESSAGE: usize = 1_000;
/// Characters of a value.
const MAX_VALUE: usize = 400;
/// Characters of a string within a value.
const MAX_STRING: usize = 60;

/// A message, its end left out where it is too long for a person.
pub(super) fn brief(message: &str) -> String {
    up_to(MAX_MESSAGE, message)
}

fn up_to(limit: usize, text: &str) -> String {
    match text.char_indices().nth(limit) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A value as JSON, its long strings cut, and told how long they are.
pub(super) fn brief_value(value: &Value) -> String {
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
    up_to(MAX_VALUE, &value.to_string())
}
