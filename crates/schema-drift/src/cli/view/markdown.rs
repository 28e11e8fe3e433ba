//! A comment for a pull request, no longer than one may be.

use crate::cli::phrases::{count, shorten, shorten_value, who_breaks};
use crate::cli::presentation::Presentation;
use crate::cli::report::{ChangeReport, Report, WitnessReport};
use crate::cli::summary::Single;

/// Characters of a comment on GitHub.
const MAX_COMMENT: usize = 65_536;
/// Of these, kept for what stands after the changes.
const KEPT: usize = 8_000;
/// Of these, kept to say how much was left out.
const LAST: usize = 200;
/// Names in a list of added or removed schemas.
const MAX_NAMES: usize = 50;

pub(super) fn print(presentation: &Presentation<'_>) -> String {
    let whole = presentation.whole();
    let mut page = Page { out: String::new(), kept: KEPT };
    page.add(&format!("### {} → {}: {}\n\n", as_code(&presentation.old), as_code(&presentation.new), whole.verdict));
    page.add(&format!("{}; {}.\n\n", count(whole.changes.len(), "change"), who_breaks(&whole.verdict, &whole.breaks)));
    for (title, singles) in [("Removed", presentation.removed()), ("Added", presentation.added())] {
        if !singles.is_empty() {
            page.add(&format!("{title}: {}\n\n", list_names(singles)));
        }
    }
    for (component, report) in presentation.reports() {
        if let Some(reason) = &report.reason {
            let component = component.map_or_else(String::new, |name| format!("{}: ", as_code(name)));
            page.add(&format!("Not decided: {component}{}\n\n", escape_text(&shorten(reason))));
        }
    }
    let mut left_out = 0;
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

/// What is written, and the room that is kept for what follows.
struct Page {
    out: String,
    kept: usize,
}

impl Page {
    /// Adds what there is room for, all of it or nothing; answers whether it did.
    fn add(&mut self, more: &str) -> bool {
        let fits = self.out.len() + more.len() <= MAX_COMMENT - self.kept;
        if fits {
            self.out.push_str(more);
        }
        fits
    }
}

/// One report's changes; answers how many found no room.
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
        format!("only {} accepts{} {}", one.accepted_by, one.there(), as_code(&shorten_value(&one.value)))
    };
    let witnesses = change.witnesses.iter().map(witness).collect::<Vec<_>>().join("<br>");
    let breaks = if change.breaks.is_empty() { "nobody".to_owned() } else { change.breaks.join(", ") };
    let pointer = if change.new.pointer.is_empty() { "the root".to_owned() } else { as_code(&change.new.pointer) };
    let message = escape_text(&shorten(&change.message));
    format!("| {message}{accepted} | {breaks} | line {} {pointer} | {witnesses} |\n", change.new.line)
}

fn format_reason(reason: &Option<String>) -> String {
    reason.as_ref().map_or_else(String::new, |reason| format!(" (accepted: {})", escape_text(reason)))
}

fn list_names(singles: &[Single]) -> String {
    let name = |single: &Single| format!("{}{}", as_code(&single.name), format_reason(&single.accepted));
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

/// What a schema says becomes no markup, save that names in backticks stay so.
fn escape_text(said: &str) -> String {
    let paired = !said.contains("``") && said.matches('`').count().is_multiple_of(2);
    let mut out = String::new();
    for (index, part) in said.split('`').enumerate() {
        match (index, paired) {
            (0, _) => {}
            (_, true) => out.push('`'),
            (_, false) => out.push_str("\\`"),
        }
        if paired && index % 2 == 1 {
            out.push_str(&escape_cell(part));
        } else {
            part.chars().for_each(|letter| escape_letter(letter, &mut out));
        }
    }
    out
}

fn escape_letter(letter: char, out: &mut String) {
    match letter {
        '<' => out.push_str("&lt;"),
        '&' => out.push_str("&amp;"),
        '\n' | '\r' => out.push(' '),
        // Nobody is called, and nothing is linked: a space of no width follows.
        '@' | '#' => out.extend([letter, '\u{200b}']),
        '|' | '\\' | '*' | '_' | '[' | ']' | '~' | '$' => out.extend(['\\', letter]),
        other => out.push(other),
    }
}

/// As code, with more backticks around it than are in it.
fn as_code(said: &str) -> String {
    let longest = said.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if said.starts_with('`') || said.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", escape_cell(said))
}

/// One line, whose bars end no cell of a table.
fn escape_cell(said: &str) -> String {
    said.replace(['\n', '\r'], " ").replace('|', "\\|")
}
