//! What guards a type beyond what it reads and writes by itself.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;

use super::Paths;
use crate::shape::Guard;

/// What guards a type.
pub(super) struct Body<'a> {
    /// Statements that check `self`.
    pub(super) checks: Option<TokenStream>,
    /// Statements that validate the types inside.
    pub(super) inside: Option<TokenStream>,
    pub(super) guard: Option<&'a Guard>,
    /// Whether only reading tells that a value is valid: of a union of which one member is to read it.
    pub(super) reads_back: bool,
    /// JSON Pointer of the schema in the source.
    pub(super) at: &'a str,
    /// The constant that holds the definitions the guard refers to.
    pub(super) definitions: &'a Ident,
}

impl Body<'_> {
    /// The macro that puts the guard between serde's traits and what the type reads and writes by itself.
    pub(super) fn mode(&self) -> &'static str {
        match self {
            Body { guard: Some(_), .. } => "validated",
            Body { reads_back: true, .. } => "reads_back",
            Body { checks: Some(_), .. } => "checked",
            _ => "plain",
        }
    }
}

/// `validate`, for values that are built in code, and what it calls.
pub(super) fn validate(name: &Ident, body: &Body<'_>, paths: &Paths<'_>) -> Option<TokenStream> {
    let invalid = paths.public("guard");
    let at = body.at;
    let (own, call) = if let Some(guard) = body.guard {
        let (support, definitions) = (paths.support("validator"), body.definitions);
        let schema = guard.schema.to_string();
        let constants = paths.support("definitions");
        let definitions = if guard.whole { quote!(None) } else { quote!(Some(#constants::#definitions)) };
        let admit = quote! {
            /// Asserts what the type itself does not say.
            fn admit(value: &::serde_json::Value) -> ::std::result::Result<(), #invalid::Invalid> {
                static GUARD: ::std::sync::LazyLock<#support::Guard> =
                    ::std::sync::LazyLock::new(|| #support::Guard::new(#schema, #definitions, #at));
                GUARD.check(value)
            }
        };
        (admit, quote!(Self::admit(&value)))
    } else if body.reads_back {
        let admit = quote! {
            /// Asserts what the type itself does not say.
            fn admit(value: &::serde_json::Value) -> ::std::result::Result<(), #invalid::Invalid> {
                let read = Self::read(value).map(|_| ());
                read.map_err(|error| #invalid::Invalid { keyword: #at, message: error.to_string() })
            }
        };
        (admit, quote!(Self::admit(&value)))
    } else {
        let checks = body.checks.as_ref();
        let check = checks.map(|checks| {
            quote! {
                /// Asserts what the type itself does not say.
                #[allow(clippy::manual_flatten, clippy::nonminimal_bool)]
                fn check(&self) -> ::std::result::Result<(), #invalid::Invalid> {
                    #checks
                    Ok(())
                }
            }
        });
        (quote!(#check), quote!())
    };
    let inside = body.inside.as_ref();
    let statements = if !call.is_empty() {
        quote! {
            let value = self.write(::serde_json::value::Serializer);
            let value = value.map_err(|error| #invalid::Invalid { keyword: #at, message: error.to_string() })?;
            #call
        }
    } else {
        let check = body.checks.is_some().then(|| quote!(self.check()?;));
        if check.is_none() && inside.is_none() {
            return None;
        }
        quote!(#check #inside Ok(()))
    };
    Some(quote! {
        impl #name {
            /// Whether the value, if it was built in code, is valid under the schema.
            ///
            /// # Errors
            ///
            /// The first keyword of the schema that the value breaks.
            #[allow(clippy::manual_flatten)]
            pub fn validate(&self) -> ::std::result::Result<(), #invalid::Invalid> {
                #statements
            }

            #own
        }
    })
}

/// The schema of a type with the keywords that guard it.
pub(super) fn carry(
    schema: &TokenStream,
    guard: Option<&Guard>,
    paths: &Paths<'_>,
    number: impl Fn(&str) -> usize,
) -> TokenStream {
    let Some(guard) = guard else { return schema.clone() };
    let support = paths.support("json_schema");
    if guard.keywords.iter().any(|keyword| keyword == "false") {
        return quote!(if #support::carries() { #support::never() } else { #schema });
    }
    if guard.whole {
        let json = guard.schema.to_string();
        return quote! {
            if !#support::carries() {
                return #schema;
            }
            ::schemars::Schema::try_from(#support::keyword(#json, &[])).unwrap_or_default()
        };
    }
    let mut references = std::collections::BTreeSet::new();
    let mut insert = |keyword: &str, value: &Value| {
        collect(value, &mut references);
        let json = value.to_string();
        quote!(schema.insert(#keyword.to_owned(), #support::keyword(#json, references));)
    };
    // What is unevaluated depends on what the keywords beside it evaluate, and the type may say those otherwise; a keyword
    // that is not here stands in what is referred to.
    let apart = |keyword: &String| {
        keyword != "$ref" && !keyword.starts_with("unevaluated") && guard.schema.get(keyword).is_some()
    };
    let carried: Vec<TokenStream> = if guard.keywords.iter().all(apart) {
        let values = guard.keywords.iter().filter_map(|keyword| Some((keyword, guard.schema.get(keyword)?)));
        values.map(|(keyword, value)| insert(keyword, value)).collect()
    } else {
        vec![insert("allOf", &Value::Array(vec![guard.schema.clone()]))]
    };
    let references = references.iter().map(|reference| {
        let ty = paths.ty(number(reference));
        quote!((#reference, generator.subschema_for::<#ty>()))
    });
    quote! {
        let mut schema: ::schemars::Schema = #schema;
        if !#support::carries() {
            return schema;
        }
        let references: &[(&str, ::schemars::Schema)] = &[#(#references),*];
        #(#carried)*
        schema
    }
}

fn collect(value: &Value, out: &mut std::collections::BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get("$ref") {
                out.insert(reference.clone());
            }
            members.values().for_each(|member| collect(member, out));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, out)),
        _ => {}
    }
}
