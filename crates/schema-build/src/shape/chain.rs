//! How many types hold one another in a row.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::{Kind, Shape, Ty};
use crate::{Error, Source};

/// The longest row of types, each of which holds the next, with the `Option`s, `Vec`s and maps between them: rustc goes
/// along it, by default 128 deep. Of several ways to a type the shortest counts, since rustc visits each type once.
pub(crate) const MAX_CHAIN: usize = 100;

pub(super) fn check(source: &Source, shape: &Shape) -> Result<(), Error> {
    let edges: Vec<Vec<(usize, usize)>> = (0..shape.types.len()).map(|index| held(shape, index)).collect();
    for start in starts(&edges) {
        if let Some(far) = farther_than(MAX_CHAIN, start, &edges) {
            let at = shape.get(far).map_or("", |ty| ty.at.as_str());
            let message = format!("more than MAX_CHAIN = {MAX_CHAIN} types hold one another in a row");
            return Err(source.error(at, message).with_help("shorten the chain of references"));
        }
    }
    Ok(())
}

/// Types from which all others are reached: those that no other holds and, of rings that nothing else holds, one.
fn starts(edges: &[Vec<(usize, usize)>]) -> Vec<usize> {
    let mut seen = vec![false; edges.len()];
    let mut done = Vec::with_capacity(edges.len());
    for start in 0..edges.len() {
        reach(start, edges, &mut seen, &mut done);
    }
    // What is done last holds what is done before it, or is in a ring with it.
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

/// Marks all that `start` leads to, and lists it in the order in which it is done with.
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

/// A type that no shorter way than `limit` leads to.
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

/// The types that a type holds, each with the steps to it.
fn held(shape: &Shape, index: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    match shape.get(index).map(|ty| &ty.kind) {
        Some(Kind::Object { fields, additional, .. }) => {
            fields.iter().for_each(|field| named(&field.ty, 1 + usize::from(!field.required), &mut out));
            additional.iter().for_each(|ty| named(ty, 1 + MAP, &mut out));
        }
        Some(Kind::Newtype(ty)) => named(ty, 1, &mut out),
        Some(Kind::Union { variants, .. }) => variants.iter().for_each(|variant| named(&variant.ty, 1, &mut out)),
        _ => {}
    }
    out
}

/// The steps that a `BTreeMap` and its entries are.
const MAP: usize = 3;

fn named(ty: &Ty, steps: usize, out: &mut Vec<(usize, usize)>) {
    match ty {
        Ty::Named(id) => out.push((*id, steps)),
        Ty::Checked(inner, _) => named(inner, steps, out),
        Ty::Array(inner) | Ty::Nullable(inner) => named(inner, steps + 1, out),
        Ty::Map(inner) => named(inner, steps + MAP, out),
        Ty::Tuple(items) => items.iter().for_each(|item| named(item, steps + 1, out)),
        _ => {}
    }
}
