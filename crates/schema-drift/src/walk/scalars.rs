//! Keywords that hold no schemas: types, listed values, bounds.

use schema_ir::{Document, JsonType, Keyword, Schema, TypeName, Types, equal};
use serde_json::Value;

use super::state::{At, Walk};
use super::types::{TYPES, ValueType, join_types, listed_values, type_schema, types};
use crate::difference::Difference;
use crate::facts::Facts;
use crate::instance_path::describe;

/// Keywords that are compared together, because they bound the same thing.
const FAMILIES: [&[Keyword]; 13] = [
    &[Keyword::MinLength],
    &[Keyword::MaxLength],
    &[Keyword::Pattern],
    &[Keyword::Format],
    &[Keyword::Minimum, Keyword::ExclusiveMinimum],
    &[Keyword::Maximum, Keyword::ExclusiveMaximum],
    &[Keyword::MultipleOf],
    &[Keyword::MinItems],
    &[Keyword::MaxItems],
    &[Keyword::UniqueItems],
    &[Keyword::MinProperties],
    &[Keyword::MaxProperties],
    &[Keyword::DependentRequired],
];

/// The type whose values a family bounds. The formats that assert are about strings (validation, 7.3).
fn type_of(family: &[Keyword]) -> Option<JsonType> {
    match family {
        [Keyword::Format] => Some(JsonType::String),
        family => family.first()?.about(),
    }
}

impl Walk<'_> {
    /// `type`, `enum` and `const`.
    pub(super) fn compare_values(&mut self, at: &At<'_, '_>) {
        match (listed_values(at.old), listed_values(at.new)) {
            (None, None) => self.compare_types(at),
            (Some(before), Some(after)) => self.compare_lists(at, &before, &after),
            (Some(before), None) => {
                let message = format!("{} no longer lists its values", describe(at.path));
                let schemas = [list_schema(&before), type_schema(&types(at.new))];
                self.report_values(at, message, schemas, [Some(before.into()), None]);
            }
            (None, Some(after)) => {
                let message =
                    format!("{} now allows only {}", describe(at.path), join(&after.iter().collect::<Vec<_>>()));
                let schemas = [type_schema(&types(at.old)), list_schema(&after)];
                self.report_values(at, message, schemas, [None, Some(after.into())]);
            }
        }
    }

    fn compare_types(&mut self, at: &At<'_, '_>) {
        let (before, after) = (types(at.old), types(at.new));
        if before == after {
            return;
        }
        let name = describe(at.path);
        let added: Vec<ValueType> = after.iter().filter(|known| !before.contains(known)).copied().collect();
        let removed: Vec<ValueType> = before.iter().filter(|known| !after.contains(known)).copied().collect();
        let message = match (added.as_slice(), removed.as_slice()) {
            _ if after == TYPES => format!("{name} may now be any type, was {}", join_types(&before)),
            _ if before == TYPES => format!("{name} is now {}, was any type", join_types(&after)),
            (_, []) => format!("{name} also allows {}", join_types(&added)),
            ([], _) => format!("{name} no longer allows {}", join_types(&removed)),
            _ => format!("{name} is now {}, was {}", join_types(&after), join_types(&before)),
        };
        let schemas = [type_schema(&before), type_schema(&after)].map(Document::new);
        self.report(at.difference(Keyword::Type, message, schemas));
    }

    /// Reports added and removed values apart, because they break different parties.
    fn compare_lists(&mut self, at: &At<'_, '_>, before: &[Value], after: &[Value]) {
        let name = describe(at.path);
        let added: Vec<&Value> = after.iter().filter(|value| !contains(before, value)).collect();
        let removed: Vec<&Value> = before.iter().filter(|value| !contains(after, value)).collect();
        let lists = || [Some(Value::from(before)), Some(Value::from(after))];
        if !added.is_empty() {
            let more: Vec<Value> = before.iter().chain(added.iter().copied()).cloned().collect();
            let message = format!("{name} also allows {}", join(&added));
            self.report_values(at, message, [list_schema(before), list_schema(&more)], lists());
        }
        if !removed.is_empty() {
            let fewer: Vec<Value> = before.iter().filter(|value| contains(after, value)).cloned().collect();
            let kept = if fewer.is_empty() { type_schema(&[]) } else { list_schema(&fewer) };
            let message = format!("{name} no longer allows {}", join(&removed));
            self.report_values(at, message, [list_schema(before), kept], lists());
        }
    }

    fn report_values(&mut self, at: &At<'_, '_>, message: String, schemas: [Schema; 2], [was, is]: [Option<Value>; 2]) {
        let origin =
            |facts: &Facts<'_>| facts.origin_of(if facts.has(Keyword::Enum) { Keyword::Enum } else { Keyword::Const });
        let (old_origin, new_origin) = (origin(at.old), origin(at.new));
        let difference = at.difference(Keyword::Enum, message, schemas.map(Document::new));
        self.report(Difference { old_origin, new_origin, was, is, ..difference });
    }

    /// Bounds, lengths, patterns and the like.
    ///
    /// Each difference carries old's other bounds on the type too, because they may make up for it. For example, raising
    /// `minimum` from 3 to 4 changes nothing beside `"multipleOf": 10`.
    pub(super) fn compare_scalars(&mut self, at: &At<'_, '_>) {
        let of_new = types(at.new);
        let shared: Vec<ValueType> = types(at.old).into_iter().filter(|of| of_new.contains(of)).collect();
        for family in FAMILIES {
            let Some(about) = type_of(family).and_then(|about| find_type(&shared, about)) else { continue };
            if family == [Keyword::Format] && !self.formats {
                continue;
            }
            let differs = |keyword: &&Keyword| !are_equal(at.old.value(**keyword), at.new.value(**keyword));
            let Some(keyword) = family.iter().find(differs) else { continue };
            let mut before = Schema { types: Some(Types::One(about)), ..Schema::default() };
            for other in FAMILIES.iter().filter(|other| type_of(other) == type_of(family)) {
                copy_keywords(&mut before, at.old, other);
            }
            let mut after = before.clone();
            for keyword in family {
                after.remove(*keyword);
            }
            copy_keywords(&mut after, at.new, family);
            let message = bound_message(*keyword, at);
            self.report(at.difference(*keyword, message, [before, after].map(Document::new)));
        }
    }
}

/// The name, in a schema, of the type of values that `about` and the types of both sides have in common.
fn find_type(shared: &[ValueType], about: JsonType) -> Option<TypeName> {
    let mut names = shared.iter().map(|of| of.type_name()).filter(|name| name.json() == about);
    // Integers come before fractions, whose name `number` includes them.
    names.next_back()
}

fn list_schema(listed: &[Value]) -> Schema {
    Schema { values: Some(listed.to_vec()), ..Schema::default() }
}

fn copy_keywords(schema: &mut Schema, facts: &Facts<'_>, keywords: &[Keyword]) {
    for keyword in keywords {
        if let Some(from) = facts.schema_with(*keyword) {
            schema.copy(*keyword, from);
        }
    }
}

fn bound_message(keyword: Keyword, at: &At<'_, '_>) -> String {
    let name = describe(at.path);
    match (at.old.value(keyword), at.new.value(keyword)) {
        (Some(was), Some(is)) => format!("`{keyword}` of {name} is now {is}, was {was}"),
        (None, Some(is)) => format!("{name} now has `{keyword}` {is}"),
        (Some(was), None) => format!("{name} no longer has `{keyword}` {was}"),
        (None, None) => format!("`{keyword}` of {name} changed"),
    }
}

/// Equal as JSON values: `5` and `5.0` are the same number (core, 4.2.2).
fn are_equal(one: Option<Value>, other: Option<Value>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => equal(&one, &other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

fn contains(values: &[Value], value: &Value) -> bool {
    values.iter().any(|known| equal(known, value))
}

fn join(values: &[&Value]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
