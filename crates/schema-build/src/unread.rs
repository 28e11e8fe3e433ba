//! Definitions that are not read, because something in them is wrong.

use std::collections::{BTreeMap, BTreeSet};

use schema_ir::{Document, Origin, Role, SchemaId};

use crate::{Class, TypeReport};

/// The places of the schemas that are not read, and of those that apply one to the same value, by `$ref` or `allOf`.
pub(crate) fn find_affected(document: &Document, unread: &[SchemaId]) -> BTreeSet<Origin> {
    if unread.is_empty() {
        return BTreeSet::new();
    }
    let mut users: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    for (id, schema) in document.iter() {
        let in_place = schema.subschemas().filter(|(keyword, ..)| keyword.role() == Role::InPlace);
        for part in in_place.map(|(.., part)| part).chain(schema.reference) {
            users.entry(part).or_default().push(id);
        }
    }
    let (mut affected, mut open) = (BTreeSet::new(), unread.to_vec());
    while let Some(id) = open.pop() {
        if affected.insert(id) {
            open.extend(users.get(&id).into_iter().flatten());
        }
    }
    affected.into_iter().map(|id| document[id].origin.clone()).collect()
}

/// Reports the types of such schemas as not read.
pub(crate) fn mark(types: &mut [TypeReport], unread: &BTreeSet<Origin>) {
    let is_unread =
        |ty: &&mut TypeReport| unread.contains(&Origin { file: ty.file.as_str().into(), pointer: ty.pointer.clone() });
    for ty in types.iter_mut().filter(is_unread) {
        ty.class = Class::Unread;
    }
}
