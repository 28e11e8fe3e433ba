//! Widens a shape for the profile `open`, whose readers stay in use while the schema changes.

use super::{Discriminator, Kind, Own, Shape, Ty, Type};
use crate::rust_type::OwnType;

/// Widens `shape` to accept undeclared keys, unknown values of enumerations, and values out of bounds as well. Types keep
/// their numbers. If `natively`, integers stay those of Rust.
pub(crate) fn open(shape: &Shape, natively: bool) -> Shape {
    let mut open = shape.clone();
    for ty in open.types.iter_mut().flatten() {
        widen(ty, natively);
    }
    open
}

/// The widest integer of Rust in which all values of another are.
pub(crate) fn widest(integer: &str) -> &'static str {
    if integer == "u64" { "u64" } else { "i64" }
}

fn widen(ty: &mut Type, natively: bool) {
    ty.guard = None;
    match &mut ty.kind {
        Kind::Object { fields, additional, checks } => {
            checks.clear();
            fields.iter_mut().for_each(|field| widen_ty(&mut field.ty, natively));
            match additional {
                Some(Ty::Unkept(unkept)) if unkept.denied => *additional = Some(Ty::Any),
                Some(ty) => widen_ty(ty, natively),
                None => *additional = Some(Ty::Any),
            }
        }
        Kind::Newtype(inner) => widen_ty(inner, natively),
        Kind::Union { variants, discriminator, .. } => {
            variants.iter_mut().for_each(|variant| widen_ty(&mut variant.ty, natively));
            // Open members overlap, so that several may accept a value. A tag or a JSON type still selects one.
            if *discriminator == Discriminator::ExactlyOne {
                *discriminator = Discriminator::First;
            }
        }
        // Only string enumerations have a variant for unknown values.
        Kind::Literals(_) => ty.kind = Kind::Newtype(Ty::Any),
        Kind::StringEnum(_) | Kind::OpenEnum(_) => {}
    }
}

fn widen_ty(ty: &mut Ty, natively: bool) {
    match ty {
        Ty::Checked(inner, _) => {
            widen_ty(inner, natively);
            *ty = (**inner).clone();
        }
        Ty::Int(name) if natively => {
            *ty = Ty::Own(Box::new(Own { ty: OwnType::number(widest(name)), departs: None }));
        }
        Ty::Int(_) => *ty = Ty::Integer,
        Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) => widen_ty(inner, natively),
        Ty::Tuple(items) => items.iter_mut().for_each(|item| widen_ty(item, natively)),
        _ => {}
    }
}
