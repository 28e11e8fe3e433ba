//! Reads and applies the findings that a reviewer accepted.

use std::time::{SystemTime, UNIX_EPOCH};

use schema_ir::{Error, ErrorKind};
use serde::Deserialize;

use super::presentation::{Outcome, REMOVED};
use super::process::read;
use super::summary::Summary;
use crate::place::Place;

/// The file of `--accept`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    accepted: Vec<Accepted>,
}

/// One accepted finding.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Accepted {
    /// Pointer in the old or the new schema.
    pointer: String,
    keyword: String,
    /// The file, if the pointer alone is ambiguous.
    file: Option<String>,
    reason: String,
    /// The last day on which the entry is valid, as YYYY-MM-DD.
    expires: Option<String>,
}

/// The valid entries of a file, and notes about the others.
#[derive(Debug, Default)]
pub(super) struct Acceptance {
    file: String,
    accepted: Vec<Accepted>,
    notes: Vec<String>,
}

impl Acceptance {
    /// Reads a file of accepted findings.
    pub fn read(file: &str) -> Result<Self, Error> {
        let source = read(file)?;
        let known = File::deserialize(source.value()).map_err(|error| {
            // Only the text of JSON gives the error a place.
            let place = serde_json::from_str::<File>(source.text()).err().filter(serde_json::Error::is_data);
            let (line, column) = place.map_or((0, 0), |place| (place.line(), place.column()));
            let message = format!("not a list of accepted findings: {error}");
            Error { line, column, ..Error::new(ErrorKind::AcceptFile, file, message) }.with_help(
                r#"{"accepted": [{"pointer": "/properties/a", "keyword": "type", "reason": "…", "expires": "2030-01-31"}]}"#,
            )
        })?;
        let today = today();
        let mut acceptance = Acceptance { file: file.to_owned(), ..Acceptance::default() };
        for (index, one) in known.accepted.into_iter().enumerate() {
            let at = |field: &str| format!("/accepted/{index}/{field}");
            if one.reason.trim().is_empty() {
                return Err(source
                    .error(ErrorKind::AcceptFile, &at("reason"), "empty")
                    .with_help("give the reason why the finding is accepted"));
            }
            match &one.expires {
                Some(day) if !is_day(day) => {
                    return Err(source
                        .error(ErrorKind::AcceptFile, &at("expires"), "not a day")
                        .with_help("write it as YYYY-MM-DD"));
                }
                // Days in this form sort like texts.
                Some(day) if *day < today => {
                    acceptance.notes.push(format!("{file}: expired on {day}: {} at {}", one.keyword, one.pointer))
                }
                _ => acceptance.accepted.push(one),
            }
        }
        Ok(acceptance)
    }

    /// Marks the accepted findings, and returns notes about entries that have expired or match nothing.
    pub fn apply(mut self, outcome: &mut Outcome) -> Vec<String> {
        let mut met = vec![false; self.accepted.len()];
        let mut reason = |keyword: &str, places: &[&Place]| {
            let fits = |accepted: &Accepted| accepted.keyword == keyword && places.iter().any(|at| accepted.is_at(at));
            let (accepted, met) = self.accepted.iter().zip(&mut met).find(|(accepted, _)| fits(accepted))?;
            *met = true;
            Some(accepted.reason.clone())
        };
        let (reports, removed, rules) = match outcome {
            Outcome::Pair(report) => (vec![report], [].as_mut_slice(), [].as_mut_slice()),
            Outcome::Collection(Summary { components, removed, rules, .. }) => {
                let reports = components.iter_mut().map(|one| &mut one.report).collect();
                (reports, removed.as_mut_slice(), rules.as_mut_slice())
            }
        };
        for change in reports.into_iter().flat_map(|report| &mut report.changes) {
            change.accepted = reason(&change.keyword, &[&change.old, &change.new]);
        }
        for single in removed.iter_mut() {
            single.accepted = reason(REMOVED, &[&single.place]);
        }
        for finding in rules {
            let places: Vec<&Place> = finding.old.iter().chain(&finding.new).collect();
            let accepted = reason(finding.rule.id(), &places);
            let single = removed.iter().find(|single| finding.old.as_ref() == Some(&single.place));
            finding.accepted = accepted.or_else(|| single?.accepted.clone());
        }
        for (accepted, _) in self.accepted.iter().zip(met).filter(|(_, met)| !met) {
            let (file, keyword, pointer) = (&self.file, &accepted.keyword, &accepted.pointer);
            self.notes.push(format!("{file}: matches no finding: {keyword} at {pointer}"));
        }
        self.notes
    }
}

impl Accepted {
    fn is_at(&self, place: &Place) -> bool {
        place.pointer == self.pointer && self.file.as_ref().is_none_or(|file| place.file == *file)
    }
}

fn is_day(day: &str) -> bool {
    let bytes = day.as_bytes();
    bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
}

/// Today in UTC as YYYY-MM-DD.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    format_day(i64::try_from(seconds / 86_400).unwrap_or(0))
}

/// The day that is `days` after 1970-01-01, in the proleptic Gregorian calendar.
fn format_day(mut days: i64) -> String {
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970;
    while days >= 365 + i64::from(leap(year)) {
        days -= 365 + i64::from(leap(year));
        year += 1;
    }
    let mut month = 1;
    for length in [31, 28 + i64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", days + 1)
}

#[cfg(test)]
mod tests {
    #[test]
    fn days_follow_the_calendar() {
        for (days, text) in [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29"), (20_453, "2025-12-31")] {
            assert_eq!(super::format_day(days), text);
        }
    }
}
