//! Lowers `anyOf` and `oneOf` to enums.

use std::collections::BTreeSet;

use schema_ir::{Document, JsonType, Keyword, Schema, SchemaId, TypeName};
use serde_json::Value;

use super::annotations::collect_deep_annotations;
use super::keywords::{covers_all, enumerated, json_types, lists_values, members_of, reference, set_members, types};
use super::lower::{Context, Lowered, Walk};
use super::null::rejects_null;
use super::{Discriminator, Kind, Ty, Variant};

/// The maximum number of schemas that are searched for the tag of one member.
const MAX_CONJUNCTS: usize = 64;

/// The maximum number of references that are followed for the types of one member.
const MAX_REFERENCES: usize = 8;

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
        if let [one, other] = all {
            for (null, inner) in [(*one, *other), (*other, *one)] {
                if self.is_only_null(null) && rejects_null(&self.document, inner) {
                    let ty = self.lower_type(inner, context);
                    return Lowered::Inline(Ty::Nullable(Box::new(ty)));
                }
            }
        }
        let tag = self.find_tag(all);
        let mut variants = Vec::with_capacity(all.len());
        for (index, member) in all.iter().enumerate() {
            let preferred_name = tag.as_ref().and_then(|(_, values)| values.get(index).cloned());
            let preferred_name = preferred_name.unwrap_or_else(|| self.preferred_name(*member, index));
            let inside = context.inside(&preferred_name);
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
        let discriminator = match (self.find_types(all), tag, keyword) {
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
        if all.iter().all(|member| self.types_of(*member).is_some_and(|inner| covers_all(outer, &inner))) {
            return None;
        }
        let meet = |name: &TypeName| outer.iter().any(|outer| outer.includes(*name) || name.includes(*outer));
        let of_none = |inner: Vec<TypeName>| !inner.iter().any(meet);
        let kept: Vec<SchemaId> =
            all.iter().filter(|member| !self.types_of(**member).is_some_and(of_none)).copied().collect();
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

    /// The preferred name of a member: its title, the name of its definition, its type, or its number.
    fn preferred_name(&self, id: SchemaId, index: usize) -> String {
        let schema = &self.document[id];
        if let Some(title) = schema.text_of(Keyword::Title).filter(|title| !title.trim().is_empty()) {
            return title.to_owned();
        }
        let target = reference(&self.document, schema);
        if let Some(name) = target.and_then(|target| self.document.name_of(target)) {
            return name.to_owned();
        }
        match self.types_of(id).as_deref() {
            Some([one]) => one.name().to_owned(),
            _ => format!("variant{}", index + 1),
        }
    }

    /// The types of the values that a schema accepts, from its `type`, `enum` or `const`, or from those of the schema that it
    /// refers to, over a few references; `None` if these keywords are absent.
    pub(super) fn types_of(&self, mut id: SchemaId) -> Option<Vec<TypeName>> {
        for _ in 0..=MAX_REFERENCES {
            let schema = &self.document[id];
            if schema.types.is_some() {
                return Some(types(schema).to_vec());
            }
            if let Some(values) = enumerated(schema) {
                return Some(values.iter().map(|value| TypeName::Json(JsonType::of(value))).collect());
            }
            id = reference(&self.document, schema)?;
        }
        None
    }

    /// Whether a schema accepts null and nothing else, as its own keywords show.
    fn is_only_null(&self, id: SchemaId) -> bool {
        let schema = &self.document[id];
        self.types_of(id).is_some_and(|types| types == [TypeName::NULL])
            && schema.asserting().all(lists_values)
            && enumerated(schema).is_none_or(|values| values.contains(&Value::Null))
    }

    /// The JSON types of each member, if no two members have one in common.
    fn find_types(&self, all: &[SchemaId]) -> Option<Vec<Vec<JsonType>>> {
        let types = all.iter().map(|member| Some(json_types(&self.types_of(*member)?)));
        let types: Vec<Vec<JsonType>> = types.collect::<Option<_>>()?;
        let mut seen = BTreeSet::new();
        types.iter().flatten().all(|name| seen.insert(*name)).then_some(types)
    }

    /// The property that distinguishes the members, and its value in each. Every member must require it, with a string that no
    /// other member has: `{"properties": {"kind": {"const": "a"}}, "required": ["kind"], "type": "object"}`.
    fn find_tag(&self, all: &[SchemaId]) -> Option<(String, Vec<String>)> {
        let members: Vec<Vec<&Schema>> = all.iter().map(|member| self.collect_conjuncts(*member)).collect();
        let mut keys = members.first()?.iter().flat_map(|schema| schema.object.properties.keys());
        keys.find_map(|key| {
            let tags = members.iter().map(|schemas| tag_value(&self.document, schemas, key));
            let tags: Vec<String> = tags.collect::<Option<_>>()?;
            let distinct: BTreeSet<&String> = tags.iter().collect();
            (distinct.len() == tags.len()).then(|| (key.clone(), tags))
        })
    }

    /// The schemas that a value must satisfy at once: the schema itself, the target of its reference, and the members of its
    /// `allOf`.
    fn collect_conjuncts(&self, id: SchemaId) -> Vec<&Schema> {
        let (mut found, mut ahead) = (Vec::new(), vec![id]);
        while let Some(id) = ahead.pop().filter(|_| found.len() < MAX_CONJUNCTS) {
            let schema = &self.document[id];
            if schema.boolean.is_some() {
                continue;
            }
            found.push(schema);
            ahead.extend(schema.logic.all_of.iter().rev());
            ahead.extend(reference(&self.document, schema));
        }
        found
    }
}

/// The string that the required property `key` must equal in an object that is valid under all of `schemas`.
fn tag_value(document: &Document, schemas: &[&Schema], key: &str) -> Option<String> {
    let requires = |schema: &&Schema| schema.object.required.iter().any(|name| name == key);
    let is_object = schemas.iter().any(|schema| types(schema) == [TypeName::OBJECT]);
    let value = |schema: &&Schema| match enumerated(&document[*schema.object.properties.get(key)?])?.as_slice() {
        [Value::String(text)] => Some(text.clone()),
        _ => None,
    };
    schemas.iter().find_map(value).filter(|_| is_object && schemas.iter().any(requires))
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
