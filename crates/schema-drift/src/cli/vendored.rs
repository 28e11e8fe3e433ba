//! `cargo drift`, the command of a generated crate.

mod human;
mod json;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use schema_build::Source;

use super::answer::{self, Flags, with_flags};
use super::report::{Component, Place, Report, Single, Summary};
use super::view::{self, Shown};
use super::{Response, read};
use crate::{Checked, Comparison, Error, Upstream, Vendored, check, regenerate, upstream};

const EXIT_CODES: &str = "\
Exit codes:
  0  nothing to report
  1  drift or findings
  2  could not do the work: bad usage, an unreadable file, a document that matches no schema";

/// What a vendored schema and upstream's document have to do with each other.
struct Compared<'v> {
    vendored: &'v Vendored,
    /// `None` where the document no longer has the schema.
    comparison: Option<Comparison>,
}

/// Runs `cargo drift` for a generated crate: reads the process's arguments, prints, and answers the exit code.
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
        Err(error) if error.use_stderr() => {
            return Response { err: error.render().to_string(), code: 2, ..Response::default() };
        }
        Err(help) => return Response { out: help.render().to_string(), ..Response::default() },
    };
    match run(&matches, root, schemas) {
        Ok(response) => response,
        Err(error) => Response::failed(error),
    }
}

fn command() -> Command {
    Command::new("drift")
        .bin_name("cargo drift")
        .about("Checks that the generated types and the vendored schemas say the same, by proof and by sample")
        .after_help(EXIT_CODES)
        .arg(Arg::new("format").long("format").value_parser(["human", "json"]).default_value("human").help("How to print"))
        .subcommand(
            with_flags(Command::new("upstream"))
                .about("Compares the vendored schemas (old) with upstream's document (new): what changed, for whom it breaks")
                .after_help(answer::EXIT_CODES)
                .arg(Arg::new("file").value_name("FILE").required(true).help("A JSON Schema file, an OpenAPI 3.0 or 3.1 document in JSON, or - for standard input"))
                .arg(Arg::new("schema").long("schema").value_name("NAME").help("Only this schema: the root type's or the file's name")),
        )
        .subcommand(
            Command::new("regenerate")
                .about("Prints the schema that the compiled type says, in the manner of the vendored file")
                .after_help(EXIT_CODES)
                .arg(Arg::new("name").value_name("NAME").required(true).help("The root type's or the file's name")),
        )
}

fn run(matches: &ArgMatches, root: &Path, schemas: &[Vendored]) -> Result<Response, Error> {
    let text = |matches: &ArgMatches, name: &str| matches.get_one::<String>(name).cloned();
    match matches.subcommand() {
        Some(("upstream", matches)) => {
            let (file, flags) = (text(matches, "file").unwrap_or_default(), Flags::of(matches));
            let response = against(&file, text(matches, "schema"), &flags, schemas);
            Ok(response.unwrap_or_else(|error| flags.failed(&error)))
        }
        Some(("regenerate", matches)) => {
            let vendored = named(schemas, &text(matches, "name").unwrap_or_default())?;
            Ok(Response { out: format!("{:#}\n", regenerate(vendored)), ..Response::default() })
        }
        _ => {
            let checked = schemas.iter().map(|vendored| check(vendored, root)).collect::<Result<Vec<Checked>, _>>()?;
            let as_json = text(matches, "format").as_deref() == Some("json");
            let print = if as_json { json::checked } else { human::checked };
            let code = u8::from(checked.iter().any(|checked| !checked.findings.is_empty()));
            Ok(Response { out: print(&checked), code, ..Response::default() })
        }
    }
}

/// `cargo drift upstream`: the vendored schemas, or the one that is named, against a document.
fn against(file: &str, name: Option<String>, flags: &Flags, schemas: &[Vendored]) -> Result<Response, Error> {
    let acceptance = flags.acceptance()?;
    let document = read(file)?;
    let compared = compared(schemas, name.as_deref(), &document)?;
    let mut components = Vec::new();
    let mut removed = Vec::new();
    for Compared { vendored, comparison } in &compared {
        let name = vendored.type_name.to_owned();
        let place = Place { file: vendored.file.to_owned(), line: 1, column: 1, pointer: String::new() };
        match comparison {
            Some(comparison) => {
                let places = (place, Place::default());
                components.push(Component { name, places, report: Report::from(comparison) });
            }
            None => removed.push(Single { name, place, accepted: None }),
        }
    }
    let shown = match (components.pop(), components.is_empty(), removed.is_empty()) {
        (Some(one), true, true) => Shown::Pair(one.report),
        (last, ..) => {
            components.extend(last);
            Shown::All(Summary::new(components, Vec::new(), removed, Vec::new()))
        }
    };
    let old = match compared.as_slice() {
        [one] => one.vendored.file,
        _ => "the vendored schemas",
    };
    let sources = compared
        .iter()
        .map(|one| Source::parse(one.vendored.file, one.vendored.source.as_bytes().to_vec()))
        .chain([Ok(document)])
        .collect::<Result<Vec<Source>, Error>>()?;
    let subject = flags.subject((old, file), shown, sources.iter().collect(), acceptance);
    let out = match flags.format() {
        "json" => json::upstream(file, &compared, &subject),
        format => view::print(&subject, format),
    };
    Ok(Response { out, code: flags.code(&subject), ..Response::default() })
}

fn compared<'v>(schemas: &'v [Vendored], name: Option<&str>, document: &Source) -> Result<Vec<Compared<'v>>, Error> {
    let chosen: Vec<&Vendored> = match name {
        Some(name) => vec![named(schemas, name)?],
        None => schemas.iter().collect(),
    };
    let mut compared = Vec::new();
    for vendored in chosen {
        match upstream(vendored, document, name.is_some())? {
            Upstream::Compared(comparison) => compared.push(Compared { vendored, comparison: Some(comparison) }),
            Upstream::Removed => compared.push(Compared { vendored, comparison: None }),
            Upstream::Unrelated => {}
        }
    }
    if compared.is_empty() {
        return Err(Error::file(document.file(), "matches no vendored schema").with_help(
            "give an OpenAPI document or a schema with the same `$id` or `title`, or name one with --schema",
        ));
    }
    Ok(compared)
}

/// The schema whose root type or file is called `name`; the file with or without folders and `.json`.
fn named<'v>(schemas: &'v [Vendored], name: &str) -> Result<&'v Vendored, Error> {
    let is = |vendored: &&Vendored| {
        let file = vendored.file.rsplit('/').next().unwrap_or(vendored.file);
        [vendored.type_name, vendored.file, file].contains(&name) || file.strip_suffix(".json") == Some(name)
    };
    schemas.iter().find(is).ok_or_else(|| {
        let known: Vec<&str> = schemas.iter().map(|vendored| vendored.type_name).collect();
        Error::file(name, "no such schema").with_help(format!("one of: {}", known.join(", ")))
    })
}
