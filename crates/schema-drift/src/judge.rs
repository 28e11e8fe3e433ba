//! Decides for each difference whether it changes the accepted values, in which direction, and which instance shows it
//! best.

use std::collections::BTreeMap;

use schema_ir::{Document, SchemaId};
use serde_json::Value;

use crate::algebra::Canonical;
use crate::alone::find_value_alone;
use crate::answer::{Answer, Counterexample, Decision, Why};
use crate::change_kind::ChangeKind;
use crate::comparison::{Change, Party, Side, Verdict, Witness};
use crate::decide::{Decided, decide};
use crate::difference::{Combination, Difference, Variance};
use crate::embed::Embedder;
use crate::instance_path;
use crate::limits::LOCAL_SAMPLES;
use crate::prepared::Prepared;
use crate::schema::SchemaPair;
use crate::validator::Validators;

/// Instances that are considered in the search for one that shows a change and no other.
const MAX_CANDIDATES: usize = 64;
/// Directions of changes that are judged again, together with all that applies to the value at their places.
const MAX_CONFIRMED: usize = 64;
/// Bytes of an instance for which a shorter one is sought.
const LONG_WITNESS: usize = 240;
/// Combinations that are considered in the search for the deepest one.
const MAX_COMBINATIONS: usize = 64;

/// The counterexamples of a comparison by the instance path that was varied, smallest first.
type Pool<'p> = BTreeMap<&'p str, Vec<&'p Counterexample>>;

/// A difference that changes the accepted values.
struct Judged {
    difference: Difference,
    kind: ChangeKind,
    narrows: Answer,
    widens: Answer,
    /// Validators for the two small schemas of the difference.
    validators: Option<Validators>,
}

/// Turns differences into located changes, and drops those that do not affect the whole. `are_all` if there are no others.
pub(crate) fn judge(
    differences: Vec<Difference>,
    are_all: bool,
    whole: &Decision,
    pair: SchemaPair<'_>,
    mut decided: Decided<'_>,
) -> Vec<Change> {
    let judged = differences.into_iter().filter_map(|difference| Judged::new(difference, whole, pair.formats));
    let mut judged: Vec<Judged> = judged.collect();
    if decided.home.is_some() {
        // Without an example, because the change is probably shown at its home.
        judged = claim_directions(judged, whole, &pool_of(whole.pool.iter()));
    }
    let examples = decided.find_examples(&needing_examples(&judged, whole, decided.home));
    let pool = pool_of(whole.pool.iter().chain(&examples));
    let mut judged = claim_directions(judged, whole, &pool);
    let only = if are_all { claim_all(&mut judged, whole) } else { None };
    if only.is_none() {
        confirm(&mut judged, &pool, pair);
    }
    judged.retain(|one| !(one.narrows.is_no() && one.widens.is_no()));
    drop_repeated(&mut judged);
    let embedder = decided.prover.zip(decided.validators).map(|(prover, both)| Embedder::new(prover, both));
    let mut search = WitnessSearch { judged: &judged, pool: &pool, validators: decided.validators, embedder, only };
    let changes = judged.iter().map(|one| one.to_change(pair, &mut search));
    changes.filter(|change| change.direction != Verdict::Equivalent).collect()
}

/// What shows the changes.
struct WitnessSearch<'s, 'd> {
    judged: &'s [Judged],
    pool: &'s Pool<'s>,
    validators: Option<&'d Validators>,
    embedder: Option<Embedder<'d>>,
    /// The answers for the whole, if there is only one change, which they all show.
    only: Option<&'s Decision>,
}

impl WitnessSearch<'_, '_> {
    /// Finds the value that shows one direction of a change, and if possible no other change.
    fn find(&mut self, one: &Judged, accepted_by: Side) -> Option<Witness> {
        let Answer::Yes(here) = one.answer_for(accepted_by) else { return None };
        if let Some(value) = self.find_whole(one, here, accepted_by) {
            let point = one.find_point(&value, accepted_by);
            return Some(Witness { point, ..Witness::new(value, accepted_by, true) });
        }
        if let Some(Answer::Yes(value)) = self.only.map(|whole| answer_of(whole, accepted_by)) {
            return Some(Witness::new(value.clone(), accepted_by, true));
        }
        // A value of the whole that its validators judge alike shows nothing.
        let is_whole = one.difference.path.is_empty();
        let differs = |both: &Validators| both.judge(here) == [accepted_by == Side::Old, accepted_by == Side::New];
        (!is_whole || self.validators.is_some_and(differs)).then(|| Witness::new(here.clone(), accepted_by, is_whole))
    }

    /// Finds an instance of the whole: the shortest of those that show no other change, or else one around `here`, because
    /// changes that always come together, such as of two required properties, have no value alone.
    fn find_whole(&mut self, one: &Judged, here: &Value, accepted_by: Side) -> Option<Value> {
        let length = |value: &Value| value.to_string().len();
        let sampled = one.find_witness(accepted_by, self.pool, self.judged);
        let alone = sampled.filter(|value| self.shows(one, value, accepted_by));
        if let Some(short) = alone.filter(|value| length(value) <= LONG_WITNESS) {
            return Some(short.clone());
        }
        let embedded = self.embed(one, here, accepted_by);
        let embedded_alone = embedded.as_ref().filter(|value| self.shows(one, value, accepted_by));
        let shortest = alone.into_iter().chain(embedded_alone).min_by_key(|value| length(value));
        let together = embedded.as_ref().or(sampled).filter(|_| one.difference.variance.is_determined());
        shortest.or(together).cloned()
    }

    /// Whether an instance shows this change: alone, or where the effect depends on more than the place, together with others
    /// of that kind, but not beside a change that is enough for the effect.
    fn shows(&self, one: &Judged, value: &Value, side: Side) -> bool {
        let is_enough = |other: &Judged| {
            other.difference.variance.is_determined()
                && other.answer_for(side).is_yes()
                && other.is_judged_differently(value, other.wanted_direction(side == Side::Old))
        };
        is_alone(value, self.judged) || (!one.difference.variance.is_determined() && !self.judged.iter().any(is_enough))
    }

    /// The answer for a direction that no instance of the whole was found to show: what surrounds the place may make up for the
    /// change, or accept no value that differs there.
    fn admit(&mut self, one: &Judged, side: Side) -> Answer {
        let Difference { path, old, new, .. } = &one.difference;
        // With another variance, the change may have the effect that is the opposite of the one at its place.
        let embedder = self.embedder.as_mut().filter(|_| one.difference.variance.is_determined());
        match embedder.is_some_and(|embedder| embedder.excludes(path, [old, new], side == Side::Old)) {
            true => Answer::No(Why::Cases),
            false => Answer::Unknown("no instance of the whole was found that shows it".to_owned()),
        }
    }

    fn embed(&mut self, one: &Judged, value: &Value, side: Side) -> Option<Value> {
        let whole = self.embedder.as_mut()?.embed(&one.difference.path, value, side == Side::Old)?;
        one.is_judged_differently(&whole, one.wanted_direction(side == Side::Old)).then_some(whole)
    }
}

/// Assigns the directions that a place alone does not decide, below `oneOf` and `if`, to the differences there that an
/// instance of the whole shows: an instance that no other difference explains, or any if nothing else explains the
/// direction.
fn claim_directions(mut judged: Vec<Judged>, whole: &Decision, pool: &Pool<'_>) -> Vec<Judged> {
    for side in [Side::Old, Side::New] {
        if !answer_of(whole, side).is_yes() {
            continue;
        }
        let explained = judged.iter().any(|one| one.answer_for(side).is_yes());
        let mut claims = Vec::new();
        for (index, one) in judged.iter().enumerate() {
            if one.difference.variance.is_determined() || one.answer_for(side).is_yes() {
                continue;
            }
            let Some(value) = one.find_witness(side, pool, &judged) else { continue };
            let alone = is_alone(value, &judged);
            if alone || !explained {
                claims.push((index, value.clone()));
            }
        }
        for (index, value) in claims {
            if let Some(one) = judged.get_mut(index) {
                *one.answer_for_mut(side) = Answer::Yes(value);
            }
        }
    }
    judged
}

fn answer_of(whole: &Decision, side: Side) -> &Answer {
    if side == Side::Old { &whole.narrows } else { &whole.widens }
}

/// Gives the effects of the whole to the only difference, to which there may be several ways. `None` if there are several.
fn claim_all<'w>(judged: &mut [Judged], whole: &'w Decision) -> Option<&'w Decision> {
    let (first, others) = judged.split_first_mut()?;
    if !others.iter().all(|other| other.difference.is_same(&first.difference)) {
        return None;
    }
    for side in [Side::Old, Side::New] {
        match (answer_of(whole, side), first.answer_for_mut(side)) {
            (Answer::Yes(value), own) if !own.is_yes() => *own = Answer::Yes(value.clone()),
            (Answer::No(why), own) => *own = Answer::No(*why),
            _ => {}
        }
    }
    Some(whole)
}

/// Corrects the answers that no instance of the whole shows without another change.
fn confirm(judged: &mut [Judged], pool: &Pool<'_>, pair: SchemaPair<'_>) {
    let is_shown =
        |one: &Judged, side: Side| one.find_witness(side, pool, judged).is_some_and(|value| is_alone(value, judged));
    let sides = [Side::Old, Side::New];
    let open = |(index, one): (usize, &Judged)| {
        sides.map(|side| (one.answer_for(side).is_yes() && !is_shown(one, side)).then_some((index, side)))
    };
    let open: Vec<(usize, Side)> = judged.iter().enumerate().flat_map(open).flatten().take(MAX_CONFIRMED).collect();
    for (index, side) in open {
        let Some(one) = judged.get_mut(index) else { continue };
        match find_value_alone(&one.difference, side, pair) {
            None | Some(Answer::Unknown(_)) => {}
            Some(answer) => *one.answer_for_mut(side) = answer,
        }
    }
}

/// Keeps the first of the changes that are the same but for the way to them.
fn drop_repeated(judged: &mut Vec<Judged>) {
    let mut kept: Vec<Judged> = Vec::with_capacity(judged.len());
    for one in judged.drain(..) {
        if !kept.iter().any(|known| known.difference.is_same(&one.difference)) {
            kept.push(one);
        }
    }
    *judged = kept;
}

/// True if a value shows one change and no other.
fn is_alone(value: &Value, judged: &[Judged]) -> bool {
    judged.iter().filter(|one| one.is_judged_differently(value, None)).nth(1).is_none()
}

/// Sorts counterexamples.
fn pool_of<'p>(examples: impl Iterator<Item = &'p Counterexample>) -> Pool<'p> {
    let mut pool: Pool<'_> = BTreeMap::new();
    for example in examples {
        pool.entry(&example.path).or_default().push(example);
    }
    for examples in pool.values_mut() {
        examples.sort_by_cached_key(|example| example.value.to_string().len());
    }
    pool
}

/// The differences for which instances are sampled: those whose change is shown here, or all if a direction is still
/// unexplained.
fn needing_examples<'j>(judged: &'j [Judged], whole: &Decision, home: Option<[&str; 2]>) -> Vec<&'j Difference> {
    let explains =
        |side: Side, answer: &Answer| !answer.is_yes() || judged.iter().any(|one| one.answer_for(side).is_yes());
    let all = !explains(Side::Old, &whole.narrows) || !explains(Side::New, &whole.widens);
    let is_needed = |one: &&Judged| {
        let is_open = !one.narrows.is_yes() && !one.widens.is_yes();
        all || is_open || home.is_none_or(|home| one.difference.is_inside(home))
    };
    judged.iter().filter(is_needed).map(|one| &one.difference).collect()
}

impl Judged {
    fn answer_for(&self, side: Side) -> &Answer {
        if side == Side::Old { &self.narrows } else { &self.widens }
    }

    fn answer_for_mut(&mut self, side: Side) -> &mut Answer {
        if side == Side::Old { &mut self.narrows } else { &mut self.widens }
    }

    fn new(difference: Difference, whole: &Decision, formats: bool) -> Option<Self> {
        let mut prepared = Prepared::new(&difference.old, &difference.new, formats);
        let local = decide(&Canonical, &mut prepared, LOCAL_SAMPLES);
        if local.is_equivalent() {
            return None;
        }
        // A direction that is impossible as a whole is impossible here too, because another place makes up for it.
        let within = |whole: &Answer, local: Answer| if let Answer::No(why) = whole { Answer::No(*why) } else { local };
        let here = Verdict::from_answers(&local.narrows, &local.widens);
        let (narrows, widens) = match difference.variance {
            Variance::Covariant | Variance::OneOf => (local.narrows, local.widens),
            Variance::Contravariant => (local.widens, local.narrows),
            Variance::Undetermined => {
                let open = Answer::Unknown("the effect of a condition shows only in the whole schema".to_owned());
                (open.clone(), open)
            }
        };
        let (narrows, widens) = (within(&whole.narrows, narrows), within(&whole.widens, widens));
        if narrows.is_no() && widens.is_no() && difference.variance != Variance::OneOf {
            return None;
        }
        let in_whole = Verdict::from_answers(&narrows, &widens);
        let effect = if difference.variance == Variance::Covariant { in_whole } else { here };
        let kind = ChangeKind::of(difference.subject, [difference.was.as_ref(), difference.is.as_ref()], effect);
        Some(Judged { difference, kind, narrows, widens, validators: prepared.into_validators() })
    }

    fn to_change(&self, pair: SchemaPair<'_>, search: &mut WitnessSearch<'_, '_>) -> Change {
        let Difference { subject, message, old_origin, new_origin, was, is, .. } = &self.difference;
        let sides = [Side::Old, Side::New];
        let witnesses: Vec<Witness> = sides.into_iter().filter_map(|side| search.find(self, side)).collect();
        let is_shown = |side: Side| witnesses.iter().any(|witness| witness.whole && witness.accepted_by == side);
        let [narrows, widens] = sides.map(|side| match self.answer_for(side) {
            answer if answer.is_yes() && !is_shown(side) => search.admit(self, side),
            answer => answer.clone(),
        });
        Change {
            kind: self.kind,
            keyword: subject.name(),
            message: message.clone(),
            old: pair.old.place_of(old_origin),
            new: pair.new.place_of(new_origin),
            was: was.clone(),
            is: is.clone(),
            direction: Verdict::from_answers(&narrows, &widens),
            breaks: Party::from_answers(&narrows, &widens),
            witnesses,
            suggestion: None,
        }
    }

    /// The smallest instance that `side` accepts and that shows this change, if possible no other one.
    fn find_witness<'p>(&self, side: Side, pool: &Pool<'p>, all: &[Judged]) -> Option<&'p Value> {
        let path = &self.difference.path;
        let here = pool.iter().filter(|(at, _)| instance_path::matches(path, at)).flat_map(|(_, found)| found);
        let accepts = |example: &&&Counterexample| example.old_accepts == (side == Side::Old);
        // Instances that the solver proposed as a whole have an empty path.
        let whole = pool.get("").into_iter().flatten();
        let candidates: Vec<&Value> = here
            .chain(whole)
            .filter(accepts)
            .filter(|example| self.is_judged_differently(&example.value, self.wanted_direction(example.old_accepts)))
            .map(|example| &example.value)
            .take(MAX_CANDIDATES)
            .collect();
        let others = |value: &Value| all.iter().filter(|other| other.is_judged_differently(value, None)).count();
        candidates.iter().min_by_key(|value| (others(value), value.to_string().len())).copied()
    }

    /// The part of a whole instance at this place that is judged differently.
    fn find_point(&self, whole: &Value, accepted_by: Side) -> Option<String> {
        let (validators, wanted) = (self.validators.as_ref()?, self.wanted_direction(accepted_by == Side::Old));
        instance_path::find_value_at(whole, &self.difference.path, |value| {
            judges_differently(validators, value, wanted)
        })
    }

    /// The direction at this place that explains the direction of a whole instance; `None` if both do.
    fn wanted_direction(&self, old_accepts: bool) -> Option<bool> {
        match self.difference.variance {
            Variance::Covariant => Some(old_accepts),
            Variance::Contravariant => Some(!old_accepts),
            Variance::OneOf | Variance::Undetermined => None,
        }
    }

    /// True if old and new judge a part of `whole` at this place differently; with `old_accepts`, in that direction.
    fn is_judged_differently(&self, whole: &Value, old_accepts: Option<bool>) -> bool {
        let differ = |validators| differ_at(validators, &self.difference.path, whole, old_accepts);
        self.validators.as_ref().is_some_and(differ)
    }
}

/// True if two validators judge a value of `whole` at `path` differently; with `old_accepts`, in that direction.
fn differ_at(validators: &Validators, path: &str, whole: &Value, old_accepts: Option<bool>) -> bool {
    instance_path::any_value_at(whole, path, |value| judges_differently(validators, value, old_accepts))
}

fn judges_differently(validators: &Validators, value: &Value, old_accepts: Option<bool>) -> bool {
    let [old, new] = validators.judge(value);
    old != new && old_accepts.is_none_or(|old_accepts| old_accepts == old)
}

/// The deepest place whose keywords, taken together, judge a part of each of `values` differently.
pub(crate) fn find_deepest<'m>(
    combinations: &'m [Combination],
    values: &[&Value],
    pair: SchemaPair<'_>,
) -> Option<&'m Combination> {
    // Validators take far longer to build.
    let is_there =
        |at: &&Combination| values.iter().all(|value| instance_path::any_value_at(value, &at.path, |_| true));
    combinations.iter().rev().filter(is_there).take(MAX_COMBINATIONS).find(|at| {
        let cut_out = |document: &Document, at: SchemaId| document.extract(document[at].clone());
        let (old, new) = (cut_out(pair.old.document(), at.old), cut_out(pair.new.document(), at.new));
        let validators = Prepared::new(&old, &new, pair.formats).into_validators();
        validators.is_some_and(|validators| values.iter().all(|value| differ_at(&validators, &at.path, value, None)))
    })
}
