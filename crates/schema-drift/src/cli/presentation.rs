//! The data that the views print.

use schema_ir::{Peer, Source};

use super::choice::Audience;
use super::peers::Peers;
use super::policies::Policies;
use super::report::Report;
use super::rules::RuleFinding;
use super::severity::SeverityRule;
use super::summary::{Single, Summary};
use crate::comparison::Party;

/// The keyword of the finding that a schema was removed.
pub(super) const REMOVED: &str = "removed";

/// The result of a comparison: of one pair, or of all pairs of a document or folder.
pub(super) enum Outcome {
    Pair(Report),
    Collection(Summary),
}

/// The comparisons of one command, which each view prints together.
pub(super) struct Run<'s> {
    pub comparisons: Vec<Presentation<'s>>,
    /// The pairs of the settings that could not be compared.
    pub failures: Vec<Failure>,
}

/// Why a pair of the settings could not be compared.
pub(super) struct Failure {
    pub name: String,
    pub error: String,
}

impl<'s> Run<'s> {
    pub fn of(comparison: Presentation<'s>) -> Self {
        Run { comparisons: vec![comparison], failures: Vec::new() }
    }

    pub fn has_several(&self) -> bool {
        self.comparisons.len() + self.failures.len() > 1
    }

    /// What is assumed in any of the comparisons.
    pub fn policies(&self) -> Vec<&'static str> {
        let mut all: Vec<&str> = Vec::new();
        for policy in self.comparisons.iter().flat_map(|one| one.policies.sentences()) {
            if !all.contains(&policy) {
                all.push(policy);
            }
        }
        all
    }

    pub fn notes(&self) -> impl Iterator<Item = &String> {
        self.comparisons.iter().flat_map(|one| &one.notes)
    }
}

/// One comparison, as the views print it.
pub(super) struct Presentation<'s> {
    /// The name of the pair in the settings, if it is one of them.
    pub name: Option<String>,
    pub old: String,
    pub new: String,
    pub outcome: Outcome,
    /// The files that places refer to.
    pub sources: Vec<&'s Source>,
    /// Whose breaking is an error.
    pub audience: Audience,
    /// The levels that the settings give to findings.
    pub severities: Vec<SeverityRule>,
    pub color: bool,
    /// The columns of the terminal.
    pub width: Option<usize>,
    pub notes: Vec<String>,
    pub policies: Policies,
    /// Whether annotations are listed; else they are counted.
    pub lists_annotations: bool,
    /// Findings that are listed at most.
    pub limit: Option<usize>,
    /// Whether all places of a finding and notes on the repair of schemas are listed.
    pub verbose: bool,
}

impl Presentation<'_> {
    /// The reports, each with the name of its component if there are several.
    pub fn reports(&self) -> Vec<(Option<&str>, &Report)> {
        match &self.outcome {
            Outcome::Pair(report) => vec![(None, report)],
            Outcome::Collection(summary) => {
                summary.components.iter().map(|one| (Some(one.name.as_str()), &one.report)).collect()
            }
        }
    }

    /// The report of the whole.
    pub fn whole(&self) -> &Report {
        match &self.outcome {
            Outcome::Pair(report) => report,
            Outcome::Collection(summary) => &summary.all,
        }
    }

    pub fn removed(&self) -> &[Single] {
        match &self.outcome {
            Outcome::Pair(_) => &[],
            Outcome::Collection(summary) => &summary.removed,
        }
    }

    /// The changes of operations that are not changes of a schema.
    pub fn rules(&self) -> &[RuleFinding] {
        match &self.outcome {
            Outcome::Pair(_) => &[],
            Outcome::Collection(summary) => &summary.rules,
        }
    }

    pub fn added(&self) -> &[Single] {
        match &self.outcome {
            Outcome::Pair(_) => &[],
            Outcome::Collection(summary) => &summary.added,
        }
    }

    /// True if someone breaks whom the user named with `--for`. A schema of no API may have any peer.
    pub fn concerns(&self, breaks: &[Party], peers: Option<&Peers>) -> bool {
        let is_broken = |peer: Peer| peers.map_or(!breaks.is_empty(), |peers| peers.contains(peer));
        match self.audience {
            Audience::Both => !breaks.is_empty(),
            Audience::Reader => breaks.contains(&Party::Reader),
            Audience::Writer => breaks.contains(&Party::Writer),
            Audience::Client => is_broken(Peer::Client),
            Audience::Server => is_broken(Peer::Server),
        }
    }
}
