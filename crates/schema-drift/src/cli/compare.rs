//! `schema-drift compare`: what is compared, and the response.

use std::ffi::{OsStr, OsString};
use std::mem::ManuallyDrop;

use clap::builder::NonEmptyStringValueParser;
use clap::{Arg, ArgAction, ArgMatches, Command};
use schema_ir::Error;

use super::choice::{Choice as _, Mode};
use super::configured_pairs::compare_configured;
use super::files::{Location, Tracked};
use super::flags::{EXIT_CODES, Flags, add_flags};
use super::gather::{Input, read_input};
use super::judge_inputs::judge_inputs;
use super::output::{OutputFile, respond};
use super::presentation::Run;
use super::process::Response;
use super::settings_flags::{pair_flags, reading_flags};
use super::transitive::compare_with_tags;

/// The name of the subcommand.
pub(super) const COMMAND: &str = "compare";

pub(super) fn command() -> Command {
    add_flags(Command::new(COMMAND))
        .about("Compares two schemas, two documents that contain schemas (such as OpenAPI), or folders of them")
        .after_help(EXIT_CODES)
        .arg(Arg::new("old").value_name("OLD").value_parser(clap::value_parser!(OsString)).help(
            "A file in JSON or YAML, a folder, either of a revision as REV:PATH or of the index as :PATH, or - for standard input; \
                     without a side, all pairs of schema-drift.toml",
        ))
        .arg(
            Arg::new("new")
                .value_name("NEW")
                .value_parser(clap::value_parser!(OsString))
                .help("The same for the new side"),
        )
        .arg(OutputFile::arg())
        .args(version_flags())
        .args(reading_flags())
        .args(pair_flags())
}

/// The flags that choose the old side among the versions of a repository.
fn version_flags() -> [Arg; 5] {
    [
        Arg::new("against")
            .long("against")
            .value_name("REV")
            // The name is empty if a variable of a script is, which does not mean the index.
            .value_parser(NonEmptyStringValueParser::new())
            .conflicts_with("new")
            .help("Compare the only path with itself at this revision of git"),
        Arg::new("transitive")
            .long("transitive")
            .action(ArgAction::SetTrue)
            .conflicts_with_all(["new", "against"])
            .help("Compare the only path with itself at every tag, a line for each"),
        Arg::new("tags")
            .long("tags")
            .value_name("PATTERN")
            .help("The tags for --transitive, such as 'v*' [default: all]"),
        Mode::arg("mode").conflicts_with("for").ignore_case(true).help(
            "A mode of Confluent's Schema Registry. BACKWARD: new reads what was written under old, so no writer may \
             break (--for writer). FORWARD: old reads what is written under new (--for reader). FULL: both (--for \
             both). With _TRANSITIVE: against every released version (--transitive)",
        ),
        Arg::new("pair")
            .long("pair")
            .value_name("NAME")
            .conflicts_with("old")
            .help("Compare only the pair of schema-drift.toml that has this name"),
    ]
}

/// Compares what the arguments name.
pub(super) fn run(matches: &ArgMatches, flags: &Flags) -> Result<Response, String> {
    let path = |side: &str| matches.get_one::<OsString>(side).map(OsString::as_os_str);
    let is_transitive =
        matches.get_flag("transitive") || matches.get_one::<Mode>("mode").is_some_and(|mode| mode.transitive);
    let tags = matches.get_one::<String>("tags").map(String::as_str);
    let against = matches.get_one::<String>("against").map(String::as_str);
    let (old, new) = match (path("old"), path("new"), against, tags) {
        _ if is_transitive && !flags.outputs().is_empty() => {
            return Err("--output is for one comparison, and --transitive makes many".to_owned());
        }
        (Some(path), None, None, tags) if is_transitive => {
            return compare_with_tags(path, tags.unwrap_or_default(), matches, flags);
        }
        (.., Some(_)) => return Err("--tags needs --transitive".to_owned()),
        _ if is_transitive => return Err("every released version is compared with one path only".to_owned()),
        (None, None, against, None) => return compare_configured(against, matches, flags),
        (Some(path), None, Some(revision), None) => (at_revision(revision, path), path),
        (Some(old), Some(new), None, None) => (Location::find(old), new),
        _ => return Err("name two sides, or one path with --against or --transitive".to_owned()),
    };
    let mut acceptance = flags.read_acceptance().map_err(to_text)?;
    // The process ends after this, so nothing needs to be freed part by part.
    let mut sides = ManuallyDrop::new(read_sides([old.map_err(to_text)?, Location::find(new).map_err(to_text)?])?);
    let compared = judge_inputs(&mut sides, matches, flags)?;
    Ok(respond(Run::of(flags.present(compared, &mut acceptance).map_err(to_text)?), flags))
}

/// Reads the old and the new side.
pub(super) fn read_sides([old, new]: [Location; 2]) -> Result<[Input; 2], String> {
    if old.name() == "-" && new.name() == "-" {
        return Err("only one side can be standard input".to_owned());
    }
    Ok([read_input(old).map_err(to_text)?, read_input(new).map_err(to_text)?])
}

/// A local file or folder as it is in a revision of its repository.
pub(super) fn at_revision(revision: &str, path: &OsStr) -> Result<Location, Error> {
    Tracked::find(path)?.at(revision, revision)
}

fn to_text(error: Error) -> String {
    error.to_string()
}
