//! `schema-drift`, the command on its own.

use std::io;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::explain::{self, explain};
use super::flags::{EXIT_CODES, Flags};
use super::process::Response;
use super::settings_flags::{budget, formats, pair_flags};
use super::{batch, compare, history, manual, worker};

/// Runs the command: reads the arguments of the process, prints, and returns the exit code.
pub fn main() -> ExitCode {
    let matches = match command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return Response::from_usage(&error).print(),
    };
    match matches.subcommand() {
        Some((compare::COMMAND, matches)) => respond(matches, compare::run).print(),
        Some((history::COMMAND, matches)) => respond(matches, history::run).print(),
        Some(("batch", matches)) => run_batch(matches),
        Some(("explain", matches)) => run_explain(matches.get_one("id")).print(),
        Some((manual::COMPLETIONS, matches)) => manual::complete(matches, command()).print(),
        Some((manual::MANUAL, matches)) => manual::print_manual(matches, command()).print(),
        Some((worker::COMMAND, matches)) => worker::serve(*matches.get_one("memory").unwrap_or(&512)),
        _ => Response::failed("error: no such command").print(),
    }
}

/// Runs a command that has the flags of a comparison.
fn respond(matches: &ArgMatches, run: fn(&ArgMatches, &Flags) -> Result<Response, String>) -> Response {
    let flags = match Flags::from_matches(matches) {
        Ok(flags) => flags,
        Err(response) => return response,
    };
    run(matches, &flags).unwrap_or_else(|error| flags.fail(&error))
}

fn run_batch(matches: &ArgMatches) -> ExitCode {
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

fn run_explain(id: Option<&String>) -> Response {
    match id.map_or_else(|| Ok(explain::list()), |id| explain(id)) {
        Ok(out) => Response { out, ..Response::default() },
        Err(error) => Response::failed(error),
    }
}

/// The command with its flags.
pub(super) fn command() -> Command {
    Command::new("schema-drift")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Compares two JSON Schemas and reports what changed, who breaks, and a value that proves it")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_help(EXIT_CODES)
        .subcommand(compare::command())
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
        .subcommand(manual::completions_command())
        .subcommand(manual::manual_command())
        .subcommand(
            Command::new(worker::COMMAND)
                .hide(true)
                .arg(Arg::new("memory").required(true).value_parser(clap::value_parser!(u64)).action(ArgAction::Set)),
        )
}
