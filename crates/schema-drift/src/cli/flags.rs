//! The flags that all comparisons share, and the exit code that follows from them.

use std::collections::HashSet;
use std::fmt::Display;
use std::io::{self, IsTerminal as _};

use clap::{Arg, ArgMatches, Command};
use schema_build::{Error, Source};

use super::accept::Acceptance;
use super::presentation::{Level, Outcome, Presentation};
use super::process::Response;
use super::report::Report;
use super::view;

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  equivalent, or nothing breaks
  1  something breaks or is not decided
  2  could not do the work: bad usage, an unreadable file";

/// The flags of a comparison, as the user gave them.
pub(super) struct Flags {
    format: String,
    party: String,
    fail_on: String,
    accept: Option<String>,
}

/// A finished comparison.
pub(super) struct Compared<'s> {
    /// The two sides, named as the user named them.
    pub old: &'s str,
    pub new: &'s str,
    pub outcome: Outcome,
    pub sources: Vec<&'s Source>,
}

/// Adds the flags of a comparison to its command.
pub(super) fn add_flags(command: Command) -> Command {
    let choice = |name: &'static str, values: &'static [&'static str], default: &'static str| {
        Arg::new(name).long(name).value_parser(values.to_vec()).default_value(default)
    };
    command
        .arg(
            choice("format", &["human", "json", "github", "sarif", "markdown"], "human")
                .help("The format of the output"),
        )
        .arg(
            choice("for", &["reader", "writer", "both"], "both")
                .help("Whose breaking counts: the reader, who receives values, or the writer, who sends them"),
        )
        .arg(
            choice("fail-on", &["breaking", "any", "never"], "breaking").help(
                "Which changes cause exit code 1; `any` includes annotations and changes that do not break --for",
            ),
        )
        .arg(
            Arg::new("accept")
                .long("accept")
                .value_name("FILE")
                .help("Reviewed findings: {\"accepted\": [{\"pointer\", \"keyword\", \"reason\", \"expires\"}]}"),
        )
}

impl Flags {
    pub fn from_matches(matches: &ArgMatches) -> Self {
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        Flags {
            format: text("format").unwrap_or_default(),
            party: text("for").unwrap_or_default(),
            fail_on: text("fail-on").unwrap_or_default(),
            accept: text("accept"),
        }
    }

    pub fn format(&self) -> &str {
        &self.format
    }

    /// Reads the accepted findings; called before the comparison, so that an invalid file costs no work.
    pub fn read_acceptance(&self) -> Result<Acceptance, Error> {
        self.accept.as_ref().map_or_else(|| Ok(Acceptance::default()), |file| Acceptance::read(file))
    }

    /// Prepares a comparison for the views.
    pub fn present<'s>(&self, compared: Compared<'s>, acceptance: Acceptance) -> Presentation<'s> {
        let Compared { old, new, mut outcome, sources } = compared;
        let notes = acceptance.apply(&mut outcome);
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        Presentation {
            old: old.to_owned(),
            new: new.to_owned(),
            outcome,
            sources,
            party: self.party.clone(),
            color: io::stdout().is_terminal() && !no_color,
            notes,
        }
    }

    /// The response if nothing could be compared.
    pub fn fail(&self, error: &impl Display) -> Response {
        Response { out: view::print_failure(&error.to_string(), &self.format), ..Response::failed(error) }
    }

    /// The exit code, 0 or 1.
    pub fn exit_code(&self, presentation: &Presentation<'_>) -> u8 {
        u8::from(fails(presentation, &self.fail_on))
    }
}

fn fails(presentation: &Presentation<'_>, fail_on: &str) -> bool {
    let reports = presentation.reports();
    let open = |report: &Report| report.verdict == "unknown";
    let has_accepted = |report: &Report| report.changes.iter().any(|change| change.accepted.is_some());
    let accepting: HashSet<&str> =
        reports.iter().filter(|(_, report)| has_accepted(report)).filter_map(|(name, _)| *name).collect();
    let breaks = |report: &Report| {
        // A change that another component lists is accepted there.
        let accepted = has_accepted(report) || report.through.iter().any(|name| accepting.contains(name.as_str()));
        if !accepted {
            return open(report) || presentation.concerns(&report.breaks);
        }
        let counts = |direction: &str, breaks: &[String]| direction == "unknown" || presentation.concerns(breaks);
        open(report)
            || report.cut
            || report
                .changes
                .iter()
                .any(|change| change.accepted.is_none() && counts(&change.direction, &change.breaks))
    };
    let any = |report: &Report| {
        report.changes.iter().any(|change| change.accepted.is_none()) || !report.annotations.is_empty()
    };
    match fail_on {
        "never" => false,
        "any" => {
            presentation.removed().iter().any(|one| one.accepted.is_none())
                || !presentation.added().is_empty()
                || reports.iter().any(|(_, report)| breaks(report) || any(report))
        }
        _ => {
            presentation.removed().iter().any(|one| presentation.level_of_removed(one) == Level::Error)
                || reports.iter().any(|(_, report)| breaks(report))
        }
    }
}
