//! Evaluates schemas on values that are known when types are generated, such as the values of an `enum`.

use std::cell::Cell;
use std::cmp::Ordering;

use schema_ir::{Document, JsonType, Keyword, Schema, SchemaId, equal};
use serde_json::{Map, Number, Value};

use super::keywords::types;

/// The maximum number of schemas that are evaluated for one value, because schemas may refer to one another.
const MAX_STEPS: usize = 10_000;

/// Whether a value is valid under a keyword of a schema; `None` if this module does not evaluate the keyword.
pub(super) fn meets(document: &Document, value: &Value, keyword: Keyword, schema: &Schema) -> Option<bool> {
    Evaluator { document, steps: Cell::new(MAX_STEPS) }.meets(value, keyword, schema)
}

struct Evaluator<'d> {
    document: &'d Document,
    steps: Cell<usize>,
}

impl Evaluator<'_> {
    fn accepts(&self, id: SchemaId, value: &Value) -> Option<bool> {
        self.steps.set(self.steps.get().checked_sub(1)?);
        let schema = &self.document[id];
        match schema.boolean {
            Some(boolean) => Some(boolean),
            None => all(schema.asserting().map(|keyword| self.meets(value, keyword, schema))),
        }
    }

    fn meets(&self, value: &Value, keyword: Keyword, schema: &Schema) -> Option<bool> {
        let logic = &schema.logic;
        let each = |members: &[SchemaId]| members.iter().map(|id| self.accepts(*id, value)).collect::<Vec<_>>();
        match keyword {
            Keyword::Type => Some(types(schema).iter().any(|name| name.admits(value))),
            Keyword::Enum => Some(schema.values.as_ref()?.iter().any(|known| equal(known, value))),
            Keyword::Const => Some(equal(schema.constant.as_ref()?, value)),
            Keyword::Ref => self.accepts(schema.reference?, value),
            Keyword::AllOf => all(each(&logic.all_of)),
            Keyword::AnyOf => any(each(logic.any_of.as_ref()?)),
            Keyword::OneOf => {
                let met = each(logic.one_of.as_ref()?).into_iter().collect::<Option<Vec<_>>>()?;
                Some(met.iter().filter(|met| **met).count() == 1)
            }
            Keyword::Not => Some(!self.accepts(logic.not?, value)?),
            Keyword::If => {
                let branch = if self.accepts(logic.condition?, value)? { logic.then } else { logic.otherwise };
                branch.map_or(Some(true), |branch| self.accepts(branch, value))
            }
            // Evaluated with `if`.
            Keyword::Then | Keyword::Else => Some(true),
            // A keyword accepts all values of other types (core, 7.6.1).
            keyword if JsonType::of(value) != keyword.about()? => Some(true),
            keyword => match value {
                Value::String(text) => text_meets(text, keyword, schema),
                Value::Number(number) => number_meets(number, keyword, schema),
                Value::Array(items) => self.items_meet(items, keyword, schema),
                Value::Object(members) => self.members_meet(members, keyword, schema),
                _ => None,
            },
        }
    }

    fn items_meet(&self, items: &[Value], keyword: Keyword, schema: &Schema) -> Option<bool> {
        let array = &schema.array;
        match keyword {
            Keyword::MinItems => Some(items.len() as u64 >= array.min_items?),
            Keyword::MaxItems => Some(items.len() as u64 <= array.max_items?),
            Keyword::PrefixItems => all(array.prefix_items.iter().zip(items).map(|(id, item)| self.accepts(*id, item))),
            Keyword::Items => {
                all(items.iter().skip(array.prefix_items.len()).map(|item| self.accepts(array.items?, item)))
            }
            _ => None,
        }
    }

    fn members_meet(&self, members: &Map<String, Value>, keyword: Keyword, schema: &Schema) -> Option<bool> {
        let object = &schema.object;
        match keyword {
            Keyword::MinProperties => Some(members.len() as u64 >= object.min_properties?),
            Keyword::MaxProperties => Some(members.len() as u64 <= object.max_properties?),
            Keyword::Required => Some(object.required.iter().all(|key| members.contains_key(key))),
            Keyword::Properties => {
                let declared = object.properties.iter().filter_map(|(key, id)| Some((id, members.get(key)?)));
                all(declared.map(|(id, value)| self.accepts(*id, value)))
            }
            // Which keys these constrain depends on patterns.
            Keyword::AdditionalProperties if object.pattern_properties.is_empty() => {
                let undeclared = members.iter().filter(|(key, _)| !object.properties.contains_key(*key));
                all(undeclared.map(|(_, value)| self.accepts(object.additional_properties?, value)))
            }
            _ => None,
        }
    }
}

fn text_meets(text: &str, keyword: Keyword, schema: &Schema) -> Option<bool> {
    let count = || text.chars().count() as u64;
    match keyword {
        Keyword::MinLength => Some(count() >= schema.text.min_length?),
        Keyword::MaxLength => Some(count() <= schema.text.max_length?),
        Keyword::Pattern => all(patterns(schema).map(|pattern| matches(pattern, text))),
        _ => None,
    }
}

fn number_meets(number: &Number, keyword: Keyword, schema: &Schema) -> Option<bool> {
    let bounds = &schema.number;
    match keyword {
        Keyword::Minimum => Some(compare(number, bounds.minimum.as_ref()?)?.is_ge()),
        Keyword::Maximum => Some(compare(number, bounds.maximum.as_ref()?)?.is_le()),
        Keyword::ExclusiveMinimum => Some(compare(number, bounds.exclusive_minimum.as_ref()?)?.is_gt()),
        Keyword::ExclusiveMaximum => Some(compare(number, bounds.exclusive_maximum.as_ref()?)?.is_lt()),
        Keyword::MultipleOf => all(bounds.multiple_of.iter().chain(&bounds.more_multiples).map(|step| {
            let (number, step) = (number.as_i128()?, step.as_i128()?);
            Some(number.checked_rem(step)? == 0)
        })),
        _ => None,
    }
}

/// Whether all are true; `None` if that depends on one that is not known.
fn all(met: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for met in met {
        match met {
            Some(true) => {}
            Some(false) => return Some(false),
            None => known = None,
        }
    }
    known
}

/// Whether at least one is true; `None` if that depends on one that is not known.
fn any(met: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    Some(!all(met.into_iter().map(|met| met.map(|met| !met)))?)
}

/// All patterns of a schema.
pub(super) fn patterns(schema: &Schema) -> impl Iterator<Item = &String> {
    schema.text.pattern.iter().chain(&schema.text.more_patterns)
}

/// Whether a regular expression in the grammar of [`schema_ir`] matches a part of a text (validation, 6.3.3: patterns are
/// not anchored).
pub(crate) fn matches(pattern: &str, text: &str) -> Option<bool> {
    let regex = regress::Regex::with_flags(pattern, "u").ok()?;
    Some(regex.find(text).is_some())
}

pub(crate) fn compare(number: &Number, limit: &Number) -> Option<Ordering> {
    match (number.as_i128(), limit.as_i128()) {
        (Some(number), Some(limit)) => Some(number.cmp(&limit)),
        _ => number.as_f64()?.partial_cmp(&limit.as_f64()?),
    }
}
