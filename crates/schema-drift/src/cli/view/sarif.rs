//! Prints SARIF 2.1.0 (OASIS), with the properties that GitHub's code scanning requires.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::cli::explain::Explained;
use crate::cli::findings::{Finding, Spot};
use crate::cli::log::write_json;
use crate::cli::presentation::{Presentation, Run};
use crate::cli::severity::Level;
use crate::place::Place;

/// Results of a run that GitHub shows.
const MAX_RESULTS: usize = 5_000;

/// Prints one run of the tool, because code scanning refuses several of one category.
pub(super) fn print(run: &Run<'_>) -> String {
    let mut findings: Vec<Finding<'_>> = run.comparisons.iter().flat_map(Presentation::findings).collect();
    findings.sort_by_key(|finding| finding.level);
    let shown = findings.get(..MAX_RESULTS).unwrap_or(&findings);
    let rules: BTreeSet<&str> = shown.iter().map(|finding| finding.id).collect();
    let more = findings.len() - shown.len();
    let cut = (more > 0).then(|| format!("and {more} more results; --format json has all"));
    let notes = cut.iter().chain(run.notes()).map(|note| notification("warning", note));
    let policies = run.policies().into_iter().map(|policy| notification("note", &format!("assumed: {policy}")));
    let failures = run.failures.iter().map(|failure| notification("error", &failure.error));
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "schema-drift",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.into_iter().map(describe_rule).collect::<Vec<Value>>(),
            }},
            "invocations": [{
                "executionSuccessful": run.failures.is_empty(),
                "toolExecutionNotifications": failures.chain(notes).chain(policies).collect::<Vec<Value>>(),
            }],
            "columnKind": "unicodeCodePoints",
            "results": shown.iter().map(to_result).collect::<Vec<Value>>(),
        }],
    });
    write_json(&log, true) + "\n"
}

fn notification(level: &str, text: &str) -> Value {
    json!({"level": level, "message": {"text": escape_text(text)}})
}

fn describe_rule(id: &str) -> Value {
    let one = Explained::from_id(id);
    let short = one.map_or(id, |one| one.summary().trim_end_matches('.'));
    let help = one.map_or_else(String::new, Explained::details);
    json!({
        "id": id,
        "shortDescription": {"text": short},
        "fullDescription": {"text": format!("{short}. Found between two versions of a schema or an API.")},
        "help": {"text": help},
    })
}

fn to_result(finding: &Finding<'_>) -> Value {
    let (rule, place, message) = (finding.id, finding.place(), finding.sentence());
    let level = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    };
    let mut result = json!({
        "ruleId": rule,
        "level": level,
        "message": {"text": escape_text(&message)},
        "locations": [location(&place)],
        // The fingerprint has no line, so that GitHub recognises the finding after lines have moved.
        "partialFingerprints": {"finding/v1": format!("{rule} {} {message}", place.pointer)},
    });
    if let (Some(spot), Some(members)) = (finding.spots.first(), result.as_object_mut()) {
        add_change(members, spot);
    }
    if let (Some(reason), Some(members)) = (finding.accepted, result.as_object_mut()) {
        members.insert("suppressions".to_owned(), json!([{"kind": "external", "justification": reason}]));
    }
    result
}

fn add_change(result: &mut Map<String, Value>, spot: &Spot<'_>) {
    let Some(change) = spot.change else { return };
    let mut old = location(&change.old);
    if let Some(old) = old.as_object_mut() {
        old.insert("message".to_owned(), json!({"text": "the old schema"}));
    }
    result.insert("relatedLocations".to_owned(), json!([old]));
    let properties = json!({
        "direction": change.direction,
        "breaks": change.breaks,
        "breaksPeers": change.breaks_peers,
        "operations": change.operations.listed().0,
        "path": change.path,
        "witnesses": change.witnesses,
        "component": spot.component,
    });
    result.insert("properties".to_owned(), properties);
}

fn location(place: &Place) -> Value {
    json!({
        "physicalLocation": {
            "artifactLocation": {"uri": uri(&place.file)},
            "region": {"startLine": place.line.max(1), "startColumn": place.column.max(1)},
        },
        "logicalLocations": [{"fullyQualifiedName": place.pointer, "kind": "member"}],
    })
}

/// Escapes what would be a placeholder (SARIF, 3.11.5) or a link (3.11.6).
fn escape_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '{' | '}' => out.extend([letter, letter]),
            '[' | ']' | '\\' => out.extend(['\\', letter]),
            other => out.push(other),
        }
    }
    out
}

/// Writes a path as a URI reference (RFC 3986), which is relative if the path is.
fn uri(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    let mut uri = if path.starts_with('/') { "file://".to_owned() } else { String::new() };
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
