//! The types of one document.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::path::{Home, Names, PRELUDE, Paths};
use super::schemas::{self, Origin};
use super::{Emitter, Item, Profile, Roots, TopLevel, annotations, constraint, emit_type, naming, parts, visit};
use crate::layout::Layout;
use crate::names::ident;
use crate::normalise::{ROOT, rooted};
use crate::print::{Clause, Code, Module};
use crate::report::Rounding;
use crate::shape::{Discriminator, Kind, Shape, Ty, Type};
use crate::{Class, TypeReport};

/// The shapes of a document and their layouts: those at the top level, and those of the profile `open` beside them.
pub(crate) struct Shapes {
    pub(crate) main: (Shape, Layout),
    pub(crate) main_is_open: bool,
    pub(crate) beside: Option<(Shape, Layout)>,
    pub(crate) roots: Roots,
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
    schema: &Value,
    number: usize,
    top: &mut TopLevel,
) -> (Document, Vec<TypeReport>) {
    let Shapes { main: (shape, layout), beside, main_is_open, roots, shared, first } = shapes;
    let names = naming::name_types(shape, layout, roots, shared, top);
    let definitions = format!("D{number}");
    let guarded = constraint::guarded(shape);
    let unguarded = vec![false; shape.types.len()];
    let emitter = Emitter {
        shape,
        layout,
        names: &names,
        profile: if *main_is_open { Profile::Open } else { Profile::Exact { twins: beside.is_some() } },
        guarded: if *main_is_open { &unguarded } else { &guarded },
        file: origin.file,
        definitions: &definitions,
    };
    let types = emitter.emit_types(first);
    let open = beside.as_ref().map(|(open, layout)| {
        let names = Names { leaves: naming::name_leaves(layout, top), ..names.clone() };
        let profile = Profile::Beside;
        Emitter { shape: open, layout, names: &names, profile, guarded: &unguarded, ..emitter }.emit_types(first)
    });
    let has_validator = shape.iter().any(|(_, ty)| ty.guard.as_ref().is_some_and(|guard| !guard.whole));
    let document = Document {
        types,
        open,
        annotations: emitter.describe_annotations(first, shared),
        description: schemas::describe(shape, &names.types, origin, beside.is_some()),
        definitions: has_validator.then(|| (definitions.clone(), collect_definitions(schema).to_string())),
        features: features(shape),
    };
    let report = shape.iter().map(|(index, ty)| TypeReport {
        file: origin.file.to_owned(),
        pointer: ty.at.clone(),
        name: names.path(index),
        class: class(ty),
        rounding: rounding(ty),
    });
    (document, report.collect())
}

impl<'a> Emitter<'a> {
    /// The types of the document, and those of them that are for the module `shared`: the `first` places of each.
    fn emit_types(&self, first: &[usize]) -> Types {
        let names = self.names;
        let mut inside: BTreeMap<Home, Vec<usize>> = BTreeMap::new();
        for (index, _) in self.shape.iter() {
            inside.entry(names.homes.get(index).copied().unwrap_or(Home::Top)).or_default().push(index);
        }
        let shadowed = |home: Home| -> Vec<&'static str> {
            let taken: BTreeSet<&str> = inside
                .get(&home)
                .into_iter()
                .flatten()
                .filter_map(|index| names.types.get(*index))
                .map(String::as_str)
                .collect();
            let reexported = match home {
                Home::Root(root) => names.reexports.get(root).map_or(&[][..], Vec::as_slice),
                _ => &[],
            };
            PRELUDE
                .into_iter()
                .filter(|name| taken.contains(name) || reexported.iter().any(|reexport| reexport.name == *name))
                .collect()
        };
        let at_top = shadowed(Home::Top);
        let mut own = Vec::new();
        for (number, root) in self.shape.roots.iter().enumerate() {
            own.extend(self.emit_one(*root, &at_top));
            let home = Home::Root(number);
            let reexports = names.reexports.get(number).map_or(&[][..], Vec::as_slice);
            let of_root = inside.get(&home).map_or(&[][..], Vec::as_slice);
            let (Some(module), Some(name)) = (names.modules.get(number), names.types.get(*root)) else { continue };
            if reexports.is_empty() && of_root.is_empty() {
                continue;
            }
            let shadowed = shadowed(home);
            let mut code = reexport(reexports);
            code.extend(of_root.iter().flat_map(|index| self.emit_one(*index, &shadowed)));
            let name = ident(name);
            let doc = format!("The types inside [`{name}`](super::{name}).");
            own.push(Code::Module(Module { is_public: true, name: ident(module), doc, code }));
        }
        let shadowed = shadowed(Home::Shared);
        Types { own, shared: first.iter().flat_map(|index| self.emit_one(*index, &shadowed)).collect() }
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
            Some(annotations::describe(self.shape.get(index)?, path, is_shared))
        };
        let own = self.shape.iter().filter(|(index, _)| !shared.contains_key(index));
        let own = own.filter_map(|(index, _)| describe(index, false)).collect();
        (own, first.iter().filter_map(|index| describe(*index, true)).collect())
    }
}

/// Re-exports of shared types. rustfmt sorts those that follow each other, in an order that depends on the edition where a
/// name has digits; so such a name has a group of its own.
fn reexport(reexports: &[super::path::Reexport]) -> Vec<Code> {
    let mut sorted: Vec<_> = reexports.iter().collect();
    sorted.sort_by(|one, other| (&one.shared, &one.name).cmp(&(&other.shared, &other.name)));
    let has_digits = |reexport: &&super::path::Reexport| reexport.shared.contains(|c: char| c.is_ascii_digit());
    let (apart, together): (Vec<_>, Vec<_>) = sorted.into_iter().partition(has_digits);
    let line = |reexport: &super::path::Reexport| {
        let (name, shared) = (ident(&reexport.name), ident(&reexport.shared));
        let renamed = if name == shared { String::new() } else { format!(" as {name}") };
        format!("pub use super::shared::{shared}{renamed};")
    };
    // In a binary, nothing outside uses them.
    let allow = "#[allow(unused_imports)]".to_owned();
    let together = together.into_iter().flat_map(|reexport| [Code::Line(allow.clone()), Code::Line(line(reexport))]);
    let apart = apart.into_iter().flat_map(|reexport| [Code::Apart(allow.clone()), Code::Line(line(reexport))]);
    together.chain(apart).collect()
}

/// How a type enforces its schema.
fn class(ty: &Type) -> Class {
    let mut checked = BTreeSet::new();
    if let Kind::Object { checks, .. } = &ty.kind {
        checked.extend(checks.iter().map(|check| check.keyword.to_owned()));
    }
    for part in parts(&ty.kind) {
        visit(part, &mut |part| {
            if let Ty::Checked(_, checks) = part {
                checked.extend(checks.iter().map(|check| check.keyword.to_owned()));
            }
        });
    }
    match (&ty.guard, &ty.kind) {
        (Some(guard), Kind::Newtype(Ty::Any)) => Class::Opaque(guard.keywords.clone()),
        (Some(guard), _) => Class::Validated(guard.keywords.clone()),
        (None, Kind::Union { discriminator: Discriminator::ExactlyOne, .. }) => {
            checked.insert("oneOf".to_owned());
            Class::Checked(checked.into_iter().collect())
        }
        (None, _) if checked.is_empty() => Class::Shape,
        (None, _) => Class::Checked(checked.into_iter().collect()),
    }
}

/// Which numbers a type rounds: those in a place of any type, and in a value that is buffered to find its member or for a
/// validator, are held as serde_json's.
fn rounding(ty: &Type) -> Rounding {
    let buffers = match &ty.kind {
        Kind::Union { .. } => true,
        Kind::Literals(_) | Kind::Object { .. } | Kind::Newtype(_) => ty.guard.is_some(),
        Kind::StringEnum(_) => false,
    };
    let (mut values, mut numbers) = (false, false);
    for part in parts(&ty.kind) {
        visit(part, &mut |part| match part {
            Ty::Any => values = true,
            Ty::Of(types) => values |= types.iter().any(|name| ["number", "array", "object"].contains(name)),
            Ty::Integer | Ty::Number => numbers = true,
            _ => {}
        });
    }
    match (values || (numbers && buffers), numbers) {
        (true, _) => Rounding::Beyond64Bits,
        (false, true) => Rounding::Beyond128Bits,
        (false, false) => Rounding::Never,
    }
}

/// The features of the run-time that a document's types need.
fn features(shape: &Shape) -> BTreeSet<&'static str> {
    use crate::shape::{Check, Constraint, Name};
    let mut features = BTreeSet::new();
    fn of_checks(checks: &[Check], features: &mut BTreeSet<&'static str>) {
        for check in checks {
            match &check.constraint {
                Constraint::Pattern(_) | Constraint::Undeclared(Name::Matches(_), _) => {
                    features.insert("pattern");
                }
                Constraint::Undeclared(Name::Text(checks), _) => of_checks(checks, features),
                _ => {}
            }
        }
    }
    for (_, ty) in shape.iter() {
        if ty.guard.is_some() {
            features.insert("jsonschema");
        }
        if let Kind::Object { checks, .. } = &ty.kind {
            of_checks(checks, &mut features);
        }
        for part in parts(&ty.kind) {
            visit(part, &mut |part| {
                if let Ty::Checked(_, checks) = part {
                    of_checks(checks, &mut features);
                }
            });
        }
    }
    features
}

/// The definitions that validators refer to; the root is one of them, because they may refer to it.
fn collect_definitions(schema: &Value) -> Value {
    let mut out = Map::new();
    for (name, definition) in schema.get("$defs").and_then(Value::as_object).into_iter().flatten() {
        out.insert(name.clone(), rooted(definition));
    }
    let mut root = schema.clone();
    if let Value::Object(members) = &mut root {
        members.remove("$defs");
    }
    out.insert(ROOT.to_owned(), rooted(&root));
    Value::Object(out)
}
