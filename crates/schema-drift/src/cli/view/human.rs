//! Prints for people, in the style of rustc: what changed, where in both files, and who breaks.

use std::fmt::Write as _;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::cli::log::{is_printable, printable};
use crate::cli::phrases::{count, in_one_line, name_first, who_breaks};
use crate::cli::presentation::{Level as Severity, Outcome, Presentation, REMOVED};
use crate::cli::report::{ChangeReport, Report};
use crate::cli::rules::RuleFinding;
use crate::cli::summary::Single;
use crate::comparison::Verdict;
use crate::place::Place;

/// Bytes of the longest line that is shown.
const MAX_LINE: usize = 240;

pub(super) fn print(presentation: &Presentation<'_>) -> String {
    let renderer = if presentation.color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for (component, report) in presentation.reports() {
        for change in &report.changes {
            let groups = change_groups(presentation, component, change);
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{}\n", renderer.render(&groups));
        }
        for annotation in report.annotations.iter().filter(|_| presentation.lists_annotations) {
            let place = annotation.new.as_ref().or(annotation.old.as_ref());
            let mut group = Group::with_title(Level::NOTE.primary_title(printable(&annotation.message)));
            if let Some(place) = place {
                group = group.element(origin(place));
            }
            let _ = writeln!(out, "{}\n", renderer.render(&[group]));
        }
        write_repairs(report, &mut out);
        if let Some(reason) = &report.reason {
            let component = component.map_or_else(String::new, |name| format!("{}: ", printable(name)));
            let _ = writeln!(out, "not decided: {component}{}", printable(&in_one_line(reason)));
        }
    }
    for finding in presentation.rules() {
        let _ = writeln!(out, "{}\n", renderer.render(&[rule_group(presentation, finding)]));
    }
    for removed in presentation.removed().iter().filter(|removed| removed.rule.is_none()) {
        let _ = writeln!(out, "{}\n", renderer.render(&[removed_group(presentation, removed)]));
    }
    for added in presentation.added().iter().filter(|added| added.rule.is_none()) {
        let _ = writeln!(out, "added: {}", printable(&added.name));
    }
    if let Outcome::Collection(summary) = &presentation.outcome {
        for renamed in &summary.renamed {
            let _ = writeln!(out, "perhaps renamed: {} is now {}", printable(&renamed.old), printable(&renamed.new));
        }
    }
    for note in &presentation.notes {
        let _ = writeln!(out, "note: {}", printable(note));
    }
    write_policies(presentation, &mut out);
    write_last_line(presentation, &mut out);
    out
}

fn write_policies(presentation: &Presentation<'_>, out: &mut String) {
    let annotations = presentation.whole().annotations.len();
    if annotations > 0 && !presentation.lists_annotations {
        let _ = writeln!(out, "{} changed; --annotations lists them", count(annotations, "annotation"));
    }
    for policy in presentation.policies.sentences() {
        let _ = writeln!(out, "assumed: {policy}");
    }
}

fn write_last_line(presentation: &Presentation<'_>, out: &mut String) {
    let whole = presentation.whole();
    if let Outcome::Collection(summary) = &presentation.outcome {
        let changed = summary.components.iter().filter(|one| one.report.verdict != Verdict::Equivalent).count();
        let _ = writeln!(
            out,
            "{}: {changed} not equivalent, {} added, {} removed",
            count(summary.components.len(), "schema"),
            summary.added.len(),
            summary.removed.len()
        );
    }
    let more = if whole.cut { " and more" } else { "" };
    let _ = writeln!(
        out,
        "{} -> {}: {}, {}{more}; {} ({})",
        printable(&presentation.old),
        printable(&presentation.new),
        whole.verdict,
        count(presentation.count_changes(), "change"),
        who_breaks(whole.verdict, &whole.breaks, whole.breaks_peers.as_ref()),
        whole.decided
    );
}

fn write_repairs(report: &Report, out: &mut String) {
    for (side, repairs) in [("old", &report.repairs.old), ("new", &report.repairs.new)] {
        for repair in repairs {
            let _ = writeln!(out, "note: {side} {}: {}", printable(&repair.pointer), printable(&repair.message));
        }
    }
}

fn change_groups<'s>(
    presentation: &'s Presentation<'_>,
    component: Option<&str>,
    change: &'s ChangeReport,
) -> Vec<Group<'s>> {
    let level = level(presentation.level(change));
    let component = component.map_or_else(String::new, |name| format!("{}: ", printable(name)));
    let title = level.primary_title(format!("{component}{}", printable(&change.message)));
    let title = if change.keyword.is_empty() { title } else { title.id(printable(&change.keyword)) };
    let mut group = Group::with_title(title);
    for (place, kind, label) in
        [(&change.old, AnnotationKind::Context, "old"), (&change.new, AnnotationKind::Primary, "new")]
    {
        group = match find_line(presentation, place) {
            Some((source, first, span)) => group.element(
                Snippet::source(source)
                    .path(printable(&place.file))
                    .line_start(first)
                    .annotation(kind.span(span).label(label)),
            ),
            None => group.element(origin(place)),
        };
    }
    group = group.element(Level::NOTE.message(describe_pointers(&change.old.pointer, &change.new.pointer)));
    let who = who_breaks(change.direction, &change.breaks, change.breaks_peers.as_ref());
    group = group.element(Level::NOTE.message(who));
    if let Some(operations) = name_first(&change.operations) {
        group = group.element(Level::NOTE.message(format!("in {}", printable(&operations))));
    }
    for witness in &change.witnesses {
        let (side, there, value) = (witness.accepted_by.as_str(), witness.there(), printable(&witness.text()));
        group = group.element(Level::NOTE.message(format!("only {side} accepts{there}: {value}")));
    }
    if let Some(suggestion) = &change.suggestion {
        group = group.element(Level::HELP.message(printable(suggestion)));
    }
    vec![add_reason(group, &change.accepted)]
}

fn removed_group<'s>(presentation: &Presentation<'_>, removed: &'s Single) -> Group<'s> {
    let title = format!("`{}` was removed", printable(&removed.name));
    let title = level(presentation.level_of_removed(removed)).primary_title(title).id(REMOVED);
    let pointer = &removed.place.pointer;
    let group = Group::with_title(title).element(origin(&removed.place));
    add_reason(group.element(Level::NOTE.message(describe_pointers(pointer, pointer))), &removed.accepted)
}

/// Adds the reason of the reviewer, if one accepted the finding.
fn add_reason<'s>(group: Group<'s>, accepted: &Option<String>) -> Group<'s> {
    match accepted {
        Some(reason) => group.element(Level::NOTE.message(format!("accepted: {}", printable(reason)))),
        None => group,
    }
}

fn rule_group<'s>(presentation: &Presentation<'_>, finding: &'s RuleFinding) -> Group<'s> {
    let operations = name_first(&finding.operations).unwrap_or_default();
    let title = format!("{}: {}", printable(&operations), printable(&finding.message));
    let title = level(presentation.level_of_rule(finding)).primary_title(title).id(finding.rule.id());
    let mut group = Group::with_title(title);
    for place in finding.old.iter().chain(&finding.new) {
        group = group.element(origin(place));
    }
    let pointer = |place: &'s Option<Place>| place.as_ref().map(|place| place.pointer.as_str());
    let (old, new) = (pointer(&finding.old), pointer(&finding.new));
    if let (Some(old), Some(new)) = (old.or(new), new.or(old)) {
        group = group.element(Level::NOTE.message(describe_pointers(old, new)));
    }
    let who = who_breaks(finding.direction, &finding.breaks, Some(&finding.breaks_peers));
    add_reason(group.element(Level::NOTE.message(who)), &finding.accepted)
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// The pointers, which the user needs for `--accept`.
fn describe_pointers(old: &str, new: &str) -> String {
    let name = |pointer: &str| if pointer.is_empty() { "the root".to_owned() } else { printable(pointer) };
    if old == new { format!("at {}", name(new)) } else { format!("at {}, now at {}", name(old), name(new)) }
}

fn origin(place: &Place) -> Origin<'static> {
    Origin::path(printable(&place.file)).line(place.line).char_column(place.column)
}

/// The line of a place, its number, and the range to underline; `None` if it is too long to show.
fn find_line<'t>(presentation: &'t Presentation<'_>, place: &Place) -> Option<(&'t str, usize, Range<usize>)> {
    let line = presentation.text(&place.file)?.lines().nth(place.line.checked_sub(1)?)?;
    if line.len() > MAX_LINE || !is_printable(line) {
        return None;
    }
    let start = line.char_indices().nth(place.column.checked_sub(1)?).map_or(line.len(), |(at, _)| at);
    let end = line.trim_end().trim_end_matches(',').len().max(start);
    Some((line, place.line, start..end))
}
