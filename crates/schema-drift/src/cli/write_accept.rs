//! Writes the findings into a file for `--accept`, in which a reviewer then gives the reasons.

use std::collections::HashSet;
use std::path::Path;

use schema_ir::{Error, ErrorKind};
use serde_json::{Map, Value, json};

use super::accept::read_entries;
use super::log::write_json;
use super::presentation::{Outcome, REMOVED};
use super::process::read;
use super::replace_file::replace_file;
use crate::place::Place;

/// A finding that an entry can accept.
struct Found<'o> {
    fingerprint: &'o str,
    keyword: &'o str,
    /// The id, which an entry may have as its keyword.
    id: &'o str,
    message: String,
    places: Vec<&'o Place>,
}

/// Adds the findings that a file does not have yet; returns a note about it.
///
/// # Errors
///
/// The file is not one of accepted findings, or cannot be written.
pub(super) fn write_accept(file: &str, outcome: &Outcome) -> Result<String, Error> {
    if file.ends_with(".yaml") || file.ends_with(".yml") {
        return Err(Error::new(ErrorKind::AcceptFile, file, "--write-accept writes JSON"));
    }
    let mut entries = read_existing(file)?;
    let known: Vec<String> =
        entries.iter().filter_map(|one| Some(one.get("fingerprint")?.as_str()?.to_owned())).collect();
    let mut known: HashSet<String> = known.into_iter().collect();
    let before = entries.len();
    for found in find_all(outcome) {
        if known.insert(found.fingerprint.to_owned()) {
            add(&mut entries, &found);
        }
    }
    let added = entries.len() - before;
    replace_file(file, &(write_json(&json!({"accepted": entries}), true) + "\n"))
        .map_err(|error| Error::new(ErrorKind::Io, file, format!("cannot be written: {error}")))?;
    let all = entries.iter().filter(|one| one.get("reason").is_some_and(|reason| reason == "")).count();
    Ok(format!("{file}: new entries: {added}; entries that need a reason: {all}"))
}

fn read_existing(file: &str) -> Result<Vec<Value>, Error> {
    if !Path::new(file).exists() {
        return Ok(Vec::new());
    }
    let source = read(file)?;
    read_entries(&source)?;
    Ok(source.value().get("accepted").and_then(Value::as_array).cloned().unwrap_or_default())
}

fn find_all(outcome: &Outcome) -> Vec<Found<'_>> {
    let (reports, removed, rules) = match outcome {
        Outcome::Pair(report) => (vec![report], &[][..], &[][..]),
        Outcome::Collection(summary) => {
            let reports = summary.components.iter().map(|one| &one.report).collect();
            (reports, &summary.removed[..], &summary.rules[..])
        }
    };
    let changes = reports.into_iter().flat_map(|report| &report.changes).map(|change| Found {
        fingerprint: &change.fingerprint,
        keyword: &change.keyword,
        id: change.kind.id(),
        message: change.message.clone(),
        places: vec![&change.new, &change.old],
    });
    let removed = removed.iter().filter(|one| one.rule.is_none()).map(|one| Found {
        fingerprint: &one.fingerprint,
        keyword: REMOVED,
        id: REMOVED,
        message: format!("`{}` was removed", one.name),
        places: vec![&one.place],
    });
    let rules = rules.iter().map(|one| Found {
        fingerprint: &one.fingerprint,
        keyword: one.rule.id(),
        id: one.rule.id(),
        message: one.message.clone(),
        places: one.new.iter().chain(&one.old).collect(),
    });
    changes.chain(removed).chain(rules).collect()
}

/// Adds an entry for a finding, or the fingerprint to an entry for its place that has none.
fn add(entries: &mut Vec<Value>, found: &Found<'_>) {
    let is_here = |entry: &Map<String, Value>| {
        let text = |name: &str| entry.get(name).and_then(Value::as_str);
        let is_at = |place: &&&Place| {
            text("pointer") == Some(&place.pointer) && text("file").is_none_or(|file| place.file == *file)
        };
        !entry.contains_key("fingerprint")
            && text("keyword").is_some_and(|keyword| [found.keyword, found.id].contains(&keyword))
            && found.places.iter().any(|place| is_at(&place))
    };
    match entries.iter_mut().filter_map(Value::as_object_mut).find(|entry| is_here(entry)) {
        Some(entry) => drop(entry.insert("fingerprint".to_owned(), found.fingerprint.into())),
        None => {
            let place = found.places.first();
            entries.push(json!({
                "fingerprint": found.fingerprint,
                "file": place.map(|place| &place.file),
                "pointer": place.map(|place| &place.pointer),
                "keyword": found.keyword,
                "message": found.message,
                "reason": "",
            }));
        }
    }
}
