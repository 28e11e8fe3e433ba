//! An enumeration of values that are not all strings.

use serde_json::Value;

use super::definition::documentation;
use super::{Item, Target, literal};
use crate::doc::in_code;
use crate::names::{Scope, ident, variant_name};
use crate::print::{Body, Clause, Code, Definition, Part};

pub(super) fn emit(item: &Item<'_>, values: &[Value]) -> Vec<Code> {
    let name = &item.name;
    let mut scope = Scope::without(&["Self"]);
    let (mut parts, mut entries) = (Vec::new(), Vec::new());
    for (index, value) in values.iter().enumerate() {
        let (variant, json) = (ident(&scope.take([preferred_name(value, index + 1)])), value.to_string());
        entries.push(format!("{variant} = {}", literal(&json)));
        let above = item.member_attributes(Target::Variant, &variant, &item.ty.at);
        parts.push(Part::unit(vec![format!(" `{}`", in_code(&json))], variant).with(above));
    }
    let derived = ["Clone", "Copy", "Debug", "PartialEq", "Eq", "PartialOrd", "Ord", "Hash"];
    let definition = Definition {
        doc: documentation(&item.ty.notes, item.emitter.file, &item.ty.at),
        attributes: item.attributes(&derived, &[]),
        name: name.clone(),
        body: Body::Enum(parts),
    };
    let call = item.call("value_enum", name.to_string(), vec![Clause::Fill(entries)], None);
    vec![Code::Definition(definition), call]
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
