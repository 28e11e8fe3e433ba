//! A union of constants and of objects with one key: an enum as serde writes it.

use proc_macro2::Ident;
use schema_ir::Keyword;

use super::adapter::{adapter, clause};
use super::definition::{documentation, lines};
use super::deprecation::is_member_deprecated;
use super::string_enum::{UNKNOWN, document_value};
use super::union::{constrained, unknown_part};
use super::variant_lint::allow_names;
use super::{Derived, Item, Target, literal};
use crate::doc::doc;
use crate::names::{Scope, ident, variant_names};
use crate::print::{Body, Clause, Code, Definition, Part};
use crate::shape::{Selected, SelectedBy, Variant};

pub(super) fn emit(item: &Item<'_>, variants: &[Variant], keyword: Keyword, selected: &[Selected]) -> Vec<Code> {
    let Item { name, paths, emitter, .. } = item;
    let names = variant_names(variants.iter().map(|variant| (None, variant.preferred_name.as_str())));
    let unknown = ident(&Scope::of(&names).take([UNKNOWN.to_owned()]));
    let idents: Vec<Ident> = names.iter().map(|name| ident(name)).collect();
    let (mut parts, mut entries) = (Vec::new(), Vec::new());
    for (((variant, ident), rust), Selected { by, .. }) in variants.iter().zip(&idents).zip(item.parts()).zip(selected)
    {
        let is_deprecated = is_member_deprecated(emitter.shape, &variant.ty, &variant.notes, &variant.at);
        match by {
            SelectedBy::Constant(text) => {
                let part = Part::unit(document_value(&format!("{text:?}"), describe(variant)), ident.clone());
                parts.push(part.with(item.member_attributes(Target::Variant, ident, &variant.at, is_deprecated)));
                entries.push(format!("{ident} = {}", literal(text)));
            }
            SelectedBy::Key(key) => {
                let doc = match describe(variant) {
                    Some(text) => lines(&doc(text)),
                    None => documentation(&[], &item.ty.file, &variant.at),
                };
                let part = Part::of(doc, ident.clone(), paths.rust(rust));
                parts.push(part.with(item.member_attributes(Target::Variant, ident, &variant.at, is_deprecated)));
                entries.push(format!("{ident}: {}{}", literal(key), clause(&variant.ty, adapter(&variant.ty, rust))));
            }
        }
    }
    if emitter.profile.is_open() {
        parts.push(unknown_part(&unknown));
        entries.push(format!(".. {unknown}"));
    }
    let mut attributes = item.attributes(Derived::default(), &[]);
    allow_names(&mut attributes, name, &idents);
    let definition = Definition {
        doc: documentation(&item.ty.notes, &item.ty.file, &item.ty.at),
        attributes,
        name: name.clone(),
        body: Body::Enum(parts),
    };
    let mut clauses = vec![Clause::Fill(entries)];
    let constrained = constrained(item, variants, &idents);
    clauses.extend((!constrained.is_empty()).then_some(Clause::Lines("where".to_owned(), constrained)));
    let twin = Some(&unknown).filter(|name| **name != UNKNOWN);
    let head = format!("{name} = {keyword}{}", counts(selected));
    vec![Code::Definition(Box::new(definition)), item.call("keyed_enum", head, clauses, twin)]
}

/// The description of a variant: that of its member, or of what it holds, or a title.
fn describe(variant: &Variant) -> Option<&str> {
    let of = |keyword: Keyword| variant.notes.iter().find(|note| note.keyword == keyword)?.value.as_str();
    of(Keyword::Description).or_else(|| of(Keyword::Title))
}

/// How many constants each member lists, if one lists several.
fn counts(selected: &[Selected]) -> String {
    let mut counts: Vec<usize> = Vec::new();
    for Selected { member, .. } in selected {
        match counts.get_mut(*member) {
            Some(count) => *count += 1,
            None => counts.push(1),
        }
    }
    if counts.len() == selected.len() {
        return String::new();
    }
    format!(" [{}]", counts.iter().map(usize::to_string).collect::<Vec<_>>().join(", "))
}
