//! The types and the listed values that a place allows.

use schema_ir::{JsonType, Keyword, Schema, TypeName, Types, equal};
use serde_json::Value;

use crate::facts::Facts;

/// A type of values, with numbers split into integers and fractions, so that no two types overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueType {
    Null,
    Boolean,
    Object,
    Array,
    String,
    Integer,
    Fraction,
}

/// All types, in the order in which messages name them.
pub(super) const TYPES: [ValueType; 7] = [
    ValueType::Null,
    ValueType::Boolean,
    ValueType::Object,
    ValueType::Array,
    ValueType::String,
    ValueType::Integer,
    ValueType::Fraction,
];

impl ValueType {
    fn of(value: &Value) -> Self {
        match JsonType::of(value) {
            JsonType::Null => ValueType::Null,
            JsonType::Boolean => ValueType::Boolean,
            JsonType::Object => ValueType::Object,
            JsonType::Array => ValueType::Array,
            JsonType::String => ValueType::String,
            JsonType::Number if TypeName::Integer.admits(value) => ValueType::Integer,
            JsonType::Number => ValueType::Fraction,
        }
    }

    /// The type in a schema that includes it. For fractions that is `number`, which includes integers too.
    pub fn type_name(self) -> TypeName {
        match self {
            ValueType::Null => TypeName::Json(JsonType::Null),
            ValueType::Boolean => TypeName::Json(JsonType::Boolean),
            ValueType::Object => TypeName::Json(JsonType::Object),
            ValueType::Array => TypeName::Json(JsonType::Array),
            ValueType::String => TypeName::Json(JsonType::String),
            ValueType::Integer => TypeName::Integer,
            ValueType::Fraction => TypeName::Json(JsonType::Number),
        }
    }
}

/// The values that `enum`, `const` and `type` allow together; `None` if neither `enum` nor `const` is there.
pub(super) fn listed_values(facts: &Facts<'_>) -> Option<Vec<Value>> {
    let listed = facts.schema_with(Keyword::Enum).and_then(|schema| schema.values.as_ref());
    let constant = facts.schema_with(Keyword::Const).and_then(|schema| schema.constant.as_ref());
    let mut values = match (listed, constant) {
        (Some(listed), _) => listed.clone(),
        (None, Some(constant)) => vec![constant.clone()],
        (None, None) => return None,
    };
    if let Some(constant) = constant {
        values.retain(|value| equal(value, constant));
    }
    let types = declared_types(facts);
    values.retain(|value| types.contains(&ValueType::of(value)));
    Some(values)
}

/// The types that values at a place may have.
pub(super) fn types(facts: &Facts<'_>) -> Vec<ValueType> {
    match listed_values(facts) {
        Some(values) => TYPES.into_iter().filter(|of| values.iter().any(|value| ValueType::of(value) == *of)).collect(),
        None => declared_types(facts),
    }
}

fn declared_types(facts: &Facts<'_>) -> Vec<ValueType> {
    let Some(types) = facts.schema_with(Keyword::Type).and_then(|schema| schema.types.as_ref()) else {
        return TYPES.to_vec();
    };
    let allows = |of: &ValueType| types.names().iter().any(|name| name.includes(of.type_name()));
    TYPES.into_iter().filter(allows).collect()
}

/// The types by name: integers and fractions together are numbers.
fn type_names(types: &[ValueType]) -> Vec<TypeName> {
    let has_fractions = types.contains(&ValueType::Fraction);
    let is_named = |of: &&ValueType| !(has_fractions && **of == ValueType::Integer);
    types.iter().filter(is_named).map(|of| of.type_name()).collect()
}

/// A schema for the values of some types.
pub(super) fn type_schema(types: &[ValueType]) -> Schema {
    match type_names(types) {
        names if names.is_empty() => Schema { boolean: Some(false), ..Schema::default() },
        names => Schema { types: Some(Types::List(names)), ..Schema::default() },
    }
}

/// The types for people.
pub(super) fn join_types(types: &[ValueType]) -> String {
    type_names(types).into_iter().map(TypeName::name).collect::<Vec<_>>().join(" or ")
}
