//! The kind of a change, with an id to search for.

mod table;

use std::collections::BTreeSet;

use schema_ir::Keyword;
use serde_json::Value;

use crate::comparison::Verdict;
use crate::difference::Subject;
use table::{Aspect, Effect};

/// The kind of a change: what of a schema changes, and its effect on the values that the place accepts.
///
/// ```
/// use schema_drift::{ChangeKind, Options, Schema, compare};
/// let old = Schema::parse("old.json", r#"{"enum": ["a"]}"#)?;
/// let new = Schema::parse("new.json", r#"{"enum": ["a", "b"]}"#)?;
/// let comparison = compare(&old, &new, &Options::default())?;
/// let kind = comparison.changes[0].kind;
/// assert_eq!(kind.id(), "enum-value-added");
/// assert_eq!(kind.summary(), "A list of values has a new one.");
/// assert_eq!(ChangeKind::from_id("enum-value-added"), Some(kind));
/// # Ok::<(), schema_drift::Errors>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeKind {
    aspect: Aspect,
    effect: Effect,
}

impl ChangeKind {
    /// All kinds.
    pub fn all() -> impl Iterator<Item = Self> {
        let of = |aspect: &Aspect| Effect::ALL.map(|effect| ChangeKind { aspect: *aspect, effect });
        Aspect::ALL.iter().flat_map(of)
    }

    /// The kind with an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::all().find(|kind| kind.id() == id)
    }

    /// The id, in kebab-case, which stays the same.
    pub fn id(self) -> &'static str {
        self.aspect.id(self.effect)
    }

    /// The kind in a sentence.
    pub fn summary(self) -> &'static str {
        self.aspect.summary(self.effect)
    }

    /// The effect on the values of the place; unknown if it is both, or not decided.
    pub fn effect(self) -> Verdict {
        match self.effect {
            Effect::Widened => Verdict::Wider,
            Effect::Narrowed => Verdict::Narrower,
            Effect::Changed => Verdict::Unknown,
        }
    }

    /// An old and a new schema between which there is such a change, as JSON.
    pub fn example(self) -> Option<[&'static str; 2]> {
        let (narrow, wide, other) = self.aspect.schemas();
        match self.effect {
            Effect::Widened => Some([narrow, wide]),
            Effect::Narrowed => Some([wide, narrow]),
            Effect::Changed => other.map(|other| [narrow, other]),
        }
    }

    /// The kind of a change of a keyword from one value to another, whose effect is `verdict`.
    pub(crate) fn of(subject: Subject, [was, is]: [Option<&Value>; 2], verdict: Verdict) -> Self {
        let effect = match verdict {
            Verdict::Wider => Effect::Widened,
            Verdict::Narrower => Effect::Narrowed,
            Verdict::Equivalent | Verdict::Incomparable | Verdict::Unknown => Effect::Changed,
        };
        let aspect = match subject {
            Subject::Never => Aspect::AnyValue,
            Subject::Keyword(Keyword::Type) if only_null_differs(was, is) => Aspect::Null,
            Subject::Keyword(Keyword::Enum | Keyword::Const) if was.is_some() && is.is_some() => Aspect::Values,
            Subject::Keyword(Keyword::Properties) => match (was, is, effect) {
                (None, _, Effect::Widened) | (_, None, Effect::Narrowed) => Aspect::Property,
                _ => Aspect::UndeclaredProperty,
            },
            Subject::Keyword(keyword) => aspect_of(keyword),
        };
        ChangeKind { aspect, effect }
    }

    /// The kind of a change that no keyword alone explains.
    pub(crate) fn of_combination(verdict: Verdict) -> Self {
        ChangeKind { aspect: Aspect::Combination, ..Self::of(Subject::Never, [None, None], verdict) }
    }
}

/// Whether two values of `type` differ in null only.
fn only_null_differs(was: Option<&Value>, is: Option<&Value>) -> bool {
    let names = |value: Option<&Value>| -> Option<BTreeSet<String>> {
        match value? {
            Value::String(name) => Some(BTreeSet::from([name.clone()])),
            Value::Array(names) => names.iter().map(|name| name.as_str().map(str::to_owned)).collect(),
            _ => None,
        }
    };
    let (Some(was), Some(is)) = (names(was), names(is)) else { return false };
    was.symmetric_difference(&is).eq(["null"])
}

fn aspect_of(keyword: Keyword) -> Aspect {
    match keyword {
        Keyword::Type => Aspect::Type,
        Keyword::Enum | Keyword::Const => Aspect::ValueList,
        Keyword::Required => Aspect::Required,
        Keyword::AdditionalProperties | Keyword::UnevaluatedProperties => Aspect::OtherKeys,
        Keyword::PatternProperties => Aspect::PatternProperties,
        Keyword::PropertyNames => Aspect::PropertyNames,
        Keyword::MinProperties | Keyword::MaxProperties => Aspect::PropertyCount,
        Keyword::DependentRequired | Keyword::DependentSchemas => Aspect::Dependencies,
        Keyword::Items | Keyword::PrefixItems | Keyword::UnevaluatedItems => Aspect::Items,
        Keyword::MinItems | Keyword::MaxItems => Aspect::ItemCount,
        Keyword::UniqueItems => Aspect::UniqueItems,
        Keyword::Contains => Aspect::Contains,
        Keyword::AnyOf | Keyword::OneOf => Aspect::Alternatives,
        Keyword::AllOf => Aspect::Conditions,
        Keyword::Not => Aspect::Exclusion,
        Keyword::If => Aspect::If,
        Keyword::MinLength | Keyword::MaxLength => Aspect::Length,
        Keyword::Minimum | Keyword::ExclusiveMinimum | Keyword::Maximum | Keyword::ExclusiveMaximum => Aspect::Range,
        Keyword::MultipleOf => Aspect::MultipleOf,
        Keyword::Pattern => Aspect::Pattern,
        Keyword::Format => Aspect::Format,
        _ => Aspect::Combination,
    }
}

#[cfg(feature = "cli")]
impl serde::Serialize for ChangeKind {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

#[cfg(feature = "cli")]
impl<'de> serde::Deserialize<'de> for ChangeKind {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        Self::from_id(&id).ok_or_else(|| serde::de::Error::custom("no such kind of changes"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::ChangeKind;
    use crate::compare::{Options, compare};
    use crate::schema::Schema;

    #[test]
    fn ids_are_unique_and_summaries_are_sentences() {
        let ids: HashSet<&str> = ChangeKind::all().map(ChangeKind::id).collect();
        assert_eq!(ids.len(), ChangeKind::all().count());
        for kind in ChangeKind::all() {
            assert!(kind.summary().ends_with('.') && !kind.summary().contains("  "), "{}", kind.summary());
        }
    }

    /// The examples of each kind have such a change, and no other.
    #[test]
    fn each_example_shows_its_kind() -> Result<(), schema_ir::Errors> {
        let mut wrong = Vec::new();
        for (kind, [old, new]) in ChangeKind::all().filter_map(|kind| Some((kind, kind.example()?))) {
            let (old, new) = (Schema::parse("old.json", old)?, Schema::parse("new.json", new)?);
            let options = Options { formats: kind.id().starts_with("format"), ..Options::default() };
            let changes = compare(&old, &new, &options)?.changes;
            let found: Vec<&str> = changes.iter().map(|change| change.kind.id()).collect();
            if found != [kind.id()] {
                let messages: Vec<String> = changes.into_iter().map(|change| change.message).collect();
                wrong.push(format!("{}: {found:?} {messages:?}", kind.id()));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        Ok(())
    }
}
