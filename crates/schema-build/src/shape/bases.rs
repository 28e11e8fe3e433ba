//! Removes the types of schemas that are only used as bases, because each subtype contains what its base declares.

use std::collections::{BTreeMap, BTreeSet};

use schema_ir::{Document, Keyword, Origin, definition_uri};
use serde_json::Value;

use super::{Kind, Shape, Ty, Type, types_of_checks};

/// Removes the types of definitions of which nothing but a subtype needs a type: a schema that `discriminator` makes the union of
/// its subtypes is a definition beside that union, too, as the base in their `allOf`.
pub(super) fn remove_unused(shape: &mut Shape, document: &Document) {
    let roots: BTreeSet<usize> = shape.roots.iter().copied().collect();
    let bases = find_bases(shape, document, &roots);
    if bases.is_empty() {
        return;
    }
    let named = |start: &usize| roots.contains(start) || !bases.contains(start);
    let starts = shape.roots.iter().chain(shape.definitions.values()).filter(|start| named(start)).copied();
    let kept = reach(shape, starts.collect());
    let dropped = reach(shape, bases.into_iter().filter(|base| !kept.contains(base)).collect());
    for number in dropped.difference(&kept) {
        if let Some(ty) = shape.types.get_mut(*number) {
            *ty = None;
        }
    }
    shape.definitions.retain(|_, number| kept.contains(number) || !dropped.contains(number));
}

/// The definitions that share their place with another definition or a root.
fn find_bases(shape: &Shape, document: &Document, roots: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut by_origin: BTreeMap<&Origin, Vec<(usize, usize)>> = BTreeMap::new();
    for (name, number) in &shape.definitions {
        if let Some(id) = document.definition(name) {
            by_origin.entry(&document[id].origin).or_default().push((id.index(), *number));
        }
    }
    let root = &document[document.root()].origin;
    let mut bases = BTreeSet::new();
    for (origin, same) in by_origin {
        // The first that was referred to may be the base, so all but the roots are candidates.
        if usize::from(origin == root) + same.len() > 1 {
            bases.extend(same.into_iter().map(|(_, number)| number).filter(|number| !roots.contains(number)));
        }
    }
    bases
}

/// The types that `open` lead to.
pub(super) fn reach(shape: &Shape, mut open: Vec<usize>) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    while let Some(number) = open.pop() {
        if seen.insert(number)
            && let Some(ty) = shape.get(number)
        {
            collect(shape, ty, &mut open);
        }
    }
    seen
}

/// The types that a type holds, and those that its guard names.
fn collect(shape: &Shape, ty: &Type, out: &mut Vec<usize>) {
    match &ty.kind {
        Kind::Object { fields, additional, checks } => {
            fields.iter().map(|field| &field.ty).chain(additional).for_each(|ty| collect_named(ty, out));
            out.extend(types_of_checks(checks));
        }
        Kind::Newtype(inner) => collect_named(inner, out),
        Kind::Union { variants, .. } => variants.iter().for_each(|variant| collect_named(&variant.ty, out)),
        Kind::StringEnum(_) | Kind::OpenEnum(_) | Kind::Literals(_) => {}
    }
    if let Some(guard) = &ty.guard {
        let refers = |name: &str| refers_to(&guard.schema, &definition_uri(name));
        out.extend(shape.definitions.iter().filter(|(name, _)| refers(name)).map(|(_, number)| *number));
    }
}

fn collect_named(ty: &Ty, out: &mut Vec<usize>) {
    match ty {
        Ty::Named(number) => out.push(*number),
        Ty::Checked(inner, checks) => {
            collect_named(inner, out);
            out.extend(types_of_checks(checks));
        }
        Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) => collect_named(inner, out),
        Ty::Tuple(items) => items.iter().for_each(|item| collect_named(item, out)),
        _ => {}
    }
}

/// Whether a reference in a schema has this text.
fn refers_to(schema: &Value, uri: &str) -> bool {
    match schema {
        Value::Object(members) => {
            members.get(Keyword::Ref.name()).and_then(Value::as_str) == Some(uri)
                || members.values().any(|member| refers_to(member, uri))
        }
        Value::Array(items) => items.iter().any(|item| refers_to(item, uri)),
        _ => false,
    }
}
