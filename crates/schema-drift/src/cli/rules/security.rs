//! Judges security requirements: who was authorised, and who is.

use std::collections::{BTreeMap, BTreeSet};

use super::table::Rule;

/// Some schemes, which a request has to meet together, each with scopes.
type Way = BTreeMap<String, BTreeSet<String>>;

/// Judges two requirements, each a list of ways of which one is enough. Without any, everybody is authorised.
pub(super) fn judge(old: &[Way], new: &[Way]) -> Vec<(Rule, String)> {
    let open = [Way::new()];
    let [old, new] = [old, new].map(|ways| if ways.is_empty() { open.as_slice() } else { ways });
    let message = || format!("requests are now authorised by {}, were by {}", describe(new), describe(old));
    let narrower = old.iter().any(|way| !is_enough(way, new)).then(|| (Rule::SecurityNarrowed, message()));
    let wider = new.iter().any(|way| !is_enough(way, old)).then(|| (Rule::SecurityWidened, message()));
    narrower.into_iter().chain(wider).collect()
}

/// Whether a request that meets a way is authorised: one of `ways` asks for no more.
fn is_enough(way: &Way, ways: &[Way]) -> bool {
    let is_met =
        |(scheme, scopes): (&String, &BTreeSet<String>)| way.get(scheme).is_some_and(|own| scopes.is_subset(own));
    ways.iter().any(|wanted| wanted.iter().all(is_met))
}

fn describe(ways: &[Way]) -> String {
    let scheme = |(name, scopes): (&String, &BTreeSet<String>)| match scopes.is_empty() {
        true => format!("`{name}`"),
        false => format!("`{name}` for {}", scopes.iter().map(String::as_str).collect::<Vec<_>>().join(", ")),
    };
    let way = |way: &Way| match way.is_empty() {
        true => "nothing".to_owned(),
        false => way.iter().map(scheme).collect::<Vec<_>>().join(" with "),
    };
    ways.iter().map(way).collect::<Vec<_>>().join(" or ")
}
