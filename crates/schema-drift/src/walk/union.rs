//! Keywords that apply to values of every type: unions, negations, conditions; and keywords with schemas of their own.

use std::collections::BTreeMap;

use schema_ir::pointer;
use serde_json::{Map, Value, json};

use super::align::{self, MemberList};
use super::{AlignedPlaces, At, Family, Walk};
use crate::comparison::Side;
use crate::dialect;
use crate::difference::{Difference, Variance};
use crate::facts::Facts;
use crate::instance_path::{EACH, describe};
use crate::subschema::with_definitions;

/// Members of a union without a partner that are reported one by one; if there are more, the union is reported.
const MAX_ALONE: usize = 24;

/// A keyword family that holds schemas.
pub(super) struct Nested<'k> {
    pub family: Family<'k>,
    /// The effect of a difference in the schema of the keyword itself.
    pub variance: Variance,
    /// The step from the value to the values that the schemas apply to, if they apply to others.
    pub token: Option<&'static str>,
}

/// The schemas of a keyword family in one side.
struct Outline {
    /// The keywords, with `null` in place of each schema: equal outlines hold the same schemas in the same places.
    shape: Value,
    /// For each schema, its pointer below the family and its pointer in the document.
    schemas: BTreeMap<String, String>,
}

impl Outline {
    fn from_facts(facts: &Facts<'_>, keywords: &[&'static str]) -> Self {
        let mut shape = Map::new();
        let mut schemas = BTreeMap::new();
        for keyword in keywords {
            let Some(fact) = facts.get(keyword) else { continue };
            let holder = json!({ *keyword: fact.value });
            let mut blotted = holder.clone();
            for child in dialect::children(&holder) {
                if let Some(schema) = blotted.pointer_mut(&child.pointer("")) {
                    // There is nothing to walk into in `false`, so it is compared here.
                    *schema = if child.schema == &Value::Bool(false) { Value::Bool(false) } else { Value::Null };
                }
                schemas.insert(child.pointer(""), child.pointer(fact.parent()));
            }
            let members = blotted.as_object().into_iter().flatten();
            shape.extend(members.map(|(name, value)| (name.clone(), value.clone())));
        }
        Outline { shape: shape.into(), schemas }
    }
}

impl Walk<'_> {
    /// `allOf`, `anyOf`, `oneOf`, `not`, `if`, `dependentSchemas`, `unevaluated…`, and references that facts do not follow.
    pub(super) fn compare_unions(&mut self, at: &At<'_, '_>) {
        for keyword in ["allOf", "anyOf", "oneOf"] {
            self.compare_union(at, keyword);
        }
        let variance = self.variance.below_not();
        let family = Family { keyword: "not", members: &["not"] };
        self.compare_nested(at, Nested { family, variance, token: None });
        let family = Family { keyword: "if", members: &["if", "then", "else"] };
        self.compare_nested(at, Nested { family, variance: Variance::Undetermined, token: None });
        let variance = self.variance;
        let family = Family { keyword: "dependentSchemas", members: &["dependentSchemas"] };
        self.compare_nested(at, Nested { family, variance, token: None });
        for keyword in ["unevaluatedProperties", "unevaluatedItems"] {
            let family = Family { keyword, members: &[keyword] };
            self.compare_nested(at, Nested { family, variance, token: Some(EACH) });
        }
        if at.judged && at.old.value("$ref") != at.new.value("$ref") {
            self.report_family(at, &Family { keyword: "$ref", members: &["$ref"] });
        }
    }

    fn compare_union(&mut self, at: &At<'_, '_>, keyword: &'static str) {
        let members = |facts: &Facts<'_>| facts.value(keyword).and_then(Value::as_array).cloned().unwrap_or_default();
        let (before, after) = (members(at.old), members(at.new));
        let pointer = |facts: &Facts<'_>, index: Option<usize>| {
            Some(pointer::push(&facts.pointer_of(keyword), &index?.to_string()))
        };
        let old_list = MemberList { document: self.old, schemas: &before };
        let new_list = MemberList { document: self.new, schemas: &after };
        let mut alone = Vec::new();
        for (one, other) in align::align_members(old_list, new_list) {
            match (one, other) {
                (Some(index), None) => alone.push((index, Side::Old)),
                (None, Some(index)) => alone.push((index, Side::New)),
                _ => {}
            }
            let paired = one.is_some() && other.is_some();
            // Annotations of a member of `allOf` belong to the place itself, which has compared them.
            if keyword == "allOf" && !paired {
                continue;
            }
            let variance = if keyword == "oneOf" { self.variance.below_one_of() } else { self.variance };
            self.enter_pair(AlignedPlaces {
                old: pointer(at.old, one),
                new: pointer(at.new, other),
                path: at.path.to_owned(),
                judged: at.judged && paired,
                variance,
                inside: self.inside,
            });
        }
        if !at.judged {
            return;
        }
        if !before.is_empty() && !after.is_empty() && alone.len() <= MAX_ALONE {
            for (index, side) in alone {
                self.report_member(at, keyword, index, side);
            }
        } else if !alone.is_empty() {
            self.report_family(at, &Family { keyword, members: &[keyword] });
        }
    }

    /// Reports a member of a union that the other side has no partner for: the union with and without it.
    fn report_member(&mut self, at: &At<'_, '_>, keyword: &'static str, index: usize, side: Side) {
        let (document, facts) = if side == Side::Old { (self.old, at.old) } else { (self.new, at.new) };
        let Some(fact) = facts.get(keyword) else { return };
        let Some(all) = fact.value.as_array() else { return };
        let Some(member) = all.get(index) else { return };
        let others: Vec<&Value> =
            all.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, other)| other).collect();
        let with = with_definitions(document, json!({ keyword: all }));
        let without = if others.is_empty() {
            Value::Bool(keyword == "allOf")
        } else {
            with_definitions(document, json!({ keyword: others }))
        };
        let (name, alternative) = (describe(at.path), align::describe_member(document, member, index));
        let message = match (keyword, side) {
            ("allOf", Side::New) => format!("{name} must now also meet {alternative}"),
            ("allOf", Side::Old) => format!("{name} need no longer meet {alternative}"),
            (_, Side::New) => format!("{name} has the new alternative {alternative}"),
            (_, Side::Old) => format!("{name} no longer has the alternative {alternative}"),
        };
        let pointer = |facts: &Facts<'_>, here: Side| {
            let list = facts.pointer_of(keyword);
            if here == side { pointer::push(&list, &index.to_string()) } else { list }
        };
        let schemas = if side == Side::Old { [with, without] } else { [without, with] };
        self.report(Difference {
            old_pointer: pointer(at.old, Side::Old),
            new_pointer: pointer(at.new, Side::New),
            was: (side == Side::Old).then(|| member.clone()),
            is: (side == Side::New).then(|| member.clone()),
            ..at.difference(keyword, message, schemas)
        });
    }

    /// Compares the schemas of a family one by one if both sides have the same ones, so that a change inside `not` is
    /// located there; otherwise reports the family.
    pub(super) fn compare_nested(&mut self, at: &At<'_, '_>, nested: Nested<'_>) {
        let Nested { family, variance, token } = nested;
        let (before, after) =
            (Outline::from_facts(at.old, family.members), Outline::from_facts(at.new, family.members));
        let is_same = before.shape == after.shape;
        let path = token.map_or_else(|| at.path.to_owned(), |token| at.path_to(token));
        for (below, old_at) in &before.schemas {
            let holder = pointer::tokens(below).next().unwrap_or_default();
            let holder = family.members.iter().find(|keyword| **keyword == holder).copied();
            self.enter_pair(AlignedPlaces {
                old: Some(old_at.clone()),
                new: after.schemas.get(below).cloned(),
                path: path.clone(),
                judged: at.judged && is_same,
                variance: if holder == Some(family.keyword) { variance } else { self.variance },
                // The path of a name reads "each key of", which needs no "inside `propertyNames`".
                inside: holder.filter(|holder| *holder != "propertyNames").or(self.inside),
            });
        }
        for (_, new_at) in after.schemas.iter().filter(|(below, _)| !before.schemas.contains_key(*below)) {
            self.enter_pair(AlignedPlaces {
                old: None,
                new: Some(new_at.clone()),
                path: path.clone(),
                judged: false,
                variance,
                inside: self.inside,
            });
        }
        if at.judged && !is_same {
            self.report_family(at, &family);
        }
    }
}
