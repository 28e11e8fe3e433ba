//! Questions about the members of a union: what distinguishes them, and what they are called.

use std::collections::{BTreeMap, BTreeSet};

use schema_ir::{Document, JsonType, Keyword, Schema, SchemaId, TypeName};
use serde_json::Value;

use super::keywords::{UNIONS, enumerated, json_types, lists_values, members_of, reference, types};
use super::null::rejects_null;
use crate::names::{Spelling, Wanted, resolve, spell, type_name, unlike};

/// The maximum number of schemas that are searched for the tag of one member.
const MAX_CONJUNCTS: usize = 64;

/// The maximum number of references that are followed for the types of one member.
const MAX_REFERENCES: usize = 8;

/// The maximum number of unions in unions, and of the members of each, whose types are searched.
const MAX_NESTED_UNIONS: usize = 2;
const MAX_MEMBERS: usize = 64;

/// The longest title that is a name, in characters.
const MAX_TITLE: usize = 50;

/// The most words of a title that is a name.
const MAX_TITLE_WORDS: usize = 6;

/// The schemas that a value must satisfy at once: the schema itself, the target of its reference, and the members of its
/// `allOf`.
pub(super) fn collect_conjuncts(document: &Document, id: SchemaId) -> Vec<&Schema> {
    let (mut found, mut ahead) = (Vec::new(), vec![id]);
    while let Some(id) = ahead.pop().filter(|_| found.len() < MAX_CONJUNCTS) {
        let schema = &document[id];
        if schema.boolean.is_some() {
            continue;
        }
        found.push(schema);
        ahead.extend(schema.logic.all_of.iter().rev());
        ahead.extend(reference(document, schema));
    }
    found
}

/// The types of the values that a schema accepts, from its `type`, `enum` or `const`, or from those of the schema that it
/// refers to or of the members of its union, over a few steps; `None` if these keywords are absent.
pub(super) fn types_of(document: &Document, id: SchemaId) -> Option<Vec<TypeName>> {
    types_within(document, id, MAX_REFERENCES)
}

fn types_within(document: &Document, id: SchemaId, steps: usize) -> Option<Vec<TypeName>> {
    let schema = &document[id];
    if schema.types.is_some() {
        return Some(types(schema).to_vec());
    }
    if let Some(values) = enumerated(schema) {
        let of = |value: &Value| match TypeName::Integer.admits(value) {
            true => TypeName::Integer,
            false => TypeName::Json(JsonType::of(value)),
        };
        return Some(values.iter().map(of).collect());
    }
    let steps = steps.checked_sub(1)?;
    if let Some(target) = reference(document, schema) {
        return types_within(document, target, steps);
    }
    let all =
        UNIONS.into_iter().find_map(|keyword| members_of(schema, keyword)).filter(|all| all.len() <= MAX_MEMBERS)?;
    let mut found: Vec<TypeName> = Vec::new();
    for member in all {
        found.extend(types_within(document, *member, steps.min(MAX_NESTED_UNIONS))?);
    }
    found.sort();
    found.dedup();
    Some(found)
}

/// The member that is not null, of two of which the other is: `{"anyOf": [{"type": "string"}, {"type": "null"}]}` is an
/// `Option`.
pub(super) fn nullable_member(document: &Document, all: &[SchemaId]) -> Option<SchemaId> {
    let [one, other] = all else { return None };
    let is_inner = |null: SchemaId, inner: SchemaId| is_only_null(document, null) && rejects_null(document, inner);
    match () {
        () if is_inner(*one, *other) => Some(*other),
        () if is_inner(*other, *one) => Some(*one),
        () => None,
    }
}

/// Whether a schema accepts null and nothing else, as its own keywords show.
fn is_only_null(document: &Document, id: SchemaId) -> bool {
    let schema = &document[id];
    types_of(document, id).is_some_and(|types| types == [TypeName::NULL])
        && schema.asserting().all(lists_values)
        && enumerated(schema).is_none_or(|values| values.contains(&Value::Null))
}

/// The JSON types of each member, if no two members have one in common.
pub(super) fn find_types(document: &Document, all: &[SchemaId]) -> Option<Vec<Vec<JsonType>>> {
    let types = all.iter().map(|member| Some(json_types(&types_of(document, *member)?)));
    let types: Vec<Vec<JsonType>> = types.collect::<Option<_>>()?;
    let mut seen = BTreeSet::new();
    types.iter().flatten().all(|name| seen.insert(*name)).then_some(types)
}

/// The property that distinguishes the members, and its values in each. Every member must require it, with strings that no
/// other member has: `{"properties": {"kind": {"const": "a"}}, "required": ["kind"], "type": "object"}`.
pub(super) fn find_tag(document: &Document, all: &[SchemaId]) -> Option<(String, Vec<Vec<String>>)> {
    let members: Vec<Vec<&Schema>> = all.iter().map(|member| collect_conjuncts(document, *member)).collect();
    let mut keys = members.first()?.iter().flat_map(|schema| schema.object.properties.keys());
    keys.find_map(|key| {
        let tags = members.iter().map(|schemas| tag_values(document, schemas, key));
        let tags: Vec<Vec<String>> = tags.collect::<Option<_>>()?;
        are_disjoint(&tags).then(|| (key.clone(), tags))
    })
}

fn are_disjoint(tags: &[Vec<String>]) -> bool {
    let mut seen = BTreeSet::new();
    tags.iter().flatten().all(|tag| seen.insert(tag))
}

/// The strings of which the required property `key` must be one in an object that is valid under all of `schemas`.
fn tag_values(document: &Document, schemas: &[&Schema], key: &str) -> Option<Vec<String>> {
    let requires = |schema: &&Schema| schema.object.required.iter().any(|name| name == key);
    let is_object = schemas.iter().any(|schema| types(schema) == [TypeName::OBJECT]);
    let values = listed_strings(document, schemas, key)?;
    (is_object && schemas.iter().any(requires)).then_some(values)
}

/// The strings to which the property `key` is limited.
fn listed_strings(document: &Document, schemas: &[&Schema], key: &str) -> Option<Vec<String>> {
    schemas.iter().find_map(|schema| {
        let mut id = *schema.object.properties.get(key)?;
        for _ in 0..MAX_REFERENCES {
            match reference(document, &document[id]) {
                Some(target) => id = target,
                None => break,
            }
        }
        let values = enumerated(&document[id])?;
        let texts: Option<Vec<String>> = values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
        texts.filter(|texts| !texts.is_empty())
    })
}

/// The values of each member, if all members only list values, and no two the same:
/// `{"oneOf": [{"const": 1, "title": "One"}, {"enum": [2, 3]}]}` is an enumeration whose values have annotations.
pub(super) fn list_constants(document: &Document, all: &[SchemaId]) -> Option<Vec<Vec<Value>>> {
    let listed: Vec<Vec<Value>> = all.iter().map(|member| constants_of(document, *member)).collect::<Option<_>>()?;
    let count: usize = listed.iter().map(Vec::len).sum();
    let together = Schema { values: Some(listed.concat()), ..Schema::default() };
    (enumerated(&together)?.len() == count).then_some(listed)
}

/// The strings of each member, if all but one list strings and that one allows any: `{"anyOf": [{"enum": ["a", "b"]},
/// {"type": "string"}]}` is an enumeration that knows some of its values. The one lists none.
pub(super) fn list_known(document: &Document, all: &[SchemaId], keyword: Keyword) -> Option<Vec<Vec<Value>>> {
    let is_any = |id: SchemaId| {
        let schema = &document[id];
        types(schema) == [TypeName::STRING]
            && schema.asserting().all(|keyword| keyword == Keyword::Type)
            && !schema.has(Keyword::Format)
    };
    let list = |id: &SchemaId| if is_any(*id) { Some(Vec::new()) } else { constants_of(document, *id) };
    let listed: Vec<Vec<Value>> = all.iter().map(list).collect::<Option<_>>()?;
    let values = Schema { values: Some(listed.concat()), ..Schema::default() };
    let are_strings = listed.iter().flatten().all(Value::is_string);
    let is_distinct = enumerated(&values)?.len() == listed.iter().map(Vec::len).sum::<usize>();
    let open = listed.iter().filter(|values| values.is_empty()).count();
    (keyword == Keyword::AnyOf && open == 1 && listed.len() > 1 && are_strings && is_distinct).then_some(listed)
}

/// The values that a member lists, if it asserts nothing else.
fn constants_of(document: &Document, id: SchemaId) -> Option<Vec<Value>> {
    let schema = &document[id];
    let values = enumerated(schema).filter(|values| !values.is_empty())?;
    schema.asserting().all(lists_values).then_some(values)
}

/// Whether a union is one of constants and of objects with one key and nothing else, which is how serde and others write an
/// enum: `{"oneOf": [{"const": "Stop"}, {"type": "object", "properties": {"Move": {}}, "required": ["Move"],
/// "additionalProperties": false}]}`. No two members have a constant or a key in common.
pub(super) fn is_keyed(document: &Document, all: &[SchemaId]) -> bool {
    let (mut keys, mut texts) = (BTreeSet::new(), BTreeSet::new());
    let mut is_new = |id: &SchemaId| match (wrapped(document, *id), strings_of(document, *id)) {
        (Some((key, _)), _) => keys.insert(key.to_owned()),
        (None, Some(values)) => values.into_iter().all(|value| texts.insert(value)),
        (None, None) => false,
    };
    all.len() > 1 && all.iter().all(&mut is_new) && !keys.is_empty()
}

/// The strings that a member lists, if it asserts nothing else.
pub(super) fn strings_of(document: &Document, id: SchemaId) -> Option<Vec<String>> {
    constants_of(document, id)?.iter().map(|value| value.as_str().map(str::to_owned)).collect()
}

/// The key and the schema of the value in it, if a member is an object with one key and nothing else.
pub(super) fn wrapped(document: &Document, id: SchemaId) -> Option<(&str, SchemaId)> {
    let schema = &document[id];
    let object = &schema.object;
    let asserts = |keyword: Keyword| {
        matches!(keyword, Keyword::Type | Keyword::Properties | Keyword::Required | Keyword::AdditionalProperties)
    };
    let closed = object.additional_properties.is_some_and(|rest| document[rest].is_false());
    let mut properties = object.properties.iter();
    match (properties.next(), properties.next(), object.required.as_slice()) {
        (Some((key, value)), None, [required])
            if key == required
                && closed
                && types(schema) == [TypeName::OBJECT]
                && schema.asserting().all(asserts)
                && !document[*value].is_false() =>
        {
            Some((key, *value))
        }
        _ => None,
    }
}

/// The names of a union's variants, no two equal: each the first that distinguishes its member from the others.
pub(super) fn member_names(document: &Document, all: &[SchemaId]) -> Vec<String> {
    let members: Vec<Vec<&Schema>> = all.iter().map(|member| collect_conjuncts(document, *member)).collect();
    let tags = shared_tags(document, &members);
    let wanted: Vec<Wanted> = all
        .iter()
        .enumerate()
        .map(|(index, id)| {
            let mut texts = Vec::new();
            texts.extend(title(document, *id));
            texts.extend(constant(document, *id).map(|text| spell(&text, Spelling::Plain)));
            texts.extend(tags.get(index).cloned().flatten());
            texts.extend(wrapped(document, *id).map(|(key, _)| key.to_owned()));
            let target = reference(document, &document[*id]);
            texts.extend(target.and_then(|target| document.name_of(target)).map(str::to_owned));
            texts.extend(own_keys(&members, index, |schema| schema.object.required.iter().collect()));
            texts.extend(own_keys(&members, index, |schema| schema.object.properties.keys().collect()));
            let named = types_of(document, *id).unwrap_or_default();
            let json = if let [one] = named.as_slice() { one.name() } else { "variant" };
            texts.push(json.to_owned());
            texts.extend(detail(document, *id, json));
            // The index is a part of the member's place.
            texts.push(format!("{json}{}", index + 1));
            let names = texts.iter().map(|text| unlike(type_name(text), &["Self"], "Value")).collect();
            Wanted { names, rank: 0, place: index.to_string() }
        })
        .collect();
    resolve(&wanted)
}

/// A title that may be a name: a few words.
pub(super) fn title_of(schema: &Schema) -> Option<String> {
    schema.text_of(Keyword::Title).filter(|title| is_name(title)).map(str::to_owned)
}

/// Whether a title is short enough for a name.
pub(super) fn is_name(title: &str) -> bool {
    title.chars().any(char::is_alphabetic)
        && title.chars().count() <= MAX_TITLE
        && title.split_whitespace().count() <= MAX_TITLE_WORDS
}

/// The title of a member, also if the member was merged with others.
pub(super) fn title(document: &Document, id: SchemaId) -> Option<String> {
    let schema = &document[id];
    let is_merged = schema.keywords().eq([Keyword::AllOf]);
    let inner = || schema.logic.all_of.iter().find_map(|part| title_of(&document[*part]));
    title_of(schema).or_else(|| is_merged.then(inner).flatten())
}

/// The only value of a member, as a text.
fn constant(document: &Document, id: SchemaId) -> Option<String> {
    match enumerated(&document[id])?.as_slice() {
        [Value::String(text)] => Some(text.clone()),
        [Value::Array(_) | Value::Object(_)] => None,
        [one] => Some(one.to_string()),
        _ => None,
    }
}

/// For each member, the values of the property that distinguishes most members.
fn shared_tags(document: &Document, members: &[Vec<&Schema>]) -> Vec<Option<String>> {
    let mut keys: BTreeMap<&String, usize> = BTreeMap::new();
    for schemas in members {
        let own: BTreeSet<&String> = schemas.iter().flat_map(|schema| schema.object.properties.keys()).collect();
        own.into_iter().for_each(|key| *keys.entry(key).or_default() += 1);
    }
    let tags_by = |key: &String| -> Vec<Vec<String>> {
        members.iter().map(|schemas| listed_strings(document, schemas, key).unwrap_or_default()).collect()
    };
    let mut best: Option<(usize, Vec<Vec<String>>)> = None;
    for (key, count) in keys {
        if count < 2 || best.as_ref().is_some_and(|(most, _)| *most >= count) {
            continue;
        }
        let tags = tags_by(key);
        let count = tags.iter().filter(|tags| !tags.is_empty()).count();
        if count >= 2 && are_disjoint(&tags) && best.as_ref().is_none_or(|(most, _)| count > *most) {
            best = Some((count, tags));
        }
    }
    let joined = |values: Vec<String>| {
        let text = values.iter().map(|value| spell(value, Spelling::Plain)).collect::<Vec<_>>().join(" ");
        (!values.is_empty() && values.len() <= 4 && text.len() <= MAX_TITLE).then_some(text)
    };
    best.map(|(_, tags)| tags.into_iter().map(joined).collect()).unwrap_or_default()
}

/// The first two of the keys that no other member has.
fn own_keys<'s>(
    members: &[Vec<&'s Schema>],
    index: usize,
    keys: impl Fn(&'s Schema) -> Vec<&'s String>,
) -> Option<String> {
    let all =
        |schemas: &Vec<&'s Schema>| -> Vec<&'s String> { schemas.iter().flat_map(|schema| keys(schema)).collect() };
    let others: BTreeSet<&String> =
        members.iter().enumerate().filter(|(other, _)| *other != index).flat_map(|(_, schemas)| all(schemas)).collect();
    let own: Vec<&str> =
        all(members.get(index)?).into_iter().filter(|key| !others.contains(key)).map(String::as_str).collect();
    let own = own.get(..2).unwrap_or(&own);
    (!own.is_empty()).then(|| own.join(" "))
}

/// What tells a member from another one of the same type: a format, the items of an array, or a short list of values.
fn detail(document: &Document, id: SchemaId, json: &str) -> Option<String> {
    let schema = &document[id];
    if let Some(values) = enumerated(schema) {
        let texts: Vec<String> =
            values.iter().filter_map(Value::as_str).map(|text| spell(text, Spelling::Plain)).collect();
        let text = texts.join(" ");
        return (texts.len() == values.len() && values.len() <= 4 && text.len() <= MAX_TITLE).then_some(text);
    }
    if let Some(format) = schema.text_of(Keyword::Format) {
        return Some(format.to_owned());
    }
    let items = schema.array.items?;
    let target = reference(document, &document[items]);
    let of = match target.and_then(|target| document.name_of(target)) {
        Some(name) => name.to_owned(),
        None => types_of(document, items)?.first()?.name().to_owned(),
    };
    Some(format!("{of} {json}"))
}
