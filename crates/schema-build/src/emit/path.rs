//! The path of a type, from the module that refers to it.

use std::collections::BTreeMap;

use crate::layout::Rust;
use crate::names::ident;
use crate::print::Written;
use schema_ir::pointer;

/// Where a type is defined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Home {
    /// The top level: the type is a root.
    Top,
    /// The module of a root.
    Root(usize),
    /// The module `shared`: several documents have the type.
    Shared,
    /// Another document: the type is of a schema in its file.
    Foreign,
}

/// A shared type in the module of a root that has it.
#[derive(Clone)]
pub(super) struct Reexport {
    /// Its name in that module.
    pub(super) name: String,
    /// Its name in the module `shared`.
    pub(super) shared: String,
}

/// A document's types by name and place.
#[derive(Clone)]
pub(crate) struct Names {
    /// By number; empty for a number without a type.
    pub(super) types: Vec<String>,
    pub(super) homes: Vec<Home>,
    /// The module of each root.
    pub(super) modules: Vec<String>,
    /// For each root, the shared types that its module has.
    pub(super) reexports: Vec<Vec<Reexport>>,
    /// The root and the name there of each shared type.
    pub(super) reexported: BTreeMap<usize, (usize, String)>,
    /// The path from the top level of each type of another document.
    pub(super) foreign: BTreeMap<usize, String>,
    /// The path of each type that typify does not lay out, and whether it is the same from every module.
    pub(super) leaves: Vec<(String, bool)>,
    /// The number of each definition's type.
    pub(super) definitions: BTreeMap<String, usize>,
}

impl Names {
    /// A type's path from the top level.
    pub(super) fn path(&self, index: usize) -> String {
        if let Some(path) = self.foreign.get(&index) {
            return path.clone();
        }
        let name = ident(self.types.get(index).map_or("Unnamed", String::as_str));
        match self.module(index) {
            Some(module) => format!("{module}::{name}"),
            None => name.to_string(),
        }
    }

    /// The module that a type is defined in, unless that is the top level.
    fn module(&self, index: usize) -> Option<String> {
        match self.homes.get(index)? {
            Home::Top | Home::Foreign => None,
            Home::Root(root) => self.modules.get(*root).map(|module| ident(module).to_string()),
            Home::Shared => Some("shared".to_owned()),
        }
    }

    /// The number of the type that a reference leads to.
    pub(super) fn definition(&self, reference: &str) -> Option<usize> {
        self.definitions.get(&pointer::definition(reference)?).copied()
    }
}

/// The paths of a document's types from one module.
#[derive(Clone, Copy)]
pub(super) struct Paths<'a> {
    pub(super) names: &'a Names,
    pub(super) home: Home,
    /// Whether these are open types in the module `open`, beside exact ones.
    pub(super) beside: bool,
    /// Whether these are exact types with twins in the module `open`.
    pub(super) twins: bool,
    /// The names of the prelude that types of this module have, too.
    pub(super) shadowed: &'a [&'static str],
}

impl Paths<'_> {
    /// The way to the roots of these types.
    fn up(&self) -> &'static str {
        if self.home == Home::Top { "" } else { "super::" }
    }

    /// The way to the top level.
    fn outer(&self) -> String {
        format!("{}{}", self.up(), if self.beside { "super::" } else { "" })
    }

    /// The open twin of an exact type.
    pub(super) fn twin(&self, index: usize) -> Option<String> {
        self.twins.then(|| format!("{}open::{}", self.up(), self.names.path(index)))
    }

    /// The exact twin of an open type.
    pub(super) fn exact(&self, index: usize) -> String {
        format!("{}{}", self.outer(), self.names.path(index))
    }

    /// A constant of the module `definitions`.
    pub(super) fn definitions(&self, name: &str) -> String {
        format!("{}definitions::{name}", self.outer())
    }

    /// A type of this document.
    pub(super) fn ty(&self, index: usize) -> String {
        let home = self.names.homes.get(index);
        let reexported = self.names.reexported.get(&index).filter(|(root, _)| self.home == Home::Root(*root));
        match (home, reexported) {
            (Some(home), _) if *home == self.home => {
                ident(self.names.types.get(index).map_or("Unnamed", String::as_str)).to_string()
            }
            (Some(Home::Shared), Some((_, name))) => ident(name).to_string(),
            _ => format!("{}{}", self.up(), self.names.path(index)),
        }
    }

    /// A type of the prelude: by its name, unless a type of the module has that name.
    pub(super) fn prelude(&self, name: &'static str) -> String {
        let module = match name {
            "String" => "::std::string::",
            "Option" => "::std::option::",
            "Vec" => "::std::vec::",
            "Into" => "::std::convert::",
            _ => "::std::boxed::",
        };
        format!("{}{name}", if self.shadowed.contains(&name) { module } else { "" })
    }

    /// A type as it is written in Rust.
    pub(super) fn rust(&self, ty: &Rust) -> Written {
        let generic = |name, inner: &Rust| Written::generic(self.prelude(name), vec![self.rust(inner)]);
        match ty {
            Rust::Unit => Written::Tuple(Vec::new()),
            Rust::Bool => Written::name("bool".to_owned()),
            Rust::String => Written::name(self.prelude("String")),
            Rust::Option(inner) => generic("Option", inner),
            Rust::Vec(item) => generic("Vec", item),
            Rust::Map(value, map) => {
                let key = Written::name(self.prelude("String"));
                Written::generic(map.path().to_owned(), vec![key, self.rust(value)])
            }
            Rust::Tuple(items) => Written::Tuple(items.iter().map(|item| self.rust(item)).collect()),
            Rust::Boxed(inner) => generic("Box", inner),
            Rust::Named(index) => Written::name(self.ty(*index)),
            Rust::Leaf(index) => match self.names.leaves.get(*index) {
                Some((path, true)) => Written::parse(path),
                Some((path, false)) => Written::name(format!("{}{path}", self.outer())),
                None => Written::name(self.prelude("String")),
            },
        }
    }
}

/// The types of the prelude that generated code refers to.
pub(super) const PRELUDE: [&str; 5] = ["String", "Option", "Vec", "Box", "Into"];
