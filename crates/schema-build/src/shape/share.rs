//! Finds types that are the same in several documents, so that they are generated once.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use super::{Annotation, Check, Expected, Kind, Shape, Ty, TypeId, types_of_checks};
use crate::names::{Wanted, resolve, type_name};
use schema_ir::{Keyword, pointer};

/// A type that is the same in several documents: its name, and the document and the number of each occurrence.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) name: String,
    pub(crate) places: Vec<(usize, usize)>,
}

/// The types inside roots that have the same name and the same definition in more than one document, in the order of their
/// first occurrences. Their annotations may differ. Those that are `foreign` to a document are not its own.
pub(crate) fn find_shared(shapes: &[(&str, &Shape)], foreign: &[BTreeMap<usize, TypeId>]) -> Vec<Shared> {
    if shapes.len() < 2 {
        return Vec::new();
    }
    let mut groups: BTreeMap<(String, String), Vec<(usize, usize)>> = BTreeMap::new();
    for (document, ((_, shape), foreign)) in shapes.iter().zip(foreign).enumerate() {
        let mut keys = Keys { shape, known: BTreeMap::new(), open: BTreeSet::new() };
        let roots: BTreeSet<usize> = shape.roots.iter().copied().collect();
        for (id, ty) in shape.iter().filter(|(id, _)| !roots.contains(id) && !foreign.contains_key(id)) {
            if let Some(key) = keys.key(id) {
                groups.entry((ty.own_name(), key)).or_default().push((document, id));
            }
        }
    }
    let documents = |places: &[(usize, usize)]| places.iter().map(|(document, _)| *document).collect::<BTreeSet<_>>();
    let groups: Vec<_> = groups.into_iter().filter(|(_, places)| documents(places).len() > 1).collect();
    let wanted: Vec<Wanted> = groups.iter().map(|((name, key), places)| want(shapes, name, key, places)).collect();
    let groups = resolve(&wanted).into_iter().zip(groups);
    let mut shared: Vec<Shared> = groups.map(|(name, (_, places))| Shared { name, places }).collect();
    shared.sort_by(|one, other| one.places.cmp(&other.places));
    shared
}

/// The names that a shared type may have: its own, or one with the names around it that it has in all places.
fn want(shapes: &[(&str, &Shape)], own: &str, key: &str, places: &[(usize, usize)]) -> Wanted {
    let paths: Vec<Vec<&str>> = places
        .iter()
        .filter_map(|(document, id)| shapes.get(*document)?.1.get(*id))
        .map(|ty| ty.place.path.iter().skip(1).map(|part| part.name.as_str()).collect())
        .collect();
    let mut names = vec![own.to_owned()];
    for count in 2.. {
        let ends = paths.iter().map(|path| path.len().checked_sub(count).map(|start| path[start..].join(" ")));
        let ends: BTreeSet<Option<String>> = ends.collect();
        match ends.into_iter().collect::<Vec<_>>().as_slice() {
            [Some(end)] => names.push(type_name(end)),
            _ => break,
        }
    }
    Wanted { names, rank: 0, place: key.to_owned() }
}

/// Computes keys of types: texts that are equal if the types are.
struct Keys<'s> {
    shape: &'s Shape,
    known: BTreeMap<usize, Option<String>>,
    /// The types that are being computed. A type that holds itself has no key, and is not shared.
    open: BTreeSet<usize>,
}

impl Keys<'_> {
    fn key(&mut self, id: usize) -> Option<String> {
        if let Some(key) = self.known.get(&id) {
            return key.clone();
        }
        if !self.open.insert(id) {
            return None;
        }
        // A digest, because a text would double with every level of types that hold the next one twice.
        let key = self.write_key(id).map(|key| format!("{:x?}", Sha256::digest(key)));
        self.open.remove(&id);
        self.known.insert(id, key.clone());
        key
    }

    fn write_key(&mut self, id: usize) -> Option<String> {
        let shape = self.shape;
        let ty = shape.get(id).filter(|ty| ty.guard.is_none())?;
        Some(match &ty.kind {
            Kind::Object { fields, additional, checks } => {
                let mut key = format!("object {} {:?}", self.write_checks(checks)?, ty.constants);
                for field in fields {
                    key += &format!(" {:?} {} {}", field.key, field.required, self.write_type(&field.ty)?);
                }
                if let Some(ty) = additional {
                    key += &format!(" and {}", self.write_type(ty)?);
                }
                key
            }
            Kind::StringEnum(values) => format!("strings {values:?} {:?}", ty.given.values),
            Kind::OpenEnum(values) => format!("known {values:?} {:?}", ty.given.values),
            Kind::Literals(values) => format!("values {values:?} {:?}", ty.given.values),
            Kind::Newtype(ty) => format!("is {}", self.write_type(ty)?),
            Kind::Union { variants, keyword, discriminator } => {
                let mut key = format!("{keyword} {discriminator:?}");
                for variant in variants {
                    key += &format!(" {:?} {}", variant.preferred_name, self.write_type(&variant.ty)?);
                }
                key
            }
        })
    }

    fn write_type(&mut self, ty: &Ty) -> Option<String> {
        Some(match ty {
            Ty::Named(id) => {
                format!("{} ({})", self.shape.get(*id)?.own_name(), self.key(*id)?)
            }
            Ty::Array(inner) => format!("array ({})", self.write_type(inner)?),
            Ty::Map(inner) => format!("map ({})", self.write_type(inner)?),
            Ty::Nullable(inner) => format!("nullable ({})", self.write_type(inner)?),
            Ty::Tuple(items) => {
                format!("tuple {:?}", items.iter().map(|item| self.write_type(item)).collect::<Option<Vec<_>>>()?)
            }
            Ty::Checked(inner, checks) => {
                format!("{} {}", self.write_type(inner)?, self.write_checks(checks)?)
            }
            // Own types are alike wherever they are, if their schemas are.
            Ty::Own(own) => {
                let departs = own.departs.as_ref().map(|departs| (&departs.why, &departs.copy));
                format!("own {} {departs:?}", own.ty.path)
            }
            Ty::Unkept(unkept) => format!("unkept {:?} {}", unkept.departs.why, unkept.departs.copy),
            scalar => format!("{scalar:?}"),
        })
    }

    /// The assertions of checks, without their places.
    fn write_checks(&mut self, checks: &[Check]) -> Option<String> {
        let types: Vec<usize> = types_of_checks(checks).collect();
        let types = types.into_iter().map(|id| self.write_type(&Ty::Named(id))).collect::<Option<Vec<_>>>()?;
        let plain: Vec<Check> = checks.iter().map(Check::without_types).collect();
        let assertions: Vec<_> = plain.iter().map(|check| (check.keyword, &check.constraint)).collect();
        Some(format!("{assertions:?} {types:?}"))
    }
}

/// Copies the annotations of shared types to the types that use them, because they may differ between documents.
pub(crate) fn move_annotations(shape: &mut Shape, shared: &BTreeSet<usize>) {
    if shared.is_empty() {
        return;
    }
    let before = shape.clone();
    let own = shape.types.iter_mut().enumerate().filter(|(id, _)| !shared.contains(id));
    for ty in own.filter_map(|(_, ty)| ty.as_mut()) {
        match &mut ty.kind {
            Kind::Object { fields, checks, .. } => {
                fields
                    .iter_mut()
                    .for_each(|field| collect_annotations(&before, shared, &field.ty, "", &mut field.notes));
                collect_of_checks(&before, shared, checks, "", &mut ty.notes);
            }
            Kind::Newtype(inner) => collect_annotations(&before, shared, inner, "", &mut ty.notes),
            Kind::Union { variants, keyword, discriminator } => {
                for (index, variant) in variants.iter_mut().enumerate() {
                    let (member, value) = discriminator.places(*keyword, index);
                    let at = value.strip_prefix(&member).unwrap_or_default();
                    collect_annotations(&before, shared, &variant.ty, at, &mut variant.notes);
                }
            }
            Kind::StringEnum(_) | Kind::OpenEnum(_) | Kind::Literals(_) => {}
        }
    }
}

/// Collects the annotations of the shared types in `ty` under the pointer `at`.
fn collect_annotations(shape: &Shape, shared: &BTreeSet<usize>, ty: &Ty, at: &str, out: &mut Vec<Annotation>) {
    match ty {
        Ty::Checked(inner, checks) => {
            collect_annotations(shape, shared, inner, at, out);
            collect_of_checks(shape, shared, checks, at, out);
        }
        Ty::Nullable(inner) => collect_annotations(shape, shared, inner, at, out),
        Ty::Array(inner) => collect_annotations(shape, shared, inner, &format!("{at}/{}", Keyword::Items), out),
        Ty::Map(inner) => {
            collect_annotations(shape, shared, inner, &format!("{at}/{}", Keyword::AdditionalProperties), out)
        }
        Ty::Tuple(items) => {
            for (index, item) in items.iter().enumerate() {
                collect_annotations(shape, shared, item, &format!("{at}/{}/{index}", Keyword::PrefixItems), out);
            }
        }
        Ty::Named(id) if shared.contains(id) => {
            let Some(ty) = shape.get(*id) else { return };
            carry(&ty.notes, at, out);
            match &ty.kind {
                Kind::Object { fields, additional, checks } => {
                    collect_of_checks(shape, shared, checks, at, out);
                    for field in fields {
                        let at = pointer::push(&format!("{at}/{}", Keyword::Properties), &field.key);
                        carry(&field.notes, &at, out);
                        collect_annotations(shape, shared, &field.ty, &at, out);
                    }
                    if let Some(additional) = additional {
                        collect_annotations(
                            shape,
                            shared,
                            additional,
                            &format!("{at}/{}", Keyword::AdditionalProperties),
                            out,
                        );
                    }
                }
                Kind::Newtype(inner) => collect_annotations(shape, shared, inner, at, out),
                Kind::Union { variants, keyword, discriminator } => {
                    for (index, variant) in variants.iter().enumerate() {
                        let (member, value) = discriminator.places(*keyword, index);
                        carry(&variant.notes, &format!("{at}{member}"), out);
                        collect_annotations(shape, shared, &variant.ty, &format!("{at}{value}"), out);
                    }
                }
                Kind::StringEnum(_) | Kind::OpenEnum(_) | Kind::Literals(_) => {}
            }
        }
        _ => {}
    }
}

/// The same of the types that checks read values as.
fn collect_of_checks(shape: &Shape, shared: &BTreeSet<usize>, checks: &[Check], at: &str, out: &mut Vec<Annotation>) {
    for check in checks {
        for (place, expected) in check.constraint.expected() {
            if let Expected::As(number) = expected {
                collect_annotations(shape, shared, &Ty::Named(number), &format!("{at}{place}"), out);
            }
        }
    }
}

fn carry(notes: &[Annotation], at: &str, out: &mut Vec<Annotation>) {
    out.extend(notes.iter().map(|note| Annotation { at: format!("{at}{}", note.at), ..note.clone() }));
}
