//! An enumeration of values that are not all strings.

use proc_macro2::Ident;
use serde_json::Value;

use super::definition::documentation;
use super::variant_lint::allow_names;
use super::{Derived, Item, literal};
use crate::doc::in_code;
use crate::names::{ident, variant_names};
use crate::print::{Body, Clause, Code, Definition};
use crate::shape::Type;

pub(super) fn emit(item: &Item<'_>, values: &[Value]) -> Vec<Code> {
    let name = &item.name;
    let default = item.emitter.default_place(item.index, values);
    let (mut parts, mut entries) = (Vec::new(), Vec::new());
    let variants = variants(item.ty, values);
    for (place, (variant, value)) in variants.iter().zip(values).enumerate() {
        let json = value.to_string();
        entries.push(format!("{variant} = {}", literal(&json)));
        parts.push(item.unit(vec![format!(" `{}`", in_code(&json))], variant, default == Some(place), false));
    }
    let derived = Derived { copy: true, default: default.is_some(), ordered: true };
    let mut attributes = item.attributes(derived, &[]);
    allow_names(&mut attributes, name, &variants);
    let definition = Definition {
        doc: documentation(&item.ty.notes, item.emitter.file, &item.ty.at),
        attributes,
        name: name.clone(),
        body: Body::Enum(parts),
    };
    let call = item.call("value_enum", name.to_string(), vec![Clause::Fill(entries)], None);
    vec![Code::Definition(Box::new(definition)), call]
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
