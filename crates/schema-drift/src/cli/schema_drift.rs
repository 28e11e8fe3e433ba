//! `schema-drift`, the command on its own.

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;
use std::time::Duration;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use schema_ir::{Discriminator, Reading};

use super::by_sender::{compare_by_sender, depends_on_sender};
use super::choice::{Choice as _, SentBy, Undeclared};
use super::compare_pairs::Settings;
use super::explain::{self, explain};
use super::flags::{Compared, EXIT_CODES, Flags, add_flags};
use super::gather::{self, Input};
use super::listing::InputSchema;
use super::locate_values::locate_values;
use super::pairing::{pair_operations, pair_schemas};
use super::phrases::name_first;
use super::policies::Policies;
use super::presentation::Outcome;
use super::process::Response;
use super::report::Report;
use super::request::{Budget, parse_draft};
use super::rules::judge_operations;
use super::singles::list_singles;
use super::summary::{Component, Others, Renamed, Summary};
use super::uses::Uses;
use super::worker;
use super::{batch, view};
use crate::comparison::{Side, Verdict};

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
    let formats = Arg::new("formats")
        .long("formats")
        .value_parser(["annotate", "assert"])
        .default_value("annotate")
        .help("Treat `format` as an annotation, or as an assertion that values must meet");
    let time = Arg::new("time-limit")
        .long("time-limit")
        .value_name("SECONDS")
        .value_parser(parse_seconds)
        .default_value("2")
        .help("Time of the processor for one pair, such as 0.5; beyond it the verdict is unknown");
    let memory = Arg::new("memory-limit")
        .long("memory-limit")
        .value_name("MIB")
        .value_parser(clap::value_parser!(u64).range(64..=1_048_576))
        .default_value("512")
        .help("Memory for one pair, on Unix; beyond it the verdict is unknown");
    Command::new("schema-drift")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Compares two JSON Schemas and reports what changed, who breaks, and a value that proves it")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .after_help(EXIT_CODES)
        .subcommand(
            add_flags(Command::new("compare"))
                .about("Compares two schemas, two documents that contain schemas (such as OpenAPI), or folders of them")
                .after_help(EXIT_CODES)
                .arg(
                    Arg::new("old")
                        .value_name("OLD")
                        .value_parser(clap::value_parser!(OsString))
                        .required(true)
                        .help("A file in JSON or YAML, a folder, or - for standard input"),
                )
                .arg(
                    Arg::new("new")
                        .value_name("NEW")
                        .value_parser(clap::value_parser!(OsString))
                        .required(true)
                        .help("A file in JSON or YAML, a folder, or - for standard input"),
                )
                .arg(
                    Arg::new("draft")
                        .long("draft")
                        .value_name("DRAFT")
                        .help("The dialect of schemas without `$schema`: draft-04 to 2020-12, or openapi-3.0"),
                )
                .args(reading_flags())
                .args([formats.clone(), time.clone(), memory.clone()]),
        )
        .subcommand(
            Command::new("batch")
                .about("Reads {\"old\": …, \"new\": …, \"draft\": …} a line, and writes a line of JSON for each")
                .args([formats, time, memory]),
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

/// The flags that decide what schemas mean, on both sides.
fn reading_flags() -> [Arg; 5] {
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    [
        Discriminator::arg("discriminator")
            .help("Treat `discriminator` as an annotation, or as what decides which schema a value is of"),
        SentBy::arg("sent-by").help("Who sends the values of schemas that no operation of an API exchanges"),
        Undeclared::arg("undeclared").help(
            "Keys that an open object does not declare: sent with any value, or never [default: never-sent for \
             documents of APIs, else anything]",
        ),
        flag("nullable-without-type").help("Let `nullable: true` add null without `type` beside it too"),
        flag("untyped-objects").help("Let a schema with `properties` and without `type` accept only objects"),
    ]
}

fn reading(matches: &ArgMatches) -> Reading {
    let mut reading = Reading::default();
    reading.discriminator = matches.get_one("discriminator").copied().unwrap_or_default();
    reading.nullable_without_type = matches.get_flag("nullable-without-type");
    reading.untyped_objects = matches.get_flag("untyped-objects");
    reading
}

fn formats(matches: &ArgMatches) -> bool {
    text(matches, "formats") == "assert"
}

/// The limits of a pair.
fn budget(matches: &ArgMatches) -> Result<Budget, String> {
    if !cfg!(unix) && matches.value_source("memory-limit") == Some(ValueSource::CommandLine) {
        return Err("error: --memory-limit works on Unix only; a limit of the system has to take its place".to_owned());
    }
    Ok(Budget {
        time: matches.get_one("time-limit").copied().unwrap_or(Duration::from_secs(2)),
        memory: matches.get_one("memory-limit").copied().unwrap_or(512),
    })
}

/// Parses a number of seconds, more than 0 and at most a day.
fn parse_seconds(text: &str) -> Result<Duration, String> {
    let time = text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.filter(|time| !time.is_zero() && *time <= Duration::from_secs(86_400))
        .ok_or_else(|| "must be a number of seconds, up to 86400".to_owned())
}

fn text<'m>(matches: &'m ArgMatches, name: &str) -> &'m str {
    matches.get_one::<String>(name).map_or("", String::as_str)
}

fn compare(matches: &ArgMatches, flags: &Flags) -> Result<Response, String> {
    let [old_path, new_path] =
        ["old", "new"].map(|side| matches.get_one::<OsString>(side).map_or_else(OsString::new, OsString::clone));
    if old_path == "-" && new_path == "-" {
        return Err("only one side can be standard input".to_owned());
    }
    let to_text = |error: schema_ir::Error| error.to_string();
    let reading = reading(matches);
    let sides = [&old_path, &new_path].map(|path| gather::read_input(path).map_err(to_text));
    let [old, new] = prepare_sides(sides, matches, &reading)?;
    let acceptance = flags.read_acceptance().map_err(to_text)?;
    let draft = matches.get_one::<String>("draft").cloned();
    draft.as_deref().map(parse_draft).transpose()?;
    let is_api = old.is_api() || new.is_api();
    let undeclared = matches.get_one("undeclared").copied().unwrap_or(Undeclared::default_for(is_api));
    let never_sent = undeclared == Undeclared::NeverSent;
    let settings = Settings { draft, formats: formats(matches), reading, budget: budget(matches)?, never_sent };
    let policies = Policies::new(never_sent, [&old, &new].into_iter().any(depends_on_sender));
    let mut outcome = compare_inputs(&old, &new, &settings)?;
    locate_values(&mut outcome, [&old, &new]);
    let sources = old.sources.iter().chain(&new.sources).collect();
    let mut notes = old.notes.clone();
    notes.extend(new.notes.iter().filter(|note| !old.notes.contains(note)).cloned());
    notes.extend(describe_unused(&outcome));
    let [old_name, new_name] = [&old_path, &new_path].map(|path| path.to_string_lossy());
    let compared = Compared { old: &old_name, new: &new_name, outcome, is_api, policies, sources, notes };
    let presentation = flags.present(compared, acceptance).map_err(to_text)?;
    let out = view::print(&presentation, flags.format());
    Ok(Response { out, code: flags.exit_code(&presentation), ..Response::default() })
}

/// Applies to both sides what the flags, or the other side, decide about them.
fn prepare_sides(
    [old, new]: [Result<Input, String>; 2],
    matches: &ArgMatches,
    reading: &Reading,
) -> Result<[Input; 2], String> {
    let mut sides = [old?, new?];
    let [old, new] = &mut sides;
    match (old.is_library(), new.is_library()) {
        (true, false) if new.single => new.list_definitions(),
        (false, true) if old.single => old.list_definitions(),
        _ => {}
    }
    for side in &mut sides {
        if let Some(SentBy(sender)) = matches.get_one("sent-by").copied() {
            side.let_send(sender);
        }
        if reading.discriminator == Discriminator::Decides {
            side.let_discriminators_decide();
        }
    }
    Ok(sides)
}

/// Compares the schemas of two inputs that belong together.
fn compare_inputs(old: &Input, new: &Input, settings: &Settings) -> Result<Outcome, String> {
    let operations = pair_operations(old, new);
    let pairing = pair_schemas(old, new, &operations);
    let mut reports = compare_by_sender([old, new], &pairing.pairs, settings)?;
    if old.single && new.single {
        let report = reports.pop().map(Component::into_report);
        return Ok(Outcome::Pair(report.unwrap_or_else(|| Report::unknown("nothing to compare"))));
    }
    let is_empty = |input: &Input| input.schemas.is_empty() && input.operations.is_empty();
    if reports.is_empty() && (is_empty(old) || is_empty(new)) {
        return Err("one side has no schemas".to_owned());
    }
    let renamed = find_renamed(old, new, &pairing.removed, &pairing.added);
    let mut rules = judge_operations(old, new, &operations);
    let removed = list_singles(old, &pairing.removed, Side::Old, &mut rules);
    let added = list_singles(new, &pairing.added, Side::New, &mut rules);
    Ok(Outcome::Collection(Summary::new(reports, Others { added, removed, renamed, rules })))
}

/// A note about the schemas that differ and that no operation exchanges.
fn describe_unused(outcome: &Outcome) -> Option<String> {
    let Outcome::Collection(summary) = outcome else { return None };
    let is_unused = |one: &&Component| {
        one.report.verdict != Verdict::Equivalent && one.uses.as_ref().is_some_and(Uses::are_unknown)
    };
    let names: Vec<String> = summary.components.iter().filter(is_unused).map(|one| format!("`{}`", one.name)).collect();
    Some(format!("no operation leads to {}, so both peers count as its senders", name_first(&names)?))
}

/// Pairs of a removed and an added schema that are equal, unless several could be meant.
fn find_renamed(old: &Input, new: &Input, removed: &[InputSchema], added: &[InputSchema]) -> Vec<Renamed> {
    let alike = |one: &InputSchema| {
        let mut found = added.iter().filter(|other| old.value(one) == new.value(other));
        let first = found.next();
        first.filter(|_| found.next().is_none())
    };
    let suggestion = |one: &InputSchema| Some(Renamed { old: one.name.clone(), new: alike(one)?.name.clone() });
    removed.iter().filter_map(suggestion).collect()
}
