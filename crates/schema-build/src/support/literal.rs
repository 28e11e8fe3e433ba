use super::read::Read;
use ::serde::de::Error;
use ::serde_json::Value;

/// Reads a value as its place among `literals`, which are JSON texts.
pub(in super::super) fn literal<'de, D: ::serde::Deserializer<'de>>(deserializer: D, literals: &[&str]) -> Result<usize, D::Error> {
    let value = super::value::AnyValue::read(deserializer)?;
    let place = literals.iter().position(|literal| same(&parsed(literal), &value));
    place.ok_or_else(|| D::Error::custom(format_args!("`{value}` is none of {}", literals.join(", "))))
}

pub(in super::super) fn parsed(literal: &str) -> Value {
    ::serde_json::from_str(literal).unwrap_or_default()
}

/// Equality of JSON values: numbers by value, objects without order.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || (one.as_f64() == other.as_f64() && (one.is_f64() || other.is_f64()))
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| same(one, other)))
        }
        (one, other) => one == other,
    }
}
