//! An enumeration of strings.

use std::collections::BTreeMap;

use proc_macro2::Ident;
use schema_ir::Keyword;

use super::definition::{documentation, lines};
use super::variant_lint::allow_names;
use super::{Derived, Item, literal};
use crate::doc::{doc, in_code};
use crate::names::{Scope, ident, variant_names};
use crate::print::Written;
use crate::print::{Body, Clause, Code, Definition, Part};
use crate::shape::{Annotation, Type, UNIONS};

/// The variant for values that the schema does not know, unless a known one has its name.
pub(super) const UNKNOWN: &str = "Unknown";

pub(super) fn emit(item: &Item<'_>, values: &[String]) -> Vec<Code> {
    let name = &item.name;
    let is_open = item.emitter.profile.is_open();
    let (variants, unknown) = variants(item.ty, values);
    let default = item.emitter.default_place(item.index, values);
    let docs = document_values(item, values).into_iter().zip(&variants).enumerate();
    let mut parts: Vec<Part> = docs
        .map(|(place, (doc, variant))| item.unit(doc, variant, default == Some(place), is_deprecated(item, place)))
        .collect();
    let mut entries: Vec<String> =
        variants.iter().zip(values).map(|(variant, value)| format!("{variant} = {}", literal(value))).collect();
    if is_open {
        let doc = vec![" A value that the schema does not know.".to_owned()];
        parts.push(Part::of(doc, unknown.clone(), Written::name(item.paths.prelude("String"))));
        entries.push(format!(".. {unknown}"));
    }
    let derived = Derived { copy: !is_open, default: default.is_some(), ordered: true };
    let mut attributes = item.attributes(derived, &[]);
    allow_names(&mut attributes, name, &variants);
    let definition = Definition {
        doc: documentation(&item.ty.notes, item.emitter.file, &item.ty.at),
        attributes,
        name: name.clone(),
        body: Body::Enum(parts),
    };
    let keyword = item.ty.notes.iter().find_map(place).map(|(keyword, _)| format!(" = {keyword}")).unwrap_or_default();
    let twin = Some(&unknown).filter(|name| **name != UNKNOWN);
    let call = item.call("string_enum", format!("{name}{keyword}"), vec![Clause::Fill(entries)], twin);
    vec![Code::Definition(Box::new(definition)), call]
}

/// The variants for values, and the one for values that the schema does not know.
pub(super) fn variants(ty: &Type, values: &[String]) -> (Vec<Ident>, Ident) {
    let given = &ty.given.values;
    let texts = values.iter().enumerate().map(|(index, value)| (given.get(&index).map(String::as_str), value.as_str()));
    let names = variant_names(texts);
    let unknown = ident(&Scope::of(&names).take([UNKNOWN.to_owned()]));
    (names.iter().map(|name| ident(name)).collect(), unknown)
}

/// The documentation of each value: the value, and its own title or description.
fn document_values(item: &Item<'_>, values: &[String]) -> Vec<Vec<String>> {
    let mut described: BTreeMap<&str, &str> = BTreeMap::new();
    for keyword in [Keyword::Title, Keyword::Description] {
        let notes = item.ty.notes.iter().filter(|note| note.keyword == keyword);
        described.extend(notes.filter_map(|note| Some((place(note)?.1, note.value.as_str()?))));
    }
    let document = |(index, value): (usize, &String)| {
        let value = format!(" `{}`", in_code(&format!("{value:?}")));
        match described.get(index.to_string().as_str()) {
            Some(text) => lines(&format!("{value}\n\n{}", doc(text))),
            None => lines(&value),
        }
    };
    values.iter().enumerate().map(document).collect()
}

/// Whether the schema marks a value as deprecated.
fn is_deprecated(item: &Item<'_>, index: usize) -> bool {
    let index = index.to_string();
    let of_value = |note: &&Annotation| place(note).is_some_and(|(_, at)| at == index);
    item.ty.notes.iter().filter(of_value).any(|note| note.keyword == Keyword::Deprecated && note.value == true)
}

/// The keyword and the index of the value that an annotation belongs to.
fn place(note: &Annotation) -> Option<(Keyword, &str)> {
    UNIONS.iter().find_map(|keyword| Some((*keyword, note.at.strip_prefix(&format!("/{keyword}/"))?)))
}
