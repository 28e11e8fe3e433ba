//! The two questions about a pair of schemas, and the forms that an answer has.

use serde_json::Value;

/// Does some value distinguish the two schemas in one direction?
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Proved: no value does.
    No(Why),
    /// This value does. The validators of both schemas confirmed it.
    Yes(Value),
    /// A value does that is too large to be built; the text describes it. Validators confirmed a smaller one, of schemas with
    /// smaller bounds in the same order.
    Described(String),
    /// Neither a proof nor a value was found, for this reason.
    Unknown(String),
}

impl Answer {
    pub(crate) fn is_no(&self) -> bool {
        matches!(self, Answer::No(_))
    }

    pub(crate) fn is_yes(&self) -> bool {
        matches!(self, Answer::Yes(_) | Answer::Described(_))
    }
}

/// The basis of a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The two schemas are the same JSON value.
    Same,
    /// The schema algebra proves the inclusion.
    Algebra,
    /// Every case of a value that would distinguish them contradicts itself.
    Cases,
}

/// The two answers for a pair of schemas.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    /// Does new reject something that old accepts?
    pub narrows: Answer,
    /// Does new accept something that old rejects?
    pub widens: Answer,
    /// Instances that one of the two accepts and the other rejects.
    pub pool: Vec<Counterexample>,
    /// The number of instances that were tried.
    pub tried: usize,
}

impl Decision {
    /// True if both directions are proved, so that the two accept the same values.
    pub fn is_equivalent(&self) -> bool {
        self.narrows.is_no() && self.widens.is_no()
    }

    /// True if a direction has neither a proof nor a value.
    pub fn is_open(&self) -> bool {
        [&self.narrows, &self.widens].into_iter().any(|answer| matches!(answer, Answer::Unknown(_)))
    }
}

/// An instance that one side accepts and the other rejects.
#[derive(Clone, Debug)]
pub(crate) struct Counterexample {
    pub value: Value,
    /// Instance pointer to the part that the sampler varied; empty if the solver proposed the whole.
    pub path: String,
    /// True if old is the side that accepts.
    pub old_accepts: bool,
}
