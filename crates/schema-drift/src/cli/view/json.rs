//! Prints JSON for programs: a stable contract, which the crate's README describes.

use serde_json::{Map, Value, json};

use crate::cli::log::write_json;
use crate::cli::presentation::{Outcome, Presentation, Run};
use crate::cli::report::Report;
use crate::cli::severity::Level;
use crate::cli::summary::{Single, Summary};

/// Prints the only comparison of a run, or else a list of all.
pub(super) fn print(run: &Run<'_>) -> String {
    let value = match (run.comparisons.as_slice(), run.failures.as_slice()) {
        ([only], []) => Value::Object(to_object(only)),
        (all, failures) => {
            let failures = failures.iter().map(|one| json!({"name": one.name, "error": one.error}));
            json!({
                "comparisons": all.iter().map(to_named_object).collect::<Vec<Value>>(),
                "failures": failures.collect::<Vec<Value>>(),
            })
        }
    };
    write_json(&value, true) + "\n"
}

fn to_named_object(presentation: &Presentation<'_>) -> Value {
    let mut members = Map::new();
    members.insert("name".to_owned(), presentation.name.clone().into());
    members.insert("old".to_owned(), presentation.old.clone().into());
    members.insert("new".to_owned(), presentation.new.clone().into());
    members.extend(to_object(presentation));
    members.into()
}

fn to_object(presentation: &Presentation<'_>) -> Map<String, Value> {
    let mut members = match &presentation.outcome {
        Outcome::Pair(report) => write_report(presentation, None, report),
        Outcome::Collection(summary) => write_summary(presentation, summary),
    };
    if !presentation.notes.is_empty() {
        members.insert("notes".to_owned(), presentation.notes.clone().into());
    }
    if !presentation.policies.is_empty() {
        members.insert("policies".to_owned(), to_value(&presentation.policies));
    }
    members
}

/// Writes the report about a pair, or about the component of a name, with the levels of its findings.
pub(in crate::cli) fn write_report(
    presentation: &Presentation<'_>,
    component: Option<&str>,
    report: &Report,
) -> Map<String, Value> {
    let mut members = to_members(report);
    add_report_levels(&mut members, presentation, component, report);
    members
}

fn write_summary(presentation: &Presentation<'_>, summary: &Summary) -> Map<String, Value> {
    let mut members = to_members(summary);
    add_change_levels(&mut members, presentation, &summary.all);
    add_levels(&mut members, "rules", summary.rules.iter().map(|one| Some(presentation.level_of_rule(one))));
    // Of a removal that a rule is about, the finding is that of the rule.
    let level_of_removal = |one: &Single| one.rule.is_none().then(|| presentation.level_of_removal(one));
    add_levels(&mut members, "removed", summary.removed.iter().map(level_of_removal));
    let components = members.get_mut("components").and_then(Value::as_array_mut).into_iter().flatten();
    for (value, component) in components.filter_map(Value::as_object_mut).zip(&summary.components) {
        add_report_levels(value, presentation, Some(&component.name), &component.report);
    }
    members
}

fn add_report_levels(
    members: &mut Map<String, Value>,
    presentation: &Presentation<'_>,
    component: Option<&str>,
    report: &Report,
) {
    add_change_levels(members, presentation, report);
    if report.reason.is_some() {
        members.insert("level".to_owned(), to_value(&presentation.level_of_undecided(component, report)));
    }
}

fn add_change_levels(members: &mut Map<String, Value>, presentation: &Presentation<'_>, report: &Report) {
    let changes = report.changes.iter().map(|one| presentation.level_of_change(one));
    add_levels(members, "changes", changes.map(Some));
    let annotations = report.annotations.iter().map(|one| presentation.level_of_annotation(one));
    add_levels(members, "annotations", annotations.map(Some));
}

/// Adds the levels to the findings of a list.
fn add_levels(members: &mut Map<String, Value>, list: &str, levels: impl Iterator<Item = Option<Level>>) {
    let findings = members.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten();
    for (finding, level) in findings.filter_map(Value::as_object_mut).zip(levels) {
        finding.extend(level.map(|level| ("level".to_owned(), to_value(&level))));
    }
}

fn to_members(value: &impl serde::Serialize) -> Map<String, Value> {
    match to_value(value) {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// Serialising cannot fail, because every key of a report is a string.
fn to_value(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}
