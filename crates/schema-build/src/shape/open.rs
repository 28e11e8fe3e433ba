//! The profile `open`: types for readers that outlive the schema they were generated from.

use super::{Discriminator, Kind, Shape, Ty, Type};

/// The shape that accepts, beyond what `shape` does, undeclared keys, unknown values of enumerations, and values out of
/// bounds. Types keep their numbers.
pub(crate) fn open(shape: &Shape) -> Shape {
    let mut open = shape.clone();
    for ty in open.types.iter_mut().flatten() {
        widen(ty);
    }
    open
}

fn widen(ty: &mut Type) {
    ty.guard = None;
    match &mut ty.kind {
        Kind::Object { fields, additional, checks } => {
            checks.clear();
            fields.iter_mut().for_each(|field| widen_ty(&mut field.ty));
            match additional {
                Some(ty) => widen_ty(ty),
                None => *additional = Some(Ty::Any),
            }
        }
        Kind::Newtype(inner) => widen_ty(inner),
        Kind::Union { variants, discriminator, .. } => {
            variants.iter_mut().for_each(|variant| widen_ty(&mut variant.ty));
            // An open member reads more than its own values; a tag or a type still tells which one is meant.
            if *discriminator == Discriminator::ExactlyOne {
                *discriminator = Discriminator::First;
            }
        }
        Kind::Literals(_) => ty.kind = Kind::Newtype(Ty::Any),
        Kind::StringEnum(_) => {}
    }
}

fn widen_ty(ty: &mut Ty) {
    match ty {
        Ty::Checked(inner, _) => {
            widen_ty(inner);
            *ty = (**inner).clone();
        }
        Ty::Int(_) => *ty = Ty::Integer,
        Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) => widen_ty(inner),
        Ty::Tuple(items) => items.iter_mut().for_each(widen_ty),
        _ => {}
    }
}
