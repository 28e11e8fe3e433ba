//! An enumeration of values that are not all strings.

use proc_macro2::{Ident, Literal};
use quote::quote;
use serde_json::Value;

use super::{Item, notes};
use crate::doc::in_code;
use crate::names::{Scope, ident, variant_name};
use crate::print::{Code, Entry};

pub(super) fn code(item: &Item<'_>, values: &[Value]) -> Vec<Code> {
    let Item { name, doc, paths, .. } = item;
    paths.support("literal");
    let mut scope = Scope::without(&["Self"]);
    let variants: Vec<Ident> =
        values.iter().enumerate().map(|(index, value)| ident(&scope.take([wish(value, index + 1)]))).collect();
    let literals: Vec<String> = values.iter().map(Value::to_string).collect();
    let docs = literals.iter().map(|literal| format!(" `{}`", in_code(literal)));
    let count = Literal::usize_unsuffixed(values.len());
    let definition = quote! {
        #doc
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #name {
            #(#[doc = #docs] #variants),*
        }
    };
    let head = Entry { tokens: quote!(= #count), notes: notes(item, &item.ty.notes, &[]) };
    let entries = variants.iter().zip(&literals).map(|(variant, literal)| Entry::new(quote!(#variant = #literal)));
    item.code(definition, "literals", &item.body(), head, entries.collect())
}

fn wish(value: &Value, index: usize) -> String {
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
