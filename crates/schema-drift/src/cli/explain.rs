//! Explains the id of a finding: its meaning, an example, who breaks, and a remedy.

use crate::change_kind::ChangeKind;
use crate::comparison::Verdict;

use super::presentation::REMOVED;
use super::rules::{Exchange, Rule};

/// The id of the finding that a comparison was not decided.
pub(super) const UNKNOWN: &str = "unknown";
/// The id of the finding that an annotation changed.
pub(super) const ANNOTATION: &str = "annotation";

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Explained {
    Change(ChangeKind),
    Operation(Rule),
    Removed,
    Annotation,
    Unknown,
}

impl Explained {
    /// Everything that has an id.
    pub fn all() -> impl Iterator<Item = Self> {
        let changes = ChangeKind::all().map(Explained::Change);
        let rules = Rule::ALL.iter().map(|rule| Explained::Operation(*rule));
        changes.chain(rules).chain([Explained::Removed, Explained::Annotation, Explained::Unknown])
    }

    pub fn from_id(id: &str) -> Option<Self> {
        Self::all().find(|one| one.id() == id)
    }

    pub fn id(self) -> &'static str {
        match self {
            Explained::Change(kind) => kind.id(),
            Explained::Operation(rule) => rule.id(),
            Explained::Removed => REMOVED,
            Explained::Annotation => ANNOTATION,
            Explained::Unknown => UNKNOWN,
        }
    }

    pub fn summary(self) -> &'static str {
        match self {
            Explained::Change(kind) => kind.summary(),
            Explained::Operation(rule) => rule.summary(),
            Explained::Removed => "A schema was removed.",
            Explained::Annotation => "A keyword changed that does not affect which values are valid.",
            Explained::Unknown => "It is not decided whether the two schemas accept the same values.",
        }
    }

    fn example(self) -> String {
        match self {
            Explained::Change(kind) => match kind.example() {
                Some([old, new]) => format!("old: {old}\n  new: {new}"),
                None => "a schema that no proof decides, and for which no value was found".to_owned(),
            },
            Explained::Operation(rule) => rule.example().to_owned(),
            Explained::Removed => "`components/schemas/Order` is in the old document only".to_owned(),
            Explained::Annotation => "`description`, `title`, `default`, `examples`, or `deprecated`".to_owned(),
            Explained::Unknown => "patterns whose automata exceed a limit".to_owned(),
        }
    }

    fn who_breaks(self) -> &'static str {
        match (self, self.effect()) {
            (Explained::Annotation, _) | (_, Verdict::Equivalent) => "nobody",
            (Explained::Unknown, _) => "not known, so it counts as if somebody does",
            (Explained::Operation(rule), Verdict::Narrower) => match rule.exchange() {
                Exchange::Request => "who sends the request: the client, but the server of a webhook or a callback",
                Exchange::Response => "who sends the response: the server, but the client of a webhook or a callback",
            },
            (Explained::Operation(rule), Verdict::Wider) => match rule.exchange() {
                Exchange::Request => "who receives the request: the server, but the client of a webhook or a callback",
                Exchange::Response => {
                    "who receives the response: the client, but the server of a webhook or a callback"
                }
            },
            (_, Verdict::Narrower) => {
                "who sends the values: the writer; of an API, the client in a request and the server in a response"
            }
            (_, Verdict::Wider) => {
                "who receives the values: the reader; of an API, the server in a request and the client in a response"
            }
            (_, Verdict::Incomparable | Verdict::Unknown) => "both who sends and who receives the values may",
        }
    }

    fn remedy(self) -> &'static str {
        match (self, self.effect()) {
            (Explained::Unknown, _) => {
                "raise --time-limit or --memory-limit, or write the schema with simpler keywords"
            }
            (Explained::Operation(rule), _) if rule.weakens_promise() => {
                "keep the earlier promise, or tell the users of the API first"
            }
            (_, Verdict::Equivalent) => "none is needed",
            (_, Verdict::Wider) => {
                "let whoever receives the values accept the new ones before they are sent, or offer them in a new version"
            }
            (_, Verdict::Narrower) => {
                "let whoever sends the values change before the old ones are rejected; deprecate them first, and accept both for a while"
            }
            (_, Verdict::Incomparable | Verdict::Unknown) => {
                "offer the new one beside the old one, under another name or in a new version, and deprecate the old one"
            }
        }
    }

    fn effect(self) -> Verdict {
        match self {
            Explained::Change(kind) => kind.effect(),
            Explained::Operation(rule) => rule.direction(),
            Explained::Removed => Verdict::Narrower,
            Explained::Annotation => Verdict::Equivalent,
            Explained::Unknown => Verdict::Unknown,
        }
    }

    /// The explanation without the summary.
    pub fn details(self) -> String {
        let (example, who, remedy) = (self.example(), self.who_breaks(), self.remedy());
        format!("Example:\n  {example}\n\nWho breaks: {who}.\nRemedy: {remedy}.\n")
    }
}

/// Explains an id.
///
/// # Errors
///
/// Nothing has the id.
pub(super) fn explain(id: &str) -> Result<String, String> {
    let one = Explained::from_id(id)
        .ok_or_else(|| format!("error: no finding has the id {id:?}; `schema-drift explain` lists all"))?;
    let accept = "If the change is agreed, --write-accept writes an entry for --accept.";
    Ok(format!("{}: {}\n\n{}{accept}\n", one.id(), one.summary(), one.details()))
}

/// Lists all ids with their summaries.
pub(super) fn list() -> String {
    let width = Explained::all().map(|one| one.id().len()).max().unwrap_or(0);
    Explained::all().map(|one| format!("{:<width$}  {}\n", one.id(), one.summary())).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Explained, explain, list};

    #[test]
    fn each_id_is_explained() {
        let mut texts = HashSet::new();
        for one in Explained::all() {
            let text = explain(one.id()).unwrap_or_default();
            assert!(text.starts_with(&format!("{}: {}\n", one.id(), one.summary())), "{text}");
            for part in ["Example:\n  ", "\nWho breaks: ", "\nRemedy: "] {
                let (_, rest) = text.split_once(part).unwrap_or_default();
                assert!(rest.lines().next().is_some_and(|line| !line.is_empty()), "{part} {text}");
            }
            assert_eq!(Explained::from_id(one.id()), Some(one));
            assert!(list().contains(&format!("{} ", one.id())) && texts.insert(text), "{}", one.id());
        }
        assert!(explain("no-such-id").is_err());
    }
}
