//! Which peers of an API break, given who sends the values of a schema.

use std::collections::BTreeSet;

use schema_ir::Peer;
use serde::{Serialize, Serializer};

use crate::comparison::Party;

/// The peers that break, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Peers(BTreeSet<Peer>);

impl Peers {
    /// The peers that are these parties if any of `senders` sends the values.
    pub fn broken(parties: &[Party], senders: &BTreeSet<Peer>) -> Self {
        let peer = |party: &Party, sender: &Peer| if *party == Party::Writer { *sender } else { sender.other() };
        Peers(parties.iter().flat_map(|party| senders.iter().map(move |sender| peer(party, sender))).collect())
    }

    pub fn contains(&self, peer: Peer) -> bool {
        self.0.contains(&peer)
    }

    /// The peers of several findings; `None` if there is no finding.
    pub fn join_all<'p>(all: impl Iterator<Item = &'p Peers>) -> Option<Self> {
        let join = |joined: Peers, more: &Peers| Peers(joined.0.union(&more.0).copied().collect());
        all.fold(None, |joined, more| Some(join(joined.unwrap_or_default(), more)))
    }

    /// The peers of two findings that are the same.
    pub fn join(one: Option<Self>, other: Option<&Self>) -> Option<Self> {
        let (mut joined, other) = (one?, other?);
        joined.extend(other);
        Some(joined)
    }

    pub fn extend(&mut self, more: &Peers) {
        self.0.extend(&more.0);
    }

    /// The words for them, such as `client`.
    pub fn names(&self) -> Vec<&'static str> {
        self.0.iter().map(|peer| peer.as_str()).collect()
    }

    /// A phrase such as "clients and servers break".
    pub fn phrase(&self) -> String {
        let names: Vec<String> = self.0.iter().map(|peer| format!("{}s", peer.as_str())).collect();
        if names.is_empty() { "nobody breaks".to_owned() } else { format!("{} break", names.join(" and ")) }
    }
}

impl FromIterator<Peer> for Peers {
    fn from_iter<I: IntoIterator<Item = Peer>>(peers: I) -> Self {
        Peers(peers.into_iter().collect())
    }
}

impl Serialize for Peers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write_peers(&self.0, serializer)
    }
}

/// Writes peers by their words.
pub(super) fn write_peers<S: Serializer>(peers: &BTreeSet<Peer>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(peers.iter().map(|peer| peer.as_str()))
}
