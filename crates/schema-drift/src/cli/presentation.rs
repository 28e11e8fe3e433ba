//! The data that the views print.

use schema_build::Source;

use super::phrases::who_breaks;
use super::report::{ChangeReport, Report};
use super::summary::{Single, Summary};
use crate::place::Place;

/// The keyword of a finding that a schema is no longer there.
pub(super) const REMOVED: &str = "removed";

/// What a view shows: one pair, or a document's worth of them.
pub(super) enum Outcome {
    Pair(Report),
    Collection(Summary),
}

/// All that a view may use.
pub(super) struct Presentation<'s> {
    pub old: String,
    pub new: String,
    pub outcome: Outcome,
    /// The texts that places are in.
    pub sources: Vec<&'s Source>,
    /// Whose breaking is an error: `reader`, `writer`, `both`.
    pub party: String,
    pub color: bool,
    pub notes: Vec<String>,
}

impl Presentation<'_> {
    /// The reports, each with the name of its component where there are several.
    pub fn reports(&self) -> Vec<(Option<&str>, &Report)> {
        match &self.outcome {
            Outcome::Pair(report) => vec![(None, report)],
            Outcome::Collection(summary) => {
                summary.components.iter().map(|one| (Some(one.name.as_str()), &one.report)).collect()
            }
        }
    }

    /// The report of the whole.
    pub fn whole(&self) -> &Report {
        match &self.outcome {
            Outcome::Pair(report) => report,
            Outcome::Collection(summary) => &summary.all,
        }
    }

    pub fn removed(&self) -> &[Single] {
        match &self.outcome {
            Outcome::Pair(_) => &[],
            Outcome::Collection(summary) => &summary.removed,
        }
    }

    pub fn added(&self) -> &[Single] {
        match &self.outcome {
            Outcome::Pair(_) => &[],
            Outcome::Collection(summary) => &summary.added,
        }
    }

    /// Whether someone breaks whom the caller asked for.
    pub fn concerns(&self, breaks: &[String]) -> bool {
        breaks.iter().any(|party| self.party == "both" || *party == self.party)
    }

    /// The text of a file that a place is in.
    pub fn text(&self, file: &str) -> Option<&str> {
        self.sources.iter().find(|source| source.file() == file).map(|source| source.text())
    }
}

/// How much a finding matters to the caller, most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Error,
    Warning,
    Note,
}

/// One entry of the list.
pub(super) struct Entry<'s> {
    pub level: Level,
    /// The keyword of a change; `annotation`, `unknown` and `removed` for the rest.
    pub rule: &'s str,
    pub message: String,
    pub place: Place,
    /// The component, where there are several.
    pub component: Option<&'s str>,
    pub change: Option<&'s ChangeReport>,
}

impl Presentation<'_> {
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
    pub fn entries(&self) -> Vec<Entry<'_>> {
        let mut found = Vec::new();
        for (component, report) in self.reports() {
            let prefixed = |message: &str| match component {
                Some(name) => format!("{name}: {message}"),
                None => message.to_owned(),
            };
            for change in &report.changes {
                found.push(Entry {
                    level: self.level(change.accepted.is_some(), &change.breaks),
                    rule: if change.keyword.is_empty() { "combination" } else { &change.keyword },
                    message: prefixed(&format!(
                        "{}; {}",
                        change.message,
                        who_breaks(&change.direction, &change.breaks)
                    )),
                    place: change.new.clone(),
                    component,
                    change: Some(change),
                });
            }
            for annotation in &report.annotations {
                let Some(place) = annotation.new.as_ref().or(annotation.old.as_ref()) else { continue };
                let (message, place) = (prefixed(&annotation.message), place.clone());
                found.push(Entry { level: Level::Note, rule: "annotation", message, place, component, change: None });
            }
            if let Some(reason) = &report.reason {
                // A reason is about the schema as a whole.
                let file = report.changes.first().map_or(&self.new, |change| &change.new.file);
                let place = Place { file: file.clone(), line: 1, column: 1, pointer: String::new() };
                let message = prefixed(&format!("not decided: {reason}"));
                found.push(Entry { level: Level::Error, rule: "unknown", message, place, component, change: None });
            }
        }
        for removed in self.removed() {
            found.push(Entry {
                level: self.level_of_removed(removed),
                rule: REMOVED,
                message: format!("`{}` is no longer there", removed.name),
                place: removed.place.clone(),
                component: Some(&removed.name),
                change: None,
            });
        }
        // Stable: in the order of the document within a level.
        found.sort_by_key(|entry| entry.level);
        found
    }
}
