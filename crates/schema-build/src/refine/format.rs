//! Strings with a `format`, and the ecosystem's types that they convert to.

use proc_macro2::{Group, Ident, Literal, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{Item, LitStr, Macro, parse_quote};

use super::TopLevel;
use crate::doc::in_code;
use crate::names::ident;

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
pub(super) fn module(top: &TopLevel) -> syn::Result<Option<Item>> {
    if top.formats.is_empty() {
        return Ok(None);
    }
    let template = syn::parse_str::<syn::File>(include_str!("../support/format.rs"))?;
    let mut types = Vec::new();
    for (format, name) in &top.formats {
        let name = ident(name);
        types.push(filled_in(&template, &name, format));
        for conversion in conversions(format) {
            types.push(convert(&name, &conversion)?);
        }
    }
    Ok(Some(parse_quote! {
        pub mod format {
            //! Strings with a `format`.
            #(#types)*
        }
    }))
}

/// The template with `Text` and `FORMAT` replaced.
fn filled_in(template: &syn::File, name: &Ident, format: &str) -> TokenStream {
    struct Fill<'a>(&'a Ident, &'a str);
    impl VisitMut for Fill<'_> {
        fn visit_ident_mut(&mut self, ident: &mut Ident) {
            if ident == "Text" {
                *ident = self.0.clone();
            }
        }

        fn visit_lit_str_mut(&mut self, text: &mut LitStr) {
            if text.value().contains("FORMAT") {
                *text = LitStr::new(&text.value().replace("FORMAT", &doc_safe(self.1, &text.value())), text.span());
            }
        }

        fn visit_macro_mut(&mut self, call: &mut Macro) {
            call.tokens = std::mem::take(&mut call.tokens).into_iter().map(|token| self.token(token)).collect();
        }
    }
    impl Fill<'_> {
        fn token(&self, token: TokenTree) -> TokenTree {
            match token {
                TokenTree::Ident(ident) if ident == "Text" => TokenTree::Ident(self.0.clone()),
                TokenTree::Literal(text) if text.to_string() == "\"FORMAT\"" => Literal::string(self.1).into(),
                TokenTree::Group(group) => {
                    let inner = group.stream().into_iter().map(|token| self.token(token)).collect();
                    Group::new(group.delimiter(), inner).into()
                }
                other => other,
            }
        }
    }
    let mut file = template.clone();
    Fill(name, format).visit_file_mut(&mut file);
    file.into_token_stream()
}

/// The format as it stands in `place`: as it is where it is a value, as code where it is documentation.
fn doc_safe(format: &str, place: &str) -> String {
    if place == "FORMAT" { format.to_owned() } else { in_code(format) }
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

/// What the format types share.
pub(super) fn support(top: &TopLevel) -> syn::Result<Option<Item>> {
    if top.formats.is_empty() {
        return Ok(None);
    }
    Ok(Some(parse_quote! {
        /// The check of one format, as JSON Schema's own assertion would make it.
        #[cfg(feature = "jsonschema")]
        pub(super) fn format(name: &str) -> Option<::jsonschema::Validator> {
            let schema = ::serde_json::json!({ "format": name });
            ::jsonschema::options().should_validate_formats(true).build(&schema).ok()
        }
    }))
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
