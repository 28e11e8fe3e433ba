//! Keywords whose values hold no schemas: types, listed values, bounds.

use serde_json::{Map, Value, json};

use super::{Found, Walk, subject};
use crate::view::{Group, View};

/// Keywords that say one thing together.
const FAMILIES: [(Group, &[&str]); 13] = [
    (Group::String, &["minLength"]),
    (Group::String, &["maxLength"]),
    (Group::String, &["pattern"]),
    (Group::String, &["format"]),
    (Group::Number, &["minimum", "exclusiveMinimum"]),
    (Group::Number, &["maximum", "exclusiveMaximum"]),
    (Group::Number, &["multipleOf"]),
    (Group::Array, &["minItems"]),
    (Group::Array, &["maxItems"]),
    (Group::Array, &["uniqueItems"]),
    (Group::Object, &["minProperties"]),
    (Group::Object, &["maxProperties"]),
    (Group::Object, &["dependentRequired"]),
];

/// The types of 2020-12, with numbers that are no integers apart.
const TYPES: [&str; 7] = ["null", "boolean", "object", "array", "string", "integer", "fraction"];

impl Walk<'_> {
    /// `type`, `enum` and `const`.
    pub(super) fn values(&mut self, old: &View<'_>, new: &View<'_>, place: &str) {
        let name = subject(place);
        let report =
            |walk: &mut Self, keyword, message, was: Option<Value>, is: Option<Value>, locals: (Value, Value)| {
                let at = |view: &View<'_>| {
                    let written = if view.get(keyword).is_none() && keyword == "enum" { "const" } else { keyword };
                    view.pointer_of(written)
                };
                let (old_pointer, new_pointer) = (at(old), at(new));
                let (old, new) = locals;
                walk.report(Found {
                    keyword,
                    message,
                    old_pointer,
                    new_pointer,
                    was,
                    is,
                    old,
                    new,
                    place: place.to_owned(),
                    sense: walk.sense,
                });
            };
        let all = |listed: &[Value]| json!({ "enum": listed });
        match (listed(old), listed(new)) {
            (None, None) => {
                let (before, after) = (types(old), types(new));
                if before == after {
                    return;
                }
                let added: Vec<&str> = after.iter().filter(|kind| !before.contains(kind)).copied().collect();
                let removed: Vec<&str> = before.iter().filter(|kind| !after.contains(kind)).copied().collect();
                let message = match (added.as_slice(), removed.as_slice()) {
                    _ if after == TYPES => format!("{name} may now be any type, was {}", or(&before)),
                    _ if before == TYPES => format!("{name} is now {}, was any type", or(&after)),
                    (_, []) => format!("{name} also allows {}", or(&added)),
                    ([], _) => format!("{name} no longer allows {}", or(&removed)),
                    _ => format!("{name} is now {}, was {}", or(&after), or(&before)),
                };
                let locals = (only(&before), only(&after));
                report(self, "type", message, old.value("type").cloned(), new.value("type").cloned(), locals);
            }
            (Some(before), Some(after)) => {
                let added: Vec<&Value> = after.iter().filter(|value| !contains(&before, value)).collect();
                let removed: Vec<&Value> = before.iter().filter(|value| !contains(&after, value)).collect();
                let (was, is) = (Some(Value::from(before.clone())), Some(Value::from(after.clone())));
                if !added.is_empty() {
                    let more: Vec<Value> = before.iter().chain(added.iter().copied()).cloned().collect();
                    let message = format!("{name} also allows {}", list(&added));
                    report(self, "enum", message, was.clone(), is.clone(), (all(&before), all(&more)));
                }
                if !removed.is_empty() {
                    let fewer: Vec<Value> = before.iter().filter(|value| contains(&after, value)).cloned().collect();
                    let local = if fewer.is_empty() { Value::Bool(false) } else { all(&fewer) };
                    let message = format!("{name} no longer allows {}", list(&removed));
                    report(self, "enum", message, was, is, (all(&before), local));
                }
            }
            (Some(before), None) => {
                let message = format!("{name} no longer lists its values");
                report(self, "enum", message, Some(before.clone().into()), None, (all(&before), only(&types(new))));
            }
            (None, Some(after)) => {
                let message = format!("{name} now allows only {}", list(&after.iter().collect::<Vec<_>>()));
                report(self, "enum", message, None, Some(after.clone().into()), (only(&types(old)), all(&after)));
            }
        }
    }

    /// Bounds, lengths, patterns and the like.
    pub(super) fn scalars(&mut self, old: &View<'_>, new: &View<'_>, place: &str) {
        let shared: Vec<&str> = types(old).into_iter().filter(|kind| types(new).contains(kind)).collect();
        for (group, family) in FAMILIES {
            let kind = match group {
                Group::String => "string",
                Group::Array => "array",
                Group::Object => "object",
                Group::Number if shared.contains(&"fraction") => "number",
                Group::Number => "integer",
                Group::Values | Group::Whole => continue,
            };
            let speaks = shared.contains(&kind) || kind == "number";
            if !speaks || (family == ["format"] && !self.formats) {
                continue;
            }
            let differs = |keyword: &&&str| !same(old.value(keyword), new.value(keyword));
            let Some(keyword) = family.iter().find(differs) else { continue };
            let mut before = Map::from_iter([("type".to_owned(), json!(kind))]);
            for (other_group, other) in FAMILIES {
                if other_group == group {
                    add(&mut before, old, other);
                }
            }
            let mut after = before.clone();
            for keyword in family {
                after.shift_remove(*keyword);
            }
            add(&mut after, new, family);
            let (was, is) = (old.value(keyword), new.value(keyword));
            self.report(Found {
                keyword,
                message: bound(keyword, was, is, &subject(place)),
                old_pointer: old.pointer_of(keyword),
                new_pointer: new.pointer_of(keyword),
                was: was.cloned(),
                is: is.cloned(),
                old: before.into(),
                new: after.into(),
                place: place.to_owned(),
                sense: self.sense,
            });
        }
    }
}

fn add(members: &mut Map<String, Value>, view: &View<'_>, keywords: &[&str]) {
    for keyword in keywords {
        if let Some(value) = view.value(keyword) {
            members.insert((*keyword).to_owned(), value.clone());
        }
    }
}

fn bound(keyword: &str, was: Option<&Value>, is: Option<&Value>, name: &str) -> String {
    match (was, is) {
        (Some(was), Some(is)) => format!("`{keyword}` of {name} is now {is}, was {was}"),
        (None, Some(is)) => format!("{name} now has `{keyword}` {is}"),
        (Some(was), None) => format!("{name} no longer has `{keyword}` {was}"),
        (None, None) => format!("`{keyword}` of {name} changed"),
    }
}

/// Equal as JSON values: `5` and `5.0` are the same number (core, 4.2.2).
pub(super) fn same(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (Some(Value::Number(one)), Some(Value::Number(other))) => {
            one == other || (one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64()
        }
        _ => one == other,
    }
}

fn contains(values: &[Value], value: &Value) -> bool {
    values.iter().any(|known| same(Some(known), Some(value)))
}

/// The values that `enum` and `const` leave, of the types allowed; `None` where neither is said.
fn listed(view: &View<'_>) -> Option<Vec<Value>> {
    let constant = view.value("const");
    let mut values = match (view.value("enum"), constant) {
        (Some(Value::Array(values)), _) => values.clone(),
        (_, Some(constant)) => vec![constant.clone()],
        _ => return None,
    };
    if let Some(constant) = constant {
        values.retain(|value| same(Some(value), Some(constant)));
    }
    let types = types_said(view);
    values.retain(|value| types.contains(&type_of(value)));
    Some(values)
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Object(_) => "object",
        Value::Array(_) => "array",
        Value::String(_) => "string",
        Value::Number(number) if number.as_f64().is_some_and(|number| number.fract() != 0.0) => "fraction",
        Value::Number(_) => "integer",
    }
}

/// The types that values of a place may have.
pub(super) fn types(view: &View<'_>) -> Vec<&'static str> {
    match listed(view) {
        Some(values) => TYPES.into_iter().filter(|kind| values.iter().any(|value| type_of(value) == *kind)).collect(),
        None => types_said(view),
    }
}

fn types_said(view: &View<'_>) -> Vec<&'static str> {
    let said: Vec<&Value> = match view.value("type") {
        None => return TYPES.to_vec(),
        Some(Value::Array(names)) => names.iter().collect(),
        Some(name) => vec![name],
    };
    let number = said.contains(&&json!("number"));
    let allows = |kind: &&str| said.contains(&&json!(kind)) || number && matches!(*kind, "integer" | "fraction");
    TYPES.into_iter().filter(allows).collect()
}

fn only(types: &[&str]) -> Value {
    let mut names: Vec<&str> = types.iter().map(|kind| if *kind == "fraction" { "number" } else { *kind }).collect();
    if names.contains(&"number") {
        names.retain(|name| *name != "integer");
    }
    if names.is_empty() { Value::Bool(false) } else { json!({ "type": names }) }
}

fn or(types: &[&str]) -> String {
    let mut names: Vec<&str> = types.to_vec();
    if names.contains(&"fraction") {
        if names.contains(&"integer") {
            names.retain(|name| *name != "integer");
        }
        for name in &mut names {
            if *name == "fraction" {
                *name = "number";
            }
        }
    }
    names.join(" or ")
}

fn list(values: &[&Value]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
