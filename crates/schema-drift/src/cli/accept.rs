//! Reads and applies the findings that a reviewer accepted.

use std::collections::HashMap;
use std::path::Path;

use schema_ir::{Error, ErrorKind, Source, pointer};
use serde::Deserialize;
use serde_json::Value;

use super::day::{is_day, today};
use super::presentation::{Outcome, REMOVED};
use super::report::ChangeReport;
use super::rules::RuleFinding;
use super::summary::Single;
use crate::place::Place;

/// Notes about entries that are printed; there may be as many as entries.
const MAX_NOTES: usize = 20;

const HELP: &str = r#"write {"accepted": [{"fingerprint": "…", "pointer": "/properties/a", "keyword": "type", "reason": "…", "expires": "2030-01-31"}]}, or let --write-accept write it"#;

/// One accepted finding.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Accepted {
    /// The finding and no other; without it, any finding of the keyword at the pointer, as in files of earlier versions.
    fingerprint: Option<String>,
    /// Pointer in the old or the new schema.
    pointer: String,
    keyword: String,
    /// The file, if the pointer alone is ambiguous.
    file: Option<String>,
    /// The message of the finding, for whoever reads the file.
    #[serde(rename = "message")]
    _message: Option<String>,
    reason: String,
    /// The last day on which the entry is valid.
    expires: Option<String>,
}

/// The valid entries of a file, and notes about the others.
#[derive(Debug, Default)]
pub(super) struct Acceptance {
    file: String,
    accepted: Vec<Accepted>,
    /// The entries by fingerprint.
    by_fingerprint: HashMap<String, usize>,
    /// The entries without one, by keyword and pointer.
    by_place: HashMap<(String, String), Vec<usize>>,
    /// For each entry, whether it matches a finding.
    met: Vec<bool>,
    /// The comparisons after the next one, which may have the findings of the other entries.
    later: usize,
    notes: Vec<String>,
}

/// Reads the entries of a file of accepted findings, which may lack a reason.
pub(super) fn read_entries(source: &Source) -> Result<Vec<Accepted>, Error> {
    let error = |at: &str, message: &str| source.error(ErrorKind::AcceptFile, at, message).with_help(HELP);
    let Some(Value::Array(entries)) = source.value().get("accepted") else {
        return Err(error("", "not an object with the array `accepted`"));
    };
    if source.value().as_object().is_some_and(|members| members.len() > 1) {
        return Err(error("", "has more members than `accepted`"));
    }
    let read = |(index, entry): (usize, &Value)| {
        let at = format!("/accepted/{index}");
        if !entry.is_object() {
            return Err(error(&at, "not an object"));
        }
        let entry = Accepted::deserialize(entry).map_err(|why| error(&at, &why.to_string()))?;
        match &entry.expires {
            Some(day) if !is_day(day) => Err(source
                .error(ErrorKind::AcceptFile, &pointer::push(&at, "expires"), "not a day of the calendar")
                .with_help("write it as YYYY-MM-DD")),
            _ => Ok(entry),
        }
    };
    entries.iter().enumerate().map(read).collect()
}

impl Acceptance {
    /// Reads a file of accepted findings.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let source = schema_ir::read_file(path.to_string_lossy(), path)?;
        let file = source.file().to_owned();
        let entries = read_entries(&source)?;
        let today = today();
        let mut acceptance = Acceptance { file: file.clone(), ..Acceptance::default() };
        for (index, one) in entries.into_iter().enumerate() {
            if one.reason.trim().is_empty() {
                return Err(source
                    .error(ErrorKind::AcceptFile, &format!("/accepted/{index}/reason"), "the reason is empty")
                    .with_help("write why the finding is accepted"));
            }
            match &one.expires {
                Some(day) if *day < today => {
                    acceptance.notes.push(format!("{file}: expired on {day}: {} at {}", one.keyword, one.pointer))
                }
                _ => acceptance.add(one),
            }
        }
        Ok(acceptance)
    }

    fn add(&mut self, one: Accepted) {
        let index = self.accepted.len();
        match &one.fingerprint {
            Some(fingerprint) => drop(self.by_fingerprint.insert(fingerprint.clone(), index)),
            None => self.by_place.entry((one.keyword.clone(), one.pointer.clone())).or_default().push(index),
        }
        self.accepted.push(one);
        self.met.push(false);
    }

    /// The same for this number of comparisons more than one.
    pub fn with_later(self, later: usize) -> Self {
        Acceptance { later, ..self }
    }

    /// Marks the accepted findings; after the last comparison, returns notes about entries that have expired or match nothing.
    pub fn apply(&mut self, outcome: &mut Outcome) -> Vec<String> {
        match outcome {
            Outcome::Pair(report) => self.apply_to_changes(&mut report.changes),
            Outcome::Collection(summary) => {
                let reports = summary.components.iter_mut().map(|one| &mut one.report);
                reports.chain([&mut summary.all]).for_each(|report| self.apply_to_changes(&mut report.changes));
                for single in &mut summary.removed {
                    single.accepted = self.reason(&single.fingerprint, REMOVED, &[&single.place]);
                }
                summary.rules.iter_mut().for_each(|finding| self.apply_to_rule(finding, &summary.removed));
            }
        }
        match self.later.checked_sub(1) {
            Some(later) => {
                self.later = later;
                Vec::new()
            }
            None => self.notes(),
        }
    }

    fn apply_to_changes(&mut self, changes: &mut [ChangeReport]) {
        for change in changes {
            let (fingerprint, places) = (&change.fingerprint, [&change.old, &change.new]);
            let accepted = self.reason(fingerprint, &change.keyword, &places);
            change.accepted = accepted.or_else(|| self.reason(fingerprint, change.kind.id(), &places));
        }
    }

    /// An entry for a removal also accepts the finding of a rule about it.
    fn apply_to_rule(&mut self, finding: &mut RuleFinding, removed: &[Single]) {
        let places: Vec<&Place> = finding.old.iter().chain(&finding.new).collect();
        let accepted = self.reason(&finding.fingerprint, finding.rule.id(), &places);
        let single = removed.iter().find(|single| finding.old.as_ref() == Some(&single.place));
        finding.accepted = accepted.or_else(|| single?.accepted.clone());
    }

    /// The reason of the entry that accepts a finding.
    fn reason(&mut self, fingerprint: &str, keyword: &str, places: &[&Place]) -> Option<String> {
        let index = self.by_fingerprint.get(fingerprint).copied().or_else(|| self.find_at(keyword, places))?;
        *self.met.get_mut(index)? = true;
        self.accepted.get(index).map(|one| one.reason.clone())
    }

    fn find_at(&self, keyword: &str, places: &[&Place]) -> Option<usize> {
        places.iter().find_map(|place| {
            let entries = self.by_place.get(&(keyword.to_owned(), place.pointer.clone()))?;
            let fits = |one: &Accepted| one.file.as_ref().is_none_or(|file| place.file == *file);
            entries.iter().copied().find(|index| self.accepted.get(*index).is_some_and(fits))
        })
    }

    fn notes(&self) -> Vec<String> {
        let Acceptance { file, accepted, by_place, met, notes, .. } = self;
        let mut notes = notes.clone();
        let loose = by_place.values().flatten().filter(|index| met.get(**index) == Some(&true)).count();
        let unmet = accepted.iter().zip(met).filter(|(_, met)| !**met);
        notes.extend(unmet.map(|(one, _)| format!("{file}: matches no finding: {} at {}", one.keyword, one.pointer)));
        let more = notes.len().saturating_sub(MAX_NOTES);
        if more > 0 {
            notes.truncate(MAX_NOTES);
            notes.push(format!("{file}: {more} more entries have expired or match no finding"));
        }
        if loose > 0 {
            notes.push(format!(
                "{file}: entries without a fingerprint, which accept any change of their keyword at their place: {loose}; \
                 --write-accept adds it"
            ));
        }
        notes
    }
}
