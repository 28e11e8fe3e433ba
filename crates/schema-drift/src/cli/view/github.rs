//! Workflow annotations: a line each that GitHub shows at the file and line.

use std::fmt::Write as _;

use super::{Subject, breaking};
use crate::cli::report::Place;

pub(super) fn print(subject: &Subject<'_>) -> String {
    let mut out = String::new();
    let mut say = |level: &str, place: &Place, message: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "::{level} file={},line={},col={},title=schema-drift::{}",
            property(&place.file),
            place.line,
            place.column,
            data(message)
        );
    };
    for (_, report) in subject.reports() {
        for change in &report.changes {
            let level = match (&change.accepted, subject.concerns(&change.breaks)) {
                (Some(_), _) => "notice",
                (None, true) => "error",
                (None, false) => "warning",
            };
            let witness = change.witnesses.first().map_or_else(String::new, |witness| {
                format!("\nonly {} accepts: {}", witness.accepted_by, witness.value)
            });
            say(level, &change.new, &format!("{}; {}{witness}", change.message, breaking(&change.breaks)));
        }
        for annotation in &report.annotations {
            if let Some(place) = annotation.new.as_ref().or(annotation.old.as_ref()) {
                say("notice", place, &annotation.message);
            }
        }
        if let (Some(reason), []) = (&report.reason, report.changes.as_slice()) {
            let place = Place { file: subject.new.clone(), line: 1, column: 1, pointer: String::new() };
            say("error", &place, &format!("not decided: {reason}"));
        }
    }
    for removed in subject.removed() {
        say("error", &removed.place, &format!("`{}` is no longer there", removed.name));
    }
    out
}

/// A message may have any character, so escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
