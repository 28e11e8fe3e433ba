//! Searches for an array: its length, its items, and how many of them must meet another schema.

use std::collections::BTreeMap;

use serde_json::Value;

use super::node::{Id, Literal, Node};
use super::solution::Solution;
use super::solve::{Case, Solver};

/// Items of a proposed array.
const MAX_ITEMS: u64 = 400;
/// Items of a proposed array without counted schemas.
const MAX_LENGTH: u64 = 20_000;
/// Counted schemas of one array, because each item may meet any subset of them.
const MAX_COUNTED: usize = 5;
/// Combinations of counts that are kept for one length.
const MAX_COUNTS: usize = 4_000;

/// The constraints on an array.
#[derive(Clone, Default)]
struct Array {
    items: Vec<(usize, Literal)>,
    rest: Vec<(usize, Literal)>,
    counted: Vec<Counted>,
    low: u64,
    high: Option<u64>,
    distinct: bool,
    repeated: bool,
}

/// The number of items, from an index on, that meet a literal (`contains`).
#[derive(Clone)]
struct Counted {
    from: usize,
    literal: Literal,
    low: u64,
    high: Option<u64>,
}

/// The combinations of counts that arrays of one length reach, each with the combination before and the last item's literals.
type Layer = BTreeMap<Vec<u64>, (Vec<u64>, Vec<Literal>)>;

impl Array {
    fn at_most(&mut self, count: u64) {
        self.high = Some(self.high.map_or(count, |high| high.min(count)));
    }

    /// The first index after which all items have the same constraints.
    fn alike_from(&self) -> usize {
        let items = self.items.iter().map(|(index, _)| index + 1);
        let rest = self.rest.iter().map(|(from, _)| *from);
        items.chain(rest).chain(self.counted.iter().map(|counted| counted.from)).max().unwrap_or(0)
    }

    fn literals(&self, index: usize) -> Vec<Literal> {
        let items = self.items.iter().filter(|(at, _)| *at == index).map(|(_, literal)| *literal);
        items.chain(self.rest.iter().filter(|(from, _)| *from <= index).map(|(_, literal)| *literal)).collect()
    }
}

impl Solver<'_> {
    pub fn solve_array(&mut self, case: &Case) -> Solution {
        let array = self.gather_array(case);
        if array.distinct && array.repeated || array.high.is_some_and(|high| array.low > high) {
            return Solution::None;
        }
        if array.counted.is_empty() && !array.distinct && !array.repeated {
            return self.build_shortest(&array);
        }
        if array.counted.len() > MAX_COUNTED || array.low > MAX_ITEMS || array.alike_from() as u64 > MAX_ITEMS {
            return Solution::Unknown;
        }
        if array.repeated {
            return self.repeat_an_item(&array);
        }
        let found = self.try_lengths(&array);
        match found {
            Solution::Value(Value::Array(items)) if array.distinct && has_repetition(&items) => {
                self.build_distinct(&array)
            }
            found => found,
        }
    }

    fn gather_array(&mut self, case: &Case) -> Array {
        let mut array = Array::default();
        for (id, holds) in &case.atoms {
            match (self.arena.get(*id), *holds) {
                (Node::Item(index, id), true) => array.items.push((index, (id, true))),
                (Node::Item(index, id), false) => {
                    array.low = array.low.max(index as u64 + 1);
                    array.items.push((index, (id, false)));
                }
                (Node::Items(from, id), true) => array.rest.push((from, (id, true))),
                (Node::Items(from, id), false) => {
                    array.counted.push(Counted { from, literal: (id, false), low: 1, high: None });
                }
                (Node::Contains(id, low, high), true) => {
                    array.counted.push(Counted { from: 0, literal: (id, true), low, high });
                }
                (Node::MinItems(count), true) => array.low = array.low.max(count),
                (Node::MinItems(count), false) => array.at_most(count.saturating_sub(1)),
                (Node::MaxItems(count), true) => array.at_most(count),
                (Node::MaxItems(count), false) => array.low = array.low.max(count.saturating_add(1)),
                (Node::UniqueItems, true) => array.distinct = true,
                (Node::UniqueItems, false) => {
                    array.repeated = true;
                    array.low = array.low.max(2);
                }
                _ => {}
            }
        }
        // A count of at most zero is a constraint on every item.
        let none = array.counted.iter().filter(|counted| counted.high == Some(0));
        array.rest.extend(none.map(|counted| (counted.from, (counted.literal.0, !counted.literal.1))));
        array.counted.retain(|counted| counted.low > 0 || counted.high.is_some_and(|high| high > 0));
        array
    }

    /// Builds the shortest array without counted schemas.
    fn build_shortest(&mut self, array: &Array) -> Solution {
        if array.low > MAX_LENGTH {
            return Solution::Unknown;
        }
        let alike = array.alike_from();
        let mut items = Vec::new();
        while (items.len() as u64) < array.low {
            match self.solve(array.literals(items.len().min(alike))) {
                Solution::Value(value) => items.push(value),
                other => return other,
            }
        }
        Solution::Value(items.into())
    }

    /// Builds the shortest array, by dynamic programming over length and counts. Lengths beyond the last one that is tried add
    /// only items like those before.
    fn try_lengths(&mut self, array: &Array) -> Solution {
        let wanted: u64 = array.counted.iter().fold(0, |sum, counted| sum.saturating_add(counted.low));
        let enough = (array.alike_from() as u64).saturating_add(wanted).max(array.low);
        let last = array.high.map_or(enough, |high| high.min(enough));
        if last > MAX_ITEMS {
            return Solution::Unknown;
        }
        let mut unsure = false;
        let mut layers: Vec<Layer> = vec![BTreeMap::from([(vec![0; array.counted.len()], (Vec::new(), Vec::new()))])];
        for length in 0..=last {
            let Some(layer) = layers.last() else { return Solution::Unknown };
            if layer.is_empty() {
                break;
            }
            if length >= array.low {
                let done = layer
                    .keys()
                    .find(|counts| array.counted.iter().zip(*counts).all(|(counted, count)| *count >= counted.low));
                if let Some(counts) = done.cloned() {
                    return self.build_along(&layers, counts);
                }
            }
            let Some(next) = self.extend_layer(array, length as usize, layer.clone(), &mut unsure) else {
                return Solution::Unknown;
            };
            layers.push(next);
        }
        if unsure { Solution::Unknown } else { Solution::None }
    }

    /// The combinations of counts after one more item, at `index`.
    fn extend_layer(&mut self, array: &Array, index: usize, layer: Layer, unsure: &mut bool) -> Option<Layer> {
        let mut next = Layer::new();
        for signs in 0..1_u32 << array.counted.len() {
            let mut literals = array.literals(index);
            let mut applies = true;
            for (at, counted) in array.counted.iter().enumerate() {
                let meets = signs >> at & 1 == 1;
                let (id, holds) = counted.literal;
                if meets {
                    applies &= index >= counted.from;
                    literals.push((id, holds));
                } else if counted.high.is_some() && index >= counted.from {
                    literals.push((id, !holds));
                }
            }
            if !applies {
                continue;
            }
            match self.solve(literals.clone()) {
                Solution::None => continue,
                Solution::Unknown => {
                    *unsure = true;
                    continue;
                }
                Solution::Value(_) => {}
            }
            for counts in layer.keys() {
                let mut more = counts.clone();
                let mut fits = true;
                for (at, (count, counted)) in more.iter_mut().zip(&array.counted).enumerate() {
                    *count += u64::from(signs >> at & 1 == 1);
                    fits &= counted.high.is_none_or(|high| *count <= high);
                    if counted.high.is_none() {
                        *count = (*count).min(counted.low);
                    }
                }
                if fits {
                    next.entry(more).or_insert_with(|| (counts.clone(), literals.clone()));
                }
                if next.len() > MAX_COUNTS || !self.step() {
                    return None;
                }
            }
        }
        Some(next)
    }

    /// Builds the array on the way to `counts` in the last layer.
    fn build_along(&mut self, layers: &[Layer], mut counts: Vec<u64>) -> Solution {
        let mut way = Vec::new();
        for layer in layers.iter().skip(1).rev() {
            let Some((before, literals)) = layer.get(&counts) else { return Solution::Unknown };
            way.push(literals.clone());
            counts = before.clone();
        }
        let mut items: Vec<Value> = Vec::new();
        for literals in way.into_iter().rev() {
            match self.solve(literals) {
                Solution::Value(value) => items.push(value),
                other => return other,
            }
        }
        Solution::Value(items.into())
    }

    /// Builds an array with two equal items, for `not: {uniqueItems: true}`.
    fn repeat_an_item(&mut self, array: &Array) -> Solution {
        let alike = array.alike_from();
        let mut result = Solution::None;
        for one in 0..=alike {
            for other in one + 1..=alike + 1 {
                if array.high.is_some_and(|high| other as u64 >= high) {
                    continue;
                }
                let mut both = array.literals(one);
                both.extend(array.literals(other));
                match self.solve(both.clone()) {
                    Solution::None => continue,
                    Solution::Unknown => result = Solution::Unknown,
                    Solution::Value(value) => {
                        let mut fixed = array.clone();
                        let value = self.arena.values([value]);
                        fixed.repeated = false;
                        fixed.low = fixed.low.max(other as u64 + 1);
                        fixed.items.extend([(one, (value, true)), (other, (value, true))]);
                        match self.try_lengths(&fixed) {
                            Solution::Value(value) => return Solution::Value(value),
                            // Other equal values might work. Without counted schemas they would not, because the other items fail anyway.
                            Solution::None if array.counted.is_empty() => {}
                            _ => result = Solution::Unknown,
                        }
                    }
                }
            }
        }
        result
    }

    /// Builds an array without equal items.
    fn build_distinct(&mut self, array: &Array) -> Solution {
        // If there are fewer different values for items than items are needed, there is no such array.
        let places = (0..=array.alike_from()).map(|index| {
            let literals = array.literals(index);
            let ids: Vec<Id> =
                literals.into_iter().map(|(id, holds)| if holds { id } else { self.arena.not(id) }).collect();
            self.arena.all(ids)
        });
        let places: Vec<Id> = places.collect();
        let any = self.arena.any(places);
        if self.fewer_than(vec![(any, true)], array.low) {
            return Solution::None;
        }
        for counted in &array.counted {
            if self.fewer_than(vec![(any, true), counted.literal], counted.low) {
                return Solution::None;
            }
        }
        self.spread(array)
    }

    /// True if it is proved that fewer than `wanted` values meet the literals.
    fn fewer_than(&mut self, literals: Vec<Literal>, wanted: u64) -> bool {
        let mut values: Vec<Value> = Vec::new();
        while (values.len() as u64) < wanted {
            let mut more = literals.clone();
            if !values.is_empty() {
                more.push((self.arena.values(values.iter().cloned()), false));
            }
            match self.solve(more) {
                Solution::Value(value) if !values.contains(&value) => values.push(value),
                Solution::None => return true,
                _ => return false,
            }
        }
        false
    }

    /// Proposes items one after the other, each different from those before. This is greedy, so a failure proves nothing.
    fn spread(&mut self, array: &Array) -> Solution {
        let mut items: Vec<Value> = Vec::new();
        let mut counts: Vec<u64> = vec![0; array.counted.len()];
        loop {
            let met = counts.iter().zip(&array.counted).all(|(count, counted)| *count >= counted.low);
            if items.len() as u64 >= array.low && met {
                return Solution::Value(items.into());
            }
            if items.len() as u64 >= array.high.unwrap_or(MAX_ITEMS).min(MAX_ITEMS) {
                return Solution::Unknown;
            }
            let mut tries: Vec<Vec<(usize, bool)>> = Vec::new();
            for signs in (0..1_u32 << array.counted.len()).rev() {
                let wanted = |at: usize| signs >> at & 1 == 1;
                let useful = array.counted.iter().enumerate().all(|(at, counted)| {
                    let count = counts.get(at).copied().unwrap_or(0);
                    !wanted(at) || count < counted.low && items.len() >= counted.from
                });
                if useful {
                    tries.push((0..array.counted.len()).map(|at| (at, wanted(at))).collect());
                }
            }
            let mut placed = false;
            for signs in tries {
                let mut literals = array.literals(items.len());
                for (at, meets) in &signs {
                    let Some(counted) = array.counted.get(*at) else { continue };
                    let (id, holds) = counted.literal;
                    if *meets {
                        literals.push((id, holds));
                    } else if counted.high.is_some() {
                        literals.push((id, !holds));
                    }
                }
                if !items.is_empty() {
                    literals.push((self.arena.values(items.iter().cloned()), false));
                }
                if let Solution::Value(value) = self.solve(literals) {
                    items.push(value);
                    for (at, meets) in signs {
                        if let Some(count) = counts.get_mut(at) {
                            *count += u64::from(meets);
                        }
                    }
                    placed = true;
                    break;
                }
            }
            if !placed {
                return Solution::Unknown;
            }
        }
    }
}

fn has_repetition(items: &[Value]) -> bool {
    items.iter().enumerate().any(|(at, item)| items.iter().skip(at + 1).any(|other| other == item))
}
