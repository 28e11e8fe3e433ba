//! Compares the pairs of an API once for each peer that sends their values, if that decides which properties they have.

use std::collections::BTreeMap;

use schema_ir::{Keyword, Peer};

use super::compare_pairs::{Settings, compare_pairs};
use super::gather::Input;
use super::listing::InputSchema;
use super::summary::Component;
use super::uses::Uses;
use crate::assume::Assumptions;

/// Compares pairs, in their order, under the assumptions that follow from the settings and the documents.
///
/// # Errors
///
/// A schema cannot be read, and there are no others.
pub(super) fn compare_by_sender(
    inputs: [&Input; 2],
    pairs: &[(InputSchema, InputSchema)],
    settings: &Settings,
) -> Result<Vec<Component>, String> {
    let all = Assumptions { never_sent: settings.never_sent, sender: None };
    if !inputs.into_iter().any(depends_on_sender) {
        return compare_pairs(inputs, pairs, settings, all);
    }
    let mut joined: BTreeMap<usize, Component> = BTreeMap::new();
    for sender in [Some(Peer::Client), Some(Peer::Server), None] {
        let uses: Vec<Option<Uses>> = pairs.iter().map(|(old, new)| Uses::between(old, new)).collect();
        let is_sent = |uses: &Option<Uses>| match (uses, sender) {
            (Some(uses), Some(sender)) => uses.senders.contains(&sender),
            (None, None) => true,
            _ => false,
        };
        let numbers: Vec<usize> = (0..pairs.len()).filter(|at| uses.get(*at).is_some_and(is_sent)).collect();
        let asked: Vec<(InputSchema, InputSchema)> = numbers.iter().filter_map(|at| pairs.get(*at)).cloned().collect();
        let components = compare_pairs(inputs, &asked, settings, Assumptions { sender, ..all })?;
        for (number, component) in numbers.iter().zip(components) {
            add(&mut joined, *number, renumbered(component, &numbers), sender);
        }
    }
    Ok(joined.into_values().collect())
}

/// Whether the sender of some schemas is known, and properties are `readOnly` or `writeOnly`.
pub(super) fn depends_on_sender(input: &Input) -> bool {
    let marks = [Keyword::ReadOnly, Keyword::WriteOnly];
    input.schemas.iter().any(|schema| schema.uses.is_some())
        && input.sources.iter().any(|source| marks.iter().any(|mark| mark.occurs_in(source.value())))
}

/// A component that refers to others by the numbers of all pairs.
fn renumbered(component: Component, numbers: &[usize]) -> Component {
    let number = |at: &usize| numbers.get(*at).copied();
    let same_as = component.same_as.iter().filter_map(number).collect();
    let refers_to = component.refers_to.iter().filter_map(number).collect();
    Component { same_as, refers_to, ..component }
}

/// Adds a component, or joins it with the one of the other sender.
fn add(joined: &mut BTreeMap<usize, Component>, number: usize, mut component: Component, sender: Option<Peer>) {
    if let (Some(uses), Some(sender)) = (&component.uses, sender) {
        component.report.note_uses(&uses.by(sender));
    }
    match joined.get_mut(&number) {
        Some(known) => {
            known.same_as.extend(component.same_as);
            known.refers_to.extend(component.refers_to);
            known.report.join(component.report);
        }
        None => drop(joined.insert(number, component)),
    }
}
