//! Whether a comparison fails, which is exit code 1.

use std::collections::HashSet;

use super::choice::FailOn;
use super::presentation::Presentation;
use super::report::{ChangeReport, Report};
use super::severity::Level;
use crate::comparison::Verdict;

/// Whether there are findings that `--fail-on` names.
pub(super) fn fails(presentation: &Presentation<'_>, fail_on: FailOn) -> bool {
    match fail_on {
        FailOn::Never => false,
        FailOn::Breaking => breaks(presentation),
        FailOn::Any => breaks(presentation) || has_any(presentation),
    }
}

fn has_any(presentation: &Presentation<'_>) -> bool {
    let has_any = |report: &Report| {
        report.changes.iter().any(|change| change.accepted.is_none()) || !report.annotations.is_empty()
    };
    presentation.removed().iter().any(|one| one.rule.is_none() && one.accepted.is_none())
        || !presentation.added().is_empty()
        || presentation.rules().iter().any(|finding| finding.accepted.is_none())
        || presentation.reports().iter().any(|(_, report)| has_any(report))
}

fn breaks(presentation: &Presentation<'_>) -> bool {
    let is_error = |level: Level| level == Level::Error;
    let mut removed = presentation.removed().iter().filter(|one| one.rule.is_none());
    removed.any(|one| is_error(presentation.level_of_removal(one)))
        || presentation.rules().iter().any(|finding| is_error(presentation.level_of_rule(finding)))
        || breaks_schemas(presentation)
}

fn breaks_schemas(presentation: &Presentation<'_>) -> bool {
    let is_reviewed = |report: &Report| report.changes.iter().any(|one| presentation.reviewed_level(one).is_some());
    let reports = presentation.reports();
    let reviewed: HashSet<&str> =
        reports.iter().filter(|(_, report)| is_reviewed(report)).filter_map(|(name, _)| *name).collect();
    reports.iter().any(|(component, report)| {
        let is_open =
            report.verdict == Verdict::Unknown && presentation.level_of_undecided(*component, report) == Level::Error;
        let is_raised = || report.annotations.iter().any(|one| presentation.level_of_annotation(one) == Level::Error);
        // A change that another component lists is reviewed there.
        let is_reviewed = is_reviewed(report) || report.through.iter().any(|name| reviewed.contains(name.as_str()));
        let breaks = || match is_reviewed {
            true => report.cut || report.changes.iter().any(|change| counts(presentation, change)),
            false => presentation.concerns(&report.breaks, report.breaks_peers.as_ref()),
        };
        is_open || is_raised() || breaks()
    })
}

/// Whether a change breaks whom the user named, or may do so.
fn counts(presentation: &Presentation<'_>, change: &ChangeReport) -> bool {
    match presentation.reviewed_level(change) {
        Some(level) => level == Level::Error,
        None => {
            change.direction == Verdict::Unknown || presentation.concerns(&change.breaks, change.breaks_peers.as_ref())
        }
    }
}
