//! For programs: a stable contract, described in the crate's documentation.

use serde_json::{Value, json};

use super::Compared;
use crate::{AnnotationChange, Change, Checked, Comparison, Finding, Party, Place, Side, Witness};

pub(super) fn checked(all: &[Checked]) -> String {
    let schemas: Vec<Value> = all
        .iter()
        .map(|one| {
            json!({
                "file": one.file,
                "type": one.type_name,
                "deserialize": comparison(&one.deserialize),
                "serialize": comparison(&one.serialize),
                "samples": {"valid": one.samples.valid, "invalid": one.samples.invalid, "texts": one.samples.texts},
                "findings": one.findings.iter().map(finding).collect::<Vec<_>>(),
            })
        })
        .collect();
    let drift = all.iter().any(|one| !one.findings.is_empty());
    format!("{:#}\n", json!({"command": "check", "drift": drift, "schemas": schemas}))
}

pub(super) fn upstream(file: &str, all: &[Compared<'_>]) -> String {
    let schemas: Vec<Value> = all
        .iter()
        .map(|one| {
            let mut said = json!({
                "file": one.vendored.file,
                "type": one.vendored.type_name,
                "removed": one.comparison.is_none(),
            });
            if let (Some(said), Some(Value::Object(more))) =
                (said.as_object_mut(), one.comparison.as_ref().map(comparison))
            {
                said.extend(more);
            }
            said
        })
        .collect();
    format!("{:#}\n", json!({"command": "upstream", "document": file, "schemas": schemas}))
}

fn comparison(one: &Comparison) -> Value {
    json!({
        "verdict": one.verdict().as_str(),
        "reason": one.reason(),
        "decided": one.decided(),
        "breaks": parties(&one.breaks()),
        "changes": one.changes.iter().map(change).collect::<Vec<_>>(),
        "cut": one.cut,
        "annotations": one.annotations.iter().map(annotation).collect::<Vec<_>>(),
        "repairs": {
            "old": one.repairs.0.iter().map(|repair| json!({"pointer": repair.pointer, "message": repair.message})).collect::<Vec<_>>(),
            "new": one.repairs.1.iter().map(|repair| json!({"pointer": repair.pointer, "message": repair.message})).collect::<Vec<_>>(),
        },
    })
}

fn change(one: &Change) -> Value {
    json!({
        "keyword": one.keyword,
        "message": one.message,
        "direction": one.direction.as_str(),
        "breaks": parties(&one.breaks),
        "old": place(&one.old),
        "new": place(&one.new),
        "was": one.was,
        "is": one.is,
        "witnesses": one.witnesses.iter().map(witness).collect::<Vec<_>>(),
    })
}

fn witness(one: &Witness) -> Value {
    let accepted_by = match one.accepted_by {
        Side::Old => "old",
        Side::New => "new",
    };
    json!({"value": one.value, "accepted_by": accepted_by, "whole": one.whole})
}

fn annotation(one: &AnnotationChange) -> Value {
    json!({
        "keyword": one.keyword,
        "message": one.message,
        "old": one.old.as_ref().map(place),
        "new": one.new.as_ref().map(place),
        "was": one.was,
        "is": one.is,
    })
}

fn finding(one: &Finding) -> Value {
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

fn place(one: &Place) -> Value {
    json!({"file": one.file, "line": one.line, "column": one.column, "pointer": one.pointer})
}

fn parties(parties: &[Party]) -> Vec<&'static str> {
    parties.iter().map(|party| party.as_str()).collect()
}
