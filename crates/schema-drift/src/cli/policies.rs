//! The assumptions of a comparison, as its reports state them.

use serde::Serialize;

/// The policies under which verdicts hold.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Policies {
    /// Keys that an open object does not declare.
    #[serde(skip_serializing_if = "Option::is_none")]
    undeclared: Option<&'static str>,
    /// Properties that are `readOnly` or `writeOnly`.
    #[serde(skip_serializing_if = "Option::is_none")]
    one_way: Option<&'static str>,
}

impl Policies {
    pub fn new(never_sent: bool, depends_on_sender: bool) -> Self {
        Policies { undeclared: never_sent.then_some("never-sent"), one_way: depends_on_sender.then_some("by-sender") }
    }

    pub fn is_empty(self) -> bool {
        self.sentences().is_empty()
    }

    /// What is assumed, a sentence for each policy.
    pub fn sentences(self) -> Vec<&'static str> {
        let undeclared =
            "keys that an open object does not declare count as never sent (--undeclared anything counts them)";
        let one_way = "`readOnly` properties count as never sent by clients, `writeOnly` ones as never sent by servers";
        let undeclared = self.undeclared.map(|_| undeclared);
        undeclared.into_iter().chain(self.one_way.map(|_| one_way)).collect()
    }
}
