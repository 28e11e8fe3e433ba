//! Evaluates schemas on one value, with exact numbers.
//!
//! The result is three-valued, because some keywords are not modelled: `None` is unknown, and "false and unknown" is false.

use serde_json::{Map, Value};

use super::node::{Id, Literal, Node, TypeClass, plain};
use super::number::{divides, exact};
use super::solve::Solver;

/// Nesting of schemas and values together.
const MAX_DEPTH: usize = 200;

impl Solver<'_> {
    /// True if `value` meets every literal; `None` if that depends on a keyword that is not modelled.
    pub fn meets(&mut self, literals: &[Literal], value: &Value) -> Option<bool> {
        let value = plain(value);
        let mut open = false;
        for (id, holds) in literals {
            match self.holds(*id, &value, MAX_DEPTH) {
                Some(truth) if truth != *holds => return Some(false),
                Some(_) => {}
                None => open = true,
            }
        }
        (!open).then_some(true)
    }

    fn holds(&mut self, id: Id, value: &Value, depth: usize) -> Option<bool> {
        let depth = depth.checked_sub(1)?;
        if !self.step() {
            return None;
        }
        let node = self.arena.get(id);
        // A keyword about one type accepts values of every other type (validation, 6).
        if node.applies_to(TypeClass::of_value(value)) == Some(false) {
            return Some(true);
        }
        match (&node, value) {
            (Node::True, _) => Some(true),
            (Node::Opaque(_), _) => None,
            (Node::Types(types), _) => Some(types.contains(&TypeClass::of_value(value))),
            (Node::Values(values), _) => Some(values.contains(value)),
            (Node::Not(inner), _) => self.holds(*inner, value, depth).map(|truth| !truth),
            (Node::Ref(class), _) => {
                let target = self.arena.definition(*class)?;
                self.holds(target, value, depth)
            }
            (Node::All(ids), _) => self.every(ids, value, depth),
            (Node::Any(ids), _) => {
                let mut open = false;
                for id in ids {
                    match self.holds(*id, value, depth) {
                        Some(true) => return Some(true),
                        Some(false) => {}
                        None => open = true,
                    }
                }
                (!open).then_some(false)
            }
            // Every member counts, so one unknown member makes the result unknown.
            (Node::One(ids), _) => {
                let mut count = 0;
                for id in ids {
                    count += usize::from(self.holds(*id, value, depth)?);
                }
                Some(count == 1)
            }
            (Node::If(condition, then, other), _) => {
                let branch = if self.holds(*condition, value, depth)? { then } else { other };
                self.holds(*branch, value, depth)
            }
            (_, Value::Number(number)) => {
                let number = exact(number);
                Some(match &node {
                    Node::Minimum(bound, strict) => number > *bound || !strict && number == *bound,
                    Node::Maximum(bound, strict) => number < *bound || !strict && number == *bound,
                    Node::MultipleOf(step) => divides(step, &number),
                    _ => true,
                })
            }
            (_, Value::String(text)) => {
                let length = || text.chars().count() as u64;
                match &node {
                    Node::MinLength(count) => Some(length() >= *count),
                    Node::MaxLength(count) => Some(length() <= *count),
                    Node::Pattern(pattern) => self.learned.automata.matches(pattern, text),
                    Node::Format(format) => self.learned.automata.has_format(format, text),
                    _ => Some(true),
                }
            }
            (_, Value::Array(items)) => self.array_holds(&node, items, depth),
            (_, Value::Object(members)) => self.object_holds(&node, members, depth),
            _ => Some(true),
        }
    }

    fn every(&mut self, ids: &[Id], value: &Value, depth: usize) -> Option<bool> {
        let mut open = false;
        for id in ids {
            match self.holds(*id, value, depth) {
                Some(false) => return Some(false),
                Some(true) => {}
                None => open = true,
            }
        }
        (!open).then_some(true)
    }

    fn array_holds(&mut self, node: &Node, items: &[Value], depth: usize) -> Option<bool> {
        let count = items.len() as u64;
        match node {
            Node::MinItems(low) => Some(count >= *low),
            Node::MaxItems(high) => Some(count <= *high),
            Node::UniqueItems => {
                Some(items.iter().enumerate().all(|(at, item)| !items.iter().skip(at + 1).any(|other| other == item)))
            }
            Node::Item(index, id) => items.get(*index).map_or(Some(true), |item| self.holds(*id, item, depth)),
            Node::Items(from, id) => {
                for item in items.iter().skip(*from) {
                    if !self.holds(*id, item, depth)? {
                        return Some(false);
                    }
                }
                Some(true)
            }
            Node::Contains(id, low, high) => {
                let mut found = 0;
                for item in items {
                    found += u64::from(self.holds(*id, item, depth)?);
                }
                Some(found >= *low && high.is_none_or(|high| found <= high))
            }
            _ => Some(true),
        }
    }

    fn object_holds(&mut self, node: &Node, members: &Map<String, Value>, depth: usize) -> Option<bool> {
        let count = members.len() as u64;
        match node {
            Node::MinProperties(low) => Some(count >= *low),
            Node::MaxProperties(high) => Some(count <= *high),
            Node::Required(name) => Some(members.contains_key(name)),
            Node::Absent(name) => Some(!members.contains_key(name)),
            Node::Property(name, id) => members.get(name).map_or(Some(true), |value| self.holds(*id, value, depth)),
            Node::PatternProperty(pattern, id) => {
                for (name, value) in members {
                    if self.learned.automata.matches(pattern, name)? && !self.holds(*id, value, depth)? {
                        return Some(false);
                    }
                }
                Some(true)
            }
            Node::Others(names, patterns, id) => {
                for (name, value) in members {
                    if !names.contains(name) && !self.matched(patterns, name)? && !self.holds(*id, value, depth)? {
                        return Some(false);
                    }
                }
                Some(true)
            }
            Node::Names(id) => {
                for name in members.keys() {
                    if !self.holds(*id, &Value::String(name.clone()), depth)? {
                        return Some(false);
                    }
                }
                Some(true)
            }
            _ => Some(true),
        }
    }

    /// True if one of the patterns matches `name`.
    pub fn matched<'p>(&mut self, patterns: impl IntoIterator<Item = &'p String>, name: &str) -> Option<bool> {
        let mut open = false;
        for pattern in patterns {
            match self.learned.automata.matches(pattern, name) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => open = true,
            }
        }
        (!open).then_some(false)
    }
}
