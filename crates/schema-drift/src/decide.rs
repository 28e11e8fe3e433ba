//! Answers the two questions about a pair of schemas: by a proof, by a value, or not at all.

use std::ops::ControlFlow;

use jsonschema::Validator;
use serde_json::Value;

use crate::algebra::{Algebra, Proof};
use crate::answer::{Answer, Counterexample, Decision, Why};
use crate::limits::MAX_STEPS;
use crate::prove::Solution;
use crate::sample::Sampler;
use crate::validator::build_validator;
use crate::{dialect, names, prove, tree};

/// Steps to judge one instance exactly.
const MAX_SAMPLE_STEPS: usize = 20_000;
/// Counterexamples that are kept, so that each change finds one that shows no other change.
const MAX_POOL: usize = 4_000;
/// Constants of a schema that are tried at every place of the other.
const MAX_CONSTANTS: usize = 24;
/// Instances that are tried if both answers are known already, to find values that show one change each.
const POOL_SAMPLES: usize = 4_000;
/// JSON values in all instances of one search.
const MAX_SAMPLED_VALUES: usize = 60_000;

/// Two plain, self-contained documents, made ready to be decided.
pub(crate) struct Prepared {
    pub old: Value,
    pub new: Value,
    formats: bool,
}

impl Prepared {
    /// Drops annotations, so that a description makes no difference, and gives equal definitions a common name.
    pub fn new(old: &Value, new: &Value, formats: bool) -> Self {
        let (old, new) = names::unify(without_annotations(old, formats), without_annotations(new, formats));
        Prepared { old, new, formats }
    }
}

/// Decides both directions, trying at most `samples` instances a side.
pub(crate) fn decide(algebra: &dyn Algebra, pair: &Prepared, samples: usize) -> Decision {
    let Prepared { old, new, formats } = pair;
    if old == new {
        return Decision { narrows: Answer::No(Why::Same), widens: Answer::No(Why::Same), pool: Vec::new(), tried: 0 };
    }
    let mut proofs = [Proof::default(), Proof::default()];
    let mut search = Search { pair: prove::Pair::new(old, new, *formats), ..Search::default() };
    let validators = build_validator(old, *formats).and_then(|one| Ok([one, build_validator(new, *formats)?]));
    let validators = validators.map_err(|invalid| search.failed = Some(invalid.message)).ok();
    // The proof by cases comes first because its steps are counted, while the algebra multiplies unions out.
    for (proof, old_accepts) in proofs.iter_mut().zip([true, false]) {
        search.prove_by_cases(validators.as_ref(), proof, old_accepts);
    }
    let mut leads = Vec::new();
    if search.has_open_direction(&proofs) {
        let knowledge = algebra.compare(old, new, *formats);
        for (proof, known) in proofs.iter_mut().zip([knowledge.new_covers_old, knowledge.old_covers_new]) {
            if !proof.holds() {
                *proof = known;
            }
        }
        leads = knowledge.leads;
    }
    if let Some(validators) = validators.as_ref().filter(|_| proofs.iter().any(|proof| !proof.holds())) {
        let samples = if search.has_open_direction(&proofs) { samples } else { samples.min(POOL_SAMPLES) };
        for lead in &leads {
            search.sample(validators, &Sampler::new(lead), samples / 4);
        }
        // Each side is sampled with the constants of the other, because that is where two enums differ.
        search.sample(validators, &Sampler::new(old).with_values(constants(new)), samples);
        search.sample(validators, &Sampler::new(new).with_values(constants(old)), samples);
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
    pool: Vec<Counterexample>,
    tried: usize,
    failed: Option<String>,
}

impl Search {
    fn shows(&self, old_accepts: bool) -> bool {
        self.pool.iter().any(|found| found.old_accepts == old_accepts)
    }

    /// True if a direction has neither a proof nor a value.
    fn has_open_direction(&self, proofs: &[Proof; 2]) -> bool {
        proofs.iter().zip([true, false]).any(|(proof, old_accepts)| !proof.holds() && !self.shows(old_accepts))
    }

    /// Looks for a value that shows one direction; without one in any case, that is a proof.
    fn prove_by_cases(&mut self, validators: Option<&[Validator; 2]>, proof: &mut Proof, old_accepts: bool) {
        let Some(pair) = self.pair.as_mut() else { return };
        match pair.solve_difference(old_accepts, MAX_STEPS) {
            Solution::None => *proof = Proof::Yes(Why::Cases),
            Solution::Value(value) => {
                self.tried += 1;
                let shows = |validators: &[Validator; 2]| {
                    validators.each_ref().map(|one| one.is_valid(&value)) == [old_accepts, !old_accepts]
                };
                if validators.is_some_and(shows) {
                    self.pool.push(Counterexample { value, path: String::new(), old_accepts });
                }
            }
            Solution::Unknown => {}
        }
    }

    fn sample(&mut self, validators: &[Validator; 2], sampler: &Sampler<'_>, samples: usize) {
        let mut values = 0;
        sampler.each(samples, &mut |sample| {
            // `1.0` and `1` are the same number, but an implementation of draft-04 may not call `1.0` an integer.
            if tree::has_whole_float(sample.value) {
                return ControlFlow::Continue(());
            }
            self.tried += 1;
            values += tree::values(sample.value);
            let accepts = validators.each_ref().map(|one| one.is_valid(sample.value));
            // Validators compute with doubles, so their verdict on a multiple of a large number may be wrong.
            let exact = |pair: &mut prove::Pair| {
                !tree::has_large_number(sample.value) || pair.may_judge(sample.value, accepts, MAX_SAMPLE_STEPS)
            };
            if accepts[0] != accepts[1] && self.pair.as_mut().is_none_or(exact) {
                let path = sample.place.to_owned();
                self.pool.push(Counterexample { value: sample.value.clone(), path, old_accepts: accepts[0] });
            }
            let go_on = self.pool.len() < MAX_POOL && values < MAX_SAMPLED_VALUES;
            if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
    }

    fn answer(&self, proof: &Proof, old_accepts: bool) -> Answer {
        let found = self.pool.iter().filter(|found| found.old_accepts == old_accepts);
        // A value that both validators confirmed outweighs a proof by the algebra, which is marked experimental.
        if let Some(smallest) = found.min_by_key(|found| found.value.to_string().len()) {
            return Answer::Yes(smallest.value.clone());
        }
        match (proof, &self.failed) {
            (Proof::Yes(why), _) => Answer::No(*why),
            (Proof::No(why), None) => {
                Answer::Unknown(format!("{why}; none of {} instances distinguishes the two", self.tried))
            }
            (Proof::No(why), Some(failed)) => Answer::Unknown(format!("{why}; {failed}")),
        }
    }
}

/// The values that `enum` and `const` list anywhere in a document.
fn constants(document: &Value) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for at in dialect::schema_pointers(document) {
        let Some(schema) = document.pointer(&at) else { continue };
        let listed = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
        for value in listed.chain(schema.get("const")) {
            if found.len() >= MAX_CONSTANTS {
                return found;
            }
            if !found.contains(value) {
                found.push(value.clone());
            }
        }
    }
    found
}

fn without_annotations(document: &Value, formats: bool) -> Value {
    let mut stripped = document.clone();
    for at in dialect::schema_pointers(document) {
        if let Some(Value::Object(members)) = stripped.pointer_mut(&at) {
            members.retain(|keyword, _| !dialect::annotates(keyword) || (formats && keyword == "format"));
        }
    }
    stripped
}
