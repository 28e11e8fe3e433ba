//! Compiles `unevaluatedProperties` and `unevaluatedItems` (core, 11) to a union of cases.
//!
//! A property is evaluated if a subschema that accepts the value describes it. So each case fixes which subschemas accept the
//! value, and in that case the keyword is an ordinary `additionalProperties` or `items`.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::compile::Compiler;
use super::node::{Id, Node};
use crate::dialect;

/// Cases of one schema, because subschemas multiply them.
const MAX_CASES: usize = 192;
/// References that are followed without a step into the value.
const MAX_HOPS: usize = 24;

/// One case: the subschemas that hold, and the properties and items that they have evaluated.
#[derive(Clone, Default)]
struct Evaluated {
    holds: Vec<Id>,
    names: BTreeSet<String>,
    patterns: BTreeSet<String>,
    every_property: bool,
    items: usize,
    every_item: bool,
    contains: Vec<Id>,
}

impl Evaluated {
    fn combine(&self, other: &Evaluated) -> Evaluated {
        let mut both = self.clone();
        both.holds.extend(&other.holds);
        both.names.extend(other.names.iter().cloned());
        both.patterns.extend(other.patterns.iter().cloned());
        both.every_property |= other.every_property;
        both.items = both.items.max(other.items);
        both.every_item |= other.every_item;
        both.contains.extend(&other.contains);
        both
    }

    fn only_if(id: Id) -> Evaluated {
        Evaluated { holds: vec![id], ..Evaluated::default() }
    }
}

fn product(cases: &[Evaluated], others: &[Evaluated]) -> Option<Vec<Evaluated>> {
    let both = cases.len().checked_mul(others.len()).filter(|count| *count <= MAX_CASES)?;
    let mut all = Vec::with_capacity(both);
    for case in cases {
        all.extend(others.iter().map(|other| case.combine(other)));
    }
    Some(all)
}

impl<'d> Compiler<'_, 'd> {
    /// Adds the nodes of the two keywords.
    pub fn unevaluated(&mut self, members: &'d Map<String, Value>, all: &mut Vec<Id>) {
        let cases = self.cases_beside(members, MAX_HOPS);
        for keyword in ["unevaluatedProperties", "unevaluatedItems"] {
            let Some(value) = members.get(keyword) else { continue };
            let schema = self.schema(value);
            if schema == self.arena.anything() {
                continue;
            }
            let Some(cases) = &cases else {
                let opaque = self.opaque();
                all.push(self.arena.add(opaque));
                continue;
            };
            let mut any = Vec::new();
            for case in cases {
                let mut holds = case.holds.clone();
                if keyword == "unevaluatedProperties" && !case.every_property {
                    holds.push(self.arena.add(Node::Others(case.names.clone(), case.patterns.clone(), schema)));
                }
                if keyword == "unevaluatedItems" && !case.every_item {
                    let mut either = case.contains.clone();
                    either.push(schema);
                    let either = self.arena.any(either);
                    holds.push(self.arena.add(Node::Items(case.items, either)));
                }
                any.push(self.arena.all(holds));
            }
            all.push(self.arena.any(any));
        }
    }

    /// The cases in which a schema holds.
    fn cases(&mut self, schema: &'d Value, hops: usize) -> Option<Vec<Evaluated>> {
        let Value::Object(members) = schema else { return Some(vec![Evaluated::default()]) };
        let mut cases = self.cases_beside(members, hops)?;
        for case in &mut cases {
            case.every_property |= members.contains_key("unevaluatedProperties");
            case.every_item |= members.contains_key("unevaluatedItems");
        }
        Some(cases)
    }

    fn cases_beside(&mut self, members: &'d Map<String, Value>, hops: usize) -> Option<Vec<Evaluated>> {
        let hops = hops.checked_sub(1)?;
        let names = |keyword: &str| -> BTreeSet<String> {
            members
                .get(keyword)
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
                .map(|(name, _)| name.clone())
                .collect()
        };
        let mut own = Evaluated {
            names: names("properties"),
            patterns: names("patternProperties"),
            every_property: members.contains_key("additionalProperties"),
            items: members.get("prefixItems").and_then(Value::as_array).map_or(0, Vec::len),
            every_item: members.contains_key("items"),
            ..Evaluated::default()
        };
        if let Some(contains) = members.get("contains") {
            own.contains.push(self.schema(contains));
        }
        let mut cases = vec![own];
        if members.contains_key("$ref") {
            let document = self.document;
            let (_, target) = dialect::target_of(document, members)?;
            cases = product(&cases, &self.cases(target, hops)?)?;
        }
        let list = |keyword: &str| members.get(keyword).and_then(Value::as_array).into_iter().flatten();
        for schema in list("allOf") {
            cases = product(&cases, &self.cases(schema, hops)?)?;
        }
        for schema in list("anyOf") {
            let (holds, not) = self.either(schema);
            let mut either = self.cases(schema, hops)?;
            for case in &mut either {
                case.holds.push(holds);
            }
            if either.iter().any(has_evaluated_something) {
                either.push(Evaluated::only_if(not));
                cases = product(&cases, &either)?;
            }
        }
        let one_of: Vec<&Value> = list("oneOf").collect();
        let mut either = Vec::new();
        for schema in &one_of {
            let (holds, _) = self.either(schema);
            for mut case in self.cases(schema, hops)? {
                case.holds.push(holds);
                either.push(case);
            }
        }
        if either.iter().any(has_evaluated_something) {
            cases = product(&cases, &either)?;
        }
        if let Some(condition) = members.get("if") {
            let (holds, not) = self.either(condition);
            let side = |compiler: &mut Self, keyword: &str, hops| match members.get(keyword) {
                Some(schema) => compiler.cases(schema, hops),
                None => Some(vec![Evaluated::default()]),
            };
            let mut both = product(&self.cases(condition, hops)?, &side(self, "then", hops)?)?;
            for case in &mut both {
                case.holds.push(holds);
            }
            for mut case in side(self, "else", hops)? {
                case.holds.push(not);
                both.push(case);
            }
            cases = product(&cases, &both)?;
        }
        for (name, schema) in members.get("dependentSchemas").and_then(Value::as_object).into_iter().flatten() {
            let absent = self.absent(name);
            let present = self.arena.not(absent);
            let mut either = self.cases(schema, hops)?;
            for case in &mut either {
                case.holds.push(present);
            }
            either.push(Evaluated::only_if(absent));
            cases = product(&cases, &either)?;
        }
        Some(cases)
    }

    fn either(&mut self, schema: &'d Value) -> (Id, Id) {
        let holds = self.schema(schema);
        (holds, self.arena.not(holds))
    }
}

/// True if the case has evaluated anything.
fn has_evaluated_something(case: &Evaluated) -> bool {
    !case.names.is_empty()
        || !case.patterns.is_empty()
        || case.every_property
        || case.items > 0
        || case.every_item
        || !case.contains.is_empty()
}
