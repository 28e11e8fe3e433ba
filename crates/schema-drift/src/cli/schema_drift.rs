//! `schema-drift`, the command on its own.

use std::ffi::{OsStr, OsString};
use std::io;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use schema_ir::Error;

use super::choice::{Choice as _, Mode};
use super::explain::{self, explain};
use super::files::{Location, Tracked};
use super::flags::{EXIT_CODES, Flags, add_flags};
use super::gather;
use super::history;
use super::judge_inputs::judge_inputs;
use super::process::Response;
use super::settings_flags::{budget, formats, pair_flags, reading_flags};
use super::transitive::compare_with_tags;
use super::worker;
use super::{batch, view};

/// Runs the command: reads the arguments of the process, prints, and returns the exit code.
pub fn main() -> ExitCode {
    let matches = match command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return Response::from_usage(&error).print(),
    };
    match matches.subcommand() {
        Some(("compare", matches)) => {
            let flags = Flags::from_matches(matches);
            compare(matches, &flags).unwrap_or_else(|error| flags.fail(&error)).print()
        }
        Some((history::COMMAND, matches)) => {
            let flags = Flags::from_matches(matches);
            history::run(matches, &flags).unwrap_or_else(|error| flags.fail(&error)).print()
        }
        Some(("batch", matches)) => {
            let budget = match budget(matches) {
                Ok(budget) => budget,
                Err(error) => return Response::failed(error).print(),
            };
            match batch::run(io::stdin().lock(), io::stdout().lock(), formats(matches), budget) {
                Ok(()) => ExitCode::SUCCESS,
                // The reader closed the pipe, because it needs no more.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
                Err(error) => Response::failed(format!("error: {error}")).print(),
            }
        }
        Some(("explain", matches)) => match matches.get_one::<String>("id") {
            Some(id) => match explain(id) {
                Ok(out) => Response { out, ..Response::default() }.print(),
                Err(error) => Response::failed(error).print(),
            },
            None => Response { out: explain::list(), ..Response::default() }.print(),
        },
        Some((worker::COMMAND, matches)) => worker::serve(*matches.get_one("memory").unwrap_or(&512)),
        _ => Response::failed("error: no such command").print(),
    }
}

fn command() -> Command {
    Command::new("schema-drift")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Compares two JSON Schemas and reports what changed, who breaks, and a value that proves it")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_help(EXIT_CODES)
        .subcommand(compare_command())
        .subcommand(history::command())
        .subcommand(
            Command::new("batch")
                .about("Reads {\"old\": …, \"new\": …, \"draft\": …} a line, and writes a line of JSON for each")
                .args(pair_flags()),
        )
        .subcommand(
            Command::new("explain")
                .about("Explains the id of a finding: an example, who breaks, and a remedy")
                .arg(Arg::new("id").value_name("ID").help("Such as enum-value-added; without it, all ids are listed")),
        )
        .subcommand(
            Command::new(worker::COMMAND)
                .hide(true)
                .arg(Arg::new("memory").required(true).value_parser(clap::value_parser!(u64)).action(ArgAction::Set)),
        )
}

fn compare_command() -> Command {
    add_flags(Command::new("compare"))
        .about("Compares two schemas, two documents that contain schemas (such as OpenAPI), or folders of them")
        .after_help(EXIT_CODES)
        .arg(
            Arg::new("old")
                .value_name("OLD")
                .value_parser(clap::value_parser!(OsString))
                .required(true)
                .help("A file in JSON or YAML, a folder, either of a revision as REV:PATH, or - for standard input"),
        )
        .arg(
            Arg::new("new")
                .value_name("NEW")
                .value_parser(clap::value_parser!(OsString))
                .required_unless_present_any(["against", "transitive", "mode"])
                .help("The same for the new side"),
        )
        .args(version_flags())
        .args(reading_flags())
        .args(pair_flags())
}

/// The flags that choose the old side among the versions of a repository.
fn version_flags() -> [Arg; 4] {
    [
        Arg::new("against")
            .long("against")
            .value_name("REV")
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
    ]
}

fn compare(matches: &ArgMatches, flags: &Flags) -> Result<Response, String> {
    let to_text = |error: Error| error.to_string();
    let path = |side: &str| matches.get_one::<OsString>(side).map(OsString::as_os_str);
    let is_transitive =
        matches.get_flag("transitive") || matches.get_one::<Mode>("mode").is_some_and(|mode| mode.transitive);
    let tags = matches.get_one::<String>("tags").map(String::as_str);
    let against = matches.get_one::<String>("against").map(String::as_str);
    let (old, new) = match (path("old"), path("new"), against, tags) {
        (Some(path), None, None, tags) if is_transitive => {
            return compare_with_tags(path, tags.unwrap_or_default(), matches, flags);
        }
        (.., Some(_)) => return Err("--tags needs --transitive".to_owned()),
        _ if is_transitive => return Err("every released version is compared with one path only".to_owned()),
        (Some(path), None, Some(revision), None) => (at_revision(revision, path), path),
        (Some(old), Some(new), None, None) => (Location::find(old), new),
        _ => return Err("one of the two sides is missing".to_owned()),
    };
    let (old, new) = (old.map_err(to_text)?, Location::find(new).map_err(to_text)?);
    if old.name() == "-" && new.name() == "-" {
        return Err("only one side can be standard input".to_owned());
    }
    let (mut old, mut new) = (gather::read_input(old).map_err(to_text)?, gather::read_input(new).map_err(to_text)?);
    let acceptance = flags.read_acceptance().map_err(to_text)?;
    let compared = judge_inputs(&mut old, &mut new, matches)?;
    let presentation = flags.present(compared, acceptance).map_err(to_text)?;
    let out = view::print(&presentation, flags.format());
    Ok(Response { out, code: flags.exit_code(&presentation), ..Response::default() })
}

/// A local file or folder as it is in a revision of its repository.
fn at_revision(revision: &str, path: &OsStr) -> Result<Location, Error> {
    Tracked::find(path)?.at(revision, revision)
}
