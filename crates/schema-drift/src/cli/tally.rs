//! The sentence that comes before the findings: who breaks, and how much.

use std::collections::HashSet;

use super::findings::{Finding, Subject};
use super::phrases::count;

/// The words for who may break.
pub(super) const PARTIES: [&str; 4] = ["client", "server", "reader", "writer"];

/// Counts the findings, such as "clients break: 12 changes in 7 operations; servers break: 1 change in 1 operation".
pub(super) fn tally(findings: &[Finding<'_>]) -> String {
    let is_open = |one: &&Finding<'_>| one.accepted.is_none() && one.subject != Subject::Annotation;
    let (undecided, changes): (Vec<&Finding<'_>>, Vec<&Finding<'_>>) =
        findings.iter().filter(is_open).partition(|one| !one.decided);
    let mut parts: Vec<String> = Vec::new();
    for party in PARTIES {
        let broken: Vec<&Finding<'_>> = changes.iter().copied().filter(|one| one.breaks.contains(&party)).collect();
        if !broken.is_empty() {
            parts.push(format!("{party}s break: {}", count_changes(&broken)));
        }
    }
    let harmless: Vec<&Finding<'_>> = changes.iter().copied().filter(|one| one.breaks.is_empty()).collect();
    if !harmless.is_empty() {
        parts.push(format!("nobody breaks: {}", count_changes(&harmless)));
    }
    let places: usize = undecided.iter().map(|one| one.spots.len()).sum();
    if places > 0 {
        parts.push(format!("not decided: {}", count(places, "place")));
    }
    let accepted = findings.iter().filter(|one| one.accepted.is_some()).count();
    if accepted > 0 {
        parts.push(format!("accepted: {}", count(accepted, "change")));
    }
    if parts.is_empty() { "no changes".to_owned() } else { parts.join("; ") }
}

fn count_changes(findings: &[&Finding<'_>]) -> String {
    let operations: HashSet<&str> =
        findings.iter().flat_map(|one| one.operations()).map(|one| &*one.operation).collect();
    let changes = count(findings.len(), "change");
    if operations.is_empty() { changes } else { format!("{changes} in {}", count(operations.len(), "operation")) }
}
