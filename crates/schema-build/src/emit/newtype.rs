//! A type with a name around one without.

use super::adapter::{adapter, clause};
use super::constraint::constraints;
use super::definition::documentation;
use super::{Derived, Item, Rust};
use crate::print::{Body, Clause, Code, Definition, Part};
use crate::shape::Ty;

pub(super) fn emit(item: &Item<'_>, inner: &Ty) -> Vec<Code> {
    let name = &item.name;
    let rust = item.parts().first().unwrap_or(&Rust::String);
    let written = item.paths.rust(rust);
    let is_checked = inner.is_checked() || item.ty.guard.is_some();
    let ordered = matches!(inner.unchecked(), Ty::String | Ty::Int(_) | Ty::Integer | Ty::Number);
    let default = item.emitter.write_type_default(item.index, item.ty, item.paths);
    let implemented: &[&str] = if default.is_some() { &["Default"] } else { &[] };
    let definition = Definition {
        doc: documentation(&item.ty.notes, &item.ty.file, &item.ty.at),
        attributes: item.attributes(Derived { ordered, ..Derived::default() }, implemented),
        name: name.clone(),
        body: Body::Newtype { is_public: !is_checked, part: Part::of(Vec::new(), name.clone(), written.clone()) },
    };
    let is_text = matches!(inner.unchecked(), Ty::String | Ty::Format(_));
    let kind = [(is_checked, "checked "), (is_text, "text ")];
    let kind: String = kind.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect();
    // A type may not be followed by the word `with` alone.
    let comma = if inner.has_own() { "," } else { "" };
    let head = format!("{name}({kind}{written}{comma}{})", clause(inner, adapter(inner, rust)));
    let constraints = constraints(inner, item);
    let clauses = [
        default.map(|default| Clause::Plain(format!("default {{ {default} }}"))),
        (!constraints.is_empty()).then_some(Clause::List("where", constraints)),
    ];
    vec![
        Code::Definition(Box::new(definition)),
        item.call("newtype", head, clauses.into_iter().flatten().collect(), None),
    ]
}
