//! Prints a comment for a pull request, within the length that GitHub allows.

use crate::cli::log::printable;
use crate::cli::peers::Peers;
use crate::cli::phrases::{count, in_one_line, name_first, shorten, who_breaks};
use crate::cli::presentation::Presentation;
use crate::cli::report::{ChangeReport, Report, WitnessReport};
use crate::cli::rules::RuleFinding;
use crate::cli::summary::Single;

/// Characters of a comment on GitHub.
const MAX_COMMENT: usize = 65_536;
/// Of these, reserved for the text after the changes.
const KEPT: usize = 8_000;
/// Of these, reserved for the note about what is left out.
const LAST: usize = 200;
/// A zero-width space, which prevents mentions and links.
const NO_LINK: char = '\u{200b}';
/// Names in a list of added or removed schemas.
const MAX_NAMES: usize = 50;

pub(super) fn print(presentation: &Presentation<'_>) -> String {
    let whole = presentation.whole();
    let mut page = Page { out: String::new(), kept: KEPT };
    page.add(&format!("### {} → {}: {}\n\n", as_code(&presentation.old), as_code(&presentation.new), whole.verdict));
    page.add(&format!(
        "{}; {}.\n\n",
        count(presentation.count_changes(), "change"),
        who_breaks(whole.verdict, &whole.breaks, whole.breaks_peers.as_ref())
    ));
    for policy in presentation.policies.sentences() {
        page.add(&format!("Assumed: {}.\n\n", escape_text(policy)));
    }
    for (title, singles) in [("Removed", presentation.removed()), ("Added", presentation.added())] {
        let singles: Vec<&Single> = singles.iter().filter(|single| single.rule.is_none()).collect();
        if !singles.is_empty() {
            page.add(&format!("{title}: {}\n\n", list_names(&singles)));
        }
    }
    for (component, report) in presentation.reports() {
        if let Some(reason) = &report.reason {
            let component = component.map_or_else(String::new, |name| format!("{}: ", as_code(name)));
            page.add(&format!("Not decided: {component}{}\n\n", escape_text(&in_one_line(reason))));
        }
    }
    let mut left_out = add_rules(&mut page, presentation.rules());
    for (component, report) in presentation.reports() {
        left_out += add_table(&mut page, component, report);
    }
    if left_out > 0 {
        page.out.push_str(&format!("And {} more.\n\n", count(left_out, "change")));
    }
    page.kept = LAST;
    for note in &presentation.notes {
        page.add(&format!("Note: {}\n\n", escape_text(&shorten(note))));
    }
    add_annotations(&mut page, presentation);
    page.out
}

/// The comment so far, and the room that is reserved for the rest.
struct Page {
    out: String,
    kept: usize,
}

impl Page {
    /// Adds a text if there is room for all of it; returns true if it did.
    fn add(&mut self, more: &str) -> bool {
        let fits = self.out.len() + more.len() <= MAX_COMMENT - self.kept;
        if fits {
            self.out.push_str(more);
        }
        fits
    }
}

/// Adds the changes of operations; returns the number of those that did not fit.
fn add_rules(page: &mut Page, findings: &[RuleFinding]) -> usize {
    let row = |finding: &RuleFinding| {
        let operations = name_first(&finding.operations).map_or_else(String::new, |names| as_code(&names));
        let peers = finding.breaks_peers.names();
        let peers = if peers.is_empty() { "nobody".to_owned() } else { peers.join(", ") };
        let (message, accepted) = (escape_text(&shorten(&finding.message)), format_reason(&finding.accepted));
        format!("| {message}{accepted} | {peers} | {operations} |\n")
    };
    let mut rows = findings.iter().map(row).peekable();
    let Some(first) = rows.next() else { return 0 };
    if !page.add(&format!("| change | breaks | operation |\n|---|---|---|\n{first}")) {
        return findings.len();
    }
    let written = 1 + rows.map_while(|row| page.add(&row).then_some(())).count();
    page.out.push('\n');
    findings.len() - written
}

/// Adds the changes of a report; returns the number of those that did not fit.
fn add_table(page: &mut Page, component: Option<&str>, report: &Report) -> usize {
    let mut rows = report.changes.iter().map(format_row).peekable();
    let Some(first) = rows.next() else { return 0 };
    let title = component.map_or_else(String::new, |name| format!("#### {}: {}\n\n", as_code(name), report.verdict));
    let head = format!("{title}| change | breaks | where | for example |\n|---|---|---|---|\n{first}");
    if !page.add(&head) {
        return report.changes.len();
    }
    let written = 1 + rows.map_while(|row| page.add(&row).then_some(())).count();
    page.out.push('\n');
    report.changes.len() - written
}

fn format_row(change: &ChangeReport) -> String {
    let accepted = format_reason(&change.accepted);
    let witness = |one: &WitnessReport| {
        format!("only {} accepts{} {}", one.accepted_by.as_str(), one.there(), as_code(&one.text()))
    };
    let witnesses = change.witnesses.iter().map(witness).collect::<Vec<_>>().join("<br>");
    let parties = || change.breaks.iter().map(|party| party.as_str()).collect();
    let breaks: Vec<&str> = change.breaks_peers.as_ref().map_or_else(parties, Peers::names);
    let breaks = if breaks.is_empty() { "nobody".to_owned() } else { breaks.join(", ") };
    let pointer = if change.new.pointer.is_empty() { "the root".to_owned() } else { as_code(&change.new.pointer) };
    let message = escape_text(&shorten(&change.message));
    format!("| {message}{accepted} | {breaks} | line {} {pointer} | {witnesses} |\n", change.new.line)
}

fn format_reason(reason: &Option<String>) -> String {
    reason.as_ref().map_or_else(String::new, |reason| format!(" (accepted: {})", escape_text(reason)))
}

fn list_names(singles: &[&Single]) -> String {
    let name = |single: &&Single| format!("{}{}", as_code(&single.name), format_reason(&single.accepted));
    let names: Vec<String> = singles.iter().take(MAX_NAMES).map(name).collect();
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

/// Escapes a message, so that no schema can write markup. Names in backticks stay in backticks.
fn escape_text(raw: &str) -> String {
    let paired = !raw.contains("``") && raw.matches('`').count().is_multiple_of(2);
    let mut out = String::new();
    for (index, part) in raw.split('`').enumerate() {
        match (index, paired) {
            (0, _) => {}
            (_, true) => out.push('`'),
            (_, false) => out.push_str("\\`"),
        }
        if paired && index % 2 == 1 {
            out.push_str(&escape_cell(part));
        } else {
            escape_plain(part, &mut out);
        }
    }
    out
}

fn escape_plain(text: &str, out: &mut String) {
    let mut before = ' ';
    for letter in printable(text).chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '@' | '#' => out.extend([letter, NO_LINK]),
            '|' | '\\' | '*' | '_' | '[' | ']' | '~' | '$' => out.extend(['\\', letter]),
            // Within `https://`, `www.` and `GH-3`.
            '/' if before == ':' => out.extend([NO_LINK, letter]),
            '.' if before.eq_ignore_ascii_case(&'w') => out.extend([NO_LINK, letter]),
            '-' if before.eq_ignore_ascii_case(&'h') => out.extend([NO_LINK, letter]),
            other => out.push(other),
        }
        before = letter;
    }
}

/// Quotes a text as code, with more backticks around it than inside it.
fn as_code(raw: &str) -> String {
    let longest = raw.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if raw.starts_with('`') || raw.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", escape_cell(raw))
}

/// Escapes line breaks and bars, which would end a cell of a table.
fn escape_cell(raw: &str) -> String {
    printable(raw).replace('|', "\\|")
}
