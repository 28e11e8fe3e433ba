//! An enumeration of strings.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::guarded::{Body, implementations};
use super::{Item, convert, notes, schema};
use crate::doc::{doc, in_code};
use crate::names::{Scope, ident, variant_name};
use crate::shape::{Annotation, UNIONS};

/// The names of the variants, and one for values that are not among them.
fn variants(values: &[String]) -> (Vec<Ident>, Ident) {
    let mut scope = Scope::without(&["Self"]);
    let variants =
        values.iter().enumerate().map(|(index, value)| ident(&scope.take([variant_name(value, index + 1)]))).collect();
    (variants, ident(&scope.take(["Unknown".to_owned()])))
}

/// What the schema says of each value beside the value.
fn docs(item: &Item<'_>, values: &[String]) -> Vec<String> {
    let mut said: BTreeMap<&str, &str> = BTreeMap::new();
    for keyword in ["title", "description"] {
        let notes = item.ty.notes.iter().filter(|note| note.keyword == keyword);
        said.extend(notes.filter_map(|note| Some((place(note)?.1, note.value.as_str()?))));
    }
    let doc = |(index, value): (usize, &String)| {
        let value = format!(" `{}`", in_code(&format!("{value:?}")));
        match said.get(index.to_string().as_str()) {
            Some(text) => format!("{value}\n\n{}", doc(text)),
            None => value,
        }
    };
    values.iter().enumerate().map(doc).collect()
}

/// The keyword and the index of the value that an annotation is of.
fn place(note: &Annotation) -> Option<(&'static str, &str)> {
    UNIONS.iter().find_map(|keyword| Some((*keyword, note.at.strip_prefix(&format!("/{keyword}/"))?)))
}

pub(super) fn tokens(item: &Item<'_>, values: &[String]) -> TokenStream {
    if item.open {
        return open(item, values);
    }
    let Item { name, doc, paths, .. } = item;
    let (variants, _) = variants(values);
    let docs = docs(item, values);
    let count = Literal::usize_unsuffixed(values.len());
    let support = paths.support("string_enum");
    let body = Body {
        read: quote! {
            let index = ::serde::de::DeserializeSeed::deserialize(#support::OneOf(&Self::VALUES), deserializer)?;
            Ok(Self::ALL[index])
        },
        write: quote!(serializer.serialize_str(self.as_str())),
        ..item.body()
    };
    let implementations = implementations(name, &body, paths);
    let json_schema = paths.support("json_schema");
    let listed = match item.ty.notes.iter().find_map(place) {
        Some((keyword, _)) => quote!(#json_schema::constants(#keyword, values)),
        None => quote!(::schemars::json_schema!({ "type": "string", "enum": values })),
    };
    let notes = notes(item, &item.ty.notes, &[]);
    let schema = schema(
        item,
        &quote! {{
            let values = Self::ALL.map(Self::as_str).to_vec();
            #json_schema::Noted::new(#listed)#notes.schema()
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
            const VALUES: [&'static str; #count] = [#(#values),*];

            /// The value as JSON has it.
            pub const fn as_str(self) -> &'static str {
                Self::VALUES[self as usize]
            }
        }

        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for #name {
            type Err = ::serde::de::value::Error;
            fn from_str(value: &str) -> ::std::result::Result<Self, ::serde::de::value::Error> {
                ::serde::Deserialize::deserialize(::serde::de::value::StrDeserializer::new(value))
            }
        }
        #implementations
        #schema
    }
}

/// The enumeration in the profile `open`, which keeps values that it does not know.
fn open(item: &Item<'_>, values: &[String]) -> TokenStream {
    let Item { name, doc, paths, .. } = item;
    let (variants, unknown) = variants(values);
    let docs = docs(item, values);
    let indices = (0..).map(Literal::usize_unsuffixed);
    let support = paths.support("string_enum_open");
    let body = Body {
        read: quote! {
            const VALUES: &[&str] = &[#(#values),*];
            Ok(match ::serde::de::DeserializeSeed::deserialize(#support::OneOfOr(VALUES), deserializer)? {
                #(Ok(#indices) => #name::#variants,)*
                Ok(index) => #name::#unknown(VALUES[index].to_owned()),
                Err(text) => #name::#unknown(text),
            })
        },
        write: quote!(serializer.serialize_str(self.as_str())),
        ..item.body()
    };
    let implementations = implementations(name, &body, paths);
    let members: Vec<convert::Member> = variants.iter().cloned().zip(values.iter().cloned()).collect();
    let conversions = convert::tokens(item, &members, &unknown, None);
    let json_schema = paths.support("json_schema");
    let notes = notes(item, &item.ty.notes, &[]);
    let schema =
        schema(item, &quote!(#json_schema::Noted::new(::schemars::json_schema!({ "type": "string" }))#notes.schema()));
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum #name {
            #(#[doc = #docs] #variants,)*
            /// A value that the schema does not know.
            #unknown(::std::string::String),
        }

        impl #name {
            /// The value as JSON has it.
            pub fn as_str(&self) -> &str {
                match self {
                    #(#name::#variants => #values,)*
                    #name::#unknown(text) => text,
                }
            }
        }

        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        #implementations
        #conversions
        #schema
    }
}
