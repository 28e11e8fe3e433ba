//! What the commands print, as data: the documented JSON contract, and what the views are made of.

use std::collections::{BTreeSet, HashMap};

use schema_build::Source;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{AnnotationChange, Change, Comparison, Party, Repair, Side, Verdict, Witness};

/// The answer for one pair of schemas.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Report {
    pub verdict: String,
    pub reason: Option<String>,
    pub decided: String,
    pub breaks: Vec<String>,
    pub changes: Vec<Changed>,
    pub cut: bool,
    pub annotations: Vec<Annotated>,
    pub repairs: Repairs,
    /// The components that list what changed in this one too, by a reference to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Changed {
    pub keyword: String,
    pub message: String,
    pub direction: String,
    pub breaks: Vec<String>,
    pub old: Place,
    pub new: Place,
    pub was: Option<Value>,
    pub is: Option<Value>,
    pub witnesses: Vec<Shown>,
    pub suggestion: Option<String>,
    /// Why it was accepted by a reviewer, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Annotated {
    pub keyword: String,
    pub message: String,
    pub old: Option<Place>,
    pub new: Option<Place>,
    pub was: Option<Value>,
    pub is: Option<Value>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(super) struct Place {
    pub file: String,
    pub line: usize,
    pub column: usize,
    pub pointer: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Shown {
    pub value: Value,
    pub accepted_by: String,
    pub whole: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Repairs {
    pub old: Vec<Repaired>,
    pub new: Vec<Repaired>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Repaired {
    pub pointer: String,
    pub message: String,
}

impl Shown {
    /// ` there`, where the value is not a whole instance.
    pub fn there(&self) -> &'static str {
        if self.whole { "" } else { " there" }
    }
}

impl Report {
    /// Nothing could be told, and why.
    pub fn unknown(reason: impl Into<String>) -> Self {
        Report {
            verdict: Verdict::Unknown.as_str().to_owned(),
            reason: Some(reason.into()),
            decided: "not decided".to_owned(),
            breaks: Vec::new(),
            changes: Vec::new(),
            cut: false,
            annotations: Vec::new(),
            repairs: Repairs::default(),
            through: Vec::new(),
        }
    }

    /// The two are written the same.
    pub fn same() -> Self {
        Report {
            verdict: Verdict::Equivalent.as_str().to_owned(),
            reason: None,
            decided: "the schemas are the same".to_owned(),
            ..Report::unknown("")
        }
    }
}

impl Report {
    /// Says the lines of every place as they are in the files of the two sides.
    pub fn locate(&mut self, old: &[Source], new: &[Source]) {
        for change in &mut self.changes {
            change.old.locate(old);
            change.new.locate(new);
        }
        for annotation in &mut self.annotations {
            annotation.old.iter_mut().for_each(|place| place.locate(old));
            annotation.new.iter_mut().for_each(|place| place.locate(new));
        }
    }
}

impl Place {
    fn locate(&mut self, sources: &[Source]) {
        if let Some(source) = sources.iter().find(|source| source.file() == self.file) {
            let at = source.error(&self.pointer, "");
            (self.line, self.column) = (at.line, at.column);
        }
    }
}

impl From<&Comparison> for Report {
    fn from(one: &Comparison) -> Self {
        Report {
            verdict: one.verdict().as_str().to_owned(),
            reason: one.reason(),
            decided: one.decided().to_owned(),
            breaks: parties(&one.breaks()),
            changes: one.changes.iter().map(Changed::from).collect(),
            cut: one.cut,
            annotations: one.annotations.iter().map(Annotated::from).collect(),
            repairs: Repairs { old: repairs(&one.repairs.0), new: repairs(&one.repairs.1) },
            through: Vec::new(),
        }
    }
}

impl From<&Change> for Changed {
    fn from(one: &Change) -> Self {
        Changed {
            keyword: one.keyword.to_owned(),
            message: one.message.clone(),
            direction: one.direction.as_str().to_owned(),
            breaks: parties(&one.breaks),
            old: Place::from(&one.old),
            new: Place::from(&one.new),
            was: one.was.clone(),
            is: one.is.clone(),
            witnesses: one.witnesses.iter().map(Shown::from).collect(),
            suggestion: one.suggestion.clone(),
            accepted: None,
        }
    }
}

impl From<&AnnotationChange> for Annotated {
    fn from(one: &AnnotationChange) -> Self {
        Annotated {
            keyword: one.keyword.to_owned(),
            message: one.message.clone(),
            old: one.old.as_ref().map(Place::from),
            new: one.new.as_ref().map(Place::from),
            was: one.was.clone(),
            is: one.is.clone(),
        }
    }
}

impl From<&crate::Place> for Place {
    fn from(one: &crate::Place) -> Self {
        Place { file: one.file.clone(), line: one.line, column: one.column, pointer: one.pointer.clone() }
    }
}

impl From<&Witness> for Shown {
    fn from(one: &Witness) -> Self {
        let accepted_by = match one.accepted_by {
            Side::Old => "old",
            Side::New => "new",
        };
        Shown { value: one.value.clone(), accepted_by: accepted_by.to_owned(), whole: one.whole }
    }
}

fn parties(parties: &[Party]) -> Vec<String> {
    parties.iter().map(|party| party.as_str().to_owned()).collect()
}

fn repairs(repairs: &[Repair]) -> Vec<Repaired> {
    let told = |repair: &Repair| Repaired { pointer: repair.pointer.clone(), message: repair.message.clone() };
    repairs.iter().map(told).collect()
}

/// The answer for documents of several schemas: the same keys summarise.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Summary {
    #[serde(flatten)]
    pub all: Report,
    pub components: Vec<Component>,
    pub added: Vec<Single>,
    pub removed: Vec<Single>,
    pub renamed: Vec<Renamed>,
}

/// One pair of schemas that belong together.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Component {
    pub name: String,
    /// Where old and new have it.
    #[serde(skip)]
    pub places: (Place, Place),
    #[serde(flatten)]
    pub report: Report,
}

/// A schema that only one side has.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Single {
    pub name: String,
    #[serde(flatten)]
    pub place: Place,
    /// Why a reviewer accepted that it was removed, where one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

/// A removed and an added schema that say the same: perhaps one that was renamed.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Renamed {
    pub old: String,
    pub new: String,
}

impl Summary {
    /// Equivalent only if all are and none was removed; any difference wins over unknown; mixed is incomparable.
    pub fn new(
        mut components: Vec<Component>,
        added: Vec<Single>,
        removed: Vec<Single>,
        renamed: Vec<Renamed>,
    ) -> Self {
        tell_once(&mut components);
        let mut verdicts: Vec<&str> = components.iter().map(|one| one.report.verdict.as_str()).collect();
        if !removed.is_empty() {
            // New accepts nothing of it any more.
            verdicts.push("narrower");
        }
        let has = |verdict: &str| verdicts.contains(&verdict);
        let verdict = match (has("incomparable"), has("narrower"), has("wider"), has("unknown")) {
            (true, ..) | (_, true, true, _) => Verdict::Incomparable,
            (_, true, false, _) => Verdict::Narrower,
            (_, false, true, _) => Verdict::Wider,
            (.., true) => Verdict::Unknown,
            _ => Verdict::Equivalent,
        };
        let mut breaks: Vec<String> = components.iter().flat_map(|one| one.report.breaks.clone()).collect();
        if !removed.is_empty() {
            breaks.push(Party::Writer.as_str().to_owned());
        }
        breaks.sort();
        breaks.dedup();
        let reasons =
            components.iter().filter_map(|one| Some(format!("{}: {}", one.name, one.report.reason.as_ref()?)));
        let reason = (verdict == Verdict::Unknown).then(|| reasons.collect::<Vec<_>>().join("; "));
        let all = Report {
            verdict: verdict.as_str().to_owned(),
            decided: "from the components".to_owned(),
            breaks,
            changes: components.iter().flat_map(|one| one.report.changes.clone()).collect(),
            cut: components.iter().any(|one| one.report.cut),
            annotations: components.iter().flat_map(|one| one.report.annotations.clone()).collect(),
            reason,
            ..Report::same()
        };
        Summary { all, components, added, removed, renamed }
    }
}

/// Leaves what several components say only at the one that it stands in, else at the first; the others say which.
fn tell_once(components: &mut [Component]) {
    let mut homes: HashMap<Told, usize> = HashMap::new();
    for (index, component) in components.iter().enumerate() {
        for told in component.report.told() {
            let stands_here = component.holds(&told);
            homes.entry(told).and_modify(|home| *home = if stands_here { index } else { *home }).or_insert(index);
        }
    }
    let names: Vec<String> = components.iter().map(|one| one.name.clone()).collect();
    for (index, component) in components.iter_mut().enumerate() {
        let report = &mut component.report;
        let elsewhere = |told: &Told| homes.get(told).copied().filter(|home| *home != index);
        let through: BTreeSet<usize> =
            report.changes.iter().filter_map(|change| elsewhere(&Told::change(change))).collect();
        report.changes.retain(|change| elsewhere(&Told::change(change)).is_none());
        report.annotations.retain(|annotation| elsewhere(&Told::annotation(annotation)).is_none());
        report.through = through.into_iter().filter_map(|home| names.get(home).cloned()).collect();
    }
}

/// What makes one change or annotation the same as another. The words of it depend on the road that led there.
#[derive(PartialEq, Eq, Hash)]
struct Told {
    keyword: String,
    breaks: Option<Vec<String>>,
    old: Option<Place>,
    new: Option<Place>,
}

impl Told {
    fn change(one: &Changed) -> Self {
        let (old, new) = (Some(one.old.clone()), Some(one.new.clone()));
        Told { keyword: one.keyword.clone(), breaks: Some(one.breaks.clone()), old, new }
    }

    fn annotation(one: &Annotated) -> Self {
        Told { keyword: one.keyword.clone(), breaks: None, old: one.old.clone(), new: one.new.clone() }
    }
}

impl Report {
    fn told(&self) -> impl Iterator<Item = Told> {
        self.changes.iter().map(Told::change).chain(self.annotations.iter().map(Told::annotation))
    }
}

impl Component {
    /// Whether both places, or the one that there is, are in this component.
    fn holds(&self, told: &Told) -> bool {
        let inside = |whole: &Place, place: &Option<Place>| {
            place.as_ref().is_none_or(|place| {
                let below = place.pointer.strip_prefix(&whole.pointer);
                place.file == whole.file && below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
            })
        };
        inside(&self.places.0, &told.old) && inside(&self.places.1, &told.new)
    }
}
