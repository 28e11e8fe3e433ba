//! Compares many pairs: one line of JSON in, one line of JSON out.

use std::io::{self, BufRead, Read as _, Write};

use schema_ir::{MAX_BYTES, Source};
use serde_json::{Map, Value, json};

use super::fingerprint::Fingerprints;
use super::log::write_json;
use super::report::Report;
use super::request::{Budget, Request, SchemaFiles, parse_draft};
use super::worker::Worker;

/// Answers every line of `input`, even if it is invalid.
///
/// # Errors
///
/// The input cannot be read, or the output cannot be written.
pub(super) fn run(mut input: impl BufRead, mut output: impl Write, formats: bool, budget: Budget) -> io::Result<()> {
    let mut worker = Worker::new(budget);
    loop {
        let mut bytes = Vec::new();
        let limit = 2 * MAX_BYTES as u64;
        if input.by_ref().take(limit).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(());
        }
        if bytes.len() as u64 == limit && !bytes.ends_with(b"\n") {
            skip_line(&mut input)?;
        }
        if bytes.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let (id, report) = answer(&mut worker, &bytes, formats);
        let mut members = Map::new();
        members.extend(id.map(|id| ("id".to_owned(), id)));
        match report {
            Ok(report) => members.extend(to_object(&report)),
            Err(error) => {
                members.extend(to_object(&Report::unknown(error.clone())));
                members.insert("error".to_owned(), error.into());
            }
        }
        writeln!(output, "{}", write_json(&members, false))?;
        output.flush()?;
    }
}

fn to_object(report: &Report) -> Map<String, Value> {
    match serde_json::to_value(report) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    }
}

/// Reads to the end of a line that is too long to keep.
fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let (length, done) = end.map_or((buffer.len(), buffer.is_empty()), |at| (at + 1, true));
        input.consume(length);
        if done {
            return Ok(());
        }
    }
}

fn answer(worker: &mut Worker, line: &[u8], formats: bool) -> (Option<Value>, Result<Report, String>) {
    let line = match Source::parse_json("line", line.to_vec()) {
        Ok(line) => line,
        Err(error) => return (None, Err(error.to_string())),
    };
    let id = line.value().get("id").cloned();
    let report = compare(worker, line.value(), formats);
    (id, report)
}

fn compare(worker: &mut Worker, pair: &Value, formats: bool) -> Result<Report, String> {
    let side = |name: &str| {
        let schema = pair
            .get(name)
            .ok_or_else(|| format!("`{name}` is missing; a line is {}", json!({"old": {}, "new": {}})))?;
        Source::parse_json(name, format!("{schema:#}").into_bytes()).map_err(|error| error.to_string())
    };
    let (old, new) = (side("old")?, side("new")?);
    let draft = match pair.get("draft") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => Some(name.clone()),
        Some(other) => return Err(format!("`draft` must be a string, found {other}")),
    };
    draft.as_deref().map(parse_draft).transpose()?;
    // Even a schema that cannot be read is equivalent to itself, however long its comparison would take.
    if old.value() == new.value() && (old.value().is_object() || old.value().is_boolean()) {
        return Ok(Report::same());
    }
    let side = |source: &Source| SchemaFiles { files: vec![source.into()], at: String::new(), draft: None };
    let request =
        Request { old: side(&old), new: side(&new), draft, formats, reading: Vec::new(), assumptions: Vec::new() };
    match worker.compare(&request) {
        Ok(mut report) => {
            Fingerprints::new(old.file(), new.file(), &[&old, &new]).set_changes(&mut report.changes);
            Ok(report)
        }
        Err(refused) => Err(refused.into_errors(&[old], &[new]).to_string()),
    }
}
