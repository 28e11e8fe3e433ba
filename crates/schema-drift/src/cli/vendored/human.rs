//! For people.

use std::fmt::{self, Write};

use super::Compared;
use crate::{AnnotationChange, Change, Checked, Comparison, Party, Place, Side, Verdict};

pub(super) fn checked(all: &[Checked]) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_checked(&mut out, all);
    out
}

pub(super) fn upstream(file: &str, all: &[Compared<'_>]) -> String {
    let mut out = String::new();
    let _ = write_upstream(&mut out, file, all);
    out
}

fn write_checked(out: &mut String, all: &[Checked]) -> fmt::Result {
    for one in all {
        writeln!(out, "{}  {}", one.file, one.type_name)?;
        for (contract, comparison) in [("deserialize", &one.deserialize), ("serialize", &one.serialize)] {
            writeln!(out, "  {contract:<11}  {}: {}", comparison.verdict(), comparison.decided())?;
        }
        if let Some(open) = &one.open {
            writeln!(out, "  open         {}", wider(open))?;
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

fn write_upstream(out: &mut String, file: &str, all: &[Compared<'_>]) -> fmt::Result {
    for one in all {
        writeln!(out, "{}  {}", one.vendored.file, one.vendored.type_name)?;
        let Some(comparison) = &one.comparison else {
            writeln!(
                out,
                "  removed: {file} no longer has this component\n  at {}",
                one.vendored.id.unwrap_or("(no $id)")
            )?;
            continue;
        };
        writeln!(out, "  {}: {}", comparison.verdict(), comparison.decided())?;
        if let Some(reason) = comparison.reason() {
            writeln!(out, "  reason: {reason}")?;
        }
        writeln!(out, "  breaks: {}", parties(&comparison.breaks()))?;
        write_repairs(out, comparison)?;
        for change in &comparison.changes {
            write_change(out, change)?;
        }
        if comparison.cut {
            writeln!(out, "\n  and more changes than are listed")?;
        }
        if !comparison.annotations.is_empty() {
            writeln!(out, "\n  annotations:")?;
        }
        for change in &comparison.annotations {
            write_annotation(out, change)?;
        }
    }
    Ok(())
}

fn write_change(out: &mut String, change: &Change) -> fmt::Result {
    writeln!(out, "\n  {}", change.message)?;
    writeln!(out, "    {}; breaks: {}", change.direction, parties(&change.breaks))?;
    write_place(out, "old", &change.old)?;
    write_place(out, "new", &change.new)?;
    for witness in &change.witnesses {
        let side = match witness.accepted_by {
            Side::Old => "only old",
            Side::New => "only new",
        };
        let scope = if witness.whole { "" } else { " there" };
        writeln!(out, "    {side} accepts{scope}: {}", witness.value)?;
    }
    Ok(())
}

fn write_annotation(out: &mut String, change: &AnnotationChange) -> fmt::Result {
    writeln!(out, "  {}", change.message)?;
    for (side, place) in [("old", &change.old), ("new", &change.new)] {
        if let Some(place) = place {
            write_place(out, side, place)?;
        }
    }
    Ok(())
}

fn write_place(out: &mut String, side: &str, place: &Place) -> fmt::Result {
    let pointer = if place.pointer.is_empty() { "(the root)" } else { &place.pointer };
    writeln!(out, "    {side} {place} {pointer}")
}

fn write_repairs(out: &mut String, comparison: &Comparison) -> fmt::Result {
    for (side, repairs) in [("old", &comparison.repairs.0), ("new", &comparison.repairs.1)] {
        for repair in repairs {
            writeln!(out, "  note: {side} {}: {}", repair.pointer, repair.message)?;
        }
    }
    Ok(())
}

/// How much more an open type reads than its schema allows.
fn wider(open: &Comparison) -> String {
    if open.verdict() != Verdict::Wider {
        return format!("{}: {}", open.verdict(), open.decided());
    }
    let at = |said: &dyn Fn(&&Change) -> bool| open.changes.iter().filter(said).count();
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

fn parties(parties: &[Party]) -> String {
    match parties {
        [] => "nobody".to_owned(),
        some => some.iter().map(|party| party.as_str()).collect::<Vec<_>>().join(", "),
    }
}

fn count(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}
