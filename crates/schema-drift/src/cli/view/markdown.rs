//! Prints a comment for a pull request, within the length that GitHub allows.

use crate::cli::findings::{Finding, Subject};
use crate::cli::phrases::{count, in_one_line, shorten};
use crate::cli::presentation::{Failure, Presentation, Run};
use crate::cli::report::WitnessReport;
use crate::cli::summary::Single;
use crate::cli::tally::tally;
use crate::cli::view::markdown_text::{as_code, escape_text};

/// Characters of a comment on GitHub.
const MAX_COMMENT: usize = 65_536;
/// Of these, reserved for the text after the changes.
const KEPT: usize = 8_000;
/// Of these, reserved for the note about what is left out, and for the line by which `action.yml` finds its comment.
const LAST: usize = 300;
/// Names in a list of added schemas.
const MAX_NAMES: usize = 50;

/// Prints the comparisons one after the other; each has its share of a comment.
pub(super) fn print(run: &Run<'_>) -> String {
    let shares = run.comparisons.len() + run.failures.len();
    let room = MAX_COMMENT / shares.max(1);
    let comparisons = run.comparisons.iter().map(|one| print_comparison(one, room));
    comparisons.chain(run.failures.iter().map(print_failure)).collect::<Vec<String>>().join("\n")
}

fn print_failure(failure: &Failure) -> String {
    let error = escape_text(&shorten(&in_one_line(&failure.error)));
    format!("### {}: not compared\n\n{error}\n", as_code(&failure.name))
}

/// Prints three lines that hold the verdict, and folds the rest.
fn print_comparison(presentation: &Presentation<'_>, room: usize) -> String {
    let (whole, all) = (presentation.whole(), presentation.grouped());
    let findings: Vec<&Finding<'_>> = all.iter().filter(|one| one.subject != Subject::Annotation).collect();
    let mut page = Page { out: String::new(), room, kept: KEPT.min(room / 8) };
    page.add(&format!("### {} → {}: {}\n\n", as_code(&presentation.old), as_code(&presentation.new), whole.verdict));
    page.add(&format!("{}.\n\n", escape_text(&tally(&all))));
    if let Some(first) = findings.first() {
        page.add(&format!("First: {}.\n\n", escape_text(&shorten(&in_one_line(&first.sentence())))));
    }
    let title = count(findings.len(), "finding");
    if !findings.is_empty() && page.add(&format!("<details><summary>{title}</summary>\n\n")) {
        add_findings(&mut page, presentation, &findings);
        page.out.push_str("</details>\n\n");
    }
    page.kept = LAST;
    let added: Vec<&Single> = presentation.added().iter().filter(|single| single.rule.is_none()).collect();
    if !added.is_empty() {
        page.add(&format!("Added: {}\n\n", list_names(&added)));
    }
    for policy in presentation.policies.sentences() {
        page.add(&format!("Assumed: {}.\n\n", escape_text(policy)));
    }
    for note in &presentation.notes {
        page.add(&format!("Note: {}\n\n", escape_text(&shorten(note))));
    }
    add_annotations(&mut page, presentation);
    page.out
}

/// The text about a comparison so far.
struct Page {
    out: String,
    /// The length of the whole.
    room: usize,
    /// Of this, reserved for what is added later.
    kept: usize,
}

impl Page {
    /// Adds a text if there is room for all of it; returns true if it did.
    fn add(&mut self, more: &str) -> bool {
        let fits = self.out.len() + more.len() <= self.room.saturating_sub(self.kept);
        if fits {
            self.out.push_str(more);
        }
        fits
    }
}

/// Adds a table of the findings, and the number of those that are left out.
fn add_findings(page: &mut Page, presentation: &Presentation<'_>, findings: &[&Finding<'_>]) {
    let limit = presentation.limit.unwrap_or(findings.len());
    page.add("| finding | breaks | where | for example |\n|---|---|---|---|\n");
    let rows = findings.iter().take(limit).map(|finding| format_row(finding));
    let written = rows.map_while(|row| page.add(&row).then_some(())).count();
    page.out.push('\n');
    if written < findings.len() {
        page.out.push_str(&format!("And {} more.\n\n", count(findings.len() - written, "finding")));
    }
}

fn format_row(finding: &Finding<'_>) -> String {
    let witness = |one: &WitnessReport| {
        format!("only {} accepts{} {}", one.accepted_by.as_str(), one.there(), as_code(&one.text()))
    };
    let change = finding.spots.first().and_then(|spot| spot.change);
    let witnesses = change.iter().flat_map(|change| &change.witnesses).map(witness);
    let witnesses = witnesses.collect::<Vec<_>>().join("<br>");
    let breaks = match (finding.decided, finding.breaks.as_slice()) {
        (false, _) => "not decided".to_owned(),
        (true, []) => "nobody".to_owned(),
        (true, breaks) => breaks.join(", "),
    };
    let message = escape_text(&shorten(&in_one_line(&finding.title())));
    let (accepted, place) = (format_reason(finding.accepted), describe_place(finding));
    format!("| {message}{accepted} | {breaks} | {place} | {witnesses} |\n")
}

/// Where the values of a finding are, and its first place.
fn describe_place(finding: &Finding<'_>) -> String {
    let place = finding.place();
    let pointer = if place.pointer.is_empty() { "the root".to_owned() } else { as_code(&place.pointer) };
    let at = format!("line {} {pointer}", place.line);
    finding.place_of_values().map_or_else(|| at.clone(), |place| format!("{}<br>{at}", escape_text(&shorten(&place))))
}

fn format_reason(reason: Option<&str>) -> String {
    reason.map_or_else(String::new, |reason| format!(" (accepted: {})", escape_text(reason)))
}

fn list_names(singles: &[&Single]) -> String {
    let names: Vec<String> = singles.iter().take(MAX_NAMES).map(|single| as_code(&single.name)).collect();
    let more = singles.len() - names.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", names.join(", "))
}

fn add_annotations(page: &mut Page, presentation: &Presentation<'_>) {
    let messages: Vec<String> = presentation
        .reports()
        .iter()
        .flat_map(|(_, report)| &report.annotations)
        .map(|one| format!("- {}\n", escape_text(&shorten(&one.message))))
        .collect();
    let all = count(messages.len(), "annotation");
    if messages.is_empty() || !page.add(&format!("<details><summary>{all}</summary>\n\n")) {
        return;
    }
    let written = messages.iter().map_while(|message| page.add(message).then_some(())).count();
    if written < messages.len() {
        page.out.push_str(&format!("- and {} more\n", messages.len() - written));
    }
    page.out.push_str("\n</details>\n");
}
