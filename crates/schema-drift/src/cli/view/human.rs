//! Prints for people, in the style of rustc: what changed, where in both files, and who breaks.

use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::cli::findings::{Finding, Spot, Subject};
use crate::cli::log::printable;
use crate::cli::phrases::{count, in_one_line, name_first, who_breaks};
use crate::cli::presentation::{Outcome, Presentation, Run};
use crate::cli::report::{ChangeReport, Report};
use crate::cli::severity::Level as Severity;
use crate::cli::tally::tally;
use crate::cli::view::lines::{Line, Lines};
use crate::comparison::Verdict;
use crate::place::Place;

/// Places of a finding that are listed beside the first.
const MAX_PLACES: usize = 3;

/// Prints the comparisons one after the other. An error has its place on standard error.
pub(super) fn print(run: &Run<'_>) -> String {
    run.comparisons.iter().map(print_comparison).collect::<Vec<String>>().join("\n")
}

fn print_comparison(presentation: &Presentation<'_>) -> String {
    let renderer = if presentation.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = presentation.width.map_or(renderer.clone(), |width| renderer.term_width(width));
    let all = presentation.grouped();
    let (undecided, findings): (Vec<&Finding<'_>>, Vec<&Finding<'_>>) =
        all.iter().partition(|finding| finding.subject == Subject::Undecided);
    let mut out = String::new();
    // Writing to a string cannot fail.
    if all.iter().filter(|finding| finding.subject != Subject::Annotation).nth(1).is_some() {
        let _ = writeln!(out, "{}\n", tally(&all));
    }
    let shown = presentation.limit.unwrap_or(findings.len()).min(findings.len());
    let first = findings.iter().take(shown).filter_map(|finding| finding.spots.first());
    let lines = Lines::new(presentation, first.flat_map(|spot| spot.old.iter().chain(&spot.new)));
    for finding in findings.iter().take(shown) {
        let group = add_other_places(to_group(&lines, finding), presentation.verbose, finding);
        let _ = writeln!(out, "{}\n", renderer.render(&[group]));
    }
    if shown < findings.len() {
        let _ = writeln!(out, "and {}; --limit lists more", count(findings.len() - shown, "more finding"));
    }
    for finding in undecided {
        let _ = writeln!(out, "{}", printable(&in_one_line(&describe_undecided(finding))));
    }
    write_rest(presentation, &mut out);
    write_last_line(presentation, &findings, &mut out);
    out
}

/// The reason why schemas are not decided.
fn describe_undecided(finding: &Finding<'_>) -> String {
    let names: Vec<&str> = finding.spots.iter().filter_map(|spot| spot.component).collect();
    match name_first(&names) {
        Some(names) => finding.message.replacen(": ", &format!(": {names}: "), 1),
        None => finding.message.clone(),
    }
}

/// What is no finding.
fn write_rest(presentation: &Presentation<'_>, out: &mut String) {
    for (_, report) in presentation.reports().iter().filter(|_| presentation.verbose) {
        write_repairs(report, out);
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
    write_policies(presentation, out);
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

fn write_last_line(presentation: &Presentation<'_>, findings: &[&Finding<'_>], out: &mut String) {
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
        count_changes(findings),
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

/// A phrase such as "2 changes at 5 places".
fn count_changes(findings: &[&Finding<'_>]) -> String {
    let is_change = |one: &&&Finding<'_>| !matches!(one.subject, Subject::Annotation | Subject::Removal);
    let changes: Vec<&&Finding<'_>> = findings.iter().filter(is_change).collect();
    let places: usize = changes.iter().map(|one| one.spots.len()).sum();
    let at = if places > changes.len() { format!(" at {places} places") } else { String::new() };
    format!("{}{at}", count(changes.len(), "change"))
}

fn to_group<'s>(lines: &'s Lines<'_>, finding: &'s Finding<'_>) -> Group<'s> {
    let title = level(finding.level).primary_title(printable(&finding.title()));
    let title = if finding.subject == Subject::Annotation { title } else { title.id(printable(finding.id)) };
    let mut group = Group::with_title(title);
    let Some(spot) = finding.spots.first() else { return group };
    group = add_places(group, lines, finding, spot);
    if !finding.who.is_empty() {
        group = group.element(Level::NOTE.message(&finding.who));
    }
    if let Some(place) = finding.place_of_values() {
        group = group.element(Level::NOTE.message(format!("in {}", printable(&place))));
    }
    if let Some(change) = spot.change {
        group = add_change(group, change);
    }
    match finding.accepted {
        Some(reason) => group.element(Level::NOTE.message(format!("accepted: {}", printable(reason)))),
        None => group,
    }
}

/// Adds the places of a finding: with their lines, if a schema changed.
fn add_places<'s>(mut group: Group<'s>, lines: &'s Lines<'_>, finding: &Finding<'_>, spot: &Spot<'_>) -> Group<'s> {
    if finding.subject == Subject::Annotation {
        return group.element(origin(&spot.place()));
    }
    let sides = [(&spot.old, AnnotationKind::Context, "old"), (&spot.new, AnnotationKind::Primary, "new")];
    for (place, kind, label) in
        sides.into_iter().filter_map(|(place, kind, label)| Some((place.as_ref()?, kind, label)))
    {
        group = match lines.find(place).filter(|_| finding.subject == Subject::Schema) {
            Some(Line { file, text, number, span }) => group
                .element(Snippet::source(text).path(file).line_start(number).annotation(kind.span(span).label(label))),
            None => group.element(origin(place)),
        };
    }
    group.element(Level::NOTE.message(describe_pointers(spot)))
}

fn add_change<'s>(mut group: Group<'s>, change: &ChangeReport) -> Group<'s> {
    for witness in &change.witnesses {
        let (side, there, value) = (witness.accepted_by.as_str(), witness.there(), printable(&witness.text()));
        group = group.element(Level::NOTE.message(format!("only {side} accepts{there}: {value}")));
    }
    if change.direction == Verdict::Unknown {
        group = group.element(Level::NOTE.message("no whole value was found that shows each direction of this change"));
    }
    match &change.suggestion {
        Some(suggestion) => group.element(Level::HELP.message(printable(suggestion))),
        None => group,
    }
}

/// Lists the other places of a finding.
fn add_other_places<'s>(group: Group<'s>, verbose: bool, finding: &Finding<'_>) -> Group<'s> {
    let others = finding.spots.get(1..).unwrap_or_default();
    let shown = if verbose { others.len() } else { others.len().min(MAX_PLACES) };
    let name = |spot: &Spot<'_>| format!("{} {}", spot.place(), spot.place().pointer);
    let group = others
        .iter()
        .take(shown)
        .fold(group, |group, spot| group.element(Level::NOTE.message(format!("also at {}", printable(&name(spot))))));
    match others.len() - shown {
        0 => group,
        more => {
            group.element(Level::NOTE.message(format!("and at {}; --verbose lists them", count(more, "more place"))))
        }
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// The pointers, which the user needs for `--accept`.
fn describe_pointers(spot: &Spot<'_>) -> String {
    let name = |place: &Place| match place.pointer.as_str() {
        "" => "the root".to_owned(),
        pointer => printable(pointer),
    };
    match (&spot.old, &spot.new) {
        (Some(old), Some(new)) if old.pointer != new.pointer => format!("at {}, now at {}", name(old), name(new)),
        _ => format!("at {}", name(&spot.place())),
    }
}

fn origin(place: &Place) -> Origin<'static> {
    Origin::path(printable(&place.file)).line(place.line).char_column(place.column)
}
