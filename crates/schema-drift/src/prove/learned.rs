//! What searches leave to those that follow.

use std::collections::HashMap;

use super::node::Literal;
use super::solution::Solution;
use super::text::Automata;

/// What a search has learned, for the next one about the same nodes.
#[derive(Default)]
pub(super) struct Learned {
    pub automata: Automata,
    pub known: HashMap<Vec<Literal>, Solution>,
    /// The sets without an answer, which the next search may have the steps for.
    pub unknown: Vec<Vec<Literal>>,
}

impl Learned {
    /// Forgets all but the automata, so that the next search takes the steps of a first one.
    pub fn forget(&mut self) {
        self.known.clear();
        self.unknown.clear();
    }

    /// Forgets the sets without an answer.
    pub fn forget_unknown(&mut self) {
        for literals in self.unknown.drain(..) {
            self.known.remove(&literals);
        }
    }
}
