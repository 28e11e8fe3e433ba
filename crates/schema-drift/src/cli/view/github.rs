//! Prints workflow commands, which GitHub shows as annotations at the line.

use std::fmt::Write as _;

use crate::cli::findings::Finding;
use crate::cli::log::printable;
use crate::cli::phrases::shorten;
use crate::cli::presentation::{Presentation, Run};
use crate::cli::severity::Level;

/// Annotations of one level that GitHub shows for a step.
const MAX_SHOWN: usize = 10;

pub(super) fn print(run: &Run<'_>) -> String {
    let mut out = String::new();
    let findings: Vec<Finding<'_>> = run.comparisons.iter().flat_map(Presentation::grouped).collect();
    for (level, command) in [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "notice")] {
        let found: Vec<&Finding<'_>> = findings.iter().filter(|finding| finding.level == level).collect();
        let shown = if found.len() > MAX_SHOWN { MAX_SHOWN - 1 } else { found.len() };
        for finding in found.iter().take(shown) {
            let change = finding.spots.first().and_then(|spot| spot.change);
            let witness = change.and_then(|change| change.witnesses.first()).map_or_else(String::new, |one| {
                format!("\nonly {} accepts{}: {}", one.accepted_by.as_str(), one.there(), one.text())
            });
            let place = finding.place();
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "::{command} file={},line={},col={},title=schema-drift::{}",
                escape_property(&place.file),
                place.line,
                place.column,
                escape_data(&format!("{}{witness}", shorten(&finding.sentence())))
            );
        }
        if shown < found.len() {
            let more = found.len() - shown;
            let _ = writeln!(out, "::{command} title=schema-drift::and {more} more; --format human lists all");
        }
    }
    for policy in run.policies() {
        let _ = writeln!(out, "::notice title=schema-drift::assumed: {}", escape_data(policy));
    }
    for note in run.notes() {
        let _ = writeln!(out, "::warning title=schema-drift::{}", escape_data(&shorten(note)));
    }
    out.extend(run.failures.iter().map(|failure| print_failure(&failure.error)));
    out
}

/// Prints an error.
pub(super) fn print_failure(error: &str) -> String {
    format!("::error title=schema-drift::{}\n", escape_data(error))
}

/// Escapes a message, so that no schema can write a workflow command of its own.
fn escape_data(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(printable).collect();
    lines.join("\n").replace('%', "%25").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}
