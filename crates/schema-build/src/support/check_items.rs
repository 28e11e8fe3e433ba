use super::super::guard::Invalid;
use ::serde_json::Value;

/// No two items are equal as JSON counts (2020-12 core, 4.2.2), whatever type they are of.
pub(in super::super) fn unique<T: ::serde::Serialize>(items: &[T], keyword: &'static str) -> Result<(), Invalid> {
    let mut seen = ::std::collections::HashSet::with_capacity(items.len());
    for item in items {
        let key = match ::serde_json::to_value(item) {
            Ok(value) => Ok(text(&value)),
            // A whole number that no `Value` holds.
            Err(_) => ::serde_json::to_string(item),
        };
        let key = key.map_err(|error| Invalid { keyword, message: error.to_string() })?;
        if !seen.insert(key) {
            return Err(Invalid { keyword, message: "`uniqueItems`: an item stands twice".to_owned() });
        }
    }
    Ok(())
}

/// A text that is the same for equal values: numbers by value, keys in order.
fn text(value: &Value) -> String {
    let mut out = String::new();
    write(value, &mut out);
    out
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Number(number) => match number.as_f64() {
            // Beyond it, a float may be a whole number that is written otherwise.
            Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e38 => {
                out.push_str(&(float as i128).to_string());
            }
            _ => out.push_str(&number.to_string()),
        },
        Value::Array(items) => {
            out.push('[');
            for item in items {
                write(item, out);
                out.push(',');
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (key, member) in members {
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write(member, out);
                out.push(',');
            }
            out.push('}');
        }
        scalar => out.push_str(&scalar.to_string()),
    }
}
