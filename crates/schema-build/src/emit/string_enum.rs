//! An enumeration of strings.

use std::collections::BTreeMap;

use proc_macro2::Ident;
use schema_ir::Keyword;

use super::definition::{documentation, lines};
use super::variant_lint::allow_names;
use super::{Derived, Item, large_enum, literal};
use crate::doc::{doc, in_code};
use crate::names::{Scope, ident, variant_names};
use crate::print::Written;
use crate::print::{Body, Clause, Code, Definition, Part};
use crate::shape::{Listing, Type};

/// The variant for values that the schema does not know, unless a known one has its name.
pub(super) const UNKNOWN: &str = "Unknown";

/// The variant for values that the schema does not list but allows.
pub(super) const OTHER: &str = "Other";

/// Writes an enumeration, with a variant `other` if its schema allows other strings.
pub(super) fn emit(item: &Item<'_>, values: &[String], other: Option<&str>) -> Vec<Code> {
    let name = &item.name;
    let is_open = item.emitter.profile.is_open();
    let has_other = is_open || other.is_some();
    let (variants, unknown) = variants(item.ty, values, other);
    let default = item.emitter.default_place(item.index, values);
    let docs = document_values(item.ty, values.iter().map(|value| format!("{value:?}")));
    let docs = docs.into_iter().zip(&variants).enumerate();
    let mut parts: Vec<Part> = docs
        .map(|(place, (doc, variant))| item.unit(doc, variant, default == Some(place), is_deprecated(item.ty, place)))
        .collect();
    let mut entries: Vec<String> =
        variants.iter().zip(values).map(|(variant, value)| format!("{variant} = {}", literal(value))).collect();
    if has_other {
        let doc = match other {
            Some(_) => " Any other value.",
            None => " A value that the schema does not know.",
        };
        let doc = vec![doc.to_owned()];
        parts.push(Part::of(doc, unknown.clone(), Written::name(item.paths.prelude("String"))));
        entries.push(format!(".. {unknown}"));
    }
    let derived = Derived { copy: !has_other, default: default.is_some(), ordered: true };
    let (mut attributes, debug) = match has_other {
        true => (item.attributes(derived, &[]), None),
        false => large_enum::attributes(item, derived, &variants),
    };
    allow_names(&mut attributes, name, &variants);
    let definition = Definition {
        doc: documentation(&item.ty.notes, &item.ty.file, &item.ty.at),
        attributes,
        name: name.clone(),
        body: Body::Enum(parts),
    };
    // An open type reads any string, whatever its schema lists.
    let listing = if is_open { String::new() } else { listing(item.ty) };
    let twin = Some(&unknown).filter(|name| **name != UNKNOWN);
    let call = item.call("string_enum", format!("{name}{listing}"), vec![Clause::Fill(entries)], twin);
    [Code::Definition(Box::new(definition)), call].into_iter().chain(debug).collect()
}

/// The variants for values, and the one for values that the schema does not know.
pub(super) fn variants(ty: &Type, values: &[String], other: Option<&str>) -> (Vec<Ident>, Ident) {
    let given = &ty.given.values;
    let texts = values.iter().enumerate().map(|(index, value)| (given.get(&index).map(String::as_str), value.as_str()));
    let names = variant_names(texts);
    let unknown = ident(&Scope::of(&names).take([other.unwrap_or(UNKNOWN).to_owned()]));
    (names.iter().map(|name| ident(name)).collect(), unknown)
}

/// The words for a schema that lists the values by a union.
pub(super) fn listing(ty: &Type) -> String {
    match &ty.listing {
        None => String::new(),
        Some(Listing { keyword, counts }) if counts.iter().all(|count| *count == 1) => format!(" = {keyword}"),
        Some(Listing { keyword, counts }) => {
            let counts: Vec<String> = counts.iter().map(usize::to_string).collect();
            format!(" = {keyword} [{}]", counts.join(", "))
        }
    }
}

/// The documentation of each value: the value as JSON, and the title or the description of the member that lists it.
pub(super) fn document_values(ty: &Type, values: impl Iterator<Item = String>) -> Vec<Vec<String>> {
    let mut described: BTreeMap<String, &str> = BTreeMap::new();
    for keyword in [Keyword::Title, Keyword::Description] {
        let notes = ty.notes.iter().filter(|note| note.keyword == keyword);
        described.extend(notes.filter_map(|note| Some((note.at.clone(), note.value.as_str()?))));
    }
    let document = |(json, place): (String, Option<String>)| {
        document_value(&json, place.and_then(|place| described.get(&place).copied()))
    };
    values.zip(places(ty).map(Some).chain(std::iter::repeat(None))).map(document).collect()
}

/// The member that lists each value, for a schema that lists them by a union.
fn places(ty: &Type) -> impl Iterator<Item = String> {
    ty.listing.iter().flat_map(|Listing { keyword, counts }| {
        let places = counts.iter().enumerate();
        places.flat_map(move |(index, count)| std::iter::repeat_n(format!("/{keyword}/{index}"), *count))
    })
}

/// Whether the schema marks a value as deprecated.
pub(super) fn is_deprecated(ty: &Type, index: usize) -> bool {
    let Some(place) = places(ty).nth(index) else { return false };
    ty.notes.iter().any(|note| note.at == place && note.keyword == Keyword::Deprecated && note.value == true)
}

/// The documentation of a value, which is given as JSON.
pub(super) fn document_value(json: &str, text: Option<&str>) -> Vec<String> {
    let value = format!(" `{}`", in_code(json));
    match text {
        Some(text) => lines(&format!("{value}\n\n{}", doc(text))),
        None => lines(&value),
    }
}
