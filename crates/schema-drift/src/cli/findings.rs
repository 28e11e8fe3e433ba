//! The findings of a comparison as the views print them: the same change at many places is one finding.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use schema_ir::text::shortened;

use super::explain::{ANNOTATION, UNKNOWN};
use super::levels::words;
use super::operation_part::OperationPart;
use super::phrases::{count, name_first, who_breaks};
use super::presentation::{Presentation, REMOVED};
use super::report::{AnnotationReport, ChangeReport, Report};
use super::rules::RuleFinding;
use super::severity::Level;
use super::summary::Single;
use crate::comparison::{Party, Verdict};
use crate::place::Place;

/// Characters of the name of a component in a title.
const MAX_NAME: usize = 80;

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    Schema,
    Operation,
    Removal,
    Annotation,
    /// A comparison that was not decided.
    Undecided,
}

/// A finding, at one place or at several.
pub(super) struct Finding<'s> {
    pub level: Level,
    pub subject: Subject,
    /// The id to search for.
    pub id: &'static str,
    pub message: String,
    /// The words for who breaks, such as `client`.
    pub breaks: Vec<&'static str>,
    /// The same in a phrase; empty for an annotation.
    pub who: String,
    /// Whether it is known who breaks.
    pub decided: bool,
    /// The reason of the reviewer who accepted it.
    pub accepted: Option<&'s str>,
    /// Where it is; the first one is shown.
    pub spots: Vec<Spot<'s>>,
}

/// A place of a finding.
#[derive(Default)]
pub(super) struct Spot<'s> {
    /// The component, if there are several.
    pub component: Option<&'s str>,
    pub old: Option<Place>,
    pub new: Option<Place>,
    pub operations: &'s [OperationPart],
    /// The change, of a schema.
    pub change: Option<&'s ChangeReport>,
}

impl Spot<'_> {
    /// The place that a view shows.
    pub fn place(&self) -> Place {
        self.new.as_ref().or(self.old.as_ref()).cloned().unwrap_or_default()
    }
}

impl Finding<'_> {
    /// The place that a view shows.
    pub fn place(&self) -> Place {
        self.spots.first().map_or_else(Place::default, Spot::place)
    }

    /// The parts of operations that it reaches, in their order.
    pub fn operations(&self) -> Vec<&OperationPart> {
        let mut known = HashSet::new();
        self.spots.iter().flat_map(|spot| spot.operations).filter(|part| known.insert(*part)).collect()
    }

    /// The components, in their order.
    fn components(&self) -> Vec<Cow<'_, str>> {
        let mut known = HashSet::new();
        let names = self.spots.iter().filter_map(|spot| spot.component).filter(|name| known.insert(*name));
        names.map(|name| shortened(name, MAX_NAME)).collect()
    }

    /// Where the values are, such as "`data[].type` of GET /orders 200 and 3 more"; `None` if the message has it.
    pub fn place_of_values(&self) -> Option<String> {
        let change = self.spots.first()?.change?;
        let path = change.path.as_ref().filter(|path| !path.is_empty());
        match (path, name_first(&self.operations())) {
            (Some(path), Some(operations)) => Some(format!("`{path}` of {operations}")),
            (None, Some(operations)) => Some(operations),
            (Some(path), None) if path.contains(['.', '[']) => Some(format!("`{path}`")),
            _ => None,
        }
    }

    /// The finding in a sentence, with the number of its places.
    pub fn title(&self) -> String {
        let (message, components) = (&self.message, self.components());
        let operations = name_first(&self.operations()).unwrap_or_default();
        match (self.subject, self.spots.len(), components.as_slice()) {
            (Subject::Operation, 1, _) => format!("{operations}: {message}"),
            (Subject::Operation, places, _) => format!("{operations}: {message} ({places} places)"),
            (Subject::Removal, ..) | (_, 1, []) => message.clone(),
            (_, 1, [component, ..]) => format!("{component}: {message}"),
            (_, places, []) => format!("{message} ({places} places)"),
            (_, places, [component]) => format!("{component}: {message} ({places} places)"),
            (_, places, [component, more @ ..]) => {
                format!("{message} ({places} places in `{component}` and {})", count(more.len(), "other schema"))
            }
        }
    }

    /// The title with who breaks.
    pub fn sentence(&self) -> String {
        if self.who.is_empty() { self.title() } else { format!("{}; {}", self.title(), self.who) }
    }

    /// How it is sorted: whom the user asked for first, then who breaks and how much.
    fn weight(&self) -> impl Ord + use<> {
        (self.level, Reverse((self.breaks.len(), self.operations().len(), self.spots.len())))
    }
}

impl Presentation<'_> {
    /// The findings, each at one place, the most severe first.
    pub fn findings(&self) -> Vec<Finding<'_>> {
        let mut found = Vec::new();
        for (component, report) in self.reports() {
            found.extend(report.changes.iter().map(|change| self.of_change(component, change)));
            let annotations = report.annotations.iter().map(|annotation| self.of_annotation(component, annotation));
            found.extend(annotations.filter(|finding| self.lists_annotations || finding.level < Level::Note));
            found.extend(report.reason.as_ref().map(|reason| self.of_undecided(component, report, reason)));
        }
        found.extend(self.rules().iter().map(|finding| self.of_rule(finding)));
        let removed = self.removed().iter().filter(|removed| removed.rule.is_none());
        found.extend(removed.map(|removed| self.of_removal(removed)));
        // A stable sort keeps the order of the document within a level.
        found.sort_by_key(|finding| finding.level);
        found
    }

    /// The findings, of which those that are the same but for their place are one, the weightiest first.
    pub fn grouped(&self) -> Vec<Finding<'_>> {
        let mut groups: Vec<Finding<'_>> = Vec::new();
        let mut known = HashMap::new();
        for finding in self.findings() {
            let Finding { level, subject, id, ref message, ref who, accepted, .. } = finding;
            let key = (level, subject, id, message.clone(), who.clone(), accepted);
            let index = *known.entry(key).or_insert(groups.len());
            match groups.get_mut(index) {
                Some(group) => group.spots.extend(finding.spots),
                None => groups.push(finding),
            }
        }
        groups.sort_by_cached_key(Finding::weight);
        groups
    }

    fn of_change<'s>(&self, component: Option<&'s str>, change: &'s ChangeReport) -> Finding<'s> {
        let peers = change.breaks_peers.as_ref();
        Finding {
            level: self.level_of_change(change),
            subject: Subject::Schema,
            id: change.kind.id(),
            message: change.message.clone(),
            breaks: words(&change.breaks, peers),
            who: who_breaks(change.direction, &change.breaks, peers),
            decided: change.direction != Verdict::Unknown || !change.breaks.is_empty(),
            accepted: change.accepted.as_deref(),
            spots: vec![Spot {
                component,
                old: Some(change.old.clone()),
                new: Some(change.new.clone()),
                operations: &change.operations,
                change: Some(change),
            }],
        }
    }

    fn of_rule<'s>(&self, finding: &'s RuleFinding) -> Finding<'s> {
        let peers = Some(&finding.breaks_peers);
        let (old, new) = (finding.old.clone(), finding.new.clone());
        Finding {
            level: self.level_of_rule(finding),
            subject: Subject::Operation,
            id: finding.rule.id(),
            message: finding.message.clone(),
            breaks: words(&finding.breaks, peers),
            who: who_breaks(finding.direction, &finding.breaks, peers),
            decided: true,
            accepted: finding.accepted.as_deref(),
            spots: vec![Spot { old, new, operations: &finding.operations, ..Spot::default() }],
        }
    }

    /// The finding of a removal, which breaks the writer because new accepts no value of the schema.
    fn of_removal<'s>(&self, removed: &'s Single) -> Finding<'s> {
        let (breaks, peers) = ([Party::Writer], removed.breaks_peers.as_ref());
        Finding {
            level: self.level_of_removal(removed),
            subject: Subject::Removal,
            id: REMOVED,
            message: format!("`{}` was removed", removed.name),
            breaks: words(&breaks, peers),
            who: String::new(),
            decided: true,
            accepted: removed.accepted.as_deref(),
            spots: vec![Spot { component: Some(&removed.name), old: Some(removed.place.clone()), ..Spot::default() }],
        }
    }

    fn of_undecided<'s>(&self, component: Option<&'s str>, report: &'s Report, reason: &str) -> Finding<'s> {
        // The reason is about the schema as a whole, so its place is the start of the file.
        let file = report.changes.first().map_or(&self.new, |change| &change.new.file).clone();
        let place = Place { file, line: 1, column: 1, pointer: String::new() };
        Finding {
            level: self.level_of_undecided(component, report),
            subject: Subject::Undecided,
            id: UNKNOWN,
            message: format!("not decided: {reason}"),
            breaks: Vec::new(),
            who: String::new(),
            decided: false,
            accepted: None,
            spots: vec![Spot { component, new: Some(place), ..Spot::default() }],
        }
    }

    fn of_annotation<'s>(&self, component: Option<&'s str>, annotation: &'s AnnotationReport) -> Finding<'s> {
        Finding {
            level: self.level_of_annotation(annotation),
            subject: Subject::Annotation,
            id: ANNOTATION,
            message: annotation.message.clone(),
            breaks: Vec::new(),
            who: String::new(),
            decided: true,
            accepted: None,
            spots: vec![Spot {
                component,
                old: annotation.old.clone(),
                new: annotation.new.clone(),
                ..Spot::default()
            }],
        }
    }
}
