//! Prints a code quality report of GitLab, which shows findings in a merge request.

use serde_json::{Value, json};

use crate::cli::explain::UNKNOWN;
use crate::cli::findings::Finding;
use crate::cli::log::{printable, write_json};
use crate::cli::phrases::in_one_line;
use crate::cli::presentation::{Presentation, Run};
use crate::cli::severity::Level;
use crate::hash::sha256_hex;
use crate::place::Place;

pub(super) fn print(run: &Run<'_>) -> String {
    let mut issues: Vec<Value> = run.comparisons.iter().flat_map(list_issues).collect();
    issues.extend(run.failures.iter().map(|failure| {
        let message = format!("not compared: {}", in_one_line(&failure.error));
        to_issue(UNKNOWN, "critical", &message, &start_of(&failure.name))
    }));
    write_json(&issues, true) + "\n"
}

fn list_issues(presentation: &Presentation<'_>) -> Vec<Value> {
    let place = start_of(&presentation.new);
    let assumed = presentation.policies.sentences().into_iter().map(|policy| format!("assumed: {policy}"));
    // The report has no place for what is about no line, and still has to state it.
    let notes = assumed.chain(presentation.notes.iter().cloned());
    let notes = notes.map(|note| to_issue("note", "info", &note, &place));
    presentation.findings().iter().map(of_finding).chain(notes).collect()
}

fn start_of(file: &str) -> Place {
    Place { file: file.to_owned(), line: 1, column: 1, pointer: String::new() }
}

fn of_finding(finding: &Finding<'_>) -> Value {
    let severity = match finding.level {
        Level::Error => "critical",
        Level::Warning => "minor",
        Level::Note => "info",
    };
    to_issue(finding.id, severity, &in_one_line(&finding.sentence()), &finding.place())
}

fn to_issue(id: &str, severity: &str, message: &str, place: &Place) -> Value {
    json!({
        "description": printable(message),
        "check_name": id,
        // Without the line, so that GitLab recognises the finding after lines have moved.
        "fingerprint": sha256_hex(format!("{id} {} {} {message}", place.file, place.pointer).as_bytes()),
        "severity": severity,
        "location": {
            "path": place.file.strip_prefix("./").unwrap_or(&place.file),
            "lines": {"begin": place.line.max(1)},
        },
    })
}
