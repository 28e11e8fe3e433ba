//! Whether what a walk found makes a difference, in which direction, and which instance shows it best.

use std::collections::BTreeMap;

use jsonschema::Validator;
use schema_build::pointer;
use serde_json::Value;

use crate::compare::{parties, verdict};
use crate::decide::{self, Answer, Decision, Differing};
use crate::embed::Embedder;
use crate::engine::Canonical;
use crate::limits::LOCAL_SAMPLES;
use crate::schema::validator;
use crate::walk::{self, Found, KEYS, Mixed, Sense};
use crate::{Change, Schema, Side, Witness, names};

/// Instances that are looked at for the one that shows one change and no other.
const MAX_CANDIDATES: usize = 64;

/// Places that are looked at for the deepest one that shows a difference.
const MAX_MIXED: usize = 64;

/// A finding that makes a difference.
struct Judged {
    found: Found,
    narrows: Answer,
    widens: Answer,
    /// Validators of what old and new say at the finding's place.
    judges: Option<(Validator, Validator)>,
}

/// The changes that the findings are; those that make no difference to the whole are left out.
pub(crate) fn changes(
    found: Vec<Found>,
    whole: &Decision,
    mut embedder: Option<Embedder>,
    [old, new]: [&Schema; 2],
    formats: bool,
) -> Vec<Change> {
    let judged: Vec<Judged> = found.into_iter().filter_map(|found| Judged::new(found, whole, formats)).collect();
    let mut pool: BTreeMap<&str, Vec<&Differing>> = BTreeMap::new();
    for differing in &whole.pool {
        pool.entry(&differing.place).or_default().push(differing);
    }
    for differing in pool.values_mut() {
        differing.sort_by_cached_key(|differing| differing.value.to_string().len());
    }
    let judged = claim(judged, whole, &pool);
    let change = |one: &Judged| {
        let claimed = [(&one.narrows, Side::Old), (&one.widens, Side::New)];
        let mut embed = |value: &Value, side: Side| {
            let whole = embedder.as_mut()?.embed(&one.found.place, value, side == Side::Old)?;
            one.judges_otherwise(&whole, one.wanted(side == Side::Old)).then_some(whole)
        };
        let witness = |(answer, accepted_by): (&Answer, Side)| {
            let Answer::Yes(here) = answer else { return None };
            let whole = one.shown(accepted_by, &pool, &judged).cloned().or_else(|| embed(here, accepted_by));
            let is_whole = whole.is_some();
            Some(Witness { value: whole.unwrap_or_else(|| here.clone()), accepted_by, whole: is_whole })
        };
        Change {
            keyword: one.found.keyword,
            message: one.found.message.clone(),
            old: old.place(&one.found.old_pointer),
            new: new.place(&one.found.new_pointer),
            was: one.found.was.clone(),
            is: one.found.is.clone(),
            direction: verdict(&one.narrows, &one.widens),
            breaks: parties(&one.narrows, &one.widens),
            witnesses: claimed.into_iter().filter_map(witness).collect(),
            suggestion: None,
        }
    };
    judged.iter().map(change).collect()
}

/// Gives what a place alone does not tell, below `oneOf` and `if`, to the findings there that a value shows it of: one
/// that no other finding explains, or any where nothing explains the direction.
fn claim(mut judged: Vec<Judged>, whole: &Decision, pool: &BTreeMap<&str, Vec<&Differing>>) -> Vec<Judged> {
    for (side, answer) in [(Side::Old, &whole.narrows), (Side::New, &whole.widens)] {
        if !matches!(answer, Answer::Yes(_)) {
            continue;
        }
        let explained = judged.iter().any(|one| matches!(one.toward(side), Answer::Yes(_)));
        let mut claims = Vec::new();
        for (index, one) in judged.iter().enumerate() {
            let may = matches!(one.found.sense, Sense::Member | Sense::Either);
            if !may || matches!(one.toward(side), Answer::Yes(_)) {
                continue;
            }
            let Some(value) = one.shown(side, pool, &judged) else { continue };
            let alone = judged.iter().filter(|other| other.judges_otherwise(value, None)).count() == 1;
            if alone || !explained {
                claims.push((index, value.clone()));
            }
        }
        for (index, value) in claims {
            if let Some(one) = judged.get_mut(index) {
                let toward = if side == Side::Old { &mut one.narrows } else { &mut one.widens };
                *toward = Answer::Yes(value);
            }
        }
    }
    judged.retain(|one| !matches!((&one.narrows, &one.widens), (Answer::No(_), Answer::No(_))));
    judged
}

impl Judged {
    fn toward(&self, side: Side) -> &Answer {
        if side == Side::Old { &self.narrows } else { &self.widens }
    }

    fn new(found: Found, whole: &Decision, formats: bool) -> Option<Self> {
        let (before, after) =
            names::common(decide::assertions(&found.old, formats), decide::assertions(&found.new, formats));
        let local = decide::decide(&Canonical, &before, &after, formats, LOCAL_SAMPLES);
        // What the whole proves impossible does not happen here either: another place makes up for it.
        let within = |whole: &Answer, local: Answer| if let Answer::No(why) = whole { Answer::No(*why) } else { local };
        let (narrows, widens) = match found.sense {
            _ if matches!((&local.narrows, &local.widens), (Answer::No(_), Answer::No(_))) => return None,
            Sense::Same | Sense::Member => (local.narrows, local.widens),
            Sense::Flipped => (local.widens, local.narrows),
            Sense::Either => {
                let open = Answer::Unknown("only the whole tells what a condition does".to_owned());
                (open.clone(), open)
            }
        };
        let (narrows, widens) = (within(&whole.narrows, narrows), within(&whole.widens, widens));
        if matches!((&narrows, &widens), (Answer::No(_), Answer::No(_))) && found.sense != Sense::Member {
            return None;
        }
        let judges = validator(&found.old, formats).ok().zip(validator(&found.new, formats).ok());
        Some(Judged { found, narrows, widens, judges })
    }

    /// The smallest instance that shows this change, if possible no other one.
    fn shown<'p>(&self, side: Side, pool: &BTreeMap<&str, Vec<&'p Differing>>, all: &[Judged]) -> Option<&'p Value> {
        let here = pool.iter().filter(|(place, _)| fits(&self.found.place, place)).flat_map(|(_, found)| found);
        let accepts = |differing: &&&Differing| differing.old_accepts == (side == Side::Old);
        // What was proposed as a whole has no place that was varied.
        let whole = pool.get("").into_iter().flatten();
        let candidates: Vec<&Value> = here
            .chain(whole)
            .filter(accepts)
            .filter(|differing| self.judges_otherwise(&differing.value, self.wanted(differing.old_accepts)))
            .map(|differing| &differing.value)
            .take(MAX_CANDIDATES)
            .collect();
        let others = |value: &Value| all.iter().filter(|other| other.judges_otherwise(value, None)).count();
        candidates.iter().min_by_key(|value| (others(value), value.to_string().len())).copied()
    }

    /// Which side accepts what stands at the place of a whole that old accepts, or rejects; `None` where either may.
    fn wanted(&self, old_accepts: bool) -> Option<bool> {
        match self.found.sense {
            Sense::Same => Some(old_accepts),
            Sense::Flipped => Some(!old_accepts),
            Sense::Member | Sense::Either => None,
        }
    }

    /// Whether old and new judge something otherwise that stands at the finding's place in `whole`; if `old_accepts` is
    /// said, in that direction.
    fn judges_otherwise(&self, whole: &Value, old_accepts: Option<bool>) -> bool {
        self.judges.as_ref().is_some_and(|judges| differ_at(judges, &self.found.place, whole, old_accepts))
    }
}

/// Whether two validators judge something otherwise that stands at `place` in `whole`; if `first_accepts` is said, in
/// that direction.
fn differ_at((old, new): &(Validator, Validator), place: &str, whole: &Value, first_accepts: Option<bool>) -> bool {
    let keys: Vec<Value>;
    let mut here = vec![whole];
    for token in pointer::tokens(place) {
        here = match token.as_str() {
            "*" => here.into_iter().flat_map(members).collect(),
            KEYS => {
                let objects = here.into_iter().filter_map(Value::as_object);
                keys = objects.flat_map(|object| object.keys().cloned().map(Value::String)).collect();
                here = keys.iter().collect();
                break;
            }
            token => here.into_iter().filter_map(|value| member(value, token)).collect(),
        };
    }
    here.into_iter().any(|value| {
        let accepts = old.is_valid(value);
        accepts != new.is_valid(value) && first_accepts.is_none_or(|first_accepts| first_accepts == accepts)
    })
}

/// The deepest place whose keywords, taken together, judge something in each of `values` otherwise.
pub(crate) fn deepest<'m>(
    mixed: &'m [Mixed],
    values: &[&Value],
    [old, new]: [&Value; 2],
    formats: bool,
) -> Option<&'m Mixed> {
    mixed.iter().rev().take(MAX_MIXED).find(|mixed| {
        let judge = |document, at| validator(&walk::said_at(document, at), formats).ok();
        let judges = judge(old, &mixed.old_pointer).zip(judge(new, &mixed.new_pointer));
        judges.is_some_and(|judges| values.iter().all(|value| differ_at(&judges, &mixed.place, value, None)))
    })
}

fn members(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(members) => members.values().collect(),
        _ => Vec::new(),
    }
}

fn member<'v>(value: &'v Value, token: &str) -> Option<&'v Value> {
    match value {
        Value::Array(items) => items.get(token.parse::<usize>().ok()?),
        Value::Object(members) => members.get(token),
        _ => None,
    }
}

/// Whether an instance pointer is one of those that `template` stands for.
fn fits(template: &str, place: &str) -> bool {
    template == place || {
        let (template, place) = (pointer::tokens(template), pointer::tokens(place));
        let (template, place): (Vec<_>, Vec<_>) = (template.collect(), place.collect());
        template.len() == place.len() && template.iter().zip(&place).all(|(one, other)| one == "*" || one == other)
    }
}
