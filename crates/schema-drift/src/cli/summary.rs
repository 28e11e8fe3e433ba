//! The report for documents of several schemas.

use std::collections::{BTreeSet, HashMap};

use serde::Serialize;

use super::peers::Peers;
use super::report::{AnnotationReport, ChangeReport, Report};
use super::rules::{Rule, RuleFinding};
use super::uses::Uses;
use crate::comparison::{Party, Verdict};
use crate::place::Place;

/// The report for documents of several schemas; the keys of a report summarise all pairs.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Summary {
    #[serde(flatten)]
    pub all: Report,
    pub components: Vec<Component>,
    pub added: Vec<Single>,
    pub removed: Vec<Single>,
    pub renamed: Vec<Renamed>,
    /// The changes of operations that are not changes of a schema.
    pub rules: Vec<RuleFinding>,
}

/// What only one side has, and what is not in a schema.
#[derive(Clone, Debug, Default)]
pub(super) struct Others {
    pub added: Vec<Single>,
    pub removed: Vec<Single>,
    pub renamed: Vec<Renamed>,
    pub rules: Vec<RuleFinding>,
}

/// One pair of schemas.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Component {
    pub name: String,
    /// The places in old and in new, without lines, because most components do not change.
    #[serde(skip)]
    pub places: (Place, Place),
    /// The components before this one that compare the same two schemas, because both sides refer to them.
    #[serde(skip)]
    pub same_as: Vec<usize>,
    /// The components to which this one refers, and whose changes its report does not list.
    #[serde(skip)]
    pub refers_to: BTreeSet<usize>,
    /// Who exchanges the values, in an API.
    #[serde(flatten)]
    pub uses: Option<Uses>,
    #[serde(flatten)]
    pub report: Report,
}

/// A schema that only one side has.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Single {
    pub name: String,
    #[serde(flatten)]
    pub place: Place,
    /// Of a removal.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub fingerprint: String,
    /// Which peers of an API break.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breaks_peers: Option<Peers>,
    /// The rule of the finding in `rules` that is about it.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "write_rule")]
    pub rule: Option<Rule>,
    /// The reason of the reviewer who accepted the removal, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted: Option<String>,
}

fn write_rule<S: serde::Serializer>(rule: &Option<Rule>, serializer: S) -> Result<S::Ok, S::Error> {
    rule.map(Rule::id).serialize(serializer)
}

/// A removed and an added schema that are equal: perhaps a rename.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Renamed {
    pub old: String,
    pub new: String,
}

impl Summary {
    /// Summarises the verdicts: equivalent only if all are and no schema was removed.
    pub fn new(mut components: Vec<Component>, others: Others) -> Self {
        let Others { added, removed, renamed, rules } = others;
        components.iter_mut().for_each(Component::note_uses);
        list_once(&mut components);
        let mut verdicts: Vec<Verdict> = components.iter().map(|one| one.report.verdict).collect();
        if !removed.is_empty() {
            // New accepts no value of a removed schema.
            verdicts.push(Verdict::Narrower);
        }
        verdicts.extend(rules.iter().map(|finding| finding.direction));
        let verdict = join_verdicts(&verdicts);
        let mut breaks: Vec<Party> = components.iter().flat_map(|one| one.report.breaks.clone()).collect();
        if !removed.is_empty() {
            breaks.push(Party::Writer);
        }
        breaks.extend(rules.iter().flat_map(|finding| finding.breaks.clone()));
        breaks.sort();
        breaks.dedup();
        let peers = components.iter().map(|one| &one.report.breaks_peers);
        let peers = peers.chain(removed.iter().map(|one| &one.breaks_peers)).flatten();
        let breaks_peers = Peers::join_all(peers.chain(rules.iter().map(|finding| &finding.breaks_peers)));
        let reasons =
            components.iter().filter_map(|one| Some(format!("{}: {}", one.name, one.report.reason.as_ref()?)));
        let reason = (verdict == Verdict::Unknown).then(|| reasons.collect::<Vec<_>>().join("; "));
        let all = Report {
            verdict,
            decided: "from the components".to_owned(),
            breaks,
            breaks_peers,
            changes: components.iter().flat_map(|one| one.report.changes.clone()).collect(),
            cut: components.iter().any(|one| one.report.cut),
            annotations: components.iter().flat_map(|one| one.report.annotations.clone()).collect(),
            reason,
            ..Report::same()
        };
        Summary { all, components, added, removed, renamed, rules }
    }
}

/// Any difference takes precedence over unknown, and mixed differences are incomparable.
fn join_verdicts(verdicts: &[Verdict]) -> Verdict {
    let has = |verdict| verdicts.contains(&verdict);
    match (has(Verdict::Incomparable), has(Verdict::Narrower), has(Verdict::Wider), has(Verdict::Unknown)) {
        (true, ..) | (_, true, true, _) => Verdict::Incomparable,
        (_, true, false, _) => Verdict::Narrower,
        (_, false, true, _) => Verdict::Wider,
        (.., true) => Verdict::Unknown,
        _ => Verdict::Equivalent,
    }
}

/// Lists each change and annotation once: at the component that contains its place, else at the first that has it. The other
/// components name that one in `through`.
///
/// Without this, a change to a component that a hundred others refer to would be listed a hundred times.
fn list_once(components: &mut [Component]) {
    let mut homes: HashMap<Identity, usize> = HashMap::new();
    for (index, component) in components.iter().enumerate() {
        for identity in identities(&component.report) {
            let is_home = component.holds(&identity);
            homes.entry(identity).and_modify(|home| *home = if is_home { index } else { *home }).or_insert(index);
        }
    }
    let names: Vec<String> = components.iter().map(|one| one.name.clone()).collect();
    share_peers(components, &homes);
    let mut through: Vec<BTreeSet<usize>> = Vec::with_capacity(components.len());
    for (index, component) in components.iter_mut().enumerate() {
        let report = &mut component.report;
        let elsewhere = |identity: &Identity| homes.get(identity).copied().filter(|home| *home != index);
        through.push(report.changes.iter().filter_map(|change| elsewhere(&Identity::of_change(change))).collect());
        report.changes.retain(|change| elsewhere(&Identity::of_change(change)).is_none());
        report.annotations.retain(|annotation| elsewhere(&Identity::of_annotation(annotation)).is_none());
    }
    for index in 0..components.len() {
        let homes = find_homes(components, &through, index);
        if let Some(component) = components.get_mut(index) {
            component.report.through = homes.into_iter().filter_map(|home| names.get(home).cloned()).collect();
        }
    }
    for index in 0..components.len() {
        let same = components.get(index).into_iter().flat_map(|one| &one.same_as).filter_map(|at| components.get(*at));
        let same = same.filter(|same| same.report.verdict != Verdict::Equivalent);
        let through: Vec<String> =
            same.flat_map(|same| std::iter::once(&same.name).chain(&same.report.through)).cloned().collect();
        if let Some(one) = components.get_mut(index).filter(|_| !through.is_empty()) {
            one.report.through = through;
        }
    }
}

/// Notes at the home of each change the peers that break elsewhere, where an operation uses the place in another way.
fn share_peers(components: &mut [Component], homes: &HashMap<Identity, usize>) {
    let mut elsewhere: HashMap<Identity, Peers> = HashMap::new();
    for (index, component) in components.iter().enumerate() {
        for change in &component.report.changes {
            let identity = Identity::of_change(change);
            if let Some(peers) = change.breaks_peers.as_ref().filter(|_| homes.get(&identity) != Some(&index)) {
                elsewhere.entry(identity).or_default().extend(peers);
            }
        }
    }
    for change in components.iter_mut().flat_map(|one| &mut one.report.changes) {
        let more = elsewhere.get(&Identity::of_change(change));
        if let (Some(peers), Some(more)) = (&mut change.breaks_peers, more) {
            peers.extend(more);
        }
    }
}

/// The components that list changes of a component: those in `through`, and those to which it refers, directly or through
/// others.
fn find_homes(components: &[Component], through: &[BTreeSet<usize>], index: usize) -> BTreeSet<usize> {
    let differs = |one: &&Component| !matches!(one.report.verdict, Verdict::Equivalent | Verdict::Unknown);
    let (mut homes, mut seen, mut open) = (BTreeSet::new(), BTreeSet::from([index]), vec![index]);
    while let Some(here) = open.pop() {
        homes.extend(through.get(here).into_iter().flatten().copied());
        let Some(component) = components.get(here) else { continue };
        if here != index && !component.report.changes.is_empty() {
            homes.insert(here);
        }
        if differs(&component) {
            open.extend(component.refers_to.iter().copied().filter(|other| seen.insert(*other)));
        }
    }
    homes.remove(&index);
    homes
}

/// The identity of a change or annotation. The message is no part of it, because it depends on the path to the place.
#[derive(PartialEq, Eq, Hash)]
struct Identity {
    keyword: String,
    /// Absent from an annotation, and from a change that is not decided, because another component may decide it.
    breaks: Option<Vec<Party>>,
    old: Option<Place>,
    new: Option<Place>,
}

impl Identity {
    fn of_change(one: &ChangeReport) -> Self {
        let is_decided = one.direction != Verdict::Unknown || !one.breaks.is_empty();
        Identity { breaks: is_decided.then(|| one.breaks.clone()), ..Identity::of_any_effect(one) }
    }

    fn of_any_effect(one: &ChangeReport) -> Self {
        let (old, new) = (Some(one.old.clone()), Some(one.new.clone()));
        Identity { keyword: one.keyword.clone(), breaks: None, old, new }
    }

    fn of_annotation(one: &AnnotationReport) -> Self {
        Identity { keyword: one.keyword.clone(), breaks: None, old: one.old.clone(), new: one.new.clone() }
    }
}

fn identities(report: &Report) -> impl Iterator<Item = Identity> {
    let changes = report.changes.iter().flat_map(|one| [Identity::of_change(one), Identity::of_any_effect(one)]);
    changes.chain(report.annotations.iter().map(Identity::of_annotation))
}

impl Component {
    /// Notes which peers break, unless that was noted for each sender.
    fn note_uses(&mut self) {
        if let (Some(uses), None) = (&self.uses, &self.report.breaks_peers) {
            self.report.note_uses(uses);
        }
    }

    /// The report, if there is no other component.
    pub fn into_report(mut self) -> Report {
        self.note_uses();
        self.report
    }

    /// True if both places, or the only one, are in this component.
    fn holds(&self, identity: &Identity) -> bool {
        let inside = |whole: &Place, place: &Option<Place>| {
            place.as_ref().is_none_or(|place| {
                let below = place.pointer.strip_prefix(&whole.pointer);
                place.file == whole.file && below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
            })
        };
        inside(&self.places.0, &identity.old) && inside(&self.places.1, &identity.new)
    }
}
