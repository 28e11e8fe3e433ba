//! Lowers `anyOf` and `oneOf` to enums.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::keywords::{Members, asserts, enumerated, json_types, reference, types};
use super::lower::{Context, Lowered, Walk, collect_deep_annotations};
use super::merge::intersect_schemas;
use super::{Discriminator, Kind, Ty, Variant};
use schema_ir::pointer;

/// The maximum number of schemas that are searched for the tag of one member.
const MAX_CONJUNCTS: usize = 64;

impl Walk<'_> {
    /// Lowers a union by the first rule that applies.
    pub(super) fn lower_union(
        &mut self,
        at: &str,
        members: &Members,
        keyword: &'static str,
        context: &Context,
    ) -> Lowered {
        let mut all = members.get(keyword).and_then(Value::as_array).cloned().unwrap_or_default();
        let mut places: Vec<usize> = (0..all.len()).collect();
        let narrowed = self.narrow(members, keyword, &mut all, &mut places);
        let members = narrowed.as_ref().unwrap_or(members);
        // A union of one member asserts that member, like `allOf` (core, 10.2.1).
        if let [_] = all.as_slice() {
            return self.merge(at, members, keyword, context);
        }
        let beside: Vec<&String> = members.keys().filter(|key| asserts(key) && *key != keyword).collect();
        let types_suffice = beside.len() == 1 && beside[0] == "type" && {
            let outer = types(members);
            all.iter()
                .all(|schema| self.types_of(schema, 0).is_some_and(|inner| inner.iter().all(|t| covers(&outer, t))))
        };
        // An enum does not enforce other keywords beside the union, so a guard enforces the union, and the type the rest.
        if !beside.is_empty() && !types_suffice {
            return self.lower_without(at, members, keyword, context);
        }
        // `{"oneOf": [{"const": "a"}, {"const": "b"}]}` is an enumeration whose values have annotations.
        if let Some(values) = all.iter().map(only_string).collect::<Option<Vec<_>>>()
            && values.iter().collect::<BTreeSet<_>>().len() == values.len()
        {
            return Lowered::Named(Kind::StringEnum(values), Vec::new());
        }
        let place = |index: usize| format!("{}/{}", pointer::push(at, keyword), places[index]);
        // `{"anyOf": [{"type": "string"}, {"type": "null"}]}` is an `Option`, if only the second member accepts null.
        if let [one, other] = all.as_slice() {
            for (index, null, inner) in [(1, one, other), (0, other, one)] {
                let is_null = self.types_of(null, 0).is_some_and(|types| types == ["null"]);
                let not_null = self.types_of(inner, 0).is_some_and(|types| !types.iter().any(|name| name == "null"));
                let only_null = is_null
                    && !self.has_assertion_beside_type(null)
                    && null.as_object().and_then(enumerated).is_none_or(|values| values.contains(&Value::Null));
                if only_null && not_null {
                    let ty = self.lower_type(&place(index), inner, context);
                    return Lowered::Inline(Ty::Nullable(Box::new(ty)));
                }
            }
        }
        let tag = self.find_tag(&all);
        let mut variants = Vec::with_capacity(all.len());
        for (index, schema) in all.iter().enumerate() {
            let preferred_name = tag.as_ref().and_then(|(_, values)| values.get(index).cloned());
            let preferred_name = preferred_name.unwrap_or_else(|| self.preferred_name(schema, index));
            let place = place(index);
            let inside = context.inside(&preferred_name);
            let mut ty = self.lower_type(&place, schema, &inside);
            // The checks of a member decide if it accepts the value, so they run in a type of its own, not after the union.
            if ty.is_checked() {
                ty = self.wrap(&place, schema, ty, inside);
            }
            let mut notes = Vec::new();
            collect_deep_annotations(schema, &ty, "", &mut notes);
            variants.push(Variant { preferred_name, ty, at: self.source_pointer(&place), notes });
        }
        // `anyOf` needs one member that accepts the value, so the first may be taken. `oneOf` needs all of them tried, unless
        // types or tags exclude the others.
        let discriminator = match (self.find_types(&all), tag, keyword) {
            (Some(types), ..) => Discriminator::Types(types),
            (None, Some((key, values)), _) => Discriminator::Tag(key, values),
            (None, None, "anyOf") => Discriminator::First,
            _ => Discriminator::ExactlyOne,
        };
        Lowered::Named(Kind::Union { variants, keyword, discriminator }, Vec::new())
    }

    /// Moves `type`, if it is the only keyword beside a union, into the members, and removes members that accept none of the
    /// types: `{"type": "object", "anyOf": [{"required": ["a"]}, {"type": "string"}]}` has one member, an object. `None` if the
    /// types of all members are already within `type`.
    fn narrow(
        &self,
        members: &Members,
        keyword: &str,
        all: &mut Vec<Value>,
        places: &mut Vec<usize>,
    ) -> Option<Members> {
        let mut asserting = members.keys().filter(|key| asserts(key) && *key != keyword);
        if asserting.next().is_none_or(|key| key != "type") || asserting.next().is_some() {
            return None;
        }
        let outer = types(members);
        let known = |schema: &Value| self.types_of(schema, 0);
        if all.iter().all(|schema| known(schema).is_some_and(|inner| inner.iter().all(|name| covers(&outer, name)))) {
            return None;
        }
        let of_none = |inner: Vec<String>| {
            !inner.iter().any(|name| covers(&outer, name) || (name == "number" && outer.contains(&"integer")))
        };
        let kept: Vec<bool> = all.iter().map(|schema| !known(schema).is_some_and(of_none)).collect();
        if !kept.contains(&true) {
            return None;
        }
        places.retain(|place| kept[*place]);
        *all = places.iter().map(|place| all[*place].clone()).collect();
        for schema in all.iter_mut() {
            *schema = intersect_schemas(schema, &json!({ "type": members.get("type") }));
        }
        let mut narrowed = members.clone();
        narrowed.remove("type");
        narrowed.insert(keyword.to_owned(), all.clone().into());
        Some(narrowed)
    }

    /// The preferred name of a member: its title, the name of its definition, its type, or its number.
    fn preferred_name(&self, schema: &Value, index: usize) -> String {
        let text = |key: &str| schema.get(key).and_then(Value::as_str);
        if let Some(title) = text("title").filter(|title| !title.trim().is_empty()) {
            return title.to_owned();
        }
        if let Some(name) = schema.as_object().and_then(reference).and_then(pointer::definition) {
            return name;
        }
        match self.types_of(schema, 0).as_deref() {
            Some([one]) => one.clone(),
            _ => format!("variant{}", index + 1),
        }
    }

    /// The types of the values that a schema accepts, from its `type`, `enum` or `const`, or from those of the schema that it
    /// refers to, over a few references; `None` if these keywords are absent.
    fn types_of(&self, schema: &Value, depth: usize) -> Option<Vec<String>> {
        let members = schema.as_object()?;
        let own = types(members);
        if !own.is_empty() {
            return Some(own.into_iter().map(str::to_owned).collect());
        }
        if let Some(values) = enumerated(members) {
            let name = |value: &Value| match value {
                Value::Null => "null",
                Value::Bool(_) => "boolean",
                Value::Number(_) => "number",
                Value::String(_) => "string",
                Value::Array(_) => "array",
                Value::Object(_) => "object",
            };
            return Some(values.iter().map(|value| name(value).to_owned()).collect());
        }
        if depth > 8 {
            return None;
        }
        self.types_of(self.follow(reference(members)?)?.1, depth + 1)
    }

    fn has_assertion_beside_type(&self, schema: &Value) -> bool {
        schema.as_object().is_none_or(|members| {
            members.keys().any(|key| asserts(key) && !["type", "const", "enum"].contains(&key.as_str()))
        })
    }

    /// The JSON types of each member, if no two members have one in common.
    fn find_types(&self, all: &[Value]) -> Option<Vec<Vec<&'static str>>> {
        let types = all.iter().map(|schema| Some(json_types(&self.types_of(schema, 0)?)));
        let types: Vec<Vec<&str>> = types.collect::<Option<_>>()?;
        let mut seen = BTreeSet::new();
        types.iter().flatten().all(|name| seen.insert(*name)).then_some(types)
    }

    /// The property that distinguishes the members, and its value in each. Every member must require it, with a string that no
    /// other member has: `{"properties": {"kind": {"const": "a"}}, "required": ["kind"], "type": "object"}`.
    fn find_tag(&self, all: &[Value]) -> Option<(String, Vec<String>)> {
        let members: Vec<Vec<&Members>> = all.iter().map(|schema| self.collect_conjuncts(schema)).collect();
        let properties = members.first()?.iter().filter_map(|members| members.get("properties")?.as_object());
        properties.flat_map(Map::keys).find_map(|key| {
            let tags: Vec<String> = members.iter().map(|members| tag_value(members, key)).collect::<Option<_>>()?;
            let distinct: BTreeSet<&String> = tags.iter().collect();
            (distinct.len() == tags.len()).then(|| (key.clone(), tags))
        })
    }

    /// The schemas that a value must satisfy at once: the schema itself, the target of its reference, and the members of its
    /// `allOf`.
    fn collect_conjuncts<'s>(&'s self, schema: &'s Value) -> Vec<&'s Members> {
        let (mut found, mut ahead) = (Vec::new(), vec![schema]);
        while let Some(schema) = ahead.pop().filter(|_| found.len() < MAX_CONJUNCTS) {
            let Some(members) = schema.as_object() else { continue };
            found.push(members);
            ahead.extend(members.get("allOf").and_then(Value::as_array).into_iter().flatten().rev());
            ahead.extend(reference(members).and_then(|reference| self.follow(reference)).map(|(_, target)| target));
        }
        found
    }
}

/// The string that the required property `key` must equal in an object that is valid under all of `members`.
fn tag_value(members: &[&Members], key: &str) -> Option<String> {
    let requires = |members: &&Members| {
        members.get("required").and_then(Value::as_array).is_some_and(|all| all.contains(&json!(key)))
    };
    let is_object = members.iter().any(|members| types(members) == ["object"]);
    let value = |members: &&Members| match enumerated(members.get("properties")?.get(key)?.as_object()?)?.as_slice() {
        [Value::String(text)] => Some(text.clone()),
        _ => None,
    };
    members.iter().find_map(value).filter(|_| is_object && members.iter().any(requires))
}

/// The string, if it is the only value that a schema accepts.
fn only_string(schema: &Value) -> Option<String> {
    let members = schema.as_object()?;
    if members.keys().any(|key| asserts(key) && !["type", "const", "enum"].contains(&key.as_str())) {
        return None;
    }
    match enumerated(members)?.as_slice() {
        [Value::String(text)] => Some(text.clone()),
        _ => None,
    }
}

/// Whether the types `outer` include `inner`; an integer is a number.
fn covers(outer: &[&str], inner: &str) -> bool {
    outer.contains(&inner) || (inner == "integer" && outer.contains(&"number"))
}
