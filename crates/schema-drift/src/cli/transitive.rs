//! Compares a schema with every released version of it, as the registries' transitive modes do.

use std::ffi::OsStr;

use clap::ArgMatches;

use super::files::{Location, Tracked};
use super::flags::Flags;
use super::gather::read_input;
use super::process::Response;
use super::versions::{Comparer, Event, Label, State, Versions};

/// The tags of all versions.
const TAGS: &str = "refs/tags/";

/// Compares the file or folder `path` with itself at each tag that matches `pattern`; with all tags if it is empty.
pub(super) fn compare_with_tags(
    path: &OsStr,
    pattern: &str,
    matches: &ArgMatches,
    flags: &Flags,
) -> Result<Response, String> {
    let comparer = Comparer::new(matches, flags)?;
    let to_text = |error: schema_ir::Error| error.to_string();
    let tracked = Tracked::find(path).map_err(to_text)?;
    let new = read_input(Location::find(path).map_err(to_text)?).map_err(to_text)?;
    let name = new.name.clone();
    let new = State::Present(Box::new(new));
    let (mut versions, mut notes) = (Vec::new(), Vec::new());
    let pattern = format!("{TAGS}{pattern}");
    let format = "--format=%(creatordate:short) %(refname)";
    let arguments = ["for-each-ref", "--sort=version:refname", format, &pattern];
    for line in tracked.git.records(&arguments, b'\n')? {
        let line = line?;
        let (date, reference) = line.split_once(' ').unwrap_or_default();
        let tag = reference.strip_prefix(TAGS).unwrap_or(reference);
        let state = match tracked.at(reference, tag) {
            Ok(location) => State::read(location),
            // Such as a tag of something else than a commit, or of one that the clone lacks.
            Err(error) => State::Unreadable { name: tag.to_owned(), why: error.to_string() },
        };
        match state {
            State::Absent => notes.push(format!("{tag}: does not have it")),
            old => {
                let label = Label { revision: tag.to_owned(), date: date.to_owned(), subject: None };
                versions.push(comparer.compare(label, Event::Compared, [&old, &new])?);
            }
        }
    }
    if versions.is_empty() {
        return Err(format!("no tag that matches has {name}, so there is nothing to compare with"));
    }
    Ok(comparer.respond(&Versions { command: "transitive", path: &name, versions, notes }))
}
