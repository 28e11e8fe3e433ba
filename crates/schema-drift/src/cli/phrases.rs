//! Phrases that several views share.

use std::fmt;

use super::peers::Peers;
use crate::comparison::{Party, Verdict};

/// A phrase such as "the reader and the writer break", for the verdict of the whole or of a change.
pub(super) fn who_breaks(verdict: Verdict, breaks: &[Party], peers: Option<&Peers>) -> String {
    if let (Some(peers), false) = (peers, verdict == Verdict::Unknown && breaks.is_empty()) {
        return peers.phrase();
    }
    match breaks {
        [] if verdict == Verdict::Unknown => "who breaks is not decided".to_owned(),
        [] => "nobody breaks".to_owned(),
        [one] => format!("the {} breaks", one.as_str()),
        several => {
            format!(
                "{} break",
                several.iter().map(|party| format!("the {}", party.as_str())).collect::<Vec<_>>().join(" and ")
            )
        }
    }
}

/// A phrase such as "GET /orders 200 and 3 more"; `None` if there are no names.
pub(super) fn name_first(names: &[impl fmt::Display]) -> Option<String> {
    let (first, more) = names.split_first()?;
    Some(if more.is_empty() { first.to_string() } else { format!("{first} and {} more", more.len()) })
}

/// A phrase such as "2 changes".
pub(super) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// Characters of a message in the views for people; `--format json` has the whole message.
const MAX_MESSAGE: usize = 1_000;

/// Cuts a message that is too long for people.
pub(super) fn shorten(message: &str) -> String {
    match message.char_indices().nth(MAX_MESSAGE) {
        Some((end, _)) => format!("{}…", message.get(..end).unwrap_or_default()),
        None => message.to_owned(),
    }
}

/// A text of several lines, such as errors, in one.
pub(super) fn in_one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join("; ")
}
