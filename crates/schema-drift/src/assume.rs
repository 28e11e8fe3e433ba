//! Assumptions about the values that are exchanged, under which two schemas are compared.
//!
//! An assumption replaces parts of both documents before anything is decided, so the proofs, the values and the places of
//! changes all hold under it. Where it would hide a change of what is sent, it is not made.

mod one_way;
mod undeclared;
mod value_place;

use schema_ir::{Document, Peer, SchemaId};

/// The assumptions of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Assumptions {
    /// Whether keys that an open object does not declare are not sent.
    pub never_sent: bool,
    /// Who sends the values, if that decides which properties they have.
    pub sender: Option<Peer>,
}

const NEVER_SENT: &str = "never_sent";

impl Assumptions {
    /// The names of the assumptions.
    pub fn names(self) -> Vec<String> {
        let sender = self.sender.map(Peer::as_str);
        self.never_sent.then_some(NEVER_SENT).into_iter().chain(sender).map(str::to_owned).collect()
    }

    /// The assumptions with these names.
    pub fn from_names(names: &[String]) -> Self {
        let has = |name: &str| names.iter().any(|known| known == name);
        let sender = Peer::ALL.into_iter().find(|peer| has(peer.as_str()));
        Assumptions { never_sent: has(NEVER_SENT), sender }
    }

    /// Makes the assumptions in two documents, of which these schemas are compared.
    pub fn make(self, [old, new]: [&mut Document; 2], pairs: &[[SchemaId; 2]]) {
        if let Some(sender) = self.sender {
            one_way::exclude(old, sender);
            one_way::exclude(new, sender);
        }
        if self.never_sent {
            undeclared::ignore([old, new], pairs);
        }
    }
}
