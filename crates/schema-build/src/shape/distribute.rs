//! Moves the keywords beside a union into its members, where that makes the members' types exact.

use schema_ir::{JsonType, Keyword, Schema, TypeName};

use super::keywords::{covers_all, json_types, members_of, set_members, types};
use super::lower::Walk;
use super::member::types_of;

impl Walk {
    /// Moves `type` and keywords about some types into the members of a union, and removes members that accept none of the
    /// types: `{"anyOf": [{"type": "number"}, {"type": "string"}], "minimum": 0}` has a minimum in its first member alone. `None` if
    /// there is nothing to move, or if several members would have the properties or items that are declared beside them.
    pub(super) fn distribute(&mut self, schema: &Schema, keyword: Keyword) -> Option<Schema> {
        let all = members_of(schema, keyword)?.to_vec();
        let beside: Vec<Keyword> = schema.asserting().filter(|beside| *beside != keyword).collect();
        if beside.is_empty() {
            return None;
        }
        let inner: Vec<Inner> = all.iter().map(|member| types_of(&self.document, *member)).collect();
        if !has_to_move(schema, &beside, &inner) {
            return None;
        }
        let outer = types(schema);
        let meet = |name: &TypeName| outer.is_empty() || outer.iter().any(|o| o.includes(*name) || name.includes(*o));
        let of_none = |inner: &Vec<TypeName>| !inner.iter().any(meet);
        let mut asked = schema.clone();
        schema.keywords().filter(|other| !beside.contains(other)).for_each(|other| asked.remove(other));
        let mut members = Vec::with_capacity(all.len());
        for (member, inner) in all.into_iter().zip(&inner).filter(|(_, inner)| !inner.as_ref().is_some_and(of_none)) {
            let part = part_about(&asked, &beside, inner);
            members.push(if part.is_any() {
                member
            } else {
                let part = self.document.add(part);
                self.intersect_schemas(member, part)
            });
        }
        if members.is_empty() {
            return None;
        }
        let mut moved = schema.clone();
        beside.into_iter().for_each(|beside| moved.remove(beside));
        set_members(&mut moved, keyword, Some(members));
        Some(moved)
    }
}

/// The types of a member, if they are known.
type Inner = Option<Vec<TypeName>>;

/// Whether there is something to move, and it makes no copies of properties or items.
fn has_to_move(schema: &Schema, beside: &[Keyword], inner: &[Inner]) -> bool {
    if beside == [Keyword::Type] {
        return !inner.iter().all(|inner| is_covered(schema, inner));
    }
    let mut about = beside.iter().filter_map(|beside| beside.about()).peekable();
    if about.peek().is_none() || !beside.iter().all(|beside| *beside == Keyword::Type || is_plain(*beside)) {
        return false;
    }
    let Some(known) = inner.iter().map(|inner| inner.as_deref().map(json_types)).collect::<Option<Vec<_>>>() else {
        return false;
    };
    let holders = |of: JsonType| known.iter().filter(|inner| inner.contains(&of)).count();
    about.all(|of| matches!(of, JsonType::String | JsonType::Number) || holders(of) <= 1)
}

/// Whether `type` allows all types of a member.
fn is_covered(schema: &Schema, inner: &Inner) -> bool {
    inner.as_ref().is_some_and(|inner| schema.types.is_none() || covers_all(types(schema), inner))
}

/// The keywords that are about the types of a member.
fn part_about(asked: &Schema, beside: &[Keyword], inner: &Inner) -> Schema {
    let mut part = asked.clone();
    let known = inner.as_deref().map(json_types);
    for keyword in beside {
        let is_about = keyword.about().is_some_and(|of| known.as_ref().is_none_or(|known| known.contains(&of)));
        let is_needed = *keyword == Keyword::Type && !is_covered(asked, inner);
        if !is_about && !is_needed {
            part.remove(*keyword);
        }
    }
    part
}

/// Whether a keyword constrains values of one type, whatever the keywords beside it.
fn is_plain(keyword: Keyword) -> bool {
    keyword.about().is_some() && !keyword.is_unevaluated() && keyword != Keyword::DependentSchemas
}
