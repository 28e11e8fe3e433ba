//! Groups of types that refer to no others, so that typify, which keeps several copies of each schema, needs the memory of one.

use std::collections::BTreeMap;

use crate::shape::{Shape, Ty};

/// A group of so many types gets no more.
const ENOUGH: usize = 500;

/// The types in groups, of which no type refers to one of another group.
pub(super) fn groups(shape: &Shape) -> Vec<Vec<usize>> {
    let mut above: Vec<usize> = (0..shape.types.len()).collect();
    for (index, ty) in shape.iter() {
        ty.kind.visit(&mut |part| {
            if let Ty::Named(other) = part {
                join(&mut above, index, *other);
            }
        });
    }
    let mut together: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, _) in shape.iter() {
        together.entry(top(&mut above, index)).or_default().push(index);
    }
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for types in together.into_values() {
        match groups.last_mut().filter(|group| group.len() < ENOUGH) {
            Some(group) => group.extend(types),
            None => groups.push(types),
        }
    }
    groups
}

/// Joins the trees of two types.
fn join(above: &mut [usize], one: usize, other: usize) {
    let (one, other) = (top(above, one), top(above, other));
    above[one.max(other)] = one.min(other);
}

/// The type at the top of a type's tree, to which the way becomes shorter.
fn top(above: &mut [usize], mut index: usize) -> usize {
    while above[index] != index {
        above[index] = above[above[index]];
        index = above[index];
    }
    index
}
