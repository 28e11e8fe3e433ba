//! Prints the result of the types check for people.

use std::fmt::{self, Write};

use crate::cli::phrases::count;
use crate::comparison::{Change, Comparison, Verdict};
use crate::finding::Checked;
use crate::place::Place;

pub(super) fn print_checked(all: &[Checked]) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_checked(&mut out, all);
    out
}

fn write_checked(out: &mut String, all: &[Checked]) -> fmt::Result {
    for one in all {
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
        let samples = one.samples;
        writeln!(
            out,
            "  samples      {} valid, {} near misses, {} texts through the compiled code, judged by a validator",
            samples.valid, samples.invalid, samples.texts
        )?;
        write_repairs(out, &one.deserialize)?;
        for finding in &one.findings {
            writeln!(out, "\n{finding}")?;
        }
        if !one.findings.is_empty() {
            writeln!(out)?;
        }
    }
    let findings: usize = all.iter().map(|one| one.findings.len()).sum();
    match findings {
        0 => writeln!(out, "{}: no drift", count(all.len(), "schema")),
        _ => writeln!(out, "{}: {}", count(all.len(), "schema"), count(findings, "finding")),
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
