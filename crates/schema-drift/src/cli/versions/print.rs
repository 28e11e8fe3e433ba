//! Prints versions: a table for people, and JSON.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use schema_ir::text::shortened;

use super::{Event, Version, VersionFinding, Versions};
use crate::cli::log::{printable, write_json};
use crate::cli::phrases::{count, who_breaks};

/// Findings that are listed of a version; `compare` lists all of them.
const MAX_FINDINGS: usize = 3;
/// Characters of the subject of a commit.
const MAX_SUBJECT: usize = 60;

pub(super) fn print_json(versions: &Versions<'_>) -> String {
    write_json(versions, true) + "\n"
}

pub(super) fn print_table(all: &Versions<'_>) -> String {
    let mut out = String::new();
    let rows: Vec<[String; 5]> = all.versions.iter().map(Version::cells).collect();
    let widths = [0, 1, 2, 3].map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0));
    for (version, [revision, date, verdict, who, subject]) in all.versions.iter().zip(&rows) {
        let [first, second, third, fourth] = widths;
        let line = format!("{revision:first$}  {date:second$}  {verdict:third$}  {who:fourth$}  {subject}");
        let _ = writeln!(out, "{}", line.trim_end());
        version.add_findings(&mut out);
    }
    let policies: BTreeSet<&str> = all.versions.iter().flat_map(|version| version.policies.sentences()).collect();
    let notes = policies.into_iter().chain(all.notes.iter().map(String::as_str));
    for note in notes {
        let _ = writeln!(out, "note: {}", printable(note));
    }
    let failing = all.versions.iter().filter(|version| version.fails).count();
    let _ = writeln!(out, "{}: {}, {failing} failing", printable(all.path), count(all.versions.len(), "version"));
    out
}

impl Version {
    /// Revision, date, verdict, who breaks, subject.
    fn cells(&self) -> [String; 5] {
        let verdict = match (self.event, self.verdict) {
            (Event::Removed, _) => "removed".to_owned(),
            (Event::Added, Some(verdict)) => format!("added, {verdict}"),
            (_, Some(verdict)) => verdict.to_string(),
            (_, None) => "added".to_owned(),
        };
        let who = self.verdict.map(|verdict| who_breaks(verdict, &self.breaks, self.breaks_peers.as_ref()));
        let subject = self.label.subject.as_deref().unwrap_or_default();
        let subject = printable(&shortened(subject, MAX_SUBJECT));
        [printable(&self.label.revision), self.label.date.clone(), verdict, who.unwrap_or_default(), subject]
    }

    /// Adds the first of the findings that count, one a line.
    fn add_findings(&self, out: &mut String) {
        let counting: Vec<&VersionFinding> = self.findings.iter().filter(|finding| finding.counts).collect();
        for finding in counting.iter().take(MAX_FINDINGS) {
            let _ = writeln!(out, "    {}", printable(&finding.sentence));
        }
        if counting.len() > MAX_FINDINGS {
            let _ = writeln!(out, "    and {} more", counting.len() - MAX_FINDINGS);
        }
    }
}
