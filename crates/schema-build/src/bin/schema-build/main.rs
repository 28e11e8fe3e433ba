//! `schema-build`: reads JSON Schemas and writes a Rust module.

mod arguments;
mod config;

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::iter;
use std::path::Path;
use std::process::ExitCode;

use clap::ArgMatches;
use schema_build::{Builder, Error, ErrorKind, Errors, Finding, Output, Report};

fn main() -> ExitCode {
    let arguments = arguments::command().get_matches();
    match run(&arguments) {
        Ok(code) => code,
        Err(errors) => {
            let json = || serde_json::json!({ "refused": errors.iter().map(Error::to_json).collect::<Vec<_>>() });
            match arguments.get_one::<String>("report").map(String::as_str) {
                Some("json") => complain(&format!("{:#}\n", json())),
                _ => complain(&format!("{errors}\n")),
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
        Some("json") => complain(&format!("{:#}\n", report.to_json())),
        Some(_) => complain(&report.to_string()),
        None => report.warnings.iter().for_each(|warning| complain(&format!("{}\n", warning.as_warning()))),
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

/// Prints to standard error. There is nowhere to report that this fails, and `eprint!` would panic.
fn complain(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

fn write(builder: Builder, file: &Path) -> Result<Report, Errors> {
    let (folder, name) = (file.parent().unwrap_or(Path::new("")), file.file_name().unwrap_or_default());
    let written = builder.out_dir(folder).file_name(name.to_string_lossy()).compile();
    written.map_err(|error| error.errors().to_vec().into())
}

/// What to do about a file that is missing or not fresh.
const WRITE_IT: &str = "run the command without `--check`, which writes the file";

/// Compares a file with what the schemas generate.
fn check(builder: &Builder, file: &Path) -> Result<(Report, ExitCode), Errors> {
    let shown = file.display();
    let Output { source, report } = builder.generate()?;
    let there = read_bounded(file, 2 * source.len()).map_err(|error| {
        let unread = Error::new(ErrorKind::Io, shown.to_string(), format!("cannot be read: {error}"));
        if error.kind() == io::ErrorKind::NotFound { unread.with_help(WRITE_IT) } else { unread }
    })?;
    // Git may check the file out with the line ends of the system.
    let (mut old, mut new) = (there.lines().map(Some).chain(iter::repeat(None)), source.lines());
    let first = (1..).find_map(|number| match (old.next().flatten(), new.next()) {
        (None, None) => Some(None),
        (old, new) if old == new => None,
        (old, new) => Some(Some((number, old, new))),
    });
    let Some((line, old, new)) = first.flatten() else { return Ok((report, ExitCode::SUCCESS)) };
    let text = |line: Option<&str>| line.map_or("the end of the file".to_owned(), |line| format!("{line:?}"));
    complain(&format!("{shown}:{line}: differs from what the schemas generate\n"));
    complain(&format!("  is:        {}\n  generated: {}\n", text(old), text(new)));
    complain(&format!("  help: {WRITE_IT}\n"));
    Ok((report, ExitCode::FAILURE))
}

/// A file's text, up to one byte more than `limit`, so that a file without end takes bounded time.
fn read_bounded(file: &Path, limit: usize) -> io::Result<String> {
    let mut bytes = Vec::new();
    File::open(file)?.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
