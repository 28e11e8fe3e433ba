//! Keywords that hold no schemas: types, listed values, bounds.

use serde_json::{Map, Value, json};

use super::{At, Walk};
use crate::dialect::AppliesTo;
use crate::difference::Difference;
use crate::facts::Facts;
use crate::instance_path::describe;

/// Keywords that are compared together, because they bound the same thing.
const FAMILIES: [(AppliesTo, &[&str]); 13] = [
    (AppliesTo::String, &["minLength"]),
    (AppliesTo::String, &["maxLength"]),
    (AppliesTo::String, &["pattern"]),
    (AppliesTo::String, &["format"]),
    (AppliesTo::Number, &["minimum", "exclusiveMinimum"]),
    (AppliesTo::Number, &["maximum", "exclusiveMaximum"]),
    (AppliesTo::Number, &["multipleOf"]),
    (AppliesTo::Array, &["minItems"]),
    (AppliesTo::Array, &["maxItems"]),
    (AppliesTo::Array, &["uniqueItems"]),
    (AppliesTo::Object, &["minProperties"]),
    (AppliesTo::Object, &["maxProperties"]),
    (AppliesTo::Object, &["dependentRequired"]),
];

/// The types of 2020-12, with `number` split into `integer` and `fraction`, so that no two overlap.
const TYPES: [&str; 7] = ["null", "boolean", "object", "array", "string", "integer", "fraction"];

impl Walk<'_> {
    /// `type`, `enum` and `const`.
    pub(super) fn compare_values(&mut self, at: &At<'_, '_>) {
        match (listed_values(at.old), listed_values(at.new)) {
            (None, None) => self.compare_types(at),
            (Some(before), Some(after)) => self.compare_lists(at, &before, &after),
            (Some(before), None) => {
                let message = format!("{} no longer lists its values", describe(at.path));
                let schemas = [enum_schema(&before), type_schema(&types(at.new))];
                self.report_values(at, message, schemas, [Some(before.into()), None]);
            }
            (None, Some(after)) => {
                let message =
                    format!("{} now allows only {}", describe(at.path), join(&after.iter().collect::<Vec<_>>()));
                let schemas = [type_schema(&types(at.old)), enum_schema(&after)];
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
        let added: Vec<&str> = after.iter().filter(|known| !before.contains(known)).copied().collect();
        let removed: Vec<&str> = before.iter().filter(|known| !after.contains(known)).copied().collect();
        let message = match (added.as_slice(), removed.as_slice()) {
            _ if after == TYPES => format!("{name} may now be any type, was {}", join_types(&before)),
            _ if before == TYPES => format!("{name} is now {}, was any type", join_types(&after)),
            (_, []) => format!("{name} also allows {}", join_types(&added)),
            ([], _) => format!("{name} no longer allows {}", join_types(&removed)),
            _ => format!("{name} is now {}, was {}", join_types(&after), join_types(&before)),
        };
        self.report(at.difference("type", message, [type_schema(&before), type_schema(&after)]));
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
            self.report_values(at, message, [enum_schema(before), enum_schema(&more)], lists());
        }
        if !removed.is_empty() {
            let fewer: Vec<Value> = before.iter().filter(|value| contains(after, value)).cloned().collect();
            let kept = if fewer.is_empty() { Value::Bool(false) } else { enum_schema(&fewer) };
            let message = format!("{name} no longer allows {}", join(&removed));
            self.report_values(at, message, [enum_schema(before), kept], lists());
        }
    }

    fn report_values(&mut self, at: &At<'_, '_>, message: String, schemas: [Value; 2], [was, is]: [Option<Value>; 2]) {
        let pointer = |facts: &Facts<'_>| facts.pointer_of(if facts.get("enum").is_none() { "const" } else { "enum" });
        let (old_pointer, new_pointer) = (pointer(at.old), pointer(at.new));
        self.report(Difference { old_pointer, new_pointer, was, is, ..at.difference("enum", message, schemas) });
    }

    /// Bounds, lengths, patterns and the like.
    ///
    /// Each difference carries old's other bounds on the type too, because they may make up for it. For example, raising
    /// `minimum` from 3 to 4 changes nothing beside `"multipleOf": 10`.
    pub(super) fn compare_scalars(&mut self, at: &At<'_, '_>) {
        let shared: Vec<&str> = types(at.old).into_iter().filter(|name| types(at.new).contains(name)).collect();
        for (group, family) in FAMILIES {
            let type_name = match group {
                AppliesTo::String => "string",
                AppliesTo::Array => "array",
                AppliesTo::Object => "object",
                AppliesTo::Number if shared.contains(&"fraction") => "number",
                AppliesTo::Number => "integer",
                AppliesTo::Values | AppliesTo::Any => continue,
            };
            let applies = shared.contains(&type_name) || type_name == "number";
            if !applies || (family == ["format"] && !self.formats) {
                continue;
            }
            let differs = |keyword: &&&str| !are_equal(at.old.value(keyword), at.new.value(keyword));
            let Some(keyword) = family.iter().find(differs) else { continue };
            let mut before = Map::from_iter([("type".to_owned(), json!(type_name))]);
            for (other_group, other) in FAMILIES {
                if other_group == group {
                    copy_keywords(&mut before, at.old, other);
                }
            }
            let mut after = before.clone();
            for keyword in family {
                after.shift_remove(*keyword);
            }
            copy_keywords(&mut after, at.new, family);
            let message = bound_message(keyword, at);
            self.report(at.difference(keyword, message, [before.into(), after.into()]));
        }
    }
}

fn enum_schema(listed: &[Value]) -> Value {
    json!({ "enum": listed })
}

fn copy_keywords(members: &mut Map<String, Value>, facts: &Facts<'_>, keywords: &[&str]) {
    for keyword in keywords {
        if let Some(value) = facts.value(keyword) {
            members.insert((*keyword).to_owned(), value.clone());
        }
    }
}

fn bound_message(keyword: &str, at: &At<'_, '_>) -> String {
    let name = describe(at.path);
    match (at.old.value(keyword), at.new.value(keyword)) {
        (Some(was), Some(is)) => format!("`{keyword}` of {name} is now {is}, was {was}"),
        (None, Some(is)) => format!("{name} now has `{keyword}` {is}"),
        (Some(was), None) => format!("{name} no longer has `{keyword}` {was}"),
        (None, None) => format!("`{keyword}` of {name} changed"),
    }
}

/// Equal as JSON values: `5` and `5.0` are the same number (core, 4.2.2).
fn are_equal(one: Option<&Value>, other: Option<&Value>) -> bool {
    match (one, other) {
        (Some(Value::Number(one)), Some(Value::Number(other))) => {
            one == other || (one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64()
        }
        _ => one == other,
    }
}

fn contains(values: &[Value], value: &Value) -> bool {
    values.iter().any(|known| are_equal(Some(known), Some(value)))
}

/// The values that `enum`, `const` and `type` allow together; `None` if neither `enum` nor `const` is there.
fn listed_values(facts: &Facts<'_>) -> Option<Vec<Value>> {
    let constant = facts.value("const");
    let mut values = match (facts.value("enum"), constant) {
        (Some(Value::Array(values)), _) => values.clone(),
        (_, Some(constant)) => vec![constant.clone()],
        _ => return None,
    };
    if let Some(constant) = constant {
        values.retain(|value| are_equal(Some(value), Some(constant)));
    }
    let types = declared_types(facts);
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

/// The types that values at a place may have.
pub(super) fn types(facts: &Facts<'_>) -> Vec<&'static str> {
    match listed_values(facts) {
        Some(values) => TYPES.into_iter().filter(|name| values.iter().any(|value| type_of(value) == *name)).collect(),
        None => declared_types(facts),
    }
}

fn declared_types(facts: &Facts<'_>) -> Vec<&'static str> {
    let names: Vec<&Value> = match facts.value("type") {
        None => return TYPES.to_vec(),
        Some(Value::Array(names)) => names.iter().collect(),
        Some(name) => vec![name],
    };
    let number = names.contains(&&json!("number"));
    let allows = |name: &&str| names.contains(&&json!(name)) || number && matches!(*name, "integer" | "fraction");
    TYPES.into_iter().filter(allows).collect()
}

fn type_schema(types: &[&str]) -> Value {
    let mut names: Vec<&str> = types.iter().map(|name| if *name == "fraction" { "number" } else { *name }).collect();
    if names.contains(&"number") {
        names.retain(|name| *name != "integer");
    }
    if names.is_empty() { Value::Bool(false) } else { json!({ "type": names }) }
}

fn join_types(types: &[&str]) -> String {
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

fn join(values: &[&Value]) -> String {
    values.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}
