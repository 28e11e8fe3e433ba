//! `schema-build`: reads JSON Schemas and writes a Rust module.

mod arguments;
mod config;

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::{fs, iter};

use clap::ArgMatches;
use schema_build::{Builder, Error, ErrorKind, Errors, Finding, Output, Report};

fn main() -> ExitCode {
    let arguments = arguments::command().get_matches();
    match run(&arguments) {
        Ok(code) => code,
        Err(errors) => {
            let json = || serde_json::json!({ "refused": errors.iter().map(Error::to_json).collect::<Vec<_>>() });
            match arguments.get_one::<String>("report").map(String::as_str) {
                Some("json") => eprintln!("{:#}", json()),
                _ => eprintln!("{errors}"),
            }
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &ArgMatches) -> Result<ExitCode, Errors> {
    let config = arguments::read(arguments)?;
    let builder = config.builder()?;
    if arguments.get_flag("lint") {
        return lint(&builder, arguments);
    }
    let (report, code) = match &config.output {
        Some(file) if arguments.get_flag("check") => check(&builder, file)?,
        Some(file) => (write(builder, file)?, ExitCode::SUCCESS),
        None if arguments.get_flag("check") => {
            let error = Error::new(ErrorKind::UnusedOption, "-", "`--check` does not apply");
            return Err(error.with_help("name the file to check with `-o FILE`").into());
        }
        None => {
            let Output { source, report } = builder.generate()?;
            print(&source)?;
            (report, ExitCode::SUCCESS)
        }
    };
    match arguments.get_one::<String>("report").map(String::as_str) {
        Some("json") => eprintln!("{:#}", report.to_json()),
        Some(_) => eprint!("{report}"),
        None => report.warnings.iter().for_each(|warning| eprintln!("{}", warning.as_warning())),
    }
    Ok(code)
}

/// Prints what lints find.
fn lint(builder: &Builder, arguments: &ArgMatches) -> Result<ExitCode, Errors> {
    let findings = builder.find_lints()?;
    let text = match arguments.get_one::<String>("report").map(String::as_str) {
        Some("json") => {
            let findings: Vec<_> = findings.iter().map(Finding::to_json).collect();
            format!("{:#}\n", serde_json::json!({ "findings": findings }))
        }
        _ => findings.iter().map(|finding| format!("{finding}\n")).collect(),
    };
    print(&text)?;
    Ok(ExitCode::from(u8::from(!findings.is_empty())))
}

/// Prints to standard output. Whoever closes it early wants no more of it.
fn print(text: &str) -> Result<(), Error> {
    match io::stdout().write_all(text.as_bytes()).and_then(|()| io::stdout().flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::new(ErrorKind::Io, "standard output", error.to_string()))
        }
        _ => Ok(()),
    }
}

fn write(builder: Builder, file: &Path) -> Result<Report, Errors> {
    let (folder, name) = (file.parent().unwrap_or(Path::new("")), file.file_name().unwrap_or_default());
    let written = builder.out_dir(folder).file_name(name.to_string_lossy()).compile();
    written.map_err(|error| error.errors().to_vec().into())
}

/// Compares a file with what the schemas generate.
fn check(builder: &Builder, file: &Path) -> Result<(Report, ExitCode), Errors> {
    let shown = file.display();
    let there =
        fs::read_to_string(file).map_err(|error| Error::new(ErrorKind::Io, shown.to_string(), error.to_string()))?;
    let Output { source, report } = builder.generate()?;
    // Git may check the file out with the line ends of the system.
    let (mut old, mut new) = (there.lines().map(Some).chain(iter::repeat(None)), source.lines());
    let first = (1..).find_map(|number| match (old.next().flatten(), new.next()) {
        (None, None) => Some(None),
        (old, new) if old == new => None,
        (old, new) => Some(Some((number, old, new))),
    });
    let Some((line, old, new)) = first.flatten() else { return Ok((report, ExitCode::SUCCESS)) };
    let text = |line: Option<&str>| line.map_or("the end of the file".to_owned(), |line| format!("{line:?}"));
    eprintln!("{shown}:{line}: differs from what the schemas generate");
    eprintln!("  is:        {}\n  generated: {}", text(old), text(new));
    eprintln!("  help: run the command without `--check`");
    Ok((report, ExitCode::FAILURE))
}
