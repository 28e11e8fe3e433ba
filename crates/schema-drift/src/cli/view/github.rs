//! Workflow commands: a line each that GitHub shows at the file and line.

use std::fmt::Write as _;

use super::Subject;
use super::finding::{Level, brief, brief_value};

/// Annotations of one level that GitHub shows of a step.
const MAX_SHOWN: usize = 10;

pub(super) fn print(subject: &Subject<'_>) -> String {
    let mut out = String::new();
    let findings = subject.findings();
    for (level, command) in [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "notice")] {
        let found: Vec<_> = findings.iter().filter(|finding| finding.level == level).collect();
        let shown = if found.len() > MAX_SHOWN { MAX_SHOWN - 1 } else { found.len() };
        for finding in found.iter().take(shown) {
            let witness = finding.change.and_then(|change| change.witnesses.first()).map_or_else(String::new, |one| {
                format!("\nonly {} accepts{}: {}", one.accepted_by, one.there(), brief_value(&one.value))
            });
            let place = &finding.place;
            // Writing to a string cannot fail.
            let _ = writeln!(
                out,
                "::{command} file={},line={},col={},title=schema-drift::{}",
                property(&place.file),
                place.line,
                place.column,
                data(&format!("{}{witness}", brief(&finding.message)))
            );
        }
        if shown < found.len() {
            let more = found.len() - shown;
            let _ = writeln!(out, "::{command} title=schema-drift::and {more} more; --format human lists all");
        }
    }
    for note in &subject.notes {
        let _ = writeln!(out, "::warning title=schema-drift::{}", data(note));
    }
    out
}

/// Why there is nothing to print.
pub(super) fn failure(error: &str) -> String {
    format!("::error title=schema-drift::{}\n", data(error))
}

/// A message may have any character, so escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
