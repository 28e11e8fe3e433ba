//! The names of types and modules.

use std::collections::{BTreeMap, BTreeSet};

use super::path::{Home, Names, PRELUDE, Reexport};
use crate::layout::{Layout, Leaf};
use crate::names::{Scope, snake_name, type_name};
use crate::shape::Shape;

/// Names of the output's top level, shared by its documents.
pub(crate) struct TopLevel {
    types: Scope,
    modules: Scope,
    shared: Scope,
    /// The types of formats that the run-time does not have, by format.
    pub(super) formats: BTreeMap<String, String>,
    format_names: Scope,
}

impl Default for TopLevel {
    fn default() -> Self {
        TopLevel {
            types: type_scope(),
            modules: Scope::without(&["annotations", "definitions", "format", "open", "shared"]),
            shared: type_scope(),
            formats: BTreeMap::new(),
            format_names: type_scope(),
        }
    }
}

/// A scope for types: all names but those that macros of the run-time use as values.
fn type_scope() -> Scope {
    Scope::without(&["Ok", "Err", "Some", "None", "Self"])
}

impl TopLevel {
    /// The path, from the top level, of the type of strings with a format, and whether it is the run-time's.
    fn format(&mut self, format: &str) -> (String, bool) {
        if let Some((_, name)) = schema_types::format::TYPES.iter().find(|(known, _)| *known == format) {
            return (format!("::schema_types::format::{name}"), true);
        }
        let names = &mut self.format_names;
        let name = self.formats.entry(format.to_owned()).or_insert_with(|| names.take([type_name(format)]));
        (format!("format::{name}"), false)
    }
}

/// The names of a document's roots and of their modules, which come before all others at the top level.
pub(crate) struct Roots {
    types: Vec<String>,
    modules: Vec<String>,
}

impl TopLevel {
    /// Takes names for the roots of a document.
    pub(crate) fn roots(&mut self, shape: &Shape) -> Roots {
        let (mut types, mut modules) = (Vec::new(), Vec::new());
        for root in &shape.roots {
            let preferred = shape.get(*root).and_then(|ty| ty.path.last()).map_or("", String::as_str);
            let name = self.types.take([type_name(preferred)]);
            modules.push(self.modules.take([snake_name(&name)]));
            types.push(name);
        }
        Roots { types, modules }
    }

    /// The names of the prelude that types of some document have at the top level, and in the module `shared`.
    pub(super) fn shadowed(&self) -> (Vec<&'static str>, Vec<&'static str>) {
        let taken = |scope: &Scope| PRELUDE.into_iter().filter(|name| scope.has(name)).collect();
        (taken(&self.types), taken(&self.shared))
    }

    /// Takes a name in the module `shared`.
    pub(crate) fn shared(&mut self, name: &str) -> String {
        self.shared.take([name.to_owned()])
    }
}

/// The names of a document's types; `shared` are those of types that several documents have.
pub(super) fn name_types(
    shape: &Shape,
    layout: &Layout,
    roots: &Roots,
    shared: &BTreeMap<usize, String>,
    top: &mut TopLevel,
) -> Names {
    let mut types = vec![String::new(); shape.types.len()];
    let mut homes = vec![Home::Top; shape.types.len()];
    for (root, name) in shape.roots.iter().zip(&roots.types) {
        name.clone_into(&mut types[*root]);
    }
    // The outer of two types with one name gets it; the inner is named after those around it, too.
    let are_roots: BTreeSet<usize> = shape.roots.iter().copied().collect();
    let mut order: Vec<(usize, &crate::shape::Type)> =
        shape.iter().filter(|(index, _)| !are_roots.contains(index)).collect();
    order.sort_by_key(|(index, ty)| (ty.path.len(), *index));
    let mut scopes = vec![type_scope(); shape.roots.len().max(1)];
    let mut reexported = BTreeMap::new();
    let mut reexports: Vec<Vec<Reexport>> = vec![Vec::new(); shape.roots.len()];
    for (index, ty) in order {
        let preferred = (1..ty.path.len().max(2)).map(|count| {
            let start = ty.path.len().saturating_sub(count);
            ty.path[start..].iter().map(|part| type_name(part)).collect::<String>()
        });
        let Some(scope) = scopes.get_mut(ty.root) else { continue };
        let name = scope.take(preferred);
        match shared.get(&index) {
            None => {
                homes[index] = Home::Root(ty.root);
                types[index] = name;
            }
            Some(outer) => {
                homes[index] = Home::Shared;
                outer.clone_into(&mut types[index]);
                reexported.insert(index, (ty.root, name.clone()));
                if let Some(reexports) = reexports.get_mut(ty.root) {
                    reexports.push(Reexport { name, shared: outer.clone() });
                }
            }
        }
    }
    let (modules, definitions) = (roots.modules.clone(), shape.definitions.clone());
    let leaves = name_leaves(layout, top);
    Names { types, homes, modules, reexports, reexported, leaves, definitions }
}

/// The paths of the types that typify does not lay out, and whether each is one from the root of all crates.
pub(super) fn name_leaves(layout: &Layout, top: &mut TopLevel) -> Vec<(String, bool)> {
    let name = |leaf: &Leaf| match leaf {
        Leaf::Value => ("::schema_types::Value".to_owned(), true),
        Leaf::Integer => ("::schema_types::number::Integer".to_owned(), true),
        Leaf::Number => ("::schema_types::number::Number".to_owned(), true),
        Leaf::Int(name) => ((*name).to_owned(), true),
        Leaf::Format(format) => top.format(format),
        Leaf::Own(path) => (path.clone(), true),
    };
    layout.leaves.iter().map(name).collect()
}
