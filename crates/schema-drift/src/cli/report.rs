//! The report for one pair of schemas: the documented JSON contract, and the data of the views.
//!
//! These types mirror those of the library, so that the library can change while the JSON stays the same.

use schema_ir::Source;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::excerpt::write_excerpt;
use super::operation_part::OperationParts;
use super::peers::Peers;
use super::phrases::shorten;
use super::uses::Uses;
use crate::change_kind::ChangeKind;
use crate::comparison::{AnnotationChange, Change, Comparison, Party, Side, Verdict, Witness};
use crate::place::Place;
use crate::repair::Repair;

/// The report for one pair of schemas.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Report {
    pub verdict: Verdict,
    pub reason: Option<String>,
    pub decided: String,
    pub breaks: Vec<Party>,
    /// Which peers of an API break.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub breaks_peers: Option<Peers>,
    pub changes: Vec<ChangeReport>,
    pub cut: bool,
    pub annotations: Vec<AnnotationReport>,
    pub repairs: Repairs,
    /// The components that list changes of this one too, because it refers to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct ChangeReport {
    /// See [`Fingerprints`](super::fingerprint::Fingerprints); empty until the files are at hand.
    #[serde(default)]
    pub fingerprint: String,
    #[serde(rename = "rule")]
    pub kind: ChangeKind,
    pub keyword: String,
    pub message: String,
    pub direction: Verdict,
    pub breaks: Vec<Party>,
    /// Which peers of an API break.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    pub breaks_peers: Option<Peers>,
    /// The operations of an API that exchange the values.
    #[serde(flatten, skip_deserializing, skip_serializing_if = "<[_]>::is_empty")]
    pub operations: OperationParts,
    /// Where the values are in the first of these operations, or below the schema that is compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    pub old: Place,
    pub new: Place,
    pub was: Option<Value>,
    pub is: Option<Value>,
    pub witnesses: Vec<WitnessReport>,
    pub suggestion: Option<String>,
    /// The reason of the reviewer who accepted it, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct AnnotationReport {
    pub keyword: String,
    pub message: String,
    pub old: Option<Place>,
    pub new: Option<Place>,
    pub was: Option<Value>,
    pub is: Option<Value>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct WitnessReport {
    pub value: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub described: Option<String>,
    pub accepted_by: Side,
    pub whole: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Repairs {
    pub old: Vec<RepairReport>,
    pub new: Vec<RepairReport>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct RepairReport {
    pub pointer: String,
    pub message: String,
}

impl WitnessReport {
    /// The value for people.
    pub fn text(&self) -> String {
        let excerpt = || write_excerpt(&self.value, self.point.as_deref());
        self.described.as_ref().map_or_else(excerpt, |text| shorten(text))
    }

    /// The word " there" for a value that is not a whole instance.
    pub fn there(&self) -> &'static str {
        if self.whole { "" } else { " there" }
    }
}

impl Report {
    /// A report without a verdict.
    pub fn unknown(reason: impl Into<String>) -> Self {
        Report {
            verdict: Verdict::Unknown,
            reason: Some(reason.into()),
            decided: "not decided".to_owned(),
            breaks: Vec::new(),
            breaks_peers: None,
            changes: Vec::new(),
            cut: false,
            annotations: Vec::new(),
            repairs: Repairs::default(),
            through: Vec::new(),
        }
    }

    /// The report for two equal schemas.
    pub fn same() -> Self {
        Report {
            verdict: Verdict::Equivalent,
            reason: None,
            decided: "the schemas are the same".to_owned(),
            ..Report::unknown("")
        }
    }
}

impl Report {
    /// The report for a pair that was compared before; the changes are listed there.
    pub fn like(before: &Report) -> Self {
        Report {
            verdict: before.verdict,
            reason: before.reason.clone(),
            decided: before.decided.clone(),
            breaks: before.breaks.clone(),
            breaks_peers: before.breaks_peers.clone(),
            cut: before.cut,
            ..Report::same()
        }
    }

    /// Notes which peers break, and in which operations.
    pub fn note_uses(&mut self, uses: &Uses) {
        self.breaks_peers = Some(Peers::broken(&self.breaks, &uses.senders));
        for change in &mut self.changes {
            change.breaks_peers = Some(Peers::broken(&change.breaks, &uses.senders));
            change.operations.clone_from(&uses.operations);
        }
    }

    /// Adds the report for the same pair under another assumption. Each change is listed once.
    pub fn join(&mut self, other: Report) {
        self.verdict = self.verdict.and(other.verdict);
        self.reason = self.reason.take().or(other.reason);
        if self.verdict != Verdict::Equivalent && other.verdict != Verdict::Equivalent {
            self.decided = "for each sender by itself".to_owned();
        } else if other.verdict != Verdict::Equivalent {
            self.decided = other.decided;
        }
        self.breaks.extend(other.breaks);
        self.breaks.sort();
        self.breaks.dedup();
        self.breaks_peers = Peers::join(self.breaks_peers.take(), other.breaks_peers.as_ref());
        self.cut |= other.cut;
        for change in other.changes {
            let is_same = |known: &&mut ChangeReport| {
                (&known.keyword, &known.breaks, &known.old, &known.new)
                    == (&change.keyword, &change.breaks, &change.old, &change.new)
            };
            match self.changes.iter_mut().find(is_same) {
                Some(known) => {
                    known.breaks_peers = Peers::join(known.breaks_peers.take(), change.breaks_peers.as_ref());
                }
                None => self.changes.push(change),
            }
        }
        let is_new = |one: &AnnotationReport| {
            self.annotations
                .iter()
                .all(|known| (&known.message, &known.old, &known.new) != (&one.message, &one.old, &one.new))
        };
        let annotations: Vec<AnnotationReport> = other.annotations.into_iter().filter(is_new).collect();
        self.annotations.extend(annotations);
    }

    /// Sets the line and column of every place to those in the files of the two sides.
    pub fn locate(&mut self, old: &[Source], new: &[Source]) {
        for change in &mut self.changes {
            locate(&mut change.old, old);
            locate(&mut change.new, new);
        }
        for annotation in &mut self.annotations {
            annotation.old.iter_mut().for_each(|place| locate(place, old));
            annotation.new.iter_mut().for_each(|place| locate(place, new));
        }
    }
}

fn locate(place: &mut Place, sources: &[Source]) {
    if let Some(source) = sources.iter().find(|source| source.file() == place.file) {
        let at = source.nearest_position(&place.pointer);
        (place.line, place.column) = (at.line, at.column);
    }
}

impl From<&Comparison> for Report {
    fn from(one: &Comparison) -> Self {
        Report {
            verdict: one.verdict(),
            reason: one.reason(),
            decided: one.decided().to_owned(),
            breaks: one.breaks(),
            breaks_peers: None,
            changes: one.changes.iter().map(ChangeReport::from).collect(),
            cut: one.cut,
            annotations: one.annotations.iter().map(AnnotationReport::from).collect(),
            repairs: Repairs { old: report_repairs(&one.repairs.0), new: report_repairs(&one.repairs.1) },
            through: Vec::new(),
        }
    }
}

impl From<&Change> for ChangeReport {
    fn from(one: &Change) -> Self {
        ChangeReport {
            fingerprint: String::new(),
            kind: one.kind,
            keyword: one.keyword.to_owned(),
            message: one.message.clone(),
            direction: one.direction,
            breaks: one.breaks.clone(),
            breaks_peers: None,
            operations: OperationParts::default(),
            path: None,
            old: one.old.clone(),
            new: one.new.clone(),
            was: one.was.clone(),
            is: one.is.clone(),
            witnesses: one.witnesses.iter().map(WitnessReport::from).collect(),
            suggestion: one.suggestion.clone(),
            accepted: None,
        }
    }
}

impl From<&AnnotationChange> for AnnotationReport {
    fn from(one: &AnnotationChange) -> Self {
        AnnotationReport {
            keyword: one.keyword.to_owned(),
            message: one.message.clone(),
            old: one.old.clone(),
            new: one.new.clone(),
            was: one.was.clone(),
            is: one.is.clone(),
        }
    }
}

impl From<&Witness> for WitnessReport {
    fn from(one: &Witness) -> Self {
        WitnessReport {
            value: one.value.clone(),
            described: one.described.clone(),
            accepted_by: one.accepted_by,
            whole: one.whole,
            point: one.point.clone(),
        }
    }
}

fn report_repairs(repairs: &[Repair]) -> Vec<RepairReport> {
    let report = |repair: &Repair| RepairReport { pointer: repair.pointer.clone(), message: repair.message.clone() };
    repairs.iter().map(report).collect()
}
