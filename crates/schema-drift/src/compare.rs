//! Two schemas in, what changed out.

use std::fmt;

use schema_build::Error;
use serde_json::Value;

use crate::annotation::Remark;
use crate::decide::{self, Answer, Decision};
use crate::embed::Embedder;
use crate::engine::Canonical;
use crate::limits::MAX_SAMPLES;
use crate::repair::Repair;
use crate::schema::{Place, Schema, validator};
use crate::walk::{Findings, Mixed, Walk};
use crate::{judge, names, prove, stack, suggest, walk};

/// How to compare.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether `format` asserts; by default it annotates (validation, 7.2.1).
    pub formats: bool,
    /// Instances that are tried on each side where the algebra proves nothing; at most [`MAX_SAMPLES`].
    pub samples: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { formats: false, samples: MAX_SAMPLES }
    }
}

/// New against old, over all JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The same values are valid.
    Equivalent,
    /// New accepts less.
    Narrower,
    /// New accepts more.
    Wider,
    /// New rejects something that old accepted, and accepts something that old rejected.
    Incomparable,
    /// Not decided; [`Comparison::reason`] says why.
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
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Who is affected when values are exchanged under a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// Receives values, like a webhook consumer; breaks when new accepts what old did not.
    Reader,
    /// Sends values; breaks when new rejects what old accepted.
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
}

/// One of the two schemas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The schema that was.
    Old,
    /// The schema that is.
    New,
}

/// A value that one side accepts and the other rejects; validators of both were asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The value.
    pub value: Value,
    /// The side that accepts it.
    pub accepted_by: Side,
    /// Whether it is a whole instance of the schemas; else it is what stands at the change's place, judged by what
    /// the two schemas say there.
    pub whole: bool,
}

/// One place where the two schemas differ in what they accept.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The keyword that differs; `false` where one side allows nothing, empty where no single keyword does.
    pub keyword: &'static str,
    /// What changed, in a person's words.
    pub message: String,
    /// Where old says it, or would.
    pub old: Place,
    /// Where new says it, or would.
    pub new: Place,
    /// What old says there, if anything.
    pub was: Option<Value>,
    /// What new says there, if anything.
    pub is: Option<Value>,
    /// Narrower, wider or incomparable, at this place; unknown where neither proof nor value was found.
    pub direction: Verdict,
    /// Who breaks by it.
    pub breaks: Vec<Party>,
    /// One for each direction that it claims.
    pub witnesses: Vec<Witness>,
    /// What it may have been meant as, such as a new name; a guess, and said as one.
    pub suggestion: Option<String>,
}

/// A difference in what the two schemas say beside which values are valid.
#[derive(Clone, Debug, PartialEq)]
pub struct AnnotationChange {
    /// `title`, `description`, `format`, `default`, `deprecated`, `examples`, …
    pub keyword: &'static str,
    /// What changed, in a person's words.
    pub message: String,
    /// Where old says it, or would; `None` where old has no such place.
    pub old: Option<Place>,
    /// Where new says it, or would; `None` where new has no such place.
    pub new: Option<Place>,
    /// What old says.
    pub was: Option<Value>,
    /// What new says.
    pub is: Option<Value>,
}

/// What [`compare`] finds.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Does new reject something that old accepts?
    pub narrows: Answer,
    /// Does new accept something that old rejects?
    pub widens: Answer,
    /// Where, the deepest places, each once.
    pub changes: Vec<Change>,
    /// Annotations that differ.
    pub annotations: Vec<AnnotationChange>,
    /// What was written otherwise for the algebra's sake, in old and in new.
    pub repairs: (Vec<Repair>, Vec<Repair>),
    /// Whether there are more changes than [`MAX_CHANGES`](crate::limits::MAX_CHANGES).
    pub cut: bool,
    /// Instances that were tried on both sides.
    pub tried: usize,
}

impl Comparison {
    /// New against old.
    pub fn verdict(&self) -> Verdict {
        verdict(&self.narrows, &self.widens)
    }

    /// Why the verdict is unknown.
    pub fn reason(&self) -> Option<String> {
        let narrows = match (&self.narrows, &self.widens) {
            (Answer::Unknown(why), Answer::Unknown(other)) if why == other => return Some(why.clone()),
            (Answer::Unknown(why), _) => Some(format!("whether new rejects what old accepts: {why}")),
            _ => None,
        };
        let widens = match &self.widens {
            Answer::Unknown(why) => Some(format!("whether new accepts what old rejects: {why}")),
            _ => None,
        };
        let reasons: Vec<String> = narrows.into_iter().chain(widens).collect();
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }

    /// Who breaks, by a value that shows it.
    pub fn breaks(&self) -> Vec<Party> {
        parties(&self.narrows, &self.widens)
    }

    /// How it was decided, in a few words.
    pub fn decided(&self) -> &'static str {
        match (&self.narrows, &self.widens) {
            (Answer::No(decide::Why::Same), Answer::No(_)) => "the schemas are the same",
            (Answer::No(_), Answer::No(_)) => "proven both ways by the schema algebra",
            (Answer::Unknown(_), _) | (_, Answer::Unknown(_)) => "not decided",
            (Answer::Yes(_), Answer::Yes(_)) => "shown both ways by a value that validators judged",
            _ => "proven one way by the schema algebra, shown the other way by a value that validators judged",
        }
    }
}

/// Compares two schemas: which values are valid under one and not under the other, where they differ, for whom it breaks.
///
/// ```
/// use schema_drift::{Options, Party, Schema, Verdict, compare};
/// let old = Schema::parse("old.json", br#"{"properties": {"email": {"type": "string"}}, "required": ["email"]}"#.to_vec())?;
/// let new = Schema::parse("new.json", br#"{"properties": {"email": {"type": "string"}}}"#.to_vec())?;
/// let comparison = compare(&old, &new, &Options::default())?;
/// assert_eq!(comparison.verdict(), Verdict::Wider);
/// assert_eq!(comparison.breaks(), [Party::Reader]);
/// assert_eq!(comparison.changes[0].message, "`email` is no longer required");
/// assert_eq!(comparison.changes[0].witnesses[0].value, serde_json::json!({}));
/// # Ok::<(), schema_drift::Error>(())
/// ```
///
/// # Errors
///
/// A comparison that ends before its time; the schemas themselves were accepted before.
pub fn compare(old: &Schema, new: &Schema, options: &Options) -> Result<Comparison, Error> {
    compare_in_steps(old, new, options, &|_| ())
}

/// As [`compare`], telling of the verdict before the changes are located.
pub(crate) fn compare_in_steps(
    old: &Schema,
    new: &Schema,
    options: &Options,
    decided: &(dyn Fn(&Comparison) + Sync),
) -> Result<Comparison, Error> {
    if let (true, Some(lossy)) = (options.formats, [old, new].into_iter().find(|schema| schema.lost_formats())) {
        let message = "`format` cannot be asserted where references lead to a meta-schema";
        return Err(lossy.source().error("", message).with_help("let `format` annotate"));
    }
    stack::with_room(|| on_this_stack(old, new, options, decided)).map_err(|why| Error::file(new.source().file(), why))
}

fn on_this_stack(old: &Schema, new: &Schema, options: &Options, decided: &(dyn Fn(&Comparison) + Sync)) -> Comparison {
    let (before, after) = names::common(
        decide::assertions(old.document(), options.formats),
        decide::assertions(new.document(), options.formats),
    );
    let decision = decide::decide(&Canonical, &before, &after, options.formats, options.samples.min(MAX_SAMPLES));
    decided(&Comparison {
        changes: unlocated(&[], &decision, &[], [old, new], options.formats).into_iter().collect(),
        annotations: Vec::new(),
        repairs: (old.repairs().to_vec(), new.repairs().to_vec()),
        cut: true,
        tried: decision.tried,
        narrows: decision.narrows.clone(),
        widens: decision.widens.clone(),
    });
    let Findings { found, remarks, mixed, cut } = Walk::run(old.document(), new.document(), options.formats);
    let mut changes = Vec::new();
    if !matches!((&decision.narrows, &decision.widens), (Answer::No(_), Answer::No(_))) {
        let judges = validator(&before, options.formats).ok().zip(validator(&after, options.formats).ok());
        let embedder = prove::Pair::new(&before, &after, options.formats)
            .zip(judges)
            .map(|(pair, (old, new))| Embedder::new(pair, [old, new]));
        changes.extend(judge::changes(found, &decision, embedder, [old, new], options.formats));
    }
    changes.extend(unlocated(&changes, &decision, &mixed, [old, new], options.formats));
    suggest::renames(&mut changes);
    Comparison {
        changes,
        annotations: remarks.into_iter().map(|remark| annotation(remark, old, new)).collect(),
        repairs: (old.repairs().to_vec(), new.repairs().to_vec()),
        cut,
        tried: decision.tried,
        narrows: decision.narrows,
        widens: decision.widens,
    }
}

/// The change of last resort: a value shows a direction that no located change claims.
fn unlocated(
    changes: &[Change],
    decision: &Decision,
    mixed: &[Mixed],
    [old, new]: [&Schema; 2],
    formats: bool,
) -> Option<Change> {
    let directions = [(&decision.narrows, Side::Old, Party::Writer), (&decision.widens, Side::New, Party::Reader)];
    let unclaimed = directions.into_iter().filter_map(|(answer, accepted_by, party)| match answer {
        Answer::Yes(value) if !changes.iter().any(|change| change.breaks.contains(&party)) => {
            Some((Witness { value: value.clone(), accepted_by, whole: true }, party))
        }
        _ => None,
    });
    let (witnesses, mut breaks): (Vec<_>, Vec<_>) = unclaimed.unzip();
    breaks.sort();
    let direction = match breaks.as_slice() {
        [] => return None,
        [Party::Reader] => Verdict::Wider,
        [Party::Writer] => Verdict::Narrower,
        _ => Verdict::Incomparable,
    };
    let values: Vec<&Value> = witnesses.iter().map(|witness: &Witness| &witness.value).collect();
    let at = judge::deepest(mixed, &values, [old.document(), new.document()], formats);
    let (old_at, new_at, place) = at.map_or(("", "", ""), |at| (&at.old_pointer, &at.new_pointer, &at.place));
    let message = format!("the keywords of {}, taken together, judge it otherwise", walk::subject(place));
    let (old, new) = (old.place(old_at), new.place(new_at));
    Some(Change { keyword: "", message, old, new, was: None, is: None, direction, breaks, witnesses, suggestion: None })
}

fn annotation(remark: Remark, old: &Schema, new: &Schema) -> AnnotationChange {
    AnnotationChange {
        keyword: remark.keyword,
        message: remark.message,
        old: remark.old_pointer.map(|at| old.place(&at)),
        new: remark.new_pointer.map(|at| new.place(&at)),
        was: remark.was,
        is: remark.is,
    }
}

pub(crate) fn verdict(narrows: &Answer, widens: &Answer) -> Verdict {
    match (narrows, widens) {
        (Answer::No(_), Answer::No(_)) => Verdict::Equivalent,
        (Answer::Yes(_), Answer::No(_)) => Verdict::Narrower,
        (Answer::No(_), Answer::Yes(_)) => Verdict::Wider,
        (Answer::Yes(_), Answer::Yes(_)) => Verdict::Incomparable,
        (Answer::Unknown(_), _) | (_, Answer::Unknown(_)) => Verdict::Unknown,
    }
}

pub(crate) fn parties(narrows: &Answer, widens: &Answer) -> Vec<Party> {
    let reader = matches!(widens, Answer::Yes(_)).then_some(Party::Reader);
    let writer = matches!(narrows, Answer::Yes(_)).then_some(Party::Writer);
    reader.into_iter().chain(writer).collect()
}
