//! Moves the keywords beside a union into its members, where that makes the members' types exact.

use schema_ir::{JsonType, Keyword, Schema, SchemaId, TypeName};

use super::keywords::{covers_all, json_types, members_of, set_members, types};
use super::lower::Walk;
use super::member::types_of;

impl Walk {
    /// Moves `type` and keywords about some types into the members of a union, and removes members that accept none of the
    /// types: `{"anyOf": [{"type": "number"}, {"type": "string"}], "minimum": 0}` has a minimum in its first member alone. `None` if
    /// there is nothing to move, or if several members would have the properties or items that are declared beside them.
    pub(super) fn distribute(&mut self, schema: &Schema, keyword: Keyword) -> Option<Schema> {
        let all = members_of(schema, keyword)?;
        let beside: Vec<Keyword> = schema.asserting().filter(|beside| *beside != keyword).collect();
        let only_type = beside == [Keyword::Type];
        let inner: Vec<Option<Vec<TypeName>>> = all.iter().map(|member| types_of(&self.document, *member)).collect();
        let outer = types(schema);
        let is_covered = |inner: &Vec<TypeName>| schema.types.is_none() || covers_all(outer, inner);
        let about: Vec<JsonType> = beside.iter().filter_map(|beside| beside.about()).collect();
        if !only_type {
            let are_plain = beside.iter().all(|beside| *beside == Keyword::Type || is_plain(*beside));
            let known: Vec<Vec<JsonType>> =
                inner.iter().map(|inner| Some(json_types(inner.as_ref()?))).collect::<Option<_>>()?;
            let holders = |of: &JsonType| known.iter().filter(|inner| inner.contains(of)).count();
            let may_have = |of: &JsonType| matches!(of, JsonType::String | JsonType::Number) || holders(of) <= 1;
            if about.is_empty() || !are_plain || !about.iter().all(may_have) {
                return None;
            }
        } else if inner.iter().all(|inner| inner.as_ref().is_some_and(is_covered)) {
            return None;
        }
        let meet = |name: &TypeName| outer.is_empty() || outer.iter().any(|o| o.includes(*name) || name.includes(*o));
        let of_none = |inner: &Vec<TypeName>| !inner.iter().any(meet);
        let all: Vec<SchemaId> = all.to_vec();
        let mut members = Vec::with_capacity(all.len());
        for (member, inner) in all.into_iter().zip(inner) {
            if inner.as_ref().is_some_and(of_none) {
                continue;
            }
            let mut part = schema.clone();
            let known = inner.as_deref().map(json_types);
            for keyword in schema.keywords() {
                let is_about = keyword.about().is_some_and(|of| known.as_ref().is_none_or(|known| known.contains(&of)));
                let is_needed = keyword == Keyword::Type && !inner.as_ref().is_some_and(is_covered);
                if !is_about && !is_needed {
                    part.remove(keyword);
                }
            }
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

/// Whether a keyword constrains values of one type, whatever the keywords beside it.
fn is_plain(keyword: Keyword) -> bool {
    keyword.about().is_some() && !keyword.is_unevaluated() && keyword != Keyword::DependentSchemas
}
