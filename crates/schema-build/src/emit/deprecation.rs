//! Which types are deprecated, and which generated code uses them all the same.

use std::collections::BTreeSet;

use schema_ir::Keyword;

use super::definition::is_deprecated;
use super::{Emitter, guard};
use crate::shape::{Annotation, Kind, Shape, Ty, Type};

/// For each type of a shape.
#[derive(Default)]
pub(super) struct Deprecation {
    /// Whether the type itself is deprecated.
    pub(super) types: Vec<bool>,
    /// Whether its code uses what is deprecated.
    pub(super) users: Vec<bool>,
}

impl Emitter<'_> {
    pub(super) fn find_deprecation(&self) -> Deprecation {
        let types = || self.shape.iter().map(|(_, ty)| ty);
        // A schema inside a property deprecates the property, which nobody can use without the type.
        let inline: BTreeSet<&str> = match types().any(|ty| is_deprecated(&ty.notes)) {
            true => types().flat_map(|ty| members(&ty.kind)).map(|(_, at)| at).collect(),
            false => BTreeSet::new(),
        };
        let is_marked = |ty: &Type| is_deprecated(&ty.notes) && !inline.contains(ty.at.as_str());
        let every = |holds: &dyn Fn(&Type) -> bool| -> Vec<bool> {
            self.shape.types.iter().map(|ty| ty.as_deref().is_some_and(holds)).collect()
        };
        let types = every(&is_marked);
        let is_type = |index: usize| types.get(index).copied().unwrap_or_default();
        let uses = |ty: &Type| {
            let mut uses = is_marked(ty)
                || has_deprecated_member(self.shape, ty)
                || ty
                    .guard
                    .iter()
                    .flat_map(guard::find_references)
                    .any(|reference| self.names.definition(&reference).is_some_and(is_type));
            ty.kind.visit(&mut |part| uses |= matches!(part, Ty::Named(index) if is_type(*index)));
            uses
        };
        let users = every(&uses);
        Deprecation { users, types }
    }
}

/// The annotations and the places of fields and variants.
fn members(kind: &Kind) -> Vec<(&[Annotation], &str)> {
    match kind {
        Kind::Object { fields, .. } => fields.iter().map(|field| (field.notes.as_slice(), field.at.as_str())).collect(),
        Kind::Union { variants, .. } => {
            variants.iter().map(|variant| (variant.notes.as_slice(), variant.at.as_str())).collect()
        }
        _ => Vec::new(),
    }
}

fn has_deprecated_member(shape: &Shape, ty: &Type) -> bool {
    let of_object = match &ty.kind {
        Kind::Object { fields, .. } => {
            fields.iter().any(|field| is_member_deprecated(shape, &field.ty, &field.notes, &field.at))
        }
        Kind::Union { variants, .. } => {
            variants.iter().any(|variant| is_member_deprecated(shape, &variant.ty, &variant.notes, &variant.at))
        }
        _ => false,
    };
    // Of an enumeration, the members are annotated with their values.
    let is_marked = |note: &Annotation| !note.at.is_empty() && note.keyword == Keyword::Deprecated;
    of_object
        || matches!(ty.kind, Kind::StringEnum(_) | Kind::OpenEnum(_) | Kind::Literals(_))
            && ty.notes.iter().any(is_marked)
}

/// Whether a field or a variant is deprecated: by its own annotations, or those of the type that is defined in its place.
pub(super) fn is_member_deprecated(shape: &Shape, ty: &Ty, notes: &[Annotation], at: &str) -> bool {
    let inside = match ty.unchecked() {
        Ty::Nullable(inner) => inner.unchecked(),
        ty => ty,
    };
    let of_type = || match inside {
        Ty::Named(index) => shape.get(*index).is_some_and(|ty| ty.at == at && is_deprecated(&ty.notes)),
        _ => false,
    };
    is_deprecated(notes) || of_type()
}
