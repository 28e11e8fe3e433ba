//! Compares two inputs as the flags ask.

use clap::ArgMatches;
use schema_ir::Discriminator;

use super::by_sender::{compare_by_sender, depends_on_sender};
use super::choice::{SentBy, Undeclared};
use super::compare_pairs::Settings;
use super::flags::{Compared, Flags};
use super::gather::Input;
use super::listing::InputSchema;
use super::locate_values::locate_values;
use super::pairing::{pair_operations, pair_schemas};
use super::phrases::name_first;
use super::policies::Policies;
use super::presentation::Outcome;
use super::report::Report;
use super::rules::judge_operations;
use super::settings_flags::{reading, settings};
use super::singles::list_singles;
use super::summary::{Component, Others, Renamed, Summary};
use super::uses::Uses;
use crate::comparison::{Side, Verdict};

/// Compares two inputs, which are prepared for it first.
pub(super) fn judge_inputs<'s>(
    [old, new]: &'s mut [Input; 2],
    matches: &ArgMatches,
    flags: &Flags,
) -> Result<Compared<'s>, String> {
    prepare(old, new, matches, flags);
    let (old, new): (&Input, &Input) = (old, new);
    let is_api = old.is_api() || new.is_api();
    let undeclared = flags.undeclared().unwrap_or(Undeclared::default_for(is_api));
    let never_sent = undeclared == Undeclared::NeverSent;
    let policies = Policies::new(never_sent, [old, new].into_iter().any(depends_on_sender));
    let mut outcome = compare_inputs(old, new, &settings(matches, never_sent)?)?;
    locate_values(&mut outcome, [old, new]);
    let sources = old.sources.iter().chain(&new.sources).collect();
    let mut notes = old.notes.clone();
    notes.extend(new.notes.iter().filter(|note| !old.notes.contains(note)).cloned());
    notes.extend(describe_unused(&outcome));
    Ok(Compared { old: &old.name, new: &new.name, outcome, is_api, policies, sources, notes })
}

/// Lists the schemas of both inputs in the same way, and applies the flags to them.
fn prepare(old: &mut Input, new: &mut Input, matches: &ArgMatches, flags: &Flags) {
    match (old.is_library(), new.is_library()) {
        (true, false) if new.single => new.list_definitions(),
        (false, true) if old.single => old.list_definitions(),
        _ => {}
    }
    let discriminator = reading(matches).discriminator;
    for input in [old, new] {
        if let Some(SentBy(sender)) = flags.sent_by() {
            input.let_send(sender);
        }
        if discriminator == Discriminator::Decides {
            input.let_discriminators_decide();
        }
    }
}

/// Compares the schemas of two inputs that belong together.
fn compare_inputs(old: &Input, new: &Input, settings: &Settings) -> Result<Outcome, String> {
    let operations = pair_operations(old, new);
    let pairing = pair_schemas(old, new, &operations);
    let mut reports = compare_by_sender([old, new], &pairing.pairs, settings)?;
    if old.single && new.single {
        let report = reports.pop().map(Component::into_report);
        return Ok(Outcome::Pair(report.unwrap_or_else(|| Report::unknown("nothing to compare"))));
    }
    let is_empty = |input: &Input| input.schemas.is_empty() && input.operations.is_empty();
    if reports.is_empty() && (is_empty(old) || is_empty(new)) {
        return Err("one side has no schemas".to_owned());
    }
    let renamed = find_renamed(old, new, &pairing.removed, &pairing.added);
    let mut rules = judge_operations(old, new, &operations);
    let removed = list_singles(old, &pairing.removed, Side::Old, &mut rules);
    let added = list_singles(new, &pairing.added, Side::New, &mut rules);
    Ok(Outcome::Collection(Summary::new(reports, Others { added, removed, renamed, rules })))
}

/// A note about the schemas that differ and that no operation exchanges.
fn describe_unused(outcome: &Outcome) -> Option<String> {
    let Outcome::Collection(summary) = outcome else { return None };
    let is_unused = |one: &&Component| {
        one.report.verdict != Verdict::Equivalent && one.uses.as_ref().is_some_and(Uses::are_unknown)
    };
    let names: Vec<String> = summary.components.iter().filter(is_unused).map(|one| format!("`{}`", one.name)).collect();
    Some(format!("no operation leads to {}, so both peers count as its senders", name_first(&names)?))
}

/// Pairs of a removed and an added schema that are equal, unless several could be meant.
fn find_renamed(old: &Input, new: &Input, removed: &[InputSchema], added: &[InputSchema]) -> Vec<Renamed> {
    let alike = |one: &InputSchema| {
        let mut found = added.iter().filter(|other| old.value(one) == new.value(other));
        let first = found.next();
        first.filter(|_| found.next().is_none())
    };
    let suggestion = |one: &InputSchema| Some(Renamed { old: one.name.clone(), new: alike(one)?.name.clone() });
    removed.iter().filter_map(suggestion).collect()
}
