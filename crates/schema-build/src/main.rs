//! `schema-build`: reads JSON Schemas and writes a Rust module.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{fs, io};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use schema_build::{Builder, Error, ErrorKind, Finding, Level, Output, Profile};

fn main() -> ExitCode {
    let arguments = command().get_matches();
    let result =
        if arguments.get_flag("lint") { lint(&arguments) } else { run(&arguments).map(|()| ExitCode::SUCCESS) };
    match result {
        Ok(code) => code,
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
        .after_help(
            "Exit codes:\n  0  the module was written, or `--lint` found nothing\n  1  `--lint` found something\n  2  nothing was \
             written, or a schema cannot be read; the reasons are on standard error",
        )
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
            Arg::new("lint")
                .long("lint")
                .help("Write no module; print what is probably not meant in the schemas (as JSON with `--report=json`)")
                .action(ArgAction::SetTrue)
                .conflicts_with_all(["root", "output", "profile", "drift-check"]),
        )
        .args(LEVELS.map(|(name, short, _, help)| {
            Arg::new(name).long(name).short(short).value_name("LINT").help(help).action(ArgAction::Append)
        }))
        .arg(
            Arg::new("drift-check")
                .long("drift-check")
                .help("Generate the function `schemas()` for cargo drift; file names are relative to Cargo.toml")
                .action(ArgAction::SetTrue),
        )
}

/// The options that set the level of a lint.
const LEVELS: [(&str, char, Level, &str); 3] = [
    ("allow", 'A', Level::Off, "Turn a lint off; `all` stands for all lints, and a later option wins"),
    ("warn", 'W', Level::Warn, "Report the findings of a lint"),
    ("deny", 'D', Level::Deny, "Report the findings of a lint as errors, and write no module"),
];

/// Sets the levels of lints in the order of the options.
fn set_levels(mut builder: Builder, arguments: &ArgMatches) -> Builder {
    let of = |(name, _, level, _): (&str, char, Level, &str)| {
        let indices = arguments.indices_of(name).into_iter().flatten();
        let ids = arguments.get_many::<String>(name).into_iter().flatten();
        indices.zip(ids).map(|(index, id)| (index, id.clone(), level)).collect::<Vec<_>>()
    };
    let mut levels: Vec<(usize, String, Level)> = LEVELS.into_iter().flat_map(of).collect();
    levels.sort_by_key(|(index, ..)| *index);
    for (_, id, level) in levels {
        builder = builder.lint(id, level);
    }
    builder
}

fn lint(arguments: &ArgMatches) -> Result<ExitCode, Vec<Error>> {
    let findings = set_levels(select_input(arguments)?, arguments).find_lints()?;
    match arguments.get_one::<String>("report").map(String::as_str) {
        Some("json") => {
            let findings: Vec<_> = findings.iter().map(Finding::to_json).collect();
            println!("{:#}", serde_json::json!({ "findings": findings }));
        }
        _ => findings.iter().for_each(|finding| println!("{finding}")),
    }
    Ok(ExitCode::from(u8::from(!findings.is_empty())))
}

fn run(arguments: &ArgMatches) -> Result<(), Vec<Error>> {
    let builder = select_input(arguments)?.drift_check(arguments.get_flag("drift-check"));
    let mut builder = set_levels(builder, arguments);
    if let Some(name) = arguments.get_one::<String>("root") {
        builder = builder.root(name);
    }
    builder = builder.profile(match arguments.get_one::<String>("profile").map(String::as_str) {
        Some("open") => Profile::Open,
        Some("both") => Profile::Both,
        _ => Profile::Exact,
    });
    let Output { source, report } = builder.generate()?;
    match arguments.get_one::<String>("report").map(String::as_str) {
        Some("json") => eprintln!("{:#}", report.to_json()),
        Some(_) => eprint!("{report}"),
        None => {}
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
