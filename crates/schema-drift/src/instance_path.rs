//! Instance pointers with two tokens for many values: `*` for each item or member, [`KEYS`] for each key of an object.

use schema_ir::pointer;
use serde_json::Value;

/// Stands for every item of an array or every member of an object.
pub(crate) const EACH: &str = "*";
/// Stands for every key of an object, as a string.
pub(crate) const KEYS: &str = "~keys";

/// Names the values at `path` for people, such as "each member of `tags`".
pub(crate) fn describe(path: &str) -> String {
    if let Some(object) = path.strip_suffix(&pointer::push("", KEYS)) {
        return format!("each key of {}", describe(object));
    }
    let tokens: Vec<String> = pointer::tokens(path).collect();
    let others = tokens.iter().rev().take_while(|token| *token == EACH).count();
    let name = tokens.len().checked_sub(others + 1).and_then(|index| tokens.get(index));
    let name = name.map_or_else(|| "the value".to_owned(), |name| format!("`{name}`"));
    match others {
        0 => name,
        _ => format!("each member of {name}"),
    }
}

/// True if `template` covers `path`, a plain instance pointer.
pub(crate) fn matches(template: &str, path: &str) -> bool {
    template == path || {
        let (template, path) = (pointer::tokens(template), pointer::tokens(path));
        let (template, path): (Vec<_>, Vec<_>) = (template.collect(), path.collect());
        template.len() == path.len() && template.iter().zip(&path).all(|(one, other)| one == EACH || one == other)
    }
}

/// True if `holds` is true for a value of `whole` at `path`.
pub(crate) fn any_value_at(whole: &Value, path: &str, holds: impl Fn(&Value) -> bool) -> bool {
    let keys: Vec<Value>;
    let mut here = vec![whole];
    for token in pointer::tokens(path) {
        here = match token.as_str() {
            EACH => here.into_iter().flat_map(members).collect(),
            KEYS => {
                let objects = here.into_iter().filter_map(Value::as_object);
                keys = objects.flat_map(|object| object.keys().cloned().map(Value::String)).collect();
                here = keys.iter().collect();
                break;
            }
            token => here.into_iter().filter_map(|value| member(value, token)).collect(),
        };
    }
    here.into_iter().any(holds)
}

fn members(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(members) => members.values().collect(),
        _ => Vec::new(),
    }
}

fn member<'v>(value: &'v Value, token: &str) -> Option<&'v Value> {
    match value {
        Value::Array(items) => items.get(token.parse::<usize>().ok()?),
        Value::Object(members) => members.get(token),
        _ => None,
    }
}
