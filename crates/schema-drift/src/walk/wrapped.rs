//! A schema that became a member of a union: `X` and `{"anyOf": [X, Y]}`.

use schema_ir::{Document, Keyword, SchemaId, Writer};

use super::align;
use super::queue::Alias;
use super::state::{At, Walk};
use super::union::union_of;
use crate::comparison::Side;
use crate::difference::Difference;
use crate::facts::{Facts, MAX_HOPS};
use crate::instance_path::describe;

impl Walk<'_> {
    /// If one side is a member of the union that is all of the other side, reports the other members, and nothing about the
    /// keywords inside of it. Returns true if it is.
    pub(super) fn compare_wrapped(&mut self, at: &At<'_, '_>) -> bool {
        [Side::New, Side::Old].into_iter().any(|side| self.compare_union_with_member(at, side))
    }

    /// `side` is that of the union.
    fn compare_union_with_member(&mut self, at: &At<'_, '_>, side: Side) -> bool {
        let (union, single) = if side == Side::New { (at.new, at.old) } else { (at.old, at.new) };
        let Some(keyword) = find_union(union).filter(|_| find_union(single).is_none()) else { return false };
        let members = union.list(keyword);
        let is_single = |member: &SchemaId| {
            let member = target(union.document, *member);
            let [old, new] = if side == Side::New { [single.place, member] } else { [member, single.place] };
            self.equality.schemas(old, new)
        };
        let Some(same) = members.iter().position(is_single) else { return false };
        let same = members.get(same).copied();
        for (index, member) in members.iter().copied().enumerate().filter(|(_, member)| Some(*member) != same) {
            let name = align::describe_member(union.document, member, index);
            let with = union.document.extract(union_of(keyword, same.into_iter().chain([member]).collect()));
            self.report_alternative(at, Alternative { keyword, side, member, name, with });
        }
        true
    }

    fn report_alternative(&mut self, at: &At<'_, '_>, alternative: Alternative) {
        let Alternative { keyword, side, member, name, with } = alternative;
        let (is_new, place) = (side == Side::New, describe(at.path));
        let facts = if is_new { at.new } else { at.old };
        let (value, origin) = (Writer::new(facts.document).schema(member), facts.document[member].origin.clone());
        let difference = if is_new {
            let message = format!("{place} has the new alternative {name}");
            let difference = at.difference(keyword, message, [at.old.cut_out(), with]);
            Difference { new_origin: origin, was: None, is: Some(value), ..difference }
        } else {
            let message = format!("{place} no longer has the alternative {name}");
            let difference = at.difference(keyword, message, [with, at.new.cut_out()]);
            Difference { old_origin: origin, was: Some(value), is: None, ..difference }
        };
        self.report(difference);
    }
}

/// A member of a union that the other side does not have.
struct Alternative {
    keyword: Keyword,
    /// The side of the union.
    side: Side,
    member: SchemaId,
    name: String,
    /// The union of the schema that both sides have and this one.
    with: Document,
}

/// The union, if a place has no other keyword that asserts something.
fn find_union(facts: &Facts<'_>) -> Option<Keyword> {
    let mut asserting = facts.keywords.iter().map(|fact| fact.keyword).filter(|keyword| !keyword.annotates());
    let only = asserting.next().filter(|keyword| matches!(keyword, Keyword::AnyOf | Keyword::OneOf));
    let is_alone = asserting.next().is_none() && facts.properties.is_empty() && facts.required.is_empty();
    only.filter(|_| is_alone)
}

/// The schema to which a schema that is nothing but a reference leads.
fn target(document: &Document, mut id: SchemaId) -> SchemaId {
    for _ in 0..MAX_HOPS {
        let Some(alias) = Alias::at(document, id) else { break };
        id = alias.target;
    }
    id
}
