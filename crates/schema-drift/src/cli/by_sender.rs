//! Compares the pairs of an API once for each peer that sends their values, if that decides which properties they have.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use schema_ir::{Keyword, Peer, pointer};
use serde_json::Value;

use super::compare_pairs::{Question, Settings, compare_pairs};
use super::gather::Input;
use super::listing::InputSchema;
use super::reaching::find_reaching;
use super::summary::Component;
use super::unchanged::Unchanged;
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
    let depending = find_depending(inputs, pairs);
    let others = (0..pairs.len()).filter(|index| !depending.contains_key(index)).collect();
    let mut question = Question { pairs, asked: &others, known: &BTreeMap::new() };
    let mut unchanged = Unchanged::between(inputs);
    let mut known = compare_pairs(&mut unchanged, question, settings, all)?;
    question.known = &known;
    let mut joined: BTreeMap<usize, Component> = BTreeMap::new();
    for sender in Peer::ALL {
        let sent = depending.iter().filter(|(_, senders)| senders.contains(&sender));
        let asked: BTreeSet<usize> = sent.map(|(index, _)| *index).collect();
        if asked.is_empty() {
            continue;
        }
        let question = Question { asked: &asked, ..question };
        for (index, component) in
            compare_pairs(&mut unchanged, question, settings, Assumptions { sender: Some(sender), ..all })?
        {
            add(&mut joined, index, component, sender);
        }
    }
    known.append(&mut joined);
    Ok(known.into_values().collect())
}

/// The pairs whose values depend on who sends them, because they have `readOnly` or `writeOnly` properties, with the senders.
fn find_depending<'p>(inputs: [&Input; 2], pairs: &'p [(InputSchema, InputSchema)]) -> BTreeMap<usize, BTreeSet<Peer>> {
    if !inputs.into_iter().any(depends_on_sender) {
        return BTreeMap::new();
    }
    let [old, new] = inputs.map(find_marked);
    let across_files = inputs.iter().any(|input| input.decides_across_files);
    let depends = |(one, other): &'p (InputSchema, InputSchema)| {
        let has = |marked: &[HashSet<String>], schema: &InputSchema| {
            marked.get(schema.source).is_some_and(|marked| marked.contains(&schema.at))
        };
        (across_files || has(&old, one) || has(&new, other)).then(|| Uses::between(one, other))?
    };
    pairs.iter().enumerate().filter_map(|pair| Some((pair.0, depends(pair.1)?.senders))).collect()
}

/// For each document of an input, the pointers of schemas that have such properties, or from which references lead to some. A
/// reference to another file may lead to some.
fn find_marked(input: &Input) -> Vec<HashSet<String>> {
    let marked = |(index, source): (usize, &schema_ir::Source)| {
        let starts = input.schemas.iter().filter(|schema| schema.source == index).map(|schema| schema.at.clone());
        find_reaching(starts.collect(), |at| {
            let part = pointer::find(source.value(), at).filter(|part| !has_marks(part))?;
            input.targets_of(index, at, part)
        })
    };
    input.sources.iter().enumerate().map(marked).collect()
}

const ONE_WAY: [Keyword; 2] = [Keyword::ReadOnly, Keyword::WriteOnly];

fn has_marks(part: &Value) -> bool {
    ONE_WAY.iter().any(|keyword| keyword.occurs_in(part))
}

/// Whether the sender of some schemas is known, and properties are `readOnly` or `writeOnly`.
pub(super) fn depends_on_sender(input: &Input) -> bool {
    input.schemas.iter().any(|schema| schema.uses.is_some())
        && input.sources.iter().any(|source| ONE_WAY.iter().any(|keyword| source.has(*keyword)))
}

/// Adds a component, or joins it with the one of the other sender.
fn add(joined: &mut BTreeMap<usize, Component>, index: usize, mut component: Component, sender: Peer) {
    if let Some(uses) = &component.uses {
        component.report.note_uses(&uses.by(sender));
    }
    match joined.get_mut(&index) {
        Some(known) => {
            known.same_as.extend(component.same_as);
            known.refers_to.extend(component.refers_to);
            known.report.join(component.report);
        }
        None => drop(joined.insert(index, component)),
    }
}
