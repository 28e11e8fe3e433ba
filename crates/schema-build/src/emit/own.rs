//! Types of the user's own: what the generated types around them derive, and the places that no proof covers.

use std::collections::BTreeSet;

use schema_ir::{Keyword, pointer};

use super::literal;
use crate::rust_type::{Reads, Trait};
use crate::shape::{Departs, Kind, Own, Shape, Ty, Type};
use crate::{MapType, Outside};

/// For each type, the traits that all types inside it have; `map` is the type of maps.
pub(super) fn traits(shape: &Shape, map: MapType) -> Vec<BTreeSet<Trait>> {
    let mut holders: Vec<Vec<usize>> = vec![Vec::new(); shape.types.len()];
    let mut traits: Vec<BTreeSet<Trait>> = vec![Trait::ALL.into_iter().collect(); shape.types.len()];
    let mut ahead = Vec::new();
    for (index, ty) in shape.iter() {
        ty.kind.visit(&mut |part| match part {
            Ty::Own(own) => traits[index].retain(|of| own.ty.implements.contains(of)),
            Ty::Named(id) => holders[*id].push(index),
            _ => {}
        });
        if has_map(ty) && map != MapType::BTreeMap {
            traits[index].remove(&Trait::Hash);
        }
        if traits[index].len() < Trait::ALL.len() {
            ahead.push(index);
        }
    }
    while let Some(index) = ahead.pop() {
        let inside = traits[index].clone();
        for holder in &holders[index] {
            let before = traits[*holder].len();
            traits[*holder].retain(|of| inside.contains(of));
            if traits[*holder].len() < before {
                ahead.push(*holder);
            }
        }
    }
    traits
}

/// Whether a type, without the named types inside it, has a map.
fn has_map(ty: &Type) -> bool {
    let mut found = match &ty.kind {
        Kind::Object { additional, .. } => additional.as_ref().is_some_and(|ty| !matches!(ty, Ty::Unkept(_))),
        _ => false,
    };
    ty.kind.visit(&mut |part| found |= matches!(part, Ty::Map(_)));
    found
}

/// Whether the types have maps whose type is that of a crate.
pub(super) fn has_index_maps(shape: &Shape, map: MapType) -> bool {
    map == MapType::IndexMap && shape.iter().any(|(_, ty)| has_map(ty))
}

/// The crates of the user's own types.
pub(super) fn crates(shape: &Shape, map: MapType) -> BTreeSet<String> {
    let mut crates = BTreeSet::new();
    crates.extend(has_index_maps(shape, map).then(|| "indexmap".to_owned()));
    for (_, ty) in shape.iter() {
        ty.kind.visit(&mut |part| {
            if let Ty::Own(own) = part {
                crates.extend(own.ty.crates());
            }
        });
    }
    crates
}

/// The features of the run-time that the adapters of the user's own types need.
pub(super) fn features(ty: &Ty) -> Option<&'static str> {
    match ty {
        Ty::Own(own) if matches!(own.ty.reads, Reads::By("TimeDate" | "TimeDateTime")) => Some("time"),
        _ => None,
    }
}

/// A place outside the proof, and the type there if its own schema, should it have one, is that of the place.
struct Departure<'t> {
    departs: &'t Departs,
    described_by: Option<&'t str>,
}

/// The places outside the proof in a type, but not in the named types inside it.
fn departures(ty: &Type) -> Vec<Departure<'_>> {
    let mut found = Vec::new();
    ty.kind.visit(&mut |part| match part {
        Ty::Own(own) => {
            let described_by = may_be_described(own).then_some(own.ty.path.as_str());
            found.extend(own.departs.as_ref().map(|departs| Departure { departs, described_by }));
        }
        Ty::Unkept(unkept) => found.push(Departure { departs: &unkept.departs, described_by: None }),
        _ => {}
    });
    found
}

/// The same for the report.
pub(super) fn report<'t>(ty: &'t Type, file: &'t str, name: &'t str) -> impl Iterator<Item = Outside> + 't {
    departures(ty).into_iter().map(move |Departure { departs, .. }| Outside {
        file: file.to_owned(),
        pointer: departs.at.clone(),
        name: name.to_owned(),
        why: departs.why.clone(),
    })
}

/// The same for `schemas!`.
pub(super) fn describe(ty: &Type) -> BTreeSet<String> {
    let entry = |Departure { departs, described_by }: Departure<'_>| {
        let of = described_by.map(|path| format!(" for {path}")).unwrap_or_default();
        format!("{}: {}{of}", literal(&departs.at), literal(&departs.why.to_string()))
    };
    departures(ty).into_iter().map(entry).collect()
}

/// Whether the type's own schema, if it has one, is that of the place. A type that asserts a format is not described by it.
fn may_be_described(own: &Own) -> bool {
    let chosen = own.departs.as_ref().is_some_and(|departs| matches!(departs.why, crate::Why::OwnType(_)));
    chosen && own.ty.reads == Reads::Itself
}

/// The schemas of places outside the proof, as the macro of annotations is given them.
pub(super) fn annotations(ty: &Type) -> Vec<String> {
    let mut out = Vec::new();
    match &ty.kind {
        Kind::Object { fields, additional, .. } => {
            for field in fields {
                let at = pointer::push(&format!("/{}", Keyword::Properties), &field.key);
                collect(&field.ty, &at, false, &mut out);
            }
            if let Some(ty) = additional {
                collect(ty, &format!("/{}", Keyword::AdditionalProperties), false, &mut out);
            }
        }
        Kind::Newtype(inner) => collect(inner, "", false, &mut out),
        Kind::Union { variants, keyword, .. } => {
            for (index, variant) in variants.iter().enumerate() {
                collect(&variant.ty, &format!("/{keyword}/{index}"), false, &mut out);
            }
        }
        Kind::StringEnum(_) | Kind::OpenEnum(_) | Kind::Literals(_) => {}
    }
    out
}

fn collect(ty: &Ty, at: &str, nullable: bool, out: &mut Vec<String>) {
    match ty {
        Ty::Own(own) => {
            let Some(departs) = &own.departs else { return };
            let (kind, of) = match may_be_described(own) {
                true => ("own", format!("{}, ", own.ty.path)),
                false => ("outside", String::new()),
            };
            let null = if nullable { "_or_null" } else { "" };
            out.push(format!("{}: {kind}{null}({of}{})", literal(at), literal(&departs.copy)));
        }
        Ty::Unkept(unkept) => out.push(format!("{}: outside({})", literal(at), literal(&unkept.departs.copy))),
        Ty::Checked(inner, _) => collect(inner, at, nullable, out),
        Ty::Nullable(inner) => collect(inner, at, true, out),
        Ty::Array(item) => collect(item, &format!("{at}/{}", Keyword::Items), false, out),
        Ty::Map(value) => collect(value, &format!("{at}/{}", Keyword::AdditionalProperties), false, out),
        Ty::Tuple(items) => {
            for (index, item) in items.iter().enumerate() {
                collect(item, &format!("{at}/{}/{index}", Keyword::PrefixItems), false, out);
            }
        }
        _ => {}
    }
}
