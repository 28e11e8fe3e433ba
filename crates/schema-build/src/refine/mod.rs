//! typify's items as the types that keep the promise: names, documentation, and the implementations of serde's and
//! schemars' traits.

mod document;
mod format;
mod newtype;
mod object;
mod path;
mod string_enum;

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;
use syn::Item;

use crate::doc::{doc, in_code};
use crate::names::{Scope, ident, snake_name, type_name};
use crate::shape::{Annotation, Kind, Shape, description};
use crate::typify::Items;

pub(crate) use document::{Document, Origin, document, file};
use path::Paths;

/// Names of the output's top level, shared by its documents.
pub(crate) struct TopLevel {
    types: Scope,
    modules: Scope,
    formats: BTreeMap<String, String>,
    format_names: Scope,
}

impl Default for TopLevel {
    fn default() -> Self {
        TopLevel {
            types: type_scope(),
            modules: Scope::without(&["support", "format"]),
            formats: BTreeMap::new(),
            format_names: Scope::without(&["String", "Result", "From", "TryFrom", "Ok", "Err", "Some", "None"]),
        }
    }
}

/// A scope for types: all names but those that generated code uses as values.
fn type_scope() -> Scope {
    Scope::without(&["Ok", "Err", "Some", "None"])
}

impl TopLevel {
    /// The name of the type of strings with the format `format`.
    fn format(&mut self, format: &str) -> String {
        let names = &mut self.format_names;
        self.formats.entry(format.to_owned()).or_insert_with(|| names.take([type_name(format)])).clone()
    }
}

/// The names of a document's types, by their place in the shape, and the name of the root's module.
fn names(shape: &Shape, top: &mut TopLevel) -> (Vec<String>, String) {
    let mut depths: Vec<usize> = Vec::with_capacity(shape.types.len());
    for ty in &shape.types {
        depths.push(ty.parent.and_then(|parent| depths.get(parent)).map_or(0, |depth| depth + 1));
    }
    // The outer of two types with one name gets it; the inner is named after its parent, too.
    let mut order: Vec<usize> = (1..shape.types.len()).collect();
    order.sort_by_key(|index| (depths[*index], *index));
    let mut scope = type_scope();
    let mut names = vec![String::new(); shape.types.len()];
    names[0] = top.types.take([type_name(&shape.types[0].wish)]);
    for index in order {
        let short = type_name(&shape.types[index].wish);
        let parent = shape.types[index].parent.filter(|parent| *parent > 0);
        let long = parent.map(|parent| format!("{}{short}", names[parent]));
        names[index] = scope.take(std::iter::once(short).chain(long));
    }
    let module = top.modules.take([snake_name(&names[0])]);
    (names, module)
}

/// A type's definition and implementations.
fn items(shape: &Shape, items: &Items, paths: &Paths<'_>, index: usize, file: &str) -> Vec<Item> {
    let (ty, name) = (&shape.types[index], ident(paths.name(index)));
    let doc = documentation(&ty.notes, file, &ty.at);
    let of_typify = items.items.get(&format!("T{index}"));
    let tokens = match (&ty.kind, of_typify) {
        (Kind::Object(fields), Some(Item::Struct(item))) => {
            object::tokens(&name, doc, fields, &ty.notes, item, paths, file)
        }
        (Kind::StringEnum(values), Some(Item::Enum(_))) => string_enum::tokens(&name, doc, values, &ty.notes, paths),
        (Kind::Newtype(_), Some(Item::Struct(item))) => newtype::tokens(&name, doc, &ty.notes, item, paths),
        // typify has one item for each definition, of the kind that the definition says.
        _ => quote!(),
    };
    syn::parse2::<syn::File>(tokens).map(|file| file.items).unwrap_or_default()
}

/// The description or, where there is none, the place in the file.
fn documentation(notes: &[Annotation], file: &str, at: &str) -> TokenStream {
    let text = match (description(notes), at) {
        (Some(text), _) if !text.trim().is_empty() => doc(text),
        (_, "") => format!(" The schema in `{}`.", in_code(file)),
        (_, at) => format!(" The schema at `{}` in `{}`.", in_code(at), in_code(file)),
    };
    quote!(#[doc = #text])
}

/// Annotations as calls of the support code.
fn notes(notes: &[Annotation]) -> TokenStream {
    let calls = notes.iter().map(|note| {
        let (at, keyword, value) = (&note.at, &note.keyword, value(&note.value));
        quote!(.note(#at, #keyword, #value))
    });
    quote!(#(#calls)*)
}

/// A JSON value as an expression.
fn value(value: &Value) -> TokenStream {
    match value {
        Value::String(text) => quote!(#text),
        Value::Bool(value) => quote!(#value),
        other => {
            let json = other.to_string();
            quote!(::serde_json::from_str::<::serde_json::Value>(#json).unwrap_or_default())
        }
    }
}

/// `schema_name` and `schema_id`; the name alone would make types of two modules one.
fn schema_identity(name: &syn::Ident) -> TokenStream {
    quote! {
        fn schema_name() -> ::std::borrow::Cow<'static, str> {
            stringify!(#name).into()
        }
        fn schema_id() -> ::std::borrow::Cow<'static, str> {
            concat!(module_path!(), "::", stringify!(#name)).into()
        }
    }
}
