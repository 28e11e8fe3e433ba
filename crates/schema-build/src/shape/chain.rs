//! How many types hold one another in a row.

use super::{Kind, Shape, Ty};
use crate::{Error, Source};

/// The longest row of types, each of which holds the next, with the `Option`s, `Vec`s and maps between them: rustc goes
/// along it, by default 128 deep.
pub(crate) const MAX_CHAIN: usize = 100;

pub(super) fn check(source: &Source, shape: &Shape) -> Result<(), Error> {
    let edges: Vec<Vec<(usize, usize)>> = (0..shape.types.len()).map(|index| held(shape, index)).collect();
    let mut seen = vec![false; edges.len()];
    for start in 0..edges.len() {
        // Each with the next of its edges, and how far it is from the start.
        let mut way = vec![(start, 0, 0)];
        while let Some((node, next, depth)) = way.pop() {
            if depth > MAX_CHAIN {
                let at = shape.get(node).map_or("", |ty| ty.at.as_str());
                let message = format!("more than MAX_CHAIN = {MAX_CHAIN} types hold one another in a row");
                return Err(source.error(at, message).with_help("shorten the chain of references"));
            }
            seen[node] = true;
            if let Some((target, steps)) = edges[node].get(next).copied() {
                way.push((node, next + 1, depth));
                if !seen.get(target).copied().unwrap_or(true) {
                    way.push((target, 0, depth + steps));
                }
            }
        }
    }
    Ok(())
}

/// The types that a type holds, each with the steps to it.
fn held(shape: &Shape, index: usize) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    match shape.get(index).map(|ty| &ty.kind) {
        Some(Kind::Object { fields, additional }) => {
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
