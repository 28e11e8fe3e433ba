//! An enumeration of values that are not all strings.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::guarded::{Body, implementations};
use super::{Item, notes, schema};
use crate::doc::in_code;
use crate::names::{Scope, ident, variant_name};

pub(super) fn tokens(item: &Item<'_>, values: &[Value]) -> TokenStream {
    let Item { name, doc, paths, .. } = item;
    let mut scope = Scope::without(&["Self"]);
    let variants: Vec<Ident> =
        values.iter().enumerate().map(|(index, value)| ident(&scope.take([wish(value, index + 1)]))).collect();
    let literals: Vec<String> = values.iter().map(Value::to_string).collect();
    let docs = literals.iter().map(|literal| format!(" `{}`", in_code(literal)));
    let count = Literal::usize_unsuffixed(values.len());
    let support = paths.support("literal");
    let body = Body {
        read: quote!(Ok(Self::ALL[#support::literal(deserializer, &Self::LITERALS)?])),
        write: quote!(::serde::Serialize::serialize(&self.to_value(), serializer)),
        ..item.body()
    };
    let implementations = implementations(name, &body, paths);
    let json_schema = paths.support("json_schema");
    let notes = notes(item, &item.ty.notes, &[]);
    let schema = schema(
        item,
        &quote! {{
            let values: ::std::vec::Vec<::serde_json::Value> = Self::ALL.iter().map(|value| value.to_value()).collect();
            #json_schema::Noted::new(::schemars::json_schema!({ "enum": values }))#notes.schema()
        }},
    );
    quote! {
        #doc
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #name {
            #(#[doc = #docs] #variants),*
        }

        impl #name {
            /// All values, in the schema's order.
            pub const ALL: [#name; #count] = [#(#name::#variants),*];
            const LITERALS: [&'static str; #count] = [#(#literals),*];

            /// The value as JSON has it.
            pub fn to_value(self) -> ::serde_json::Value {
                #support::parsed(Self::LITERALS[self as usize])
            }
        }
        #implementations
        #schema
    }
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
