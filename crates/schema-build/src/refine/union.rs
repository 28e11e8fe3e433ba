//! A union: an enum of which the first member that reads a value holds it or, where the schema says so, the only one.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Type;

use super::guarded::{Body, implementations};
use super::reader::always;
use super::{Item, check, convert, documentation, notes, schema};
use crate::names::{Scope, ident, type_name};
use crate::shape::Variant;

pub(super) fn tokens(item: &Item<'_>, variants: &[Variant], keyword: &str, one: bool) -> TokenStream {
    let Item { name, doc, paths, .. } = item;
    let mut scope = Scope::without(&["Self"]);
    let idents: Vec<Ident> = variants.iter().map(|variant| ident(&scope.take([type_name(&variant.wish)]))).collect();
    let unknown = ident(&scope.take(["Unknown".to_owned()]));
    let unknown_definition = item.open.then(|| {
        quote!(/** A value that the schema does not know. */ #unknown(::serde_json::Value))
    });
    let types: Vec<Type> = variants.iter().filter_map(|variant| syn::parse2(paths.rust(&variant.ty)).ok()).collect();
    let readers: Vec<TokenStream> =
        variants.iter().zip(&types).map(|(variant, rust)| always(&variant.ty, rust, paths)).collect();
    let boxed: Vec<bool> = variants.iter().map(|variant| item.is_boxed(&variant.ty)).collect();
    let definitions =
        variants.iter().zip(&idents).zip(types.iter().zip(&boxed)).map(|((variant, ident), (rust, boxed))| {
            let doc = documentation(&variant.notes, item.file, &variant.at);
            match boxed {
                true => quote!(#doc #ident(::std::boxed::Box<#rust>)),
                false => quote!(#doc #ident(#rust)),
            }
        });
    let (union, value, read) = (paths.support("union"), paths.support("value"), paths.support("read"));
    let texts: Vec<String> = idents.iter().map(ToString::to_string).collect();
    let wrapped =
        boxed.iter().map(|boxed| if *boxed { quote!(::std::boxed::Box::new(member)) } else { quote!(member) });
    let attempts =
        readers.iter().zip(&texts).zip(idents.iter().zip(wrapped)).map(|((reader, text), (ident, wrapped))| {
            let found = if one {
                quote! {
                    if let Some((first, _)) = &found {
                        return Err(#union::two(first, #text));
                    }
                    found = Some((#text, #name::#ident(#wrapped)));
                }
            } else {
                quote!(return Ok(#name::#ident(#wrapped));)
            };
            quote! {
                if let Some(member) = #union::member::<#reader>(&value, #text, &mut refusals) {
                    #found
                }
            }
        });
    let (start, end) = if item.open {
        // What a member is open to may be another member's, so the exact union reads first.
        let exact = paths.exact(item.index).map(|exact| {
            let open = paths.support("open");
            quote! {
                if let Ok(exact) = <#exact as ::serde::Deserialize>::deserialize(&value) {
                    return Ok(#open::Widen::<#name>::widen(exact));
                }
            }
        });
        (quote!(#exact), quote!(Ok(#name::#unknown(value))))
    } else if one {
        (
            quote!(let mut found: ::std::option::Option<(&str, #name)> = None;),
            quote!(found.map(|(_, member)| member).ok_or_else(|| #union::none(&refusals))),
        )
    } else {
        (quote!(), quote!(Err(#union::none(&refusals))))
    };
    let write_unknown =
        item.open.then(|| quote!(#name::#unknown(value) => ::serde::Serialize::serialize(value, serializer),));
    let write = quote! {
        match self {
            #(#name::#idents(member) => ::serde::Serialize::serialize(member, serializer),)*
            #write_unknown
        }
    };
    let each = |on: &dyn Fn(&Variant) -> Option<TokenStream>| {
        let arms: Vec<TokenStream> = variants
            .iter()
            .zip(&idents)
            .filter_map(|(variant, ident)| Some((ident, on(variant)?)))
            .map(|(ident, statements)| quote!(#name::#ident(member) => { #statements }))
            .collect();
        let rest = (item.open || arms.len() < variants.len()).then(|| quote!(_ => {}));
        (!arms.is_empty()).then(|| quote!(#[allow(clippy::single_match)] match self { #(#arms)* #rest }))
    };
    let body = Body {
        read: quote! {
            let value = <#value::AnyValue as #read::Read>::read(deserializer)?;
            let mut refusals = #union::Refusals::new();
            #start
            #(#attempts)*
            #end
        },
        write,
        checks: each(&|variant| check::checks(&variant.ty, &quote!(member), paths)),
        inside: each(&|variant| check::validations(&variant.ty, &quote!(member), item.guarded, paths)),
        reads_back: one,
        ..item.body()
    };
    let implementations = implementations(name, &body, paths);
    let support = paths.support("json_schema");
    let members = variants.iter().zip(&types).zip(&readers).map(|((variant, rust), reader)| {
        let mut carried = Vec::new();
        check::carried(&variant.ty, "", &mut carried);
        let notes = notes(item, &variant.notes, &carried);
        let plain = super::reader::reader(&variant.ty, rust, paths).is_none();
        let ty = if plain { quote!(#rust) } else { quote!(#reader) };
        quote!(#support::Noted::new(generator.subschema_for::<#ty>())#notes.schema().to_value())
    });
    let members = quote!(::std::vec::Vec::from([#(#members),*]));
    let union_schema = match item.open {
        // It reads anything.
        true => quote!(::schemars::Schema::default()),
        false => quote!(#support::union(#keyword, #members)),
    };
    let notes = notes(item, &item.ty.notes, &[]);
    let schema = schema(item, &quote!(#support::Noted::new(#union_schema)#notes.schema()));
    let named: Vec<convert::Member> = idents.iter().cloned().zip(texts.iter().cloned()).collect();
    let conversions = convert::tokens(item, &named, &unknown, None);
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum #name {
            #(#definitions,)*
            #unknown_definition
        }
        #implementations
        #conversions
        #schema
    }
}
