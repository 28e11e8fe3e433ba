//! The result of [`compare`](crate::compare()): a verdict, the located changes and their witnesses.

use std::fmt;

use serde_json::Value;

use crate::answer::{Answer, Why};
use crate::change_kind::ChangeKind;
use crate::place::Place;
use crate::repair::Repair;

/// New against old, over all JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Verdict {
    /// Both accept the same values.
    Equivalent,
    /// New accepts less.
    Narrower,
    /// New accepts more.
    Wider,
    /// New rejects something that old accepted, and accepts something that old rejected.
    Incomparable,
    /// Not decided; [`Comparison::reason`] gives the reason.
    Unknown,
}

impl Verdict {
    /// The word for it, as in `--format json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Equivalent => "equivalent",
            Verdict::Narrower => "narrower",
            Verdict::Wider => "wider",
            Verdict::Incomparable => "incomparable",
            Verdict::Unknown => "unknown",
        }
    }

    /// The verdict about two comparisons that both count.
    #[cfg(feature = "cli")]
    pub(crate) fn and(self, other: Self) -> Self {
        match (self, other) {
            (one, other) if one == other => one,
            (Verdict::Unknown, _) | (_, Verdict::Unknown) => Verdict::Unknown,
            (Verdict::Equivalent, different) | (different, Verdict::Equivalent) => different,
            _ => Verdict::Incomparable,
        }
    }

    pub(crate) fn from_answers(narrows: &Answer, widens: &Answer) -> Self {
        match (narrows, widens) {
            (Answer::Unknown(_), _) | (_, Answer::Unknown(_)) => Verdict::Unknown,
            (Answer::No(_), Answer::No(_)) => Verdict::Equivalent,
            (_, Answer::No(_)) => Verdict::Narrower,
            (Answer::No(_), _) => Verdict::Wider,
            _ => Verdict::Incomparable,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Someone who exchanges values under a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Party {
    /// Receives values, like a webhook consumer; breaks when new accepts something that old rejected.
    Reader,
    /// Sends values; breaks when new rejects something that old accepted.
    Writer,
}

impl Party {
    /// The word for it, as in `--format json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Party::Reader => "reader",
            Party::Writer => "writer",
        }
    }

    /// The parties that break, sorted.
    pub(crate) fn from_answers(narrows: &Answer, widens: &Answer) -> Vec<Self> {
        let reader = widens.is_yes().then_some(Party::Reader);
        let writer = narrows.is_yes().then_some(Party::Writer);
        reader.into_iter().chain(writer).collect()
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One of the two schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "lowercase"))]
pub enum Side {
    /// The schema before the change.
    Old,
    /// The schema after the change.
    New,
}

impl Side {
    /// The word for it, as in `--format json`.
    pub fn as_str(self) -> &'static str {
        match self {
            Side::Old => "old",
            Side::New => "new",
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A value that one side accepts and the other rejects, as validators of both confirmed.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The value; null if it is too large to be built.
    pub value: Value,
    /// The value in words, if it is too large to be built.
    pub described: Option<String>,
    /// The side that accepts it.
    pub accepted_by: Side,
    /// True if it is a whole instance of the schemas. Otherwise it is a value for the changed place alone, judged by the
    /// subschemas there.
    pub whole: bool,
    /// JSON Pointer to the part of a whole instance that shows the change, if that is not all of it.
    pub point: Option<String>,
}

impl Witness {
    pub(crate) fn new(value: Value, accepted_by: Side, whole: bool) -> Self {
        Witness { value, described: None, accepted_by, whole, point: None }
    }

    /// The value as JSON, or in words.
    pub(crate) fn text(&self) -> String {
        self.described.clone().unwrap_or_else(|| self.value.to_string())
    }
}

/// One place where the two schemas accept different values.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The kind of the change, with an id.
    pub kind: ChangeKind,
    /// The keyword that differs; `false` if one side allows no value, empty if only several keywords together differ.
    pub keyword: &'static str,
    /// A sentence about the change, for people.
    pub message: String,
    /// Where old has the keyword, or would have it.
    pub old: Place,
    /// Where new has the keyword, or would have it.
    pub new: Place,
    /// The keyword's value in old, if any.
    pub was: Option<Value>,
    /// The keyword's value in new, if any.
    pub is: Option<Value>,
    /// Narrower, wider or incomparable, at this place; unknown if neither a proof nor a value was found.
    pub direction: Verdict,
    /// Who breaks because of it.
    pub breaks: Vec<Party>,
    /// One for each direction that the change claims.
    pub witnesses: Vec<Witness>,
    /// A guess at the intention, such as a rename; worded as a guess.
    pub suggestion: Option<String>,
}

/// A difference that does not affect which values are valid.
#[derive(Clone, Debug, PartialEq)]
pub struct AnnotationChange {
    /// `title`, `description`, `format`, `default`, `deprecated`, `examples`, …
    pub keyword: &'static str,
    /// A sentence about the change, for people.
    pub message: String,
    /// Where old has the annotation, or would have it; `None` if old has no such place.
    pub old: Option<Place>,
    /// Where new has the annotation, or would have it; `None` if new has no such place.
    pub new: Option<Place>,
    /// The annotation's value in old.
    pub was: Option<Value>,
    /// The annotation's value in new.
    pub is: Option<Value>,
}

/// The result of [`compare`](crate::compare()).
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Does new reject something that old accepts?
    pub narrows: Answer,
    /// Does new accept something that old rejects?
    pub widens: Answer,
    /// The deepest places that differ, each once.
    pub changes: Vec<Change>,
    /// Annotations that differ.
    pub annotations: Vec<AnnotationChange>,
    /// Keywords of old and of new that were rewritten for the algebra.
    pub repairs: (Vec<Repair>, Vec<Repair>),
    /// True if there are more changes than [`MAX_CHANGES`](crate::limits::MAX_CHANGES).
    pub cut: bool,
    /// The number of instances that were tried on both sides.
    pub tried: usize,
}

impl Comparison {
    /// New against old.
    pub fn verdict(&self) -> Verdict {
        Verdict::from_answers(&self.narrows, &self.widens)
    }

    /// The reason why the verdict is unknown.
    pub fn reason(&self) -> Option<String> {
        let narrows = match (&self.narrows, &self.widens) {
            (Answer::Unknown(why), Answer::Unknown(other)) if why == other => return Some(why.clone()),
            (Answer::Unknown(why), _) => Some(format!("whether new rejects a value that old accepts: {why}")),
            _ => None,
        };
        let widens = match &self.widens {
            Answer::Unknown(why) => Some(format!("whether new accepts a value that old rejects: {why}")),
            _ => None,
        };
        let reasons: Vec<String> = narrows.into_iter().chain(widens).collect();
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }

    /// Who breaks, each shown by a value.
    pub fn breaks(&self) -> Vec<Party> {
        Party::from_answers(&self.narrows, &self.widens)
    }

    /// How it was decided, in a few words.
    pub fn decided(&self) -> &'static str {
        use Why::{Algebra, Cases, Same};
        match (&self.narrows, &self.widens) {
            (Answer::No(Same), Answer::No(_)) | (Answer::No(_), Answer::No(Same)) => "the schemas are the same",
            (Answer::No(Cases), Answer::No(Cases)) => "both directions proved by cases",
            (Answer::No(Algebra), Answer::No(Algebra)) => "both directions proved by the schema algebra",
            (Answer::No(_), Answer::No(_)) => "one direction proved by cases, the other by the schema algebra",
            (Answer::Unknown(_), _) | (_, Answer::Unknown(_)) => "not decided",
            (Answer::Described(_), _) | (_, Answer::Described(_)) => "decided by counts, without a value of that size",
            (Answer::Yes(_), Answer::Yes(_)) => "both directions demonstrated by a value",
            (Answer::No(Algebra), _) | (_, Answer::No(Algebra)) => {
                "one direction proved by the schema algebra, the other demonstrated by a value"
            }
            _ => "one direction proved by cases, the other demonstrated by a value",
        }
    }
}
