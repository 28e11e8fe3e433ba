//! The level of each finding: that of a reviewer, or else of the repository's settings, or else of who breaks.

use super::explain::{ANNOTATION, UNKNOWN};
use super::peers::Peers;
use super::presentation::{Outcome, Presentation, REMOVED};
use super::report::{AnnotationReport, ChangeReport, Report};
use super::rules::RuleFinding;
use super::severity::{Judged, Level, find_level};
use super::summary::{Component, Single};
use super::uses::Uses;
use crate::comparison::Party;
use crate::place::Place;

impl Presentation<'_> {
    /// The level that a reviewer or the settings give to a change.
    pub fn reviewed_level(&self, change: &ChangeReport) -> Option<Level> {
        if change.accepted.is_some() {
            return Some(Level::Note);
        }
        self.find_level(&Judged {
            id: change.kind.id(),
            breaks: &words(&change.breaks, change.breaks_peers.as_ref()),
            places: [Some(&change.new), Some(&change.old)],
            operations: &change.operations,
        })
    }

    pub fn level_of_change(&self, change: &ChangeReport) -> Level {
        self.reviewed_level(change).unwrap_or_else(|| self.level(&change.breaks, change.breaks_peers.as_ref()))
    }

    /// A note if nobody breaks.
    pub fn level_of_rule(&self, finding: &RuleFinding) -> Level {
        if finding.accepted.is_some() {
            return Level::Note;
        }
        let judged = Judged {
            id: finding.rule.id(),
            breaks: &finding.breaks_peers.names(),
            places: [finding.new.as_ref(), finding.old.as_ref()],
            operations: &finding.operations,
        };
        self.find_level(&judged).unwrap_or_else(|| match finding.breaks.as_slice() {
            [] => Level::Note,
            breaks => self.level(breaks, Some(&finding.breaks_peers)),
        })
    }

    pub fn level_of_removal(&self, removed: &Single) -> Level {
        if removed.accepted.is_some() {
            return Level::Note;
        }
        let (breaks, peers) = ([Party::Writer], removed.breaks_peers.as_ref());
        let places = [None, Some(&removed.place)];
        self.find_level(&Judged { id: REMOVED, breaks: &words(&breaks, peers), places, operations: &[] })
            .unwrap_or_else(|| self.level(&breaks, peers))
    }

    pub fn level_of_annotation(&self, annotation: &AnnotationReport) -> Level {
        let places = [annotation.new.as_ref(), annotation.old.as_ref()];
        self.find_level(&Judged { id: ANNOTATION, breaks: &[], places, operations: &[] }).unwrap_or(Level::Note)
    }

    /// The level of a schema, or of a component, that is not decided.
    pub fn level_of_undecided(&self, component: Option<&str>, report: &Report) -> Level {
        let component = self.component(component);
        let whole = Place { file: self.new.clone(), ..Place::default() };
        let uses = component.and_then(|one| one.uses.as_ref());
        let judged = Judged {
            id: UNKNOWN,
            breaks: &words(&report.breaks, report.breaks_peers.as_ref()),
            places: component.map_or([Some(&whole), None], |one| [Some(&one.places.1), Some(&one.places.0)]),
            operations: uses.map_or(&[], |uses: &Uses| &uses.operations),
        };
        self.find_level(&judged).unwrap_or(Level::Error)
    }

    fn component(&self, name: Option<&str>) -> Option<&Component> {
        match &self.outcome {
            Outcome::Collection(summary) => summary.components.iter().find(|one| Some(one.name.as_str()) == name),
            Outcome::Pair(_) => None,
        }
    }

    fn find_level(&self, judged: &Judged<'_>) -> Option<Level> {
        find_level(&self.severities, judged)
    }

    fn level(&self, breaks: &[Party], peers: Option<&Peers>) -> Level {
        if self.concerns(breaks, peers) { Level::Error } else { Level::Warning }
    }
}

/// The words for who breaks: peers of an API, or parties.
pub(super) fn words(breaks: &[Party], peers: Option<&Peers>) -> Vec<&'static str> {
    peers.map_or_else(|| breaks.iter().map(|party| party.as_str()).collect(), Peers::names)
}
