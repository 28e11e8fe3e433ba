//! `schema-build`: reads JSON Schemas and writes a Rust module.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use schema_build::{Builder, Discriminator, Error, ErrorKind, Output, Profile};

fn main() -> ExitCode {
    let arguments = command().get_matches();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(errors) => {
            match arguments.get_one::<String>("report").map(String::as_str) {
                Some("json") => {
                    let errors: Vec<_> = errors.iter().map(Error::to_json).collect();
                    eprintln!("{:#}", serde_json::json!({ "refused": errors }));
                }
                _ => errors.iter().for_each(|error| eprintln!("{error}")),
            }
            ExitCode::from(2)
        }
    }
}

fn command() -> Command {
    Command::new("schema-build")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Generates a Rust module from JSON Schemas, with types that accept exactly what the schemas accept")
        .after_help("Exit codes:\n  0  the module was written\n  2  nothing was written; the reasons are on standard error")
        .arg(
            Arg::new("SCHEMA")
                .help("JSON Schema files in JSON or YAML, `-` for standard input, or one folder; references may lead from one to another")
                .required(true)
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("recursive")
                .long("recursive")
                .help("Read the subfolders of the folder too")
                .action(ArgAction::SetTrue),
        )
        .arg(Arg::new("root").long("root").value_name("NAME").help("Name of the first schema's root type"))
        .arg(
            Arg::new("output")
                .short('o')
                .value_name("FILE")
                .help("Where to write the module [default: standard output]")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("profile")
                .long("profile")
                .value_name("PROFILE")
                .help(
                    "Types that accept exactly what the schema accepts, types that also accept unknown keys and values, or both",
                )
                .default_value("exact")
                .value_parser(["exact", "open", "both"]),
        )
        .arg(
            Arg::new("discriminator")
                .long("discriminator")
                .value_name("MEANING")
                .help("Treat `discriminator` as an annotation, or as what decides which schema a value is of")
                .default_value("annotates")
                .value_parser(["annotates", "decides"]),
        )
        .arg(
            Arg::new("nullable-without-type")
                .long("nullable-without-type")
                .help("Let `nullable: true` add null without `type` beside it too")
                .action(ArgAction::SetTrue),
        )
        .arg(
            Arg::new("untyped-objects")
                .long("untyped-objects")
                .help("Let a schema with `properties` and without `type` accept only objects")
                .action(ArgAction::SetTrue),
        )
        .arg(
            Arg::new("report")
                .long("report")
                .value_name("FORMAT")
                .help("Print to standard error how each type enforces its schema, or why a schema was rejected")
                .num_args(0..=1)
                .default_missing_value("text")
                .value_parser(["text", "json"])
                .require_equals(true),
        )
        .arg(
            Arg::new("drift-check")
                .long("drift-check")
                .help("Generate the function `schemas()` for cargo drift; file names are relative to Cargo.toml")
                .action(ArgAction::SetTrue),
        )
}

fn run(arguments: &ArgMatches) -> Result<(), Vec<Error>> {
    let mut builder = select_input(arguments)?.drift_check(arguments.get_flag("drift-check"));
    if let Some(name) = arguments.get_one::<String>("root") {
        builder = builder.root(name);
    }
    builder = builder.profile(match arguments.get_one::<String>("profile").map(String::as_str) {
        Some("open") => Profile::Open,
        Some("both") => Profile::Both,
        _ => Profile::Exact,
    });
    builder = builder
        .nullable_without_type(arguments.get_flag("nullable-without-type"))
        .untyped_objects(arguments.get_flag("untyped-objects"));
    if arguments.get_one::<String>("discriminator").is_some_and(|meaning| meaning == "decides") {
        builder = builder.discriminator(Discriminator::Decides);
    }
    let Output { source, report } = builder.generate()?;
    match arguments.get_one::<String>("report").map(String::as_str) {
        Some("json") => eprintln!("{:#}", report.to_json()),
        Some(_) => eprint!("{report}"),
        None => report.warnings.iter().for_each(|warning| eprintln!("{}", warning.as_warning())),
    }
    match arguments.get_one::<PathBuf>("output") {
        None => print!("{source}"),
        Some(file) => write(file, &source)
            .map_err(|error| vec![Error::new(ErrorKind::Io, file.display().to_string(), error.to_string())])?,
    }
    Ok(())
}

/// The builder for the files or the folder that the arguments name.
fn select_input(arguments: &ArgMatches) -> Result<Builder, Vec<Error>> {
    let unused = |option: &str, file: &str, help: &str| {
        let error = Error::new(ErrorKind::UnusedOption, file, format!("`--{option}` does not apply"));
        Err(vec![error.with_help(help)])
    };
    let files: Vec<&PathBuf> = arguments.get_many("SCHEMA").into_iter().flatten().collect();
    let recursive = arguments.get_flag("recursive");
    if let [folder] = files.as_slice()
        && folder.is_dir()
    {
        return Ok(Builder::new(*folder).recursive(recursive));
    }
    if recursive {
        return unused("recursive", "-", "name one folder, and no files");
    }
    if arguments.get_flag("drift-check") && files.iter().any(|file| file.as_os_str() == "-") {
        return unused("drift-check", "-", "name a file, because the drift check reads it again");
    }
    Ok(Builder::files(files))
}

/// Writes to a temporary file and renames it, so that no process reads a half-written module. A pipe or a device cannot be
/// replaced and is written directly.
fn write(file: &Path, text: &str) -> io::Result<()> {
    if fs::metadata(file).is_ok_and(|there| !there.is_file()) {
        return fs::write(file, text);
    }
    let draft = file.with_extension("new");
    fs::write(&draft, text)?;
    fs::rename(draft, file)
}
