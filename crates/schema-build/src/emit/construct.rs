//! The constructor of an object, and the defaults of its properties.

use proc_macro2::Ident;

use super::{Item, Rust};
use crate::print::Clause;
use crate::shape::{Field, Kind, Ty};

/// A field with its name and type in Rust.
pub(super) struct Member<'a> {
    pub(super) field: &'a Field,
    pub(super) ident: Ident,
    pub(super) rust: &'a Rust,
}

/// How an object is built.
pub(super) struct Construct {
    /// Whether `Default` is derived: all its fields have it.
    pub(super) derives_default: bool,
    implements_default: bool,
    pub(super) clauses: Vec<Clause>,
}

impl Construct {
    pub(super) fn of(item: &Item<'_>, members: &[Member<'_>]) -> Construct {
        let has_default = item.emitter.defaults.get(item.index).copied().unwrap_or_default();
        let (constant, required): (Vec<&Member<'_>>, Vec<&Member<'_>>) = members
            .iter()
            .filter(|member| member.field.required)
            .partition(|member| item.emitter.is_constant(&member.field.ty));
        let required = || required.iter().copied();
        // A property's own default is not that of its type.
        let is_derived = !required().any(|member| item.emitter.has_own_default(member.field, member.rust));
        let arguments: Vec<String> = required().map(|member| argument(item, member)).collect();
        let mut clauses = vec![Clause::Arguments("new", arguments)];
        let constant: Vec<String> = constant.iter().map(|member| member.ident.to_string()).collect();
        clauses.extend((!constant.is_empty()).then_some(Clause::Arguments("fixed", constant)));
        if has_default && !is_derived {
            let value = |member: &Member<'_>| match (function(item, member), member.field.ty.unchecked()) {
                (Some(_), _) => format!("Self::{}()", function_name(&member.ident)),
                (None, Ty::Nullable(_)) => "None".to_owned(),
                (None, _) => "::core::default::Default::default()".to_owned(),
            };
            clauses.push(Clause::Arguments("default", required().map(value).collect()));
        }
        let defaults: Vec<String> = members.iter().filter_map(|member| function(item, member)).collect();
        clauses.extend((!defaults.is_empty()).then(|| Clause::Lines("defaults".to_owned(), defaults)));
        Construct {
            derives_default: has_default && is_derived,
            implements_default: has_default && !is_derived,
            clauses,
        }
    }

    /// The traits that the object has without a derive.
    pub(super) fn implemented(&self) -> &'static [&'static str] {
        if self.implements_default { &["Default"] } else { &[] }
    }
}

/// An argument of the constructor: whatever makes the text or the number that a literal could not be, else the type itself.
fn argument(item: &Item<'_>, Member { field, ident, rust }: &Member<'_>) -> String {
    let written = item.paths.rust(rust.unboxed());
    match reads_literal(item, &field.ty) {
        true => format!("{ident}: impl {}<{written}>", item.paths.prelude("Into")),
        false => format!("{ident}: {written}"),
    }
}

/// Whether a type is made of literals: texts, and numbers of any size.
fn reads_literal(item: &Item<'_>, ty: &Ty) -> bool {
    match ty.unchecked() {
        Ty::String | Ty::Format(_) | Ty::Integer | Ty::Number => true,
        Ty::Named(id) => item.emitter.shape.get(*id).is_some_and(|ty| match &ty.kind {
            Kind::Newtype(inner) => ty.guard.is_none() && matches!(inner, Ty::String | Ty::Format(_)),
            Kind::OpenEnum(_) => true,
            // An open enumeration has a value for every text.
            Kind::StringEnum(_) => item.emitter.profile.is_open(),
            _ => false,
        }),
        _ => false,
    }
}

/// The function for the default of a property.
fn function(item: &Item<'_>, Member { field, ident, rust }: &Member<'_>) -> Option<String> {
    let value = item.emitter.write_field_default(field, rust, item.paths)?;
    Some(format!("{}: {} = {value}", function_name(ident), item.paths.rust(rust)))
}

fn function_name(field: &Ident) -> String {
    let name = field.to_string();
    format!("default_{}", name.strip_prefix("r#").unwrap_or(&name))
}
