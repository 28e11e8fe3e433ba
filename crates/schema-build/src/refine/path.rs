//! Where a type stands, seen from another.

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::VisitMut;
use syn::{Path, Type};

use crate::names::ident;

/// The paths of one document's types from one of its two modules: the top level, where the root is, or the root's own.
pub(crate) struct Paths<'a> {
    pub(crate) names: &'a [String],
    pub(crate) module: &'a str,
    /// The names of the format types, by typify's leaf.
    pub(crate) formats: &'a [String],
    /// Whether the paths are seen from the root's module.
    pub(crate) nested: bool,
}

impl Paths<'_> {
    pub(crate) fn name(&self, index: usize) -> &str {
        self.names.get(index).map_or("Unnamed", String::as_str)
    }

    /// `support`, as seen from here.
    pub(crate) fn support(&self) -> TokenStream {
        if self.nested { quote!(super::support) } else { quote!(support) }
    }

    /// A type of typify's with the names and paths that hold here.
    pub(crate) fn resolve(&self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        Renamed(self).visit_type_mut(&mut ty);
        ty
    }

    fn path(&self, name: &str) -> Option<Path> {
        let (kind, number) = name.split_at_checked(1)?;
        let number: usize = number.parse().ok()?;
        let outer = self.nested.then(|| quote!(super::));
        let tokens = match kind {
            "T" if number == 0 => {
                let name = ident(self.name(0));
                quote!(#outer #name)
            }
            "T" => {
                let (name, module) = (ident(self.name(number)), ident(self.module));
                if self.nested { quote!(#name) } else { quote!(#module::#name) }
            }
            "L" => {
                let name = ident(self.formats.get(number)?);
                quote!(#outer format::#name)
            }
            _ => return None,
        };
        syn::parse2(tokens).ok()
    }
}

struct Renamed<'p>(&'p Paths<'p>);

impl VisitMut for Renamed<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        if let Some(renamed) = path.get_ident().and_then(|name| self.0.path(&name.to_string())) {
            *path = renamed;
        }
        syn::visit_mut::visit_path_mut(self, path);
    }
}
