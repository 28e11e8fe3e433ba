//! The flags that decide what schemas mean, and how much work a pair may be.

use std::time::Duration;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches};
use schema_ir::{Discriminator, Reading};

use super::choice::{Choice as _, SentBy, Undeclared};
use super::compare_pairs::Settings;
use super::request::{Budget, parse_draft};

/// The flags that decide what schemas mean, on both sides.
pub(super) fn reading_flags() -> [Arg; 6] {
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    [
        Arg::new("draft")
            .long("draft")
            .value_name("DRAFT")
            .help("The dialect of schemas without `$schema`: draft-04 to 2020-12, or openapi-3.0"),
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

/// The flags that limit a pair, and the one for `format`, which all commands share.
pub(super) fn pair_flags() -> [Arg; 3] {
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
    [formats, time, memory]
}

/// What both sides mean.
pub(super) fn reading(matches: &ArgMatches) -> Reading {
    let mut reading = Reading::default();
    reading.discriminator = matches.get_one("discriminator").copied().unwrap_or_default();
    reading.nullable_without_type = matches.get_flag("nullable-without-type");
    reading.untyped_objects = matches.get_flag("untyped-objects");
    reading
}

/// Whether `format` is an assertion.
pub(super) fn formats(matches: &ArgMatches) -> bool {
    matches.get_one::<String>("formats").is_some_and(|formats| formats == "assert")
}

/// How the flags ask to compare each pair.
pub(super) fn settings(matches: &ArgMatches, never_sent: bool) -> Result<Settings, String> {
    let draft = matches.get_one::<String>("draft").cloned();
    draft.as_deref().map(parse_draft).transpose()?;
    let (reading, formats, budget) = (reading(matches), formats(matches), budget(matches)?);
    Ok(Settings { draft, formats, reading, budget, never_sent })
}

/// The limits of a pair.
pub(super) fn budget(matches: &ArgMatches) -> Result<Budget, String> {
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
