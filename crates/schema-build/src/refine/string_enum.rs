//! An enumeration of strings.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::{Item, convert, documented, notes};
use crate::doc::{doc, in_code};
use crate::names::{Scope, ident, variant_name};
use crate::print::{Code, Entry};
use crate::shape::{Annotation, UNIONS};

/// The names of the variants, and one for values that are not among them.
fn variants(values: &[String]) -> (Vec<Ident>, Ident) {
    let mut scope = Scope::without(&["Self"]);
    let variants =
        values.iter().enumerate().map(|(index, value)| ident(&scope.take([variant_name(value, index + 1)]))).collect();
    (variants, ident(&scope.take(["Unknown".to_owned()])))
}

/// What the schema says of each value beside the value.
fn docs(item: &Item<'_>, values: &[String]) -> Vec<TokenStream> {
    let mut said: BTreeMap<&str, &str> = BTreeMap::new();
    for keyword in ["title", "description"] {
        let notes = item.ty.notes.iter().filter(|note| note.keyword == keyword);
        said.extend(notes.filter_map(|note| Some((place(note)?.1, note.value.as_str()?))));
    }
    let doc = |(index, value): (usize, &String)| {
        let value = format!(" `{}`", in_code(&format!("{value:?}")));
        match said.get(index.to_string().as_str()) {
            Some(text) => documented(&format!("{value}\n\n{}", doc(text))),
            None => documented(&value),
        }
    };
    values.iter().enumerate().map(doc).collect()
}

/// The keyword and the index of the value that an annotation is of.
fn place(note: &Annotation) -> Option<(&'static str, &str)> {
    UNIONS.iter().find_map(|keyword| Some((*keyword, note.at.strip_prefix(&format!("/{keyword}/"))?)))
}

pub(super) fn code(item: &Item<'_>, values: &[String]) -> Vec<Code> {
    if item.open {
        return open(item, values);
    }
    let Item { name, doc, paths, .. } = item;
    paths.support("one_of");
    let (variants, _) = variants(values);
    let docs = docs(item, values);
    let definition = quote! {
        #doc
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #name {
            #(#docs #variants),*
        }
    };
    let count = Literal::usize_unsuffixed(values.len());
    let keyword = item.ty.notes.iter().find_map(place).map_or("enum", |(keyword, _)| keyword);
    let head = Entry { tokens: quote!(= #count of #keyword), notes: notes(item, &item.ty.notes, &[]) };
    let entries = variants.iter().zip(values).map(|(variant, value)| Entry::new(quote!(#variant = #value)));
    item.code(definition, "string_enum", &item.body(), head, entries.collect())
}

/// The enumeration in the profile `open`, which keeps values that it does not know.
fn open(item: &Item<'_>, values: &[String]) -> Vec<Code> {
    let Item { name, doc, paths, .. } = item;
    paths.support("one_of_or");
    let (variants, unknown) = variants(values);
    let docs = docs(item, values);
    let definition = quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #name {
            #(#docs #variants,)*
            /// A value that the schema does not know.
            #unknown(::std::string::String),
        }
    };
    let head = Entry { tokens: quote!(| #unknown), notes: notes(item, &item.ty.notes, &[]) };
    let entries = variants.iter().zip(values).enumerate().map(|(place, (variant, value))| {
        let place = Literal::usize_unsuffixed(place);
        Entry::new(quote!(#place #variant = #value))
    });
    let mut code = item.code(definition, "open_string_enum", &item.body(), head, entries.collect());
    let members: Vec<convert::Member> = variants.iter().cloned().zip(values.iter().cloned()).collect();
    code.push(Code::Items(convert::tokens(item, &members, &unknown, None)));
    code
}
