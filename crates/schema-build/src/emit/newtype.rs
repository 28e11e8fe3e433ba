//! A type with a name around one without.

use super::adapter::adapter;
use super::constraint::constraints;
use super::definition::documentation;
use super::{Derived, Item, Rust};
use crate::print::{Body, Clause, Code, Definition, Part};
use crate::shape::Ty;

pub(super) fn emit(item: &Item<'_>, inner: &Ty) -> Vec<Code> {
    let name = &item.name;
    let rust = item.parts().first().unwrap_or(&Rust::String);
    let definition = Definition {
        doc: documentation(&item.ty.notes, &item.ty.file, &item.ty.at),
        attributes: item.attributes(Derived::default(), &[]),
        name: name.clone(),
        body: Body::Newtype { is_public: true, part: Part::of(Vec::new(), name.clone(), item.paths.rust(rust)) },
    };
    let with = if inner.has_own() { "with " } else { "" };
    let adapter = adapter(inner, rust).map(|adapter| format!("({with}{adapter})")).unwrap_or_default();
    let constraints = constraints(inner, item.emitter.guarded);
    let clauses = (!constraints.is_empty()).then_some(Clause::List("where", constraints));
    vec![
        Code::Definition(definition),
        item.call("newtype", format!("{name}{adapter}"), clauses.into_iter().collect(), None),
    ]
}
