//! The output of a run: one format on standard output, and others in the files of `--output`.

use clap::{Arg, ArgAction};
use schema_ir::{Error, ErrorKind};

use super::choice::{Choice as _, Format};
use super::flags::Flags;
use super::presentation::Run;
use super::process::Response;
use super::replace_file::replace_file;
use super::view;

/// A value of `--output`.
#[derive(Clone, Debug)]
pub(super) struct OutputFile {
    format: Format,
    file: String,
}

impl OutputFile {
    /// The flag, which may be repeated.
    pub fn arg() -> Arg {
        Arg::new("output").long("output").value_name("FORMAT=FILE").action(ArgAction::Append).value_parser(parse).help(
            "Also write the comparison to FILE in another format, such as sarif=findings.sarif; may be repeated. The file \
             is written whole or not at all",
        )
    }
}

fn parse(text: &str) -> Result<OutputFile, String> {
    let parts = text.split_once('=').filter(|(_, file)| !file.is_empty());
    let (format, file) = parts.ok_or("not a format and a file, as in sarif=findings.sarif")?;
    Ok(OutputFile { format: Format::from_name(format)?, file: file.to_owned() })
}

/// Prints a run as the flags ask, and writes the files. The exit code is that of the worst comparison.
pub(super) fn respond(mut run: Run<'_>, flags: &Flags) -> Response {
    let codes = run.comparisons.iter().map(|one| flags.exit_code(one));
    let code = codes.chain(run.failures.iter().map(|_| 2)).max().unwrap_or_default();
    let err = run.failures.iter().map(|failure| failure.error.clone() + "\n").collect();
    let mut response = Response { out: view::print(&run, flags.format()), err, code };
    // A file is no terminal.
    for one in &mut run.comparisons {
        (one.color, one.width) = (false, None);
    }
    for OutputFile { format, file } in flags.outputs() {
        if let Err(error) = replace_file(file, &view::print(&run, *format)) {
            let error = Error::new(ErrorKind::Io, file, format!("cannot be written: {error}"));
            response.err.push_str(&format!("{error}\n"));
            response.code = 2;
        }
    }
    response
}
