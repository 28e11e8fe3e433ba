//! Compiles `unevaluatedProperties` and `unevaluatedItems` (core, 11) to a union of cases.
//!
//! A property is evaluated if a subschema that accepts the value describes it. So each case fixes which subschemas accept the
//! value, and in that case the keyword is an ordinary `additionalProperties` or `items`.

use std::collections::BTreeSet;

use schema_ir::{Schema, SchemaId};

use super::compile::Compiler;
use super::node::{Id, Node};

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

impl Compiler<'_, '_> {
    /// Adds the nodes of the two keywords.
    pub fn unevaluated(&mut self, schema: &Schema, all: &mut Vec<Id>) {
        let (properties, items) = (schema.object.unevaluated_properties, schema.array.unevaluated_items);
        if properties.or(items).is_none() {
            return;
        }
        let cases = self.cases_beside(schema, MAX_HOPS);
        let properties =
            properties.map(|rest| self.unevaluated_keyword(rest, cases.as_deref(), Self::other_properties));
        let items = items.map(|rest| self.unevaluated_keyword(rest, cases.as_deref(), Self::other_items));
        all.extend(properties.into_iter().chain(items));
    }

    /// A union of the cases, in each of which `others` applies a schema to what the case has not evaluated.
    fn unevaluated_keyword(
        &mut self,
        rest: SchemaId,
        cases: Option<&[Evaluated]>,
        others: fn(&mut Self, &Evaluated, Id) -> Option<Node>,
    ) -> Id {
        let rest = self.schema(rest);
        let anything = self.arena.anything();
        if rest == anything {
            return anything;
        }
        let Some(cases) = cases else {
            let opaque = self.opaque();
            return self.arena.add(opaque);
        };
        let mut any = Vec::new();
        for case in cases {
            let mut holds = case.holds.clone();
            holds.extend(others(self, case, rest).map(|node| self.arena.add(node)));
            any.push(self.arena.all(holds));
        }
        self.arena.any(any)
    }

    fn other_properties(&mut self, case: &Evaluated, rest: Id) -> Option<Node> {
        (!case.every_property).then(|| Node::Others(case.names.clone(), case.patterns.clone(), rest))
    }

    fn other_items(&mut self, case: &Evaluated, rest: Id) -> Option<Node> {
        let mut either = case.contains.clone();
        either.push(rest);
        (!case.every_item).then(|| Node::Items(case.items, self.arena.any(either)))
    }

    /// The cases in which a schema holds.
    fn cases(&mut self, id: SchemaId, hops: usize) -> Option<Vec<Evaluated>> {
        let document = self.document;
        let schema = &document[id];
        let mut cases = self.cases_beside(schema, hops)?;
        for case in &mut cases {
            case.every_property |= schema.object.unevaluated_properties.is_some();
            case.every_item |= schema.array.unevaluated_items.is_some();
        }
        Some(cases)
    }

    fn cases_beside(&mut self, schema: &Schema, hops: usize) -> Option<Vec<Evaluated>> {
        let hops = hops.checked_sub(1)?;
        let Schema { array, object, logic, .. } = schema;
        let mut own = Evaluated {
            names: object.properties.keys().cloned().collect(),
            patterns: object.pattern_properties.keys().cloned().collect(),
            every_property: object.additional_properties.is_some(),
            items: array.prefix_items.len(),
            every_item: array.items.is_some(),
            ..Evaluated::default()
        };
        own.contains.extend(array.contains.map(|contains| self.schema(contains)));
        let mut cases = vec![own];
        for inner in schema.reference.iter().chain(&logic.all_of) {
            cases = product(&cases, &self.cases(*inner, hops)?)?;
        }
        for inner in logic.any_of.iter().flatten() {
            let (holds, not) = self.either(*inner);
            let mut either = self.cases(*inner, hops)?;
            for case in &mut either {
                case.holds.push(holds);
            }
            if either.iter().any(has_evaluated_something) {
                either.push(Evaluated::only_if(not));
                cases = product(&cases, &either)?;
            }
        }
        let mut either = Vec::new();
        for inner in logic.one_of.iter().flatten() {
            let (holds, _) = self.either(*inner);
            for mut case in self.cases(*inner, hops)? {
                case.holds.push(holds);
                either.push(case);
            }
        }
        if either.iter().any(has_evaluated_something) {
            cases = product(&cases, &either)?;
        }
        if let Some(condition) = logic.condition {
            let (holds, not) = self.either(condition);
            let side = |compiler: &mut Self, branch: Option<SchemaId>| match branch {
                Some(schema) => compiler.cases(schema, hops),
                None => Some(vec![Evaluated::default()]),
            };
            let mut both = product(&self.cases(condition, hops)?, &side(self, logic.then)?)?;
            for case in &mut both {
                case.holds.push(holds);
            }
            for mut case in side(self, logic.otherwise)? {
                case.holds.push(not);
                both.push(case);
            }
            cases = product(&cases, &both)?;
        }
        for (name, inner) in &object.dependent_schemas {
            let absent = self.absent(name);
            let present = self.arena.not(absent);
            let mut either = self.cases(*inner, hops)?;
            for case in &mut either {
                case.holds.push(present);
            }
            either.push(Evaluated::only_if(absent));
            cases = product(&cases, &either)?;
        }
        Some(cases)
    }

    fn either(&mut self, schema: SchemaId) -> (Id, Id) {
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
