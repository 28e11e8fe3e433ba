//! Derives and attributes that the user adds.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use proc_macro2::Ident;
use syn::{Attribute, Path, parse_quote};

use super::Item;
use crate::lowered::file_name;
use crate::print::{Attributes, Part, path};
use crate::rust_type::Trait;
use crate::select::{Candidate, Selector};

/// What derives and attributes are added to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    Type,
    Field,
    Variant,
}

impl Target {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Target::Type => "type",
            Target::Field => "field",
            Target::Variant => "variant",
        }
    }
}

/// What one option adds to those that its selector names.
pub(crate) struct Addition {
    pub(crate) option: &'static str,
    pub(crate) selector: Selector,
    pub(crate) target: Target,
    pub(crate) derives: Vec<Path>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) is_used: Cell<bool>,
}

/// All that options add, and the names that they could have selected.
#[derive(Default)]
pub(crate) struct Additions {
    pub(crate) all: Vec<Addition>,
    pub(crate) types: RefCell<BTreeSet<String>>,
    pub(crate) fields: RefCell<BTreeSet<String>>,
    pub(crate) variants: RefCell<BTreeSet<String>>,
}

impl Additions {
    /// The names that a selector of this target could have.
    pub(crate) fn names(&self, target: Target) -> &RefCell<BTreeSet<String>> {
        match target {
            Target::Type => &self.types,
            Target::Field => &self.fields,
            Target::Variant => &self.variants,
        }
    }

    fn select<'a>(&'a self, target: Target, candidate: &'a Candidate<'_>) -> impl Iterator<Item = &'a Addition> {
        if !self.all.is_empty() {
            let member = candidate.member.map(|member| format!(".{member}")).unwrap_or_default();
            self.names(target).borrow_mut().insert(format!("{}{member}", candidate.path));
        }
        let selected = move |addition: &&Addition| addition.target == target && addition.selector.matches(candidate);
        self.all.iter().filter(selected).inspect(|addition| addition.is_used.set(true))
    }
}

/// The traits that a type derives beside those that all have.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Derived {
    pub(super) copy: bool,
    pub(super) default: bool,
    pub(super) ordered: bool,
}

impl Derived {
    /// The traits, as far as all types inside have them.
    fn names(self, inside: &BTreeSet<Trait>) -> impl Iterator<Item = &'static str> {
        let equal = inside.contains(&Trait::PartialEq);
        let names = [
            ("Clone", true),
            ("Copy", self.copy),
            ("Debug", true),
            ("Default", self.default),
            ("PartialEq", equal),
            ("Eq", equal && inside.contains(&Trait::Eq)),
            ("PartialOrd", self.ordered),
            ("Ord", self.ordered),
            ("Hash", inside.contains(&Trait::Hash)),
        ];
        names.into_iter().filter_map(|(name, derived)| derived.then_some(name))
    }
}

impl Item<'_> {
    /// The attributes of the type: it derives these traits, and what options add. `implemented` are traits that it has without
    /// a derive.
    pub(super) fn attributes(&self, derived: Derived, implemented: &[&str]) -> Attributes {
        let path_of_type = self.emitter.names.path(self.index);
        let candidate =
            Candidate { file: file_name(&self.ty.file), pointer: &self.ty.at, path: &path_of_type, member: None };
        let mut derives: Vec<String> = derived.names(&self.traits()).map(str::to_owned).collect();
        let mut others = Vec::new();
        for addition in self.emitter.additions.select(Target::Type, &candidate) {
            for name in &addition.derives {
                let text = path(name);
                let has = |known: &str| text == known || is_of_std(name, known);
                if !derives.iter().map(String::as_str).chain(implemented.iter().copied()).any(has) {
                    derives.push(text);
                }
            }
            others.extend(addition.attributes.iter().cloned());
        }
        if self.emitter.deprecation.types.get(self.index).copied().unwrap_or_default() {
            others.push(parse_quote!(#[deprecated]));
        }
        let allowed = self.uses_deprecated().then_some("deprecated").into_iter().collect();
        Attributes { derives, others, allowed }
    }

    /// A variant that holds nothing, with what options add.
    pub(super) fn unit(&self, doc: Vec<String>, name: &Ident, is_default: bool, is_deprecated: bool) -> Part {
        let mut attributes = self.member_attributes(Target::Variant, name, &self.ty.at, is_deprecated);
        if is_default {
            attributes.others.insert(0, parse_quote!(#[default]));
        }
        Part::unit(doc, name.clone()).with(attributes)
    }

    /// The attributes of a field or a variant of the type, made from the schema at `at`.
    pub(super) fn member_attributes(&self, target: Target, name: &Ident, at: &str, is_deprecated: bool) -> Attributes {
        let path = self.emitter.names.path(self.index);
        let name = name.to_string();
        let member = Some(name.strip_prefix("r#").unwrap_or(&name));
        let candidate = Candidate { file: file_name(&self.ty.file), pointer: at, path: &path, member };
        let selected = self.emitter.additions.select(target, &candidate);
        let mark = is_deprecated.then(|| parse_quote!(#[deprecated]));
        let others =
            mark.into_iter().chain(selected.flat_map(|addition| addition.attributes.iter().cloned())).collect();
        Attributes { others, ..Attributes::default() }
    }
}

/// Whether a path leads to a trait of the standard library, in full or by its name alone.
fn is_of_std(path: &Path, name: &str) -> bool {
    let Some(last) = path.segments.last() else { return false };
    let first = path.segments.first().map(|first| first.ident.to_string()).unwrap_or_default();
    last.ident == name && (path.segments.len() == 1 || ["std", "core"].contains(&first.as_str()))
}
