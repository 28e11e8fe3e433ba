//! For programs: a stable contract, described in the crate's documentation.

use serde_json::{Value, json};

use super::upstream_report::UpstreamReport;
use crate::cli::presentation::Presentation;
use crate::cli::report::Report;
use crate::comparison::Comparison;
use crate::finding::{Checked, Finding};

pub(super) fn print_checked(all: &[Checked]) -> String {
    let schemas: Vec<Value> = all
        .iter()
        .map(|one| {
            json!({
                "file": one.file,
                "type": one.type_name,
                "deserialize": to_json(&one.deserialize),
                "serialize": to_json(&one.serialize),
                "open": one.open.as_ref().map(to_json),
                "carried": one.carried.iter().map(|place| json!(place)).collect::<Vec<_>>(),
                "shape": one.shape.as_ref().map(to_json),
                "samples": {"valid": one.samples.valid, "invalid": one.samples.invalid, "texts": one.samples.texts},
                "findings": one.findings.iter().map(finding_to_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    let drift = all.iter().any(|one| !one.findings.is_empty());
    format!("{:#}\n", json!({"command": "check", "drift": drift, "schemas": schemas}))
}

pub(super) fn print_upstream(file: &str, all: &[UpstreamReport<'_>], presentation: &Presentation<'_>) -> String {
    // In the order of those that were compared.
    let mut reports = presentation.reports().into_iter().map(|(_, report)| report);
    let schemas: Vec<Value> = all
        .iter()
        .map(|one| {
            let removed = one.comparison.is_none();
            let mut said = json!({"file": one.vendored.file, "type": one.vendored.type_name, "removed": removed});
            let report =
                if removed { None } else { reports.next().and_then(|report| serde_json::to_value(report).ok()) };
            if let (Some(said), Some(Value::Object(report))) = (said.as_object_mut(), report) {
                said.extend(report);
            }
            said
        })
        .collect();
    let whole = presentation.whole();
    let said = json!({
        "command": "upstream",
        "document": file,
        "verdict": whole.verdict,
        "reason": whole.reason,
        "breaks": whole.breaks,
        "schemas": schemas,
    });
    format!("{said:#}\n")
}

fn to_json(one: &Comparison) -> Value {
    // A report has no key that is no string.
    serde_json::to_value(Report::from(one)).unwrap_or_default()
}

fn finding_to_json(one: &Finding) -> Value {
    json!({
        "check": one.check.as_str(),
        "file": one.place.file,
        "line": one.place.line,
        "column": one.place.column,
        "pointer": one.place.pointer,
        "message": one.message,
        "why": one.why,
        "witness": one.witness,
    })
}
