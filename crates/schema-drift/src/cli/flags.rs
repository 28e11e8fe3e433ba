//! The flags that all comparisons share, and the exit code that follows from them.

use std::collections::HashSet;
use std::fmt::Display;
use std::io::{self, IsTerminal as _};

use clap::{Arg, ArgAction, ArgMatches, Command};
use schema_ir::{Error, Source};

use super::accept::Acceptance;
use super::choice::{Audience, Choice as _, FailOn, Format, Mode};
use super::fingerprint::Fingerprints;
use super::policies::Policies;
use super::presentation::{Outcome, Presentation};
use super::process::Response;
use super::report::{ChangeReport, Report};
use super::rules::RuleFinding;
use super::summary::Single;
use super::view;
use super::write_accept::write_accept;
use crate::comparison::{Party, Verdict};

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  equivalent, or nothing breaks
  1  something breaks or is not decided
  2  could not do the work: bad usage, an unreadable file";

/// The flags of a comparison, as the user gave them.
pub(super) struct Flags {
    format: Format,
    audience: Option<Audience>,
    fail_on: FailOn,
    accept: Option<String>,
    write_accept: Option<String>,
    annotations: bool,
    limit: Option<usize>,
    verbose: bool,
}

/// A finished comparison.
pub(super) struct Compared<'s> {
    /// The two sides, named as the user named them.
    pub old: &'s str,
    pub new: &'s str,
    pub outcome: Outcome,
    /// Whether the documents describe an API.
    pub is_api: bool,
    pub policies: Policies,
    pub sources: Vec<&'s Source>,
    /// How the two sides were read, where it is not evident.
    pub notes: Vec<String>,
}

/// Adds the flags of a comparison to its command.
pub(super) fn add_flags(command: Command) -> Command {
    command
        .args(listing_flags())
        .arg(Format::arg("format").help("The format of the output"))
        .arg(
            Audience::arg("for")
                .help("Whose breaking counts: the reader, who receives values, or the writer, who sends them; of an API, the client or the server [default: client for documents of APIs, else both]"),
        )
        .arg(
            FailOn::arg("fail-on").help(
                "Which changes cause exit code 1; `any` includes annotations and changes that do not break --for",
            ),
        )
        .arg(Arg::new("accept").long("accept").value_name("FILE").help(
            "Reviewed findings: {\"accepted\": [{\"fingerprint\", \"pointer\", \"keyword\", \"reason\", \"expires\"}]}",
        ))
        .arg(
            Arg::new("write-accept")
                .long("write-accept")
                .value_name("FILE")
                .help("Add all findings to FILE, for --accept, with a reason to fill in"),
        )
}

/// The flags that decide what is listed.
fn listing_flags() -> [Arg; 3] {
    [
        Arg::new("annotations")
            .long("annotations")
            .action(ArgAction::SetTrue)
            .help("List changes of annotations; of documents and folders, they are only counted by default"),
        Arg::new("limit")
            .long("limit")
            .value_name("COUNT")
            .value_parser(clap::value_parser!(usize))
            .help("List at most COUNT findings, those first that break most; of the output for people"),
        Arg::new("verbose")
            .long("verbose")
            .action(ArgAction::SetTrue)
            .help("List all places of a finding, and how schemas were repaired; of the output for people"),
    ]
}

impl Flags {
    pub fn from_matches(matches: &ArgMatches) -> Self {
        // Not every command has modes.
        let mode = matches.try_get_one::<Mode>("mode").ok().flatten();
        Flags {
            format: matches.get_one("format").copied().unwrap_or_default(),
            audience: matches.get_one("for").copied().or(mode.map(|mode| mode.audience)),
            fail_on: matches.get_one("fail-on").copied().unwrap_or_default(),
            accept: matches.get_one("accept").cloned(),
            write_accept: matches.get_one("write-accept").cloned(),
            annotations: matches.get_flag("annotations"),
            limit: matches.get_one("limit").copied(),
            verbose: matches.get_flag("verbose"),
        }
    }

    pub fn format(&self) -> Format {
        self.format
    }

    /// How many findings, or versions, are listed at most.
    pub fn limit(&self) -> Option<usize> {
        self.limit
    }

    /// Reads the accepted findings; called before the comparison, so that an invalid file costs no work.
    pub fn read_acceptance(&self) -> Result<Acceptance, Error> {
        self.accept.as_ref().map_or_else(|| Ok(Acceptance::default()), |file| Acceptance::read(file))
    }

    /// Prepares a comparison for the views, and writes the findings for a reviewer if that is asked for.
    pub fn present<'s>(&self, compared: Compared<'s>, acceptance: Acceptance) -> Result<Presentation<'s>, Error> {
        let Compared { old, new, mut outcome, is_api, policies, sources, mut notes } = compared;
        Fingerprints::new(old, new, &sources).set(&mut outcome);
        notes.extend(acceptance.apply(&mut outcome));
        if let Some(file) = &self.write_accept {
            notes.push(write_accept(file, &outcome)?);
        }
        let no_color = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let lists_annotations = self.annotations || matches!(outcome, Outcome::Pair(_));
        Ok(Presentation {
            old: old.to_owned(),
            new: new.to_owned(),
            outcome,
            sources,
            audience: self.audience.unwrap_or(Audience::default_for(is_api)),
            color: io::stdout().is_terminal() && !no_color,
            notes,
            policies,
            lists_annotations,
            limit: self.limit,
            verbose: self.verbose,
        })
    }

    /// The response if nothing could be compared.
    pub fn fail(&self, error: &impl Display) -> Response {
        Response { out: view::print_failure(&error.to_string(), self.format), ..Response::failed(error) }
    }

    /// The exit code, 0 or 1.
    pub fn exit_code(&self, presentation: &Presentation<'_>) -> u8 {
        u8::from(fails(presentation, self.fail_on))
    }
}

fn fails(presentation: &Presentation<'_>, fail_on: FailOn) -> bool {
    let reports = presentation.reports();
    let open = |report: &Report| report.verdict == Verdict::Unknown;
    let has_accepted = |report: &Report| report.changes.iter().any(|change| change.accepted.is_some());
    let accepting: HashSet<&str> =
        reports.iter().filter(|(_, report)| has_accepted(report)).filter_map(|(name, _)| *name).collect();
    let breaks = |report: &Report| {
        // A change that another component lists is accepted there.
        let accepted = has_accepted(report) || report.through.iter().any(|name| accepting.contains(name.as_str()));
        if !accepted {
            return open(report) || presentation.concerns(&report.breaks, report.breaks_peers.as_ref());
        }
        let counts = |change: &ChangeReport| {
            change.direction == Verdict::Unknown || presentation.concerns(&change.breaks, change.breaks_peers.as_ref())
        };
        open(report) || report.cut || report.changes.iter().any(|change| change.accepted.is_none() && counts(change))
    };
    let any = |report: &Report| {
        report.changes.iter().any(|change| change.accepted.is_none()) || !report.annotations.is_empty()
    };
    match fail_on {
        FailOn::Never => false,
        FailOn::Any => {
            presentation.removed().iter().any(|one| one.rule.is_none() && one.accepted.is_none())
                || !presentation.added().is_empty()
                || presentation.rules().iter().any(|finding| finding.accepted.is_none())
                || reports.iter().any(|(_, report)| breaks(report) || any(report))
        }
        FailOn::Breaking => breaks_beside_schemas(presentation) || reports.iter().any(|(_, report)| breaks(report)),
    }
}

/// Whether a removal or a change of operations breaks whom the user named, and nobody accepted it.
fn breaks_beside_schemas(presentation: &Presentation<'_>) -> bool {
    let breaks_rule = |finding: &RuleFinding| {
        finding.accepted.is_none() && presentation.concerns(&finding.breaks, Some(&finding.breaks_peers))
    };
    let breaks_removal = |removed: &Single| {
        removed.accepted.is_none() && presentation.concerns(&[Party::Writer], removed.breaks_peers.as_ref())
    };
    let mut removed = presentation.removed().iter().filter(|one| one.rule.is_none());
    removed.any(breaks_removal) || presentation.rules().iter().any(breaks_rule)
}
