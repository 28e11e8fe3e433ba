//! The fingerprint of a finding, by which a reviewer accepts it and nothing else.
//!
//! It is made of the file and the pointers, the keyword, and what was and is there, with the schemas to which that refers. So it
//! stays the same when lines move or a message is worded differently, and is another one when the same keyword changes again.

use std::collections::{BTreeMap, HashMap};

use schema_ir::Source;
use serde_json::{Value, json};

use super::gather::find_references;
use super::presentation::{Outcome, REMOVED};
use super::report::ChangeReport;
use super::rules::{Rule, RuleFinding};
use super::summary::Single;
use crate::hash::sha256_hex;
use crate::place::Place;

/// Hexadecimal digits of a fingerprint.
const DIGITS: usize = 16;

/// Makes the fingerprints of one comparison.
pub(super) struct Fingerprints<'s> {
    old: &'s str,
    new: &'s str,
    sources: &'s [&'s Source],
    /// By file and pointer, the hash of a schema and of those to which it refers.
    contents: HashMap<(String, String), String>,
    /// The number of findings that are alike so far.
    seen: HashMap<String, usize>,
}

impl<'s> Fingerprints<'s> {
    /// `old` and `new` are the sides as the user named them.
    pub fn new(old: &'s str, new: &'s str, sources: &'s [&'s Source]) -> Self {
        Fingerprints { old, new, sources, contents: HashMap::new(), seen: HashMap::new() }
    }

    /// Sets the fingerprint of each finding.
    pub fn set(&mut self, outcome: &mut Outcome) {
        match outcome {
            Outcome::Pair(report) => self.set_changes(&mut report.changes),
            Outcome::Collection(summary) => {
                for component in &mut summary.components {
                    self.set_changes(&mut component.report.changes);
                }
                summary.all.changes =
                    summary.components.iter().flat_map(|one| one.report.changes.iter().cloned()).collect();
                for removed in &mut summary.removed {
                    removed.fingerprint = self.of_removed(removed);
                }
                for finding in &mut summary.rules {
                    finding.fingerprint = self.of_rule(finding);
                }
            }
        }
    }

    /// Sets the fingerprint of each change of a report.
    pub fn set_changes(&mut self, changes: &mut [ChangeReport]) {
        for change in changes {
            change.fingerprint = self.of_change(change);
        }
    }

    fn of_change(&mut self, change: &ChangeReport) -> String {
        let sides = [(&change.old, &change.was, self.old), (&change.new, &change.is, self.new)];
        let parts = sides.map(|(place, value, side)| {
            // If only several keywords together differ, all that is there is the change.
            let is_whole = change.keyword.is_empty() || value.as_ref().is_some_and(has_reference);
            let content = if is_whole { self.content(place) } else { String::new() };
            let value = value.clone().unwrap_or_default();
            Value::from(vec![
                relative_file(side, &place.file).into(),
                place.pointer.clone().into(),
                value,
                content.into(),
            ])
        });
        let [old, new] = parts;
        self.number(Value::from(vec![change.keyword.clone().into(), old, new]))
    }

    fn of_removed(&mut self, removed: &Single) -> String {
        let Place { file, pointer, .. } = &removed.place;
        let file = relative_file(self.old, file);
        let content = self.content(&removed.place);
        self.number(Value::from(vec![REMOVED, file, pointer, &content]))
    }

    fn of_rule(&mut self, finding: &RuleFinding) -> String {
        // The message has what was and is there, except for what may have any content.
        let has_content = matches!(finding.rule, Rule::SecuritySchemeChanged | Rule::SchemaAdded | Rule::SchemaRemoved);
        let sides = [(&finding.old, self.old), (&finding.new, self.new)].map(|(place, side)| {
            place.as_ref().map(|place| {
                let content = if has_content { self.content(place) } else { String::new() };
                [relative_file(side, &place.file).to_owned(), place.pointer.clone(), content]
            })
        });
        self.number(json!([finding.rule.id(), finding.message, sides]))
    }

    /// The hash of the parts, and of the number of findings before this one that have the same.
    fn number(&mut self, parts: Value) -> String {
        let text = sorted(parts).to_string();
        let seen = self.seen.entry(text.clone()).or_default();
        let mut hash = sha256_hex(format!("{text}{seen}").as_bytes());
        *seen += 1;
        hash.truncate(DIGITS);
        hash
    }

    /// The hash of the schema at a place and of those to which it refers.
    fn content(&mut self, place: &Place) -> String {
        let key = (place.file.clone(), place.pointer.clone());
        if let Some(known) = self.contents.get(&key) {
            return known.clone();
        }
        let source = self.sources.iter().find(|source| source.file() == place.file);
        let content = source.map_or(Value::Null, |source| collect(source.value(), &place.pointer));
        let hash = sha256_hex(sorted(content).to_string().as_bytes());
        self.contents.insert(key, hash.clone());
        hash
    }
}

/// The file below the side that the user named, so that a folder or a document may be anywhere.
fn relative_file<'f>(side: &str, file: &'f str) -> &'f str {
    let inside = file.strip_prefix(side.trim_end_matches('/'));
    let inside = inside.filter(|inside| inside.is_empty() || inside.starts_with('/'));
    inside.unwrap_or_else(|| file.rsplit('/').next().unwrap_or(file)).trim_start_matches('/')
}

fn has_reference(value: &Value) -> bool {
    find_references(value, "").is_none_or(|found| !found.is_empty())
}

/// The part of a document at a pointer and those to which it refers; the whole if it refers to more than parts of the document.
fn collect(document: &Value, pointer: &str) -> Value {
    let mut found = BTreeMap::new();
    let mut open = vec![pointer.to_owned()];
    while let Some(at) = open.pop() {
        let Some(part) = document.pointer(&at).filter(|_| !found.contains_key(&at)) else { continue };
        let Some(references) = find_references(part, &at) else { return document.clone() };
        open.extend(references);
        found.insert(at, part.clone());
    }
    found.into_iter().collect::<serde_json::Map<_, _>>().into()
}

/// Sorts the members of all objects, because their order makes no difference.
fn sorted(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        Value::Object(mut members) => {
            members.sort_keys();
            members.into_iter().map(|(name, value)| (name, sorted(value))).collect::<serde_json::Map<_, _>>().into()
        }
        other => other,
    }
}
