//! Answers the two questions about a pair of schemas: by a proof, by a value, or not at all.

use std::ops::ControlFlow;

use schema_ir::{Document, SchemaId};
use serde_json::Value;

use crate::algebra::{Algebra, Proof};
use crate::answer::{Answer, Counterexample, Decision, Why};
use crate::difference::Difference;
use crate::limits::MAX_STEPS;
use crate::prepared::Prepared;
use crate::prove::{self, Solution};
use crate::sample::Sampler;
use crate::tree;
use crate::validator::Validators;

/// Steps to judge one instance exactly.
const MAX_SAMPLE_STEPS: usize = 20_000;
/// Counterexamples that are kept, so that each change finds one that shows no other change.
const MAX_POOL: usize = 4_000;
/// Constants of a schema that are tried at every place of the other.
const MAX_CONSTANTS: usize = 24;
/// Instances that are tried on each side to find those that show one change each.
const MAX_EXAMPLES: usize = 4_000;
/// JSON values in all instances of one search.
const MAX_SAMPLED_VALUES: usize = 60_000;

/// Decides both directions, trying at most `samples` instances a side.
pub(crate) fn decide(algebra: &dyn Algebra, pair: &mut Prepared, samples: usize) -> Decision {
    if pair.classes.are_same {
        return Decision { narrows: Answer::No(Why::Same), widens: Answer::No(Why::Same), pool: Vec::new(), tried: 0 };
    }
    let mut search = Search { prover: pair.take_prover(), ..Search::default() };
    let proofs = search.prove(algebra, pair, samples);
    let [narrows, widens] = [(&proofs[0], true), (&proofs[1], false)].map(|(proof, side)| search.answer(proof, side));
    pair.keep_prover(search.prover);
    Decision { narrows, widens, tried: search.tried, pool: search.pool }
}

/// Looks by cases only for a value that old accepts and new rejects.
pub(crate) fn find_value(pair: &mut Prepared, steps: usize) -> Answer {
    let found = pair.take_prover().map_or(Solution::Unknown, |mut prover| prover.solve_difference(true, steps));
    match (found, pair.validators()) {
        (Solution::None, _) => Answer::No(Why::Cases),
        (Solution::Value(value), Ok(validators)) if validators.judge(&value) == [true, false] => Answer::Yes(value),
        _ => Answer::Unknown("no value was found in the steps for it".to_owned()),
    }
}

#[derive(Default)]
struct Search {
    prover: Option<prove::Pair>,
    pool: Vec<Counterexample>,
    tried: usize,
    failed: Option<String>,
}

impl Search {
    /// Looks for proofs that new accepts all that old accepts and the other way round, and for values that deny it.
    fn prove(&mut self, algebra: &dyn Algebra, pair: &Prepared, samples: usize) -> [Proof; 2] {
        let mut proofs = [Proof::default(), Proof::default()];
        let validators = pair.validators().map_err(|invalid| self.failed = Some(invalid.message.clone())).ok();
        // The proof by cases comes first because its steps are counted, while the algebra multiplies unions out.
        for (proof, old_accepts) in proofs.iter_mut().zip([true, false]) {
            self.prove_by_cases(validators, proof, old_accepts);
        }
        let mut leads = Vec::new();
        if self.has_open_direction(&proofs) {
            let [old, new] = pair.json();
            let knowledge = algebra.compare(old, new, pair.formats);
            for (proof, known) in proofs.iter_mut().zip([knowledge.new_covers_old, knowledge.old_covers_new]) {
                if !proof.holds() {
                    *proof = known;
                }
            }
            leads = knowledge.leads;
        }
        if let Some(validators) = validators.filter(|_| self.has_open_direction(&proofs)) {
            for lead in &leads {
                self.sample(validators, &Sampler::new(lead), samples / 4);
            }
            // Each side is sampled with the constants of the other, because that is where two enums differ.
            let [old, new] = &pair.documents;
            self.sample(validators, &Sampler::new(old).with_values(constants([new])), samples);
            self.sample(validators, &Sampler::new(new).with_values(constants([old])), samples);
        }
        proofs
    }

    fn shows(&self, old_accepts: bool) -> bool {
        self.pool.iter().any(|found| found.old_accepts == old_accepts)
    }

    /// True if a direction has neither a proof nor a value.
    fn has_open_direction(&self, proofs: &[Proof; 2]) -> bool {
        proofs.iter().zip([true, false]).any(|(proof, old_accepts)| !proof.holds() && !self.shows(old_accepts))
    }

    /// Looks for a value that shows one direction; without one in any case, that is a proof.
    fn prove_by_cases(&mut self, validators: Option<&Validators>, proof: &mut Proof, old_accepts: bool) {
        let Some(prover) = self.prover.as_mut() else { return };
        match prover.solve_difference(old_accepts, MAX_STEPS) {
            Solution::None => *proof = Proof::Yes(Why::Cases),
            Solution::Value(value) => {
                self.tried += 1;
                if validators.is_some_and(|both| both.judge(&value) == [old_accepts, !old_accepts]) {
                    self.pool.push(Counterexample { value, path: String::new(), old_accepts });
                }
            }
            Solution::Unknown => {}
        }
    }

    fn sample(&mut self, validators: &Validators, sampler: &Sampler<'_>, samples: usize) {
        self.tried += sample(validators, self.prover.as_mut(), sampler, samples, &mut self.pool);
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

/// Adds instances to `pool` that the validators judge differently; returns the number of those that were tried.
fn sample(
    validators: &Validators,
    mut prover: Option<&mut prove::Pair>,
    sampler: &Sampler<'_>,
    samples: usize,
    pool: &mut Vec<Counterexample>,
) -> usize {
    let (mut tried, mut values) = (0, 0);
    sampler.each(samples, &mut |sample| {
        // `1.0` and `1` are the same number, but an implementation of draft-04 may not call `1.0` an integer.
        if tree::has_whole_float(sample.value) {
            return ControlFlow::Continue(());
        }
        tried += 1;
        values += tree::values(sample.value);
        let accepts = validators.judge(sample.value);
        // Validators compute with doubles, so their verdict on a multiple of a large number may be wrong.
        let exact = |prover: &mut &mut prove::Pair| {
            !tree::has_large_number(sample.value) || prover.may_judge(sample.value, accepts, MAX_SAMPLE_STEPS)
        };
        if accepts[0] != accepts[1] && prover.as_mut().is_none_or(exact) {
            let path = sample.place.to_owned();
            pool.push(Counterexample { value: sample.value.clone(), path, old_accepts: accepts[0] });
        }
        let go_on = pool.len() < MAX_POOL && values < MAX_SAMPLED_VALUES;
        if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    tried
}

/// A pair of schemas whose directions are decided, and what shows the changes between them.
pub(crate) struct Decided<'d> {
    /// Without what does not affect the accepted values.
    pub documents: &'d [Document; 2],
    pub roots: [SchemaId; 2],
    pub prover: Option<&'d mut prove::Pair>,
    pub validators: Option<&'d Validators>,
    /// The pointers of the schemas if their changes inside other listed pairs are shown there.
    pub home: Option<[&'d str; 2]>,
}

impl Decided<'_> {
    /// Finds instances that show changes at the paths of `places`. Each side is sampled with the constants that the other has at
    /// these places.
    pub fn find_examples(&mut self, places: &[&Difference]) -> Vec<Counterexample> {
        let mut pool = Vec::new();
        let Some(validators) = self.validators.filter(|_| !places.is_empty()) else { return pool };
        let constants =
            [constants(places.iter().map(|place| &place.new)), constants(places.iter().map(|place| &place.old))];
        for ((document, root), constants) in self.documents.iter().zip(self.roots).zip(constants) {
            let paths = places.iter().map(|place| place.path.as_str());
            let sampler = Sampler::new(document).with_root(root).only_at(paths).with_values(constants);
            sample(validators, self.prover.as_deref_mut(), &sampler, MAX_EXAMPLES, &mut pool);
        }
        pool
    }
}

/// The values that `enum` and `const` list anywhere in the documents.
fn constants<'d>(documents: impl IntoIterator<Item = &'d Document>) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    let schemas = |document: &'d Document| document.nested().map(move |id| &document[id]);
    for schema in documents.into_iter().flat_map(schemas) {
        for value in schema.values.iter().flatten().chain(&schema.constant) {
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
