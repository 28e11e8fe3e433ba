//! The items of a document, and the output as a whole.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use serde_json::{Map, Value};
use syn::Item;

use super::path::{Names, Paths};
use super::vendored::{self, Origin};
use super::{Roots, TopLevel, check, cycle, documentation, format, naming, parts, tokens};
use crate::names::ident;
use crate::normalise::{ROOT, rooted};
use crate::shape::{Kind, Shape, Told, Ty, Type};
use crate::typify::{Items, Leaf};
use crate::{Class, TypeReport};

/// What one document becomes.
pub(crate) struct Document {
    items: TokenStream,
    /// Those for the module `shared`.
    shared: TokenStream,
    /// The same of the profile `open`, if its types stand beside the exact ones.
    open: Option<(TokenStream, TokenStream)>,
    /// What guards refer to: a constant's name and the definitions.
    definitions: (syn::Ident, String),
    /// What `schemas()` says of its roots, and of it.
    vendored: Vec<TokenStream>,
    source: TokenStream,
    numbers: bool,
    /// The pieces of support code that the items refer to.
    used: BTreeSet<String>,
}

/// The types of one document, in the profiles that are asked for; `number` tells it from the others of the output.
pub(crate) fn document(
    shapes: &Shapes,
    origin: &Origin<'_>,
    schema: &Value,
    number: usize,
    top: &mut TopLevel,
) -> (Document, Vec<TypeReport>) {
    let Shapes { main: (shape, typed), beside, main_is_open, roots, shared, first } = shapes;
    let names = naming::names(shape, typed, roots, shared, top);
    let definitions_of = ident(&format!("D{number}"));
    let guarded = check::guarded(shape);
    let write =
        Profile { shape, typed, names: &names, exact: None, open: *main_is_open, guarded: &guarded, shared, first };
    let (items, shared_items) = write.items(origin.file, &definitions_of);
    let mut used = BTreeSet::new();
    let open = beside.as_ref().map(|(open, typed)| {
        let (leaves, formats) = naming::leaves(typed, top);
        let names = Names { leaves, formats, ..names.clone() };
        let write = Profile { shape: open, typed, names: &names, exact: Some(shape), open: true, ..write };
        let items = write.items(origin.file, &definitions_of);
        used.extend(names.used.take());
        items
    });
    used.extend(names.used.take());
    let is_number = |leaf: &Leaf| matches!(leaf, Leaf::Integer | Leaf::Number);
    let numbers = typed.leaves.iter().chain(beside.iter().flat_map(|(_, typed)| &typed.leaves)).any(is_number);
    let document = Document {
        items,
        shared: shared_items,
        vendored: vendored::entries(shape, &names.types, origin, number, open.is_some()),
        source: origin.source(),
        open,
        definitions: (definitions_of.clone(), definitions(schema).to_string()),
        numbers,
        used,
    };
    let report = shape.iter().map(|(index, ty)| TypeReport {
        file: origin.file.to_owned(),
        pointer: ty.at.clone(),
        name: names.path(index),
        class: class(ty),
    });
    (document, report.collect())
}

/// The shapes of a document with what typify made of them: the one at the top level, and that of the profile `open`
/// beside it.
pub(crate) struct Shapes {
    pub(crate) main: (Shape, Items),
    pub(crate) main_is_open: bool,
    pub(crate) beside: Option<(Shape, Items)>,
    pub(crate) roots: Roots,
    /// The names of types that several documents have.
    pub(crate) shared: BTreeMap<usize, String>,
    /// Those of them that no document before this one has.
    pub(crate) first: Vec<usize>,
}

/// One profile of a document's types.
#[derive(Clone, Copy)]
struct Profile<'a> {
    shape: &'a Shape,
    typed: &'a Items,
    names: &'a Names,
    /// The exact types that these stand beside.
    exact: Option<&'a Shape>,
    open: bool,
    /// For each exact type, whether it has a `validate`.
    guarded: &'a [bool],
    shared: &'a BTreeMap<usize, String>,
    first: &'a [usize],
}

impl Profile<'_> {
    /// The root types, each with a module of the types inside it; and the types for the module `shared`.
    fn items(&self, file: &str, definitions: &syn::Ident) -> (TokenStream, TokenStream) {
        let Profile { shape, names, .. } = self;
        let cycles = cycle::cycles(shape);
        let none = vec![false; shape.types.len()];
        let write = |index: usize| {
            let ty = shape.get(index)?;
            let beside = self.exact.is_some();
            let item = super::Item {
                name: ident(names.types.get(index)?),
                doc: documentation(&ty.notes, file, &ty.at),
                shape,
                ty,
                index,
                paths: Paths { names, module: *names.homes.get(index)?, beside },
                guarded: if self.open { &none } else { self.guarded },
                exact_guarded: self.guarded.get(index).copied().unwrap_or_default(),
                cycles: &cycles,
                file,
                definitions,
                shared: self.shared.contains_key(&index),
                open: self.open,
                exact_kind: self.exact.and_then(|exact| exact.get(index)).map(|ty| &ty.kind),
            };
            Some(tokens(&item, self.typed))
        };
        let mut items = TokenStream::new();
        for (number, root) in shape.roots.iter().enumerate() {
            items.extend(write(*root));
            let indices = shape.iter().map(|(index, _)| index);
            let inside = indices.filter(|index| names.homes.get(*index) == Some(&Some(number)));
            let reexports = names.reexports.iter().filter(|(root, ..)| *root == number).map(|(_, inner, outer)| {
                let (inner, outer) = (ident(inner), ident(outer));
                if inner == outer {
                    quote!(pub use super::shared::#outer;)
                } else {
                    quote!(pub use super::shared::#outer as #inner;)
                }
            });
            let inner: Vec<TokenStream> = reexports.chain(inside.filter_map(write)).collect();
            if let (Some(module), Some(name), false) =
                (names.modules.get(number), names.types.get(*root), inner.is_empty())
            {
                let doc = format!(" The types inside [`{name}`](super::{name}).");
                let module = ident(module);
                items.extend(quote!(pub mod #module { #![doc = #doc] #(#inner)* }));
            }
        }
        (items, self.first.iter().filter_map(|index| write(*index)).collect())
    }
}

/// How a type says what its schema says.
fn class(ty: &Type) -> Class {
    let mut checked = BTreeSet::new();
    if let Kind::Object { checks, .. } = &ty.kind {
        checked.extend(checks.iter().map(|check| check.keyword.to_owned()));
    }
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
        (None, Kind::Union { told: Told::Only, .. }) => {
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

/// A piece of support code: its name, its source, the pieces it uses, and whether it is for the feature `schemars`.
type Piece = (&'static str, &'static str, &'static [&'static str], bool);

const PIECES: [Piece; 20] = [
    ("object", include_str!("../support/object.rs"), &[], false),
    ("string_enum", include_str!("../support/string_enum.rs"), &[], false),
    ("string_enum_open", include_str!("../support/string_enum_open.rs"), &[], false),
    ("open", include_str!("../support/open.rs"), &["guard"], false),
    ("open_number", include_str!("../support/open_number.rs"), &["open"], false),
    ("read", include_str!("../support/read.rs"), &["json_schema_read"], false),
    ("value", include_str!("../support/value.rs"), &["read", "json_schema_value"], false),
    ("union", include_str!("../support/union.rs"), &["read"], false),
    ("literal", include_str!("../support/literal.rs"), &["read", "value"], false),
    ("check_text", include_str!("../support/check_text.rs"), &[], false),
    ("check_pattern", include_str!("../support/check_pattern.rs"), &[], false),
    ("check_number", include_str!("../support/check_number.rs"), &["number"], false),
    ("check_count", include_str!("../support/check_count.rs"), &[], false),
    ("check_items", include_str!("../support/check_items.rs"), &[], false),
    ("check_keys", include_str!("../support/check_keys.rs"), &[], false),
    ("writing", include_str!("../support/writing.rs"), &[], false),
    ("validator", include_str!("../support/validator.rs"), &["check_pattern"], false),
    ("json_schema", include_str!("../support/json_schema.rs"), &[], true),
    ("json_schema_read", include_str!("../support/json_schema_read.rs"), &["json_schema"], true),
    ("json_schema_value", include_str!("../support/json_schema_value.rs"), &["json_schema_read"], true),
];

/// The crates that a piece of support code needs beside serde.
fn crates(piece: &str) -> &'static [&'static str] {
    match piece {
        "value" | "union" | "literal" | "open" | "check_items" => &["serde_json"],
        "check_pattern" => &["regress"],
        "validator" => &["jsonschema", "regress", "serde_json"],
        _ => &[],
    }
}

/// The whole output: the documents' types, and what they share; and the crates that it needs, whatever its features.
pub(crate) fn file(
    documents: Vec<Document>,
    top: &TopLevel,
) -> Result<(syn::File, BTreeSet<&'static str>), syn::Error> {
    let mut used = BTreeSet::new();
    documents.iter().for_each(|document| used.extend(document.used.iter().cloned()));
    let numbers = documents.iter().any(|document| document.numbers);
    if numbers && used.contains("open") {
        used.insert("open_number".to_owned());
    }
    loop {
        let needed = PIECES.iter().filter(|piece| used.contains(piece.0)).flat_map(|piece| piece.2);
        let more: Vec<String> = needed.map(|name| (*name).to_owned()).filter(|name| !used.contains(name)).collect();
        if more.is_empty() {
            break;
        }
        used.extend(more);
    }
    let numbers = numbers || used.contains("number");
    let mut support = TokenStream::new();
    for (name, source, _, schemars) in PIECES.iter().filter(|piece| used.contains(piece.0)) {
        let (name, items) = (ident(name), &syn::parse_str::<syn::File>(source)?.items);
        let feature = schemars.then(|| quote!(#[cfg(feature = "schemars")]));
        support.extend(quote!(#feature pub(super) mod #name { #(#items)* }));
    }
    if used.contains("open") {
        support.extend(format::conversions_of_profiles(top));
    }
    if used.contains("validator") {
        let constants = documents.iter().map(|document| {
            let (name, json) = &document.definitions;
            quote!(pub(in super::super) const #name: &str = #json;)
        });
        support.extend(quote!(pub(super) mod definitions { #(#constants)* }));
    }
    support.extend(format::support(top)?.map(Item::into_token_stream));
    let [mut items, mut shared, mut open, mut open_shared] = std::array::from_fn(|_| TokenStream::new());
    let (mut schemas, mut sources) = (Vec::new(), Vec::new());
    for document in documents {
        sources.push(document.source);
        items.extend(document.items);
        shared.extend(document.shared);
        if let Some((items, shared)) = document.open {
            open.extend(items);
            open_shared.extend(shared);
        }
        schemas.extend(document.vendored);
    }
    items.extend(shared_module(&shared));
    if !open.is_empty() {
        let doc = " The profile `open`: types that read all that the exact ones read, and keep undeclared keys and unknown \
                   values of enumerations.";
        let shared = shared_module(&open_shared);
        items.extend(quote!(pub mod open { #![doc = #doc] #open #shared }));
    }
    items.extend(format::module(top)?.map(Item::into_token_stream));
    if numbers {
        let source = syn::parse_str::<syn::File>(include_str!("../support/number.rs"))?.items;
        items.extend(quote!(pub mod number { #![doc = " Numbers as JSON has them."] #(#source)* }));
    }
    if used.iter().any(|piece| piece.starts_with("check_") || ["validator", "union", "open"].contains(&piece.as_str()))
    {
        let mut source = syn::parse_str::<syn::File>(include_str!("../support/guard.rs"))?.items;
        if used.contains("open") {
            source.extend(syn::parse_str::<syn::File>(include_str!("../support/departure.rs"))?.items);
        }
        items.extend(quote!(pub mod guard { #![doc = " What a value breaks of its schema."] #(#source)* }));
    }
    if !schemas.is_empty() {
        let (function, module) = vendored::module(&sources, &schemas)?;
        items.extend(function);
        support.extend(module);
    }
    if !support.is_empty() {
        items.extend(quote!(#[allow(dead_code)] mod support { #support }));
    }
    let needs = used.iter().flat_map(|piece| crates(piece)).copied().chain(["serde"]).collect();
    Ok((syn::parse2(items)?, needs))
}

/// The types that stand in more than one root.
fn shared_module(items: &TokenStream) -> Option<TokenStream> {
    (!items.is_empty()).then(|| quote!(pub mod shared { #![doc = " Types that are alike in several schemas."] #items }))
}
