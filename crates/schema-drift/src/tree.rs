//! Measures JSON values without recursion, because deep nesting would exhaust the stack.

use serde_json::Value;

/// The number of JSON values in `value`, itself included.
pub(crate) fn values(value: &Value) -> usize {
    let mut count = 0;
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        count += 1;
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => rest.extend(members.values()),
            _ => {}
        }
    }
    count
}

/// The deepest nesting of arrays and objects in `value`; a scalar has depth 0.
pub(crate) fn depth(value: &Value) -> usize {
    let mut deepest = 0;
    let mut rest = vec![(value, 0)];
    while let Some((value, depth)) = rest.pop() {
        match value {
            Value::Array(items) => {
                deepest = deepest.max(depth + 1);
                rest.extend(items.iter().map(|item| (item, depth + 1)));
            }
            Value::Object(members) => {
                deepest = deepest.max(depth + 1);
                rest.extend(members.values().map(|member| (member, depth + 1)));
            }
            _ => {}
        }
    }
    deepest
}

/// True if a number in `value` is so large or fractional that arithmetic with doubles may be inexact.
pub(crate) fn has_large_number(value: &Value) -> bool {
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        match value {
            Value::Number(number)
                if number.as_f64().is_none_or(|number| number.abs() > 1e9 || number.fract() != 0.0) =>
            {
                return true;
            }
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => rest.extend(members.values()),
            _ => {}
        }
    }
    false
}

/// True if a whole number in `value` is written with a fraction, such as `1.0`.
pub(crate) fn has_whole_float(value: &Value) -> bool {
    let mut rest = vec![value];
    while let Some(value) = rest.pop() {
        match value {
            Value::Number(number)
                if number.is_f64()
                    && number.as_f64().is_some_and(|number| number.fract() == 0.0 && number.abs() < 1e15) =>
            {
                return true;
            }
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => rest.extend(members.values()),
            _ => {}
        }
    }
    false
}
