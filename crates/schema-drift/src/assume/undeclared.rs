//! The assumption that a key is not sent if the sender's schema does not declare it, although it would be valid.
//!
//! If only one side declares a property, then nobody sends it under the other side's schema, so its schema affects nobody:
//! `{"properties": {"a": …}}` against `{"properties": {"a": …, "tax": {"type": "number"}}}`. Such a schema accepts any value
//! afterwards. It is kept if a place leads to it where the key may be sent, for example where the other side requires the key.

use std::collections::{BTreeSet, HashSet};

use schema_ir::{Document, JsonType, Schema, SchemaId};

use super::value_place::ValuePlace;

/// Pairs of places that are aligned; beyond them the assumption is not made.
const MAX_ALIGNED: usize = 200_000;
/// Pairs of schemas of one property, if unions declare it several times; beyond them its declarations are kept.
const MAX_COMBINED: usize = 256;

/// Lets the properties accept any value that only one side declares, and that nobody sends under the other side's schema.
pub(super) fn ignore(documents: [&mut Document; 2], pairs: &[[SchemaId; 2]]) {
    let [old, new] = documents;
    let ignored = find_ignored([old, new], pairs);
    for (document, schemas) in [old, new].into_iter().zip(ignored) {
        for id in schemas {
            let Schema { annotations, origin, .. } = std::mem::take(&mut document[id]);
            document[id] = Schema { annotations, origin, ..Schema::default() };
        }
    }
}

/// The schemas of each side that may accept any value.
fn find_ignored(documents: [&Document; 2], pairs: &[[SchemaId; 2]]) -> [Vec<SchemaId>; 2] {
    let mut alignment = Alignment { documents, open: pairs.to_vec(), ..Alignment::new(documents) };
    if !alignment.align() {
        return Default::default();
    }
    loop {
        let Alignment { candidates, kept, .. } = &mut alignment;
        let is_kept = |(side, schemas): &(usize, Vec<SchemaId>)| schemas.iter().any(|id| kept[*side].contains(id));
        let lost: Vec<(usize, Vec<SchemaId>)> = candidates.extract_if(.., |one| is_kept(one)).collect();
        if lost.is_empty() {
            break;
        }
        // Whatever such a schema leads to may be sent, too.
        lost.into_iter().for_each(|(side, schemas)| alignment.keep(side, schemas));
    }
    let of = |wanted: usize| {
        let own = alignment.candidates.iter().filter(|(side, _)| *side == wanted);
        own.flat_map(|(_, schemas)| schemas.iter().copied()).collect::<BTreeSet<_>>().into_iter().collect()
    };
    [of(0), of(1)]
}

/// Two documents, place by place.
struct Alignment<'d> {
    documents: [&'d Document; 2],
    open: Vec<[SchemaId; 2]>,
    seen: HashSet<[SchemaId; 2]>,
    /// The schemas of a property that only this side declares.
    candidates: Vec<(usize, Vec<SchemaId>)>,
    /// The schemas of each side that are compared with one of the other, or for which nothing was aligned.
    kept: [HashSet<SchemaId>; 2],
}

/// The schemas of a property or another part.
#[derive(Default)]
struct Sorted {
    /// Those that have schemas of their own inside.
    inner: BTreeSet<SchemaId>,
    /// Whether another one accepts objects or arrays with any parts.
    is_free: bool,
}

impl<'d> Alignment<'d> {
    fn new(documents: [&'d Document; 2]) -> Self {
        Alignment {
            documents,
            open: Vec::new(),
            seen: HashSet::new(),
            candidates: Vec::new(),
            kept: Default::default(),
        }
    }

    /// Aligns all that the open pairs lead to; false if that is too much.
    fn align(&mut self) -> bool {
        while let Some(pair) = self.open.pop() {
            if self.seen.len() > MAX_ALIGNED {
                return false;
            }
            if self.seen.insert(pair) {
                self.align_places([0, 1].map(|side| ValuePlace::at(self.documents[side], pair[side])));
            }
        }
        true
    }

    fn align_places(&mut self, places: [ValuePlace<'d>; 2]) {
        for side in [0, 1] {
            self.kept[side].extend(&places[side].members);
            let (own, other) = (&places[side], &places[1 - side]);
            for (name, schemas) in &own.properties {
                match other.properties.get(name) {
                    Some(others) if side == 0 => self.combine(schemas, others),
                    Some(_) => {}
                    None if is_ignored(name, own, other) => self.candidates.push((side, schemas.clone())),
                    None => self.keep(side, schemas.clone()),
                }
            }
            for (key, schemas) in &own.others {
                match other.others.get(key) {
                    Some(others) if side == 0 => self.combine(schemas, others),
                    Some(_) => {}
                    None => self.keep(side, schemas.clone()),
                }
            }
        }
    }

    /// Compares each of some schemas of old with each of some of new.
    fn combine(&mut self, olds: &[SchemaId], news: &[SchemaId]) {
        let (old, new) = (self.sort(0, olds), self.sort(1, news));
        let is_many = old.inner.len() * new.inner.len() > MAX_COMBINED;
        if is_many || old.is_free {
            self.keep(1, new.inner.iter().copied().collect());
        }
        if is_many || new.is_free {
            self.keep(0, old.inner.iter().copied().collect());
        }
        if !is_many {
            self.open.extend(old.inner.iter().flat_map(|one| new.inner.iter().map(|other| [*one, *other])));
        }
    }

    /// Sorts out the schemas that have no parts, because unions often declare the same such property many times.
    fn sort(&mut self, side: usize, schemas: &[SchemaId]) -> Sorted {
        let document = self.documents[side];
        let mut sorted = Sorted::default();
        for start in schemas {
            let mut id = *start;
            // A loop of references ends at a schema that was met before.
            while self.kept[side].insert(id) && document[id].subschemas().next().is_none() {
                let Some(target) = document[id].reference else { break };
                id = target;
            }
            let schema = &document[id];
            if schema.reference.is_some() || schema.subschemas().next().is_some() {
                sorted.inner.insert(id);
            } else {
                let holds_parts = |of: &JsonType| matches!(of, JsonType::Object | JsonType::Array);
                sorted.is_free |= schema.types.as_ref().is_none_or(|types| types.json().iter().any(holds_parts));
            }
        }
        sorted
    }

    /// Keeps all that schemas lead to.
    fn keep(&mut self, side: usize, schemas: Vec<SchemaId>) {
        let mut open = schemas;
        let mut reached = HashSet::new();
        while let Some(id) = open.pop() {
            if reached.insert(id) {
                let schema = &self.documents[side][id];
                open.extend(schema.reference);
                open.extend(schema.subschemas().map(|(.., inner)| inner));
            }
        }
        self.kept[side].extend(reached);
    }
}

/// Whether nobody sends a property that only the place `own` declares, under the schema of the place `other`.
fn is_ignored(name: &str, own: &ValuePlace<'_>, other: &ValuePlace<'_>) -> bool {
    let is_required = own.required.contains(name) || other.required.contains(name);
    other.is_open && !is_required && !own.tangled.contains(name)
}
