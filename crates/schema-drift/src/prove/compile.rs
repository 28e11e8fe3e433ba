//! Compiles a plain 2020-12 document to nodes.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::lookaround;
use super::node::{Arena, Id, Node, TypeClass};
use super::number::exact;
use schema_ir::pointer::definition;

/// Nodes of one pair of documents.
pub(super) const MAX_NODES: usize = 200_000;

/// Compiles the definitions of `document`, then its root.
pub(super) fn compile_document(arena: &mut Arena, document: &Value, formats: bool) -> Id {
    let mut compiler = Compiler { arena, document, formats };
    for (name, body) in document.get("$defs").and_then(Value::as_object).into_iter().flatten() {
        let id = compiler.schema(body);
        compiler.arena.define(name.clone(), id);
    }
    compiler.schema(document)
}

pub(super) struct Compiler<'a, 'd> {
    pub arena: &'a mut Arena,
    pub document: &'d Value,
    formats: bool,
}

impl<'d> Compiler<'_, 'd> {
    /// Compiles one schema. The recursion is as deep as the document, which `MAX_DEPTH` bounds.
    pub fn schema(&mut self, schema: &'d Value) -> Id {
        let Value::Object(members) = schema else {
            return if schema == &Value::Bool(false) { self.arena.nothing() } else { self.arena.anything() };
        };
        let mut all = Vec::new();
        for (keyword, value) in members {
            self.keyword(keyword, value, members, &mut all);
        }
        if members.contains_key("unevaluatedProperties") || members.contains_key("unevaluatedItems") {
            self.unevaluated(members, &mut all);
        }
        self.arena.all(all)
    }

    pub fn required(&mut self, name: &str) -> Id {
        self.arena.add(Node::Required(name.to_owned()))
    }

    pub fn absent(&mut self, name: &str) -> Id {
        self.arena.add(Node::Absent(name.to_owned()))
    }

    /// Compiles a pattern. Look-ahead at its start becomes nodes of its own, because automata cannot express it.
    pub fn pattern(&mut self, pattern: &str) -> Id {
        let parts = lookaround::split(pattern);
        let mut all = Vec::new();
        for (part, holds) in parts {
            let id = self.arena.add(Node::Pattern(part));
            all.push(if holds { id } else { self.not_for_strings(id) });
        }
        self.arena.all(all)
    }

    /// A node for strings that do not meet `id`, and for every value of another type.
    fn not_for_strings(&mut self, id: Id) -> Id {
        let not = self.arena.not(id);
        let types = TypeClass::ALL.into_iter().filter(|class| *class != TypeClass::String).collect();
        let other = self.arena.add(Node::Types(types));
        self.arena.any(vec![not, other])
    }

    fn list(&mut self, value: &'d Value) -> Vec<Id> {
        value.as_array().into_iter().flatten().map(|schema| self.schema(schema)).collect()
    }

    fn keyword(&mut self, keyword: &str, value: &'d Value, members: &'d Map<String, Value>, all: &mut Vec<Id>) {
        let count = || value.as_u64().or_else(|| value.as_f64().map(|count| count as u64)).unwrap_or(0);
        let objects = |value: &'d Value| value.as_object().into_iter().flatten();
        let node = match (keyword, value) {
            ("type", _) => Node::Types(parse_types(value)),
            ("enum", Value::Array(values)) => {
                all.push(self.arena.values(values.iter().cloned()));
                return;
            }
            ("const", _) => {
                all.push(self.arena.values([value.clone()]));
                return;
            }
            ("$ref", Value::String(reference)) => match definition(reference) {
                Some(name) => Node::Ref(name),
                None => self.opaque(),
            },
            ("allOf", _) => {
                let ids = self.list(value);
                all.extend(ids);
                return;
            }
            ("anyOf", _) => {
                let ids = self.list(value);
                all.push(self.arena.any(ids));
                return;
            }
            ("oneOf", _) => match self.list(value).as_slice() {
                [one] => {
                    all.push(*one);
                    return;
                }
                several => Node::One(several.to_vec()),
            },
            ("not", _) => {
                let id = self.schema(value);
                all.push(self.arena.not(id));
                return;
            }
            // `then` and `else` mean nothing without `if` (core, 10.2.2.2 and 10.2.2.3), so they are compiled here.
            ("if", _) => {
                let anything = self.arena.anything();
                let condition = self.schema(value);
                let then = members.get("then").map_or(anything, |then| self.schema(then));
                let other = members.get("else").map_or(anything, |other| self.schema(other));
                if (then, other) == (anything, anything) {
                    return;
                }
                Node::If(condition, then, other)
            }
            ("minimum", Value::Number(bound)) => Node::Minimum(exact(bound), false),
            ("exclusiveMinimum", Value::Number(bound)) => Node::Minimum(exact(bound), true),
            ("maximum", Value::Number(bound)) => Node::Maximum(exact(bound), false),
            ("exclusiveMaximum", Value::Number(bound)) => Node::Maximum(exact(bound), true),
            ("multipleOf", Value::Number(step)) => Node::MultipleOf(exact(step)),
            ("minLength", _) if count() > 0 => Node::MinLength(count()),
            ("maxLength", _) => Node::MaxLength(count()),
            ("pattern", Value::String(pattern)) => {
                all.push(self.pattern(pattern));
                return;
            }
            ("format", Value::String(format)) if self.formats => Node::Format(format.clone()),
            ("minItems", _) if count() > 0 => Node::MinItems(count()),
            ("maxItems", _) => Node::MaxItems(count()),
            ("uniqueItems", Value::Bool(true)) => Node::UniqueItems,
            ("prefixItems", Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    let id = self.schema(item);
                    all.push(self.arena.add(Node::Item(index, id)));
                }
                return;
            }
            ("items", _) => {
                let id = self.schema(value);
                if id == self.arena.anything() {
                    return;
                }
                // `items` applies to the items after those of `prefixItems` (core, 10.3.1.2).
                let from = members.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len);
                Node::Items(from, id)
            }
            ("contains", _) => {
                let id = self.schema(value);
                // Without `minContains`, one item must match (core, 10.3.1.3).
                let bound = |keyword: &str| members.get(keyword).and_then(Value::as_u64);
                Node::Contains(id, bound("minContains").unwrap_or(1), bound("maxContains"))
            }
            ("minProperties", _) if count() > 0 => Node::MinProperties(count()),
            ("maxProperties", _) => Node::MaxProperties(count()),
            ("required", Value::Array(names)) => {
                for name in names.iter().filter_map(Value::as_str) {
                    all.push(self.required(name));
                }
                return;
            }
            ("properties", _) => {
                for (name, schema) in objects(value) {
                    let id = self.schema(schema);
                    if id != self.arena.anything() {
                        all.push(self.arena.add(Node::Property(name.clone(), id)));
                    }
                }
                return;
            }
            ("patternProperties", _) => {
                for (pattern, schema) in objects(value) {
                    let id = self.schema(schema);
                    if id != self.arena.anything() {
                        all.push(self.arena.add(Node::PatternProperty(pattern.clone(), id)));
                    }
                }
                return;
            }
            ("additionalProperties", _) => {
                let id = self.schema(value);
                if id == self.arena.anything() {
                    return;
                }
                // It applies to the names that these two keywords beside it do not cover (core, 10.3.2.3).
                let names = |keyword| members.get(keyword).and_then(Value::as_object).into_iter().flatten();
                let named: BTreeSet<String> = names("properties").map(|(name, _)| name.clone()).collect();
                let matched: BTreeSet<String> = names("patternProperties").map(|(name, _)| name.clone()).collect();
                Node::Others(named, matched, id)
            }
            ("propertyNames", _) => {
                let id = self.schema(value);
                if id == self.arena.anything() {
                    return;
                }
                Node::Names(id)
            }
            // "If `a` is present, `b` is required" is the union "`a` is absent or `b` is present" (validation, 6.5.4).
            ("dependentRequired", _) => {
                for (name, wanted) in objects(value) {
                    let absent = self.absent(name);
                    let wanted = wanted.as_array().into_iter().flatten().filter_map(Value::as_str);
                    for other in wanted.filter(|other| other != name) {
                        let other = self.required(other);
                        all.push(self.arena.any(vec![absent, other]));
                    }
                }
                return;
            }
            ("dependentSchemas", _) => {
                for (name, schema) in objects(value) {
                    let (absent, id) = (self.absent(name), self.schema(schema));
                    all.push(self.arena.any(vec![absent, id]));
                }
                return;
            }
            _ => return,
        };
        all.push(self.arena.add(node));
    }

    /// A new node that equals no other, so that nothing is concluded from two of them.
    pub fn opaque(&self) -> Node {
        Node::Opaque(self.arena.len())
    }
}

fn parse_types(value: &Value) -> Vec<TypeClass> {
    let names: Vec<&str> = match value {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    };
    let named = |class: &TypeClass| {
        names.iter().any(|name| match *name {
            "null" => *class == TypeClass::Null,
            "boolean" => *class == TypeClass::Boolean,
            "integer" => *class == TypeClass::Integer,
            "number" => class.is_number(),
            "string" => *class == TypeClass::String,
            "array" => *class == TypeClass::Array,
            _ => *name == "object" && *class == TypeClass::Object,
        })
    };
    TypeClass::ALL.into_iter().filter(named).collect()
}
