//! Lowers `patternProperties`.

use indexmap::IndexMap;
use schema_ir::{Keyword, Schema, SchemaId, pointer};

use super::constant::matches;
use super::keywords::is_never;
use super::lower::{Context, Walk};
use super::{Check, Constraint, Entries, Expected, Name, TypePlace};

/// The most properties that patterns constrain, too, if those are to be checked.
const MAX_MATCHED: usize = 4;

/// What enforces `patternProperties`.
#[derive(PartialEq)]
pub(super) enum Patterned {
    /// There are none.
    None,
    /// The type of a map, because all undeclared keys have one schema.
    Map {
        values: SchemaId,
        /// The patterns of which an undeclared key must match at least one; `None` if it may be any key.
        names: Option<Vec<String>>,
    },
    /// A check of the values of undeclared keys.
    Entries,
    /// A guard, because it is not known which keys match.
    Guarded,
}

/// Reads `patternProperties`, with the schemas of the declared keys, which the patterns constrain too. `required` are the keys
/// that only `required` declares, and `rest` is the schema of the other ones.
pub(super) fn read(
    walk: &mut Walk,
    schema: &Schema,
    rest: Option<SchemaId>,
    required: &[&str],
) -> (Patterned, IndexMap<String, SchemaId>) {
    let object = &schema.object;
    if object.pattern_properties.is_empty() {
        return (Patterned::None, object.properties.clone());
    }
    let mut declared = IndexMap::with_capacity(object.properties.len());
    for (key, property) in &object.properties {
        match merge_patterns(walk, schema, key, *property) {
            Some(merged) => drop(declared.insert(key.clone(), merged)),
            None => return (Patterned::Guarded, IndexMap::new()),
        }
    }
    // An undeclared required key becomes a field, and the generated code does not match fields against patterns, so the key
    // must match here.
    let fits = |names: &Option<Vec<String>>| {
        names.as_ref().is_none_or(|names| required.iter().all(|key| matches_one(names, key)))
    };
    if let Some((values, names)) = find_one_schema(walk, schema, rest).filter(|(_, names)| fits(names)) {
        return (Patterned::Map { values, names }, declared);
    }
    // A pattern for all keys would make each property another type than the definition that it refers to.
    let is_merged = |(key, merged): &(&String, &SchemaId)| object.properties.get(*key) != Some(merged);
    if declared.iter().filter(is_merged).count() > MAX_MATCHED {
        return (Patterned::Guarded, IndexMap::new());
    }
    for key in required {
        match merge_undeclared(walk, schema, key, rest) {
            Some(merged) => drop(declared.insert((*key).to_owned(), merged)),
            None => return (Patterned::Guarded, IndexMap::new()),
        }
    }
    (Patterned::Entries, declared)
}

/// The schema of all undeclared keys, if they have one, because a Rust map has one type of value:
/// `{"patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false}`. With the patterns, if other keys are
/// forbidden.
fn find_one_schema(walk: &Walk, schema: &Schema, rest: Option<SchemaId>) -> Option<(SchemaId, Option<Vec<String>>)> {
    let document = &walk.document;
    let patterns = &schema.object.pattern_properties;
    let values = *patterns.values().next()?;
    if patterns.values().any(|other| !document.are_alike(*other, values)) {
        return None;
    }
    let closed = rest.is_some_and(|rest| document[rest].is_false());
    let is_any = |schema: Option<SchemaId>| schema.is_none_or(|schema| document[schema].is_any());
    let alike = rest.is_some_and(|rest| document.are_alike(rest, values));
    if !(closed || alike || is_any(rest) && is_any(Some(values))) {
        return None;
    }
    Some((values, closed.then(|| patterns.keys().cloned().collect())))
}

/// The schema of a declared property, merged with the schemas of the patterns that its key matches, because both apply to it
/// (core, 10.3.2.2). `None` if a pattern cannot be evaluated.
fn merge_patterns(walk: &mut Walk, schema: &Schema, key: &str, declared: SchemaId) -> Option<SchemaId> {
    let mut merged = declared;
    for (pattern, values) in &schema.object.pattern_properties {
        if matches(pattern, key)? && !walk.document[*values].is_any() {
            merged = walk.intersect_schemas(merged, *values);
        }
    }
    Some(merged)
}

/// Whether a key is known to match one of `patterns`.
fn matches_one(patterns: &[String], key: &str) -> bool {
    patterns.iter().any(|pattern| matches(pattern, key) == Some(true))
}

/// The check that each undeclared key matches at least one of `patterns`.
pub(super) fn check_matching(patterns: Vec<String>, at: &str) -> Check {
    let keyword = Keyword::PatternProperties;
    let origin = patterns.iter().map(String::as_str).collect::<Vec<_>>().into();
    let at = pointer::push(at, keyword.name());
    Check { keyword, constraint: Constraint::Undeclared(Name::Matches(patterns), origin), at }
}

/// The schema of a required key that no property declares: all that the patterns which it matches ask for, or else what `rest`
/// asks for. `None` if no value is valid, or a pattern cannot be evaluated.
fn merge_undeclared(walk: &mut Walk, schema: &Schema, key: &str, rest: Option<SchemaId>) -> Option<SchemaId> {
    let any = || Schema { boolean: Some(true), origin: schema.origin.clone(), ..Schema::default() };
    let known = schema.object.pattern_properties.keys().map(|pattern| matches(pattern, key));
    let is_matched = known.collect::<Option<Vec<bool>>>()?.contains(&true);
    let merged = match rest.filter(|_| !is_matched) {
        Some(rest) => rest,
        None => {
            let any = walk.document.add(any());
            merge_patterns(walk, schema, key, any)?
        }
    };
    (!is_never(&walk.document, &walk.document[merged])).then_some(merged)
}

/// The check that the values of undeclared keys are what the patterns and `rest` ask for, where no Rust map holds them because
/// they differ in type.
pub(super) fn check_entries(walk: &mut Walk, schema: &Schema, rest: Option<SchemaId>, context: &Context) -> Check {
    let patterns: Vec<(String, SchemaId)> =
        schema.object.pattern_properties.iter().map(|(pattern, values)| (pattern.clone(), *values)).collect();
    let is_one = patterns.len() == 1;
    let patterns = patterns.into_iter().map(|(pattern, values)| {
        let place = if is_one { context.place.values() } else { place_pattern(&context.place, &pattern) };
        (pattern, walk.expect(values, &context.at(place)))
    });
    let patterns = patterns.collect();
    let others = rest.map_or(Expected::Any, |rest| walk.expect(rest, &context.at(context.place.values())));
    let keyword = Keyword::PatternProperties;
    let at = pointer::push(&schema.origin.pointer, keyword.name());
    Check { keyword, constraint: Constraint::Entries(Entries { patterns, others }), at }
}

/// The place of the values whose keys match a pattern: that of `^x-` in `paths` is `paths_x`.
pub(super) fn place_pattern(place: &TypePlace, pattern: &str) -> TypePlace {
    let is_word = |c: char| c.is_ascii_alphanumeric();
    let words: Vec<&str> = pattern.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [word] => place.inside(word),
        // A pattern of other signs, or one that says how keys are spelt.
        _ => place.values(),
    }
}
