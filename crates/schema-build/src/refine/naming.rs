//! The names of types and modules.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::path::{Names, SHARED};
use crate::names::{Scope, snake_name, type_name};
use crate::shape::Shape;
use crate::typify::{Items, Leaf};

/// Names of the output's top level, shared by its documents.
pub(crate) struct TopLevel {
    types: Scope,
    modules: Scope,
    shared: Scope,
    pub(super) formats: BTreeMap<String, String>,
    format_names: Scope,
}

impl Default for TopLevel {
    fn default() -> Self {
        TopLevel {
            types: type_scope(),
            modules: Scope::without(&["support", "format", "guard", "number", "open", "shared"]),
            shared: type_scope(),
            formats: BTreeMap::new(),
            format_names: Scope::without(&["String", "Result", "From", "TryFrom", "Ok", "Err", "Some", "None"]),
        }
    }
}

/// A scope for types: all names but those that generated code uses as values.
fn type_scope() -> Scope {
    Scope::without(&["Ok", "Err", "Some", "None"])
}

impl TopLevel {
    /// The name of the type of strings with the format `format`.
    fn format(&mut self, format: &str) -> String {
        let names = &mut self.format_names;
        self.formats.entry(format.to_owned()).or_insert_with(|| names.take([type_name(format)])).clone()
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
            let wish = shape.get(*root).and_then(|ty| ty.path.last()).map_or("", String::as_str);
            let name = self.types.take([type_name(wish)]);
            modules.push(self.modules.take([snake_name(&name)]));
            types.push(name);
        }
        Roots { types, modules }
    }

    /// Takes a name in the module `shared`.
    pub(crate) fn shared(&mut self, name: &str) -> String {
        self.shared.take([name.to_owned()])
    }
}

/// The names of a document's types; `shared` are those of types that several documents have.
pub(super) fn names(
    shape: &Shape,
    typed: &Items,
    roots: &Roots,
    shared: &BTreeMap<usize, String>,
    top: &mut TopLevel,
) -> Names {
    let mut types = vec![String::new(); shape.types.len()];
    let mut homes = vec![None; shape.types.len()];
    for (root, name) in shape.roots.iter().zip(&roots.types) {
        name.clone_into(&mut types[*root]);
    }
    // The outer of two types with one name gets it; the inner is named after those around it, too.
    let mut order: Vec<(usize, &crate::shape::Type)> =
        shape.iter().filter(|(index, _)| !shape.roots.contains(index)).collect();
    order.sort_by_key(|(index, ty)| (ty.path.len(), *index));
    let mut scopes = vec![type_scope(); shape.roots.len().max(1)];
    let mut reexports = Vec::new();
    for (index, ty) in order {
        let wishes = (1..ty.path.len().max(2)).map(|count| {
            let start = ty.path.len().saturating_sub(count);
            ty.path[start..].iter().map(|part| type_name(part)).collect::<String>()
        });
        let Some(scope) = scopes.get_mut(ty.root) else { continue };
        let name = scope.take(wishes);
        match shared.get(&index) {
            None => {
                homes[index] = Some(ty.root);
                types[index] = name;
            }
            Some(outer) => {
                homes[index] = Some(SHARED);
                outer.clone_into(&mut types[index]);
                reexports.push((ty.root, name, outer.clone()));
            }
        }
    }
    let (leaves, formats) = leaves(typed, top);
    let (modules, definitions) = (roots.modules.clone(), shape.definitions.clone());
    Names { types, homes, modules, reexports, leaves, formats, definitions, used: RefCell::default() }
}

/// typify's leaves, and the names of those that are strings with a format.
pub(super) fn leaves(typed: &Items, top: &mut TopLevel) -> (Vec<Leaf>, Vec<String>) {
    let format = |leaf: &Leaf| match leaf {
        Leaf::Format(format) => top.format(format),
        _ => String::new(),
    };
    (typed.leaves.clone(), typed.leaves.iter().map(format).collect())
}
