//! One pair of schemas, two questions, each answered by a proof, a value or not at all.

use std::ops::ControlFlow;

use jsonschema::Validator;
use serde_json::Value;

use crate::dialect;
use crate::engine::{Engine, Proof};
use crate::limits::MAX_STEPS;
use crate::sample::Sampler;
use crate::schema::validator;
use crate::{prove, repair, tree};

/// Steps to judge one instance exactly.
const MAX_SAMPLE_STEPS: usize = 20_000;
/// Differing instances that are kept to tell one change from another.
const MAX_POOL: usize = 4_000;
/// Constants of both schemas that are tried everywhere.
const MAX_SALT: usize = 24;
/// Instances that are tried where both answers are known, for values that show one change each.
const POOL_SAMPLES: usize = 4_000;
/// JSON values in all instances of one search.
const MAX_SAMPLED_VALUES: usize = 60_000;

/// Does some value tell the two schemas apart in one direction?
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Proven: no value does.
    No(Why),
    /// This value does; validators of both sides were asked.
    Yes(Value),
    /// Neither proof nor value was found, and why.
    Unknown(String),
}

/// What a proof rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The two schemas are the same JSON value.
    Same,
    /// The schema algebra proves the inclusion.
    Algebra,
    /// Every case of a value that would tell them apart contradicts itself.
    Cases,
}

/// The two answers for a pair.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    /// Does new reject something that old accepts?
    pub narrows: Answer,
    /// Does new accept something that old rejects?
    pub widens: Answer,
    /// Instances on which the two differ.
    pub pool: Vec<Differing>,
    /// Instances that were tried.
    pub tried: usize,
}

/// An instance that one side accepts and the other rejects.
#[derive(Clone, Debug)]
pub(crate) struct Differing {
    pub value: Value,
    /// Pointer to what was varied in it.
    pub place: String,
    /// Whether old is the side that accepts.
    pub old_accepts: bool,
}

/// Decides for two plain, self-contained documents, trying at most `samples` instances a side.
pub(crate) fn decide(engine: &dyn Engine, old: &Value, new: &Value, formats: bool, samples: usize) -> Decision {
    if old == new {
        return Decision { narrows: Answer::No(Why::Same), widens: Answer::No(Why::Same), pool: Vec::new(), tried: 0 };
    }
    let mut proofs = [Proof::default(), Proof::default()];
    let mut search = Search { pair: prove::Pair::new(old, new, formats), ..Search::default() };
    let judges = validator(old, formats).and_then(|one| Ok((one, validator(new, formats)?)));
    let judges = judges.map_err(|(_, why)| search.failed = Some(why)).ok();
    // By cases first: its steps are counted, while the algebra multiplies unions out.
    for (proof, old_accepts) in proofs.iter_mut().zip([true, false]) {
        search.by_cases(judges.as_ref(), proof, old_accepts);
    }
    let mut leads = Vec::new();
    if proofs.iter().zip([true, false]).any(|(proof, side)| !proof.holds() && !search.shows(side)) {
        let knowledge = engine.knowledge(old, new, formats);
        for (proof, known) in proofs.iter_mut().zip([knowledge.new_covers_old, knowledge.old_covers_new]) {
            if !proof.holds() {
                *proof = known;
            }
        }
        leads = knowledge.leads;
    }
    if let Some((old_judge, new_judge)) = judges.as_ref().filter(|_| proofs.iter().any(|proof| !proof.holds())) {
        let open = proofs.iter().zip([true, false]).any(|(proof, side)| !proof.holds() && !search.shows(side));
        let samples = if open { samples } else { samples.min(POOL_SAMPLES) };
        search.both(&[old_judge, new_judge], [old, new], &leads, samples);
    }
    let [new_covers_old, old_covers_new] = proofs;
    Decision {
        narrows: search.answer(&new_covers_old, true),
        widens: search.answer(&old_covers_new, false),
        tried: search.tried,
        pool: search.pool,
    }
}

#[derive(Default)]
struct Search {
    pair: Option<prove::Pair>,
    pool: Vec<Differing>,
    tried: usize,
    failed: Option<String>,
}

impl Search {
    fn shows(&self, old_accepts: bool) -> bool {
        self.pool.iter().any(|found| found.old_accepts == old_accepts)
    }

    /// Asks for a value that shows one direction, unless there is proof of none.
    fn by_cases(&mut self, judges: Option<&(Validator, Validator)>, proof: &mut Proof, old_accepts: bool) {
        let Some(pair) = self.pair.as_mut() else { return };
        match pair.difference(old_accepts, MAX_STEPS) {
            prove::Found::Empty => *proof = Proof::Yes(Why::Cases),
            prove::Found::Value(value) => {
                self.tried += 1;
                let shows = |(old, new): &(Validator, Validator)| {
                    [old.is_valid(&value), new.is_valid(&value)] == [old_accepts, !old_accepts]
                };
                if judges.is_some_and(shows) {
                    self.pool.push(Differing { value, place: String::new(), old_accepts });
                }
            }
            prove::Found::Unknown => {}
        }
    }

    fn both(&mut self, judges: &[&Validator; 2], documents: [&Value; 2], leads: &[Value], samples: usize) {
        for lead in leads {
            self.one(judges, &Sampler::new(lead), samples / 4);
        }
        let constants = documents.map(constants);
        let [old, new] = documents;
        let [old_constants, new_constants] = constants;
        self.one(judges, &Sampler::new(old).with_values(new_constants), samples);
        self.one(judges, &Sampler::new(new).with_values(old_constants), samples);
    }

    fn one(&mut self, judges: &[&Validator; 2], sampler: &Sampler<'_>, samples: usize) {
        let mut values = 0;
        sampler.each(samples, &mut |sample| {
            // `1.0` and `1` are the same number, but not to every reader of draft-04.
            if tree::has_whole_float(sample.value) {
                return ControlFlow::Continue(());
            }
            self.tried += 1;
            values += tree::values(sample.value);
            let accepts = judges.map(|judge| judge.is_valid(sample.value));
            // Validators compute with doubles; what they say of a large multiple may be off.
            let exact = |pair: &mut prove::Pair| {
                !tree::has_large_number(sample.value) || pair.agrees(sample.value, accepts, MAX_SAMPLE_STEPS)
            };
            if accepts[0] != accepts[1] && self.pair.as_mut().is_none_or(exact) {
                let place = sample.place.to_owned();
                self.pool.push(Differing { value: sample.value.clone(), place, old_accepts: accepts[0] });
            }
            let go_on = self.pool.len() < MAX_POOL && values < MAX_SAMPLED_VALUES;
            if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
    }

    fn answer(&self, proof: &Proof, old_accepts: bool) -> Answer {
        let found = self.pool.iter().filter(|found| found.old_accepts == old_accepts);
        // A value that validators of both sides were shown outweighs a proof by the algebra.
        if let Some(smallest) = found.min_by_key(|found| found.value.to_string().len()) {
            return Answer::Yes(smallest.value.clone());
        }
        match (proof, &self.failed) {
            (Proof::Yes(why), _) => Answer::No(*why),
            (Proof::No(why), None) => {
                Answer::Unknown(format!("{why}; none of {} instances tells the two apart", self.tried))
            }
            (Proof::No(why), Some(failed)) => Answer::Unknown(format!("{why}; {failed}")),
        }
    }
}

/// The listed values of a document, which are where enums and constants differ.
fn constants(document: &Value) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for at in repair::schemas(document) {
        let Some(schema) = document.pointer(&at) else { continue };
        let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
        for value in listed.chain(schema.get("const")) {
            if found.len() >= MAX_SALT {
                return found;
            }
            if !found.contains(value) {
                found.push(value.clone());
            }
        }
    }
    found
}

/// `document` without what only annotates, so that a description is no difference.
pub(crate) fn assertions(document: &Value, formats: bool) -> Value {
    let mut stripped = document.clone();
    for at in repair::schemas(document) {
        if let Some(Value::Object(members)) = stripped.pointer_mut(&at) {
            members.retain(|keyword, _| {
                !dialect::ANNOTATIONS.contains(&keyword.as_str()) || (formats && keyword == "format")
            });
        }
    }
    stripped
}
