//! Where a type stands, seen from a module.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::guarded::Body;
use crate::names::ident;
use crate::pointer;
use crate::typify::{Leaf, Rust};

/// A document's types by name and place.
#[derive(Clone)]
pub(crate) struct Names {
    /// By number; empty for a number that stands for no type.
    pub(crate) types: Vec<String>,
    /// The root whose module a type stands in; `None` for a root itself, which stands at the top level.
    pub(crate) homes: Vec<Option<usize>>,
    /// The module of each root.
    pub(crate) modules: Vec<String>,
    /// What the module of a root has of the top level: the root, the name in its module, and that at the top level.
    pub(crate) reexports: Vec<(usize, String, String)>,
    pub(crate) leaves: Vec<Leaf>,
    /// The names of the format types, by typify's leaf; empty for other leaves.
    pub(crate) formats: Vec<String>,
    /// The number of each definition's type.
    pub(crate) definitions: BTreeMap<String, usize>,
    /// The pieces of support code that were referred to.
    pub(crate) used: RefCell<BTreeSet<String>>,
}

impl Names {
    /// A type's path in the generated module.
    pub(crate) fn path(&self, index: usize) -> String {
        let name = self.types.get(index).cloned().unwrap_or_default();
        let home = self.homes.get(index).copied().flatten();
        home.map_or(name.clone(), |home| format!("{}::{name}", self.module(home)))
    }

    fn module(&self, home: usize) -> &str {
        if home == SHARED { "shared" } else { self.modules.get(home).map_or("", String::as_str) }
    }

    /// The number of the type that a reference leads to.
    pub(crate) fn definition(&self, reference: &str) -> usize {
        let name = pointer::definition(reference);
        name.and_then(|name| self.definitions.get(&name).copied()).unwrap_or_default()
    }
}

/// Where a type that several documents have stands, in place of a root: the module `shared`.
pub(crate) const SHARED: usize = usize::MAX;

/// The paths of a document's types from one module: the top level, or that of a root.
#[derive(Clone, Copy)]
pub(crate) struct Paths<'a> {
    pub(crate) names: &'a Names,
    pub(crate) module: Option<usize>,
    /// Whether the types stand in the module `open`, beside exact ones at the top level.
    pub(crate) beside: bool,
}

impl Paths<'_> {
    /// The way to the roots of these types.
    fn up(&self) -> TokenStream {
        if self.module.is_some() { quote!(super::) } else { quote!() }
    }

    /// The way to the top level.
    fn outer(&self) -> TokenStream {
        let (up, beside) = (self.up(), self.beside.then(|| quote!(super::)));
        quote!(#up #beside)
    }

    /// The exact twin of a type of the module `open`.
    pub(crate) fn exact(&self, index: usize) -> Option<TokenStream> {
        let (outer, name) = (self.outer(), ident(self.names.types.get(index)?));
        self.beside.then(|| match self.names.homes.get(index).copied().flatten() {
            None => quote!(#outer #name),
            Some(home) => {
                let module = ident(self.names.module(home));
                quote!(#outer #module::#name)
            }
        })
    }

    /// A module of the support code.
    pub(crate) fn support(&self, piece: &str) -> TokenStream {
        self.names.used.borrow_mut().insert(piece.to_owned());
        let piece = ident(piece);
        quote!(support::#piece)
    }

    /// A macro of the support code.
    pub(crate) fn call(&self, name: &str) -> TokenStream {
        self.names.used.borrow_mut().insert(format!("{name}!"));
        let name = ident(name);
        quote!(support::#name)
    }

    /// The macro for a guard, by its name.
    pub(crate) fn mode(&self, body: &Body<'_>) -> Ident {
        let mode = body.mode();
        self.names.used.borrow_mut().insert(format!("{mode}!"));
        ident(mode)
    }

    /// A module that users see: `guard`, `number`, `format`.
    pub(crate) fn public(&self, module: &str) -> TokenStream {
        let (outer, module) = (self.outer(), ident(module));
        quote!(#outer #module)
    }

    /// A type of this document.
    pub(crate) fn ty(&self, index: usize) -> TokenStream {
        let name = ident(self.names.types.get(index).map_or("Unnamed", String::as_str));
        match self.names.homes.get(index).copied().flatten() {
            home if home == self.module => quote!(#name),
            None => quote!(super::#name),
            Some(home) => {
                let (up, module) = (self.up(), ident(self.names.module(home)));
                quote!(#up #module::#name)
            }
        }
    }

    fn leaf(&self, index: usize) -> Option<TokenStream> {
        Some(match self.names.leaves.get(index)? {
            Leaf::Value => quote!(::serde_json::Value),
            Leaf::Integer => {
                let module = self.public("number");
                quote!(#module::Integer)
            }
            Leaf::Number => {
                let module = self.public("number");
                quote!(#module::Number)
            }
            Leaf::Int(name) => {
                let name = ident(name);
                quote!(#name)
            }
            Leaf::Format(_) => {
                let (module, name) = (self.public("format"), ident(self.names.formats.get(index)?));
                quote!(#module::#name)
            }
        })
    }

    /// A type as it is written in Rust.
    pub(crate) fn rust(&self, ty: &Rust) -> TokenStream {
        let inside = |ty: &Rust| self.rust(ty);
        match ty {
            Rust::Unit => quote!(()),
            Rust::Bool => quote!(bool),
            Rust::String => quote!(::std::string::String),
            Rust::Option(inner) => {
                let inner = inside(inner);
                quote!(::std::option::Option<#inner>)
            }
            Rust::Vec(item) => {
                let item = inside(item);
                quote!(::std::vec::Vec<#item>)
            }
            Rust::Map(value) => {
                let value = inside(value);
                quote!(::std::collections::BTreeMap<::std::string::String, #value>)
            }
            Rust::Tuple(items) => {
                let items = items.iter().map(inside);
                quote!((#(#items,)*))
            }
            Rust::Boxed(inner) => {
                let inner = inside(inner);
                quote!(::std::boxed::Box<#inner>)
            }
            Rust::Named(id) => self.ty(*id),
            Rust::Leaf(index) => self.leaf(*index).unwrap_or_else(|| quote!(::std::string::String)),
        }
    }
}
