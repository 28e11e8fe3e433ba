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
use quote::{ToTokens, quote};
use serde_json::Value;
use syn::visit_mut::VisitMut;

use crate::doc::{doc, in_code};
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
}

impl Item<'_> {
    /// What guards the type; it reads and writes nothing yet.
    fn body(&self) -> Body<'_> {
        Body {
            read: quote!(),
            write: quote!(),
            checks: None,
            inside: None,
            guard: self.ty.guard.as_ref(),
            reads_back: false,
            at: &self.ty.at,
            definitions: self.definitions,
        }
    }

    /// Whether the type holds itself by way of `ty`, which a member of a union holds by value.
    fn is_boxed(&self, ty: &Ty) -> bool {
        let mut boxed = false;
        cycle::by_value(ty, &mut |id| boxed |= self.cycles.get(id) == self.cycles.get(self.index));
        boxed
    }
}

/// Takes out what is for a cargo feature.
pub(crate) fn without_features(file: &mut syn::File) {
    struct Strip;
    impl VisitMut for Strip {
        fn visit_item_mod_mut(&mut self, module: &mut syn::ItemMod) {
            if let Some((_, items)) = &mut module.content {
                items.retain(|item| !is_for_feature(item));
            }
            syn::visit_mut::visit_item_mod_mut(self, module);
        }

        fn visit_item_impl_mut(&mut self, block: &mut syn::ItemImpl) {
            block.items.retain(|item| !matches!(item, syn::ImplItem::Fn(item) if item.attrs.iter().any(is_feature)));
        }
    }
    file.items.retain(|item| !is_for_feature(item));
    Strip.visit_file_mut(file);
}

fn is_for_feature(item: &syn::Item) -> bool {
    let attributes = match item {
        syn::Item::Impl(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(is_feature)
}

fn is_feature(attribute: &syn::Attribute) -> bool {
    attribute.path().is_ident("cfg") && attribute.meta.to_token_stream().to_string().contains("feature")
}

/// A type's definition and implementations.
fn tokens(item: &Item<'_>, typed: &Items) -> TokenStream {
    let of_typify = typed.fields.get(&item.index).map(Vec::as_slice);
    match (&item.ty.kind, of_typify) {
        (Kind::Object { fields, additional }, Some(types)) => object::tokens(item, fields, additional.as_ref(), types),
        (Kind::Newtype(ty), Some([rust])) => newtype::tokens(item, ty, rust),
        (Kind::StringEnum(values), _) => string_enum::tokens(item, values),
        (Kind::Literals(values), _) => literals::tokens(item, values),
        (Kind::Union { variants, keyword, told }, _) => union::tokens(item, variants, keyword, told),
        // typify has one struct for each definition of an object or of a type without a name.
        _ => quote!(),
    }
}

/// The types that a kind holds.
fn parts(kind: &Kind) -> Vec<&Ty> {
    match kind {
        Kind::Object { fields, additional } => fields.iter().map(|field| &field.ty).chain(additional).collect(),
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
    quote!(#[doc = #text])
}

/// Annotations, and keywords that checks assert, as calls of the support code.
fn notes(item: &Item<'_>, notes: &[Annotation], carried: &[Annotation]) -> TokenStream {
    let notes = if item.shared { &[] } else { notes };
    let call = |Annotation { at, keyword, value: said }: &Annotation| {
        let value = value(said);
        quote!((#at, #keyword, #value))
    };
    let (notes, carried) = (notes.iter().map(call), carried.iter().map(call));
    quote!(#(.note #notes)* #(.carried #carried)*)
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

/// `JsonSchema`, with `schema` as the type's own and the guard's keywords carried.
fn schema(item: &Item<'_>, schema: &TokenStream) -> TokenStream {
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
