//! Strings with a `format`, and the ecosystem's types that they convert to.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::TopLevel;
use crate::doc::in_code;
use crate::names::ident;
use crate::print::{Call, Code, Entry, Module};

/// A type of another crate that holds what a format says: the crate (also the cargo feature), the type, its error, and
/// how it is written.
struct Conversion {
    feature: &'static str,
    ty: &'static str,
    error: &'static str,
    write: &'static str,
}

const fn conversion(feature: &'static str, ty: &'static str, error: &'static str, write: &'static str) -> Conversion {
    Conversion { feature, ty, error, write }
}

fn conversions(format: &str) -> Vec<Conversion> {
    match format {
        "uri" => vec![conversion("url", "::url::Url", "::url::ParseError", "to_string")],
        "uuid" => vec![conversion("uuid", "::uuid::Uuid", "::uuid::Error", "to_string")],
        "date-time" => vec![
            conversion("jiff", "::jiff::Timestamp", "::jiff::Error", "to_string"),
            conversion("chrono", "::chrono::DateTime<::chrono::FixedOffset>", "::chrono::ParseError", "to_rfc3339"),
        ],
        "date" => vec![
            conversion("jiff", "::jiff::civil::Date", "::jiff::Error", "to_string"),
            conversion("chrono", "::chrono::NaiveDate", "::chrono::ParseError", "to_string"),
        ],
        "duration" => vec![conversion("jiff", "::jiff::Span", "::jiff::Error", "to_string")],
        _ => Vec::new(),
    }
}

/// The module of the format types, if there are any.
pub(super) fn module(top: &TopLevel, features: bool) -> syn::Result<Option<Code>> {
    if top.formats.is_empty() {
        return Ok(None);
    }
    let mut code = vec![Code::Items(quote!(
        use super::support;
    ))];
    for (format, name) in &top.formats {
        let name = ident(name);
        let doc = format!(" A string with the format `{}`. The text is kept as it is: a format", in_code(format));
        code.push(Code::Items(quote! {
            #[doc = #doc]
            /// annotates and rejects nothing.
            #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct #name(String);
        }));
        let entries = vec![Entry::new(quote!(#name = #format))];
        code.push(Code::Call(Call { path: quote!(support::text), entries }));
        for conversion in conversions(format).iter().filter(|_| features) {
            code.push(Code::Items(convert(&name, conversion)?));
        }
    }
    let doc = " Strings with a `format`.".to_owned();
    Ok(Some(Code::Module(Module { head: "pub mod", name: ident("format"), doc, code })))
}

fn convert(name: &Ident, conversion: &Conversion) -> syn::Result<TokenStream> {
    let feature = conversion.feature;
    let ty: syn::Type = syn::parse_str(conversion.ty)?;
    let error: syn::Type = syn::parse_str(conversion.error)?;
    let write = ident(conversion.write);
    Ok(quote! {
        #[cfg(feature = #feature)]
        impl TryFrom<&#name> for #ty {
            type Error = #error;
            fn try_from(text: &#name) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
        #[cfg(feature = #feature)]
        impl From<#ty> for #name {
            fn from(value: #ty) -> Self {
                #name(value.#write())
            }
        }
    })
}

/// Strings with a format are the same in both profiles.
pub(super) fn conversions_of_profiles(top: &TopLevel) -> Option<TokenStream> {
    let names: Vec<Ident> = top.formats.values().map(|name| ident(name)).collect();
    (!names.is_empty()).then(|| {
        quote! {
            mod open_format {
                use super::super::format;
                use super::super::guard::Departure;
                use super::open::{Narrow, Place, Widen, same};
                same!(#(format::#names),*);
            }
        }
    })
}
