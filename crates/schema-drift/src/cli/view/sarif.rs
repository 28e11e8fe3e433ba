//! SARIF 2.1.0, the form that code scanning reads.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Subject, breaking};
use crate::cli::report::{Changed, Place};

pub(super) fn print(subject: &Subject<'_>) -> String {
    let mut results: Vec<Value> = Vec::new();
    for (component, report) in subject.reports() {
        results.extend(report.changes.iter().map(|change| result(subject, component, change)));
        for annotation in &report.annotations {
            if let Some(place) = annotation.new.as_ref().or(annotation.old.as_ref()) {
                results.push(json!({
                    "ruleId": "annotation",
                    "level": "note",
                    "message": {"text": annotation.message},
                    "locations": [location(place)],
                }));
            }
        }
        if let (Some(reason), []) = (&report.reason, report.changes.as_slice()) {
            let place = Place { file: subject.new.clone(), line: 1, column: 1, pointer: String::new() };
            results.push(json!({
                "ruleId": "unknown",
                "level": "error",
                "message": {"text": format!("not decided: {reason}")},
                "locations": [location(&place)],
            }));
        }
    }
    for removed in subject.removed() {
        results.push(json!({
            "ruleId": "removed",
            "level": "error",
            "message": {"text": format!("`{}` is no longer there", removed.name)},
            "locations": [location(&removed.place)],
        }));
    }
    let rules: BTreeSet<&str> = results.iter().filter_map(|result| result.get("ruleId")?.as_str()).collect();
    let rules: Vec<Value> = rules.into_iter().map(|rule| json!({"id": rule})).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "schema-drift",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn result(subject: &Subject<'_>, component: Option<&str>, change: &Changed) -> Value {
    let rule = if change.keyword.is_empty() { "combination" } else { &change.keyword };
    let mut result = json!({
        "ruleId": rule,
        "level": if subject.concerns(&change.breaks) { "error" } else { "warning" },
        "message": {"text": format!("{}; {}", change.message, breaking(&change.breaks))},
        "locations": [location(&change.new)],
        "relatedLocations": [location(&change.old)],
        "partialFingerprints": {"change/v1": format!("{} {} {}", change.new.pointer, rule, change.direction)},
        "properties": {
            "direction": change.direction,
            "breaks": change.breaks,
            "witnesses": change.witnesses,
            "component": component,
        },
    });
    if let (Some(reason), Some(result)) = (&change.accepted, result.as_object_mut()) {
        result.insert("suppressions".to_owned(), json!([{"kind": "external", "justification": reason}]));
    }
    result
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

/// A relative path as a URI reference (RFC 3986).
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}
