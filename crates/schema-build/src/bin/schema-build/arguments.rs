//! The command line.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use schema_build::{Error, Level};

use crate::config::{Config, Discriminators, OneOrMany, Profiles};

const EXIT_CODES: &str = "Exit codes:
  0  the module was written; with --check: the file is what the schemas generate; with --lint: nothing was found
  1  with --check: the file differs; with --lint: something was found
  2  nothing was written; the reasons are on standard error";

pub(crate) fn command() -> Command {
    let flag = |name: &'static str, help: &'static str| Arg::new(name).long(name).help(help).action(ArgAction::SetTrue);
    let file = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name("FILE").help(help).value_parser(value_parser!(PathBuf))
    };
    Command::new("schema-build")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Generates a Rust module from JSON Schemas, with types that accept exactly what the schemas accept")
        .after_help(EXIT_CODES)
        .arg(
            Arg::new("SCHEMA")
                .help("JSON Schema files in JSON or YAML, `-` for standard input, or one folder; references may lead from one to another")
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(file("config", "Read settings from a TOML file, whose keys are the methods of `Builder`; arguments come before it"))
        .arg(file("output", "Where to write the module [default: standard output]").short('o'))
        .arg(flag("check", "Write nothing, and compare the file of `-o` with what the schemas generate"))
        .arg(flag("recursive", "Read the subfolders of the folder too"))
        .arg(flag("operations", "Generate types for the schemas of operations and messages too"))
        .arg(Arg::new("root").long("root").value_name("NAME").help("Name of the first schema's root type"))
        .arg(
            Arg::new("profile")
                .long("profile")
                .value_name("PROFILE")
                .help(
                    "Types that accept exactly what the schema accepts [default], types that also accept unknown keys and values, or both",
                )
                .value_parser(["exact", "open", "both"]),
        )
        .arg(
            Arg::new("discriminator")
                .long("discriminator")
                .value_name("MEANING")
                .help("Treat `discriminator` as an annotation [default], or as what decides which schema a value is of")
                .value_parser(["annotates", "decides"]),
        )
        .arg(flag("nullable-without-type", "Let `nullable: true` add null without `type` beside it too"))
        .arg(flag("untyped-objects", "Let a schema with `properties` and without `type` accept only objects"))
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
            flag("lint", "Write no module; print what is probably not meant in the schemas (as JSON with `--report=json`)")
                .conflicts_with_all(["root", "output", "check", "profile", "drift-check"]),
        )
        .args(LEVELS.map(|(name, short, _, help)| {
            Arg::new(name).long(name).short(short).value_name("LINT").help(help).action(ArgAction::Append)
        }))
        .arg(flag("drift-check", "Generate the function `schemas()` for cargo drift; file names are relative to Cargo.toml"))
}

/// The options that set the level of a lint.
const LEVELS: [(&str, char, Level, &str); 3] = [
    ("allow", 'A', Level::Off, "Turn a lint off; `all` stands for all lints, and a later option wins"),
    ("warn", 'W', Level::Warn, "Report the findings of a lint"),
    ("deny", 'D', Level::Deny, "Report the findings of a lint as errors, and write no module"),
];

/// The levels of lints, in the order of the options.
fn levels(arguments: &ArgMatches) -> Vec<(String, Level)> {
    let of = |(name, _, level, _): (&str, char, Level, &str)| {
        let indices = arguments.indices_of(name).into_iter().flatten();
        let ids = arguments.get_many::<String>(name).into_iter().flatten();
        indices.zip(ids).map(|(index, id)| (index, id.clone(), level)).collect::<Vec<_>>()
    };
    let mut levels: Vec<(usize, String, Level)> = LEVELS.into_iter().flat_map(of).collect();
    levels.sort_by_key(|(index, ..)| *index);
    levels.into_iter().map(|(_, id, level)| (id, level)).collect()
}

/// The settings of the configuration file, with those of the arguments in their place.
pub(crate) fn read(arguments: &ArgMatches) -> Result<Config, Error> {
    let mut config = match arguments.get_one::<PathBuf>("config") {
        Some(file) => Config::read(file)?,
        None => Config::default(),
    };
    if let Some(files) = arguments.get_many::<PathBuf>("SCHEMA") {
        config.input = OneOrMany::Many(files.cloned().collect());
    }
    config.output = arguments.get_one::<PathBuf>("output").cloned().or(config.output);
    config.root = arguments.get_one::<String>("root").cloned().or(config.root);
    config.profile = match arguments.get_one::<String>("profile").map(String::as_str) {
        Some("exact") => Some(Profiles::Exact),
        Some("open") => Some(Profiles::Open),
        Some("both") => Some(Profiles::Both),
        _ => config.profile,
    };
    config.discriminator = match arguments.get_one::<String>("discriminator").map(String::as_str) {
        Some("annotates") => Some(Discriminators::Annotates),
        Some("decides") => Some(Discriminators::Decides),
        _ => config.discriminator,
    };
    config.nullable_without_type |= arguments.get_flag("nullable-without-type");
    config.untyped_objects |= arguments.get_flag("untyped-objects");
    config.levels = levels(arguments);
    config.recursive |= arguments.get_flag("recursive");
    config.operations |= arguments.get_flag("operations");
    config.drift_check |= arguments.get_flag("drift-check");
    Ok(config)
}
