//! Inclusion of schemas by cases: is there a value that one accepts and the other rejects?
//!
//! What a value must meet and must not meet is a set of literals. It is taken apart, case by case and type by type,
//! until every case either contradicts itself or yields a value. No value in any case is a proof of inclusion; a value
//! is a proposal, for validators to judge. Values are finite, so a smallest one never holds below itself what it must
//! meet itself: a set of literals that comes back on the way down is answered with "none" (induction over height).

mod array;
mod compile;
mod evaluate;
mod lookaround;
mod node;
mod number;
mod object;
mod solution;
mod solve;
mod text;
mod unevaluated;

use serde_json::Value;

use node::{Arena, Id};
pub(crate) use solution::Solution;
use solve::Solver;

/// Two plain, self-contained 2020-12 documents, taken apart once.
pub(crate) struct Pair {
    arena: Arena,
    sides: [Id; 2],
}

impl Pair {
    /// `None` where entries of `$defs` say something else under one name, or the two are too large.
    pub fn new(old: &Value, new: &Value, formats: bool) -> Option<Self> {
        let definitions =
            |document: &Value| document.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
        let others = definitions(new);
        if definitions(old).iter().any(|(name, body)| others.get(name).is_some_and(|other| other != body)) {
            return None;
        }
        let mut arena = Arena::default();
        let sides = [old, new].map(|document| compile::compile_document(&mut arena, document, formats));
        (arena.len() <= compile::MAX_NODES).then_some(Pair { arena, sides })
    }

    /// A value that one side accepts and the other rejects: old and new, or new and old. `work` bounds the steps.
    pub fn solve_difference(&mut self, old_accepts: bool, work: usize) -> Solution {
        let [old, new] = self.sides;
        Solver::new(&mut self.arena, work).solve(vec![(old, old_accepts), (new, !old_accepts)])
    }

    /// As [`solve_difference`](Self::solve_difference), for a value that meets `also`, which refers to nothing; takes its steps from
    /// `work`.
    pub fn solve_difference_with(&mut self, old_accepts: bool, also: &Value, work: &mut usize) -> Solution {
        let [old, new] = self.sides;
        let also = compile::compile_document(&mut self.arena, also, false);
        let mut solver = Solver::new(&mut self.arena, *work);
        let found = solver.solve(vec![(also, true), (old, old_accepts), (new, !old_accepts)]);
        *work = solver.left();
        found
    }

    /// Whether the sides may judge a value as `accepts` says, numbers being exact.
    pub fn may_judge(&mut self, value: &Value, accepts: [bool; 2], work: usize) -> bool {
        let mut solver = Solver::new(&mut self.arena, work);
        self.sides
            .into_iter()
            .zip(accepts)
            .all(|(side, accepts)| solver.meets(&[(side, accepts)], value) != Some(false))
    }
}
