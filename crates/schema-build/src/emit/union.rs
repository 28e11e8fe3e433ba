//! A union: an enum. The value's JSON type or a property decides which member reads it; else members are tried in order.

use proc_macro2::Ident;
use schema_ir::{JsonType, Keyword};

use super::adapter::{adapter, clause};
use super::constraint::constraints;
use super::definition::documentation;
use super::deprecation::is_member_deprecated;
use super::string_enum::UNKNOWN;
use super::variant_lint::allow_names;
use super::{Derived, Item, Profile, Target, literal};
use crate::layout::Rust;
use crate::names::{Scope, ident, variant_names};
use crate::print::Written;
use crate::print::{Body, Clause, Code, Definition, Part};
use crate::shape::{Discriminator, Ty, Variant};

pub(super) fn emit(
    item: &Item<'_>,
    variants: &[Variant],
    keyword: Keyword,
    discriminator: &Discriminator,
) -> Vec<Code> {
    let Item { name, paths, emitter, .. } = item;
    let is_open = emitter.profile.is_open();
    let types = item.parts();
    let (idents, unknown) = self::variants(variants);
    let mut parts: Vec<Part> = variants
        .iter()
        .zip(idents.iter().zip(types))
        .map(|(variant, (ident, rust))| {
            let doc = documentation(&variant.notes, &item.ty.file, &variant.at);
            let is_deprecated = is_member_deprecated(emitter.shape, &variant.ty, &variant.notes, &variant.at);
            Part::of(doc, ident.clone(), paths.rust(rust)).with(item.member_attributes(
                Target::Variant,
                ident,
                &variant.at,
                is_deprecated,
            ))
        })
        .collect();
    let (how, marks) = choose(variants, discriminator, is_open, keyword);
    let mut entries: Vec<String> = variants
        .iter()
        .zip(idents.iter().zip(types))
        .enumerate()
        .map(|(index, (variant, (ident, rust)))| {
            let mark = marks.get(index).map_or("", String::as_str);
            format!("{ident}{mark}{}", clause(&variant.ty, adapter(&variant.ty, rust)))
        })
        .collect();
    if is_open {
        parts.push(unknown_part(&unknown));
        entries.push(format!(".. {unknown}"));
    }
    let default = emitter.write_type_default(item.index, item.ty, *paths);
    let implemented: &[&str] = if default.is_some() { &["Default"] } else { &[] };
    let mut attributes = item.attributes(Derived::default(), implemented);
    // The sizes of variants are those of the schemas.
    attributes.allowed.insert("clippy::large_enum_variant");
    allow_names(&mut attributes, name, &idents);
    let definition = Definition {
        doc: documentation(&item.ty.notes, &item.ty.file, &item.ty.at),
        attributes,
        name: name.clone(),
        body: Body::Enum(parts),
    };
    let constrained = constrained(item, variants, &idents);
    let mut clauses = vec![Clause::Fill(entries)];
    let from = members(item, &idents);
    clauses.extend((!from.is_empty()).then(|| Clause::Lines("from".to_owned(), from)));
    clauses.extend(default.map(|default| Clause::Plain(format!("default {{ {default} }}"))));
    if *discriminator == Discriminator::ExactlyOne {
        clauses.push(Clause::Plain(format!("at {}", literal(&item.ty.at))));
    }
    clauses.extend((!constrained.is_empty()).then_some(Clause::Lines("where".to_owned(), constrained)));
    // A member may be open to what is another member's, so the exact union reads first.
    if let (Profile::Beside, Discriminator::First) = (emitter.profile, discriminator) {
        clauses.push(Clause::Plain(format!("exact {}", paths.exact(item.index))));
    }
    let twin = Some(&unknown).filter(|name| **name != UNKNOWN);
    vec![Code::Definition(Box::new(definition)), item.call("union", format!("{name} = {keyword}{how}"), clauses, twin)]
}

/// The variant for a value that the schema does not know.
pub(super) fn unknown_part(name: &Ident) -> Part {
    let doc = vec![" A value that the schema does not know.".to_owned()];
    Part::of(doc, name.clone(), Written::name("::schema_types::Value".to_owned()))
}

/// The constraints of what each variant holds.
pub(super) fn constrained(item: &Item<'_>, variants: &[Variant], names: &[Ident]) -> Vec<String> {
    let of = |(variant, name): (&Variant, &Ident)| {
        let all = constraints(&variant.ty, item);
        (!all.is_empty()).then(|| format!("{name}: [{}]", all.join(", ")))
    };
    variants.iter().zip(names).filter_map(of).collect()
}

/// The variants for members, and the one for values that the schema does not know.
pub(super) fn variants(variants: &[Variant]) -> (Vec<Ident>, Ident) {
    let names = variant_names(variants.iter().map(|variant| (None, variant.preferred_name.as_str())));
    let unknown = ident(&Scope::of(&names).take([UNKNOWN.to_owned()]));
    (names.iter().map(|name| ident(name)).collect(), unknown)
}

/// The members that a union has `From`: those whose type no other member has.
fn members(item: &Item<'_>, idents: &[Ident]) -> Vec<String> {
    // From the top level each type has one path.
    let anywhere = item.emitter.anywhere();
    let path = |rust: &Rust| anywhere.rust(rust).to_string();
    let types: Vec<&Rust> = item.parts().iter().map(Rust::unboxed).collect();
    let paths: Vec<String> = types.iter().map(|rust| path(rust)).collect();
    let own = path(&Rust::Named(item.index));
    let is_unique = |path: &String| *path != own && paths.iter().filter(|other| *other == path).count() == 1;
    let unique = idents.iter().zip(types).zip(&paths).filter(|(_, path)| is_unique(path));
    unique.map(|((ident, ty), _)| format!("{ident}: {}", item.paths.rust(ty))).collect()
}

/// How the macro chooses a member: the words for the union as a whole, and those for each member.
fn choose(
    variants: &[Variant],
    discriminator: &Discriminator,
    is_open: bool,
    keyword: Keyword,
) -> (String, Vec<String>) {
    match discriminator {
        Discriminator::Tag(key, values) => {
            let mark = |tags: &Vec<String>| {
                format!(" = {}", tags.iter().map(|tag| literal(tag)).collect::<Vec<_>>().join(" | "))
            };
            (format!(" by {}", literal(key)), values.iter().map(mark).collect())
        }
        Discriminator::Types(types)
            if is_open || types.iter().zip(variants).all(|(types, variant)| reads_alone(types, &variant.ty)) =>
        {
            (
                String::new(),
                types
                    .iter()
                    .map(|types| format!(": {}", types.iter().map(|name| name.name()).collect::<Vec<_>>().join(" | ")))
                    .collect(),
            )
        }
        Discriminator::ExactlyOne | Discriminator::Key(_) => (String::new(), Vec::new()),
        Discriminator::First | Discriminator::Types(_) if keyword == Keyword::AnyOf => (String::new(), Vec::new()),
        Discriminator::First | Discriminator::Types(_) => (" first".to_owned(), Vec::new()),
    }
}

/// Whether a member reads its value from whatever holds values of these JSON types.
fn reads_alone(types: &[JsonType], ty: &Ty) -> bool {
    types.len() == 1 || matches!(ty, Ty::Of(_))
}
