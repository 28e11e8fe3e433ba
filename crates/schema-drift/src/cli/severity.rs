//! The levels that a repository gives to findings, by their id, their place, and who breaks.

use serde::de::{Deserialize, Deserializer, Error as _};

use super::explain::Explained;
use super::operation_part::OperationPart;
use super::pattern::Pattern;
use super::tally::PARTIES;
use crate::place::Place;

/// The severity of a finding for the user, highest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Level {
    /// It causes exit code 1.
    Error,
    Warning,
    Note,
}

/// A level for the findings that meet all of the conditions.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SeverityRule {
    level: Level,
    #[serde(default, deserialize_with = "read_id")]
    id: Option<Pattern>,
    /// One of those who break.
    #[serde(default, deserialize_with = "read_party")]
    breaks: Option<String>,
    file: Option<Pattern>,
    pointer: Option<Pattern>,
    operation: Option<Pattern>,
}

/// The facts about a finding on which its level may depend.
pub(super) struct Judged<'f> {
    pub id: &'static str,
    pub breaks: &'f [&'static str],
    /// The places in new and in old, if it has them.
    pub places: [Option<&'f Place>; 2],
    pub operations: &'f [OperationPart],
}

/// The level that the last of the rules that apply gives; `None` if none does.
pub(super) fn find_level(rules: &[SeverityRule], finding: &Judged<'_>) -> Option<Level> {
    rules.iter().rev().find(|rule| rule.applies(finding)).map(|rule| rule.level)
}

impl SeverityRule {
    fn applies(&self, finding: &Judged<'_>) -> bool {
        let meets = |pattern: &Option<Pattern>, is_met: &dyn Fn(&Pattern) -> bool| pattern.as_ref().is_none_or(is_met);
        let is_at = |name: &dyn Fn(&Place) -> bool| finding.places.iter().flatten().any(|place| name(place));
        meets(&self.id, &|id| id.matches(finding.id))
            && self.breaks.as_ref().is_none_or(|party| finding.breaks.contains(&party.as_str()))
            && meets(&self.file, &|file| is_at(&|place| is_named(file, &place.file)))
            && meets(&self.pointer, &|pointer| is_at(&|place| pointer.matches(&place.pointer)))
            && meets(&self.operation, &|operation| reaches_only(operation, finding.operations))
    }
}

/// Whether a file has the name, with or without its revision.
fn is_named(pattern: &Pattern, file: &str) -> bool {
    pattern.matches(file) || file.split_once(':').is_some_and(|(_, path)| pattern.matches(path))
}

/// Whether a finding is about such operations only: it may break users of the others.
fn reaches_only(pattern: &Pattern, operations: &[OperationPart]) -> bool {
    !operations.is_empty() && operations.iter().all(|part| pattern.matches(&part.operation))
}

fn read_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Pattern>, D::Error> {
    let pattern = Pattern::deserialize(deserializer)?;
    if Explained::all().any(|one| pattern.matches(one.id())) {
        return Ok(Some(pattern));
    }
    Err(D::Error::custom("no finding has such an id; `schema-drift explain` lists all"))
}

fn read_party<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let party = String::deserialize(deserializer)?;
    if PARTIES.contains(&party.as_str()) {
        return Ok(Some(party));
    }
    Err(D::Error::custom(format!("{party:?} is none of {}", PARTIES.map(|party| format!("`{party}`")).join(", "))))
}
