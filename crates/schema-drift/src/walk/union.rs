//! Keywords that apply to values of every type: unions, negations, conditions.

use schema_ir::{Document, Keyword, Schema, SchemaId, Writer};

use super::align::{self, MemberList};
use super::family::Family;
use super::nested::Nested;
use super::queue::{AlignedPlaces, Pair};
use super::state::{At, Walk};
use crate::comparison::Side;
use crate::difference::{Difference, Variance};
use crate::facts::Facts;
use crate::instance_path::{EACH, describe};

/// Members of a union without a partner that are reported one by one; if there are more, the union is reported.
const MAX_ALONE: usize = 24;

const ALL_OF: Family = Family { keyword: Keyword::AllOf, members: &[Keyword::AllOf] };
const ANY_OF: Family = Family { keyword: Keyword::AnyOf, members: &[Keyword::AnyOf] };
const ONE_OF: Family = Family { keyword: Keyword::OneOf, members: &[Keyword::OneOf] };
const NOT: Family = Family { keyword: Keyword::Not, members: &[Keyword::Not] };
const IF: Family = Family { keyword: Keyword::If, members: &[Keyword::If, Keyword::Then, Keyword::Else] };
const DEPENDENT: Family = Family { keyword: Keyword::DependentSchemas, members: &[Keyword::DependentSchemas] };
const PROPERTIES: Family =
    Family { keyword: Keyword::UnevaluatedProperties, members: &[Keyword::UnevaluatedProperties] };
const ITEMS: Family = Family { keyword: Keyword::UnevaluatedItems, members: &[Keyword::UnevaluatedItems] };
const REF: Family = Family { keyword: Keyword::Ref, members: &[Keyword::Ref] };

impl<'d> Walk<'d> {
    /// `allOf`, `anyOf`, `oneOf`, `not`, `if`, `dependentSchemas`, `unevaluated…`, and references that facts do not follow.
    pub(super) fn compare_unions(&mut self, at: &At<'_, 'd>) {
        for family in [ALL_OF, ANY_OF, ONE_OF] {
            self.compare_union(at, family);
        }
        let variance = self.variance;
        self.compare_nested(at, Nested { family: NOT, variance: variance.below_not(), token: None });
        self.compare_nested(at, Nested { family: IF, variance: Variance::Undetermined, token: None });
        self.compare_nested(at, Nested { family: DEPENDENT, variance, token: None });
        for family in [PROPERTIES, ITEMS] {
            self.compare_nested(at, Nested { family, variance, token: Some(EACH) });
        }
        if at.judged && !self.is_same(at, Keyword::Ref) {
            self.report_family(at, REF);
        }
    }

    fn compare_union(&mut self, at: &At<'_, '_>, family: Family) {
        let keyword = family.keyword;
        let (before, after) = (at.old.list(keyword), at.new.list(keyword));
        let old_list = MemberList { document: self.old, schemas: &before };
        let new_list = MemberList { document: self.new, schemas: &after };
        let mut alone = Vec::new();
        for (one, other) in align::align_members(old_list, new_list) {
            let pair = Pair {
                old: one.and_then(|index| before.get(index).copied()),
                new: other.and_then(|index| after.get(index).copied()),
            };
            match (one, other) {
                (Some(index), None) => alone.push((index, Side::Old)),
                (None, Some(index)) => alone.push((index, Side::New)),
                _ => {}
            }
            let paired = one.is_some() && other.is_some();
            // Annotations of a member of `allOf` belong to the place itself, which has compared them.
            if keyword == Keyword::AllOf && !paired {
                continue;
            }
            let variance = if keyword == Keyword::OneOf { self.variance.below_one_of() } else { self.variance };
            self.enter_places(AlignedPlaces {
                pair,
                path: at.path.to_owned(),
                judged: at.judged && paired,
                variance,
                inside: self.inside,
                around: None,
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
            self.report_family(at, family);
        }
    }

    /// Reports a member of a union that the other side has no partner for: the union with and without it.
    fn report_member(&mut self, at: &At<'_, '_>, keyword: Keyword, index: usize, side: Side) {
        let facts = if side == Side::Old { at.old } else { at.new };
        let all = facts.list(keyword);
        let Some(member) = all.get(index).copied() else { return };
        let others: Vec<SchemaId> =
            all.iter().enumerate().filter(|(at, _)| *at != index).map(|(_, other)| *other).collect();
        let with = facts.document.extract(union_of(keyword, all));
        let without = if others.is_empty() {
            Document::new(Schema { boolean: Some(keyword == Keyword::AllOf), ..Schema::default() })
        } else {
            facts.document.extract(union_of(keyword, others))
        };
        let (name, alternative) = (describe(at.path), align::describe_member(facts.document, member, index));
        let message = match (keyword, side) {
            (Keyword::AllOf, Side::New) => format!("{name} must now also meet {alternative}"),
            (Keyword::AllOf, Side::Old) => format!("{name} need no longer meet {alternative}"),
            (_, Side::New) => format!("{name} has the new alternative {alternative}"),
            (_, Side::Old) => format!("{name} no longer has the alternative {alternative}"),
        };
        let origin = |facts: &Facts<'_>, here: Side| {
            if here == side { facts.document[member].origin.clone() } else { facts.origin_of(keyword) }
        };
        let schemas = if side == Side::Old { [with, without] } else { [without, with] };
        self.report(Difference {
            old_origin: origin(at.old, Side::Old),
            new_origin: origin(at.new, Side::New),
            was: (side == Side::Old).then(|| Writer::new(self.old).schema(member)),
            is: (side == Side::New).then(|| Writer::new(self.new).schema(member)),
            ..at.difference(keyword, message, schemas)
        });
    }
}

/// A schema that has no keyword but a union.
pub(super) fn union_of(keyword: Keyword, members: Vec<SchemaId>) -> Schema {
    let mut schema = Schema::default();
    match keyword {
        Keyword::AllOf => schema.logic.all_of = members,
        Keyword::AnyOf => schema.logic.any_of = Some(members),
        _ => schema.logic.one_of = Some(members),
    }
    schema
}
