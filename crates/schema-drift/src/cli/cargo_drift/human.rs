//! Prints the result of the types check for people.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use crate::cli::log::printable_lines;
use crate::cli::phrases::count;
use crate::comparison::{Change, Comparison, Verdict};
use crate::finding::{Checked, Unproved};
use crate::place::Place;

/// A line for each schema without findings, or all that was done if `verbose`.
pub(super) fn print_checked(all: &[Checked], verbose: bool) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_checked(&mut out, all, verbose);
    printable_lines(&out)
}

fn write_checked(out: &mut String, all: &[Checked], verbose: bool) -> fmt::Result {
    all.iter().try_for_each(|one| match one.findings.is_empty() && !verbose {
        true => write_line(out, one),
        false => write_one(out, one),
    })?;
    let findings: usize = all.iter().map(|one| one.findings.len()).sum();
    let places: BTreeSet<(&str, &str)> = all
        .iter()
        .flat_map(|one| one.outside.iter().map(|outside| (&*outside.place.file, &*outside.place.pointer)))
        .collect();
    let outside = match places.len() {
        0 => String::new(),
        places => format!("; {} outside the proof", count(places, "place")),
    };
    let hint = if verbose { "" } else { "; --verbose prints the proofs" };
    match findings {
        0 => writeln!(out, "{}: no drift{outside}{hint}", count(all.len(), "schema")),
        _ => writeln!(out, "{}: {}{outside}", count(all.len(), "schema"), count(findings, "finding")),
    }
}

/// Writes that a type is what its schema says, and what of that is not proved.
fn write_line(out: &mut String, one: &Checked) -> fmt::Result {
    write!(out, "{}  {}: {}", one.file, one.type_name, one.deserialize.verdict())?;
    if !one.carried.is_empty() {
        write!(out, "; {} not proved", describe_carried(&one.carried))?;
    }
    match one.outside.len() {
        0 => writeln!(out),
        places => writeln!(out, "; {} outside the proof", count(places, "place")),
    }
}

fn write_one(out: &mut String, one: &Checked) -> fmt::Result {
    writeln!(out, "{}  {}", one.file, one.type_name)?;
    for (contract, comparison) in [("deserialize", &one.deserialize), ("serialize", &one.serialize)] {
        writeln!(out, "  {contract:<11}  {}: {}", comparison.verdict(), comparison.decided())?;
    }
    if let Some(open) = &one.open {
        writeln!(out, "  open         {}", describe_open(open))?;
    }
    if let Some(shape) = &one.shape {
        writeln!(out, "  carried      {}: checked while reading, not proved", describe_carried(&one.carried))?;
        writeln!(out, "  shape        {}, without these: {}", shape.verdict(), shape.decided())?;
    }
    write_outside(out, &one.outside)?;
    let samples = one.samples;
    let of_own = match samples.outside {
        0 => String::new(),
        count => format!("; own types decided {count} of them"),
    };
    writeln!(
        out,
        "  samples      {} valid, {} near misses, {} texts through the compiled code, judged by a validator{of_own}",
        samples.valid, samples.invalid, samples.texts
    )?;
    write_repairs(out, &one.deserialize)?;
    one.findings.iter().try_for_each(|finding| writeln!(out, "\n{finding}"))?;
    if one.findings.is_empty() { Ok(()) } else { writeln!(out) }
}

/// Places that are listed for each schema.
const MAX_PLACES: usize = 8;

fn write_outside(out: &mut String, outside: &[Unproved]) -> fmt::Result {
    if outside.is_empty() {
        return Ok(());
    }
    writeln!(out, "  outside      {} that no proof covers", count(outside.len(), "place"))?;
    for Unproved { place, why } in outside.iter().take(MAX_PLACES) {
        let at = if place.pointer.is_empty() { "(the root)" } else { &place.pointer };
        writeln!(out, "    {at}: {why}")?;
    }
    match outside.len().saturating_sub(MAX_PLACES) {
        0 => Ok(()),
        more => writeln!(out, "    and {more} more"),
    }
}

fn write_repairs(out: &mut String, comparison: &Comparison) -> fmt::Result {
    for (side, repairs) in [("old", &comparison.repairs.0), ("new", &comparison.repairs.1)] {
        for repair in repairs {
            writeln!(out, "  note: {side} {}: {}", repair.pointer, repair.message)?;
        }
    }
    Ok(())
}

/// Describes how much more than the schema an open type accepts.
fn describe_open(open: &Comparison) -> String {
    if open.verdict() != Verdict::Wider {
        return format!("{}: {}", open.verdict(), open.decided());
    }
    let at = |wanted: &dyn Fn(&&Change) -> bool| open.changes.iter().filter(wanted).count();
    let keys = at(&|change| change.keyword == "additionalProperties");
    let values = at(&|change| change.keyword == "enum");
    let rest = open.changes.len() - keys - values;
    let kinds = [(keys, "undeclared keys"), (values, "unknown values"), (rest, "bounds dropped")];
    let kinds: Vec<String> =
        kinds.iter().filter(|(number, _)| *number > 0).map(|(number, kind)| format!("{kind} at {number}")).collect();
    let more = if open.cut { " or more" } else { "" };
    format!(
        "wider: accepts all that the schema accepts, and more at {}{more} ({})",
        count(open.changes.len(), "place"),
        kinds.join(", ")
    )
}

/// Lists the carried keywords, each once, with the number of their places.
fn describe_carried(places: &[Place]) -> String {
    let keyword = |place: &Place| match place.pointer.rsplit('/').next() {
        Some(keyword) if !keyword.is_empty() => keyword.to_owned(),
        _ => "the whole schema".to_owned(),
    };
    let keywords: std::collections::BTreeSet<String> = places.iter().map(keyword).collect();
    format!("{} at {}", keywords.into_iter().collect::<Vec<_>>().join(", "), count(places.len(), "place"))
}
