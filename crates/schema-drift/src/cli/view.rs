//! The views of a comparison.

mod finding;
mod github;
mod human;
mod markdown;
mod sarif;

use schema_build::Source;

pub(super) use finding::Level;

use super::report::{Report, Single, Summary};

/// What a view shows: one pair, or a document's worth of them.
pub(super) enum Shown {
    Pair(Report),
    All(Summary),
}

/// All that a view may use.
pub(super) struct Subject<'s> {
    pub old: String,
    pub new: String,
    pub shown: Shown,
    /// The texts that places are in.
    pub sources: Vec<&'s Source>,
    /// Whose breaking is an error: `reader`, `writer`, `both`.
    pub party: String,
    pub color: bool,
    pub notes: Vec<String>,
}

impl Subject<'_> {
    /// The reports, each with the name of its component where there are several.
    pub fn reports(&self) -> Vec<(Option<&str>, &Report)> {
        match &self.shown {
            Shown::Pair(report) => vec![(None, report)],
            Shown::All(summary) => {
                summary.components.iter().map(|one| (Some(one.name.as_str()), &one.report)).collect()
            }
        }
    }

    /// The report of the whole.
    pub fn whole(&self) -> &Report {
        match &self.shown {
            Shown::Pair(report) => report,
            Shown::All(summary) => &summary.all,
        }
    }

    pub fn removed(&self) -> &[Single] {
        match &self.shown {
            Shown::Pair(_) => &[],
            Shown::All(summary) => &summary.removed,
        }
    }

    pub fn added(&self) -> &[Single] {
        match &self.shown {
            Shown::Pair(_) => &[],
            Shown::All(summary) => &summary.added,
        }
    }

    /// Whether someone breaks whom the caller asked for.
    pub fn concerns(&self, breaks: &[String]) -> bool {
        breaks.iter().any(|party| self.party == "both" || *party == self.party)
    }

    /// The text of a file that a place is in.
    pub fn text(&self, file: &str) -> Option<&str> {
        self.sources.iter().find(|source| source.file() == file).map(|source| source.text())
    }
}

/// Prints the subject as `format` names it.
pub(super) fn print(subject: &Subject<'_>, format: &str) -> String {
    match format {
        "json" => json(subject),
        "github" => github::print(subject),
        "sarif" => sarif::print(subject),
        "markdown" => markdown::print(subject),
        _ => human::print(subject),
    }
}

/// Prints why there is no subject, where `format` has a place for it.
pub(super) fn failure(error: &str, format: &str) -> String {
    if format == "github" { github::failure(error) } else { String::new() }
}

fn json(subject: &Subject<'_>) -> String {
    let said = match &subject.shown {
        Shown::Pair(report) => serde_json::to_value(report),
        Shown::All(summary) => serde_json::to_value(summary),
    };
    // A report has no key that is no string and no number that is none.
    said.map_or_else(|_| String::new(), |said| format!("{said:#}\n"))
}

/// `the reader and the writer break`; `verdict` is the whole's or a change's.
fn breaking(verdict: &str, breaks: &[String]) -> String {
    match breaks {
        [] if verdict == "unknown" => "who breaks is not decided".to_owned(),
        [] => "nobody breaks".to_owned(),
        [one] => format!("the {one} breaks"),
        several => {
            format!("{} break", several.iter().map(|party| format!("the {party}")).collect::<Vec<_>>().join(" and "))
        }
    }
}

/// `2 changes`.
pub(super) fn count(number: usize, of: &str) -> String {
    format!("{number} {of}{}", if number == 1 { "" } else { "s" })
}
