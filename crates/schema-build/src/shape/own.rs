//! Types of the user's own in place of generated ones.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use schema_ir::{Document, Keyword, Schema, SchemaId, TypeName, Writer, definition_uri};

use super::lower::Walk;
use super::member::types_of;
use super::{Kind, Shape, Ty};
use crate::lowered::file_name;
use crate::rust_type::OwnType;
use crate::{Undeclared, Why};

/// The types that the user chose.
#[derive(Clone, Debug, Default)]
pub(crate) struct Choices {
    /// By place: the file's name, `#`, and the JSON Pointer of the schema.
    pub(crate) places: BTreeMap<String, OwnType>,
    /// By `format`.
    pub(crate) formats: BTreeMap<String, OwnType>,
    /// Whether integers are those of Rust.
    pub(crate) native_integers: bool,
    pub(crate) numbers: Option<Numbers>,
    /// The type of strings without a `format`.
    pub(crate) string: Option<OwnType>,
    /// What becomes of undeclared keys, at a place or at all; the last counts.
    pub(crate) undeclared: Vec<(Option<String>, Undeclared)>,
}

/// The types of numbers that may have a fraction.
#[derive(Clone, Debug)]
pub(crate) enum Numbers {
    /// `f64`, or `f32` by `format`.
    Native,
    Own(OwnType),
}

/// A type of the user's own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Own {
    pub(crate) ty: OwnType,
    /// How the type differs from its schema.
    pub(crate) departs: Option<Departs>,
}

/// A place at which a type does not do exactly what its schema asks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Departs {
    /// JSON Pointer of the schema in the source.
    pub(crate) at: String,
    pub(crate) why: Why,
    /// The schema as JSON, with the definitions that it needs.
    pub(crate) copy: String,
}

impl Ty {
    /// Whether the type is one of the user's own, or has one inside that has no named type around it.
    pub(crate) fn has_own(&self) -> bool {
        match self {
            Ty::Own(_) => true,
            Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) | Ty::Checked(inner, _) => inner.has_own(),
            Ty::Tuple(items) => items.iter().any(Ty::has_own),
            _ => false,
        }
    }
}

impl Walk {
    /// The type that the user chose for the place of a schema.
    pub(super) fn chosen(&mut self, id: SchemaId) -> Option<Ty> {
        if self.choices.places.is_empty() {
            return None;
        }
        let key = place(&self.document[id]);
        let ty = self.choices.places.get(&key)?.clone();
        self.chosen.insert(key);
        let why = Why::OwnType(ty.path.clone());
        let own = Ty::Own(Box::new(Own { departs: Some(self.depart(id, why)), ty }));
        // An own type need not know null, which an `Option` expresses.
        let nullable =
            types_of(&self.document, id).is_some_and(|types| types.len() > 1 && types.contains(&TypeName::NULL));
        Some(if nullable { Ty::Nullable(Box::new(own)) } else { own })
    }

    fn depart(&self, id: SchemaId, why: Why) -> Departs {
        self.depart_from(&self.document[id], why)
    }

    pub(super) fn depart_from(&self, schema: &Schema, why: Why) -> Departs {
        Departs { at: schema.origin.pointer.clone(), why, copy: copy(&self.document, schema) }
    }

    /// The type that the user chose for the `format` of a string or a number.
    pub(super) fn chosen_format(&self, schema: &Schema) -> Option<Ty> {
        let format = schema.text_of(Keyword::Format)?;
        let ty = self.choices.formats.get(format)?.clone();
        let why = Why::Format { format: format.to_owned(), ty: ty.path.clone() };
        Some(Ty::Own(Box::new(Own { departs: Some(self.depart_from(schema, why)), ty })))
    }

    /// The type of strings without a `format`.
    pub(super) fn string(&self) -> Ty {
        match &self.choices.string {
            Some(ty) => Ty::Own(Box::new(Own { ty: ty.clone(), departs: None })),
            None => Ty::String,
        }
    }

    /// The type that the user chose for numbers that may have a fraction.
    pub(super) fn chosen_number(&self, schema: &Schema) -> Option<Ty> {
        match self.choices.numbers.as_ref()? {
            Numbers::Native => {
                let name = if schema.text_of(Keyword::Format) == Some("float") { "f32" } else { "f64" };
                Some(self.native(schema, name, Some(Why::Precision(name.to_owned()))))
            }
            Numbers::Own(ty) => {
                let departs = Some(self.depart_from(schema, Why::Precision(ty.path.clone())));
                Some(Ty::Own(Box::new(Own { ty: ty.clone(), departs })))
            }
        }
    }

    /// One of Rust's numbers for a schema, and what it refuses or changes.
    pub(super) fn native(&self, schema: &Schema, name: &str, why: Option<Why>) -> Ty {
        let departs = why.map(|why| self.depart_from(schema, why));
        Ty::Own(Box::new(Own { ty: OwnType::number(name), departs }))
    }

    /// The definitions that the user chose types for, and copies of their schemas, to which validators may refer.
    pub(super) fn chosen_definitions(&mut self) -> BTreeMap<String, String> {
        let definitions: Vec<(String, SchemaId)> =
            self.document.definitions().iter().map(|(name, id)| (name.clone(), *id)).collect();
        let chosen = definitions.into_iter().filter(|(_, id)| self.chosen(*id).is_some());
        let chosen: Vec<(String, SchemaId)> = chosen.collect();
        chosen.into_iter().map(|(name, id)| (name, copy(&self.document, &self.document[id]))).collect()
    }
}

/// The place of a schema as users name it.
pub(super) fn place(schema: &Schema) -> String {
    format!("{}#{}", file_name(&schema.origin.file), schema.origin.pointer)
}

/// A schema as JSON, with the definitions that it needs under names that no type has.
fn copy(document: &Document, schema: &Schema) -> String {
    let small = document.extract(schema.clone());
    let file = &schema.origin.file;
    let rename = |name: &str| format!("{file}: {name}");
    let references: HashMap<SchemaId, String> =
        small.definitions().iter().map(|(name, id)| (*id, definition_uri(&rename(name)))).collect();
    let writer = Writer::with_references(&small, references);
    let mut written = writer.schema(small.root());
    if let Some(members) = written.as_object_mut().filter(|_| !small.definitions().is_empty()) {
        let definitions = small.definitions().iter().map(|(name, id)| (rename(name), writer.schema(*id)));
        members.insert(Keyword::Defs.name().to_owned(), serde_json::Value::Object(definitions.collect()));
    }
    written.to_string()
}

/// Removes the types that only schemas need for which the user chose a type: definitions that those lead to, unless a root or
/// another definition leads to them.
pub(super) fn prune(shape: &mut Shape, document: &Document, chosen: &[SchemaId]) {
    let behind = find_behind(document, chosen);
    let is_behind = |number: usize| {
        let mut named = shape.definitions.iter().filter(|(_, known)| **known == number);
        named.any(|(name, _)| document.definition(name).is_some_and(|id| behind.contains(&id)))
    };
    let starts = shape.definitions.values().copied().filter(|number| !is_behind(*number));
    let mut open: Vec<usize> = if shape.roots.is_empty() { Vec::new() } else { starts.collect() };
    open.extend(&shape.roots);
    let mut kept = BTreeSet::new();
    while let Some(number) = open.pop() {
        if kept.insert(number)
            && let Some(ty) = shape.get(number)
        {
            held(&ty.kind, &mut open);
        }
    }
    for (number, ty) in shape.types.iter_mut().enumerate() {
        if !kept.contains(&number) {
            *ty = None;
        }
    }
    shape.definitions.retain(|_, number| kept.contains(number));
}

/// The schemas that some lead to.
fn find_behind(document: &Document, starts: &[SchemaId]) -> BTreeSet<SchemaId> {
    let (mut found, mut open) = (BTreeSet::new(), starts.to_vec());
    while let Some(id) = open.pop() {
        let schema = &document[id];
        let next = schema.subschemas().map(|(_, _, inner)| inner).chain(schema.reference);
        open.extend(next.filter(|next| found.insert(*next)));
    }
    found
}

/// The named types that a type holds.
fn held(kind: &Kind, out: &mut Vec<usize>) {
    match kind {
        Kind::Object { fields, additional, .. } => {
            fields.iter().map(|field| &field.ty).chain(additional).for_each(|ty| collect(ty, out));
        }
        Kind::Newtype(ty) => collect(ty, out),
        Kind::Union { variants, .. } => variants.iter().for_each(|variant| collect(&variant.ty, out)),
        Kind::StringEnum(_) | Kind::OpenEnum(_) | Kind::Literals(_) => {}
    }
}

fn collect(ty: &Ty, out: &mut Vec<usize>) {
    match ty {
        Ty::Named(number) => out.push(*number),
        Ty::Array(inner) | Ty::Map(inner) | Ty::Nullable(inner) | Ty::Checked(inner, _) => collect(inner, out),
        Ty::Tuple(items) => items.iter().for_each(|item| collect(item, out)),
        _ => {}
    }
}
