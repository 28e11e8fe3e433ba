//! Splits a set of literals into cases until each contradicts itself or yields a value.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::learned::Learned;
use super::node::{Arena, Id, Literal, Node, TypeClass};
use super::number::Numbers;
use super::solution::Solution;

/// Nesting of a proposed value.
const MAX_DEPTH: usize = 48;

pub(super) struct Solver<'a> {
    pub arena: &'a mut Arena,
    pub learned: Learned,
    /// Remaining steps.
    work: usize,
    /// The sets that are being solved, with their level; the outermost has level 0.
    open: HashMap<Vec<Literal>, usize>,
    /// The outermost level that an answer by induction has assumed since. A result that depends on the assumption of an outer
    /// level must not be remembered, because it holds only inside that search.
    assumed_level: usize,
    /// The sets without a value if the outer sets have none that they assumed to have none; with the level of the outermost.
    provisional: HashMap<Vec<Literal>, usize>,
    /// The provisional sets in their order.
    trail: Vec<Vec<Literal>>,
}

/// The literals of one case, for values of one type.
#[derive(Clone)]
pub(super) struct Case {
    pub class: TypeClass,
    seen: BTreeSet<Literal>,
    /// Literals about the type.
    pub atoms: Vec<Literal>,
    /// Of each choice, one set of literals must hold.
    choices: Vec<Vec<Vec<Literal>>>,
    /// True if the value must be one of a list.
    listed: bool,
}

impl<'a> Solver<'a> {
    pub fn new(arena: &'a mut Arena, work: usize) -> Self {
        Solver {
            arena,
            learned: Learned::default(),
            work,
            open: HashMap::new(),
            assumed_level: usize::MAX,
            provisional: HashMap::new(),
            trail: Vec::new(),
        }
    }

    /// Takes one step; false if none is left.
    pub fn step(&mut self) -> bool {
        let left = self.work > 0;
        self.work = self.work.saturating_sub(1);
        left
    }

    /// The remaining steps.
    pub fn left(&self) -> usize {
        self.work
    }

    /// Searches for a value that meets every literal.
    pub fn solve(&mut self, mut literals: Vec<Literal>) -> Solution {
        literals.sort_unstable();
        literals.dedup();
        if let Some(found) = self.learned.known.get(&literals) {
            return found.clone();
        }
        if let Some(level) = self.open.get(&literals).or_else(|| self.provisional.get(&literals)) {
            self.assumed_level = self.assumed_level.min(*level);
            return Solution::None;
        }
        let level = self.open.len();
        if level >= MAX_DEPTH || !self.step() {
            return Solution::Unknown;
        }
        self.open.insert(literals.clone(), level);
        let outer = std::mem::replace(&mut self.assumed_level, usize::MAX);
        let mark = self.trail.len();
        let mut found = Solution::None;
        for class in TypeClass::ALL {
            let case = Case { class, seen: BTreeSet::new(), atoms: Vec::new(), choices: Vec::new(), listed: false };
            match self.search(case, literals.clone(), &literals) {
                Solution::Value(value) => {
                    found = Solution::Value(value);
                    break;
                }
                Solution::Unknown => found = Solution::Unknown,
                Solution::None => {}
            }
        }
        self.open.remove(&literals);
        let assumed = std::mem::replace(&mut self.assumed_level, outer);
        self.settle_provisional(mark, (assumed < level).then_some(assumed), &found);
        if assumed < level && found == Solution::None {
            self.trail.push(literals.clone());
            self.provisional.insert(literals.clone(), assumed);
        }
        if assumed >= level || matches!(found, Solution::Value(_)) {
            if found == Solution::Unknown {
                self.learned.unknown.push(literals.clone());
            }
            self.learned.known.insert(literals, found.clone());
        }
        if assumed < level {
            self.assumed_level = self.assumed_level.min(assumed);
        }
        found
    }

    /// Settles the sets that became provisional in a search. If it ends without a value and assumes nothing about outer sets, then
    /// none of these sets has a value: the smallest value of all of them would have a smaller part that meets one of them.
    fn settle_provisional(&mut self, mark: usize, assumed: Option<usize>, found: &Solution) {
        if let (Solution::None, Some(assumed)) = (found, assumed) {
            // They assumed that this set has no value, which is now provisional too.
            for literals in self.trail.iter().skip(mark) {
                if let Some(level) = self.provisional.get_mut(literals) {
                    *level = assumed.min(*level);
                }
            }
            return;
        }
        for literals in self.trail.split_off(mark) {
            self.provisional.remove(&literals);
            if *found == Solution::None {
                self.learned.known.insert(literals, Solution::None);
            }
        }
    }

    /// Searches for a value of the case that also meets `more`; `whole` is the complete set of literals.
    fn search(&mut self, mut case: Case, more: Vec<Literal>, whole: &[Literal]) -> Solution {
        if !self.step() {
            return Solution::Unknown;
        }
        if !self.settle(&mut case, more) {
            return Solution::None;
        }
        if case.listed {
            return self.pick_listed(&case, whole);
        }
        if case.choices.is_empty() {
            return self.solve_leaf(&case);
        }
        // If the literals about the type contradict each other, no choice can help.
        if matches!(self.solve_leaf(&case), Solution::None) {
            return Solution::None;
        }
        // The smallest choice branches least.
        let Some(index) = (0..case.choices.len()).min_by_key(|index| case.choices.get(*index).map_or(0, Vec::len))
        else {
            return Solution::Unknown;
        };
        let choice = case.choices.swap_remove(index);
        let mut found = Solution::None;
        for alternative in choice {
            match self.search(case.clone(), alternative, whole) {
                Solution::Value(value) => return Solution::Value(value),
                Solution::Unknown => found = Solution::Unknown,
                Solution::None => {}
            }
        }
        found
    }

    /// Splits literals until only literals about the type and choices are left; false if they contradict each other.
    ///
    /// A choice with one possible alternative is no choice, so its literals are added at once (unit propagation).
    fn settle(&mut self, case: &mut Case, mut todo: Vec<Literal>) -> bool {
        loop {
            while let Some(literal) = todo.pop() {
                if !case.seen.insert(literal) {
                    continue;
                }
                let (id, holds) = literal;
                if case.seen.contains(&(id, !holds)) || !self.take_apart(case, id, holds, &mut todo) {
                    return false;
                }
            }
            let mut open = Vec::new();
            for choice in std::mem::take(&mut case.choices) {
                let mut left: Vec<Vec<Literal>> = Vec::new();
                let mut met = false;
                for alternative in choice {
                    let judged: Vec<(Literal, Option<bool>)> =
                        alternative.into_iter().map(|literal| (literal, self.glance(case, literal, 6))).collect();
                    if judged.iter().any(|(_, truth)| *truth == Some(false)) {
                        continue;
                    }
                    let rest: Vec<Literal> =
                        judged.into_iter().filter(|(_, truth)| truth.is_none()).map(|(literal, _)| literal).collect();
                    if rest.is_empty() {
                        met = true;
                        break;
                    }
                    left.push(rest);
                }
                match left.len() {
                    _ if met => {}
                    0 => return false,
                    1 => todo.extend(left.into_iter().flatten()),
                    _ => open.push(left),
                }
            }
            case.choices = open;
            if todo.is_empty() {
                return true;
            }
        }
    }

    /// Splits one literal; false if no value of the type can meet it.
    fn take_apart(&mut self, case: &mut Case, id: Id, holds: bool, todo: &mut Vec<Literal>) -> bool {
        let node = self.arena.get(id);
        if let Some(applies) = node.applies_to(case.class) {
            return match (&node, applies) {
                (_, false) => holds,
                (Node::Contains(item, low, high), true) if !holds => {
                    let mut choice = Vec::new();
                    if let Some(fewer) = low.checked_sub(1) {
                        choice.push(vec![(self.arena.add(Node::Contains(*item, 0, Some(fewer))), true)]);
                    }
                    if let Some(high) = high {
                        let more = self.arena.add(Node::Contains(*item, high.saturating_add(1), None));
                        choice.push(vec![(more, true)]);
                    }
                    case.choices.push(choice);
                    true
                }
                _ => {
                    case.atoms.push((id, holds));
                    true
                }
            };
        }
        match (node, holds) {
            (Node::True, holds) => return holds,
            (Node::Types(types), holds) => return types.contains(&case.class) == holds,
            (Node::Not(inner), holds) => todo.push((inner, !holds)),
            (Node::Ref(class), holds) => match self.arena.definition(class) {
                Some(target) => todo.push((target, holds)),
                None => return true,
            },
            (Node::All(ids), true) => todo.extend(ids.into_iter().map(|id| (id, true))),
            (Node::Any(ids), false) => todo.extend(ids.into_iter().map(|id| (id, false))),
            (Node::All(ids), false) => case.choices.push(ids.into_iter().map(|id| vec![(id, false)]).collect()),
            (Node::Any(ids), true) => case.choices.push(ids.into_iter().map(|id| vec![(id, true)]).collect()),
            (Node::One(ids), true) => case.choices.push(
                (0..ids.len()).map(|one| ids.iter().enumerate().map(|(at, id)| (*id, at == one)).collect()).collect(),
            ),
            (Node::One(ids), false) => {
                let mut choice = vec![ids.iter().map(|id| (*id, false)).collect()];
                for (at, one) in ids.iter().enumerate() {
                    choice.extend(ids.iter().skip(at + 1).map(|other| vec![(*one, true), (*other, true)]));
                }
                case.choices.push(choice);
            }
            (Node::If(condition, then, other), holds) => case
                .choices
                .push(vec![vec![(condition, true), (then, holds)], vec![(condition, false), (other, holds)]]),
            (Node::Values(values), true) => {
                if !values.iter().any(|value| TypeClass::of_value(value) == case.class) {
                    return false;
                }
                case.listed = true;
                case.atoms.push((id, true));
            }
            (Node::Values(values), false) => {
                for value in values.iter().filter(|value| TypeClass::of_value(value) == case.class) {
                    match value {
                        Value::Array(items) => {
                            let choice = self.ways_to_be_another_array(items);
                            case.choices.push(choice);
                        }
                        Value::Object(members) => {
                            let choice = self.ways_to_be_another_object(members);
                            case.choices.push(choice);
                        }
                        _ => {}
                    }
                }
                case.atoms.push((id, false));
            }
            _ => {}
        }
        true
    }

    /// The ways to differ from an array: a different length, or a different item.
    fn ways_to_be_another_array(&mut self, items: &[Value]) -> Vec<Vec<Literal>> {
        let count = items.len() as u64;
        let mut choice = Vec::new();
        if let Some(fewer) = count.checked_sub(1) {
            choice.push(vec![(self.arena.add(Node::MaxItems(fewer)), true)]);
        }
        choice.push(vec![(self.arena.add(Node::MinItems(count + 1)), true)]);
        for (index, item) in items.iter().enumerate() {
            let value = self.arena.values([item.clone()]);
            choice.push(vec![(self.arena.add(Node::Item(index, value)), false)]);
        }
        choice
    }

    /// The ways to differ from an object: a key less, a key more, or a different value.
    fn ways_to_be_another_object(&mut self, members: &serde_json::Map<String, Value>) -> Vec<Vec<Literal>> {
        let mut choice = Vec::new();
        let nothing = self.arena.nothing();
        let names = members.keys().cloned().collect();
        choice.push(vec![(self.arena.add(Node::Others(names, BTreeSet::new(), nothing)), false)]);
        for (name, value) in members {
            choice.push(vec![(self.arena.add(Node::Absent(name.clone())), true)]);
            let value = self.arena.values([value.clone()]);
            choice.push(vec![(self.arena.add(Node::Property(name.clone(), value)), false)]);
        }
        choice
    }

    /// Evaluates a literal in the case without a search; `None` if that takes one.
    fn glance(&mut self, case: &Case, (id, holds): Literal, depth: usize) -> Option<bool> {
        if case.seen.contains(&(id, holds)) {
            return Some(true);
        }
        if case.seen.contains(&(id, !holds)) {
            return Some(false);
        }
        let depth = depth.checked_sub(1)?;
        let node = self.arena.look(id);
        let truth = match node {
            Node::True => Some(true),
            Node::Types(types) => Some(types.contains(&case.class)),
            Node::Values(values) => {
                (!values.iter().any(|value| TypeClass::of_value(value) == case.class)).then_some(false)
            }
            Node::Not(inner) => {
                let inner = *inner;
                self.glance(case, (inner, true), depth).map(|truth| !truth)
            }
            Node::Ref(class) => {
                let target = self.arena.definition(*class)?;
                self.glance(case, (target, true), depth)
            }
            Node::All(ids) => {
                let ids = ids.clone();
                self.fold(case, &ids, false, depth)
            }
            Node::Any(ids) => {
                let ids = ids.clone();
                self.fold(case, &ids, true, depth)
            }
            _ if node.applies_to(case.class) == Some(false) => Some(true),
            Node::Property(name, id) => {
                let (name, id) = (name.clone(), *id);
                self.glance_at_property(case, &name, id)
            }
            _ => None,
        };
        truth.map(|truth| truth == holds)
    }

    /// Evaluates a property's schema against the other literals about this property. This resolves tagged unions without
    /// branching, because one known tag contradicts the tags of all other members.
    fn glance_at_property(&mut self, case: &Case, name: &str, id: Id) -> Option<bool> {
        let (mut known, mut present) = (Vec::new(), false);
        for (atom, holds) in &case.atoms {
            match (self.arena.look(*atom), holds) {
                (Node::Property(other, id), holds) if other == name => {
                    known.push((*id, *holds));
                    present |= !holds;
                }
                (Node::Required(other), true) | (Node::Absent(other), false) if other == name => present = true,
                (Node::Required(other), false) | (Node::Absent(other), true) if other == name => return Some(true),
                _ => {}
            }
        }
        if known.is_empty() {
            return None;
        }
        let mut with = |holds| {
            let literals = known.iter().copied().chain([(id, holds)]).collect();
            self.solve(literals) == Solution::None
        };
        if with(false) {
            return Some(true);
        }
        (present && with(true)).then_some(false)
    }

    /// Evaluates "any of `ids`" (`absorbing` is true) or "all of `ids`" (`absorbing` is false).
    fn fold(&mut self, case: &Case, ids: &[Id], absorbing: bool, depth: usize) -> Option<bool> {
        let mut open = false;
        for id in ids.iter().take(256) {
            match self.glance(case, (*id, true), depth) {
                Some(truth) if truth == absorbing => return Some(absorbing),
                Some(_) => {}
                None => open = true,
            }
        }
        (!open && ids.len() <= 256).then_some(!absorbing)
    }

    /// Picks the first listed value that meets everything.
    fn pick_listed(&mut self, case: &Case, whole: &[Literal]) -> Solution {
        let lists = case.atoms.iter().filter(|(_, holds)| *holds).filter_map(|(id, _)| match self.arena.look(*id) {
            Node::Values(values) => Some(values.clone()),
            _ => None,
        });
        let Some(values) = lists.min_by_key(Vec::len) else { return Solution::Unknown };
        let mut found = Solution::None;
        for value in values.into_iter().filter(|value| TypeClass::of_value(value) == case.class) {
            match self.meets(whole, &value) {
                Some(true) => return Solution::Value(value),
                Some(false) => {}
                None => found = Solution::Unknown,
            }
        }
        found
    }

    /// Searches for a value that meets the literals about the type, ignoring the choices.
    fn solve_leaf(&mut self, case: &Case) -> Solution {
        let excluded = self.excluded(case);
        match case.class {
            TypeClass::Null if excluded.is_empty() => Solution::Value(Value::Null),
            TypeClass::Null => Solution::None,
            TypeClass::Boolean => [false, true]
                .into_iter()
                .map(Value::Bool)
                .find(|value| !excluded.contains(value))
                .map_or(Solution::None, Solution::Value),
            TypeClass::Integer | TypeClass::Fraction => self.solve_number(case, &excluded),
            TypeClass::String => self.solve_string(case, &excluded),
            TypeClass::Array => self.solve_array(case),
            TypeClass::Object => self.solve_object(case),
        }
    }

    fn excluded(&self, case: &Case) -> Vec<Value> {
        let lists = case.atoms.iter().filter(|(_, holds)| !holds).filter_map(|(id, _)| match self.arena.look(*id) {
            Node::Values(values) => Some(values),
            _ => None,
        });
        lists.flatten().filter(|value| TypeClass::of_value(value) == case.class).cloned().collect()
    }

    fn solve_number(&self, case: &Case, excluded: &[Value]) -> Solution {
        let mut numbers = Numbers::default();
        let one = num_rational::BigRational::from_integer(1.into());
        if case.class == TypeClass::Integer {
            numbers.steps.push(one)
        } else {
            numbers.no_steps.push(one)
        }
        for (id, holds) in &case.atoms {
            match (self.arena.look(*id), holds) {
                (Node::Minimum(bound, strict), true) => numbers.at_least(bound.clone(), *strict),
                (Node::Minimum(bound, strict), false) => numbers.at_most(bound.clone(), !strict),
                (Node::Maximum(bound, strict), true) => numbers.at_most(bound.clone(), *strict),
                (Node::Maximum(bound, strict), false) => numbers.at_least(bound.clone(), !strict),
                (Node::MultipleOf(step), true) => numbers.steps.push(step.clone()),
                (Node::MultipleOf(step), false) => numbers.no_steps.push(step.clone()),
                _ => {}
            }
        }
        let as_number = |value: &Value| match value {
            Value::Number(number) => Some(super::number::exact(number)),
            _ => None,
        };
        numbers.excluded = excluded.iter().filter_map(as_number).collect();
        numbers.solve()
    }

    fn solve_string(&mut self, case: &Case, excluded: &[Value]) -> Solution {
        let mut wanted = super::text::Wanted::default();
        for (id, holds) in &case.atoms {
            match (self.arena.look(*id), holds) {
                (Node::MinLength(count), true) => wanted.low = wanted.low.max(*count),
                (Node::MinLength(count), false) => wanted.at_most(count.saturating_sub(1)),
                (Node::MaxLength(count), true) => wanted.at_most(*count),
                (Node::MaxLength(count), false) => wanted.low = wanted.low.max(count.saturating_add(1)),
                (Node::Pattern(pattern), holds) => wanted.patterns.push((pattern.clone(), *holds)),
                (Node::Format(format), holds) => wanted.formats.push((format.clone(), *holds)),
                _ => {}
            }
        }
        wanted.excluded = excluded.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        self.learned.automata.find_string(&wanted)
    }
}
