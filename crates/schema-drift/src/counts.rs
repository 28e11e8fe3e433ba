//! Large lengths and sizes, decided by smaller ones in their place.
//!
//! `{"maxLength": 10485760}` and `{"maxLength": 20971520}` differ as `{"maxLength": 1000}` and `{"maxLength": 1001}` do: only the
//! order of the bounds matters, if no other keyword looks at what is so long. So a pair with large bounds is compared with small
//! ones, which keep that order, and a value that is long there is described and not built.

use std::collections::BTreeSet;

use schema_ir::{Document, Schema};
use serde_json::Value;

use crate::answer::Answer;
use crate::comparison::Comparison;

/// Bounds up to these stay as they are.
const LARGE_LENGTH: u64 = 1_000;
const LARGE_SIZE: u64 = 200;
/// Names of properties, or keywords about items, that a value of [`LARGE_SIZE`] has room for.
const MAX_DETAILS: usize = 100;
/// Nesting of a value that is described in detail.
const MAX_DEPTH: usize = 16;

/// What a bound counts.
#[derive(Clone, Copy)]
enum Counted {
    Letters,
    Items,
    Members,
}

/// The large bounds of two documents.
pub(crate) struct Counts {
    letters: Scale,
    items: Scale,
    members: Scale,
}

/// The bounds on one kind of count.
struct Scale {
    large: u64,
    /// The counts from which on a large bound decides otherwise: `maxLength` 5 from 6 on, `minLength` 5 from 5 on.
    cuts: Vec<u64>,
}

impl Counts {
    /// `None` if there are no large bounds that smaller ones can stand for.
    pub fn between(documents: [&Document; 2], formats: bool) -> Option<Self> {
        let schemas = || documents.into_iter().flat_map(Document::iter).map(|(_, schema)| schema);
        let scale = |counted: Counted, large: u64| {
            let bounds = schemas().flat_map(|schema| {
                let [low, high] = bounds(schema, counted);
                [low, high.and_then(|high| high.checked_add(1))]
            });
            let cuts: BTreeSet<u64> = bounds.flatten().filter(|cut| *cut > large).collect();
            Scale { large, cuts: cuts.into_iter().collect() }
        };
        let constants: Vec<&Value> =
            schemas().flat_map(|schema| schema.values.iter().flatten().chain(&schema.constant)).collect();
        let fit = |counted, large| constants.iter().all(|value| largest(value, counted) <= large);
        let scale = |counted, large, is_free: bool| {
            let scale = scale(counted, large);
            if is_free && fit(counted, large) { scale } else { Scale { large, cuts: Vec::new() } }
        };
        let has_names = schemas().any(looks_at_names);
        let counts = Counts {
            letters: scale(
                Counted::Letters,
                LARGE_LENGTH,
                !has_names && !schemas().any(|one| looks_at_text(one, formats)),
            ),
            items: scale(
                Counted::Items,
                LARGE_SIZE,
                !schemas().any(looks_at_items) && details_of_items(schemas()) <= MAX_DETAILS,
            ),
            members: scale(Counted::Members, LARGE_SIZE, !has_names && details_of_members(schemas()) <= MAX_DETAILS),
        };
        let scales = [&counts.letters, &counts.items, &counts.members];
        scales.iter().any(|scale| !scale.cuts.is_empty()).then_some(counts)
    }

    /// Replaces the large bounds of a document by small ones.
    pub fn shrink(&self, document: &mut Document) {
        document.update(|schema| {
            let shrink = |scale: &Scale, counted| scale.shrink(bounds(schema, counted));
            let letters = shrink(&self.letters, Counted::Letters);
            let items = shrink(&self.items, Counted::Items);
            let members = shrink(&self.members, Counted::Members);
            // A schema without such keywords has no room for them.
            let mut schema = schema.clone();
            if letters != [None; 2] {
                [schema.text.min_length, schema.text.max_length] = letters;
            }
            if items != [None; 2] {
                [schema.array.min_items, schema.array.max_items] = items;
            }
            if members != [None; 2] {
                [schema.object.min_properties, schema.object.max_properties] = members;
            }
            Some(schema)
        });
    }

    /// Describes the values of a comparison that stand for larger ones.
    pub fn describe(&self, mut comparison: Comparison) -> Comparison {
        for witness in comparison.changes.iter_mut().flat_map(|change| &mut change.witnesses) {
            if let Some(text) = self.describe_value(&witness.value) {
                witness.value = Value::Null;
                witness.described = Some(text);
            }
        }
        for answer in [&mut comparison.narrows, &mut comparison.widens] {
            if let Answer::Yes(value) = answer
                && let Some(text) = self.describe_value(value)
            {
                *answer = Answer::Described(text);
            }
        }
        comparison
    }

    /// `None` if the value stands for itself.
    fn describe_value(&self, value: &Value) -> Option<String> {
        let is_large = |value: &Value| self.size(value).is_some();
        any_part(value, &is_large).then(|| self.write(value, MAX_DEPTH))
    }

    fn write(&self, value: &Value, depth: usize) -> String {
        let depth = depth.saturating_sub(1);
        match (self.size(value), value) {
            (Some(size), Value::String(_)) => format!("a string of {} characters", group_digits(size)),
            (Some(size), Value::Array(items)) => {
                let such =
                    items.last().map_or_else(String::new, |item| format!(" such as {}", self.write(item, depth)));
                format!("an array of {} items{such}", group_digits(size))
            }
            (Some(size), _) => format!("an object of {} members", group_digits(size)),
            (None, Value::Array(items)) if depth > 0 => {
                let items: Vec<String> = items.iter().map(|item| self.write(item, depth)).collect();
                format!("[{}]", items.join(","))
            }
            (None, Value::Object(members)) if depth > 0 => {
                let member = |(name, value): (&String, &Value)| {
                    format!("{}:{}", Value::from(name.as_str()), self.write(value, depth))
                };
                format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
            }
            (None, value) => value.to_string(),
        }
    }

    /// The size that a value stands for, if it is not its own.
    fn size(&self, value: &Value) -> Option<u64> {
        match value {
            Value::String(text) => self.letters.grow(text.chars().count() as u64),
            Value::Array(items) => self.items.grow(items.len() as u64),
            Value::Object(members) => self.members.grow(members.len() as u64),
            _ => None,
        }
    }
}

impl Scale {
    /// The bounds after the largest small one count up, one for each large one.
    fn shrink(&self, [low, high]: [Option<u64>; 2]) -> [Option<u64>; 2] {
        let small = |cut: u64| self.cuts.binary_search(&cut).map_or(cut, |index| self.large + 1 + index as u64);
        [low.map(small), high.map(|high| high.checked_add(1).map_or(high, |cut| small(cut) - 1))]
    }

    fn grow(&self, size: u64) -> Option<u64> {
        let beyond = size.checked_sub(self.large + 1)?;
        let last = self.cuts.len().checked_sub(1)?;
        let index = usize::try_from(beyond).unwrap_or(last).min(last);
        Some(self.cuts.get(index)?.saturating_add(beyond - index as u64))
    }
}

fn bounds(schema: &Schema, counted: Counted) -> [Option<u64>; 2] {
    match counted {
        Counted::Letters => [schema.text.min_length, schema.text.max_length],
        Counted::Items => [schema.array.min_items, schema.array.max_items],
        Counted::Members => [schema.object.min_properties, schema.object.max_properties],
    }
}

/// Whether a schema looks at more of a string than its length.
fn looks_at_text(schema: &Schema, formats: bool) -> bool {
    schema.text.pattern.is_some() || formats && schema.has(schema_ir::Keyword::Format)
}

/// Whether a schema looks at names of properties that it does not list.
fn looks_at_names(schema: &Schema) -> bool {
    !schema.object.pattern_properties.is_empty() || schema.object.property_names.is_some()
}

/// Whether a schema counts items, or compares them with each other.
fn looks_at_items(schema: &Schema) -> bool {
    schema.array.contains.is_some() || schema.array.unique_items == Some(true)
}

/// The number of items that schemas may tell apart.
fn details_of_items<'s>(schemas: impl Iterator<Item = &'s Schema>) -> usize {
    let details = |schema: &Schema| {
        let array = &schema.array;
        array.prefix_items.len() + array.items.iter().chain(&array.unevaluated_items).count()
    };
    schemas.map(details).fold(0, usize::saturating_add)
}

/// The number of members that schemas may tell apart.
fn details_of_members<'s>(schemas: impl Iterator<Item = &'s Schema>) -> usize {
    let details = |schema: &Schema| {
        let object = &schema.object;
        let dependent = object.dependent_required.values().map(|names| names.len() + 1).sum::<usize>();
        let others = object.additional_properties.iter().chain(&object.unevaluated_properties).count();
        object.properties.len() + object.required.len() + dependent + object.dependent_schemas.len() + others
    };
    schemas.map(details).fold(0, usize::saturating_add)
}

/// The largest count in a value and its parts.
fn largest(value: &Value, counted: Counted) -> u64 {
    let (own, parts): (u64, Vec<&Value>) = match (value, counted) {
        (Value::String(text), Counted::Letters) => (text.chars().count() as u64, Vec::new()),
        (Value::Array(items), _) => {
            (if matches!(counted, Counted::Items) { items.len() as u64 } else { 0 }, items.iter().collect())
        }
        (Value::Object(members), _) => {
            let names = members.keys().map(|name| name.chars().count() as u64).max().unwrap_or(0);
            let own = match counted {
                Counted::Letters => names,
                Counted::Members => members.len() as u64,
                Counted::Items => 0,
            };
            (own, members.values().collect())
        }
        _ => (0, Vec::new()),
    };
    parts.into_iter().map(|part| largest(part, counted)).max().unwrap_or(0).max(own)
}

fn any_part(value: &Value, holds: &impl Fn(&Value) -> bool) -> bool {
    holds(value)
        || match value {
            Value::Array(items) => items.iter().any(|item| any_part(item, holds)),
            Value::Object(members) => members.values().any(|member| any_part(member, holds)),
            _ => false,
        }
}

/// A number as people write it: `10,485,761`.
fn group_digits(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
