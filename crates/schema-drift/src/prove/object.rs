//! Searches for an object: its required and its possible keys, and their values.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::node::{Literal, Node, TypeClass};
use super::solution::Solution;
use super::solve::{Case, Solver};

/// Groups of names, each with the patterns that match.
const MAX_CELLS: usize = 128;
/// Properties that are added to reach `minProperties`.
const MAX_MADE_UP: usize = 512;

/// The constraints on an object.
#[derive(Clone, Default)]
struct Object {
    named: BTreeMap<String, Vec<Literal>>,
    patterns: Vec<(String, Literal)>,
    others: Vec<(BTreeSet<String>, BTreeSet<String>, Literal)>,
    names: Vec<Literal>,
    required: BTreeSet<String>,
    absent: BTreeSet<String>,
    low: u64,
    high: Option<u64>,
    wanted: Vec<Property>,
}

/// The constraints on the name and on the value of a property whose name is not known yet.
#[derive(Clone)]
struct Property {
    name: Vec<Literal>,
    value: Vec<Literal>,
}

/// The names that no schema mentions and that the same patterns match. Their properties have the same constraints.
struct Cell {
    property: Property,
    /// True if there certainly is such a name.
    sure: bool,
}

/// Properties chosen so far.
#[derive(Clone, Default)]
struct Assignment {
    /// More literals for the values of known names, which are then present.
    named: BTreeMap<String, Vec<Literal>>,
    fresh: Vec<Property>,
}

impl Solver<'_> {
    pub fn solve_object(&mut self, case: &Case) -> Solution {
        let object = self.gather_object(case);
        if object.required.iter().any(|name| object.absent.contains(name))
            || object.high.is_some_and(|high| high < object.low)
        {
            return Solution::None;
        }
        let mut unsure = false;
        // A known name that `propertyNames` rejects is absent.
        let mut object = object;
        if !object.names.is_empty() {
            let literals = object.names.clone();
            for name in self.mentioned_names(&object) {
                match self.meets(&literals, &Value::String(name.clone())) {
                    Some(true) => {}
                    Some(false) if object.required.contains(&name) => return Solution::None,
                    Some(false) => {
                        object.absent.insert(name);
                    }
                    None => unsure = true,
                }
            }
        }
        for name in object.required.clone() {
            match self.solve_property(&object, &name, &[]) {
                Solution::None => return Solution::None,
                Solution::Unknown => unsure = true,
                Solution::Value(_) => {}
            }
        }
        let needs_others = !object.wanted.is_empty() || object.low > object.required.len() as u64;
        let cells = if needs_others { self.split_names(&object) } else { Some(Vec::new()) };
        let complete = cells.is_some();
        let cells = cells.unwrap_or_default();
        let found = self.assign(&object, &cells, 0, Assignment::default());
        match found {
            Solution::None if unsure || !complete => Solution::Unknown,
            found => found,
        }
    }

    fn gather_object(&mut self, case: &Case) -> Object {
        let mut object = Object::default();
        for (id, holds) in &case.atoms {
            match (self.arena.get(*id), *holds) {
                (Node::Required(name), true) | (Node::Absent(name), false) => {
                    object.required.insert(name);
                }
                (Node::Required(name), false) | (Node::Absent(name), true) => {
                    object.absent.insert(name);
                }
                (Node::Property(name, id), true) => object.named.entry(name).or_default().push((id, true)),
                (Node::Property(name, id), false) => {
                    object.required.insert(name.clone());
                    object.named.entry(name).or_default().push((id, false));
                }
                (Node::PatternProperty(pattern, id), true) => object.patterns.push((pattern, (id, true))),
                (Node::PatternProperty(pattern, id), false) => {
                    let name = self.arena.add(Node::Pattern(pattern));
                    object.wanted.push(Property { name: vec![(name, true)], value: vec![(id, false)] });
                }
                (Node::Others(names, patterns, id), true) => object.others.push((names, patterns, (id, true))),
                (Node::Others(names, patterns, id), false) => {
                    let listed = self.arena.values(names.into_iter().map(Value::String));
                    let mut name = vec![(listed, false)];
                    name.extend(patterns.into_iter().map(|pattern| (self.arena.add(Node::Pattern(pattern)), false)));
                    object.wanted.push(Property { name, value: vec![(id, false)] });
                }
                (Node::Names(id), true) => object.names.push((id, true)),
                (Node::Names(id), false) => {
                    object.wanted.push(Property { name: vec![(id, false)], value: Vec::new() });
                }
                (Node::MinProperties(count), true) => object.low = object.low.max(count),
                (Node::MinProperties(count), false) => object.at_most(count.saturating_sub(1)),
                (Node::MaxProperties(count), true) => object.at_most(count),
                (Node::MaxProperties(count), false) => object.low = object.low.max(count.saturating_add(1)),
                _ => {}
            }
        }
        object
    }

    fn mentioned_names(&self, object: &Object) -> BTreeSet<String> {
        let others = object.others.iter().flat_map(|(names, ..)| names);
        let wanted = object.wanted.iter().flat_map(|wanted| &wanted.name);
        let wanted = wanted.chain(&object.names).filter_map(|(id, _)| match self.arena.look(*id) {
            Node::Values(values) => {
                Some(values.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>())
            }
            _ => None,
        });
        let mut all: BTreeSet<String> = wanted.flatten().collect();
        all.extend(object.named.keys().chain(&object.required).chain(&object.absent).chain(others).cloned());
        all
    }

    /// The constraints on the value under `name`; `None` if a pattern cannot be evaluated.
    fn literals(&mut self, object: &Object, name: &str) -> Option<Vec<Literal>> {
        let mut literals = object.named.get(name).cloned().unwrap_or_default();
        for (pattern, literal) in &object.patterns {
            if self.learned.automata.matches(pattern, name)? {
                literals.push(*literal);
            }
        }
        for (names, patterns, literal) in &object.others {
            if !names.contains(name) && !self.matched(patterns, name)? {
                literals.push(*literal);
            }
        }
        Some(literals)
    }

    fn solve_property(&mut self, object: &Object, name: &str, more: &[Literal]) -> Solution {
        match self.literals(object, name) {
            Some(mut literals) => {
                literals.extend(more);
                self.solve(literals)
            }
            None => Solution::Unknown,
        }
    }

    /// Groups the names that no schema mentions by the patterns that match; `None` if there are too many groups.
    fn split_names(&mut self, object: &Object) -> Option<Vec<Cell>> {
        let mut patterns: BTreeSet<&String> = object.patterns.iter().map(|(pattern, _)| pattern).collect();
        patterns.extend(object.others.iter().flat_map(|(_, patterns, _)| patterns));
        let mentioned = self.mentioned_names(object);
        let string = self.arena.add(Node::Types(vec![TypeClass::String]));
        let listed = self.arena.values(mentioned.into_iter().map(Value::String));
        let mut base = vec![(string, true), (listed, false)];
        base.extend(&object.names);
        // Pattern by pattern, so that combinations that no name matches are dropped early.
        let mut open: Vec<(Vec<Literal>, BTreeSet<&String>)> = vec![(base, BTreeSet::new())];
        for pattern in patterns {
            let id = self.arena.add(Node::Pattern(pattern.clone()));
            let mut next = Vec::new();
            for (name, matching) in open {
                for holds in [false, true] {
                    let mut name = name.clone();
                    name.push((id, holds));
                    if self.solve(name.clone()) != Solution::None {
                        let mut matching = matching.clone();
                        matching.extend(holds.then_some(pattern));
                        next.push((name, matching));
                    }
                }
            }
            if next.len() > MAX_CELLS {
                return None;
            }
            open = next;
        }
        let mut cells = Vec::new();
        for (name, matching) in open {
            let found = self.solve(name.clone());
            if found == Solution::None {
                continue;
            }
            let patterns = object.patterns.iter().filter(|(pattern, _)| matching.contains(pattern));
            let mut value: Vec<Literal> = patterns.map(|(_, literal)| *literal).collect();
            let free = |patterns: &BTreeSet<String>| !patterns.iter().any(|pattern| matching.contains(pattern));
            let others = object.others.iter().filter(|(_, patterns, _)| free(patterns));
            value.extend(others.map(|(.., literal)| *literal));
            cells.push(Cell { property: Property { name, value }, sure: matches!(found, Solution::Value(_)) });
        }
        Some(cells)
    }

    /// Tries every way to give each wanted property a name.
    fn assign(&mut self, object: &Object, cells: &[Cell], index: usize, chosen: Assignment) -> Solution {
        if !self.step() {
            return Solution::Unknown;
        }
        let Some(wanted) = object.wanted.get(index) else { return self.fill(object, cells, &chosen) };
        let mut result = Solution::None;
        // A property that is known for another reason may serve too, which makes a smaller object.
        for name in self.mentioned_names(object).into_iter().filter(|name| !object.absent.contains(name)) {
            match self.meets(&wanted.name, &Value::String(name.clone())) {
                Some(false) => continue,
                Some(true) => {}
                None => {
                    result = Solution::Unknown;
                    continue;
                }
            }
            let mut more = chosen.clone();
            let literals = more.named.entry(name.clone()).or_default();
            literals.extend(&wanted.value);
            let literals = literals.clone();
            if self.solve_property(object, &name, &literals) == Solution::None {
                continue;
            }
            match self.assign(object, cells, index + 1, more) {
                Solution::Value(value) => return Solution::Value(value),
                Solution::Unknown => result = Solution::Unknown,
                Solution::None => {}
            }
        }
        let bases: Vec<(Property, Option<usize>, bool)> = cells
            .iter()
            .map(|cell| (cell.property.clone(), None, cell.sure))
            .chain(chosen.fresh.iter().enumerate().map(|(at, fresh)| (fresh.clone(), Some(at), true)))
            .collect();
        for (mut property, at, sure) in bases {
            property.name.extend(&wanted.name);
            property.value.extend(&wanted.value);
            if self.solve(property.name.clone()) == Solution::None
                || self.solve(property.value.clone()) == Solution::None
            {
                continue;
            }
            let mut more = chosen.clone();
            match at.and_then(|at| more.fresh.get_mut(at)) {
                Some(shared) => *shared = property,
                None => more.fresh.push(property),
            }
            match self.assign(object, cells, index + 1, more) {
                Solution::Value(value) => return Solution::Value(value),
                Solution::Unknown => result = Solution::Unknown,
                Solution::None if !sure => result = Solution::Unknown,
                Solution::None => {}
            }
        }
        result
    }

    /// Builds the object with the chosen properties, and with more if `minProperties` requires them.
    fn fill(&mut self, object: &Object, cells: &[Cell], chosen: &Assignment) -> Solution {
        let mut names: BTreeSet<&String> = object.required.iter().collect();
        names.extend(chosen.named.keys());
        let count = (names.len() + chosen.fresh.len()) as u64;
        if object.high.is_some_and(|high| count > high) {
            return Solution::None;
        }
        let mut made = Map::new();
        for name in names {
            let more = chosen.named.get(name).map_or(&[] as &[Literal], Vec::as_slice);
            match self.solve_property(object, name, more) {
                Solution::Value(value) => made.insert(name.clone(), value),
                other => return other,
            };
        }
        let mut taken: Vec<Value> = Vec::new();
        for fresh in &chosen.fresh {
            match self.add_fresh(fresh, &mut taken, &mut made) {
                Solution::Value(_) => {}
                other => return other,
            }
        }
        if (made.len() as u64) < object.low {
            return self.fill_up(object, cells, made, taken);
        }
        Solution::Value(made.into())
    }

    /// Adds a property under a name that is not used yet.
    fn add_fresh(&mut self, property: &Property, taken: &mut Vec<Value>, made: &mut Map<String, Value>) -> Solution {
        let mut name = property.name.clone();
        if !taken.is_empty() {
            name.push((self.arena.values(taken.iter().cloned()), false));
        }
        let name = match self.solve(name) {
            Solution::Value(Value::String(name)) => name,
            // Another choice of earlier names might leave one for this property, so only the first failure is a proof.
            Solution::None if taken.is_empty() => return Solution::None,
            _ => return Solution::Unknown,
        };
        let value = match self.solve(property.value.clone()) {
            Solution::Value(value) => value,
            other => return other,
        };
        taken.push(Value::String(name.clone()));
        made.insert(name, value.clone());
        Solution::Value(value)
    }

    fn fill_up(
        &mut self,
        object: &Object,
        cells: &[Cell],
        mut made: Map<String, Value>,
        mut taken: Vec<Value>,
    ) -> Solution {
        let mut unsure = !taken.is_empty();
        let full = |made: &Map<String, Value>| made.len() as u64 >= object.low;
        for name in self.mentioned_names(object) {
            if full(&made) {
                break;
            }
            if made.contains_key(&name) || object.absent.contains(&name) {
                continue;
            }
            match self.solve_property(object, &name, &[]) {
                Solution::Value(value) => {
                    made.insert(name, value);
                }
                Solution::Unknown => unsure = true,
                Solution::None => {}
            }
        }
        for cell in cells {
            let before = taken.len();
            while !full(&made) && taken.len() - before <= MAX_MADE_UP {
                let more = match self.solve(cell.property.value.clone()) {
                    Solution::None => break,
                    Solution::Unknown => Solution::Unknown,
                    Solution::Value(_) => {
                        // Names of different groups differ anyway, but excluding all of them is simpler.
                        let mut own = taken.get(before..).map(<[Value]>::to_vec).unwrap_or_default();
                        own.extend(taken.get(..before).into_iter().flatten().cloned());
                        let mut name = cell.property.name.clone();
                        name.push((self.arena.values(own), false));
                        self.solve(name)
                    }
                };
                match (more, self.solve(cell.property.value.clone())) {
                    (Solution::Value(Value::String(name)), Solution::Value(value)) => {
                        taken.push(Value::String(name.clone()));
                        made.insert(name, value);
                    }
                    (Solution::None, _) => break,
                    _ => {
                        unsure = true;
                        break;
                    }
                }
            }
            unsure |= taken.len() - before > MAX_MADE_UP;
        }
        match (full(&made), unsure) {
            (true, _) => Solution::Value(made.into()),
            (false, true) => Solution::Unknown,
            (false, false) => Solution::None,
        }
    }
}

impl Object {
    fn at_most(&mut self, count: u64) {
        self.high = Some(self.high.map_or(count, |high| high.min(count)));
    }
}
