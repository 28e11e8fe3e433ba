//! Lowers `anyOf` and `oneOf` to enums.

use std::collections::BTreeSet;

use schema_ir::{Keyword, Schema, SchemaId, TypeName};
use serde_json::Value;

use super::annotations::collect_deep_annotations;
use super::keywords::{covers_all, enumerated, lists_values, members_of, set_members, types};
use super::lower::{Context, Lowered, Walk};
use super::member::{find_tag, find_types, member_names, nullable_member, types_of};
use super::{Discriminator, Kind, Ty, Variant};

impl Walk {
    /// Lowers a union by the first rule that applies.
    pub(super) fn lower_union(&mut self, schema: &Schema, keyword: Keyword, context: &Context) -> Lowered {
        let all = members_of(schema, keyword).unwrap_or_default();
        // `{"oneOf": [{"const": "a"}, {"const": "b"}]}` is an enumeration whose values have annotations.
        if let Some(values) = all.iter().map(|member| only_string(&self.document[*member])).collect::<Option<Vec<_>>>()
            && values.iter().collect::<BTreeSet<_>>().len() == values.len()
        {
            return Lowered::Named(Kind::StringEnum(values), Vec::new());
        }
        // `{"anyOf": [{"type": "string"}, {"type": "null"}]}` is an `Option`, if only the second member accepts null.
        if let Some(inner) = nullable_member(&self.document, all) {
            let ty = self.lower_type(inner, &context.at(context.place.not_null()));
            return Lowered::Inline(Ty::Nullable(Box::new(ty)));
        }
        let tag = find_tag(&self.document, all);
        let names = member_names(&self.document, all);
        let mut variants = Vec::with_capacity(all.len());
        for (member, preferred_name) in all.iter().zip(names) {
            let inside = self.place(*member, || context.inside(&preferred_name));
            let mut ty = self.lower_type(*member, &inside);
            // The checks of a member decide if it accepts the value, so they run in a type of its own, not after the union.
            if ty.is_checked() {
                ty = self.wrap(*member, ty, inside);
            }
            let mut notes = Vec::new();
            collect_deep_annotations(&self.document, *member, &ty, "", &mut notes);
            let at = self.document[*member].origin.pointer.clone();
            variants.push(Variant { preferred_name, ty, at, notes });
        }
        // `anyOf` needs one member that accepts the value, so the first may be taken. `oneOf` needs all of them tried, unless
        // types or tags exclude the others.
        let discriminator = match (find_types(&self.document, all), tag, keyword) {
            (Some(types), ..) => Discriminator::Types(types),
            (None, Some((key, values)), _) => Discriminator::Tag(key, values),
            (None, None, Keyword::AnyOf) => Discriminator::First,
            _ => Discriminator::ExactlyOne,
        };
        Lowered::Named(Kind::Union { variants, keyword, discriminator }, Vec::new())
    }

    /// Moves `type`, if it is the only keyword beside a union, into the members, and removes members that accept none of the
    /// types: `{"type": "object", "anyOf": [{"required": ["a"]}, {"type": "string"}]}` has one member, an object. `None` if the
    /// types of all members are already within `type`.
    pub(super) fn narrow(&mut self, schema: &Schema, keyword: Keyword) -> Option<Schema> {
        let mut beside = schema.asserting().filter(|beside| *beside != keyword);
        if beside.next() != Some(Keyword::Type) || beside.next().is_some() {
            return None;
        }
        let outer = types(schema);
        let all = members_of(schema, keyword)?;
        if all.iter().all(|member| types_of(&self.document, *member).is_some_and(|inner| covers_all(outer, &inner))) {
            return None;
        }
        let meet = |name: &TypeName| outer.iter().any(|outer| outer.includes(*name) || name.includes(*outer));
        let of_none = |inner: Vec<TypeName>| !inner.iter().any(meet);
        let kept: Vec<SchemaId> =
            all.iter().filter(|member| !types_of(&self.document, **member).is_some_and(of_none)).copied().collect();
        if kept.is_empty() {
            return None;
        }
        let only_type = Schema { types: schema.types.clone(), ..Schema::default() };
        let only_type = self.document.add(only_type);
        let members = kept.into_iter().map(|member| self.intersect_schemas(member, only_type)).collect();
        let mut narrowed = schema.clone();
        narrowed.types = None;
        set_members(&mut narrowed, keyword, Some(members));
        Some(narrowed)
    }
}

/// The string, if it is the only value that a schema accepts.
fn only_string(schema: &Schema) -> Option<String> {
    if !schema.asserting().all(lists_values) {
        return None;
    }
    match enumerated(schema)?.as_slice() {
        [Value::String(text)] => Some(text.clone()),
        _ => None,
    }
}
