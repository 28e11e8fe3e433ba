//! A comment for a pull request.

use std::fmt::{self, Write};

use super::{Subject, breaking, count};
use crate::cli::report::Report;

/// Changes in one table; a comment has an end.
const MAX_ROWS: usize = 100;

pub(super) fn print(subject: &Subject<'_>) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write(subject, &mut out);
    out
}

fn write(subject: &Subject<'_>, out: &mut String) -> fmt::Result {
    let whole = subject.whole();
    writeln!(out, "### `{}` → `{}`: {}\n", code(&subject.old), code(&subject.new), whole.verdict)?;
    writeln!(out, "{}; {}.\n", count(whole.changes.len(), "change"), breaking(&whole.breaks))?;
    if let Some(reason) = &whole.reason {
        writeln!(out, "Not decided: {}\n", text(reason))?;
    }
    for (component, report) in subject.reports() {
        if report.changes.is_empty() {
            continue;
        }
        if let Some(name) = component {
            writeln!(out, "#### `{}`: {}\n", code(name), report.verdict)?;
        }
        table(report, out)?;
    }
    let names = |singles: &[crate::cli::report::Single]| {
        singles.iter().map(|single| format!("`{}`", code(&single.name))).collect::<Vec<_>>().join(", ")
    };
    if !subject.removed().is_empty() {
        writeln!(out, "Removed: {}\n", names(subject.removed()))?;
    }
    if !subject.added().is_empty() {
        writeln!(out, "Added: {}\n", names(subject.added()))?;
    }
    let annotations: Vec<&str> =
        subject.reports().iter().flat_map(|(_, report)| &report.annotations).map(|one| one.message.as_str()).collect();
    if !annotations.is_empty() {
        writeln!(out, "<details><summary>{}</summary>\n", count(annotations.len(), "annotation"))?;
        for annotation in annotations.iter().take(MAX_ROWS) {
            writeln!(out, "- {}", text(annotation))?;
        }
        writeln!(out, "\n</details>")?;
    }
    Ok(())
}

fn table(report: &Report, out: &mut String) -> fmt::Result {
    writeln!(out, "| change | breaks | where | for example |\n|---|---|---|---|")?;
    for change in report.changes.iter().take(MAX_ROWS) {
        let accepted = change.accepted.as_ref().map_or_else(String::new, |why| format!(" (accepted: {})", text(why)));
        let witness = change
            .witnesses
            .iter()
            .map(|witness| format!("only {} accepts `{}`", witness.accepted_by, code(&witness.value.to_string())))
            .collect::<Vec<_>>()
            .join("<br>");
        let breaks = if change.breaks.is_empty() { "nobody".to_owned() } else { change.breaks.join(", ") };
        let pointer = if change.new.pointer.is_empty() { "(the root)" } else { &change.new.pointer };
        writeln!(
            out,
            "| {}{accepted} | {breaks} | line {} `{}` | {witness} |",
            text(&change.message),
            change.new.line,
            code(pointer)
        )?;
    }
    if report.changes.len() > MAX_ROWS {
        writeln!(out, "\nand {} more", report.changes.len() - MAX_ROWS)?;
    }
    writeln!(out)
}

/// What a schema says becomes no markup.
fn text(said: &str) -> String {
    let mut out = String::new();
    for letter in said.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '\n' | '\r' => out.push(' '),
            '|' | '\\' | '*' | '_' | '[' | ']' | '@' | '#' => {
                out.push('\\');
                out.push(letter);
            }
            other => out.push(other),
        }
    }
    out
}

/// Inside of backticks.
fn code(said: &str) -> String {
    said.replace('`', "'").replace('|', "\\|").replace(['\n', '\r'], " ")
}
