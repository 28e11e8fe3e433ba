//! The flags that all comparisons share, and the exit code that follows from them.

use std::fmt::Display;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use schema_ir::{Error, Source};

use super::accept::Acceptance;
use super::choice::{Audience, Choice as _, FailOn, Format, Mode, SentBy, Undeclared};
use super::config::Config;
use super::exit_code::fails;
use super::fingerprint::Fingerprints;
use super::output::OutputFile;
use super::policies::Policies;
use super::presentation::{Outcome, Presentation};
use super::process::Response;
use super::terminal::{has_color, width};
use super::view;
use super::write_accept::write_accept;

pub(super) const EXIT_CODES: &str = "\
Exit codes:
  0  equivalent, or nothing breaks
  1  something breaks or is not decided
  2  could not do the work: bad usage, an unreadable file";

/// The flags of a comparison, as the user gave them.
pub(super) struct Flags {
    format: Format,
    outputs: Vec<OutputFile>,
    audience: Option<Audience>,
    fail_on: FailOn,
    accept: Option<PathBuf>,
    write_accept: Option<String>,
    annotations: bool,
    limit: Option<usize>,
    verbose: bool,
    undeclared: Option<Undeclared>,
    sent_by: Option<SentBy>,
    config: Config,
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
        .arg(Config::arg())
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
    /// Reads the flags, and the settings of the repository for those that are absent.
    ///
    /// # Errors
    ///
    /// The settings cannot be read; the error is the response.
    pub fn from_matches(matches: &ArgMatches) -> Result<Self, Response> {
        let format = matches.get_one("format").copied().unwrap_or_default();
        let config = Config::find(matches).map_err(|error| fail(&error, format))?;
        // Not every command has modes, reads documents, or writes several formats.
        let mode = matches.try_get_one::<Mode>("mode").ok().flatten();
        let undeclared = matches.try_get_one("undeclared").ok().flatten().copied();
        let sent_by = matches.try_get_one("sent-by").ok().flatten().copied();
        let outputs = matches.try_get_many::<OutputFile>("output").ok();
        let audience = matches.get_one("for").copied().or(mode.map(|mode| mode.audience));
        let accept = matches.get_one::<String>("accept").map(PathBuf::from);
        Ok(Flags {
            format,
            outputs: outputs.into_iter().flatten().flatten().cloned().collect(),
            audience: audience.or(config.audience),
            fail_on: given(matches, "fail-on").or(config.fail_on).unwrap_or_default(),
            accept: accept.or_else(|| config.accept()),
            write_accept: matches.get_one("write-accept").cloned(),
            annotations: matches.get_flag("annotations"),
            limit: matches.get_one("limit").copied(),
            verbose: matches.get_flag("verbose"),
            undeclared: undeclared.or(config.undeclared),
            sent_by: sent_by.or(config.sent_by),
            config,
        })
    }

    pub fn format(&self) -> Format {
        self.format
    }

    pub fn outputs(&self) -> &[OutputFile] {
        &self.outputs
    }

    /// How many findings, or versions, are listed at most.
    pub fn limit(&self) -> Option<usize> {
        self.limit
    }

    pub fn undeclared(&self) -> Option<Undeclared> {
        self.undeclared
    }

    pub fn sent_by(&self) -> Option<SentBy> {
        self.sent_by
    }

    /// The settings of the repository.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Reads the accepted findings; called before the comparison, so that an invalid file costs no work.
    pub fn read_acceptance(&self) -> Result<Acceptance, Error> {
        self.accept.as_ref().map_or_else(|| Ok(Acceptance::default()), |file| Acceptance::read(file))
    }

    /// Prepares a comparison for the views, and writes the findings for a reviewer if that is asked for.
    pub fn present<'s>(&self, compared: Compared<'s>, acceptance: &mut Acceptance) -> Result<Presentation<'s>, Error> {
        let Compared { old, new, mut outcome, is_api, policies, sources, mut notes } = compared;
        Fingerprints::new(old, new, &sources).set(&mut outcome);
        notes.extend(acceptance.apply(&mut outcome));
        if let Some(file) = &self.write_accept {
            notes.push(write_accept(file, &outcome)?);
        }
        let lists_annotations = self.annotations || matches!(outcome, Outcome::Pair(_));
        Ok(Presentation {
            name: None,
            old: old.to_owned(),
            new: new.to_owned(),
            outcome,
            sources,
            audience: self.audience.unwrap_or(Audience::default_for(is_api)),
            severities: self.config.severity.clone(),
            color: has_color(),
            width: width(),
            notes,
            policies,
            lists_annotations,
            limit: self.limit,
            verbose: self.verbose,
        })
    }

    /// The response if nothing could be compared.
    pub fn fail(&self, error: &impl Display) -> Response {
        fail(error, self.format)
    }

    /// The exit code, 0 or 1.
    pub fn exit_code(&self, presentation: &Presentation<'_>) -> u8 {
        u8::from(fails(presentation, self.fail_on))
    }
}

/// The value of a flag that the command line has, and not its default.
fn given<T: Clone + Send + Sync + 'static>(matches: &ArgMatches, name: &str) -> Option<T> {
    let is_given = matches.value_source(name) == Some(ValueSource::CommandLine);
    matches.get_one(name).filter(|_| is_given).cloned()
}

fn fail(error: &impl Display, format: Format) -> Response {
    Response { out: view::print_failure(&error.to_string(), format), ..Response::failed(error) }
}
