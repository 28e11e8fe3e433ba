//! Keywords of objects that hold schemas, and `required`.

use schema_ir::pointer;
use serde_json::{Map, Value, json};

use super::union::Nested;
use super::{At, Family, Walk};
use crate::difference::Difference;
use crate::facts::Facts;
use crate::instance_path::{EACH, KEYS, describe};
use crate::subschema::with_definitions;

/// The rule of a schema for a property that it does not declare.
enum Undeclared {
    /// The value must meet the schema at this pointer.
    Schema(String),
    Any,
    Forbidden,
}

impl Undeclared {
    /// A property falls under `additionalProperties` if `properties` does not declare it (core, 10.3.2.3). A pattern of
    /// `patternProperties` may match it too, so with patterns the property is judged on its own.
    fn from_facts(facts: &Facts<'_>) -> Self {
        match facts.get("additionalProperties") {
            _ if facts.get("patternProperties").is_some() => Undeclared::Any,
            Some(fact) if matches!(*fact.value, Value::Object(_)) => Undeclared::Schema(fact.pointer.clone()),
            Some(fact) if *fact.value == Value::Bool(false) => Undeclared::Forbidden,
            _ => Undeclared::Any,
        }
    }
}

/// A property that only one side declares.
struct OneSided<'a> {
    name: &'a str,
    message: String,
    old_pointer: String,
    new_pointer: String,
}

impl Walk<'_> {
    /// `properties`, `required`, `additionalProperties`, `patternProperties`, `propertyNames`.
    pub(super) fn compare_properties(&mut self, at: At<'_, '_>) {
        if at.judged {
            self.compare_required(&at);
        }
        for (name, old_at, _) in &at.old.properties {
            let undeclared = match at.new.property(name) {
                Some((pointer, _)) => Undeclared::Schema(pointer.to_owned()),
                None => Undeclared::from_facts(at.new),
            };
            let message = match undeclared {
                Undeclared::Schema(new_at) => {
                    self.enter(Some(old_at.clone()), Some(new_at), at.path_to(name), at.judged);
                    continue;
                }
                Undeclared::Any => {
                    format!("{} no longer describes `{name}`, which may now be any value", describe(at.path))
                }
                Undeclared::Forbidden => format!("{} no longer has the property `{name}`", describe(at.path)),
            };
            self.enter(Some(old_at.clone()), None, at.path_to(name), false);
            let (old_pointer, new_pointer) = (old_at.clone(), at.new.pointer_of("additionalProperties"));
            self.report_one_sided(&at, OneSided { name, message, old_pointer, new_pointer });
        }
        for (name, new_at, _) in at.new.properties.iter().filter(|(name, ..)| at.old.property(name).is_none()) {
            let message = match Undeclared::from_facts(at.old) {
                Undeclared::Schema(old_at) => {
                    self.enter(Some(old_at), Some(new_at.clone()), at.path_to(name), at.judged);
                    continue;
                }
                Undeclared::Any => {
                    format!("{} has the new property `{name}`, which could be any value before", describe(at.path))
                }
                Undeclared::Forbidden => format!("{} has the new property `{name}`", describe(at.path)),
            };
            self.enter(None, Some(new_at.clone()), at.path_to(name), false);
            let (old_pointer, new_pointer) = (at.old.pointer_of("additionalProperties"), new_at.clone());
            self.report_one_sided(&at, OneSided { name, message, old_pointer, new_pointer });
        }
        self.compare_other_properties(&at);
    }

    fn compare_required(&mut self, at: &At<'_, '_>) {
        let dropped = at.old.required.iter().map(|(name, _)| (*name, true)).filter(|(name, _)| !at.new.requires(name));
        let added = at.new.required.iter().map(|(name, _)| (*name, false)).filter(|(name, _)| !at.old.requires(name));
        for (name, is_dropped) in dropped.chain(added).collect::<Vec<_>>() {
            let message = format!("`{name}` is {} required", if is_dropped { "no longer" } else { "now" });
            let pointer = |facts: &Facts<'_>| {
                let entry = facts.required.iter().find(|(known, _)| *known == name).map(|(_, at)| at.clone());
                // The list itself, if it has no such entry.
                let list = facts.required.first().and_then(|(_, at)| Some(at.rsplit_once('/')?.0.to_owned()));
                entry.or(list).unwrap_or_else(|| facts.pointer.clone())
            };
            let optional = json!({"type": "object"});
            let required = json!({"type": "object", "required": [name]});
            let schemas = if is_dropped { [required, optional] } else { [optional, required] };
            self.report(Difference {
                old_pointer: pointer(at.old),
                new_pointer: pointer(at.new),
                was: Some(json!(is_dropped)),
                is: Some(json!(!is_dropped)),
                ..at.difference("required", message, schemas)
            });
        }
    }

    fn report_one_sided(&mut self, at: &At<'_, '_>, property: OneSided<'_>) {
        if !at.judged {
            return;
        }
        let OneSided { name, message, old_pointer, new_pointer } = property;
        let cut_out = |document, facts: &Facts<'_>| {
            let mut members = Map::from_iter([("type".to_owned(), json!("object"))]);
            if let Some((_, schema)) = facts.property(name) {
                members.insert("properties".to_owned(), json!({ name: schema }));
            }
            for keyword in ["additionalProperties", "patternProperties"] {
                if let Some(value) = facts.value(keyword) {
                    members.insert(keyword.to_owned(), value.clone());
                }
            }
            with_definitions(document, members.into())
        };
        let schemas = [cut_out(self.old, at.old), cut_out(self.new, at.new)];
        self.report(Difference {
            old_pointer,
            new_pointer,
            was: at.old.property(name).map(|(_, schema)| schema.clone()),
            is: at.new.property(name).map(|(_, schema)| schema.clone()),
            ..at.difference("properties", message, schemas)
        });
    }

    fn compare_other_properties(&mut self, at: &At<'_, '_>) {
        let members = &["additionalProperties", "patternProperties"];
        self.compare_schema_for_others(at, &Family { keyword: "additionalProperties", members });
        let patterns = |facts: &Facts<'_>| match facts.value("patternProperties") {
            Some(Value::Object(patterns)) => patterns.clone(),
            _ => Map::new(),
        };
        let (before, after) = (patterns(at.old), patterns(at.new));
        let pointer = |facts: &Facts<'_>, pattern| pointer::push(&facts.pointer_of("patternProperties"), pattern);
        for pattern in before.keys().filter(|pattern| after.contains_key(*pattern)) {
            let (old_at, new_at) = (pointer(at.old, pattern), pointer(at.new, pattern));
            self.enter(Some(old_at), Some(new_at), at.path_to(EACH), at.judged);
        }
        if at.judged
            && before.keys().any(|pattern| !after.contains_key(pattern))
                | after.keys().any(|pattern| !before.contains_key(pattern))
        {
            let members = &["patternProperties", "additionalProperties"];
            self.report_family(at, &Family { keyword: "patternProperties", members });
        }
        let variance = self.variance;
        let family = Family { keyword: "propertyNames", members: &["propertyNames"] };
        self.compare_nested(at, Nested { family, variance, token: Some(KEYS) });
    }
}
