//! `schemas()`: every schema with the types that were made of it, for a drift check.

use std::collections::BTreeSet;
use std::path::Path;

use super::path::Names;
use super::{literal, own};
use crate::names::ident;
use crate::print::{Call, Clause, Code};
use crate::shape::{FALSE, Kind, Shape, Ty, Type};
use schema_ir::{Reading, pointer};

/// A document, as `schemas()` describes it.
pub(crate) struct Origin<'a> {
    pub(crate) file: &'a str,
    pub(crate) sha256: &'a str,
    pub(crate) nullable: bool,
    /// How the file was read.
    pub(crate) reading: Reading,
    /// Whether the roots are schemas inside the document, such as the components of OpenAPI.
    pub(crate) has_many: bool,
}

/// The call of `schemas!` for all documents, whose files are described one by one.
pub(super) fn emit(files: Vec<String>) -> Code {
    Code::Call(Call { name: "schemas", head: String::new(), clauses: files.into_iter().map(Clause::Plain).collect() })
}

/// A document's file, with its root types, and the places of the constraints of each type; `open` is whether the types have
/// twins.
pub(super) fn describe(shape: &Shape, names: &Names, origin: &Origin<'_>, open: bool) -> String {
    let Origin { file, sha256, nullable, reading, has_many } = origin;
    let absolute = Path::new(file).is_absolute().then_some("absolute");
    let flags = absolute.into_iter().chain(nullable.then_some("nullable")).chain(reading.names());
    let flags: String = flags.map(|flag| format!(", {flag}")).collect();
    let mut text = format!("{} = {}{flags} {{\n", literal(file), literal(sha256));
    for (name, ty) in shape.roots.iter().filter_map(|root| Some((ident(names.types.get(*root)?), shape.get(*root)?))) {
        let at = if *has_many { format!(" at {}", literal(&ty.at)) } else { String::new() };
        let twin = if open { format!(" twin open::{name}") } else { String::new() };
        text.push_str(&format!("        {name}{at}{twin};\n"));
    }
    let carried = list_places(shape, names, |ty| carried(ty).iter().map(|place| literal(place)).collect());
    text.push_str("    }");
    if !carried.is_empty() {
        text.push_str(&format!("\n    carried {{\n{carried}    }}"));
    }
    let outside = list_places(shape, names, own::describe);
    if !outside.is_empty() {
        text.push_str(&format!("\n    outside {{\n{outside}    }}"));
    }
    text
}

/// The places of each type that has some.
fn list_places(shape: &Shape, names: &Names, places: impl Fn(&Type) -> BTreeSet<String>) -> String {
    let lists = shape.iter().filter_map(|(index, ty)| {
        let places: Vec<String> = places(ty).into_iter().collect();
        match places.as_slice() {
            [] => None,
            [one] => Some(format!("        {}: [{one}],\n", names.path(index))),
            all => {
                let lines: String = all.iter().map(|place| format!("            {place},\n")).collect();
                Some(format!("        {}: [\n{lines}        ],\n", names.path(index)))
            }
        }
    });
    lists.collect()
}

/// The places of the keywords that constrain a type beyond what it expresses.
fn carried(ty: &Type) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    if let Some(guard) = &ty.guard {
        let whole = guard.whole || guard.keywords.iter().any(|keyword| keyword == FALSE);
        let keywords = guard.keywords.iter().filter(|_| !whole).map(|keyword| pointer::push(&ty.at, keyword));
        out.extend(keywords.chain(whole.then(|| ty.at.clone())));
    }
    if let Kind::Object { checks, .. } = &ty.kind {
        out.extend(checks.iter().map(|check| check.at.clone()));
    }
    ty.kind.visit(&mut |part| {
        if let Ty::Checked(_, checks) = part {
            out.extend(checks.iter().map(|check| check.at.clone()));
        }
    });
    out
}
