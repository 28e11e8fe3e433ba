//! The names of types and modules.

use std::collections::{BTreeMap, BTreeSet};

use super::path::{Home, Names, PRELUDE, Reexport};
use crate::layout::{Layout, Leaf};
use crate::lowered::file_name;
use crate::names::{
    MAX_NAME, Scope, Spelling, Wanted, resolve, resolve_beyond, snake_name, spell, type_name, type_names, unlike,
};
use crate::shape::{Owner, Part, Shape, Type, TypeId, TypePlace};

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

/// The names that macros of the run-time use as values.
const RESERVED: [&str; 5] = ["Ok", "Err", "Some", "None", "Self"];

/// A scope for types.
fn type_scope() -> Scope {
    Scope::without(&RESERVED)
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

/// The name that a root has if no other wants it.
fn plain_root(ty: &Type) -> String {
    let name = match &ty.given.own {
        Some(name) => type_name(name),
        None => type_name(&spell(ty.place.last(), Spelling::Plain)),
    };
    unlike(name, &RESERVED, "Type")
}

/// The names that a root may have: its own or, if several files have one of that name, with the file's.
fn want_root(file: &str, ty: &Type) -> Wanted {
    let stem = file_name(file).split('.').next().unwrap_or_default();
    let names = match &ty.given.own {
        Some(name) => vec![type_name(name)],
        None => {
            let own = type_names(ty.place.last());
            let beside = own.last().map(|name| format!("{}{name}", type_name(stem)));
            own.into_iter().chain(beside).collect()
        }
    };
    let names = names.into_iter().map(|name| unlike(name, &RESERVED, "Type")).collect();
    Wanted { names, rank: u8::from(ty.given.own.is_none()), place: format!("{file}#{}", ty.at) }
}

/// The names of a document's roots and of their modules, which come before all others at the top level.
pub(crate) struct Roots {
    types: Vec<String>,
    modules: Vec<String>,
}

impl TopLevel {
    /// Takes names for the roots of all documents.
    pub(crate) fn roots(&mut self, shapes: &[(&str, &Shape)]) -> Vec<Roots> {
        let roots: Vec<(&str, &Type)> = shapes
            .iter()
            .flat_map(|(file, shape)| shape.roots.iter().filter_map(move |root| Some((*file, shape.get(*root)?))))
            .collect();
        let plain = roots.iter().map(|(_, ty)| plain_root(ty)).collect();
        let names = resolve_beyond(plain, |_| roots.iter().map(|(file, ty)| want_root(file, ty)).collect());
        let mut names = names.into_iter();
        let mut named = Vec::with_capacity(shapes.len());
        for (_, shape) in shapes {
            let types: Vec<String> = names.by_ref().take(shape.roots.len()).collect();
            let modules = types.iter().map(|name| self.modules.take([snake_name(name)])).collect();
            types.iter().for_each(|name| drop(self.types.take([name.clone()])));
            named.push(Roots { types, modules });
        }
        named
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

/// The names of all documents' types. Of each document: its shape, the names of its roots, those of its types that several
/// documents have, and its types that another document has.
pub(crate) fn name_types(documents: &[Unnamed<'_>]) -> Vec<Names> {
    let mut names: Vec<Names> = documents.iter().map(name_own_types).collect();
    for (number, document) in documents.iter().enumerate() {
        let foreign =
            document.foreign.iter().filter_map(|(id, (other, index))| Some((*id, names.get(*other)?.path(*index))));
        names[number].foreign = foreign.collect();
    }
    names
}

/// A document whose types have no names yet.
pub(crate) struct Unnamed<'a> {
    pub(crate) shape: &'a Shape,
    pub(crate) roots: &'a Roots,
    /// The names of types that several documents have.
    pub(crate) shared: &'a BTreeMap<usize, String>,
    pub(crate) foreign: &'a BTreeMap<usize, TypeId>,
}

fn name_own_types(document: &Unnamed<'_>) -> Names {
    let Unnamed { shape, roots, shared, foreign } = document;
    let mut types = vec![String::new(); shape.types.len()];
    let mut homes = vec![Home::Top; shape.types.len()];
    for (root, name) in shape.roots.iter().zip(&roots.types) {
        name.clone_into(&mut types[*root]);
    }
    let mut reexported = BTreeMap::new();
    let mut reexports: Vec<Vec<Reexport>> = vec![Vec::new(); shape.roots.len()];
    for index in foreign.keys() {
        homes[*index] = Home::Foreign;
    }
    for (index, name) in name_inner_types(shape, foreign) {
        let Some(root) = shape.get(index).map(|ty| ty.place.root) else { continue };
        match shared.get(&index) {
            None => {
                homes[index] = Home::Root(root);
                types[index] = name;
            }
            Some(outer) => {
                homes[index] = Home::Shared;
                outer.clone_into(&mut types[index]);
                reexported.insert(index, (root, name.clone()));
                if let Some(reexports) = reexports.get_mut(root) {
                    reexports.push(Reexport { name, shared: outer.clone() });
                }
            }
        }
    }
    let (modules, definitions) = (roots.modules.clone(), shape.definitions.clone());
    let (foreign, leaves) = (BTreeMap::new(), Vec::new());
    Names { types, homes, modules, reexports, reexported, foreign, leaves, definitions }
}

/// The names of the types in the module of each root, by number.
fn name_inner_types(shape: &Shape, foreign: &BTreeMap<usize, TypeId>) -> Vec<(usize, String)> {
    let are_roots: BTreeSet<usize> = shape.roots.iter().copied().collect();
    let is_inner = |index: &usize| !are_roots.contains(index) && !foreign.contains_key(index);
    let inner: Vec<(usize, &Type)> = shape.iter().filter(|(index, _)| is_inner(index)).collect();
    let named = unique_titles(&inner);
    let mut by_root: BTreeMap<usize, Vec<(usize, Wanted)>> = BTreeMap::new();
    for (index, ty) in &inner {
        by_root.entry(ty.place.root).or_default().push((*index, want_inner(shape, ty, &named)));
    }
    let mut names = Vec::with_capacity(inner.len());
    for types in by_root.into_values() {
        let (indices, wanted): (Vec<usize>, Vec<Wanted>) = types.into_iter().unzip();
        names.extend(indices.into_iter().zip(resolve(&wanted)));
    }
    names
}

/// The types that are named by what the user or the schema calls them, by place.
type Named<'t> = BTreeMap<&'t TypePlace, String>;

/// The names that the user gave, and the titles that no other type in the same module has. A title that only repeats the name
/// of its property tells nothing of the type.
fn unique_titles<'t>(inner: &[(usize, &'t Type)]) -> Named<'t> {
    let mut count: BTreeMap<(usize, String), usize> = BTreeMap::new();
    let title = |ty: &Type| Some(type_name(ty.title.as_deref()?)).filter(|title| *title != type_name(ty.place.last()));
    for (_, ty) in inner {
        let names = title(ty).into_iter().chain(ty.given.own.as_deref().map(type_name));
        let names = names.chain(ty.place.is_owner().then(|| type_name(ty.place.last())));
        names.for_each(|name| *count.entry((ty.place.root, name)).or_default() += 1);
    }
    let name = |ty: &Type| match &ty.given.own {
        Some(name) => Some(type_name(name)),
        None => title(ty).filter(|title| count.get(&(ty.place.root, title.clone())) == Some(&1)),
    };
    inner.iter().filter_map(|(_, ty)| Some((&ty.place, name(ty)?))).collect()
}

/// The names that a type inside a root may have. A definition has its own; any other type is named by its path from the
/// definition around it, or from the nearest type around it that has a name of its own.
fn want_inner(shape: &Shape, ty: &Type, named: &Named<'_>) -> Wanted {
    let place = &ty.place;
    let root = shape.roots.get(place.root).and_then(|root| shape.get(*root)).map_or("", |root| root.place.last());
    let mut names: Vec<String> = named.get(place).cloned().into_iter().collect();
    let (from, start) = nearest_named(place, named);
    for from in [from.clone(), format!("{root} {from}")] {
        let short = |part: &Part| spell(&part.name, Spelling::Plain);
        let path = place.path[start..].iter().map(short);
        names.push(path_name(std::iter::once(from.clone()).chain(path).collect()));
        for spelling in Spelling::ALL {
            let path = place.path[start..].iter().map(|part| spell(&part.full, spelling));
            names.push(path_name(std::iter::once(from.clone()).chain(path).collect()));
        }
    }
    let rank = match (&ty.given.own, named.contains_key(place), place.owner) {
        (Some(_), ..) => 0,
        (None, true, _) => 4,
        (None, false, Owner::Definition) if place.is_owner() => 1,
        (None, false, Owner::Elsewhere) if place.is_owner() => 2,
        _ => 3,
    };
    let names = names.into_iter().map(|name| unlike(name, &RESERVED, "Type")).collect();
    let at = format!(
        "{}#{} {}",
        ty.file,
        ty.at,
        place.path.iter().map(|part| part.full.as_str()).collect::<Vec<_>>().join("/")
    );
    Wanted { names, rank, place: at }
}

/// The name from which the path of a type begins, and the number of the path's first part after it.
fn nearest_named(place: &TypePlace, named: &Named<'_>) -> (String, usize) {
    for length in (1..place.path.len()).rev() {
        let around = TypePlace { path: place.path[..length].to_vec(), ..place.clone() };
        if let Some(name) = named.get(&around) {
            return (name.clone(), length);
        }
    }
    match place.owner {
        // The module has the root's name.
        Owner::Root => (String::new(), 1),
        Owner::Definition | Owner::Elsewhere => (String::new(), 0),
    }
}

/// The name that a path gives: of one that is too long, its last parts.
fn path_name(mut path: Vec<String>) -> String {
    while path.len() > 1 && path.iter().map(String::len).sum::<usize>() > MAX_NAME {
        path.remove(0);
    }
    type_name(&path.join(" "))
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
