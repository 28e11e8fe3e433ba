//! Compares versions of a schema that a repository has, and reports the verdict of each.

mod print;

use clap::ArgMatches;
use schema_ir::ErrorKind;
use serde::Serialize;

use super::choice::Format;
use super::files::Location;
use super::findings::{Finding, Subject};
use super::flags::{Compared, Flags};
use super::gather::{Input, read_input};
use super::judge_inputs::judge_inputs;
use super::peers::Peers;
use super::policies::Policies;
use super::presentation::{Outcome, Presentation};
use super::process::Response;
use super::report::Report;
use super::settings_flags::settings;
use super::severity::Level;
use crate::comparison::{Party, Verdict};
use crate::place::Place;

/// A schema, or a folder of them, in one version.
pub(super) enum State {
    Present(Box<Input>),
    Absent,
    Unreadable { name: String, why: String },
}

/// A version for people.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Label {
    /// The commit or the tag.
    pub revision: String,
    pub date: String,
    /// Of a commit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

/// What a version did to the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Event {
    Added,
    Compared,
    Removed,
}

/// The verdict of a version.
#[derive(Debug, Serialize)]
pub(super) struct Version {
    #[serde(flatten)]
    label: Label,
    event: Event,
    /// `None` for a schema that was added.
    verdict: Option<Verdict>,
    reason: Option<String>,
    breaks: Vec<Party>,
    /// Which peers of an API break.
    #[serde(skip_serializing_if = "Option::is_none")]
    breaks_peers: Option<Peers>,
    findings: Vec<VersionFinding>,
    /// Whether it counts for the exit code.
    fails: bool,
    #[serde(skip_serializing_if = "is_empty")]
    policies: Policies,
    /// As of a comparison.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

/// A finding about a version; a comparison of the two revisions has its proof.
#[derive(Debug, Serialize)]
struct VersionFinding {
    rule: &'static str,
    message: String,
    breaks: Vec<&'static str>,
    #[serde(flatten)]
    place: Place,
    level: Level,
    /// Whether someone breaks whom `--for` names, or this is not decided.
    counts: bool,
    #[serde(skip)]
    sentence: String,
}

// Serde passes a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_empty(policies: &Policies) -> bool {
    policies.is_empty()
}

/// All versions that a command compared.
#[derive(Serialize)]
pub(super) struct Versions<'v> {
    pub command: &'static str,
    pub path: &'v str,
    pub versions: Vec<Version>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl State {
    /// Reads a file or folder, which may be absent.
    pub fn read(mut location: Location) -> Self {
        let name = location.name();
        let read = match location.exists() {
            Ok(false) => return State::Absent,
            Ok(true) => read_input(location),
            Err(error) => Err(error),
        };
        match read {
            Ok(input) => State::Present(Box::new(input)),
            Err(error) if error.kind == ErrorKind::EmptyFolder => State::Absent,
            Err(error) => State::Unreadable { name, why: error.to_string() },
        }
    }
}

/// Compares versions as the flags ask.
pub(super) struct Comparer<'m> {
    matches: &'m ArgMatches,
    flags: &'m Flags,
}

impl<'m> Comparer<'m> {
    /// Fails if the flags ask for what cannot be done, so that no comparison does.
    pub fn new(matches: &'m ArgMatches, flags: &'m Flags) -> Result<Self, String> {
        settings(matches, false)?;
        match flags.format() {
            Format::Human | Format::Json => Ok(Comparer { matches, flags }),
            _ => Err("many versions are printed as human or json only".to_owned()),
        }
    }

    /// The verdict of `new` against `old`, under the label of one of them.
    pub fn compare(&self, label: Label, event: Event, [old, new]: [&State; 2]) -> Result<Version, String> {
        match (old, new) {
            (State::Present(old), State::Present(new)) => {
                let mut sides = [Input::clone(old), Input::clone(new)];
                match judge_inputs(&mut sides, self.matches, self.flags) {
                    Ok(compared) => self.present(label, compared, event),
                    Err(why) => self.present(label, uncompared(&new.name, Report::unknown(why)), event),
                }
            }
            (State::Unreadable { name, why }, _) | (_, State::Unreadable { name, why }) => {
                self.present(label, uncompared(name, Report::unknown(why)), event)
            }
            (State::Absent, _) => Ok(Version::added(label)),
            (State::Present(old), State::Absent) => {
                // New accepts no value.
                let report = Report { verdict: Verdict::Narrower, breaks: vec![Party::Writer], ..Report::same() };
                self.present(label, uncompared(&old.name, report), event)
            }
        }
    }

    fn present(&self, label: Label, compared: Compared<'_>, event: Event) -> Result<Version, String> {
        let to_text = |error: schema_ir::Error| error.to_string();
        let mut acceptance = self.flags.read_acceptance().map_err(to_text)?;
        let presentation = self.flags.present(compared, &mut acceptance).map_err(to_text)?;
        let fails = self.flags.exit_code(&presentation) != 0;
        Ok(Version::new(label, event, &presentation, fails))
    }

    /// Prints all versions.
    pub fn respond(&self, versions: &Versions<'_>) -> Response {
        let fails = versions.versions.iter().any(|version| version.fails);
        let out = match self.flags.format() {
            Format::Json => print::print_json(versions),
            _ => print::print_table(versions),
        };
        Response { out, code: u8::from(fails), ..Response::default() }
    }
}

/// A report without a comparison.
fn uncompared(name: &str, report: Report) -> Compared<'_> {
    Compared {
        old: name,
        new: name,
        outcome: Outcome::Pair(report),
        is_api: false,
        policies: Policies::default(),
        sources: Vec::new(),
        notes: Vec::new(),
    }
}

impl Version {
    fn new(label: Label, event: Event, presentation: &Presentation<'_>, fails: bool) -> Self {
        let whole = presentation.whole();
        let findings = presentation.grouped();
        let findings = findings.iter().filter(|finding| finding.subject != Subject::Annotation);
        Version {
            label,
            event,
            verdict: Some(whole.verdict),
            reason: whole.reason.clone(),
            breaks: whole.breaks.clone(),
            breaks_peers: whole.breaks_peers.clone(),
            findings: findings.map(VersionFinding::new).collect(),
            fails,
            policies: presentation.policies,
            notes: presentation.notes.clone(),
        }
    }

    fn added(label: Label) -> Self {
        Version {
            label,
            event: Event::Added,
            verdict: None,
            reason: None,
            breaks: Vec::new(),
            breaks_peers: None,
            findings: Vec::new(),
            fails: false,
            policies: Policies::default(),
            notes: Vec::new(),
        }
    }
}

impl VersionFinding {
    fn new(finding: &Finding<'_>) -> Self {
        VersionFinding {
            rule: finding.id,
            message: finding.message.clone(),
            breaks: finding.breaks.clone(),
            place: finding.place(),
            level: finding.level,
            counts: finding.level == Level::Error,
            sentence: finding.sentence(),
        }
    }
}
