//! The types of one document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::path::{Home, Names, PRELUDE, Paths, Reexport};
use super::schemas::{self, Origin};
use super::{
    Additions, Deprecation, Emitter, Item, Profile, TopLevel, annotations, classify, constraint, emit_type, guard,
    naming, own,
};
use crate::builder::Named;
use crate::layout::Layout;
use crate::lowered::file_name;
use crate::names::{field_names, ident};
use crate::print::{Clause, Code, Module};
use crate::shape::{Kind, Shape};
use crate::{Outside, TypeReport};
use schema_ir::{ROOT, Writer};

/// The shapes of a document and their layouts: those at the top level, and those of the profile `open` beside them.
pub(crate) struct Shapes {
    pub(crate) main: (Shape, Layout),
    pub(crate) main_is_open: bool,
    pub(crate) beside: Option<(Shape, Layout)>,
    pub(crate) names: Names,
    /// The names of types that several documents have.
    pub(crate) shared: BTreeMap<usize, String>,
    /// Those of them that no document before this one has.
    pub(crate) first: Vec<usize>,
}

/// The code of one document.
pub(crate) struct Document {
    pub(super) types: Types,
    /// The same of the profile `open`, if its types are written beside the exact ones.
    pub(super) open: Option<Types>,
    /// The annotations of its types, and of those in the module `shared` that no document before this one has.
    pub(super) annotations: (Vec<Clause>, Vec<Clause>),
    /// The document as `schemas!` describes it.
    pub(super) description: String,
    /// The name and the text of the definitions that validators refer to, if there are any.
    pub(super) definitions: Option<(String, String)>,
    /// The features of the run-time that the code needs.
    pub(super) features: BTreeSet<&'static str>,
    /// The crates of the user's own types.
    pub(crate) crates: BTreeSet<String>,
    /// The places outside the proof.
    pub(crate) outside: Vec<Outside>,
}

/// The types of one profile.
pub(super) struct Types {
    /// The root types, each with a module of the types inside it.
    pub(super) own: Vec<Code>,
    /// Those for the module `shared`, with their names.
    pub(super) shared: Vec<Code>,
}

/// Writes the types of a document in the profiles that were asked for, and reports on each; `number` is the document's place
/// in the output.
pub(crate) fn emit_document(
    shapes: &Shapes,
    origin: &Origin<'_>,
    schemas: &schema_ir::Document,
    number: usize,
    additions: &Additions,
    top: &mut TopLevel,
) -> (Document, Vec<TypeReport>) {
    let Shapes { main: (shape, layout), beside, main_is_open, names, shared, first } = shapes;
    let names = Names { leaves: naming::name_leaves(layout, top), ..names.clone() };
    let definitions = format!("D{number}");
    let guarded = constraint::guarded(shape);
    let unguarded = vec![false; shape.types.len()];
    let traits = own::traits(shape, layout.map);
    let (shadowed_at_top, shadowed_in_shared) = top.shadowed();
    let emitter = Emitter {
        shape,
        layout,
        names: &names,
        profile: if *main_is_open { Profile::Open } else { Profile::Exact { twins: beside.is_some() } },
        guarded: if *main_is_open { &unguarded } else { &guarded },
        traits: &traits,
        definitions: &definitions,
        shadowed_at_top: &shadowed_at_top,
        shadowed_in_shared: &shadowed_in_shared,
        additions,
        defaults: &[],
        deprecation: &Deprecation::default(),
    };
    let deprecation = emitter.find_deprecation();
    let emitter = Emitter { deprecation: &deprecation, ..emitter };
    let defaults = emitter.find_defaults();
    let emitter = Emitter { defaults: &defaults, ..emitter };
    let types = emitter.emit_types(first);
    let open = beside.as_ref().map(|(open, layout)| {
        let names = Names { leaves: naming::name_leaves(layout, top), ..names.clone() };
        let (profile, traits) = (Profile::Beside, own::traits(open, layout.map));
        let guarded = &unguarded;
        let emitter = Emitter { shape: open, layout, names: &names, profile, guarded, traits: &traits, ..emitter };
        let defaults = emitter.find_defaults();
        Emitter { defaults: &defaults, ..emitter }.emit_types(first)
    });
    let defined = || shape.iter().filter(|(index, _)| !names.foreign.contains_key(index));
    let has_validator =
        defined().any(|(_, ty)| ty.guard.as_ref().is_some_and(|guard| !guard::find_references(guard).is_empty()));
    let document = Document {
        types,
        open,
        annotations: emitter.describe_annotations(first, shared),
        description: schemas::describe(shape, &names, origin, beside.is_some()),
        definitions: has_validator.then(|| (definitions.clone(), collect_definitions(schemas).to_string())),
        features: classify::features(shape, layout.map),
        crates: own::crates(shape, layout.map),
        outside: defined()
            .flat_map(|(index, ty)| own::report(ty, &ty.file, &names.path(index)).collect::<Vec<_>>())
            .collect(),
    };
    let report = defined().map(|(index, ty)| TypeReport {
        file: ty.file.to_string(),
        pointer: ty.at.clone(),
        name: names.path(index),
        class: classify::class(ty),
        rounding: classify::rounding(ty),
    });
    (document, report.collect())
}

/// The types of a document and their fields, by what selectors may name them.
pub(crate) fn find_named(shapes: &Shapes) -> Vec<Named> {
    let Shapes { main: (shape, _), names, .. } = shapes;
    let mut named = Vec::new();
    for (index, ty) in shape.iter().filter(|(index, _)| !names.foreign.contains_key(index)) {
        let (path, file) = (names.path(index), file_name(&ty.file).to_owned());
        let mut add = |pointer: &str, member: Option<String>| {
            named.push(Named { file: file.clone(), pointer: pointer.to_owned(), path: path.clone(), member });
        };
        add(&ty.at, None);
        if let Kind::Object { fields, .. } = &ty.kind {
            let names = field_names(fields.iter().map(|field| field.key.as_str()));
            fields.iter().zip(names).for_each(|(field, name)| add(&field.at, Some(name)));
        }
    }
    named
}

impl Emitter<'_> {
    /// The types of the document, and those of them that are for the module `shared`: the `first` places of each.
    fn emit_types(&self, first: &[usize]) -> Types {
        let names = self.names;
        let mut by_home: BTreeMap<Home, Vec<usize>> = BTreeMap::new();
        for (index, _) in self.shape.iter() {
            by_home.entry(names.homes.get(index).copied().unwrap_or(Home::Top)).or_default().push(index);
        }
        let inside = |home: Home| by_home.get(&home).map_or(&[][..], Vec::as_slice);
        let mut own = Vec::new();
        for (number, root) in self.shape.roots.iter().enumerate() {
            own.extend(self.emit_one(*root, self.shadowed_at_top));
            let (types, reexports) =
                (inside(Home::Root(number)), names.reexports.get(number).map_or(&[][..], Vec::as_slice));
            let (Some(module), Some(name)) = (names.modules.get(number), names.types.get(*root)) else { continue };
            if types.is_empty() && reexports.is_empty() {
                continue;
            }
            let shadowed = self.shadowed(types, reexports);
            let mut code = reexport(reexports);
            code.extend(types.iter().flat_map(|index| self.emit_one(*index, &shadowed)));
            let name = ident(name);
            let doc = format!("The types inside [`{name}`].");
            let allowed = self.allowed_in_module(reexports);
            own.push(Code::Module(Module { doc, allowed, is_public: true, name: ident(module), code }));
        }
        Types { own, shared: first.iter().flat_map(|index| self.emit_one(*index, self.shadowed_in_shared)).collect() }
    }

    /// The lints that a module of types is not warned of.
    fn allowed_in_module(&self, reexports: &[Reexport]) -> Vec<&'static str> {
        // The user's own module may have the same name.
        let name: &[_] = if matches!(self.profile, Profile::Beside) { &[] } else { &["clippy::module_inception"] };
        // In a binary, nothing outside uses what is re-exported.
        let reexported: &[_] = if reexports.is_empty() { &[] } else { &["deprecated", "unused_imports"] };
        [name, reexported].concat()
    }

    /// The names of the prelude that types of a module have, too.
    fn shadowed(&self, types: &[usize], reexports: &[Reexport]) -> Vec<&'static str> {
        let own = types.iter().filter_map(|index| self.names.types.get(*index)).map(String::as_str);
        let taken: BTreeSet<&str> = own.chain(reexports.iter().map(|reexport| reexport.name.as_str())).collect();
        PRELUDE.into_iter().filter(|name| taken.contains(name)).collect()
    }

    fn emit_one(&self, index: usize, shadowed: &[&'static str]) -> Vec<Code> {
        let (Some(ty), Some(name)) = (self.shape.get(index), self.names.types.get(index)) else { return Vec::new() };
        let paths = Paths {
            names: self.names,
            home: self.names.homes.get(index).copied().unwrap_or(Home::Top),
            beside: matches!(self.profile, Profile::Beside),
            twins: matches!(self.profile, Profile::Exact { twins: true }),
            shadowed,
        };
        emit_type(&Item { emitter: self, index, ty, name: ident(name), paths })
    }

    fn describe_annotations(&self, first: &[usize], shared: &BTreeMap<usize, String>) -> (Vec<Clause>, Vec<Clause>) {
        let describe = |index: usize, is_shared: bool| {
            let path = format!("super::{}", self.names.path(index));
            Some(annotations::describe(self.shape.get(index)?, path, self.names, is_shared))
        };
        let is_own = |index: &usize| !shared.contains_key(index) && !self.names.foreign.contains_key(index);
        let own = self.shape.iter().filter(|(index, _)| is_own(index));
        let own = own.filter_map(|(index, _)| describe(index, false)).collect();
        (own, first.iter().filter_map(|index| describe(*index, true)).collect())
    }
}

/// Re-exports of shared types. rustfmt sorts those that follow each other, in an order that depends on the edition where a
/// name has digits; so such a name has a group of its own.
fn reexport(reexports: &[Reexport]) -> Vec<Code> {
    let mut sorted: Vec<_> = reexports.iter().collect();
    sorted.sort_by(|one, other| (&one.shared, &one.name).cmp(&(&other.shared, &other.name)));
    let has_digits = |reexport: &&Reexport| reexport.shared.contains(|c: char| c.is_ascii_digit());
    let (apart, together): (Vec<_>, Vec<_>) = sorted.into_iter().partition(has_digits);
    let line = |reexport: &Reexport| {
        let (name, shared) = (ident(&reexport.name), ident(&reexport.shared));
        let renamed = if name == shared { String::new() } else { format!(" as {name}") };
        format!("pub use super::shared::{shared}{renamed};")
    };
    let together = together.into_iter().map(|reexport| Code::Line(line(reexport)));
    together.chain(apart.into_iter().map(|reexport| Code::Apart(line(reexport)))).collect()
}

/// The definitions that validators refer to; the root is one of them, because they may refer to it.
fn collect_definitions(document: &schema_ir::Document) -> Value {
    let writer = Writer::for_validators(document);
    let definitions = document.definitions().iter().map(|(name, id)| (name.clone(), writer.schema(*id)));
    let root = (ROOT.to_owned(), writer.schema(document.root()));
    Value::Object(definitions.chain([root]).collect())
}
