//! The views of a comparison, one for each `--format`.

mod changelog;
mod github;
mod gitlab;
mod html;
mod human;
mod junit;
mod lines;
mod markdown;
mod markdown_text;
mod sarif;

use super::choice::Format;
use super::log;
use super::presentation::{Outcome, Presentation};

/// Prints a comparison in `format`.
pub(super) fn print(presentation: &Presentation<'_>, format: Format) -> String {
    match format {
        Format::Json => print_json(presentation),
        Format::Github => github::print(presentation),
        Format::Sarif => sarif::print(presentation),
        Format::Markdown => markdown::print(presentation),
        Format::Html => html::print(presentation),
        Format::Junit => junit::print(presentation),
        Format::Gitlab => gitlab::print(presentation),
        Format::Changelog => changelog::print(presentation),
        Format::Human => human::print(presentation),
    }
}

/// Prints an error, if `format` has a place for it.
pub(super) fn print_failure(error: &str, format: Format) -> String {
    if format == Format::Github { github::print_failure(error) } else { String::new() }
}

fn print_json(presentation: &Presentation<'_>) -> String {
    let value = match &presentation.outcome {
        Outcome::Pair(report) => serde_json::to_value(report),
        Outcome::Collection(summary) => serde_json::to_value(summary),
    };
    // Serialising cannot fail, because every key of a report is a string.
    let Ok(mut value) = value else { return String::new() };
    if let (Some(members), false) = (value.as_object_mut(), presentation.notes.is_empty()) {
        members.insert("notes".to_owned(), presentation.notes.clone().into());
    }
    if let (Some(members), false) = (value.as_object_mut(), presentation.policies.is_empty()) {
        // Serialising cannot fail, because every value is a string.
        members.insert("policies".to_owned(), serde_json::to_value(presentation.policies).unwrap_or_default());
    }
    log::write_json(&value, true) + "\n"
}
