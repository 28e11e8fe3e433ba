//! An enumeration of values that are not all strings.

use proc_macro2::Ident;
use serde_json::Value;

use super::definition::documentation;
use super::string_enum::{document_values, is_deprecated, listing};
use super::variant_lint::allow_names;
use super::{Derived, Item, large_enum, literal};
use crate::names::{ident, variant_names};
use crate::print::{Body, Clause, Code, Definition};
use crate::shape::Type;

pub(super) fn emit(item: &Item<'_>, values: &[Value]) -> Vec<Code> {
    let name = &item.name;
    let default = item.emitter.default_place(item.index, values);
    let variants = variants(item.ty, values);
    let jsons: Vec<String> = values.iter().map(Value::to_string).collect();
    let entries = variants.iter().zip(&jsons).map(|(name, json)| format!("{name} = {}", literal(json))).collect();
    let docs = document_values(item.ty, jsons.into_iter()).into_iter().zip(&variants).enumerate();
    let parts = docs
        .map(|(place, (doc, name))| item.unit(doc, name, default == Some(place), is_deprecated(item.ty, place)))
        .collect();
    let derived = Derived { copy: true, default: default.is_some(), ordered: true };
    let (mut attributes, debug) = large_enum::attributes(item, derived, &variants);
    allow_names(&mut attributes, name, &variants);
    let definition = Definition {
        doc: documentation(&item.ty.notes, &item.ty.file, &item.ty.at),
        attributes,
        name: name.clone(),
        body: Body::Enum(parts),
    };
    let call = item.call("value_enum", format!("{name}{}", listing(item.ty)), vec![Clause::Fill(entries)], None);
    [Code::Definition(Box::new(definition)), call].into_iter().chain(debug).collect()
}

/// The variants for values.
pub(super) fn variants(ty: &Type, values: &[Value]) -> Vec<Ident> {
    let given = &ty.given.values;
    let texts: Vec<String> = values.iter().map(text).collect();
    let named = texts.iter().enumerate();
    let names = variant_names(named.map(|(index, text)| (given.get(&index).map(String::as_str), text.as_str())));
    names.iter().map(|name| ident(name)).collect()
}

/// The text that a variant is named after.
fn text(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string().replace('.', " point "),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.is_empty() => "empty array".to_owned(),
        Value::Object(members) if members.is_empty() => "empty object".to_owned(),
        Value::Array(_) => format!("array {value}"),
        Value::Object(_) => format!("object {value}"),
        literal => literal.to_string(),
    }
}
