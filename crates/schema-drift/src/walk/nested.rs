//! Keywords that hold schemas which belong together by their names.

use std::collections::BTreeMap;

use schema_ir::{Keyword, SchemaId, Token};
use serde_json::Value;

use super::family::Family;
use super::queue::{AlignedPlaces, Pair};
use super::state::{At, Walk};
use crate::difference::Variance;
use crate::facts::{Fact, Facts};

/// A keyword family that holds schemas.
pub(super) struct Nested {
    pub family: Family,
    /// The effect of a difference in the schema of the keyword itself.
    pub variance: Variance,
    /// The step from the value to the values that the schemas apply to, if they apply to others.
    pub token: Option<&'static str>,
}

/// The schemas of a keyword family in one side.
struct Outline<'d> {
    /// By the names of the keyword and, if it has several, of the schema.
    schemas: BTreeMap<(&'static str, &'d str), Part>,
    /// The keywords that hold no schemas.
    others: Vec<Option<Value>>,
}

struct Part {
    keyword: Keyword,
    id: SchemaId,
    is_false: bool,
}

impl<'d> Outline<'d> {
    fn from_facts(facts: &Facts<'d>, keywords: &[Keyword]) -> Self {
        let mut outline = Outline { schemas: BTreeMap::new(), others: Vec::new() };
        for keyword in keywords {
            let mut inside = facts.get(*keyword).into_iter().flat_map(Fact::inside).peekable();
            if inside.peek().is_none() {
                outline.others.push(facts.value(*keyword));
            }
            for (token, id) in inside {
                let name = match token {
                    Token::Name(name) => name,
                    // No family has a list of schemas.
                    Token::None | Token::Index(_) => "",
                };
                let part = Part { keyword: *keyword, id, is_false: facts.document[id].is_false() };
                outline.schemas.insert((keyword.name(), name), part);
            }
        }
        outline
    }

    /// Whether the other side has schemas in the same places. There is nothing to walk into in `false`, so it must be in the
    /// same places too.
    fn fits(&self, other: &Outline<'_>) -> bool {
        let known = |(name, part): (&(&str, &str), &Part)| {
            other.schemas.get(name).is_some_and(|known| known.is_false == part.is_false)
        };
        self.others == other.others && self.schemas.len() == other.schemas.len() && self.schemas.iter().all(known)
    }
}

impl Walk<'_> {
    /// Compares the schemas of a family one by one if both sides have the same ones, so that a change inside `not` is
    /// located there; otherwise reports the family.
    pub(super) fn compare_nested(&mut self, at: &At<'_, '_>, nested: Nested) {
        let Nested { family, variance, token } = nested;
        let before = Outline::from_facts(at.old, family.members);
        let after = Outline::from_facts(at.new, family.members);
        let is_same = before.fits(&after);
        let path = token.map_or_else(|| at.path.to_owned(), |token| at.path_to(token));
        for (name, part) in &before.schemas {
            // The path of a name reads "each key of", which needs no "inside `propertyNames`".
            let inside = Some(part.keyword).filter(|holder| *holder != Keyword::PropertyNames);
            self.enter_places(AlignedPlaces {
                pair: Pair { old: Some(part.id), new: after.schemas.get(name).map(|part| part.id) },
                path: path.clone(),
                judged: at.judged && is_same,
                variance: if part.keyword == family.keyword { variance } else { self.variance },
                inside: inside.or(self.inside),
                around: None,
            });
        }
        for (_, part) in after.schemas.iter().filter(|(name, _)| !before.schemas.contains_key(*name)) {
            self.enter_places(AlignedPlaces {
                pair: Pair { old: None, new: Some(part.id) },
                path: path.clone(),
                judged: false,
                variance,
                inside: self.inside,
                around: None,
            });
        }
        if at.judged && !is_same {
            self.report_family(at, family);
        }
    }
}
