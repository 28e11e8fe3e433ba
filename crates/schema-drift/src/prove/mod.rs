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
mod solve;
mod text;
mod unevaluated;

use serde_json::Value;

use node::Arena;
use solve::Solver;

/// Whether a set of literals has a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Found {
    /// Proven: none.
    Empty,
    /// This one, where what is not modelled agrees.
    Value(Value),
    /// Not found, not excluded.
    Unknown,
}

/// A value that `inner` accepts and `outer` rejects. Both are plain, self-contained 2020-12 documents, and
/// `$defs` entries of one name say the same in both. `work` bounds the steps.
pub(crate) fn difference(inner: &Value, outer: &Value, formats: bool, work: usize) -> Found {
    let definitions = |document: &Value| document.get("$defs").and_then(Value::as_object).cloned().unwrap_or_default();
    let others = definitions(outer);
    if definitions(inner).iter().any(|(name, body)| others.get(name).is_some_and(|other| other != body)) {
        return Found::Unknown;
    }
    let mut arena = Arena::default();
    let inner = compile::document(&mut arena, inner, formats);
    let outer = compile::document(&mut arena, outer, formats);
    if arena.len() > compile::MAX_NODES {
        return Found::Unknown;
    }
    Solver::new(&mut arena, work).solve(vec![(inner, true), (outer, false)])
}
