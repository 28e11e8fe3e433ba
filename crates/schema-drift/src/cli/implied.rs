//! Drops findings about the values of a property that is new and required: under the policy that undeclared keys are never sent,
//! nobody breaks because of its values, but because it is missing.

use schema_ir::{Keyword, Source, pointer};
use serde_json::Value;

use super::report::{ChangeReport, Report};

/// Drops the implied changes of a report. `sources` are the files of the new side.
pub(super) fn drop_implied(report: &mut Report, sources: &[Source]) {
    let required: Vec<(ChangeReport, String)> =
        report.changes.iter().filter_map(|change| Some((change.clone(), newly_required(change, sources)?))).collect();
    let is_implied = |change: &ChangeReport| {
        let is_new = change.keyword == Keyword::Properties.name() && change.was.is_none();
        let name = pointer::tokens(&change.new.pointer).last();
        is_new
            && required.iter().any(|(other, required)| {
                let is_same = change.old == other.old && name.as_ref() == Some(required);
                is_same && change.breaks.iter().all(|party| other.breaks.contains(party))
            })
    };
    report.changes.retain(|change| !is_implied(change));
}

/// The name that a change adds to `required`.
fn newly_required(change: &ChangeReport, sources: &[Source]) -> Option<String> {
    let is_added = change.keyword == Keyword::Required.name() && change.is == Some(Value::Bool(true));
    let source = sources.iter().find(|source| is_added && source.file() == change.new.file)?;
    source.value().pointer(&change.new.pointer)?.as_str().map(str::to_owned)
}
