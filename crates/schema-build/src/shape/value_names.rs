//! The names that the user or the schema gives types, the values of enumerations, and the variants of unions.

use std::collections::{BTreeMap, BTreeSet};

use schema_ir::{Keyword, Source, equal, pointer};
use serde_json::Value;

use super::keywords::UNIONS;
use super::member::is_name;
use super::{Kind, Shape, Type};
use crate::lowered::file_name;

/// The keywords that list names for the values of `enum`, as code generators for OpenAPI and NSwag read them.
const VALUE_NAMES: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// Names types and variants. `names` are the user's, by file and JSON Pointer; returns those of them that are used.
pub(crate) fn name_values(shape: &mut Shape, sources: &[Source], names: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for ty in shape.types.iter_mut().flatten() {
        let source = sources.iter().find(|source| source.file() == &*ty.file);
        let mut user = User { file: file_name(&ty.file).to_owned(), names, used: &mut used };
        ty.given.own = user.name(&ty.at);
        match &mut ty.kind {
            Kind::Union { variants, .. } => {
                for variant in variants {
                    if let Some(name) = user.name(&variant.at) {
                        variant.preferred_name = name;
                    }
                }
            }
            Kind::StringEnum(values) | Kind::OpenEnum(values) => {
                let values: Vec<Value> = values.iter().map(|value| value.as_str().into()).collect();
                ty.given.values = name_listed(ty, &values, source, &mut user);
            }
            Kind::Literals(values) => {
                let values = values.clone();
                ty.given.values = name_listed(ty, &values, source, &mut user);
            }
            Kind::Object { .. } | Kind::Newtype(_) => {}
        }
    }
    used
}

/// The names that the user gave places of one file.
struct User<'n, 'u> {
    file: String,
    names: &'n BTreeMap<String, String>,
    used: &'u mut BTreeSet<String>,
}

impl User<'_, '_> {
    fn name(&mut self, at: &str) -> Option<String> {
        let place = format!("{}#{at}", self.file);
        let name = self.names.get(&place)?;
        self.used.insert(place);
        Some(name.clone())
    }
}

/// The names of an enumeration's values, by number.
fn name_listed(
    ty: &Type,
    values: &[Value],
    source: Option<&Source>,
    user: &mut User<'_, '_>,
) -> BTreeMap<usize, String> {
    let mut found = BTreeMap::new();
    let Some(schema) = source.and_then(|source| source.value().pointer(&ty.at)) else { return found };
    let mut add = |value: &Value, name: Option<String>| {
        let number = values.iter().position(|known| equal(known, value));
        if let (Some(number), Some(name)) = (number, name) {
            found.entry(number).or_insert(name);
        }
    };
    name_members(schema, &ty.at, user, &mut add);
    for keyword in UNIONS {
        let at = pointer::push(&ty.at, keyword.name());
        let members = schema.get(keyword.name()).and_then(Value::as_array);
        for (index, member) in members.into_iter().flatten().enumerate() {
            let at = format!("{at}/{index}");
            name_members(member, &at, user, &mut add);
            let title = member.get(Keyword::Title.name()).and_then(Value::as_str).filter(|title| is_name(title));
            if let Some(value) = only_value(member) {
                add(value, user.name(&at).or_else(|| title.map(str::to_owned)));
            }
        }
    }
    found
}

/// Names the values that one schema lists.
fn name_members(schema: &Value, at: &str, user: &mut User<'_, '_>, add: &mut impl FnMut(&Value, Option<String>)) {
    if let Some(value) = schema.get(Keyword::Const.name()) {
        add(value, user.name(&pointer::push(at, Keyword::Const.name())));
    }
    let listed = VALUE_NAMES.iter().find_map(|keyword| schema.get(*keyword)?.as_array());
    let at = pointer::push(at, Keyword::Enum.name());
    let values = schema.get(Keyword::Enum.name()).and_then(Value::as_array);
    for (index, value) in values.into_iter().flatten().enumerate() {
        let listed = listed.and_then(|names| names.get(index)?.as_str()).map(str::to_owned);
        add(value, user.name(&format!("{at}/{index}")).or(listed));
    }
}

/// The value of a schema that lists one.
fn only_value(schema: &Value) -> Option<&Value> {
    let listed = || schema.get(Keyword::Enum.name())?.as_array().map(Vec::as_slice);
    match (schema.get(Keyword::Const.name()), listed()) {
        (Some(value), _) | (None, Some([value])) => Some(value),
        _ => None,
    }
}
