//! Prints the format of JUnit, which most systems for CI show as tests: a finding is a test, which fails if it breaks `--for`.

use crate::cli::findings::Finding;
use crate::cli::log::printable;
use crate::cli::phrases::{in_one_line, shorten};
use crate::cli::presentation::{Failure, Presentation, Run};
use crate::cli::severity::Level;

pub(super) fn print(run: &Run<'_>) -> String {
    let suites: String = run.comparisons.iter().map(to_suite).chain(run.failures.iter().map(to_failed_suite)).collect();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n{suites}</testsuites>\n")
}

fn to_suite(presentation: &Presentation<'_>) -> String {
    let findings = presentation.grouped();
    let (name, failures) = (format!("{} -> {}", presentation.old, presentation.new), count_failures(&findings));
    let cases: String = match findings.as_slice() {
        [] => format!("    <testcase classname=\"schema-drift\" name=\"{}\"/>\n", escape("no findings")),
        findings => findings.iter().map(to_case).collect(),
    };
    let tests = findings.len().max(1);
    let assumed: String =
        presentation.policies.sentences().iter().map(|policy| format!("assumed: {policy}\n")).collect();
    let notes: String = presentation.notes.iter().map(|note| format!("note: {note}\n")).collect();
    format!(
        "  <testsuite name=\"{}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">\n{cases}    \
         <system-out>{}</system-out>\n  </testsuite>\n",
        escape(&name),
        escape_lines(&(assumed + &notes))
    )
}

/// A suite for a pair that could not be compared.
fn to_failed_suite(failure: &Failure) -> String {
    format!(
        "  <testsuite name=\"{}\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n    \
         <testcase classname=\"schema-drift\" name=\"compared\">\n      <error message=\"{}\"/>\n    \
         </testcase>\n  </testsuite>\n",
        escape(&failure.name),
        escape(&shorten(&in_one_line(&failure.error)))
    )
}

fn count_failures(findings: &[Finding<'_>]) -> usize {
    findings.iter().filter(|finding| finding.level == Level::Error).count()
}

fn to_case(finding: &Finding<'_>) -> String {
    let title = escape(&shorten(&in_one_line(&finding.title())));
    let start = format!("    <testcase classname=\"schema-drift.{}\" name=\"{title}\"", finding.id);
    if finding.level != Level::Error {
        return format!("{start}/>\n");
    }
    let message = escape(&shorten(&in_one_line(&finding.sentence())));
    let details = escape_lines(&describe(finding));
    format!(
        "{start}>\n      <failure type=\"{}\" message=\"{message}\">{details}</failure>\n    </testcase>\n",
        finding.id
    )
}

/// The places of a finding and the values that show it.
fn describe(finding: &Finding<'_>) -> String {
    let values = finding.place_of_values().map(|place| format!("in {place}"));
    let places = finding.spots.iter().map(|spot| format!("at {} {}", spot.place(), spot.place().pointer));
    let change = finding.spots.first().and_then(|spot| spot.change);
    let witnesses = change.iter().flat_map(|change| &change.witnesses);
    let witnesses =
        witnesses.map(|one| format!("only {} accepts{}: {}", one.accepted_by.as_str(), one.there(), one.text()));
    values.into_iter().chain(places).chain(witnesses).map(|line| line + "\n").collect()
}

fn escape_lines(text: &str) -> String {
    text.lines().map(|line| escape(line) + "\n").collect()
}

/// Escapes a text for an attribute or an element (XML 1.0, 2.4); XML has no way to write most control characters.
fn escape(text: &str) -> String {
    let text = printable(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
