//! Prints the changes for a release note in Markdown: grouped by who has to act, without lines and proofs.

use std::fmt::Write as _;

use crate::cli::findings::{Finding, Subject};
use crate::cli::phrases::{in_one_line, shorten};
use crate::cli::presentation::{Presentation, Run};
use crate::cli::view::markdown_text::{as_code, escape_text};

/// Prints the comparisons one after the other, with a heading for each if there are several.
pub(super) fn print(run: &Run<'_>) -> String {
    let heading = |one: &Presentation<'_>| match run.has_several() {
        true => format!("## {} → {}\n\n", as_code(&one.old), as_code(&one.new)),
        false => String::new(),
    };
    let comparisons = run.comparisons.iter().map(|one| heading(one) + &print_comparison(one));
    let failures = run.failures.iter().map(|failure| format!("## {}\n\nNot compared.\n", as_code(&failure.name)));
    comparisons.chain(failures).collect::<Vec<String>>().join("\n")
}

fn print_comparison(presentation: &Presentation<'_>) -> String {
    let findings = presentation.grouped();
    let mut sections: Vec<Section> = Vec::new();
    for finding in &findings {
        add(&mut sections, Heading::of(finding), describe(finding));
    }
    for single in presentation.added().iter().filter(|single| single.rule.is_none()) {
        add(&mut sections, Heading::Added, as_code(&single.name));
    }
    sections.sort_by(|one, other| one.heading.cmp(&other.heading));
    let mut out = String::new();
    for Section { heading, items } in &sections {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "### {}\n", heading.text());
        items.iter().for_each(|item| out.push_str(&format!("- {item}\n")));
        out.push('\n');
    }
    if sections.is_empty() {
        out.push_str("No changes.\n\n");
    }
    let policies = presentation.policies.sentences().into_iter().map(|policy| format!("Assumed: {policy}"));
    for note in policies.chain(presentation.notes.iter().map(|note| format!("Note: {note}"))) {
        let _ = writeln!(out, "{}.\n", escape_text(&shorten(&note)));
    }
    out.truncate(out.trim_end().len());
    out + "\n"
}

/// The changes under one heading.
struct Section {
    heading: Heading,
    items: Vec<String>,
}

/// A heading; they are printed in this order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Heading {
    Breaking(Vec<&'static str>),
    Undecided,
    Added,
    Other,
}

impl Heading {
    fn of(finding: &Finding<'_>) -> Self {
        if !finding.decided {
            return Heading::Undecided;
        }
        match finding.breaks.as_slice() {
            [] if finding.subject == Subject::Operation && finding.id.ends_with("-added") => Heading::Added,
            [] => Heading::Other,
            breaks => Heading::Breaking(breaks.to_vec()),
        }
    }

    fn text(&self) -> String {
        match self {
            Heading::Breaking(parties) => {
                let parties: Vec<String> = parties.iter().map(|party| format!("{party}s")).collect();
                format!("Breaking for {}", parties.join(" and "))
            }
            Heading::Undecided => "Not decided".to_owned(),
            Heading::Added => "Added".to_owned(),
            Heading::Other => "Other changes".to_owned(),
        }
    }
}

fn add(sections: &mut Vec<Section>, heading: Heading, item: String) {
    match sections.iter_mut().find(|section| section.heading == heading) {
        Some(section) => section.items.push(item),
        None => sections.push(Section { heading, items: vec![item] }),
    }
}

/// The change in a sentence, and where its values are.
fn describe(finding: &Finding<'_>) -> String {
    let place = finding.place_of_values().filter(|_| finding.subject == Subject::Schema);
    let place = place.map_or_else(String::new, |place| format!(", in {place}"));
    escape_text(&shorten(&in_one_line(&format!("{}{place}", finding.title()))))
}
