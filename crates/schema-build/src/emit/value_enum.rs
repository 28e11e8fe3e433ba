//! An enumeration of values that are not all strings.

use proc_macro2::Ident;
use serde_json::Value;

use super::definition::documentation;
use super::{Derived, Item, literal};
use crate::doc::in_code;
use crate::names::{Scope, ident, variant_name};
use crate::print::{Body, Clause, Code, Definition};

pub(super) fn emit(item: &Item<'_>, values: &[Value]) -> Vec<Code> {
    let name = &item.name;
    let default = item.emitter.default_place(item.index, values);
    let (mut parts, mut entries) = (Vec::new(), Vec::new());
    for (place, (variant, value)) in variants(values).iter().zip(values).enumerate() {
        let json = value.to_string();
        entries.push(format!("{variant} = {}", literal(&json)));
        parts.push(item.unit(vec![format!(" `{}`", in_code(&json))], variant, default == Some(place)));
    }
    let derived = Derived { copy: true, default: default.is_some(), ordered: true };
    let definition = Definition {
        doc: documentation(&item.ty.notes, item.emitter.file, &item.ty.at),
        attributes: item.attributes(derived, &[]),
        name: name.clone(),
        body: Body::Enum(parts),
    };
    let call = item.call("value_enum", name.to_string(), vec![Clause::Fill(entries)], None);
    vec![Code::Definition(definition), call]
}

/// The variants for values.
pub(super) fn variants(values: &[Value]) -> Vec<Ident> {
    let mut scope = Scope::without(&["Self"]);
    let values = values.iter().enumerate();
    values.map(|(index, value)| ident(&scope.take([preferred_name(value, index + 1)]))).collect()
}

fn preferred_name(value: &Value, index: usize) -> String {
    match value {
        Value::Null => "Null".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Number(number) => {
            variant_name(&number.to_string().replace('-', "minus ").replace('.', " point "), index)
        }
        Value::String(text) => variant_name(text, index),
        Value::Array(_) => format!("Array{index}"),
        Value::Object(_) => format!("Object{index}"),
    }
}
