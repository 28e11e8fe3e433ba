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

/// The plain pointer of the first value of `whole` at `path` for which `holds` is true; a key has that of its member.
pub(crate) fn find_value_at(whole: &Value, path: &str, holds: impl Fn(&Value) -> bool) -> Option<String> {
    let mut here = vec![(String::new(), whole)];
    for token in pointer::tokens(path) {
        if token == KEYS {
            let keys = here.iter().flat_map(|(at, value)| names(value).into_iter().map(move |name| (at, name)));
            let mut found = keys.filter(|(_, name)| holds(&Value::from(name.as_str())));
            return found.next().map(|(at, name)| pointer::push(at, &name));
        }
        let below = here.into_iter().flat_map(|(at, value)| {
            let names = if token == EACH { names(value) } else { vec![token.clone()] };
            let inside =
                names.into_iter().filter_map(move |name| Some((pointer::push(&at, &name), member(value, &name)?)));
            inside.collect::<Vec<_>>()
        });
        here = below.collect();
    }
    here.into_iter().find(|(_, value)| holds(value)).map(|(at, _)| at)
}

/// The names of the members, or the indices of the items.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => (0..items.len()).map(|index| index.to_string()).collect(),
        Value::Object(members) => members.keys().cloned().collect(),
        _ => Vec::new(),
    }
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
