//! Shortens chains of aliases, which are definitions that are only a reference to another one.

use super::{Kind, Shape, Ty, Type};

/// Lets a type that holds an alias hold what that is an alias of: `{"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/c"}}`
/// becomes `struct A(C)` and `struct B(C)`, because rustc's recursion limit counts each link of a chain.
pub(super) fn shorten(shape: &mut Shape) {
    let ends = find_ends(shape);
    for ty in shape.types.iter_mut().flatten() {
        if let Kind::Newtype(Ty::Named(held)) = &mut ty.kind {
            *held = ends.get(*held).copied().unwrap_or(*held);
        }
    }
}

/// For each type, the first type on the way along aliases that is none.
fn find_ends(shape: &Shape) -> Vec<usize> {
    let mut ends: Vec<Option<usize>> = vec![None; shape.types.len()];
    for start in 0..ends.len() {
        let (mut way, mut at) = (vec![start], start);
        while let Some(next) = shape.get(at).and_then(find_original).filter(|_| ends[at].is_none()) {
            // What holds itself has no end.
            if way.len() > ends.len() {
                break;
            }
            way.push(next);
            at = next;
        }
        let end = ends[at].unwrap_or(at);
        way.into_iter().for_each(|index| ends[index] = Some(end));
    }
    ends.into_iter().enumerate().map(|(index, end)| end.unwrap_or(index)).collect()
}

/// The type that a type is an alias of, without annotations of its own that the regenerated schema would miss.
fn find_original(ty: &Type) -> Option<usize> {
    match ty.kind {
        Kind::Newtype(Ty::Named(held)) if ty.guard.is_none() && ty.notes.is_empty() => Some(held),
        _ => None,
    }
}
