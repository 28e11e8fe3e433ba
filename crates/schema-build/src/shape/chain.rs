//! Limits how long a chain of types may be in which each type holds the next.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::{Kind, Shape, Ty};
use schema_ir::{Error, ErrorKind, Source};

/// The longest chain of types in which each holds the next, counting the `Option`s, `Vec`s and maps between them, because
/// rustc recurses along it and its default `recursion_limit` is 128. If several chains lead to a type, the shortest counts,
/// because rustc visits each type once.
pub(crate) const MAX_CHAIN: usize = 100;

pub(super) fn check(source: &Source, shape: &Shape) -> Result<(), Error> {
    let edges: Vec<Vec<(usize, usize)>> = (0..shape.types.len()).map(|index| held_types(shape, index)).collect();
    for start in find_starts(&edges) {
        if let Some(far) = farther_than(MAX_CHAIN, start, &edges) {
            let at = shape.get(far).map_or("", |ty| ty.at.as_str());
            let message = format!("a chain of more than MAX_CHAIN = {MAX_CHAIN} types, each of which holds the next");
            return Err(source.error(ErrorKind::Limit, at, message).with_help("shorten the chain of references"));
        }
    }
    Ok(())
}

/// Types from which all others are reachable: the types that no other holds, and one of each cycle that no other holds.
fn find_starts(edges: &[Vec<(usize, usize)>]) -> Vec<usize> {
    let mut seen = vec![false; edges.len()];
    let mut done = Vec::with_capacity(edges.len());
    for start in 0..edges.len() {
        reach(start, edges, &mut seen, &mut done);
    }
    // The search finishes a type after the types that it holds, except in a cycle, so the last ones are the starts.
    seen.fill(false);
    let mut starts = Vec::new();
    while let Some(start) = done.pop() {
        if !seen[start] {
            starts.push(start);
            reach(start, edges, &mut seen, &mut Vec::new());
        }
    }
    starts
}

/// Marks the types that `start` leads to, and lists them in the order in which the search finishes with them.
fn reach(start: usize, edges: &[Vec<(usize, usize)>], seen: &mut [bool], done: &mut Vec<usize>) {
    if std::mem::replace(&mut seen[start], true) {
        return;
    }
    let mut way = vec![(start, 0)];
    while let Some((node, next)) = way.pop() {
        match edges[node].get(next) {
            None => done.push(node),
            Some((target, _)) => {
                way.push((node, next + 1));
                if !std::mem::replace(&mut seen[*target], true) {
                    way.push((*target, 0));
                }
            }
        }
    }
}

/// A type whose shortest distance from `start` is more than `limit`, if there is one.
fn farther_than(limit: usize, start: usize, edges: &[Vec<(usize, usize)>]) -> Option<usize> {
    let mut known = BTreeMap::from([(start, 0)]);
    let mut ahead = BinaryHeap::from([Reverse((0, start))]);
    while let Some(Reverse((distance, node))) = ahead.pop() {
        if distance > limit {
            return Some(node);
        }
        for (target, steps) in &edges[node] {
            let distance = distance + steps;
            if known.get(target).is_none_or(|known| distance < *known) {
                known.insert(*target, distance);
                ahead.push(Reverse((distance, *target)));
            }
        }
    }
    None
}

/// The types that a type holds, each with the length of the step to it.
fn held_types(shape: &Shape, index: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    match shape.get(index).map(|ty| &ty.kind) {
        Some(Kind::Object { fields, additional, .. }) => {
            fields.iter().for_each(|field| collect_named(&field.ty, 1 + usize::from(!field.required), &mut out));
            additional.iter().for_each(|ty| collect_named(ty, 1 + MAP, &mut out));
        }
        Some(Kind::Newtype(ty)) => collect_named(ty, 1, &mut out),
        Some(Kind::Union { variants, .. }) => {
            variants.iter().for_each(|variant| collect_named(&variant.ty, 1, &mut out))
        }
        _ => {}
    }
    out
}

/// The length of the step through a `BTreeMap` and its entries.
const MAP: usize = 3;

fn collect_named(ty: &Ty, steps: usize, out: &mut Vec<(usize, usize)>) {
    match ty {
        Ty::Named(id) => out.push((*id, steps)),
        Ty::Checked(inner, _) => collect_named(inner, steps, out),
        Ty::Array(inner) | Ty::Nullable(inner) => collect_named(inner, steps + 1, out),
        Ty::Map(inner) => collect_named(inner, steps + MAP, out),
        Ty::Tuple(items) => items.iter().for_each(|item| collect_named(item, steps + 1, out)),
        _ => {}
    }
}
