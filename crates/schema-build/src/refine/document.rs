//! The items of a document, and the output as a whole.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::{Map, Value};

use super::path::{Names, Paths};
use super::vendored::{self, Origin};
use super::{Roots, TopLevel, check, code, cycle, documentation, format, naming, parts};
use crate::names::ident;
use crate::normalise::{ROOT, rooted};
use crate::print::{Code, Module};
use crate::shape::{Kind, Shape, Told, Ty, Type};
use crate::typify::{Items, Leaf};
use crate::{Class, TypeReport};

/// What one document becomes.
pub(crate) struct Document {
    items: Vec<Code>,
    /// Those for the module `shared`.
    shared: Vec<Code>,
    /// The same of the profile `open`, if its types stand beside the exact ones.
    open: Option<(Vec<Code>, Vec<Code>)>,
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
    features: bool,
) -> (Document, Vec<TypeReport>) {
    let Shapes { main: (shape, typed), beside, main_is_open, roots, shared, first } = shapes;
    let names = naming::names(shape, typed, roots, shared, top);
    let definitions_of = ident(&format!("D{number}"));
    let guarded = check::guarded(shape);
    let write = Profile {
        shape,
        typed,
        names: &names,
        exact: None,
        open: *main_is_open,
        guarded: &guarded,
        shared,
        first,
        features,
    };
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
        vendored: match features {
            true => vendored::entries(shape, &names.types, origin, number, open.is_some()),
            false => Vec::new(),
        },
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
    features: bool,
}

impl Profile<'_> {
    /// The root types, each with a module of the types inside it; and the types for the module `shared`.
    fn items(&self, file: &str, definitions: &syn::Ident) -> (Vec<Code>, Vec<Code>) {
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
                features: self.features,
            };
            Some(code(&item, self.typed))
        };
        let mut items = Vec::new();
        for (number, root) in shape.roots.iter().enumerate() {
            items.extend(write(*root).into_iter().flatten());
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
            let types: Vec<Code> = inside.filter_map(write).flatten().collect();
            let support = (!types.is_empty()).then(|| {
                quote!(
                    use super::support;
                )
            });
            let uses = quote!(#support #(#reexports)*);
            if let (Some(module), Some(name), false) =
                (names.modules.get(number), names.types.get(*root), uses.is_empty())
            {
                let doc = format!(" The types inside [`{name}`](super::{name}).");
                let code = std::iter::once(Code::Items(uses)).chain(types).collect();
                items.push(Code::Module(Module { head: "pub mod", name: ident(module), doc, code }));
            }
        }
        (items, self.first.iter().filter_map(|index| write(*index)).flatten().collect())
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

/// A piece of support code, a module or, with a `!`, macros: its name, its source, the pieces it uses, and whether it is
/// for the feature `schemars`.
type Piece = (&'static str, &'static str, &'static [&'static str], bool);

const PIECES: [Piece; 37] = [
    ("plain!", include_str!("../support/macros/plain.rs"), &[], false),
    ("checked!", include_str!("../support/macros/checked.rs"), &["itself!"], false),
    ("validated!", include_str!("../support/macros/validated.rs"), &["itself!", "asserted!", "value"], false),
    ("itself!", include_str!("../support/macros/itself.rs"), &[], false),
    ("reads_back!", include_str!("../support/macros/reads_back.rs"), &["asserted!"], false),
    ("asserted!", include_str!("../support/macros/asserted.rs"), &["writing"], false),
    ("object!", include_str!("../support/macros/object.rs"), &["member!"], false),
    ("open_object!", include_str!("../support/macros/open_object.rs"), &["member!", "read"], false),
    ("member!", include_str!("../support/macros/member.rs"), &["member", "schema!"], false),
    ("string_enum!", include_str!("../support/macros/string_enum.rs"), &["one_of", "schema!"], false),
    ("open_string_enum!", include_str!("../support/macros/open_string_enum.rs"), &["one_of_or", "schema!"], false),
    ("literals!", include_str!("../support/macros/literals.rs"), &["literal", "schema!"], false),
    ("newtype!", include_str!("../support/macros/newtype.rs"), &["schema!"], false),
    ("text!", include_str!("../support/macros/text.rs"), &[], false),
    ("schema!", include_str!("../support/macros/schema.rs"), &["json_schema"], true),
    ("member", include_str!("../support/member.rs"), &[], false),
    ("one_of", include_str!("../support/one_of.rs"), &[], false),
    ("one_of_or", include_str!("../support/one_of_or.rs"), &[], false),
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
    ("check_names", include_str!("../support/check_names.rs"), &["check_pattern"], false),
    ("check_keys", include_str!("../support/check_keys.rs"), &[], false),
    ("writing", include_str!("../support/writing.rs"), &[], false),
    ("validator", include_str!("../support/validator.rs"), &["check_pattern"], false),
    ("json_schema", include_str!("../support/json_schema.rs"), &[], true),
    ("json_schema_read", include_str!("../support/json_schema_read.rs"), &["json_schema"], true),
    ("json_schema_value", include_str!("../support/json_schema_value.rs"), &["json_schema_read"], true),
    ("vendored", include_str!("../support/vendored.rs"), &[], true),
];

/// The crates that a piece of support code needs beside serde.
fn crates(piece: &str) -> &'static [&'static str] {
    match piece {
        "value" | "union" | "literal" | "open" | "check_items" => &["serde_json"],
        "check_pattern" | "check_names" => &["regress"],
        "validator" => &["jsonschema", "regress", "serde_json"],
        _ => &[],
    }
}

/// The whole output: the documents' types, and what they share; and the crates that it needs, whatever its features.
pub(crate) fn file(
    documents: Vec<Document>,
    top: &TopLevel,
    features: bool,
) -> Result<(Vec<Code>, BTreeSet<&'static str>), syn::Error> {
    let mut used: BTreeSet<&str> = documents.iter().flat_map(|document| &document.used).map(String::as_str).collect();
    let numbers = documents.iter().any(|document| document.numbers);
    if numbers && used.contains("open") {
        used.insert("open_number");
    }
    if !top.formats.is_empty() {
        used.insert("text!");
    }
    if documents.iter().any(|document| !document.vendored.is_empty()) {
        used.insert("vendored");
    }
    let mut pieces: Vec<&Piece> = Vec::new();
    let mut ahead: Vec<&str> = used.iter().copied().collect();
    while let Some(name) = ahead.pop() {
        used.insert(name);
        let piece = PIECES.iter().find(|piece| piece.0 == name && (features || !piece.3));
        if let Some(piece) = piece.filter(|piece| !pieces.iter().any(|known| known.0 == piece.0)) {
            pieces.push(piece);
            ahead.extend(piece.2);
        }
    }
    pieces.sort_by_key(|piece| PIECES.iter().position(|known| known.0 == piece.0));
    let source = |source: &'static str| {
        Code::Source(if features { Cow::Borrowed(source) } else { Cow::Owned(without_features(source)) })
    };
    let mut support = Vec::new();
    for (name, text, _, schemars) in pieces {
        if name.ends_with('!') {
            support.push(source(text));
            continue;
        }
        let head = if *schemars { "#[cfg(feature = \"schemars\")]\npub(super) mod" } else { "pub(super) mod" };
        let mut code = vec![source(text)];
        if *name == "vendored" {
            code.push(Code::Items(vendored::folder(documents.iter().map(|document| &document.source))));
        }
        support.push(Code::Module(Module { head, name: ident(name), doc: String::new(), code }));
    }
    if used.contains("open") {
        support.extend(format::conversions_of_profiles(top).map(Code::Items));
    }
    if used.contains("validator") {
        let constants = documents.iter().map(|document| {
            let (name, json) = &document.definitions;
            quote!(pub(in super::super) const #name: &str = #json;)
        });
        support.push(Code::Items(quote!(pub(super) mod definitions { #(#constants)* })));
    }
    let numbers = numbers || used.contains("number");
    let guards = used.iter().any(|piece| piece.starts_with("check_") || ["validator", "union", "open"].contains(piece));
    let departures = used.contains("open");
    let needs = used.iter().flat_map(|piece| crates(piece)).copied().chain(["serde"]).collect();
    let [mut items, mut shared, mut open, mut open_shared] = std::array::from_fn(|_| Vec::new());
    let mut schemas = Vec::new();
    for document in documents {
        items.extend(document.items);
        shared.extend(document.shared);
        if let Some((types, types_shared)) = document.open {
            open.extend(types);
            open_shared.extend(types_shared);
        }
        schemas.extend(document.vendored);
    }
    items.extend(shared_module(shared));
    if !open.is_empty() {
        let doc = " The profile `open`: types that read all that the exact ones read, and keep undeclared keys and unknown \
                   values of enumerations.";
        open.extend(shared_module(open_shared));
        items.push(types_module("open", doc, open));
    }
    items.extend(format::module(top, features)?);
    let mut public = |name: &str, doc: &str, code: Vec<Code>| {
        items.push(Code::Module(Module { head: "pub mod", name: ident(name), doc: doc.to_owned(), code }));
    };
    if numbers {
        public("number", " Numbers as JSON has them.", vec![source(include_str!("../support/number.rs"))]);
    }
    if guards {
        let mut code = vec![source(include_str!("../support/guard.rs"))];
        code.extend(departures.then(|| source(include_str!("../support/departure.rs"))));
        public("guard", " What a value breaks of its schema.", code);
    }
    if !schemas.is_empty() {
        items.push(Code::Items(vendored::schemas(&schemas)));
    }
    let head = "#[allow(dead_code, unused_imports, unused_macros)]\nmod";
    items.push(Code::Module(Module { head, name: ident("support"), doc: String::new(), code: support }));
    Ok((items, needs))
}

/// The types that stand in more than one root.
fn shared_module(code: Vec<Code>) -> Option<Code> {
    (!code.is_empty()).then(|| types_module("shared", " Types that are alike in several schemas.", code))
}

fn types_module(name: &str, doc: &str, types: Vec<Code>) -> Code {
    let code = std::iter::once(Code::Items(quote!(
        use super::support;
    )))
    .chain(types)
    .collect();
    Code::Module(Module { head: "pub mod", name: ident(name), doc: doc.to_owned(), code })
}

/// Support code without what is for a cargo feature, which goes on to the line that closes the one after the attribute.
fn without_features(source: &str) -> String {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut out = String::with_capacity(source.len());
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().starts_with("#[cfg(feature") {
            let closes = |next: &&str| indent(next) == indent(line) && next.ends_with(['}', ';']);
            lines.by_ref().find(closes);
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}
