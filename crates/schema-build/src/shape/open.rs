//! Widens a shape for the profile `open`, whose readers stay in use while the schema changes.

use super::{Discriminator, Kind, Shape, Ty, Type};

/// Widens `shape` to accept undeclared keys, unknown values of enumerations, and values out of bounds as well. Types keep
/// their numbers.
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
