//! How many types hold one another in a row.

use super::{Kind, Shape, Ty};
use crate::{Error, Source};

/// The longest row of types, each of which holds the next: everyone who reads them recurses, rustc by default to 128.
pub(crate) const MAX_CHAIN: usize = 1_000;

pub(super) fn check(source: &Source, shape: &Shape) -> Result<(), Error> {
    let edges: Vec<Vec<usize>> = (0..shape.types.len()).map(|index| held(shape, index)).collect();
    let mut seen = vec![false; edges.len()];
    for start in 0..edges.len() {
        let mut way = vec![(start, 0)];
        while let Some((node, next)) = way.pop() {
            if way.len() > MAX_CHAIN {
                let at = shape.get(node).map_or("", |ty| ty.at.as_str());
                let message = format!("more than MAX_CHAIN = {MAX_CHAIN} types hold one another in a row");
                return Err(source.error(at, message).with_help("shorten the chain of references"));
            }
            seen[node] = true;
            if let Some(target) = edges[node].get(next).copied() {
                way.push((node, next + 1));
                if !seen.get(target).copied().unwrap_or(true) {
                    way.push((target, 0));
                }
            }
        }
    }
    Ok(())
}

fn held(shape: &Shape, index: usize) -> Vec<usize> {
    let mut out = Vec::new();
    match shape.get(index).map(|ty| &ty.kind) {
        Some(Kind::Object { fields, additional }) => {
            fields.iter().map(|field| &field.ty).chain(additional).for_each(|ty| named(ty, &mut out));
        }
        Some(Kind::Newtype(ty)) => named(ty, &mut out),
        Some(Kind::Union { variants, .. }) => variants.iter().for_each(|variant| named(&variant.ty, &mut out)),
        _ => {}
    }
    out
}

fn named(ty: &Ty, out: &mut Vec<usize>) {
    match ty {
        Ty::Named(id) => out.push(*id),
        Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) | Ty::Checked(inner, _) => named(inner, out),
        Ty::Tuple(items) => items.iter().for_each(|item| named(item, out)),
        _ => {}
    }
}
