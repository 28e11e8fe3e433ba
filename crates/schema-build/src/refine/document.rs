//! The items of a document, and the output as a whole.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use serde_json::{Map, Value};
use syn::Item;

use super::path::Paths;
use super::{TopLevel, check, cycle, documentation, format, naming, parts, tokens};
use crate::names::ident;
use crate::normalise::{ROOT, rooted};
use crate::shape::{Kind, Shape, Ty, Type};
use crate::typify::{Items, Leaf};
use crate::{Class, TypeReport};

/// What one document becomes.
pub(crate) struct Document {
    items: TokenStream,
    /// What guards refer to: a constant's name and the definitions.
    definitions: (syn::Ident, String),
    /// What `schemas()` says of it.
    vendored: Option<TokenStream>,
    numbers: bool,
}

/// What `schemas()` says of a document beyond its types.
pub(crate) struct Origin<'a> {
    pub(crate) file: &'a str,
    pub(crate) sha256: &'a str,
    pub(crate) schema_uri: Option<&'a str>,
    pub(crate) id: Option<&'a str>,
    pub(crate) title: Option<&'a str>,
    pub(crate) nullable: bool,
    /// Whether the file is a schema, and not a document with many.
    pub(crate) is_schema: bool,
}

/// The types of one document; `number` tells it from the others of the output.
pub(crate) fn document(
    shape: &Shape,
    typed: &Items,
    origin: &Origin<'_>,
    schema: &Value,
    number: usize,
    top: &mut TopLevel,
) -> (Document, Vec<TypeReport>) {
    let names = naming::names(shape, typed, top);
    let guarded = check::guarded(shape);
    let cycles = cycle::cycles(shape);
    let constant = ident(&format!("D{number}"));
    let write = |index: usize| {
        let ty = shape.get(index)?;
        let item = super::Item {
            name: ident(names.types.get(index)?),
            doc: documentation(&ty.notes, origin.file, &ty.at),
            ty,
            index,
            paths: Paths { names: &names, module: *names.homes.get(index)? },
            guarded: &guarded,
            cycles: &cycles,
            file: origin.file,
            definitions: &constant,
        };
        Some(tokens(&item, typed))
    };
    let mut items = TokenStream::new();
    for (number, root) in shape.roots.iter().enumerate() {
        items.extend(write(*root));
        let inside =
            shape.iter().map(|(index, _)| index).filter(|index| names.homes.get(*index) == Some(&Some(number)));
        let inner: Vec<TokenStream> = inside.filter_map(write).collect();
        if let (Some(module), Some(name), false) = (names.modules.get(number), names.types.get(*root), inner.is_empty())
        {
            let doc = format!(" The types inside [`{name}`](super::{name}).");
            let module = ident(module);
            items.extend(quote!(pub mod #module { #![doc = #doc] #(#inner)* }));
        }
    }
    let document = Document {
        items,
        definitions: (constant.clone(), definitions(schema).to_string()),
        vendored: vendored(shape, &names.types, origin),
        numbers: typed.leaves.iter().any(|leaf| matches!(leaf, Leaf::Integer | Leaf::Number)),
    };
    let report = shape.iter().map(|(index, ty)| TypeReport {
        file: origin.file.to_owned(),
        pointer: ty.at.clone(),
        name: names.path(index),
        class: class(ty),
    });
    (document, report.collect())
}

/// How a type says what its schema says.
fn class(ty: &Type) -> Class {
    let mut checked = BTreeSet::new();
    for part in parts(&ty.kind) {
        check::visit(part, &mut |part| {
            if let Ty::Checked(_, checks) = part {
                checked.extend(checks.iter().map(|check| check.keyword.to_owned()));
            }
        });
    }
    match (&ty.guard, &ty.kind) {
        (Some(guard), Kind::Newtype(Ty::Any)) => Class::Opaque(guard.keywords.clone()),
        (Some(guard), _) => Class::Validated(guard.keywords.clone()),
        (None, Kind::Union { one: true, .. }) => {
            checked.insert("oneOf".to_owned());
            Class::Checked(checked.into_iter().collect())
        }
        (None, _) if checked.is_empty() => Class::Shape,
        (None, _) => Class::Checked(checked.into_iter().collect()),
    }
}

/// The definitions that guards refer to; the root is one of them, if they refer to it.
fn definitions(schema: &Value) -> Value {
    let mut out = Map::new();
    for (name, definition) in schema.get("$defs").and_then(Value::as_object).into_iter().flatten() {
        out.insert(name.clone(), rooted(definition));
    }
    let mut root = schema.clone();
    if let Value::Object(members) = &mut root {
        members.remove("$defs");
    }
    out.insert(ROOT.to_owned(), rooted(&root));
    Value::Object(out)
}

fn vendored(shape: &Shape, types: &[String], origin: &Origin<'_>) -> Option<TokenStream> {
    let ([root], true) = (shape.roots.as_slice(), origin.is_schema) else { return None };
    let root = ident(types.get(*root)?);
    let Origin { file, sha256, schema_uri, id, title, nullable, .. } = origin;
    let from_manifest = format!("/{file}");
    let [schema_uri, id, title] = [schema_uri, id, title].map(|text| match text {
        Some(text) => quote!(Some(#text)),
        None => quote!(None),
    });
    Some(quote! {
        support::vendored::VendoredSchema {
            file: #file,
            type_name: stringify!(#root),
            source: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), #from_manifest)),
            sha256: #sha256,
            schema_uri: #schema_uri,
            id: #id,
            title: #title,
            nullable: #nullable,
            deserialize: support::vendored::deserialize_schema::<#root>(),
            serialize: support::vendored::serialize_schema::<#root>(),
            read: support::vendored::read::<#root>,
        }
    })
}

/// A piece of support code: its name, its source, the pieces it uses, and whether it is for the feature `schemars`.
type Piece = (&'static str, &'static str, &'static [&'static str], bool);

const PIECES: [Piece; 14] = [
    ("object", include_str!("../support/object.rs"), &[], false),
    ("string_enum", include_str!("../support/string_enum.rs"), &[], false),
    ("read", include_str!("../support/read.rs"), &["json_schema_read"], false),
    ("value", include_str!("../support/value.rs"), &["read", "json_schema_value"], false),
    ("union", include_str!("../support/union.rs"), &["read"], false),
    ("literal", include_str!("../support/literal.rs"), &["read", "value"], false),
    ("check_text", include_str!("../support/check_text.rs"), &[], false),
    ("check_pattern", include_str!("../support/check_pattern.rs"), &[], false),
    ("check_number", include_str!("../support/check_number.rs"), &["number"], false),
    ("check_count", include_str!("../support/check_count.rs"), &[], false),
    ("validator", include_str!("../support/validator.rs"), &[], false),
    ("json_schema", include_str!("../support/json_schema.rs"), &[], true),
    ("json_schema_read", include_str!("../support/json_schema_read.rs"), &["json_schema"], true),
    ("json_schema_value", include_str!("../support/json_schema_value.rs"), &["json_schema_read"], true),
];

/// The whole output: the documents' types, and what they share.
pub(crate) fn file(documents: Vec<Document>, top: &TopLevel) -> Result<syn::File, syn::Error> {
    let mut used = BTreeSet::new();
    documents.iter().for_each(|document| pieces(document.items.clone(), &mut used));
    loop {
        let needed = PIECES.iter().filter(|piece| used.contains(piece.0)).flat_map(|piece| piece.2);
        let more: Vec<String> = needed.map(|name| (*name).to_owned()).filter(|name| !used.contains(name)).collect();
        if more.is_empty() {
            break;
        }
        used.extend(more);
    }
    let numbers = used.contains("number") || documents.iter().any(|document| document.numbers);
    let mut support = TokenStream::new();
    for (name, source, _, schemars) in PIECES.iter().filter(|piece| used.contains(piece.0)) {
        let (name, items) = (ident(name), &syn::parse_str::<syn::File>(source)?.items);
        let feature = schemars.then(|| quote!(#[cfg(feature = "schemars")]));
        support.extend(quote!(#feature pub(super) mod #name { #(#items)* }));
    }
    if used.contains("validator") {
        let constants = documents.iter().map(|document| {
            let (name, json) = &document.definitions;
            quote!(pub(in super::super) const #name: &str = #json;)
        });
        support.extend(quote!(pub(super) mod definitions { #(#constants)* }));
    }
    support.extend(format::support(top)?.map(Item::into_token_stream));
    let mut items = TokenStream::new();
    let mut schemas = Vec::new();
    for document in documents {
        items.extend(document.items);
        schemas.extend(document.vendored);
    }
    items.extend(format::module(top)?.map(Item::into_token_stream));
    if numbers {
        let source = syn::parse_str::<syn::File>(include_str!("../support/number.rs"))?.items;
        items.extend(quote!(pub mod number { #![doc = " Numbers as JSON has them."] #(#source)* }));
    }
    if used.iter().any(|piece| piece.starts_with("check_") || piece == "validator" || piece == "union") {
        let source = syn::parse_str::<syn::File>(include_str!("../support/guard.rs"))?.items;
        items.extend(quote!(pub mod guard { #![doc = " What a value breaks of its schema."] #(#source)* }));
    }
    if !schemas.is_empty() {
        let source = syn::parse_str::<syn::File>(include_str!("../support/vendored.rs"))?.items;
        support.extend(quote!(#[cfg(feature = "schemars")] pub(super) mod vendored { #(#source)* }));
        items.extend(quote! {
            /// Every schema with the types that were made of it, and what schemars regenerates from the types.
            #[cfg(feature = "schemars")]
            pub fn schemas() -> ::std::vec::Vec<VendoredSchema> {
                ::std::vec![#(#schemas),*]
            }
            #[cfg(feature = "schemars")]
            pub use support::vendored::VendoredSchema;
        });
    }
    if !support.is_empty() {
        items.extend(quote!(#[allow(dead_code)] mod support { #support }));
    }
    syn::parse2(items)
}

/// The pieces of support code that tokens name.
fn pieces(tokens: TokenStream, used: &mut BTreeSet<String>) {
    let mut before: [Option<String>; 3] = [None, None, None];
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            pieces(group.stream(), used);
        }
        let text = match &token {
            TokenTree::Ident(ident) => Some(ident.to_string()),
            TokenTree::Punct(punct) => Some(punct.as_char().to_string()),
            _ => None,
        };
        if let ([Some(support), Some(colon), Some(second)], Some(name)) = (&before, &text)
            && (support.as_str(), colon.as_str(), second.as_str()) == ("support", ":", ":")
        {
            used.insert(name.clone());
        }
        before = [before[1].take(), before[2].take(), text];
    }
}
