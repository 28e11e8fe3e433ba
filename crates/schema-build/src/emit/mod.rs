//! The types of a shape as Rust source: a definition that a person would write, and a call of the macro of `schema-types` that
//! implements all it has.

mod adapter;
mod addition;
mod annotations;
mod classify;
mod constraint;
mod construct;
mod default;
mod definition;
mod deprecation;
mod document;
mod expected;
mod file;
mod guard;
mod keyed;
mod large_enum;
mod naming;
mod newtype;
mod object;
mod own;
mod path;
mod schemas;
mod string_enum;
mod union;
mod value_enum;
mod variant_lint;

use std::collections::BTreeSet;

use proc_macro2::Ident;

use crate::layout::{Layout, Rust};
use crate::print::{Call, Clause, Code};
use crate::rust_type::Trait;
use crate::shape::{Discriminator, Kind, Shape, Type};

use addition::Derived;
pub(crate) use addition::{Addition, Additions, Target};
use deprecation::Deprecation;
pub(crate) use document::{Document, Shapes, emit_document, find_named};
pub(crate) use file::emit_file;
pub(crate) use naming::{TopLevel, Unnamed, name_types};
pub(crate) use path::Names;
use path::Paths;
pub(crate) use schemas::Origin;

/// A profile of a document's types, which are being written.
struct Emitter<'a> {
    shape: &'a Shape,
    layout: &'a Layout,
    names: &'a Names,
    profile: Profile,
    /// For each type, whether it has a `validate`.
    guarded: &'a [bool],
    /// For each type, the traits that all types inside it have.
    traits: &'a [BTreeSet<Trait>],
    /// The constant with the definitions that validators refer to.
    definitions: &'a str,
    /// The names of the prelude that types of any document have, at the top level and in the module `shared`.
    shadowed_at_top: &'a [&'static str],
    shadowed_in_shared: &'a [&'static str],
    additions: &'a Additions,
    deprecation: &'a Deprecation,
    /// For each type, whether it has `Default`.
    defaults: &'a [bool],
}

/// Which types are written, and whether others are beside them.
#[derive(Clone, Copy)]
enum Profile {
    /// Exact types, with a twin in the module `open` or not.
    Exact { twins: bool },
    /// Open types at the top level.
    Open,
    /// Open types in the module `open`, beside exact ones.
    Beside,
}

impl Profile {
    fn is_open(self) -> bool {
        !matches!(self, Profile::Exact { .. })
    }
}

/// A type that is being written.
struct Item<'a> {
    emitter: &'a Emitter<'a>,
    index: usize,
    ty: &'a Type,
    name: Ident,
    paths: Paths<'a>,
}

impl Item<'_> {
    /// The layout of the type's parts.
    fn parts(&self) -> &[Rust] {
        self.emitter.layout.parts.get(&self.index).map_or(&[], Vec::as_slice)
    }

    /// The traits that all types inside it have.
    fn traits(&self) -> BTreeSet<Trait> {
        self.emitter.traits.get(self.index).cloned().unwrap_or_default()
    }

    /// Whether the code of the type uses what is deprecated.
    fn uses_deprecated(&self) -> bool {
        self.emitter.deprecation.users.get(self.index).copied().unwrap_or_default()
    }

    /// A call of a macro of the run-time, with the clauses that every type may have last.
    fn call(&self, name: &'static str, head: String, mut clauses: Vec<Clause>, twin: Option<&Ident>) -> Code {
        clauses.extend(guard::clause(self));
        if let Some(path) = self.paths.twin(self.index) {
            let name = twin.map(|name| format!(", {name}")).unwrap_or_default();
            clauses.push(Clause::Plain(format!("twin {path}{name}")));
        }
        self.bare_call(name, head, clauses)
    }

    /// A call of a macro of the run-time with these clauses only.
    fn bare_call(&self, name: &'static str, head: String, clauses: Vec<Clause>) -> Code {
        let call = Call { name, head, clauses };
        if self.uses_deprecated() { Code::Allowed(call) } else { Code::Call(call) }
    }
}

/// A type's definition, and its implementations.
fn emit_type(item: &Item<'_>) -> Vec<Code> {
    match &item.ty.kind {
        Kind::Object { fields, additional, checks } => object::emit(item, fields, additional.as_ref(), checks),
        Kind::Newtype(ty) => newtype::emit(item, ty),
        Kind::StringEnum(values) => string_enum::emit(item, values, None),
        Kind::OpenEnum(values) => string_enum::emit(item, values, Some(string_enum::OTHER)),
        Kind::Literals(values) => value_enum::emit(item, values),
        Kind::Union { variants, keyword, discriminator: Discriminator::Key(selected) } => {
            keyed::emit(item, variants, *keyword, selected)
        }
        Kind::Union { variants, keyword, discriminator } => union::emit(item, variants, *keyword, discriminator),
    }
}

/// A string as a Rust literal.
fn literal(text: &str) -> String {
    proc_macro2::Literal::string(text).to_string()
}
