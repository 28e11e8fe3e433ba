//! `schemas()`: every schema with the types that were made of it, for a drift check.

use std::collections::BTreeSet;
use std::path::Path;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{check, parts};
use crate::names::ident;
use crate::pointer;
use crate::shape::{Shape, Ty};

/// What `schemas()` says of a document beyond its types.
pub(crate) struct Origin<'a> {
    pub(crate) file: &'a str,
    pub(crate) sha256: &'a str,
    pub(crate) schema_uri: Option<&'a str>,
    pub(crate) id: Option<&'a str>,
    /// Of each root.
    pub(crate) titles: Vec<Option<&'a str>>,
    pub(crate) nullable: bool,
    pub(crate) nullable_enum: bool,
    /// Whether the roots are components of an OpenAPI document.
    pub(crate) openapi: bool,
}

impl Origin<'_> {
    /// The file and its text, as the folder has them.
    pub(super) fn source(&self) -> TokenStream {
        let file = self.file;
        let from_manifest = format!("/{file}");
        match Path::new(file).is_absolute() {
            true => quote!((#file, include_str!(#file))),
            false => quote!((#file, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), #from_manifest)))),
        }
    }
}

/// An entry for each root; `number` is the document's place in the folder.
pub(super) fn entries(
    shape: &Shape,
    types: &[String],
    origin: &Origin<'_>,
    number: usize,
    open: bool,
) -> Vec<TokenStream> {
    let Origin { file, sha256, nullable, nullable_enum, .. } = origin;
    let text = |text: &Option<&str>| match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    };
    let (schema_uri, id) = (text(&origin.schema_uri), text(&origin.id));
    let number = Literal::usize_unsuffixed(number);
    let entry = |(index, title): (&usize, &Option<&str>)| {
        let (name, title) = (ident(types.get(*index)?), text(title));
        let at = if origin.openapi { shape.get(*index)?.at.as_str() } else { "" };
        let open = match open {
            true => quote! {
                Some((support::vendored::deserialize_schema::<open::#name>(), support::vendored::read::<open::#name>))
            },
            false => quote!(None),
        };
        let carried = carried(shape, *index);
        let alone = match carried.is_empty() {
            true => quote!(None),
            false => quote!(Some(support::vendored::shape_schema::<#name>())),
        };
        Some(quote! {
            support::vendored::VendoredSchema {
                file: #file,
                pointer: #at,
                type_name: stringify!(#name),
                source: support::vendored::FOLDER[#number].1,
                folder: support::vendored::FOLDER,
                sha256: #sha256,
                schema_uri: #schema_uri,
                id: #id,
                title: #title,
                nullable: #nullable,
                nullable_enum: #nullable_enum,
                carried: &[#(#carried),*],
                shape: #alone,
                deserialize: support::vendored::deserialize_schema::<#name>(),
                serialize: support::vendored::serialize_schema::<#name>(),
                read: support::vendored::read::<#name>,
                open: #open,
            }
        })
    };
    shape.roots.iter().zip(&origin.titles).filter_map(entry).collect()
}

/// The places of the keywords that checks and validators assert in a root and the types inside it.
fn carried(shape: &Shape, root: usize) -> BTreeSet<String> {
    let (mut out, mut seen, mut ahead) = (BTreeSet::new(), BTreeSet::from([root]), vec![root]);
    while let Some(ty) = ahead.pop().and_then(|index| shape.get(index)) {
        if let Some(guard) = &ty.guard {
            let whole = guard.whole || guard.keywords.iter().any(|keyword| keyword == "false");
            let keywords = guard.keywords.iter().filter(|_| !whole).map(|keyword| pointer::push(&ty.at, keyword));
            out.extend(keywords.chain(whole.then(|| ty.at.clone())));
        }
        for part in parts(&ty.kind) {
            check::visit(part, &mut |part| match part {
                Ty::Checked(_, checks) => out.extend(checks.iter().map(|check| check.at.clone())),
                Ty::Named(inner) if seen.insert(*inner) => ahead.push(*inner),
                _ => {}
            });
        }
    }
    out
}

/// The files that were read together, for the support code.
pub(super) fn folder<'t>(sources: impl Iterator<Item = &'t TokenStream>) -> TokenStream {
    quote! {
        /// The files that were read together.
        pub(in super::super) static FOLDER: &[(&str, &str)] = &[#(#sources),*];
    }
}

/// The function, and the type that it answers with.
pub(super) fn schemas(entries: &[TokenStream]) -> TokenStream {
    quote! {
        /// Every schema with the types that were made of it, and what schemars regenerates from the types.
        #[cfg(feature = "schemars")]
        pub fn schemas() -> ::std::vec::Vec<VendoredSchema> {
            ::std::vec::Vec::from([#(#entries),*])
        }
        #[cfg(feature = "schemars")]
        pub use support::vendored::VendoredSchema;
    }
}
