use serde_json::Value;

/// Whether two JSON values are equal under JSON Schema (2020-12 core, 4.2.2): numbers compare by value, so that `1.0` equals
/// `1`, and the order of an object's keys does not count.
///
/// ```
/// use schema_ir::equal;
/// use serde_json::json;
///
/// assert!(equal(&json!({"a": 1, "b": [2]}), &json!({"b": [2.0], "a": 1})));
/// assert!(!equal(&json!(9007199254740993_u64), &json!(9007199254740992_u64)));
/// ```
pub fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        // Two integers that round to the same float are still different numbers. With `arbitrary_precision`, -0 is an integer.
        (Value::Number(one), Value::Number(other)) => {
            let may_round = one.is_f64() || other.is_f64() || one.as_f64() == Some(0.0);
            one == other || (one.as_f64() == other.as_f64() && may_round)
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, one)| other.get(key).is_some_and(|other| equal(one, other)))
        }
        _ => one == other,
    }
}
