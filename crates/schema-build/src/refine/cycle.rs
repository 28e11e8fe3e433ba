//! Types that hold themselves by value by way of others: Tarjan's strongly connected components.

use super::parts;
use crate::shape::{Shape, Ty};

/// For each type, a number that it shares with the types of its cycle and no other.
pub(super) fn cycles(shape: &Shape) -> Vec<usize> {
    let edges: Vec<Vec<usize>> = shape
        .types
        .iter()
        .map(|ty| {
            let mut out = Vec::new();
            for part in ty.iter().flat_map(|ty| parts(&ty.kind)) {
                by_value(part, &mut |id| out.push(id));
            }
            out
        })
        .collect();
    const UNSEEN: usize = usize::MAX;
    let count = edges.len();
    let (mut order, mut low, mut component) = (vec![UNSEEN; count], vec![0; count], vec![UNSEEN; count]);
    let (mut stack, mut next, mut number) = (Vec::new(), 0, 0);
    for start in 0..count {
        if order[start] != UNSEEN {
            continue;
        }
        let mut way = vec![(start, 0)];
        while let Some((node, edge)) = way.pop() {
            if edge == 0 {
                (order[node], low[node]) = (next, next);
                next += 1;
                stack.push(node);
            }
            if let Some(target) = edges[node].get(edge).copied() {
                way.push((node, edge + 1));
                if order[target] == UNSEEN {
                    way.push((target, 0));
                } else if component[target] == UNSEEN {
                    low[node] = low[node].min(order[target]);
                }
                continue;
            }
            if low[node] == order[node] {
                while let Some(member) = stack.pop() {
                    component[member] = number;
                    if member == node {
                        break;
                    }
                }
                number += 1;
            }
            if let Some((parent, _)) = way.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
        }
    }
    component
}

/// The named types that a type holds by value: not those in a vector or a map.
pub(super) fn by_value(ty: &Ty, on: &mut impl FnMut(usize)) {
    match ty {
        Ty::Named(id) => on(*id),
        Ty::Nullable(inner) | Ty::Checked(inner, _) => by_value(inner, on),
        Ty::Tuple(items) => items.iter().for_each(|item| by_value(item, on)),
        _ => {}
    }
}
