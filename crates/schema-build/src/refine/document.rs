//! The items of a document, and the output as a whole.

use quote::quote;
use syn::{Item, parse_quote};

use super::{Paths, TopLevel, format, items, names};
use crate::names::ident;
use crate::shape::{Kind, Shape};
use crate::typify::Items;

/// What one document becomes.
pub(crate) struct Document {
    items: Vec<Item>,
    /// What `schemas()` says of it.
    vendored: syn::Expr,
    objects: bool,
    string_enums: bool,
}

/// What `schemas()` says of a document beyond its types.
pub(crate) struct Origin<'a> {
    pub(crate) file: &'a str,
    pub(crate) sha256: &'a str,
    pub(crate) schema_uri: Option<&'a str>,
    pub(crate) id: Option<&'a str>,
    pub(crate) title: Option<&'a str>,
    pub(crate) nullable: bool,
}

pub(crate) fn document(shape: &Shape, typed: &Items, origin: &Origin<'_>, top: &mut TopLevel) -> Document {
    let (names, module) = names(shape, top);
    let formats: Vec<String> = typed.leaves.iter().map(|format| top.format(format)).collect();
    let at_top = Paths { names: &names, module: &module, formats: &formats, nested: false };
    let nested = Paths { nested: true, ..at_top };
    let mut out = items(shape, typed, &at_top, 0, origin.file);
    let inner: Vec<Item> =
        (1..shape.types.len()).flat_map(|index| items(shape, typed, &nested, index, origin.file)).collect();
    if !inner.is_empty() {
        let (module, doc) = (ident(&module), format!(" The types inside [`{0}`](super::{0}).", names[0]));
        out.push(parse_quote! {
            pub mod #module {
                #![doc = #doc]
                #(#inner)*
            }
        });
    }
    let root = ident(&names[0]);
    let Origin { file, sha256, schema_uri, id, title, nullable } = origin;
    let from_manifest = format!("/{file}");
    let [schema_uri, id, title] = [schema_uri, id, title].map(|text| match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    });
    let vendored = parse_quote! {
        support::VendoredSchema {
            file: #file,
            type_name: stringify!(#root),
            source: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), #from_manifest)),
            sha256: #sha256,
            schema_uri: #schema_uri,
            id: #id,
            title: #title,
            nullable: #nullable,
            deserialize: support::deserialize_schema::<#root>(),
            serialize: support::serialize_schema::<#root>(),
            read: support::read::<#root>,
        }
    };
    let has = |of: fn(&Kind) -> bool| shape.types.iter().any(|ty| of(&ty.kind));
    Document {
        items: out,
        vendored,
        objects: has(|kind| matches!(kind, Kind::Object(_))),
        string_enums: has(|kind| matches!(kind, Kind::StringEnum(_))),
    }
}

/// The whole output: the documents' types, and what they share.
pub(crate) fn file(documents: Vec<Document>, top: &TopLevel) -> Result<syn::File, syn::Error> {
    let parse = |text: &str| syn::parse_str::<syn::File>(text).map(|file| file.items);
    let mut support = Vec::new();
    if documents.iter().any(|document| document.objects) {
        support.extend(parse(include_str!("../support/object.rs"))?);
    }
    if documents.iter().any(|document| document.string_enums) {
        support.extend(parse(include_str!("../support/string_enum.rs"))?);
    }
    let vendored = parse(include_str!("../support/vendored.rs"))?;
    let json_schema = parse(include_str!("../support/json_schema.rs"))?;
    let (mut items, mut schemas) = (Vec::new(), Vec::new());
    for document in documents {
        items.extend(document.items);
        schemas.push(document.vendored);
    }
    items.extend(format::module(top)?);
    items.push(parse_quote! {
        /// Every schema with the types that were made of it, and what schemars regenerates from the types.
        #[cfg(feature = "schemars")]
        pub fn schemas() -> ::std::vec::Vec<support::VendoredSchema> {
            ::std::vec![#(#schemas),*]
        }
    });
    items.push(parse_quote!(
        #[cfg(feature = "schemars")]
        pub use support::VendoredSchema;
    ));
    let format = format::support(top)?;
    items.push(parse_quote! {
        mod support {
            #(#support)*
            #format
            #[cfg(feature = "schemars")]
            #[allow(dead_code)]
            mod json_schema {
                #(#json_schema)*
            }
            #[cfg(feature = "schemars")]
            pub(super) use json_schema::{Noted, ObjectSchema};
            #[cfg(feature = "schemars")]
            mod vendored {
                #(#vendored)*
            }
            #[cfg(feature = "schemars")]
            pub use vendored::VendoredSchema;
            #[cfg(feature = "schemars")]
            pub(super) use vendored::{deserialize_schema, read, serialize_schema};
        }
    });
    Ok(syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items })
}
