//! The data that the views print.

use schema_ir::{Peer, Source};

use super::choice::Audience;
use super::peers::Peers;
use super::phrases::{name_first, who_breaks};
use super::policies::Policies;
use super::report::{ChangeReport, Report};
use super::rules::RuleFinding;
use super::summary::{Single, Summary};
use crate::comparison::Party;
use crate::place::Place;

/// The keyword of the finding that a schema was removed.
pub(super) const REMOVED: &str = "removed";

/// The result of a comparison: of one pair, or of all pairs of a document or folder.
pub(super) enum Outcome {
    Pair(Report),
    Collection(Summary),
}

/// The input of a view.
pub(super) struct Presentation<'s> {
    pub old: String,
    pub new: String,
    pub outcome: Outcome,
    /// The files that places refer to.
    pub sources: Vec<&'s Source>,
    /// Whose breaking is an error.
    pub audience: Audience,
    pub color: bool,
    pub notes: Vec<String>,
    pub policies: Policies,
    /// Whether annotations are listed; else they are counted.
    pub lists_annotations: bool,
}

impl Presentation<'_> {
    /// The reports, each with the name of its component if there are several.
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

    /// The number of changes, of schemas and of operations.
    pub fn count_changes(&self) -> usize {
        self.whole().changes.len() + self.rules().len()
    }

    pub fn removed(&self) -> &[Single] {
        match &self.outcome {
            Outcome::Pair(_) => &[],
            Outcome::Collection(summary) => &summary.removed,
        }
    }

    /// The changes of operations that are not changes of a schema.
    pub fn rules(&self) -> &[RuleFinding] {
        match &self.outcome {
            Outcome::Pair(_) => &[],
            Outcome::Collection(summary) => &summary.rules,
        }
    }

    pub fn added(&self) -> &[Single] {
        match &self.outcome {
            Outcome::Pair(_) => &[],
            Outcome::Collection(summary) => &summary.added,
        }
    }

    /// True if someone breaks whom the user named with `--for`. A schema of no API may have any peer.
    pub fn concerns(&self, breaks: &[Party], peers: Option<&Peers>) -> bool {
        let is_broken = |peer: Peer| peers.map_or(!breaks.is_empty(), |peers| peers.contains(peer));
        match self.audience {
            Audience::Both => !breaks.is_empty(),
            Audience::Reader => breaks.contains(&Party::Reader),
            Audience::Writer => breaks.contains(&Party::Writer),
            Audience::Client => is_broken(Peer::Client),
            Audience::Server => is_broken(Peer::Server),
        }
    }

    /// The text of a file that places refer to.
    pub fn text(&self, file: &str) -> Option<&str> {
        self.sources.iter().find(|source| source.file() == file).map(|source| source.text())
    }
}

/// The severity of a finding for the user, highest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    Error,
    Warning,
    Note,
}

/// A finding as an entry of a list.
pub(super) struct Entry<'s> {
    pub level: Level,
    /// The keyword of a change; `annotation`, `unknown` and `removed` for the rest.
    pub rule: &'s str,
    pub message: String,
    pub place: Place,
    /// The component, if there are several.
    pub component: Option<&'s str>,
    pub change: Option<&'s ChangeReport>,
}

impl Presentation<'_> {
    /// The severity of a change.
    pub fn level(&self, change: &ChangeReport) -> Level {
        self.level_of(change.accepted.is_some(), self.concerns(&change.breaks, change.breaks_peers.as_ref()))
    }

    fn level_of(&self, is_accepted: bool, concerns: bool) -> Level {
        match (is_accepted, concerns) {
            (true, _) => Level::Note,
            (false, true) => Level::Error,
            (false, false) => Level::Warning,
        }
    }

    /// The severity of a change of operations.
    pub fn level_of_rule(&self, finding: &RuleFinding) -> Level {
        match finding.breaks.is_empty() {
            true => Level::Note,
            false => {
                let concerns = self.concerns(&finding.breaks, Some(&finding.breaks_peers));
                self.level_of(finding.accepted.is_some(), concerns)
            }
        }
    }

    /// The severity of a removal, which breaks the writer because new accepts no value of the schema.
    pub fn level_of_removed(&self, removed: &Single) -> Level {
        self.level_of(removed.accepted.is_some(), self.concerns(&[Party::Writer], removed.breaks_peers.as_ref()))
    }

    fn entry_of_rule<'s>(&self, finding: &'s RuleFinding) -> Option<Entry<'s>> {
        let who = who_breaks(finding.direction, &finding.breaks, Some(&finding.breaks_peers));
        let operations = name_first(&finding.operations).unwrap_or_default();
        Some(Entry {
            level: self.level_of_rule(finding),
            rule: finding.rule.id(),
            message: format!("{operations}: {}; {who}", finding.message),
            place: finding.place()?.clone(),
            component: None,
            change: None,
        })
    }

    /// All findings, the most severe first.
    pub fn entries(&self) -> Vec<Entry<'_>> {
        let mut found = Vec::new();
        for (component, report) in self.reports() {
            let prefixed = |message: &str| match component {
                Some(name) => format!("{name}: {message}"),
                None => message.to_owned(),
            };
            for change in &report.changes {
                found.push(Entry {
                    level: self.level(change),
                    rule: if change.keyword.is_empty() { "combination" } else { &change.keyword },
                    message: prefixed(&format!(
                        "{}; {}",
                        change.message,
                        who_breaks(change.direction, &change.breaks, change.breaks_peers.as_ref())
                    )),
                    place: change.new.clone(),
                    component,
                    change: Some(change),
                });
            }
            for annotation in report.annotations.iter().filter(|_| self.lists_annotations) {
                let Some(place) = annotation.new.as_ref().or(annotation.old.as_ref()) else { continue };
                let (message, place) = (prefixed(&annotation.message), place.clone());
                found.push(Entry { level: Level::Note, rule: "annotation", message, place, component, change: None });
            }
            if let Some(reason) = &report.reason {
                // The reason is about the schema as a whole, so its place is the start of the file.
                let file = report.changes.first().map_or(&self.new, |change| &change.new.file);
                let place = Place { file: file.clone(), line: 1, column: 1, pointer: String::new() };
                let message = prefixed(&format!("not decided: {reason}"));
                found.push(Entry { level: Level::Error, rule: "unknown", message, place, component, change: None });
            }
        }
        found.extend(self.rules().iter().filter_map(|finding| self.entry_of_rule(finding)));
        for removed in self.removed().iter().filter(|removed| removed.rule.is_none()) {
            found.push(Entry {
                level: self.level_of_removed(removed),
                rule: REMOVED,
                message: format!("`{}` was removed", removed.name),
                place: removed.place.clone(),
                component: Some(&removed.name),
                change: None,
            });
        }
        // A stable sort keeps the order of the document within a level.
        found.sort_by_key(|entry| entry.level);
        found
    }
}
