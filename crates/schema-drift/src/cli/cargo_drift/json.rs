//! Prints JSON for programs: a stable contract, which the crate's README describes.

use serde_json::{Value, json};

use super::upstream_report::UpstreamReport;
use crate::cli::log::write_json;
use crate::cli::presentation::Presentation;
use crate::cli::report::Report;
use crate::cli::view::write_report;
use crate::comparison::Comparison;
use crate::finding::{Checked, Finding, Unproved};
use crate::place::Place;

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
                "outside": one.outside.iter().map(unproved_to_json).collect::<Vec<_>>(),
                "samples": {
                    "valid": one.samples.valid,
                    "invalid": one.samples.invalid,
                    "texts": one.samples.texts,
                    "outside": one.samples.outside,
                },
                "findings": one.findings.iter().map(finding_to_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    let drift = all.iter().any(|one| !one.findings.is_empty());
    write_json(&json!({"command": "check", "drift": drift, "schemas": schemas}), true) + "\n"
}

pub(super) fn print_upstream(file: &str, all: &[UpstreamReport<'_>], presentation: &Presentation<'_>) -> String {
    // The reports have the order of the schemas that were compared.
    let mut reports = presentation.reports().into_iter();
    let schemas: Vec<Value> = all
        .iter()
        .map(|one| {
            let removed = one.comparison.is_none();
            let mut schema = json!({"file": one.vendored.file, "type": one.vendored.type_name, "removed": removed});
            let report = if removed { None } else { reports.next() };
            if let (Some(members), Some((name, report))) = (schema.as_object_mut(), report) {
                members.extend(write_report(presentation, name, report));
            }
            schema
        })
        .collect();
    let whole = presentation.whole();
    let output = json!({
        "command": "upstream",
        "document": file,
        "verdict": whole.verdict,
        "reason": whole.reason,
        "breaks": whole.breaks,
        "schemas": schemas,
        "added": presentation.added(),
    });
    write_json(&output, true) + "\n"
}

fn unproved_to_json(one: &Unproved) -> Value {
    let Place { file, line, column, pointer } = &one.place;
    json!({"file": file, "line": line, "column": column, "pointer": pointer, "why": one.why})
}

fn to_json(one: &Comparison) -> Value {
    // Serialising cannot fail, because every key of a report is a string.
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
