//! Compares schemas of two documents pair by pair, and each definition once, however many schemas lead to it.
//!
//! The pairs share what is made of the documents: classes of equal definitions, nodes for the solver and what it learned, and
//! validators. The walk of a pair ends where another pair begins, so a change is located at the pair that contains it.

use std::collections::BTreeSet;

use schema_ir::{SchemaId, definition_uri};

use crate::answer::{Answer, Counterexample, Decision, Why};
use crate::classes::Classes;
use crate::compare::locate;
use crate::comparison::Comparison;
use crate::decide::Decided;
use crate::limits::{MAX_DEPTH, MAX_STEPS};
use crate::prepared::Prepared;
use crate::prove::{self, Solution};
use crate::repair::{Repair, find_repairs};
use crate::schema::{Schema, SchemaPair};
use crate::stack::both;
use crate::tree;
use crate::validator::{Validators, build_validator_of_definitions};
use crate::walk::{self, Listed};

/// Two documents, and the pairs of their schemas.
pub(crate) struct Library {
    sides: [Schema; 2],
    formats: bool,
    prepared: Prepared,
    listed: Listed,
    prover: prove::Pair,
    validators: Validators,
}

/// What is known about a pair of a library.
pub(crate) enum Outcome {
    /// The comparison, without the changes at other pairs to which this one refers.
    Compared(Box<Comparison>, BTreeSet<usize>),
    /// Only a search in the pair as a whole may decide it. The pairs to which it refers, if nothing else differs.
    Open(BTreeSet<usize>),
}

impl Library {
    /// Makes a library of two documents, each with the numbers of its schemas. `None` if their pairs have to be compared by
    /// themselves: a schema is invalid, or the documents are too large for the solver.
    pub fn new(
        (old, olds): (Schema, Vec<SchemaId>),
        (new, news): (Schema, Vec<SchemaId>),
        formats: bool,
    ) -> Option<Self> {
        let pairs: Vec<[SchemaId; 2]> = olds.into_iter().zip(news).map(|(old, new)| [old, new]).collect();
        let written = Classes::new([old.document(), new.document()]);
        let mut prepared = Prepared::new(old.document(), new.document(), formats);
        let prover = prepared.take_prover()?;
        let validators = build_validators(&prepared, &pairs)?;
        let listed = Listed::new(pairs, written);
        Some(Library { sides: [old, new], formats, prepared, listed, prover, validators })
    }

    /// Compares a pair. `None` if there is none of this number.
    pub fn compare(&mut self, index: usize) -> Option<Outcome> {
        let roots = *self.listed.pairs().get(index)?;
        let decision = self.decide(index, roots);
        let [old, new] = &self.sides;
        let documents = [old.document(), new.document()];
        let differences = walk::find_own_differences(documents, index, &self.listed, self.formats);
        let Some(decision) = decision else {
            let is_changed = !differences.keywords.is_empty();
            return Some(Outcome::Open(if is_changed { BTreeSet::new() } else { differences.through }));
        };
        let through = differences.through.clone();
        let pair = SchemaPair { old, new, roots, formats: self.formats };
        let decided = Decided {
            documents: &self.prepared.documents,
            roots,
            prover: Some(&mut self.prover),
            validators: Some(&self.validators),
            home: Some([&documents[0][roots[0]].origin.pointer, &documents[1][roots[1]].origin.pointer]),
        };
        let mut comparison = locate(differences, &decision, pair, decided);
        comparison.repairs = (repairs_of(old, roots[0]), repairs_of(new, roots[1]));
        Some(Outcome::Compared(Box::new(comparison), through))
    }

    /// The answers that the solver has, if it has both.
    fn decide(&mut self, index: usize, roots: [SchemaId; 2]) -> Option<Decision> {
        let classes = [0, 1].map(|side| self.prepared.classes.sides[side].get(&roots[side]).copied());
        let [Some(old), Some(new)] = classes else { return None };
        let mut decision =
            Decision { narrows: Answer::No(Why::Same), widens: Answer::No(Why::Same), pool: Vec::new(), tried: 0 };
        if old == new {
            return Some(decision);
        }
        self.prover.select([old, new]);
        self.validators.select(index.to_string());
        decision.narrows = self.answer(true)?;
        decision.widens = self.answer(false)?;
        for (answer, old_accepts) in [(&decision.narrows, true), (&decision.widens, false)] {
            if let Answer::Yes(value) = answer {
                decision.pool.push(Counterexample { value: value.clone(), path: String::new(), old_accepts });
            }
        }
        Some(decision)
    }

    fn answer(&mut self, old_accepts: bool) -> Option<Answer> {
        match self.prover.solve_and_learn(old_accepts, MAX_STEPS) {
            Solution::None => Some(Answer::No(Why::Cases)),
            Solution::Value(value) if self.validators.judge(&value) == [old_accepts, !old_accepts] => {
                Some(Answer::Yes(value))
            }
            Solution::Value(_) | Solution::Unknown => None,
        }
    }
}

/// Builds validators of objects that have each pair that differs as the property of its number.
fn build_validators(prepared: &Prepared, pairs: &[[SchemaId; 2]]) -> Option<Validators> {
    let (json, classes, formats) = (prepared.json(), &prepared.classes.sides, prepared.formats);
    if json.iter().any(|document| tree::depth(document) > MAX_DEPTH) {
        return None;
    }
    let build = |side: usize| {
        let definition = |ids: &[SchemaId; 2]| {
            let [old, new] = [0, 1].map(|side| classes[side].get(&ids[side]));
            let [old, new] = [old?, new?];
            (old != new).then(|| definition_uri(&[old, new][side].name()))
        };
        let definitions =
            pairs.iter().enumerate().filter_map(|(index, ids)| Some((index.to_string(), definition(ids)?)));
        build_validator_of_definitions(&json[side], definitions, formats).ok()
    };
    let [old, new] = both(|| build(0), || build(1));
    Some(Validators::new([old?, new?]))
}

/// The repairs of one schema of a library.
fn repairs_of(library: &Schema, id: SchemaId) -> Vec<Repair> {
    if library.repairs().is_empty() {
        return Vec::new();
    }
    let document = library.document();
    let at = &document[id].origin.pointer;
    let is_inside = |repair: &&Repair| {
        repair.pointer.strip_prefix(at.as_str()).is_some_and(|below| below.is_empty() || below.starts_with('/'))
    };
    let written = library.repairs().iter().filter(is_inside).cloned();
    find_repairs(&document.extract(document[id].clone())).into_iter().chain(written).collect()
}
