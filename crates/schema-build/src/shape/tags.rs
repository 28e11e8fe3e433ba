//! Tags of union members: a variant tells its tag already, so the member's struct has no field for it.

use std::collections::BTreeSet;

use schema_ir::{Keyword, pointer};

use super::{Annotation, Constant, Discriminator, Kind, Shape, Ty, types_of_checks};

/// The most constants of an object, of which the run-time notes each with a bit.
const MAX_CONSTANTS: usize = 64;

/// Replaces the fields that hold the tag of a union's member by constants, and drops the enumerations of one value that
/// nothing else refers to.
pub(super) fn imply_tags(shape: &mut Shape, named: &BTreeSet<usize>) {
    for (index, key) in find_tagged(shape) {
        imply(shape, index, &key);
    }
    let mut referred = named.clone();
    for (_, ty) in shape.iter() {
        ty.kind.parts().into_iter().for_each(|part| collect_named(part, &mut referred));
        if let Kind::Object { checks, .. } = &ty.kind {
            referred.extend(types_of_checks(checks));
        }
    }
    for (index, ty) in shape.types.iter_mut().enumerate() {
        let is_one = ty.as_ref().is_some_and(|ty| matches!(&ty.kind, Kind::StringEnum(values) if values.len() == 1));
        if is_one && !referred.contains(&index) {
            *ty = None;
        }
    }
}

/// The types that are members of unions by a tag, with the tag's key.
fn find_tagged(shape: &Shape) -> BTreeSet<(usize, String)> {
    let unions = shape.iter().filter_map(|(_, ty)| match &ty.kind {
        Kind::Union { variants, discriminator: Discriminator::Tag(key, _), .. } => Some((variants, key)),
        _ => None,
    });
    let tagged = unions.flat_map(|(variants, key)| {
        variants.iter().filter_map(move |variant| match variant.ty {
            Ty::Named(index) => Some((index, key.clone())),
            _ => None,
        })
    });
    tagged.collect()
}

/// Replaces a required field with one value by a constant.
fn imply(shape: &mut Shape, index: usize, key: &str) {
    let Some(Kind::Object { fields, .. }) = shape.get(index).map(|ty| &ty.kind) else { return };
    let Some(after) = fields.iter().position(|field| field.key == key && field.required) else { return };
    let Ty::Named(number) = fields[after].ty else { return };
    let Some(one) = shape.get(number).filter(|ty| ty.guard.is_none()) else { return };
    let Kind::StringEnum(values) = &one.kind else { return };
    let [value] = values.as_slice() else { return };
    let constant = Constant { key: key.to_owned(), value: value.clone(), after };
    let of_value = one.notes.clone();
    if shape.get(index).is_none_or(|ty| ty.constants.len() >= MAX_CONSTANTS) {
        return;
    }
    let Some(ty) = shape.types.get_mut(index).and_then(Option::as_mut) else { return };
    let Kind::Object { fields, .. } = &mut ty.kind else { return };
    let field = fields.remove(after);
    let at = pointer::push(&format!("/{}", Keyword::Properties), key);
    let notes = of_value.into_iter().chain(field.notes).filter(|note| note.at.is_empty());
    ty.notes.extend(notes.map(|note| Annotation { at: at.clone(), ..note }));
    // Constants are written between the fields that are left, in their own order.
    let place = ty.constants.iter().position(|other| other.after > after).unwrap_or(ty.constants.len());
    ty.constants[place..].iter_mut().for_each(|other| other.after -= 1);
    ty.constants.insert(place, constant);
}

fn collect_named(ty: &Ty, out: &mut BTreeSet<usize>) {
    match ty {
        Ty::Named(index) => drop(out.insert(*index)),
        Ty::Checked(inner, checks) => {
            collect_named(inner, out);
            out.extend(types_of_checks(checks));
        }
        Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) => collect_named(inner, out),
        Ty::Tuple(items) => items.iter().for_each(|item| collect_named(item, out)),
        _ => {}
    }
}
