//! `cargo drift`, the command of a generated crate.

mod added;
mod human;
mod json;
#[cfg(test)]
mod tests;
mod upstream_report;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use schema_ir::{Error, ErrorKind, Errors, Source};

use super::choice::Format;
use super::flags::{self, Compared, Flags, add_flags};
use super::policies::Policies;
use super::presentation::{Outcome, Run};
use super::process::{Response, read};
use super::report::Report;
use super::summary::{Component, Others, Single, Summary};
use super::view;
use crate::check::check;
use crate::finding::Checked;
use crate::place::Place;
use crate::regenerate::regenerate;
use crate::upstream::{Upstream, upstream};
use crate::vendored::Vendored;
use added::find_added;
use upstream_report::UpstreamReport;

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing to report
  1  drift or findings
  2  could not do the work: bad usage, an unreadable file, a document that matches no schema";

/// Runs `cargo drift` for a generated crate: reads the arguments of the process, prints, and returns the exit code.
/// `root` is the generated crate's `CARGO_MANIFEST_DIR`, where its schema files are.
///
/// ```no_run
/// # mod my_types { pub fn vendored() -> Vec<schema_drift::Vendored> { Vec::new() } }
/// fn main() -> std::process::ExitCode {
///     // For generated types: `schema_drift::vendored!(my_types::schemas())`.
///     schema_drift::cli::vendored(env!("CARGO_MANIFEST_DIR"), my_types::vendored())
/// }
/// ```
pub fn vendored(root: impl AsRef<Path>, schemas: Vec<Vendored>) -> ExitCode {
    respond(std::env::args_os(), root.as_ref(), &schemas).print()
}

fn respond(args: impl IntoIterator<Item = OsString>, root: &Path, schemas: &[Vendored]) -> Response {
    let matches = match command().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => return Response::from_usage(&error),
    };
    match run(&matches, root, schemas) {
        Ok(response) => response,
        Err(error) => Response::failed(error),
    }
}

fn command() -> Command {
    Command::new("drift")
        .bin_name("cargo drift")
        .about("Checks by proofs and samples that the generated types agree with the vendored schemas")
        .after_help(EXIT_CODES)
        .arg(
            Arg::new("format")
                .long("format")
                .value_parser(["human", "json"])
                .default_value("human")
                .help("The format of the output"),
        )
        .arg(
            Arg::new("verbose")
                .long("verbose")
                .action(ArgAction::SetTrue)
                .help("Print the proofs and the samples of each schema, also where all is well"),
        )
        .subcommand(
            add_flags(Command::new("upstream"))
                .about(
                    "Compares the vendored schemas (old) with upstream's document (new): what changed, and who breaks",
                )
                .after_help(flags::EXIT_CODES)
                .arg(
                    Arg::new("file")
                        .value_name("FILE")
                        .required(true)
                        .help("A JSON Schema file, an OpenAPI 3.0 or 3.1 document in JSON, or - for standard input"),
                )
                .arg(
                    Arg::new("schema")
                        .long("schema")
                        .value_name("NAME")
                        .help("Only the schema with this root type or file"),
                ),
        )
        .subcommand(
            Command::new("regenerate")
                .about("Prints the schema of the compiled type in the style of the vendored file")
                .after_help(EXIT_CODES)
                .arg(
                    Arg::new("name").value_name("NAME").required(true).help("The root type or the file of the schema"),
                ),
        )
}

fn run(matches: &ArgMatches, root: &Path, schemas: &[Vendored]) -> Result<Response, Errors> {
    let text = |matches: &ArgMatches, name: &str| matches.get_one::<String>(name).cloned();
    match matches.subcommand() {
        Some(("upstream", matches)) => {
            let flags = match Flags::from_matches(matches) {
                Ok(flags) => flags,
                Err(response) => return Ok(response),
            };
            let file = text(matches, "file").unwrap_or_default();
            let response = compare_upstream(&file, text(matches, "schema"), &flags, schemas);
            Ok(response.unwrap_or_else(|error| flags.fail(&error)))
        }
        Some(("regenerate", matches)) => {
            let vendored = find_schema(schemas, &text(matches, "name").unwrap_or_default())?;
            Ok(Response { out: format!("{:#}\n", regenerate(vendored)), ..Response::default() })
        }
        _ => {
            let checked = schemas.iter().map(|vendored| check(vendored, root)).collect::<Result<Vec<Checked>, _>>()?;
            let out = match text(matches, "format").as_deref() {
                Some("json") => json::print_checked(&checked),
                _ => human::print_checked(&checked, matches.get_flag("verbose")),
            };
            let code = u8::from(checked.iter().any(|checked| !checked.findings.is_empty()));
            Ok(Response { out, code, ..Response::default() })
        }
    }
}

/// `cargo drift upstream`: compares the vendored schemas, or the named one, with a document.
fn compare_upstream(file: &str, name: Option<String>, flags: &Flags, schemas: &[Vendored]) -> Result<Response, Errors> {
    let mut acceptance = flags.read_acceptance()?;
    let document = read(file)?;
    let matched = match_schemas(schemas, name.as_deref(), &document)?;
    let added = if name.is_none() { find_added(schemas, &document)? } else { Vec::new() };
    let outcome = summarise(&matched, added);
    let old = match matched.as_slice() {
        [one] => one.vendored.file,
        _ => "the vendored schemas",
    };
    let sources = matched
        .iter()
        .map(|one| Source::parse(one.vendored.file, one.vendored.source.as_bytes().to_vec()))
        .chain([Ok(document)])
        .collect::<Result<Vec<Source>, Error>>()?;
    let sources = sources.iter().collect();
    let compared =
        Compared { old, new: file, outcome, is_api: false, policies: Policies::default(), sources, notes: Vec::new() };
    let presentation = flags.present(compared, &mut acceptance)?;
    let code = flags.exit_code(&presentation);
    let out = match flags.format() {
        Format::Json => json::print_upstream(file, &matched, &presentation),
        format => view::print(&Run::of(presentation), format),
    };
    Ok(Response { out, code, ..Response::default() })
}

/// The outcome for the vendored schemas, and for those that only upstream has.
fn summarise(matched: &[UpstreamReport<'_>], added: Vec<Single>) -> Outcome {
    let (mut components, mut removed) = (Vec::new(), Vec::new());
    for UpstreamReport { vendored, comparison } in matched {
        let name = vendored.type_name.to_owned();
        let place = Place { file: vendored.file.to_owned(), line: 1, column: 1, pointer: String::new() };
        match comparison {
            Some(comparison) => components.push(Component {
                name,
                places: (place, Place::default()),
                same_as: Vec::new(),
                refers_to: BTreeSet::new(),
                uses: None,
                report: Report::from(comparison),
            }),
            None => removed.push(Single { name, place, ..Single::default() }),
        }
    }
    match (components.pop(), components.is_empty(), removed.is_empty() && added.is_empty()) {
        (Some(one), true, true) => Outcome::Pair(one.report),
        (last, ..) => {
            components.extend(last);
            Outcome::Collection(Summary::new(components, Others { added, removed, ..Others::default() }))
        }
    }
}

fn match_schemas<'v>(
    schemas: &'v [Vendored],
    name: Option<&str>,
    document: &Source,
) -> Result<Vec<UpstreamReport<'v>>, Errors> {
    let chosen: Vec<&Vendored> = match name {
        Some(name) => vec![find_schema(schemas, name)?],
        None => schemas.iter().collect(),
    };
    let mut compared = Vec::new();
    for vendored in chosen {
        match upstream(vendored, document, name.is_some())? {
            Upstream::Compared(comparison) => compared.push(UpstreamReport { vendored, comparison: Some(comparison) }),
            Upstream::Removed => compared.push(UpstreamReport { vendored, comparison: None }),
            Upstream::Unrelated => {}
        }
    }
    // A document that has none of them is probably another one; a schema that the user named may have been removed.
    if compared.iter().all(|one| one.comparison.is_none()) && (name.is_none() || compared.is_empty()) {
        return Err(Error::new(ErrorKind::UnusedOption, document.file(), "matches no vendored schema")
            .with_help("give upstream's document, or a schema with the same `$id` or `title`; --schema names one that may be removed")
            .into());
    }
    Ok(compared)
}

/// The schema with the root type or file `name`; the file with or without folders and the ending of its format.
fn find_schema<'v>(schemas: &'v [Vendored], name: &str) -> Result<&'v Vendored, Error> {
    let is = |vendored: &&Vendored| {
        let file = vendored.file.rsplit('/').next().unwrap_or(vendored.file);
        [vendored.type_name, vendored.file, file].contains(&name)
            || [".json", ".yaml", ".yml"].iter().any(|end| file.strip_suffix(end) == Some(name))
    };
    schemas.iter().find(is).ok_or_else(|| {
        let known: Vec<&str> = schemas.iter().map(|vendored| vendored.type_name).collect();
        Error::new(ErrorKind::UnusedOption, name, "no such schema").with_help(format!("one of: {}", known.join(", ")))
    })
}
