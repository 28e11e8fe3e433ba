//! An enumeration of values that are not all strings.

use serde_json::Value;

use super::definition::documentation;
use super::{Item, literal};
use crate::doc::in_code;
use crate::names::{ident, variant_names};
use crate::print::{Clause, Code, Definition, Part};

pub(super) fn emit(item: &Item<'_>, values: &[Value]) -> Vec<Code> {
    let name = &item.name;
    let given = &item.ty.given.values;
    let texts: Vec<String> = values.iter().map(text).collect();
    let named = texts.iter().enumerate();
    let names = variant_names(named.map(|(index, text)| (given.get(&index).map(String::as_str), text.as_str())));
    let (mut parts, mut entries) = (Vec::new(), Vec::new());
    for (name, value) in names.iter().zip(values) {
        let (variant, json) = (ident(name), value.to_string());
        entries.push(format!("{variant} = {}", literal(&json)));
        parts.push(Part::unit(vec![format!(" `{}`", in_code(&json))], variant));
    }
    let definition = Definition::Enum {
        doc: documentation(&item.ty.notes, &item.ty.file, &item.ty.at),
        name: name.clone(),
        traits: item.traits(),
        is_copy: true,
        is_ordered: true,
        parts,
    };
    let call = item.call("value_enum", name.to_string(), vec![Clause::Fill(entries)], None);
    vec![Code::Definition(definition), call]
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
