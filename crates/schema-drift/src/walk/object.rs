//! Keywords of objects that hold schemas, and `required`.

use schema_ir::{Document, JsonType, Keyword, Origin, Schema, SchemaId, TypeName, Types, Writer};
use serde_json::json;

use super::family::{Family, free_declared_properties};
use super::nested::Nested;
use super::state::{At, Walk};
use crate::difference::Difference;
use crate::facts::Facts;
use crate::instance_path::{EACH, KEYS, describe};

const OTHERS: Family = Family {
    keyword: Keyword::AdditionalProperties,
    members: &[Keyword::AdditionalProperties, Keyword::PatternProperties],
};
const PATTERNS: Family = Family { keyword: Keyword::PatternProperties, members: OTHERS.members };
const NAMES: Family = Family { keyword: Keyword::PropertyNames, members: &[Keyword::PropertyNames] };

/// The rule of a schema for a property that it does not declare.
enum Undeclared {
    /// The value must meet this schema.
    Schema(SchemaId),
    Any,
    Forbidden,
}

impl Undeclared {
    /// A property falls under `additionalProperties` if `properties` does not declare it (core, 10.3.2.3). A pattern of
    /// `patternProperties` may match it too, so with patterns the property is judged on its own.
    fn from_facts(facts: &Facts<'_>) -> Self {
        if facts.has(Keyword::PatternProperties) {
            return Undeclared::Any;
        }
        let Some(more) = facts.inside(Keyword::AdditionalProperties) else { return Undeclared::Any };
        match facts.document[more].boolean {
            None => Undeclared::Schema(more),
            Some(false) => Undeclared::Forbidden,
            Some(true) => Undeclared::Any,
        }
    }
}

/// A property that only one side declares.
struct OneSided<'a> {
    name: &'a str,
    message: String,
    old_origin: Origin,
    new_origin: Origin,
}

impl Walk<'_> {
    /// `properties`, `required`, `additionalProperties`, `patternProperties`, `propertyNames`.
    pub(super) fn compare_properties(&mut self, at: At<'_, '_>) {
        if at.judged {
            self.compare_required(&at);
        }
        for property in &at.old.properties {
            let (name, old) = (property.name, property.schema);
            let undeclared = match at.new.property(name) {
                Some(new) => Undeclared::Schema(new),
                None => Undeclared::from_facts(at.new),
            };
            let message = match undeclared {
                Undeclared::Schema(new) => {
                    self.enter(Some(old), Some(new), at.path_to(name), at.judged);
                    continue;
                }
                Undeclared::Any => {
                    format!("{} no longer describes `{name}`, which may now be any value", describe(at.path))
                }
                Undeclared::Forbidden => format!("{} no longer has the property `{name}`", describe(at.path)),
            };
            let message = format!("{message}{}", self.lifecycle(old));
            self.enter(Some(old), None, at.path_to(name), false);
            let old_origin = self.old[old].origin.clone();
            let new_origin = at.new.origin_of(Keyword::AdditionalProperties);
            self.report_one_sided(&at, OneSided { name, message, old_origin, new_origin });
        }
        for property in at.new.properties.iter().filter(|property| at.old.property(property.name).is_none()) {
            let (name, new) = (property.name, property.schema);
            let message = match Undeclared::from_facts(at.old) {
                Undeclared::Schema(old) => {
                    self.enter(Some(old), Some(new), at.path_to(name), at.judged);
                    continue;
                }
                Undeclared::Any => {
                    format!("{} has the new property `{name}`, which could be any value before", describe(at.path))
                }
                Undeclared::Forbidden => format!("{} has the new property `{name}`", describe(at.path)),
            };
            self.enter(None, Some(new), at.path_to(name), false);
            let old_origin = at.old.origin_of(Keyword::AdditionalProperties);
            let new_origin = self.new[new].origin.clone();
            self.report_one_sided(&at, OneSided { name, message, old_origin, new_origin });
        }
        self.compare_other_properties(&at);
    }

    /// The end of the message about a property that was removed.
    fn lifecycle(&self, old: SchemaId) -> &'static str {
        let was_deprecated = self.old[old].annotation(Keyword::Deprecated) == Some(&json!(true));
        if was_deprecated { "; it was deprecated" } else { "" }
    }

    fn compare_required(&mut self, at: &At<'_, '_>) {
        let dropped = at.old.required.iter().map(|entry| (entry.name, true));
        let dropped = dropped.filter(|(name, _)| !at.new.requires(name));
        let added = at.new.required.iter().map(|entry| (entry.name, false));
        let added = added.filter(|(name, _)| !at.old.requires(name));
        for (name, is_dropped) in dropped.chain(added).collect::<Vec<_>>() {
            let message = format!("`{name}` is {} required", if is_dropped { "no longer" } else { "now" });
            let optional = object_schema();
            let mut required = object_schema();
            required.object.required = vec![name.to_owned()];
            let schemas = if is_dropped { [required, optional] } else { [optional, required] };
            self.report(Difference {
                old_origin: at.old.origin_of_required(name),
                new_origin: at.new.origin_of_required(name),
                was: Some(json!(is_dropped)),
                is: Some(json!(!is_dropped)),
                ..at.difference(Keyword::Required, message, schemas.map(Document::new))
            });
        }
    }

    fn report_one_sided(&mut self, at: &At<'_, '_>, property: OneSided<'_>) {
        if !at.judged {
            return;
        }
        let OneSided { name, message, old_origin, new_origin } = property;
        let cut_out = |facts: &Facts<'_>| {
            let mut root = object_schema();
            root.object.properties.extend(facts.property(name).map(|schema| (name.to_owned(), schema)));
            for keyword in OTHERS.members {
                if let Some(fact) = facts.get(*keyword) {
                    root.copy(*keyword, fact.holder);
                }
            }
            let mut small = facts.document.extract(root);
            free_declared_properties(&mut small, at, Some(name));
            small
        };
        let schemas = [cut_out(at.old), cut_out(at.new)];
        self.report(Difference {
            old_origin,
            new_origin,
            was: at.old.property(name).map(|schema| Writer::new(self.old).schema(schema)),
            is: at.new.property(name).map(|schema| Writer::new(self.new).schema(schema)),
            ..at.difference(Keyword::Properties, message, schemas)
        });
    }

    fn compare_other_properties(&mut self, at: &At<'_, '_>) {
        self.compare_schema_for_others(at, OTHERS);
        let patterns = |facts: &Facts<'_>| {
            facts.get(Keyword::PatternProperties).map(|fact| fact.holder.object.pattern_properties.clone())
        };
        let before = patterns(at.old).unwrap_or_default();
        let after = patterns(at.new).unwrap_or_default();
        for (pattern, old) in &before {
            if let Some(new) = after.get(pattern) {
                self.enter(Some(*old), Some(*new), at.path_to(EACH), at.judged);
            }
        }
        let same_patterns = before.len() == after.len() && before.keys().all(|pattern| after.contains_key(pattern));
        if at.judged && !same_patterns {
            self.report_family(at, PATTERNS);
        }
        let variance = self.variance;
        self.compare_nested(at, Nested { family: NAMES, variance, token: Some(KEYS) });
    }
}

fn object_schema() -> Schema {
    Schema { types: Some(Types::One(TypeName::Json(JsonType::Object))), ..Schema::default() }
}
