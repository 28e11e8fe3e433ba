//! Finds types of schemas in other files, which those files' documents have already, so that each schema is one type.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Check, Kind, Shape, Ty, Type, types_of_checks};

/// A type of a document: the document's number, and the type's.
pub(crate) type TypeId = (usize, usize);

/// For each document, given by its file and its shape, the types of schemas in other files, with the type that the file's own
/// document has for the same schema.
///
/// A type is taken from another document only if everything inside it is too. So no cycle of types leads through two
/// documents, whose layouts are decided separately.
pub(crate) fn find_foreign(documents: &[(&str, &Shape)]) -> Vec<BTreeMap<usize, TypeId>> {
    let own = own_types(documents);
    let mut foreign: Vec<BTreeMap<usize, TypeId>> =
        documents.iter().map(|(file, shape)| candidates(file, shape, &own)).collect();
    loop {
        let wrong: Vec<TypeId> = foreign
            .iter()
            .enumerate()
            .flat_map(|(document, types)| types.iter().map(move |(id, other)| ((document, *id), *other)))
            .filter(|(one, other)| !are_alike(documents, &foreign, *one, *other))
            .map(|(one, _)| one)
            .collect();
        if wrong.is_empty() {
            return foreign;
        }
        for (document, id) in wrong {
            foreign[document].remove(&id);
        }
    }
}

/// The types that documents have for schemas in their own files, by file and pointer, where a schema has only one.
fn own_types<'d>(documents: &[(&'d str, &'d Shape)]) -> HashMap<(&'d str, &'d str), TypeId> {
    let (mut own, mut several) = (HashMap::new(), BTreeSet::new());
    for (document, (file, shape)) in documents.iter().enumerate() {
        for (id, ty) in shape.iter().filter(|(_, ty)| &*ty.file == *file) {
            let place = (*file, ty.at.as_str());
            if own.insert(place, (document, id)).is_some() {
                several.insert(place);
            }
        }
    }
    own.retain(|place, _| !several.contains(place));
    own
}

fn candidates(file: &str, shape: &Shape, own: &HashMap<(&str, &str), TypeId>) -> BTreeMap<usize, TypeId> {
    let elsewhere = shape.iter().filter(|(id, ty)| &*ty.file != file && !shape.roots.contains(id));
    elsewhere.filter_map(|(id, ty)| Some((id, *own.get(&(&*ty.file, ty.at.as_str()))?))).collect()
}

/// Whether two types are the same, where those inside the first are taken from other documents too.
fn are_alike(documents: &[(&str, &Shape)], foreign: &[BTreeMap<usize, TypeId>], one: TypeId, other: TypeId) -> bool {
    let get = |(document, id): TypeId| documents.get(document).and_then(|(_, shape)| shape.get(id));
    let (Some(first), Some(second)) = (get(one), get(other)) else { return false };
    // What a type of the other document is there, or in a third one.
    let inside_other = |id: usize| Some(foreign[other.0].get(&id).copied().unwrap_or((other.0, id)));
    let inside_one = |id: usize| foreign[one.0].get(&id).copied();
    let guarded = |ty: &Type| ty.guard.as_ref().map(|guard| guard.keywords.clone());
    match (describe(&first.kind, &inside_one), describe(&second.kind, &inside_other)) {
        (Some(first_kind), Some(second_kind)) => first_kind == second_kind && guarded(first) == guarded(second),
        _ => false,
    }
}

/// A text that equal kinds have in common; `None` if `inside` has no answer for one of the types in it.
fn describe(kind: &Kind, inside: &impl Fn(usize) -> Option<TypeId>) -> Option<String> {
    Some(match kind {
        Kind::Object { fields, additional, checks } => {
            let fields =
                fields.iter().map(|field| Some((&field.key, field.required, describe_type(&field.ty, inside)?)));
            let fields = fields.collect::<Option<Vec<_>>>()?;
            let additional = additional.iter().map(|ty| describe_type(ty, inside)).collect::<Option<Vec<_>>>()?;
            format!("{fields:?} {additional:?} {}", describe_checks(checks, inside)?)
        }
        Kind::StringEnum(_) | Kind::OpenEnum(_) | Kind::Literals(_) => format!("{kind:?}"),
        Kind::Newtype(ty) => describe_type(ty, inside)?,
        Kind::Union { variants, keyword, discriminator } => {
            let types =
                variants.iter().map(|variant| describe_type(&variant.ty, inside)).collect::<Option<Vec<_>>>()?;
            format!("{keyword} {discriminator:?} {types:?}")
        }
    })
}

fn describe_type(ty: &Ty, inside: &impl Fn(usize) -> Option<TypeId>) -> Option<String> {
    let below = |inner: &Ty| describe_type(inner, inside);
    Some(match ty {
        Ty::Named(id) => format!("{:?}", inside(*id)?),
        Ty::Array(inner) => format!("array ({})", below(inner)?),
        Ty::Map(inner) => format!("map ({})", below(inner)?),
        Ty::Nullable(inner) => format!("nullable ({})", below(inner)?),
        Ty::Tuple(items) => format!("tuple {:?}", items.iter().map(below).collect::<Option<Vec<_>>>()?),
        Ty::Checked(inner, checks) => format!("{} {}", below(inner)?, describe_checks(checks, inside)?),
        scalar => format!("{scalar:?}"),
    })
}

/// Checks, with the types that they read values as apart, because each document has numbers of its own.
fn describe_checks(checks: &[Check], inside: &impl Fn(usize) -> Option<TypeId>) -> Option<String> {
    let types = types_of_checks(checks).map(inside).collect::<Option<Vec<_>>>()?;
    let plain: Vec<Check> = checks.iter().map(Check::without_types).collect();
    Some(format!("{plain:?} {types:?}"))
}
