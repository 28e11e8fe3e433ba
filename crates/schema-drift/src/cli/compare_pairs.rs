//! Compares the schemas of two inputs that belong together.
//!
//! Of two documents with many schemas, a worker reads both once. A pair whose changes are all at pairs to which it refers names
//! those. Where this shortcut does not decide a pair, the worker compares it by itself, as a whole.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use schema_ir::{Reading, Source};

use super::gather::{Input, Target};
use super::implied::drop_implied;
use super::listing::InputSchema;
use super::progress::Progress;
use super::report::Report;
use super::request::{Budget, LibraryRequest, Request};
use super::summary::Component;
use super::unchanged::Unchanged;
use super::uses::Uses;
use super::worker::{Listed, Worker};
use crate::assume::Assumptions;
use crate::comparison::{Party, Verdict};
use crate::place::Place;

/// Attempts to read two documents again after a pair of them exceeded its budget.
const MAX_REOPENED: usize = 3;

/// How to compare each pair.
pub(super) struct Settings {
    pub draft: Option<String>,
    pub formats: bool,
    pub reading: Reading,
    pub budget: Budget,
    /// Whether keys that an open object does not declare are not sent.
    pub never_sent: bool,
}

/// Pairs of schemas, and which of them to compare.
#[derive(Clone, Copy)]
pub(super) struct Question<'q> {
    pub pairs: &'q [(InputSchema, InputSchema)],
    /// The numbers of the pairs to compare.
    pub asked: &'q BTreeSet<usize>,
    /// What is known about other pairs, by their numbers.
    pub known: &'q BTreeMap<usize, Component>,
}

/// Compares pairs under some assumptions. Returns what is asked, by the numbers of the pairs.
///
/// # Errors
///
/// A schema cannot be read, and there are no others.
pub(super) fn compare_pairs(
    unchanged: &mut Unchanged<'_>,
    question: Question<'_>,
    settings: &Settings,
    assumptions: Assumptions,
) -> Result<BTreeMap<usize, Component>, String> {
    let [old, new] = unchanged.inputs;
    let mut comparer = Comparer {
        old,
        new,
        question,
        settings,
        assumptions,
        worker: Worker::new(settings.budget),
        found: BTreeMap::new(),
        waiting: BTreeMap::new(),
        unchanged: HashSet::new(),
        progress: Progress::new(question.asked.len()),
    };
    let same_as = comparer.find_repeated();
    let is_single = old.single || new.single;
    let mut open: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (index, (one, other)) in comparer.asked().filter(|(index, _)| !same_as.contains_key(index)) {
        let is_unchanged = unchanged.holds(one, other);
        if is_unchanged {
            comparer.unchanged.insert(index);
        }
        if is_unchanged && !old.single {
            comparer.found.insert(index, Found::new(Report::same()));
        } else {
            open.entry((one.source, other.source)).or_default().push(index);
        }
    }
    let has_libraries = !is_single && !old.decides_across_files && !new.decides_across_files;
    for group in open.into_values() {
        comparer.compare_group(&group, has_libraries)?;
    }
    comparer.settle()?;
    Ok(comparer.into_components(&same_as))
}

/// The report for a pair.
struct Found {
    report: Report,
    /// The pairs to which it refers, and whose changes the report does not list.
    refers_to: BTreeSet<usize>,
}

impl Found {
    fn new(report: Report) -> Self {
        Found { report, refers_to: BTreeSet::new() }
    }
}

struct Comparer<'i> {
    old: &'i Input,
    new: &'i Input,
    question: Question<'i>,
    settings: &'i Settings,
    assumptions: Assumptions,
    worker: Worker,
    found: BTreeMap<usize, Found>,
    /// The pairs that are not decided and differ only in the pairs to which they refer.
    waiting: BTreeMap<usize, BTreeSet<usize>>,
    /// The pairs that are the same in both inputs.
    unchanged: HashSet<usize>,
    progress: Progress,
}

impl<'i> Comparer<'i> {
    /// The pairs to compare, with their numbers.
    fn asked(&self) -> impl Iterator<Item = (usize, &'i (InputSchema, InputSchema))> + use<'i> {
        let Question { pairs, asked, .. } = self.question;
        asked.iter().filter_map(|index| Some((*index, pairs.get(*index)?)))
    }

    fn pair(&self, index: usize) -> Option<&'i (InputSchema, InputSchema)> {
        self.question.pairs.get(index)
    }

    /// The report for a pair, and the pairs to which it refers.
    fn report(&self, index: usize) -> Option<(&Report, &BTreeSet<usize>)> {
        let known = || self.question.known.get(&index).map(|known| (&known.report, &known.refers_to));
        self.found.get(&index).map(|found| (&found.report, &found.refers_to)).or_else(known)
    }

    /// The pairs of which an earlier one compares the same schemas. An operation often has nothing but a reference to one.
    fn find_repeated(&self) -> HashMap<usize, usize> {
        let mut known: HashMap<(Target, Target), usize> = HashMap::new();
        let mut repeated = HashMap::new();
        for (index, (one, other)) in self.asked() {
            let first = *known.entry((self.old.target(one), self.new.target(other))).or_insert(index);
            if first != index {
                repeated.insert(index, first);
            }
        }
        repeated
    }

    /// Compares pairs of one document and another.
    fn compare_group(&mut self, group: &[usize], may_be_library: bool) -> Result<(), String> {
        let listed = if may_be_library { self.with_known(group) } else { Vec::new() };
        let library = if listed.len() > 1 { self.library(&listed) } else { None };
        let time = self.settings.budget.time.saturating_mul(u32::try_from(listed.len()).unwrap_or(u32::MAX));
        let mut is_open = library.as_ref().is_some_and(|library| self.worker.open(library, time));
        let mut reopened = 0;
        for (number, index) in group.iter().enumerate() {
            self.progress.show(self.found.len());
            if !is_open {
                self.compare_alone(*index)?;
                continue;
            }
            let others = |numbers: BTreeSet<usize>| numbers.iter().filter_map(|at| listed.get(*at).copied()).collect();
            match self.worker.compare_listed(number) {
                Ok(Listed::Compared(mut report, through)) => {
                    self.finish(&mut report);
                    self.found.insert(*index, Found { report: *report, refers_to: others(through) });
                }
                Ok(Listed::Open(through)) if through.is_empty() => self.compare_alone(*index)?,
                Ok(Listed::Open(through)) => drop(self.waiting.insert(*index, others(through))),
                Err(why) => {
                    self.found.insert(*index, Found::new(Report::unknown(why)));
                    reopened += 1;
                    is_open = reopened <= MAX_REOPENED
                        && library.as_ref().is_some_and(|library| self.worker.open(library, time));
                }
            }
        }
        Ok(())
    }

    /// Pairs, and after them those that are known to differ and to which these refer.
    fn with_known(&self, group: &[usize]) -> Vec<usize> {
        if self.question.known.is_empty() {
            return group.to_vec();
        }
        let group_pairs = group.iter().filter_map(|index| self.pair(*index));
        let olds: Vec<&InputSchema> = group_pairs.map(|(one, _)| one).collect();
        let reached = self.old.closure_of_all(&olds);
        let sources = |index: &usize| self.pair(*index).map(|(one, other)| (one.source, other.source));
        let group_sources = group.first().and_then(sources);
        let is_reached = |index: usize| {
            let at = self.pair(index).map(|(one, _)| &one.at);
            reached.as_ref().is_none_or(|reached| at.is_some_and(|at| reached.contains_key(at)))
        };
        let differs = |(index, known): &(&usize, &Component)| {
            known.report.verdict != Verdict::Equivalent && sources(index) == group_sources && is_reached(**index)
        };
        let known = self.question.known.iter().filter(differs).map(|(index, _)| index);
        group.iter().chain(known).copied().collect()
    }

    fn finish(&self, report: &mut Report) {
        report.locate(&self.old.sources, &self.new.sources);
        if self.assumptions.never_sent {
            drop_implied(report, &self.new.sources);
        }
    }

    /// The question about a group of pairs, which are of one document and another.
    fn library(&self, group: &[usize]) -> Option<LibraryRequest> {
        let pairs: Vec<&(InputSchema, InputSchema)> = group.iter().filter_map(|index| self.pair(*index)).collect();
        let [olds, news]: [Vec<&InputSchema>; 2] =
            [pairs.iter().map(|pair| &pair.0).collect(), pairs.iter().map(|pair| &pair.1).collect()];
        let names = |(one, other): &&(InputSchema, InputSchema)| (one.name.clone(), [one.at.clone(), other.at.clone()]);
        Some(LibraryRequest {
            old: self.old.files_for_all(&olds)?,
            new: self.new.files_for_all(&news)?,
            pairs: pairs.iter().map(names).collect(),
            draft: self.settings.draft.clone(),
            formats: self.settings.formats,
            reading: self.reading(),
            assumptions: self.assumptions.names(),
        })
    }

    fn reading(&self) -> Vec<String> {
        self.settings.reading.names().into_iter().map(str::to_owned).collect()
    }

    /// Compares a pair as a whole.
    ///
    /// # Errors
    ///
    /// One of the two cannot be read, and there are no others.
    fn compare_alone(&mut self, index: usize) -> Result<(), String> {
        self.progress.show(self.found.len());
        let (old, new) = (self.old, self.new);
        let Some((one, other)) = self.pair(index) else { return Ok(()) };
        let request = Request {
            old: old.files_for(one),
            new: new.files_for(other),
            draft: self.settings.draft.clone(),
            formats: self.settings.formats,
            reading: self.reading(),
            assumptions: self.assumptions.names(),
        };
        let report = match self.worker.compare(&request) {
            // The verdict on equal texts needs no time; what the worker adds are notes on how they were read.
            Ok(report) if report.verdict == Verdict::Unknown && self.unchanged.contains(&index) => Report::same(),
            Ok(mut report) => {
                self.finish(&mut report);
                report
            }
            Err(refused) => {
                let error = refused.into_errors(&old.sources, &new.sources).to_string();
                // An invalid component must not hide the verdicts of the others.
                if old.single && new.single {
                    return Err(error);
                }
                Report::unknown(error)
            }
        };
        self.found.insert(index, Found::new(report));
        Ok(())
    }

    /// Decides the pairs that depend on others.
    fn settle(&mut self) -> Result<(), String> {
        for index in self.waiting_in_order() {
            if let Some(name) = self.undecided_below(index) {
                let report = Report::unknown(format!("undecided through `{name}`"));
                let refers_to = self.waiting.get(&index).cloned().unwrap_or_default();
                self.found.insert(index, Found { report, refers_to });
            } else {
                self.compare_alone(index)?;
            }
        }
        let unexplained: Vec<usize> = self.found.keys().copied().filter(|index| !self.is_explained(*index)).collect();
        unexplained.into_iter().try_for_each(|index| self.compare_alone(index))
    }

    /// The name of an undecided pair to which this one refers; if possible, of one that is undecided by itself.
    fn undecided_below(&self, index: usize) -> Option<&str> {
        let is_undecided = |at: &usize| self.report(*at).is_some_and(|(report, _)| report.verdict == Verdict::Unknown);
        let undecided: Vec<usize> = self.reached_from(index).into_iter().filter(is_undecided).collect();
        let itself = undecided.iter().find(|at| !self.waiting.contains_key(at));
        let (one, _) = self.pair(*itself.or_else(|| undecided.first())?)?;
        Some(&one.name)
    }

    /// The pairs that wait, each after those to which it refers, except in a loop.
    fn waiting_in_order(&self) -> Vec<usize> {
        let mut order = Vec::new();
        let mut seen = HashSet::new();
        for start in self.waiting.keys() {
            let mut open = vec![(*start, false)];
            while let Some((index, is_left)) = open.pop() {
                if is_left {
                    order.push(index);
                } else if let Some(others) = self.waiting.get(&index)
                    && seen.insert(index)
                {
                    open.push((index, true));
                    open.extend(others.iter().map(|other| (*other, false)));
                }
            }
        }
        order
    }

    /// The pairs to which a pair refers, directly or through others.
    fn reached_from(&self, index: usize) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut open = vec![index];
        while let Some(here) = open.pop() {
            let found = self.report(here).map(|(_, refers_to)| refers_to);
            for other in found.or_else(|| self.waiting.get(&here)).into_iter().flatten() {
                if *other != index && reached.insert(*other) {
                    open.push(*other);
                }
            }
        }
        reached
    }

    /// Whether the changes of a pair, and those of the pairs to which it refers, have exactly the effects that it has. In
    /// `{"allOf": [A, B]}`, a keyword of `B` may make up for a change in `A`.
    fn is_explained(&self, index: usize) -> bool {
        let Some(Found { report, refers_to }) = self.found.get(&index) else { return true };
        if refers_to.is_empty() || matches!(report.verdict, Verdict::Equivalent | Verdict::Unknown) {
            return true;
        }
        let breaks = |report: &Report| report.changes.iter().flat_map(|change| change.breaks.clone()).collect();
        let reached = self.reached_from(index).into_iter().filter_map(|other| self.report(other));
        let there: BTreeSet<Party> = reached.flat_map(|(report, _)| breaks(report) as BTreeSet<Party>).collect();
        let own: BTreeSet<Party> = breaks(report);
        let all: BTreeSet<Party> = report.breaks.iter().copied().collect();
        there.is_subset(&all) && all.iter().all(|party| own.contains(party) || there.contains(party))
    }

    fn into_components(mut self, same_as: &HashMap<usize, usize>) -> BTreeMap<usize, Component> {
        let place = |input: &Input, schema: &InputSchema| Place {
            file: input.sources.get(schema.source).map_or("-", Source::file).to_owned(),
            pointer: schema.at.clone(),
            ..Place::default()
        };
        let mut components: BTreeMap<usize, Component> = BTreeMap::new();
        for (index, (one, other)) in self.asked() {
            let same_as = same_as.get(&index).copied();
            let found = match same_as.and_then(|same| components.get(&same)) {
                Some(before) => Some(Found::new(Report::like(&before.report))),
                None => self.found.remove(&index),
            };
            let Found { report, refers_to } = found.unwrap_or_else(|| Found::new(Report::unknown("not compared")));
            let places = (place(self.old, one), place(self.new, other));
            let uses = Uses::between(one, other);
            let same_as = same_as.into_iter().collect();
            components.insert(index, Component { name: one.name.clone(), places, same_as, refers_to, uses, report });
        }
        components
    }
}
