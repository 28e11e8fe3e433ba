//! typify's items as the types that keep the promise: names, documentation, and the implementations of serde's and
//! schemars' traits.

mod check;
mod convert;
mod cycle;
mod document;
mod format;
mod guarded;
mod literals;
mod naming;
mod newtype;
mod object;
mod path;
mod reader;
mod string_enum;
mod union;
mod vendored;

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use serde_json::Value;

use crate::doc::{doc, in_code};
use crate::names::ident;
use crate::print::{Call, Code, Entry};
use crate::shape::{Annotation, Kind, Shape, Ty, Type, description};
use crate::typify::Items;
use guarded::Body;

pub(crate) use document::{Document, Shapes, document, file};
pub(crate) use naming::{Roots, TopLevel};
use path::Paths;
pub(crate) use vendored::Origin;

/// A type that is being written, with all there is to know of it.
struct Item<'a> {
    name: Ident,
    doc: TokenStream,
    shape: &'a Shape,
    ty: &'a Type,
    index: usize,
    paths: Paths<'a>,
    /// For each type, whether it has a `validate`.
    guarded: &'a [bool],
    /// Whether the exact twin has a `validate`.
    exact_guarded: bool,
    /// For each type, the cycle of types that it is part of.
    cycles: &'a [usize],
    file: &'a str,
    definitions: &'a Ident,
    /// Whether several documents have the type; its annotations are those of the places that use it.
    shared: bool,
    /// Whether the type is of the profile `open`.
    open: bool,
    /// What the exact twin is, if there is one.
    exact_kind: Option<&'a Kind>,
    /// Whether parts are written that are for cargo features.
    features: bool,
}

impl Item<'_> {
    /// What guards the type; its checks are yet to be said.
    fn body(&self) -> Body<'_> {
        Body {
            checks: None,
            inside: None,
            guard: self.ty.guard.as_ref(),
            reads_back: false,
            at: &self.ty.at,
            definitions: self.definitions,
        }
    }

    /// The type as its definition, a call of the macro `name` with its implementations, and what no macro says. `rest` is
    /// what the macro is told of the type after its name; `entries`, of its parts.
    fn code(
        &self,
        definition: TokenStream,
        name: &str,
        body: &Body<'_>,
        head: Entry,
        entries: Vec<Entry>,
    ) -> Vec<Code> {
        let (mode, ty, shared) = (self.paths.mode(body), &self.name, self.shared.then(|| quote!(shared)));
        let rest = head.tokens;
        let mut all = vec![Entry { tokens: quote!(#mode #ty #shared #rest), notes: head.notes }];
        all.extend(entries);
        let validate = guarded::validate(ty, body, &self.paths);
        let schema = body.guard.map(|_| schema(self, &quote!(Self::own_schema(generator))));
        vec![
            Code::Items(definition),
            Code::Call(Call { path: self.paths.call(name), entries: all }),
            Code::Items(quote!(#validate #schema)),
        ]
    }

    /// Whether the type holds itself by way of `ty`, which a member of a union holds by value.
    fn is_boxed(&self, ty: &Ty) -> bool {
        let mut boxed = false;
        cycle::by_value(ty, &mut |id| boxed |= self.cycles.get(id) == self.cycles.get(self.index));
        boxed
    }
}

/// A type's definition and implementations.
fn code(item: &Item<'_>, typed: &Items) -> Vec<Code> {
    let of_typify = typed.fields.get(&item.index).map(Vec::as_slice);
    match (&item.ty.kind, of_typify) {
        (Kind::Object { fields, additional, checks }, Some(types)) => {
            object::code(item, fields, additional.as_ref(), checks, types)
        }
        (Kind::Newtype(ty), Some([rust])) => newtype::code(item, ty, rust),
        (Kind::StringEnum(values), _) => string_enum::code(item, values),
        (Kind::Literals(values), _) => literals::code(item, values),
        (Kind::Union { variants, keyword, told }, _) => union::code(item, variants, keyword, told),
        // typify has one struct for each definition of an object or of a type without a name.
        _ => Vec::new(),
    }
}

/// The types that a kind holds.
fn parts(kind: &Kind) -> Vec<&Ty> {
    match kind {
        Kind::Object { fields, additional, .. } => fields.iter().map(|field| &field.ty).chain(additional).collect(),
        Kind::Newtype(ty) => vec![ty],
        Kind::Union { variants, .. } => variants.iter().map(|variant| &variant.ty).collect(),
        Kind::StringEnum(_) | Kind::Literals(_) => Vec::new(),
    }
}

/// The description or, where there is none, the place in the file.
fn documentation(notes: &[Annotation], file: &str, at: &str) -> TokenStream {
    let text = match (description(notes), at) {
        (Some(text), _) if !text.trim().is_empty() => doc(text),
        (_, "") => format!(" The schema in `{}`.", in_code(file)),
        (_, at) => format!(" The schema at `{}` in `{}`.", in_code(at), in_code(file)),
    };
    documented(&text)
}

/// Documentation, a comment for each line.
fn documented(text: &str) -> TokenStream {
    let lines = text.lines();
    quote!(#(#[doc = #lines])*)
}

/// Annotations, and keywords that checks assert, as calls of the support code.
fn notes(item: &Item<'_>, notes: &[Annotation], carried: &[Annotation]) -> Vec<TokenStream> {
    let notes = if item.shared { &[] } else { notes };
    let call = |function: &str, Annotation { at, keyword, value: said }: &Annotation| {
        let (function, value) = (ident(function), value(said, &item.paths));
        quote!(#function(#at, #keyword, #value))
    };
    match item.features {
        true => notes.iter().map(|n| call("note", n)).chain(carried.iter().map(|n| call("carried", n))).collect(),
        false => Vec::new(),
    }
}

/// A JSON value as an expression.
fn value(value: &Value, paths: &Paths<'_>) -> TokenStream {
    match value {
        Value::String(text) => quote!(#text),
        Value::Bool(value) => quote!(#value),
        other => {
            let (support, json) = (paths.support("json_schema"), other.to_string());
            quote!(#support::json(#json))
        }
    }
}

/// `JsonSchema`, with `schema` as the type's own and the guard's keywords carried.
fn schema(item: &Item<'_>, schema: &TokenStream) -> TokenStream {
    if !item.features {
        return quote!();
    }
    let name = &item.name;
    let number = |reference: &str| item.paths.names.definition(reference);
    let schema = guarded::carry(schema, item.ty.guard.as_ref(), &item.paths, number);
    let inline = item.shared.then(|| {
        quote! {
            fn inline_schema() -> bool {
                true
            }
        }
    });
    let generator = if mentions(&schema, "generator") { quote!(generator) } else { quote!(_) };
    // The name alone would make types of two modules one.
    quote! {
        #[cfg(feature = "schemars")]
        impl ::schemars::JsonSchema for #name {
            #inline
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!(#name).into()
            }
            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!(#name)).into()
            }
            fn json_schema(#generator: &mut ::schemars::SchemaGenerator) -> ::schemars::Schema {
                #schema
            }
        }
    }
}

/// Whether an identifier is among tokens.
fn mentions(tokens: &TokenStream, name: &str) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        proc_macro2::TokenTree::Ident(ident) => ident == name,
        proc_macro2::TokenTree::Group(group) => mentions(&group.stream(), name),
        _ => false,
    })
}
