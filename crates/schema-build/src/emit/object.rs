//! An object: a struct that reads each key once and, where the schema allows them, keeps undeclared ones.

use proc_macro2::Ident;

use super::adapter::{adapter, clause};
use super::constraint::{constraints, of_keys, of_undeclared};
use super::construct::{Construct, Member};
use super::definition::documentation;
use super::deprecation::is_member_deprecated;
use super::{Derived, Item, Target, literal};
use crate::doc::in_code;
use crate::names::{Scope, field_names, ident};
use crate::print::Written;
use crate::print::{Body, Clause, Code, Definition, Part};
use crate::shape::{Annotation, Check, Constant, Constraint, Entries, Expected, Field, Ty};

/// The field for undeclared keys, unless a declared one has its name.
pub(super) const UNDECLARED: &str = "additional_properties";

pub(super) fn emit(item: &Item<'_>, fields: &[Field], additional: Option<&Ty>, checks: &[Check]) -> Vec<Code> {
    let Item { name, paths, .. } = item;
    let types = item.parts();
    let (names, undeclared) = names(fields);
    let named = fields.iter().zip(names).zip(types);
    let members: Vec<Member<'_>> = named.map(|((field, ident), rust)| Member { field, ident, rust }).collect();
    let rest = additional.zip(types.get(fields.len()));
    let mut parts: Vec<Part> = members.iter().map(|member| definition(item, member)).collect();
    if let Some((_, rust)) = rest {
        let mut doc = vec![" Keys that the schema does not declare.".to_owned()];
        doc.extend(describe_entries(item, checks));
        parts.push(Part::of(doc, undeclared.clone(), paths.rust(rust)));
    }
    let construct = Construct::of(item, &members);
    let mut doc = documentation(&item.ty.notes, &item.ty.file, &item.ty.at);
    for Constant { key, value, .. } in &item.ty.constants {
        let value = in_code(&format!("{value:?}"));
        doc.extend([String::new(), format!(" In JSON, `{}` is `{value}`.", in_code(key))]);
    }
    let definition = Definition {
        doc,
        attributes: item
            .attributes(Derived { default: construct.derives_default, ..Derived::default() }, construct.implemented()),
        name: name.clone(),
        body: Body::Struct(parts),
    };
    let mut entries: Vec<String> = members.iter().map(entry).collect();
    if let Some((ty, rust)) = rest {
        let adapter = match (ty.unchecked(), rust.argument()) {
            (Ty::Any, _) | (_, None) => None,
            (_, Some(rust)) => Some(super::adapter::adapter_or_plain(ty, rust)),
        };
        entries.push(format!(".. {undeclared}{}", clause(ty, adapter)));
    }
    if let Some(Ty::Unkept(unkept)) = additional {
        entries.push(if unkept.denied { "!" } else { ".." }.to_owned());
    }
    let constrained: Vec<String> = members
        .iter()
        .filter_map(|Member { field, ident, .. }| {
            let all = constraints(&field.ty, item).join(", ");
            let all = if field.required || all.is_empty() { all } else { format!("some [{all}]") };
            (!all.is_empty()).then(|| format!("{ident}: [{all}]"))
        })
        .collect();
    let mut of_rest = of_undeclared(checks, item);
    let values = additional.map(|ty| constraints(ty, item)).unwrap_or_default();
    of_rest.extend((!values.is_empty()).then(|| format!("values [{}]", values.join(", "))));
    let constants = constants(item);
    let clauses = [
        (!constants.is_empty()).then_some(Clause::Lines("constants".to_owned(), constants)),
        (!constrained.is_empty()).then_some(Clause::Lines("where".to_owned(), constrained)),
        Some(of_keys(checks)).filter(|all| !all.is_empty()).map(|all| Clause::List("keys", all)),
        Some(of_rest).filter(|all| rest.is_some() && !all.is_empty()).map(|all| Clause::List("rest", all)),
    ];
    let fields = Clause::Fill(entries);
    let clauses = std::iter::once(fields).chain(construct.clauses).chain(clauses.into_iter().flatten()).collect();
    let twin = Some(&undeclared).filter(|name| **name != UNDECLARED);
    vec![Code::Definition(Box::new(definition)), item.call("object", name.to_string(), clauses, twin)]
}

/// The keys whose value the type tells, as the macro is given them.
fn constants(item: &Item<'_>) -> Vec<String> {
    let other = if item.emitter.profile.is_open() { " or other" } else { "" };
    let entry = |Constant { key, value, after }: &Constant| {
        let after = if *after == 0 { String::new() } else { format!(" after {after}") };
        format!("{} = {}{after}{other}", literal(key), literal(value))
    };
    item.ty.constants.iter().map(entry).collect()
}

/// The fields for properties, and the one for undeclared keys.
pub(super) fn names(fields: &[Field]) -> (Vec<Ident>, Ident) {
    let names = field_names(fields.iter().map(|field| field.key.as_str()));
    let undeclared = ident(&Scope::of(&names).take([UNDECLARED.to_owned()]));
    (names.iter().map(|name| ident(name)).collect(), undeclared)
}

fn definition(item: &Item<'_>, Member { field, ident, rust }: &Member<'_>) -> Part {
    let rust = item.paths.rust(rust);
    let rust = if field.required { rust } else { Written::generic(item.paths.prelude("Option"), vec![rust]) };
    let doc = documentation(&described(item, field), &item.ty.file, &field.at);
    let is_deprecated = is_member_deprecated(item.emitter.shape, &field.ty, &field.notes, &field.at);
    Part::of(doc, ident.clone(), rust).with(item.member_attributes(Target::Field, ident, &field.at, is_deprecated))
}

/// A field as the macro is given it.
fn entry(Member { field, ident, rust }: &Member<'_>) -> String {
    let presence = if field.required { "" } else { ": optional" };
    let key = if *ident == field.key { String::new() } else { format!(" = {}", literal(&field.key)) };
    format!("{ident}{presence}{key}{}", clause(&field.ty, adapter(&field.ty, rust)))
}

/// The annotations that describe a field: its own and, for what these do not have, those of its type.
fn described(item: &Item<'_>, field: &Field) -> Vec<Annotation> {
    let of_type = match field.ty.unchecked() {
        Ty::Nullable(inner) => inner.unchecked(),
        ty => ty,
    };
    let inherited = match of_type {
        Ty::Named(id) => item.emitter.shape.get(*id).map_or(&[][..], |ty| &ty.notes),
        _ => &[],
    };
    let is_new = |note: &&Annotation| !field.notes.iter().any(|own| (own.keyword, &own.at) == (note.keyword, &note.at));
    field.notes.iter().chain(inherited.iter().filter(is_new)).cloned().collect()
}

/// What the values of undeclared keys read as, in words.
fn describe_entries(item: &Item<'_>, checks: &[Check]) -> Vec<String> {
    let mut lines = Vec::new();
    for check in checks {
        let Constraint::Entries(Entries { patterns, others }) = &check.constraint else { continue };
        let patterns =
            patterns.iter().map(|(pattern, of)| (format!("The values of those that match `{}`", in_code(pattern)), of));
        for (which, expected) in patterns.chain([("All other values".to_owned(), others)]) {
            if let Expected::As(number) = expected {
                let path = item.paths.ty(*number);
                lines.extend([String::new(), format!(" {which} read as [`{path}`].")]);
            }
        }
    }
    lines
}
