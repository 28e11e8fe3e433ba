//! Decides the inclusion of schemas by cases: is there a value that one accepts and the other rejects?
//!
//! The schemas that a value must meet or must not meet are a set of literals. The solver splits the set, case by case and
//! type by type, until every case either contradicts itself or yields a value. If no case has a value, that proves the
//! inclusion. A value is only a proposal, which validators confirm, because some keywords are not modelled exactly.
//!
//! Recursive schemas end by induction over the height of values. If a set of literals has a value, it has one of least
//! height. A set that comes back inside its own search is answered with "none", because a value with a part that meets the
//! same set is not the smallest: the part alone would do. For example, `{"properties": {"next": {"$ref": "#"}}, "required":
//! ["next"]}` accepts no finite object.

mod array;
mod compile;
mod evaluate;
mod learned;
mod lookaround;
mod node;
mod number;
mod object;
mod solution;
mod solve;
mod text;
mod unevaluated;

use std::collections::HashMap;

use schema_ir::{Document, SchemaId};
use serde_json::Value;

use crate::classes::{Class, Classes};
use learned::Learned;
use node::{Arena, Id, Literal, Node};
pub(crate) use solution::Solution;
use solve::Solver;

/// The schemas of one document, compiled to nodes when they are asked about.
pub(crate) struct Compiled {
    arena: Arena,
    /// Of it, the automata are kept, because many questions are about the same patterns.
    learned: Learned,
}

impl Compiled {
    /// Compiles the definitions; `None` if they are too large.
    pub fn new(document: &Document, classes: &Classes) -> Option<Self> {
        let mut arena = Arena::default();
        let [of_document, _] = &classes.sides;
        compile::compile_document(&mut arena, document, of_document);
        (arena.len() <= compile::MAX_NODES).then_some(Compiled { arena, learned: Learned::default() })
    }

    /// Whether a schema accepts a value, judged with exact numbers; `None` if that depends on a keyword that is not modelled, or
    /// takes more than `work` steps. Subtracts the steps from `work`.
    pub fn accepts(
        &mut self,
        document: &Document,
        classes: &Classes,
        schema: SchemaId,
        value: &Value,
        work: &mut usize,
    ) -> Option<bool> {
        if self.arena.len() > compile::MAX_NODES {
            return None;
        }
        let [of_document, _] = &classes.sides;
        let node = compile::compile_schema(&mut self.arena, document, of_document, schema);
        self.with_solver(work, |solver| solver.meets(&[(node, true)], value))
    }

    /// Searches for a value that all schemas of the first list accept and all of the second reject. Subtracts the steps from
    /// `work`.
    pub fn solve(
        &mut self,
        document: &Document,
        classes: &Classes,
        [accepting, rejecting]: [&[SchemaId]; 2],
        work: &mut usize,
    ) -> Solution {
        if self.arena.len() > compile::MAX_NODES {
            return Solution::Unknown;
        }
        let [of_document, _] = &classes.sides;
        let all = accepting.iter().map(|id| (*id, true)).chain(rejecting.iter().map(|id| (*id, false)));
        let literals: Vec<Literal> = all
            .map(|(id, accepts)| (compile::compile_schema(&mut self.arena, document, of_document, id), accepts))
            .collect();
        self.with_solver(work, |solver| solver.solve(literals))
    }

    fn with_solver<T>(&mut self, work: &mut usize, task: impl FnOnce(&mut Solver<'_>) -> T) -> T {
        let result = with_solver(&mut self.arena, &mut self.learned, work, task);
        self.learned.forget();
        result
    }
}

/// Does work with a solver that knows what was learned before.
fn with_solver<T>(
    arena: &mut Arena,
    learned: &mut Learned,
    work: &mut usize,
    task: impl FnOnce(&mut Solver<'_>) -> T,
) -> T {
    let mut solver = Solver::new(arena, *work);
    solver.learned = std::mem::take(learned);
    let result = task(&mut solver);
    *work = solver.left();
    *learned = solver.learned;
    result
}

/// Two documents, compiled to nodes.
pub(crate) struct Pair {
    arena: Arena,
    sides: [Id; 2],
    learned: Learned,
}

impl Pair {
    /// Compiles a pair; `None` if the two are too large.
    pub fn new([old, new]: [&Document; 2], classes: &Classes) -> Option<Self> {
        let mut arena = Arena::default();
        let [of_old, of_new] = &classes.sides;
        let sides = [(old, of_old), (new, of_new)]
            .map(|(document, classes)| compile::compile_document(&mut arena, document, classes));
        (arena.len() <= compile::MAX_NODES).then_some(Pair { arena, sides, learned: Learned::default() })
    }

    /// Makes two definitions the sides.
    pub fn select(&mut self, definitions: [Class; 2]) {
        self.sides = definitions.map(|class| self.arena.add(Node::Ref(class)));
    }

    /// Like [`solve_difference`](Self::solve_difference), and learns from it. So the parts that several pairs have in common are
    /// searched once, in steps of the first of these pairs.
    pub fn solve_and_learn(&mut self, old_accepts: bool, mut work: usize) -> Solution {
        let [old, new] = self.sides;
        let literals = vec![(old, old_accepts), (new, !old_accepts)];
        let found = with_solver(&mut self.arena, &mut self.learned, &mut work, |solver| solver.solve(literals));
        self.learned.forget_unknown();
        found
    }

    /// Searches for a value that old accepts and new rejects, or the other way round, in at most `work` steps.
    pub fn solve_difference(&mut self, old_accepts: bool, work: usize) -> Solution {
        let [old, new] = self.sides;
        Solver::new(&mut self.arena, work).solve(vec![(old, old_accepts), (new, !old_accepts)])
    }

    /// Like [`solve_difference`](Self::solve_difference), for a value that also meets `also`, a document without references.
    /// Subtracts the steps from `work`.
    pub fn solve_difference_with(&mut self, old_accepts: bool, also: &Document, work: &mut usize) -> Solution {
        let [old, new] = self.sides;
        let also = compile::compile_document(&mut self.arena, also, &HashMap::new());
        let mut solver = Solver::new(&mut self.arena, *work);
        let found = solver.solve(vec![(also, true), (old, old_accepts), (new, !old_accepts)]);
        *work = solver.left();
        found
    }

    /// True unless exact arithmetic contradicts the verdicts `accepts` of two validators on a value.
    pub fn may_judge(&mut self, value: &Value, accepts: [bool; 2], work: usize) -> bool {
        let mut solver = Solver::new(&mut self.arena, work);
        self.sides
            .into_iter()
            .zip(accepts)
            .all(|(side, accepts)| solver.meets(&[(side, accepts)], value) != Some(false))
    }
}
