//! The views of a comparison, one for each `--format`.

mod changelog;
mod github;
mod gitlab;
mod html;
mod human;
mod json;
mod junit;
mod lines;
mod markdown;
mod markdown_text;
mod sarif;

use super::choice::Format;
use super::presentation::Run;
pub(super) use json::write_report;

/// Prints all comparisons of a run in `format`.
pub(super) fn print(run: &Run<'_>, format: Format) -> String {
    match format {
        Format::Json => json::print(run),
        Format::Github => github::print(run),
        Format::Sarif => sarif::print(run),
        Format::Markdown => markdown::print(run),
        Format::Html => html::print(run),
        Format::Junit => junit::print(run),
        Format::Gitlab => gitlab::print(run),
        Format::Changelog => changelog::print(run),
        Format::Human => human::print(run),
    }
}

/// Prints an error, if `format` has a place for it.
pub(super) fn print_failure(error: &str, format: Format) -> String {
    if format == Format::Github { github::print_failure(error) } else { String::new() }
}
