//! The layout of every type in Rust, by typify: containers, and the boxes of types that hold themselves.
//!
//! typify sees none of the schema's own text. Types are `T0`, `T1`, … (numbered as in the shape), the parts of each are `p0`, `p1`,
//! …, and types that typify does not lay out are `L0`, `L1`, …. So two names cannot collide, and no name can become code; `emit`
//! gives the names.
//!
//! An object is a struct of its fields, a union a struct of its variants, and any other type a newtype. That a union holds
//! only one of its variants changes nothing about where a cycle needs a box.

mod groups;

use std::collections::BTreeMap;

use schemars::schema::{ArrayValidation, InstanceType, ObjectValidation, Schema, SchemaObject, SingleOrVec};
use typify::{TypeDetails, TypeId, TypeSpace, TypeSpaceSettings};

use crate::MapType;
use crate::shape::{self, Kind, Shape, Ty};

/// The layout of a document's types.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    /// For each object, the types of its fields, the one for undeclared keys last; for each union, those of its variants; for
    /// each newtype, the type inside.
    pub(crate) parts: BTreeMap<usize, Vec<Rust>>,
    /// The type behind each `L` name.
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) map: MapType,
}

/// A type as it is written in Rust.
#[derive(Clone, Debug)]
pub(crate) enum Rust {
    Unit,
    Bool,
    String,
    Option(Box<Rust>),
    Vec(Box<Rust>),
    /// By strings.
    Map(Box<Rust>, MapType),
    Tuple(Vec<Rust>),
    /// Of a type that holds itself by value.
    Boxed(Box<Rust>),
    /// `T0`, `T1`, …
    Named(usize),
    /// `L0`, `L1`, …
    Leaf(usize),
}

impl Rust {
    /// The same type with any whole number in place of Rust's integers.
    fn widen(&self, wider: &dyn Fn(usize) -> Option<Rust>) -> Rust {
        let inside = |inner: &Rust| Box::new(inner.widen(wider));
        match self {
            Rust::Leaf(index) => wider(*index).unwrap_or_else(|| self.clone()),
            Rust::Option(inner) => Rust::Option(inside(inner)),
            Rust::Vec(inner) => Rust::Vec(inside(inner)),
            Rust::Map(inner, map) => Rust::Map(inside(inner), *map),
            Rust::Boxed(inner) => Rust::Boxed(inside(inner)),
            Rust::Tuple(items) => Rust::Tuple(items.iter().map(|item| item.widen(wider)).collect()),
            other => other.clone(),
        }
    }

    /// The type in the box, if it is in one.
    pub(crate) fn unboxed(&self) -> &Rust {
        match self {
            Rust::Boxed(inner) => inner,
            rust => rust,
        }
    }

    /// The last type argument, as of `Vec`, `Option` and `BTreeMap`.
    pub(crate) fn argument(&self) -> Option<&Rust> {
        match self {
            Rust::Option(inner) | Rust::Vec(inner) | Rust::Map(inner, _) => Some(inner),
            _ => None,
        }
    }
}

/// A type that typify does not lay out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    Value,
    Format(String),
    Integer,
    Number,
    Int(&'static str),
    /// A type of the user's own, by its path.
    Own(String),
}

impl Leaf {
    fn of(ty: &Ty) -> Option<Leaf> {
        Some(match ty {
            Ty::Any | Ty::Of(_) => Leaf::Value,
            Ty::Format(format) => Leaf::Format(format.clone()),
            Ty::Integer => Leaf::Integer,
            Ty::Number => Leaf::Number,
            Ty::Int(name) => Leaf::Int(name),
            Ty::Own(own) => Leaf::Own(own.ty.path.clone()),
            _ => return None,
        })
    }
}

/// Lays out the types of a document.
pub(crate) fn layout(shape: &Shape, map: MapType) -> Result<Layout, String> {
    let (mut parts, mut leaves) = (BTreeMap::new(), Vec::new());
    for group in groups::groups(shape) {
        lay_out(shape, &group, map, &mut parts, &mut leaves)?;
    }
    Ok(Layout { parts, leaves, map })
}

/// Lays out types that refer to no others.
fn lay_out(
    shape: &Shape,
    types: &[usize],
    map: MapType,
    parts: &mut BTreeMap<usize, Vec<Rust>>,
    leaves: &mut Vec<Leaf>,
) -> Result<(), String> {
    let mut definitions = Vec::with_capacity(types.len());
    let mut settings = TypeSpaceSettings::default();
    settings.with_map_type("::std::collections::BTreeMap".to_owned());
    let elsewhere = |settings: &mut TypeSpaceSettings, name: &str| {
        settings.with_replacement(name, name, std::iter::empty());
        Schema::Object(of_type(InstanceType::String))
    };
    for (index, ty) in types.iter().filter_map(|index| Some((*index, shape.get(*index)?))) {
        let name = format!("T{index}");
        let schema = match &ty.kind {
            Kind::Object { fields, additional, .. } => {
                let kept = additional.clone().filter(|ty| !matches!(ty, Ty::Unkept(_)));
                let undeclared = kept.map(|ty| Ty::Map(Box::new(ty)));
                structure(fields.iter().map(|field| field.ty.clone()).chain(undeclared), leaves)
            }
            Kind::Union { variants, .. } => structure(variants.iter().map(|variant| variant.ty.clone()), leaves),
            Kind::Newtype(ty) => schema_of(ty, leaves),
            Kind::StringEnum(_) | Kind::OpenEnum(_) | Kind::Literals(_) => elsewhere(&mut settings, &name),
        };
        definitions.push((name, schema));
    }
    for index in 0..leaves.len() {
        let name = format!("L{index}");
        let schema = elsewhere(&mut settings, &name);
        definitions.push((name, schema));
    }
    let mut space = TypeSpace::new(&settings);
    space.add_ref_types(definitions).map_err(|error| error.to_string())?;
    for ty in space.iter_types() {
        let Some(Rust::Named(index)) = by_name(&ty.name()) else { continue };
        let rust = |id: &TypeId| rust(&space, id, map);
        let types = match ty.details() {
            TypeDetails::Struct(of) => {
                let mut types = of
                    .properties_info()
                    .map(|info| Some((info.name.strip_prefix('p')?.parse::<usize>().ok()?, rust(&info.type_id)?)))
                    .collect::<Option<Vec<_>>>();
                types.iter_mut().for_each(|types| types.sort_by_key(|(index, _)| *index));
                types.map(|types| types.into_iter().map(|(_, ty)| ty).collect())
            }
            TypeDetails::Newtype(of) => rust(&of.inner()).map(|ty| vec![ty]),
            _ => continue,
        };
        parts.insert(index, types.ok_or_else(|| format!("{} has a type of another kind", ty.name()))?);
    }
    Ok(())
}

/// A struct of these types. Whether a key may be absent is for `emit`, which keeps that apart from null.
fn structure(types: impl Iterator<Item = Ty>, leaves: &mut Vec<Leaf>) -> Schema {
    let properties: BTreeMap<String, Schema> =
        types.enumerate().map(|(index, ty)| (format!("p{index}"), schema_of(&ty, leaves))).collect();
    let required = properties.keys().cloned().collect();
    let object = ObjectValidation {
        properties,
        required,
        additional_properties: Some(Box::new(Schema::Bool(false))),
        ..ObjectValidation::default()
    };
    Schema::Object(SchemaObject { object: Some(Box::new(object)), ..of_type(InstanceType::Object) })
}

impl Layout {
    /// The layout of the profile `open`, whose types hold one another as the exact ones do: any whole number in place of Rust's
    /// integers (or the widest of those, if `natively`), any value in place of listed ones, and a field for undeclared keys in
    /// every object.
    pub(crate) fn open(&self, open: &Shape, natively: bool) -> Layout {
        let mut leaves = self.leaves.clone();
        let mut leaf = |wanted: Leaf| {
            let index = leaves.iter().position(|leaf| *leaf == wanted).unwrap_or_else(|| {
                leaves.push(wanted);
                leaves.len() - 1
            });
            Rust::Leaf(index)
        };
        let (integer, value) = (leaf(Leaf::Integer), leaf(Leaf::Value));
        let widest = |name: &str| Leaf::Own(shape::widest(name).to_owned());
        let wider: Vec<Option<Rust>> = self
            .leaves
            .iter()
            .map(|known| match known {
                Leaf::Int(name) if natively => Some(leaf(widest(name))),
                Leaf::Int(_) => Some(integer.clone()),
                _ => None,
            })
            .collect();
        let wider = |index: usize| wider.get(index).cloned().flatten();
        let parts = open.iter().filter_map(|(index, ty)| {
            let exact = self.parts.get(&index).map_or(&[][..], Vec::as_slice);
            let mut parts: Vec<Rust> = exact.iter().map(|part| part.widen(&wider)).collect();
            match &ty.kind {
                Kind::Object { additional: Some(Ty::Unkept(_)), .. } => {}
                Kind::Object { fields, .. } if parts.len() == fields.len() => {
                    parts.push(Rust::Map(Box::new(value.clone()), self.map));
                }
                Kind::Newtype(_) if parts.is_empty() => parts.push(value.clone()),
                Kind::StringEnum(_) | Kind::OpenEnum(_) => return None,
                _ => {}
            }
            Some((index, parts))
        });
        let parts = parts.collect();
        Layout { parts, leaves, map: self.map }
    }
}

/// The type behind a name.
fn by_name(name: &str) -> Option<Rust> {
    let (kind, number) = name.split_at_checked(1)?;
    match kind {
        "T" => number.parse().ok().map(Rust::Named),
        "L" => number.parse().ok().map(Rust::Leaf),
        _ => None,
    }
}

fn rust(space: &TypeSpace, id: &TypeId, map: MapType) -> Option<Rust> {
    let ty = space.get_type(id).ok()?;
    let inside = |id: &TypeId| rust(space, id, map).map(Box::new);
    Some(match ty.details() {
        TypeDetails::Unit => Rust::Unit,
        TypeDetails::String => Rust::String,
        TypeDetails::Builtin("bool") => Rust::Bool,
        TypeDetails::Builtin(name) => by_name(name)?,
        TypeDetails::Option(inner) => Rust::Option(inside(&inner)?),
        TypeDetails::Vec(inner) => Rust::Vec(inside(&inner)?),
        TypeDetails::Map(_, value) => Rust::Map(inside(&value)?, map),
        TypeDetails::Box(inner) => Rust::Boxed(inside(&inner)?),
        TypeDetails::Tuple(items) => Rust::Tuple(items.map(|item| rust(space, &item, map)).collect::<Option<_>>()?),
        TypeDetails::Struct(_) | TypeDetails::Newtype(_) | TypeDetails::Enum(_) => by_name(&ty.name())?,
        TypeDetails::Set(_) | TypeDetails::Array(..) => return None,
    })
}

fn schema_of(ty: &Ty, leaves: &mut Vec<Leaf>) -> Schema {
    if let Some(leaf) = Leaf::of(ty) {
        let index = leaves.iter().position(|known| *known == leaf).unwrap_or_else(|| {
            leaves.push(leaf);
            leaves.len() - 1
        });
        return Schema::new_ref(format!("#/definitions/L{index}"));
    }
    Schema::Object(match ty {
        Ty::Null => of_type(InstanceType::Null),
        Ty::Bool => of_type(InstanceType::Boolean),
        Ty::Array(item) => array(ArrayValidation {
            items: Some(SingleOrVec::Single(Box::new(schema_of(item, leaves)))),
            ..ArrayValidation::default()
        }),
        Ty::Tuple(items) => {
            let count = u32::try_from(items.len()).ok();
            array(ArrayValidation {
                items: Some(SingleOrVec::Vec(items.iter().map(|item| schema_of(item, leaves)).collect())),
                min_items: count,
                max_items: count,
                ..ArrayValidation::default()
            })
        }
        Ty::Map(value) => {
            let value = Some(Box::new(schema_of(value, leaves)));
            let object = ObjectValidation { additional_properties: value, ..ObjectValidation::default() };
            SchemaObject { object: Some(Box::new(object)), ..of_type(InstanceType::Object) }
        }
        Ty::Nullable(ty) => {
            let mut either = SchemaObject::default();
            either.subschemas().one_of = Some(vec![schema_of(ty, leaves), Schema::Object(of_type(InstanceType::Null))]);
            either
        }
        Ty::Named(id) => return Schema::new_ref(format!("#/definitions/T{id}")),
        Ty::Checked(ty, _) => return schema_of(ty, leaves),
        // A leaf, if it is no string.
        Ty::String
        | Ty::Any
        | Ty::Of(_)
        | Ty::Format(_)
        | Ty::Integer
        | Ty::Number
        | Ty::Int(_)
        | Ty::Own(_)
        | Ty::Unkept(_) => of_type(InstanceType::String),
    })
}

fn of_type(ty: InstanceType) -> SchemaObject {
    SchemaObject { instance_type: Some(ty.into()), ..SchemaObject::default() }
}

fn array(items: ArrayValidation) -> SchemaObject {
    SchemaObject { array: Some(Box::new(items)), ..of_type(InstanceType::Array) }
}
